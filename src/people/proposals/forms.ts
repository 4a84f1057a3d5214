import * as z from 'zod'
import { linesField, textField } from '#base/web/form.ts'
import { longestReason } from './proposal.ts'

/** `seen`: the digest of what was shown, where that can change while it waits. */
export const decisionForm = z.object({
  decision: z.enum(['approved', 'refused', 'withdrawn'], 'Choose whether to approve or refuse it'),
  note: linesField.pipe(z.string().max(longestReason, `Use ${longestReason} characters or fewer`)),
  seen: textField,
})
