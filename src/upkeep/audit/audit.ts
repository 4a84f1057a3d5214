// The audit checks invariants of the stored data. Triggers enforce most of them on writing; the
// audit finds what came in another way: a restored backup, SQL typed by hand, a bug in a later
// version. It reads and never repairs.

import { moneyInvariants } from './money.ts'

const ofDelegates = {
  unnamed_place_has_no_invitation: 'Nobody is invited for a place that has no name.',
  invitation_of_present_person: 'Everyone invited to a coming session for a place is the person who has the place.',
  unnamed_place_given_up_in_time:
    'Where places without a name end at a date, none is left an hour after it (or two school days after the place was taken).',
  came_on_named_place: 'Nobody is marked as having come on a place that has no name.',
  naming_is_logged: 'Every change of who is on a place is in the log.',
} as const

export type DelegateInvariant = keyof typeof ofDelegates

const ofWorkshops = {
  workshop_not_oversold: 'No workshop has more people in it than its places.',
  one_workshop_a_block: 'Nobody has two workshops of one block.',
  chosen_workshops_do_not_clash: 'Nobody has two workshops at the same time.',
  invited_to_own_sessions: 'Nobody is invited to a coming session that their place does not attend.',
  attends_what_everyone_attends: 'Everyone with a place at a coming event is expected at every session of it that is for everyone.',
} as const

export type WorkshopInvariant = keyof typeof ofWorkshops

const ofSessions = {
  called_off_event_goes_on: 'Every event of which a session is called off has another that takes place.',
  called_off_register_frozen: 'Nothing was marked at a session after it was called off, and no register of one is signed off.',
  called_off_nobody_came: 'Nobody is marked as having come to a session that is called off.',
  called_off_nobody_expected: 'Nobody is expected at a session that is called off.',
  called_off_nobody_invited: 'Nobody is invited to a session that is called off.',
} as const

export type SessionInvariant = keyof typeof ofSessions

const ofSeries = {
  series_shares_topic: 'Every date of a series has the topic of the series.',
  moved_booking_pairs: 'A booking moved from another date is of the same school, at another date of the same series.',
  moved_places_given_up: 'Nobody who was moved to another date still holds the place that they were moved from.',
  bulk_act_settled: 'Every finished change of several bookings says what became of each of them, and why of those refused.',
} as const

export type SeriesInvariant = keyof typeof ofSeries

/** How places are given out. */
const ofWaiting = {
  trust_within_limit: 'The schools of no trust together have more places at an event than the event allows a trust.',
  held_back_kept: 'Places kept for some schools are there for them, and nobody else has taken them.',
  offer_places_agree: 'Every open offer holds places of its own booking until the moment that it states, and no more than it states.',
  waiting_place_takes_nothing: 'A place that waits takes nothing unless it is on offer.',
  settled_offer_has_no_held_place: 'An offer that is answered or has ended holds no place.',
  offer_answered_in_time: 'No offer was accepted or declined after it ran out, and none ended before.',
  offer_settled_when_over: 'No offer is still open an hour after it ran out.',
  waiting_has_a_turn: 'Everyone on a waiting list has a turn on it.',
  refused_says_why: 'Every request that an organiser refused says why, and has ended.',
} as const

export type WaitingInvariant = keyof typeof ofWaiting

const ofTerms = {
  terms_accepted_when_booked: 'Every booking under terms of cancelling says which version was accepted, and when.',
  charge_follows_accepted_terms: 'Every charge is what the terms that its booking accepted say for that moment.',
  charge_of_its_place: 'Every charge is of a place of its own booking, event and school.',
  one_charge_per_place_and_kind: 'No place is charged twice for the same thing.',
  charge_only_of_ended_or_absent_place: 'Only places that were cancelled, or that nobody came to, are charged.',
  moved_free_until_no_later_than_start: 'Cancelling free of charge after a move ends no later than the event begins.',
} as const

export type TermsInvariant = keyof typeof ofTerms

const ofAutomatic = {
  automatic_message_once: 'Nobody was reminded, thanked or missed more often than there was reason to.',
  thanked_or_missed: 'Nobody was thanked for coming and told of an absence about the same day.',
} as const

