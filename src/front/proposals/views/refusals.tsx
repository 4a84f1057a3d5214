import { correctionRefusals } from '#attendance/corrections/views/refusals.tsx'
import { issueRefusals } from '#guidance/issuing/views/refusals.tsx'
import { redactRefusals, reopenRefusals } from '#returns/progress/views/refusals.tsx'

export const decideRefusals = { ...issueRefusals, ...reopenRefusals, ...redactRefusals, ...correctionRefusals }
