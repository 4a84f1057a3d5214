import * as z from 'zod'
import { isDay } from '#base/dates.ts'

const optional = z
  .string()
  .trim()
  .max(200)
  .transform((value) => value || undefined)
  .optional()
  .catch(undefined)

const day = z.string().trim().refine(isDay).optional().catch(undefined)

/** The filters in the address of the log; one that makes no sense is left out. */
export const logQuery = z.object({
  act: optional,
  subjectKind: optional,
  subjectId: optional,
  eventId: optional,
  schoolId: optional,
  accountId: optional,
  who: optional,
  text: optional,
  from: day,
  to: day,
  before: optional,
})