export type AutomaticInvariant = keyof typeof ofAutomatic

const ofNeeds = {
  answer_of_its_event: 'Every answer is to a question of the event that was booked, about that booking or a place of it.',
  place_link_of_present_person: 'Every link to a place that works is of the person who is on it.',
  calendar_of_present_person: 'No calendar address works for somebody whose details are erased.',
  need_of_live_place: 'What people need is kept only of those who have a place.',
  need_deleted_in_time: 'What people need is kept until thirty days after the event ends, and deleted within an hour after that.',
} as const

export type NeedsInvariant = keyof typeof ofNeeds

const ofEvaluations = {
  answers_no_more_than_given: 'Every event has as many answers to its feedback questions as links that were used.',
  answers_of_five_or_more: 'No answer about an event is with the results before those of five people are.',
} as const

export type EvaluationInvariant = keyof typeof ofEvaluations

const ofGuidance = {
  guidance_has_schools: 'Every version of guidance that was issued was given to schools, and no other was.',
  guidance_answers_in_a_row:
    'Every answer to guidance is of the version that the school was given, in the place of the one before, and only one counts.',
} as const

export type GuidanceInvariant = keyof typeof ofGuidance

const ofReturns = {
  return_submitted_by_head: 'Every safeguarding audit that was submitted is signed by the head who submitted it.',
  return_submitted_in_turn: 'No safeguarding audit was submitted twice without being reopened, or submitted and entered from paper.',
  return_typed_in_a_row: 'Everything in a safeguarding audit was typed over what was there before, and only one answer counts.',
  return_counts_add_up: 'The counts of a safeguarding audit, and the sizes of its samples, are those of the schools that they name.',
  logged_is_there: 'What the log says was typed or signed in a safeguarding audit, or noted at a door, is there.',
} as const

export type ReturnInvariant = keyof typeof ofReturns

const ofRecords = {
  nothing_left_of_erased: 'Nothing personal remains of anybody who was erased.',
  erased_has_no_coming_place: 'Nobody who was erased has a place at an event that is still to come.',
  nothing_doomed_outside_its_act: 'Nothing is named for destruction but within the act that destroys it.',
} as const

export type RecordsInvariant = keyof typeof ofRecords

const ofDelivery = {
  delivery_status_as_told: 'What is known of every message is what the mail service told of it.',
  nothing_sent_to_failing_address: 'Nothing was sent to an address that was known not to work.',
  trouble_is_told: 'Somebody else heard of every address that does not work within an hour.',
  sent_again_once: 'No message was sent again twice.',
  mail_event_followed: 'Whatever the mail service told was acted on, or put away, within days.',
  answer_to_what_was_sent: 'No calendar answered a version of an entry that was never sent.',
} as const

export type DeliveryInvariant = keyof typeof ofDelivery
const ofMailings = {
  mailing_to_each_once: 'Everybody for whom a message written by hand was queued has it once.',
  promotion_was_wanted: 'No news of new conferences went to anybody who had not asked for it.',
  invitation_was_not_stopped: 'No invitation to training went to an address that had stopped those on its topic.',
} as const

export type MailingInvariant = keyof typeof ofMailings

const ofClock = {
  clock_work_succeeds: 'Nothing that the clock does has failed ten times.',
  nothing_due_was_missed: 'In the last week nothing was due that the service had not noticed.',
} as const

export type ClockInvariant = keyof typeof ofClock

const ofSeal = {
  sealed_in_full:
    'Every attendance, sign-off, applied import, final report and certificate is in the protected record, or waits for the next minute.',
  sealed_in_time: 'Nothing was written under an earlier date than the fingerprint that does not have it.',
} as const

export type SealInvariant = keyof typeof ofSeal

/** Those for which the whole protected record is made anew. */
const ofSealedHashes = {
  sealed_as_written: 'Everything in the protected record is there, and as it was when it was added.',
  sealed_adds_up: 'The hashes of the protected record lead to what every fingerprint stated.',
} as const

export type SealedHashes = keyof typeof ofSealedHashes

