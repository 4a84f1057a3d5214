import * as z from 'zod'
import { linesField } from '#base/web/form.ts'
import { longestReason } from './proposal.ts'

export const decisionForm = z.object({
  decision: z.enum(['approved', 'refused', 'withdrawn'], 'Choose whether to approve or refuse it'),
  note: linesField.pipe(z.string().max(longestReason, `Use ${longestReason} characters or fewer`)),
})
