import * as z from 'zod'
import { pageNumber } from '#base/web/page-number.ts'

/** What an answer is asked of, and which part is opened to its schools. */
export const answerQuery = z.object({
  topic: z.string().max(100).catch(''),
  guidance: z.string().max(100).catch(''),
  school: z.string().max(100).catch(''),
  open: z.string().max(100).catch(''),
  /** Of the schools behind it. */
  page: pageNumber,
})

/** A number of the series of reports. */
export const reportNumber = z.coerce.number().int().min(1).max(999_999_999).catch(0)