export const invariants = {
  schema_is_this_version: 'Every table, index, view and trigger is as this version of the service defines it.',
  event_not_oversold: 'No event has more places taken than its capacity.',
  school_within_limit: 'No school has more places at an event than the event allows a school.',
  one_live_place_per_person: 'Nobody holds two places at one event.',
  merged_record_names_nothing:
    'Nothing of a record that was merged into another was left behind, and every such record leads to one that is in use.',
  address_as_confirmed: 'Every account has the address that was last confirmed for it.',
  link_opens_one_account: 'No sign-in with another provider opens two accounts.',
  role_ends_after_it_began: 'Nobody’s role at a school ended before it began.',
  place_has_booking: 'Every place belongs to a booking of the same event and school.',
  place_at_sessions_of_its_event: 'Every place is for sessions of its own event.',
  cancelled_booking_has_no_live_place: 'A cancelled booking holds no place.',
  cancelled_event_has_no_live_place: 'A cancelled event holds no place.',
  log_for_every_booking: 'Every booking is in the log.',
  confirmed_place_invited: 'Everyone with a place at a coming session has a calendar invitation that is sent or waiting to be sent.',
  invitation_of_live_place: 'Nobody is invited to a coming session for a place that is cancelled.',
  ...ofDelegates,
  ...ofAutomatic,
  ...ofClock,
  ...ofNeeds,
  ...ofEvaluations,
  ...ofGuidance,
  ...ofReturns,
  ...ofRecords,
  ...ofWorkshops,
  ...ofSessions,
  ...ofSeries,
  ...ofWaiting,
  ...ofTerms,
  ...moneyInvariants,
  ...ofDelivery,
  ...ofMailings,
  ...ofSeal,
  ...ofSealedHashes,
  invitation_sequence_matches_last_message: 'What each person was last sent is what their calendar entry should say.',
  message_has_body: 'Every message that waits to be sent has its text.',
  mark_has_place_or_walk_in: 'Attendance is of somebody who was expected at that session, or who was added to it.',
  one_standing_mark_per_person: 'Everyone has at most one current attendance at each session.',
  correction_has_reason: 'Every correction of attendance says why, and is of the same person at the same session.',
  signed_register_complete: 'Every register signed off has attendance for everyone expected at that time.',
  school_reached_agrees: 'What the coverage report reads is what the registers say.',
  certificate_says_what_is:
    'Every valid certificate says what its event was called, its days, hours, level and provider, and who came, as they are now.',
  standings_agree: 'How schools meet training rules is kept as their records say (of a hundred schools, others each time).',
  school_is_followed: 'How every school meets training rules is kept, or about to be.',
  sessions_end_after_start: 'Every session ends after it starts.',
  urn_held_once_per_day: 'No two schools hold one URN on the same day.',
  school_card_agrees: 'What is shown of each school is what the register last said.',
  root_is_itself: 'A school that turned out to be another leads straight to that other.',
  outside_never_in_register: 'No outside organisation is treated as a school of the register.',
  claim_decided_has_decider: 'Every decided request to book for a school says when it was decided, and by whom when a person did.',
  claim_approved_has_evidence: 'Everyone who can book for a school was confirmed by somebody else, in a way that is still valid.',
  own_contact_confirms_nobody:
    'Nobody can book for a school because of a contact that they entered themselves, and nobody of the council because of any.',
  unvouched_takes_no_place: 'Nobody who was never confirmed has booked a place for a school.',
  council_booking_has_contact:
    'The contact of every booking that the council typed is the person who asked for it, or nobody whom mail reaches; nobody of the council is.',
  request_settled_once:
    'What somebody asked for before they were confirmed became one booking or none, and what they typed is deleted then.',
  vouch_answered_once: 'A school’s mailbox answers once about a person, and the request was decided as it answered.',
  unlisted_became_its_claim:
    'A request for a setting that was not listed was confirmed by somebody else for the person who asked, or refused.',
} as const

export type InvariantName = keyof typeof invariants

export const invariantNames = Object.keys(invariants) as InvariantName[]

/** `violations`: ids of at most twenty of the `count` violations. */
export type Invariant = { name: InvariantName; ok: boolean; count: number; violations: string[] }

/** `nothing`: no schools, events and accounts, so nothing could be violated. */
export type Audit = { nothing: boolean; invariants: Invariant[] }
