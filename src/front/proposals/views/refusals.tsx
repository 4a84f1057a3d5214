import { correctionRefusals } from '#attendance/corrections/views/refusals.tsx'
import { issueRefusals } from '#attendance/papers/views/refusals.tsx'
import { issueRefusals as guidanceRefusals } from '#guidance/issuing/views/refusals.tsx'
import { redactRefusals, reopenRefusals } from '#returns/progress/views/refusals.tsx'

export const decideRefusals = { ...guidanceRefusals, ...reopenRefusals, ...redactRefusals, ...issueRefusals, ...correctionRefusals }
