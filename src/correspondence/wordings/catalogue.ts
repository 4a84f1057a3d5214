import type { OwnWords } from '#emails/messages/words.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import { accountTemplates } from './account-templates.ts'
import { automaticTemplates } from './automatic-templates.ts'
import { bookerTemplates } from './booker-templates.ts'
import { delegateTemplates } from './delegate-templates.ts'
import { deliveryTemplates } from './delivery-templates.ts'
import { moneyTemplates, organiserTemplates } from './money-templates.ts'
import { returnTemplates } from './return-templates.ts'
import { schoolTemplates } from './school-templates.ts'
import { waitingTemplates } from './waiting-templates.ts'
import { pathOf, type Template } from './wording.ts'

/** Every message of the service; add a new one to the file of its readers. */
export const catalogue: readonly Template[] = [
  ...delegateTemplates,
  ...bookerTemplates,
  ...waitingTemplates,
  ...automaticTemplates,
  ...deliveryTemplates,
  ...moneyTemplates,
  ...accountTemplates,
  ...schoolTemplates,
  ...returnTemplates,
  ...organiserTemplates,
]

/**
 * The templates that each kind of message is worded by. A test of a wording has the words that it
 * tries.
 */
export const wordedBy: Record<MessageKind, readonly string[]> = {
  booking_confirmed: ['booking_confirmed'],
  invitation: ['invitation'],
  invitation_again: ['invitation_again'],
  event_changed: ['event_changed_contact', 'session_called_off_contact', 'event_changed', 'session_called_off'],
  event_cancelled: ['event_cancelled_contact', 'event_cancelled'],
  place_cancelled: ['place_cancelled'],
  booking_cancelled: ['booking_cancelled'],
  record_corrected: ['record_corrected'],
  booking_restored: ['booking_restored'],
  booking_repriced: ['booking_repriced'],
  offer: ['offer'],
  offer_accepted: ['offer_accepted'],
  offer_ended: ['offer_ended'],
  booking_decided: ['booking_decided'],
  booking_moved: ['booking_moved'],
  names_due: ['names_due'],
  delegates_changed: ['delegates_changed'],
  places_released: ['places_released'],
  delegate_statement: ['delegate_statement'],
  claim_requested: ['claim_requested'],
  claims_waiting: ['claims_waiting'],
  claim_decided: ['claim_decided'],
  email_changed: ['email_changed'],
  factors_reset: ['factors_reset'],
  second_person: ['second_person'],
  sign_in_changed: ['sign_in_changed'],
  vouch_request: ['vouch_request'],
  role_named: ['role_named'],
  school_digest: ['school_digest'],
  line_shown: ['line_shown'],
  return_submitted: ['return_submitted'],
  guidance_issued: ['guidance_issued'],
  return_opened: ['return_opened'],
  return_redacted: ['return_redacted'],
  return_put_off: ['return_put_off'],
  request_settled: ['request_kept', 'request_refused'],
  money_changed: ['money_changed'],
  proposal_decided: ['proposal_decided'],
  invoice_sent: ['invoice_sent'],
  invoice_reminder: ['invoice_reminder'],
  places_held: ['places_held'],
  card_received: ['card_received'],
  card_too_late: ['card_too_late_organiser', 'card_too_late'],
  card_hold_ended: ['card_hold_ended'],
  card_refund: ['card_refund'],
  reminder_week: ['reminder'],
  reminder_day: ['reminder'],
  reminder_contact: ['reminder_for_contact'],
  thanks: ['thanks'],
  absence_noted: ['absence_noted'],
  certificate: ['certificate'],
  evaluation: ['evaluation'],
  evaluation_later: ['evaluation_later'],
  evaluation_head: ['evaluation_head'],
  mailing: ['mailing'],
  wording_test: [],
  // It is to be compared letter by letter.
  checkpoint_stated: [],
  answer_link: [],
  address_failed: ['address_failed'],
  unreached: ['unreached'],
  reply_declined: ['reply_declined'],
  contact_declined: ['contact_declined'],
  mail_passed_on: ['mail_passed_on'],
}

/** @param path its name as in an address */
export const templateAt = (path: string): Template | undefined => catalogue.find((template) => pathOf(template) === path)

/** Templates with the text in their name, recipients, timing or words. */
export const found = (templates: readonly Template[], q: string, own: OwnWords): Template[] => {
  const wanted = q.toLowerCase()
  return templates.filter((template) =>
    [
      template.label,
      template.to,
      template.when,
      ...Object.values(template.slots).flatMap(({ label, text }) => [label, text]),
      ...Object.values(own[template.name] ?? {}),
    ].some((text) => text?.toLowerCase().includes(wanted)),
  )
}
