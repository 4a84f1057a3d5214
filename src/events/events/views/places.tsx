import { counted, sayNumber } from '#base/words.ts'
import { type EventDetails, placesLeft, placesOpen } from '../event.ts'

type Places = Pick<EventDetails, 'capacity' | 'taken' | 'waiting' | 'heldBack' | 'placesPerSchool'>

/** One school's places at an event: taken, waiting, and reserved for it. */
export type SchoolsPlaces = { taken: number; waiting: number; heldBack: number }

/** `12 of 60 places left` */
export const leftWords = (event: Places): string =>
  `${sayNumber(placesLeft(event, event.taken))} of ${counted(event.capacity, 'place')} left`

/** What limits a school asking for places now, as clauses after `leftWords`. */
const between = (event: Places, school: SchoolsPlaces | undefined): string[] => {
  const left = placesLeft(event, event.taken)
  if (left === 0) return event.waiting > 0 ? [`${counted(event.waiting, 'place is', 'places are')} waited for`] : []
  const own = Math.min(school?.heldBack ?? 0, event.heldBack)
  const others = Math.min(event.heldBack - own, left)
  return [
    ...(own > 0 ? [`${sayNumber(own)} reserved for your school`] : []),
    ...(others > 0 ? [`${sayNumber(others)} reserved for ${own > 0 ? 'other' : 'some'} schools`] : []),
    ...(event.waiting > 0 ? [`${counted(event.waiting, 'place is', 'places are')} waited for and offered first`] : []),
  ]
}

/** `your school has 1 of 2 and waits for 1` */
export const saySchool = (event: Places, school: SchoolsPlaces, name: string): string =>
  `${name} has ${event.placesPerSchool === null ? sayNumber(school.taken) : `${sayNumber(school.taken)} of ${sayNumber(event.placesPerSchool)}`}${
    school.waiting > 0 ? ` and waits for ${sayNumber(school.waiting)}` : ''
  }`

/**
 * What a page says about the places of an event before anything is typed: `12 of 60 places left, 3
 * reserved for some schools; your school has 1 of 2`.
 * @param name what to call the school, where several are meant
 */
export const sayPlaces = (event: Places, school?: SchoolsPlaces, name = 'your school'): string =>
  [[leftWords(event), ...between(event, school)].join(', '), ...(school ? [saySchool(event, school, name)] : [])].join('; ')

/** Whether a school could book at once, its own limits apart: general or reserved places. */
export const canBookNow = (event: Places, school: SchoolsPlaces): boolean =>
  placesOpen(event) > 0 || (school.heldBack > 0 && placesLeft(event, event.taken) > 0)
