import { correctionRefusals } from '#attendance/corrections/views/refusals.tsx'
import type { Refusal } from '#base/web/press.tsx'
import { issueRefusals } from '#guidance/issuing/views/refusals.tsx'
import { redactRefusals, reopenRefusals } from '#returns/progress/views/refusals.tsx'

const says = { ...issueRefusals, ...reopenRefusals, ...redactRefusals, ...correctionRefusals }

export const decideRefusals: Record<keyof typeof says, Refusal> = {
  ...says,
  reason_missing: { field: 'note', says: says.reason_missing, status: 422 },
}
