import { sayChanged, shownNow } from '#base/changed.ts'
import type { ConfirmRefusal, SigningRefusal } from '../sign-return.ts'
import { whoConfirms } from '../signature.ts'

export const signingRefusals: Record<SigningRefusal, string> = {
  no_signer:
    'You do not sign this audit: our record does not have you in a role that does, or you use a mailbox that several people read. The people who look after the roles of your school can say who holds them.',
  signed_already: 'You have signed this audit. Nobody signs twice.',
  signed_by_same_person:
    'Somebody has signed this audit already with an address, a record or a sign-in elsewhere that is yours too. One person signs once. If it was somebody else, ask the council.',
  signed_by_another: 'Somebody else has signed for this role.',
  is_the_head: 'The person who signs for the governors is neither the head nor the DSL.',
  not_submitted: 'You can sign once the head has submitted the audit.',
  out_of_order:
    'Signatures go in an order here: lead, head, then one of those who govern the school. Somebody before you has still to sign.',
  not_complete: 'Something is still missing, so nothing was signed. It is listed below.',
  entries_changed: sayChanged('The return has', 'signed', shownNow),
  round_is_closed: 'The council has closed this audit: you cannot change it any more.',
  answered_otherwise: 'The council has entered the answer that your school gave on paper or by another audit.',
  dates_changed: sayChanged('The dates of the audit have', 'signed', shownNow),
  try_again: 'The return could not be given a number. Sign again.',
}

export const confirmRefusals: Record<ConfirmRefusal, string> = {
  not_to_confirm: 'This signature needs no confirming.',
  signer_confirms: `You cannot confirm this signature. ${whoConfirms}`,
  confirmed_already: 'The signature is confirmed already.',
}
