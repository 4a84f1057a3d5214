// Every scenario, for the test that plays them and for docs/refusals.md, which is written from them.
import type { Refusal } from '#test/support/refusing.ts'
import { refusalsOfAccounts } from './accounts.ts'
import { refusalsOfArrivals } from './arrivals.ts'
import { refusalsOfAttendance } from './attendance.ts'
import { refusalsOfBooking } from './booking.ts'
import { refusalsOfEvaluations } from './evaluations.ts'
import { refusalsOfEvents } from './events.ts'
import { refusalsOfFiles } from './files.ts'
import { refusalsOfGuidance } from './guidance.ts'
import { refusalsOfLadder } from './ladder.ts'
import { refusalsOfLedger } from './ledger.ts'
import { refusalsOfMailings } from './mailings.ts'
import { refusalsOfPayments } from './payments.ts'
import { refusalsOfPeople } from './people.ts'
import { refusalsOfPlaces } from './places.ts'
import { refusalsOfPublication } from './publication.ts'
import { refusalsOfReturns } from './returns.ts'
import { refusalsOfSeal } from './seal.ts'

export const scenarios: Refusal[] = [
  ...[...refusalsOfPeople, ...refusalsOfAccounts, ...refusalsOfEvents, ...refusalsOfBooking, ...refusalsOfPlaces],
  ...[
    ...refusalsOfAttendance,
    ...refusalsOfArrivals,
    ...refusalsOfLedger,
    ...refusalsOfPayments,
    ...refusalsOfSeal,
    ...refusalsOfLadder,
    ...refusalsOfMailings,
    ...refusalsOfPublication,
    ...refusalsOfEvaluations,
    ...refusalsOfFiles,
    ...refusalsOfGuidance,
    ...refusalsOfReturns,
  ],
]

/** A word is of one table. These rules are watched from every table from which they could be broken, and each is one rule. */
export const watchedFromSeveral: Record<string, string> = {
  address_kept_for_undo: 'an address that was given up can be given back for a week',
  claim_is_decided: 'a claim to act for somebody is decided once, and nobody is asked about it after',
  closed_register_stands: 'what a closed register rests on changes by a correction alone',
  event_cancelled: 'a cancelled event takes nobody in and takes nobody back',
  form_is_published: 'a form that was published never changes',
  own_claim: 'nobody decides on their own claim',
  person_is_erased: 'nothing new is written about somebody who was erased',
  place_has_marks: 'what somebody was marked on stays theirs',
  request_is_settled: 'a request is settled once, by its booking or without one',
  return_came_otherwise: 'what came on paper or as another audit stands in place of what is typed and of what is submitted',
  round_is_closed: 'a round that was closed takes nothing more',
  round_not_open: 'no school answers before a round is open',
  series_shares_topic: 'the dates of a series share its topic',
  session_called_off: 'a session that was called off stays so, and nothing more happens at it',
  too_much_today: 'nobody fills the database in a day: by acts that the log counts, or by bytes and links that a counter has',
  workshop_full: 'a workshop takes no more than its places',
  workshops_clash: 'nobody has two workshops at the same time',
}

/** Rules that no verb turns into a reason, and why nobody meets them, whatever happens at the same moment. */
export const neverMet: Record<string, string> = {
  account_of_door: 'whoever came by a link may ask for no page on which an address is changed',
  advice_in_a_draft: 'the versions to choose from are those that were issued, which stays so',
  answer_to_another_version: 'an answer is written with the version of its issue',
  claim_of_another: 'the claim is made in the same batch, for whoever asked',
  claim_without_evidence: 'evidence is written before the approval, in the same batch',
  corrects_contact_of_another: 'the contact that is corrected is looked for among those of the chase',

  days_to_reply_stand: 'days are counted where none were, from the arrival that was read',
  event_not_published: 'the batch of a booking goes on only with the version of the event that was read, and a draft is not to be booked',
  file_in_part: 'a file is named only once all its pieces are written',
  files_were_issued: 'the draft is written first, in the same batch, and refuses',
  finance_file_line_stands: 'the lines of a file are written in its own batch',
  head_has_not_signed: 'the head’s signature is written in the same batch',
  line_not_for_file: 'the lines of a file are chosen by their route and kind in the statement itself',
  line_not_of_request: 'requests and their lines are written in one batch',
  line_of_other_sign: 'each act that posts a line has its sign',
  line_without_booking: 'what is charged is read from a booking',
  line_without_second_person: 'such a line is posted by the approval of a proposal, in its batch',
  lines_are_published: 'lines are written in the batch of their publication alone',
  material_of_another_event: 'the session is looked for among those of the event',
  matter_is_not_chased: 'the pages offer what is chased alone, each with its subject',
  money_without_source: 'each act that posts money names what it came from',
  nothing_supersedes: 'the certificate that supersedes another is written in the same batch before it ends',
  offer_still_stands: 'the clock lets offers lapse that have ended',
  outside_has_no_identity: 'an import makes or finds a school of the register for each identity',
  payment_not_of_request: 'the bookings of a request do not change once its file is written',
  place_without_booking: 'places are written with their booking, and neither moves',
  proposals_not_together: 'what is proposed together is written in one batch',
  publishes_unreached: 'lines of schools that they have reached alone are written',
  question_of_another_form: 'a question is looked for among those of the return’s form',
  reached_by_no_arrival: 'what arrived is written by triggers alone',
  report_out_of_turn: 'the statement that writes a report finds its number',
  request_begins_empty: 'a request is written with nothing on it',
  request_of_two_payers_or_events: 'the bookings of a request are grouped by payer and event, and neither changes',
  role_of_door_account: 'a role is given to an address, and that of whoever came by a link is none that can be typed',
  round_not_open: 'the returns of a round are written in the batch that opens it',
  route_of_single_payers: 'the form takes only routes that can be one',
  school_is_of_the_register: 'only organisations outside the register are offered, and none becomes a school of it',
  setting_beyond_limits: 'the form keeps to the limits',
  shown_is_answered: 'what was shown is written with its answer',
  shows_no_report: 'a showing takes the number of the report that was read with it',
  standings_are_frozen: 'the standings of a report come in its batch, which ends with its entry in the log',
  step_is_an_officers: 'the service itself writes to the office, the lead or the head alone',
  take_back_without_line: 'what is taken back is looked for among the lines of payments',
  urn_already_held: 'an import goes on only while the register is as it was compared',
  version_is_draft: 'a version is issued in the batch that gives it to schools',
  walk_in_school_is_decided: 'the school of somebody who came is only ever set by the row of the decision',
  withdraws_no_note: 'notes are withdrawn by a statement that selects those of the page',
}
