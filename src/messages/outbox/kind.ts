// Every kind of message: what it is called, who reads it, whether an event can have it switched
// off, and what becomes of it. Templates, previews and the rest of what lies behind a kind follow
// from here, or are records over the kinds that the compiler finds too short.
import { type Switch, switches } from './switch.ts'

/** 'statutory': nobody can opt out; 'promotion': only to those who asked for it. */
export type MessageNature = 'service' | 'statutory' | 'promotion' | 'training'

export type Audience = 'delegates' | 'bookers' | 'payers' | 'accounts' | 'organisers'

/** To whom a message goes once a day's registers are closed. */
export type Attended = 'came' | 'missed' | 'everybody'

/** When a kind goes by itself. */
type Automatic =
  /**
   * So many days before each day of an event, at a time of day in London, unless the event has
   * another. `covers`: whoever has a day of the event so many days or fewer before this one was
   * reminded of both together. `step`: its name among the reminders.
   */
  | { goes: 'before'; to: 'delegates' | 'bookers'; step: string; days: number; time: string; covers: number; noteHint: string }
  /** To whoever booked, with each reminder of the delegates. */
  | { goes: 'with_reminders' }
  /**
   * So many hours after the registers of a day are closed, unless the event has it otherwise.
   * `to`: those who came, those who were marked absent, or all whom a register says something of.
   * `once`: the word by which it is noted as sent; nobody gets two with one word about one day.
   */
  | { goes: 'after'; to: Attended; once: string; hours: number; noteHint: string }

/** What a message says that may change while it waits: of its event or booking, and of a school. */
const heldOfSchools = ['inForce', 'asked', 'named', 'acting'] as const
const held = [...heldOfSchools, 'bookable', 'coming', 'unnamed', 'offered', 'held', 'owed', 'evaluated'] as const
export type SentWhileOfSchool = (typeof heldOfSchools)[number]
export type SentWhile = (typeof held)[number]

type KindFacts = {
  label: string
  /** What it is called beside the delegate to whom it went; without: a message. */
  short?: string
  readers: readonly [Audience, ...Audience[]]
  /** By which an event has it on or off; null: nobody can switch it off. */
  switch: Switch | null
  /**
   * Of one that an address did not take, once the address is right. 'again': it is sent again
   * while what it says still matters. 'newest_again': the newest of these kinds that somebody
   * missed says all that the earlier ones said. 'dropped': it was about that moment.
   */
  missed: 'again' | 'newest_again' | 'dropped'
  nature: MessageNature
  /** It adds or removes a calendar entry. */
  isEntry?: true
  /** It leaves only while this is so: its event can be booked, the place stands, and so on. */
  sentWhile?: SentWhile
  /** Goes to very many at once: what exceeds the day's part of the mail plan waits. */
  many?: true
  /** About payments and cancellations: from the council, in no share of the mail plan. */
  paid?: true
  automatic?: Automatic
}

const aboutComing = 'Where to park, what to bring. Also in the list of names'

