import { sayChanged, shownNow } from '#base/changed.ts'
import type { Refusal } from '#base/web/press.tsx'
import type { GapReason } from '../answer-role.ts'
import type { ConfirmReason } from '../confirm-role.ts'
import type { EndReason } from '../end-role.ts'
import { whoConfirms } from '../school-roles.ts'

const changed = sayChanged('This role has', 'saved', shownNow)

export const confirmRefusals: Record<ConfirmReason, string> = {
  changed,
  who_is_meant: 'Choose who it is',
  already_held: 'They are confirmed in this role already. To correct since when, say there that it is not right, and name them again',
  disputed: 'They say that this is not right. Answer that first',
  others_hold: 'Say whether the person confirmed in this role still holds it',
  ends_before_it_begins: 'The last day must not be before the first day. Look at the days that you entered',
  two_answers: 'Say of this role once who holds it: these answers do not go together',
  own_word: `Only they have said this themselves. ${whoConfirms}`,
}

export const endRefusals: Record<EndReason, string> = {
  changed,
  disputed: confirmRefusals.disputed,
  ends_before_it_begins: 'The last day must not be before the first day of the role',
}

export const ownRefusals: Record<'changed', Refusal> = { changed: { after: changed } }

export const gapRefusals: Record<GapReason, string> = {
  changed,
  still_held: 'Somebody is confirmed in this role. Say first that they no longer hold it',
}

export const rolesChanged = sayChanged(
  'Something about the roles has',
  'saved',
  'Look at how things stand now, and press again if it is right',
)
