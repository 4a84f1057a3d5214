import * as z from 'zod'
import { choice, form } from '#base/web/fields.tsx'
import { resetWhyWords } from './reset.ts'

const reasons = Object.entries(resetWhyWords).map(([value, text]) => ({ value, text }))

export const resetForm = form({
  reason: choice('What has happened to them?', reasons, z.enum(['lost', 'stolen', 'broken'], 'Choose what has happened to them')),
})
