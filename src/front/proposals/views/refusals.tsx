import { correctionRefusals } from '#attendance/corrections/views/refusals.tsx'
import { issueRefusals } from '#attendance/papers/views/refusals.tsx'
import { redactRefusals } from '#returns/progress/views/refusals.tsx'

export const decideRefusals = { ...redactRefusals, ...issueRefusals, ...correctionRefusals }
