import { sayShortDay, sayTime } from '#base/dates.ts'
import { counted, sayNumber } from '#base/words.ts'
import { allPlaces, type EventDetails, eventFor, firstStart, type ListedEvent, placesLeft, placesOpen, waysTo } from '../event.ts'
import { attendanceWords } from './words.tsx'

type Places = Pick<EventDetails, 'capacity' | 'taken' | 'waiting' | 'heldBack' | 'placesPerSchool'> &
  Partial<Pick<EventDetails, 'onlineCapacity' | 'takenOnline' | 'waitingOnline'>>

/** `offered` and `held` (until paid) are among those taken. */
export type SchoolsPlaces = {
  taken: number
  waiting: number
  heldBack: number
  offered?: number
  held?: number
}

/** `48 of 60`: of all places, in the room and online */
export const sayTaken = (event: Pick<Places, 'capacity' | 'taken' | 'onlineCapacity'>): string =>
  `${sayNumber(event.taken)} of ${sayNumber(allPlaces(event))}`

/** The words beside it say the same. */
export const Filled = ({ event }: { event: Parameters<typeof sayTaken>[0] }) => {
  const width = Math.min(100, Math.round((100 * event.taken) / allPlaces(event)))
  return (
    <span class="muster-filled">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect width="100" height="10" fill="#cecece" />
        <rect class="muster-bar--ownAttended" width={String(width)} height="10" />
      </svg>
      <span class="muster-nowrap">{sayTaken(event)}</span>
    </span>
  )
}

export const shortWhen = (event: ListedEvent): string => {
  const start = firstStart(event)
  return start ? `${sayShortDay(start)}, ${sayTime(start)}` : 'No date yet'
}

/** `12 of 60 places left`, or `12 of 60 places in the room and 40 of 200 online left` */
export const leftWords = (event: Omit<Places, 'placesPerSchool'>): string =>
  `${waysTo(event)
    .map((way, index) => {
      const part = eventFor(event, way)
      const places = index === 0 ? counted(part.capacity, 'place') : sayNumber(part.capacity)
      return `${sayNumber(placesLeft(part))} of ${places}${way === null ? '' : ` ${attendanceWords[way]}`}`
    })
    .join(' and ')} left`

/** What limits a school asking for places now, as clauses after `leftWords`. */
const between = (event: Places, school: SchoolsPlaces | undefined): string[] => {
  const left = placesLeft(event)
  if (left === 0) return event.waiting > 0 ? [`${counted(event.waiting, 'place is', 'places are')} waited for`] : []
  const own = Math.min(school?.heldBack ?? 0, event.heldBack)
  const others = Math.min(event.heldBack - own, left)
  return [
    ...(own > 0 ? [`${sayNumber(own)} reserved for your school`] : []),
    ...(others > 0 ? [`${sayNumber(others)} reserved for ${own > 0 ? 'other' : 'some'} schools`] : []),
    ...(event.waiting > 0 ? [`${counted(event.waiting, 'place is', 'places are')} waited for and offered first`] : []),
  ]
}

/** `your school has 1 of 2 and waits for 1`: only certain places count. */
export const saySchool = (event: Places, { taken, waiting, offered = 0, held = 0 }: SchoolsPlaces, name: string): string => {
  const has = sayNumber(taken - offered - held)
  return [
    `${name} has ${event.placesPerSchool === null ? has : `${has} of ${sayNumber(event.placesPerSchool)}`}${
      waiting > 0 ? ` and waits for ${sayNumber(waiting)}` : ''
    }`,
    ...(offered > 0 ? [`${counted(offered, 'is', 'are')} on offer to it`] : []),
    ...(held > 0 ? [`${counted(held, 'is', 'are')} held until paid for`] : []),
  ].join('; ')
}

/** `12 of 60 places left, …; your school has 1 of 2`. @param name of one of several schools */
export const sayPlaces = (event: Places, school?: SchoolsPlaces, name = 'your school'): string =>
  [[leftWords(event), ...between(event, school)].join(', '), ...(school ? [saySchool(event, school, name)] : [])].join('; ')

/** Whether a school could book at once, its own limits apart: general or reserved places. */
export const canBookNow = (event: Places, school: SchoolsPlaces): boolean =>
  placesOpen(event) > 0 || (school.heldBack > 0 && placesLeft(event) > 0)
