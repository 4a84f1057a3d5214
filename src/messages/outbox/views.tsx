import { Tag, type TagColour } from '#base/web/page-parts.tsx'
import type { Became, Outcomes } from './listed-message.ts'
import type { MessageKind } from './message.ts'

/** What each kind of message is called. */
export const messageKinds: Record<MessageKind, string> = {
  booking_confirmed: 'Booking or request received',
  invitation: 'Invitation',
  invitation_again: 'Invitation, sent again to a new address',
  event_changed: 'Event changed',
  event_cancelled: 'Event cancelled',
  place_cancelled: 'Place cancelled',
  booking_cancelled: 'Booking cancelled',
  booking_restored: 'Cancellation undone',
  booking_repriced: 'Price or payer changed',
  offer: 'Offer of places',
  offer_accepted: 'Offer accepted',
  offer_ended: 'Offer or request ended',
  booking_decided: 'Approval decided',
  booking_moved: 'Booking moved to another date',
  names_due: 'Names wanted for places',
  delegates_changed: 'Who is coming has changed',
  places_released: 'Places without a name released',
  delegate_statement: 'A delegate cannot come',
  claim_requested: 'Asked to act for a school',
  claims_waiting: 'Requests to act for schools wait',
  claim_decided: 'Answer about acting for a school',
  email_changed: 'Notice that an address was changed',
  factors_reset: 'Notice that second factors were taken away',
  vouch_request: 'Question to a school’s mailbox',
  request_settled: 'Answer to a request for places',
  money_changed: 'What a booking owes has changed',
  proposal_decided: 'Decision about what a booking owes',
  invoice_sent: 'Invoice',
  invoice_reminder: 'Reminder of an invoice',
  card_received: 'Card payment received',
  card_too_late: 'Card payment that came too late',
  card_hold_ended: 'Places no longer held for a card payment',
  card_refund: 'Money paid back to a card',
  reminder_week: 'Reminder, a week before',
  reminder_day: 'Reminder, a day before',
  reminder_contact: 'Reminder to whoever booked, with who is coming',
  thanks: 'Thanks for coming',
  absence_noted: 'Absence noted',
  mailing: 'Message written by an organiser',
  wording_test: 'Test of a message’s wording',
  address_failed: 'A colleague’s address does not work',
  unreached: 'People who could not be reached',
  reply_declined: 'Answer to a calendar’s “no”',
  contact_declined: 'A delegate’s calendar said no',
  mail_passed_on: 'Mail passed on to the organiser',
}

/** What is known of a message, in few words. Nothing says that anybody was told or has read it. */
const becameWords: Record<Became, string> = {
  waiting: 'Waiting',
  sent: 'Sent',
  delayed: 'Delayed',
  accepted: 'Accepted',
  complained: 'Unwanted',
  bounced: 'Bounced',
  failed: 'Not sent',
  withheld: 'Withheld',
}

/** The same at length, as a file or a note has room for it. */
export const becameSentences: Record<Became, string> = {
  waiting: 'Waits to be sent',
  sent: 'Sent, nothing heard since',
  delayed: 'Sent, delayed at the recipient’s mail server',
  accepted: 'Accepted by the recipient’s mail server',
  complained: 'Accepted by the recipient’s mail server, then marked as unwanted',
  bounced: 'Sent, not accepted by the recipient’s mail server',
  failed: 'Could not be sent',
  withheld: 'Not tried: the address did not work or was another one by then, or the sending was stopped',
}

const colours: Record<Became, TagColour> = {
  waiting: 'yellow',
  sent: 'blue',
  delayed: 'yellow',
  accepted: 'green',
  complained: 'orange',
  bounced: 'red',
  failed: 'red',
  withheld: 'red',
}

export const BecameTag = ({ became }: { became: Became }) => <Tag colour={colours[became]}>{becameWords[became]}</Tag>

/** How many messages came to what. */
export const OutcomeFigures = ({ outcomes, waiting = 0 }: { outcomes: Outcomes; waiting?: number }) => (
  <ul class="muster-figures">
    {(
      [
        [outcomes.waiting + waiting, 'waiting'],
        [outcomes.sent + outcomes.delayed, 'sent, nothing heard yet'],
        [outcomes.accepted + outcomes.complained, 'accepted by the recipient’s mail server'],
        [outcomes.failed + outcomes.withheld, 'not sent'],
        [outcomes.bounced, 'bounced'],
      ] as const
    ).map(([count, text]) => (
      <li>
        <span class="muster-figure">{count.toLocaleString('en-GB')}</span> {text}
      </li>
    ))}
  </ul>
)
