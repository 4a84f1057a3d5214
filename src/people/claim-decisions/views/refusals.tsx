import { sayChanged, shownNow } from '#base/changed.ts'
import { gone, type Refusal } from '#base/web/press.tsx'
import { ownClaim } from '#people/claiming/views/refusals.tsx'
import type { DecideReason } from '../decide-claim.ts'
import type { DecideUnlistedReason } from '../decide-unlisted-claim.ts'

export const decideRefusals: Record<DecideReason, Refusal> = {
  no_such_claim: gone,
  not_allowed: gone,
  own_claim: ownClaim,
  already_decided: sayChanged('This request has', 'decided', shownNow),
}

export const decideUnlistedRefusals: Record<DecideUnlistedReason, Refusal> = {
  no_such_claim: gone,
  no_such_school: 'The organisation that you chose is not listed any more. Choose again.',
  already_decided: 'Somebody else has decided about it already, or you may not decide any more. This is how it stands now.',
  already_acts: 'The person acts for that organisation already, or has asked to. Decide about that request instead, and refuse this one.',
  own_claim: ownClaim,
}
