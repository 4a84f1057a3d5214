// What trainers give and rooms hold: sessions of events, and sessions offered to schools.
import { type Instant, sayWhen } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { overlap } from './workshop.ts'

/** `speakers`: a line each; `eventId`, `code` null: offered to a school. */
export type Engagement = {
  id: string
  eventId: string | null
  code: string | null
  title: string
  startsAt: Instant
  endsAt: Instant
  speakers: string
  venue: string
  room: string
}

/** Names without what follows a comma, such as an organisation. */
export const trainersOf = (speakers: string): string[] => speakers.split('\n').flatMap((line) => line.split(',')[0]?.trim() || [])

const same = (one: string, other: string): boolean => one !== '' && one.trim().toLowerCase() === other.trim().toLowerCase()

/** Two rooms of a venue are two places. Within an event, only rooms that it names count. */
const samePlace = (one: Engagement, other: Engagement): boolean => {
  if (one.eventId !== null && one.eventId === other.eventId) return same(one.venue, other.venue) && same(one.room, other.room)
  if (one.room && other.room) return same(one.venue, other.venue) && same(one.room, other.room)
  return same(one.venue, other.venue) || same(one.venue, other.room) || same(one.room, other.venue)
}

/** A trainer or a place that two engagements have at once; a warning, which refuses nothing. */
export type Clash = Pick<Engagement, 'code' | 'title' | 'startsAt' | 'endsAt'> & { trainers: string[]; place: string }

export const clashesOf = (one: Engagement, others: readonly Engagement[]): Clash[] =>
  others.flatMap((other) => {
    const { code, title, startsAt, endsAt } = other
    const trainers = trainersOf(one.speakers).filter((name) => trainersOf(other.speakers).some((their) => same(name, their)))
    const place = samePlace(one, other) ? one.room || one.venue : ''
    return overlap(one, other) && (trainers.length > 0 || place) ? [{ code, title, startsAt, endsAt, trainers, place }] : []
  })

export const sayClash = ({ trainers, place, title, startsAt, endsAt }: Clash): string =>
  trainers.length > 0
    ? `${listed(trainers)} also ${trainers.length === 1 ? 'gives' : 'give'} “${title}”, ${sayWhen(startsAt, endsAt)}.`
    : `At ${place} there is also “${title}”, ${sayWhen(startsAt, endsAt)}.`
