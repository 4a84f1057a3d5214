import { sayChanged } from '#base/changed.ts'
import { atField, gone, type Refusal } from '#base/web/press.tsx'
import { codeRefusals } from '#people/sign-in/views/refusals.tsx'
import type { PairReason } from '../answer-pair.ts'
import type { AddRoleReason, ChangeRoleReason } from '../change-role.ts'
import type { ConfirmEmailReason } from '../confirm-email.ts'
import type { MergeReason } from '../merge-people.ts'
import type { TakeRefusal } from '../take-record.ts'
import { type UndoReason as UndoEmailReason, undoDays } from '../undo-email.ts'
import type { UndoReason as UndoMergeReason } from '../undo-merge.ts'

const saidElsewhere = 'Say who is the head or a governor on the page of people in roles: those concerned are told from there'

export const addRoleRefusals: Record<AddRoleReason, Refusal> = {
  no_such_role: { field: 'roleId', says: 'Choose a role from the list', status: 422 },
  already_held: { field: 'roleId', says: 'This role at this school is on the record already. Change its dates instead' },
  no_such_school: { field: 'schoolId', says: 'Choose a school from the list', status: 422 },
  no_such_person: { field: 'personId', says: 'Choose a person from the list', status: 422 },
  said_elsewhere: { field: 'roleId', says: saidElsewhere, status: 422 },
  made_already: 'This form added a role already. Press again if you want to add another one',
}

export const changeRoleRefusals: Record<ChangeRoleReason, Refusal> = {
  no_such_role: gone,
  changed_meanwhile: { field: 'toDate', says: sayChanged('This role has') },
  disputed: {
    field: 'toDate',
    says: 'The person says that this is not right. Answer that first on the page of people in roles, or they withdraw it on their record',
  },
  said_elsewhere: { field: 'toDate', says: saidElsewhere },
}

export const mergeRefusals: Record<MergeReason, string> = {
  same_record: 'Choose two different records',
  no_such_person: 'Choose which record to keep',
  both_have_place: 'Both records have a place at one event. Cancel one of the two places first, then merge the records',
  changed: sayChanged('Something about one of them has', 'merged'),
  keep_the_address: 'Keep the record that has an address: the other has none, and nobody could be written to',
  already_merged: 'One of the two was merged in the meantime. Nothing was changed',
}

export const pairRefusals: Record<Exclude<PairReason, 'no_such_pair'>, string> = {
  changed: sayChanged('One of the two records has', 'merged'),
  both_have_place: 'Both records have a place at one event. Cancel one of the two places first',
  already_merged: 'One of the two records was merged in the meantime',
}

export const undoMergeRefusals: Record<Exclude<UndoMergeReason, 'no_such_merge'>, string> = {
  already_undone: 'This was undone already',
  kept_was_merged: 'The record that was kept has been merged into another since. Undo that first',
  both_have_place: 'Both records have a place at one event by now. Cancel one of the two places first, then undo',
}

export const sameAddress: Refusal = { field: 'email', says: 'That is the address you have now. Enter the new one', status: 422 }

export const confirmEmailRefusals: Record<ConfirmEmailReason, Refusal> = {
  ...codeRefusals,
  wrong_code: { field: 'code', says: 'That did not work. Check the most recent message in each mailbox and try again', status: 422 },
  ...atField('code', {
    old_address:
      'Another account had this address until a few days ago, and can go back to it for a week after that, so nothing was changed. Use another address, or try again after the week',
    address_taken:
      'The new address has an account of its own already, so nothing was changed. Ask the council to make the two records one: your record is then the same whichever of the two you sign in with, and each acts for the schools it was approved for',
  }),
}

export const undoEmailRefusals: Record<UndoEmailReason, string> = {
  already_undone: 'This change, or one before it, has been undone already.',
  undo_has_ended: `A change can be undone for ${undoDays} days, and they are over.`,
}

export const takeRefusals: Record<TakeRefusal, Refusal> = {
  both_have_place: { after: 'You have a place at one event under both records. Ask the council to put them together.' },
  not_offered: { after: 'That record is not offered to you any more. Look at what is here now.' },
}
