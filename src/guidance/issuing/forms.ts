import * as z from 'zod'
import { shortLine } from '#base/web/form.ts'

export const acknowledgeFields = ['name', 'role'] as const

/** By a link, where nobody has signed in. */
export const acknowledgeForm = z.object({
  name: shortLine(100, 'your name', 'Enter your name'),
  role: shortLine(100, 'your role', 'Enter your role at the school'),
})
