// A session that a school asks the council to hold at it.
import { type Day, type Instant, sayInstant, sayLongDay, sayTime } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { sayTotal } from '#booking/bookings/money-words.ts'
import type { EventFacts } from '#events/events/event-facts.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export const askedStates = {
  asked: 'Waiting for the council',
  offered: 'Offered, waiting for the school',
  refused: 'Refused by the council',
  accepted: 'Accepted by the school',
  declined: 'Declined by the school',
  withdrawn: 'Withdrawn by the school',
} as const
export type AskedState = keyof typeof askedStates

/** Whose staff are to come beside its own: schools of our list, and as typed what is on none. */
export type OtherSchools = { schoolIds: readonly string[]; alsoFor: string }

export const mostOtherSchools = 20

/** What a school asks for. */
export type SessionAsk = { about: string; days: Day[]; people: number }

/** What the event of a session is. */
type OfferedEvent = Pick<EventFacts, 'title' | 'topicId' | 'purpose' | 'level'> & { trainer: string; place: string }

/** What the council offers: one price for the whole session, without and with VAT. */
export type SessionOffer = OfferedEvent & { startsAt: Instant; endsAt: Instant; pence: number; vatPence: number } & {
  vatCodeId: string | null
  termsId: string | null
}

type Offered = { [Fact in keyof SessionOffer]: SessionOffer[Fact] | null } & Omit<OfferedEvent, 'topicId'> & { vatPence: number }

type Named = SchoolName & { id: string }

export type AskedSession = SessionAsk &
  Offered & {
    id: string
    school: Named
    others: Named[]
    /** Further schools, as typed. */
    alsoFor: string
    state: AskedState
    askedAt: Instant
    askedBy: string
    askedById: string
    askerEmail: string
    askerPersonId: string | null
    /** Of the organiser who answered; null: nobody has. */
    answeredByEmail: string | null
    /** Of its event, once it is accepted. */
    eventId: string | null
    eventCode: string | null
    /** Of its event. */
    sessionId: string | null
    /** Of the booking that its price is charged with. */
    bookingReference: string | null
    reason: string
    /** The asker may still act for the school, so that the link of their mail works. */
    mayAct: boolean
  }

/** What the other schools of a session see of it. */
export type SharedSession = { id: string; state: AskedState; by: SchoolName; eventCode: string | null } & Pick<
  SessionOffer,
  'title' | 'startsAt' | 'endsAt' | 'trainer' | 'place'
>

/** The offer of a session that has one. */
export const offerOf = ({ startsAt, endsAt, pence, topicId, ...offer }: Offered): SessionOffer | undefined => {
  if (startsAt === null || endsAt === null || pence === null || topicId === null) return undefined
  const { title, purpose, level, trainer, place, vatPence, vatCodeId, termsId } = offer
  return { startsAt, endsAt, pence, vatPence, vatCodeId, topicId, title, purpose, level, trainer, place, termsId }
}

/** An offer can be answered until its session begins. */
export const canAnswer = ({ state, startsAt }: Pick<AskedSession, 'state' | 'startsAt'>, now: Instant): boolean =>
  state === 'offered' && startsAt !== null && startsAt > now

/** It is still to come about, or has. */
export const isLive = ({ state }: Pick<AskedSession, 'state'>): boolean => ['asked', 'offered', 'accepted'].includes(state)

export const sayAskedDays = (days: readonly Day[]): string => listed(days.map(sayLongDay))

type Fact = [label: string, says: string]

export const sharedFacts = ({
  startsAt,
  endsAt,
  trainer,
  place,
}: Omit<SharedSession, 'id' | 'state' | 'by' | 'eventCode' | 'title'>): Fact[] => [
  ['When', `${sayInstant(startsAt)} to ${sayTime(endsAt)}`],
  ['Where', place],
  ['Trainer', trainer],
]

/** The facts of an offer, as pages and mails show them. */
export const offerFacts = ({ title, pence, vatPence, ...offer }: SessionOffer): Fact[] => [
  ['Title', title],
  ...sharedFacts(offer),
  ['Price of the session', pence === 0 ? 'Free of charge' : sayTotal([{ pence, vatPence, basis: 'price' }])],
]
