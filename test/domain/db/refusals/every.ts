// Every scenario, for the test that plays them and for docs/refusals.md, which is written from them.
import type { Refusal } from '../../../support/refusing.ts'
import { refusalsOfAccounts } from './accounts.ts'
import { refusalsOfAttendance } from './attendance.ts'
import { refusalsOfBooking } from './booking.ts'
import { refusalsOfEvents } from './events.ts'
import { refusalsOfLedger } from './ledger.ts'
import { refusalsOfPayments } from './payments.ts'
import { refusalsOfPeople } from './people.ts'
import { refusalsOfPlaces } from './places.ts'

export const scenarios: Refusal[] = [
  ...[...refusalsOfPeople, ...refusalsOfAccounts, ...refusalsOfEvents, ...refusalsOfBooking, ...refusalsOfPlaces],
  ...[...refusalsOfAttendance, ...refusalsOfLedger, ...refusalsOfPayments],
]

/** A word is of one table. These rules are watched from every table from which they could be broken, and each is one rule. */
export const watchedFromSeveral: Record<string, string> = {
  claim_is_decided: 'a claim to act for somebody is decided once, and nobody is asked about it after',
  event_cancelled: 'a cancelled event takes nobody in and takes nobody back',
  own_claim: 'nobody decides on their own claim',
  person_is_erased: 'nothing new is written about somebody who was erased',
  place_has_marks: 'what somebody was marked on stays theirs',
  request_is_settled: 'a request is settled once, by its booking or without one',
  series_shares_topic: 'the dates of a series share its topic',
  session_called_off: 'a session that was called off stays so, and nothing more happens at it',
  workshop_full: 'a workshop takes no more than its places',
  workshops_clash: 'nobody has two workshops at the same time',
}