export const messageKinds = {
  booking_confirmed: {
    ...{ label: 'Booking or request received', readers: ['bookers'] },
    ...{ switch: 'confirmation', missed: 'again', nature: 'service' },
  },
  invitation: {
    ...{ label: 'Invitation', short: 'Invitation', readers: ['delegates'] },
    ...{ switch: 'invitation', missed: 'again', nature: 'service', isEntry: true },
  },
  invitation_again: {
    ...{ label: 'Invitation, sent again to a new address', short: 'Invitation', readers: ['delegates'] },
    ...{ switch: null, missed: 'again', nature: 'service', isEntry: true },
  },
  event_changed: {
    ...{ label: 'Event changed', short: 'Change', readers: ['delegates', 'bookers'] },
    ...{ switch: 'change', missed: 'again', nature: 'service', isEntry: true },
  },
  event_cancelled: {
    ...{ label: 'Event cancelled', short: 'Cancellation', readers: ['delegates', 'bookers'] },
    ...{ switch: 'cancellation', missed: 'again', nature: 'service', isEntry: true, paid: true },
  },
  place_cancelled: {
    ...{ label: 'Place cancelled', short: 'Cancellation', readers: ['delegates'] },
    ...{ switch: 'cancellation', missed: 'again', nature: 'service', isEntry: true, paid: true },
  },
  record_corrected: {
    ...{ label: 'The record of a signed-off register is corrected', readers: ['bookers'] },
    ...{ switch: null, missed: 'again', nature: 'service' },
  },
  booking_cancelled: { label: 'Booking cancelled', readers: ['bookers'], switch: null, missed: 'again', nature: 'service', paid: true },
  booking_restored: { label: 'Cancellation undone', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  booking_repriced: { label: 'Price or payer changed', readers: ['payers'], switch: null, missed: 'again', nature: 'service' },
  offer: {
    ...{ label: 'Offer of places', readers: ['bookers'], sentWhile: 'offered' },
    ...{ switch: 'offer', missed: 'again', nature: 'service' },
  },
  offer_accepted: { label: 'Offer accepted', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  offer_ended: { label: 'Offer or request ended', readers: ['bookers'], switch: 'offer', missed: 'again', nature: 'service' },
  booking_decided: { label: 'Approval decided', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  booking_moved: { label: 'Booking moved to another date', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  names_due: {
    ...{ label: 'Names wanted for places', readers: ['bookers'], sentWhile: 'unnamed' },
    ...{ switch: 'names', missed: 'newest_again', nature: 'service' },
  },
  delegates_changed: { label: 'Who is coming has changed', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  places_released: { label: 'Places without a name released', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  delegate_statement: { label: 'A delegate cannot come', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  claim_requested: { label: 'Asked to book for a school', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  claims_waiting: { label: 'Requests to book for schools wait', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  claim_decided: { label: 'Answer about booking for a school', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  email_changed: { label: 'Notice that an address was changed', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  factors_reset: {
    ...{ label: 'Notice that second factors were taken away', readers: ['accounts'] },
    ...{ switch: null, missed: 'again', nature: 'service' },
  },
  second_person: { label: 'Asked to decide as a second person', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  sign_in_changed: { label: 'Notice of a new way to sign in', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  access_answered: { label: 'Answer about a place', readers: ['delegates'], switch: null, missed: 'dropped', nature: 'service' },
  complaint_received: { label: 'Complaint about data received', readers: ['accounts'], switch: null, missed: 'again', nature: 'statutory' },
  complaint_answered: {
    label: 'Answer to a complaint about data',
    readers: ['accounts'],
    switch: null,
    missed: 'again',
    nature: 'statutory',
  },
  vouch_request: { label: 'Question to a school’s mailbox', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  session_answered: { label: 'Answer about a session', readers: ['accounts'], switch: null, missed: 'again', nature: 'service' },
  school_asked: { label: 'Asked at school', readers: ['accounts'], sentWhile: 'acting', switch: null, missed: 'again', nature: 'service' },
  school_digest: {
    ...{ label: 'What is due from a school, each week', readers: ['accounts'], sentWhile: 'acting' },
    ...{ switch: null, missed: 'dropped', nature: 'service', many: true },
  },
  role_named: {
    ...{ label: 'Named in a role at a school', readers: ['accounts'], sentWhile: 'named' },
    ...{ switch: null, missed: 'again', nature: 'service' },
  },
  line_shown: { label: 'Line of a report shown to its school', readers: ['accounts'], switch: null, missed: 'again', nature: 'statutory' },
  return_submitted: { label: 'Receipt of a safeguarding audit', readers: ['accounts'], switch: null, missed: 'again', nature: 'statutory' },
  guidance_issued: {
    ...{ label: 'Guidance issued to a school', readers: ['accounts'], sentWhile: 'inForce' },
    ...{ switch: null, missed: 'again', nature: 'statutory', many: true },
  },
  return_opened: {
    ...{ label: 'Safeguarding audit to fill in', readers: ['accounts'], sentWhile: 'asked' },
    ...{ switch: null, missed: 'again', nature: 'statutory', many: true },
  },
  return_put_off: {
    ...{ label: 'Safeguarding audit put off', readers: ['accounts'], sentWhile: 'asked' },
    ...{ switch: null, missed: 'again', nature: 'statutory' },
  },
  return_redacted: {
    ...{ label: 'Words taken out of a safeguarding audit', readers: ['accounts'] },
    ...{ switch: null, missed: 'again', nature: 'service' },
  },
  checkpoint_stated: {
    ...{ label: 'Checkpoint of the protected record, each day', readers: ['accounts'] },
    ...{ switch: null, missed: 'dropped', nature: 'service' },
  },
  answer_link: { label: 'Link to the answer on a topic', readers: ['accounts'], switch: null, missed: 'dropped', nature: 'service' },
  request_settled: { label: 'Answer to a request for places', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  date_found: { label: 'There is a date', readers: ['accounts'], switch: null, missed: 'dropped', nature: 'service' },
  money_changed: { label: 'New charge or credit', readers: ['payers'], switch: null, missed: 'again', nature: 'service' },
  proposal_decided: { label: 'Decision about what a booking owes', readers: ['payers'], switch: null, missed: 'again', nature: 'service' },
  invoice_sent: { label: 'Invoice', readers: ['payers'], switch: null, missed: 'again', nature: 'service', paid: true },
  invoice_reminder: {
    ...{ label: 'Reminder of an invoice', readers: ['payers'], sentWhile: 'owed' },
    ...{ switch: null, missed: 'newest_again', nature: 'service', paid: true },
  },
  places_held: {
    ...{ label: 'Places held until they are paid for', readers: ['payers'], sentWhile: 'held' },
    ...{ switch: null, missed: 'dropped', nature: 'service' },
  },
  card_received: { label: 'Payment received', readers: ['payers'], switch: null, missed: 'again', nature: 'service', paid: true },
  card_too_late: {
    ...{ label: 'Card payment that came too late', readers: ['payers', 'organisers'] },
    ...{ switch: null, missed: 'again', nature: 'service', paid: true },
  },
  card_hold_ended: {
    ...{ label: 'Places no longer held for a card payment', readers: ['payers'] },
    ...{ switch: null, missed: 'again', nature: 'service', paid: true },
  },
  card_refund: { label: 'Money paid back to a card', readers: ['payers'], switch: null, missed: 'again', nature: 'service', paid: true },
  reminder_week: {
    ...{ label: 'Reminder, a week before', short: 'Reminder', readers: ['delegates'], sentWhile: 'coming' },
    ...{ switch: 'reminder_week', missed: 'newest_again', nature: 'service' },
    automatic: {
      ...{ goes: 'before', to: 'delegates', step: 'week', days: 7, time: '08:00', covers: 7 },
      noteHint: aboutComing,
    },
  },
  reminder_day: {
    ...{ label: 'Reminder, a day before', short: 'Reminder', readers: ['delegates'], sentWhile: 'coming' },
    ...{ switch: 'reminder_day', missed: 'newest_again', nature: 'service' },
    automatic: {
      ...{ goes: 'before', to: 'delegates', step: 'day', days: 1, time: '08:00', covers: 0 },
      noteHint: aboutComing,
    },
  },
  reminder_contact: {
    ...{ label: 'Reminder to the person who booked, with who is coming', readers: ['bookers'], sentWhile: 'coming' },
    ...{ switch: 'reminder_contact', missed: 'newest_again', nature: 'service' },
    automatic: { goes: 'with_reminders' },
  },
  thanks: {
    ...{ label: 'Thanks for coming', short: 'Thanks for coming', readers: ['delegates'] },
    ...{ switch: 'thanks', missed: 'again', nature: 'service' },
    automatic: {
      ...{ goes: 'after', to: 'came', once: 'afterwards', hours: 2 },
      noteHint: 'Slides, a survey, what to do at school. We add dates with places left',
    },
  },
  absence_noted: {
    ...{ label: 'Absence noted', short: 'Note of their absence', readers: ['delegates'] },
    ...{ switch: 'absence', missed: 'again', nature: 'service' },
    automatic: {
      ...{ goes: 'after', to: 'missed', once: 'afterwards', hours: 24 },
      noteHint: 'Such as where to read what was said. We add dates with places left',
    },
  },
  certificate: {
    ...{ label: 'Certificate', short: 'Certificate', readers: ['delegates'] },
    ...{ switch: 'certificate', missed: 'again', nature: 'service' },
  },
  evaluation: {
    ...{ label: 'Questions about an event, right after it', short: 'Questions about the event', readers: ['delegates'] },
    ...{ switch: 'evaluation', missed: 'dropped', nature: 'service', many: true, sentWhile: 'evaluated' },
  },
  evaluation_later: {
    ...{ label: 'Questions about an event, some weeks later', short: 'Questions about the event', readers: ['delegates'] },
    ...{ switch: 'evaluation', missed: 'dropped', nature: 'service', many: true, sentWhile: 'evaluated' },
  },
  evaluation_head: {
    ...{ label: 'Questions about an event, to the head of a school', readers: ['accounts'], sentWhile: 'evaluated' },
    ...{ switch: 'evaluation', missed: 'dropped', nature: 'service', many: true },
  },
  mailing: { label: 'Message written by an organiser', readers: ['delegates'], switch: null, missed: 'again', nature: 'service' },
  wording_test: { label: 'Test of a message’s wording', readers: ['organisers'], switch: null, missed: 'dropped', nature: 'service' },
  address_failed: {
    ...{ label: 'A colleague’s address does not work', readers: ['bookers'] },
    ...{ switch: null, missed: 'dropped', nature: 'service' },
  },
  unreached: { label: 'People who could not be reached', readers: ['organisers'], switch: null, missed: 'dropped', nature: 'service' },
  reply_declined: {
    ...{ label: 'Answer to a calendar’s “no”', short: 'Answer to what their calendar said', readers: ['delegates'] },
    ...{ switch: null, missed: 'again', nature: 'service' },
  },
  contact_declined: { label: 'Answered no in their calendar', readers: ['bookers'], switch: null, missed: 'again', nature: 'service' },
  mail_passed_on: { label: 'Mail passed on to the organiser', readers: ['organisers'], switch: null, missed: 'dropped', nature: 'service' },
} as const satisfies Record<string, KindFacts>

export type MessageKind = keyof typeof messageKinds

type AutomaticKind<A extends Partial<Automatic>> = {
  [K in MessageKind]: (typeof messageKinds)[K] extends { automatic: A } ? K : never
}[MessageKind]
/** Those that go some days before each day of an event. */
export type Reminder = AutomaticKind<{ goes: 'before' }>
export type DelegateReminder = AutomaticKind<{ goes: 'before'; to: 'delegates' }>
export type BookerReminder = AutomaticKind<{ goes: 'before'; to: 'bookers' }> | AutomaticKind<{ goes: 'with_reminders' }>
/** Those that go once the registers of a day are closed. */
export type AfterwardsKind = AutomaticKind<{ goes: 'after' }>

export const kinds = Object.keys(messageKinds) as MessageKind[]
export const kindFacts = (kind: MessageKind): KindFacts => messageKinds[kind]

const natures: readonly MessageNature[] = ['promotion', 'training']

/** Whether a message is one of very many that can wait for the next day. */
export const goesToMany = ({ kind, nature }: { kind: MessageKind; nature?: MessageNature | undefined }): boolean =>
  kindFacts(kind).many === true || (nature !== undefined && natures.includes(nature))

/** The same for a stored message, in SQL. */
export const goesToManySql = (message: string): string =>
  `(${message}.nature IN (${natures.map((one) => `'${one}'`).join(', ')}) OR ${message}.kind IN ${inSql(kinds.filter((kind) => kindFacts(kind).many))})`

/** What a stored kind is called; one that is no longer known by its own word. */
export const labelOf = (kind: string): string => (kinds.find((one) => one === kind) ? kindFacts(kind as MessageKind).label : kind)

const underSwitch = (one: Switch): readonly MessageKind[] => kinds.filter((kind) => kindFacts(kind).switch === one)
export const kindsOf = Object.fromEntries(switches.map((one) => [one, underSwitch(one)])) as Record<Switch, readonly MessageKind[]>

/** The switches that are off when these kinds of message are. */
export const switchesOff = (off: readonly string[]): Switch[] => switches.filter((one) => kindsOf[one].some((kind) => off.includes(kind)))

/** A list of kinds for a statement. */
export const inSql = (some: readonly MessageKind[]): string => `(${some.map((kind) => `'${kind}'`).join(', ')})`

const kindsWhile = (one: SentWhile): string => `m.kind IN ${inSql(kinds.filter((kind) => kindFacts(kind).sentWhile === one))}`

/** SQL: which messages `m` leave only while something is so. */
export const sentWhile = Object.fromEntries(
  held.map((one) => [one, one === 'bookable' ? `m.nature = 'training'` : kindsWhile(one)]),
) as Record<SentWhile, string>
