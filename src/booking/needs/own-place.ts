// A delegate's own page for their place, reached by a link that only they have: no account, no password. It shows what concerns them and
// lets them answer for themselves.

import type { Instant } from '#base/dates.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Question, StandingAnswer } from '#events/questions/question.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { Needs, Telling } from './need.ts'

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
  /** Whom the delegate's word goes to. */
  booker: { accountId: string; email: string; name: string | null } | undefined
  /** What they said last of coming. */
  word: { statement: Telling; at: Instant } | undefined
  /** Ids of the workshops chosen. */
  workshopIds: string[]
  event: EventDetails
  /** What is asked about each person, with the answers that stand. */
  questions: Question[]
  answers: StandingAnswer[]
  needs: Needs
  /** Nothing of the needs has ever been given, or it is deleted. */
  hasNeeds: boolean
}

/** `ended`: the link was somebody's once; the place has been given up or passed on, or the event is long over. */
export type LinkState = { state: 'live'; own: OwnPlace } | { state: 'ended' | 'unknown' }
