// A delegate's own page for their place, by a link that only they have, without account or
// password. It shows what concerns them and lets them answer for themselves.

import { type Day, type Instant, instant } from '#base/dates.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { type Attendance, type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import type { Shown } from '#events/materials/material.ts'
import type { Question, StandingAnswer } from '#events/questions/question.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { isNothing, type Needs, type Telling } from './need.ts'

export type OwnPlace = {
  linkId: string
  placeId: string
  personId: string
  name: string | null
  role: string | null
  state: BookedPlace['state']
  bookingId: string
  reference: string
  schoolId: string
  school: SchoolName
  /** Who is notified of the delegate's word. */
  booker: { accountId: string; email: string; name: string | null } | undefined
  /** They booked it themselves. */
  isOwnBooking: boolean
  /** Their latest word about coming. */
  word: { statement: Telling; at: Instant } | undefined
  workshopIds: string[]
  attendance: Attendance | null
  /** As they see it. */
  event: EventDetails
  /** Places left the other way, until when they can change. */
  otherWay: { to: Attendance; left: number } | undefined
  /** Questions about each person, with current answers. */
  questions: Question[]
  answers: StandingAnswer[]
  /** For a confirmed place; undefined: there are none. */
  materials: Shown | undefined
  /** Nothing, unless its person is signed in. */
  needs: Needs
  /** False: no needs were ever given, or they are deleted. */
  hasNeeds: boolean
  /** Of stated access, if its person is signed in. */
  access: { by: Day; answer: string; isDone: boolean } | undefined
}

/** Where a place is, and what its person told of food and access, with what was answered. */
export type ToldForPlace = { placeId: string; venue: string; isTold: boolean; answerBy: Day | null; answer: string; isDone: boolean }

/** Its booking cannot be changed any more. */
export const hasBegun = ({ event }: Pick<OwnPlace, 'event'>, now: Date): boolean => (firstStart(event) ?? '9999') <= instant(now)

/** What they told us last is that they do not come, or are somebody else. */
export const saidNo = ({ word }: Pick<OwnPlace, 'word'>): boolean => word !== undefined && word.statement !== 'comes'

/** Whether nothing on the page can change any more. */
export const isOver = (own: OwnPlace, now: Date): boolean => own.event.state === 'cancelled' || (lastEnd(own.event) ?? '') <= instant(now)

/** Something is kept that whoever has the link does not read. */
export const isHidden = (own: OwnPlace): boolean => own.hasNeeds && isNothing(own.needs)

/** `ended`: the place was cancelled or swapped, or the event is long over. */
export type LinkState = { state: 'live'; own: OwnPlace } | { state: 'ended' | 'unknown' }
