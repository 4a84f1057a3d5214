import { gone, type Refusal } from '#base/web/press.tsx'
import { resetHours } from '../reset.ts'
import type { ReleaseReason, ResetReason } from '../reset-factors.ts'
import type { SetUpReason } from '../set-up-factor.ts'
import type { ShowReason } from '../show-factor.ts'

export const setUpRefusals: Record<SetUpReason, string> = {
  nothing_begun: 'Begin again: what you were setting up is no longer waiting',
  wrong_code: 'That is not the code that the app shows now. Check the time of your telephone, and type the next code',
  not_accepted: 'The passkey was not accepted. Try again',
  known_already: 'This passkey is in use already',
}

export const resetRefusals = {
  not_allowed: gone,
  own_factors: 'These are your own. Two other administrators can take them away',
  asked_already: 'Somebody has asked already. See what stands here now',
  second_administrator: 'Another administrator must agree: not the person who asked, nor the account itself',
  reset_is_decided: 'Somebody else has decided already',
  reset_has_ended: `Nobody agreed within ${resetHours} hours. Ask again`,
} as const satisfies Record<ResetReason, Refusal>

export const releaseRefusals: Record<ReleaseReason, string> = {
  own_release: 'This one is your own. Another administrator can let it count',
  nothing_held: 'Nothing waits any more: somebody else has decided already',
}

export const showRefusals: Record<ShowReason, Refusal> = {
  wrong_code: {
    field: 'code',
    says: 'That is not the code, or it has been used. Type another one: an app shows a new one every half minute',
    status: 422,
  },
  no_tries_left: {
    field: 'code',
    says: 'There have been too many wrong codes, so you are signed out. Sign in again from the beginning',
  },
  too_many_factors: {
    field: 'code',
    says: 'Too many wrong codes have been typed for this account, so this browser cannot be used to type one for up to 24 hours. Use your passkey, or a browser in which you have shown your second factor before',
    status: 429,
  },
  not_accepted: { field: 'passkey', says: 'The passkey was not accepted. Try again, or use a code', status: 422 },
}
