import * as z from 'zod'
import { dimensions } from '#attendance/coverage/coverage.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { figureKeys } from './uptake.ts'

export const uptakeQuery = z.object({
  by: z.enum(dimensions).catch('sector-kind'),
  which: z.enum(figureKeys).catch('no_answer'),
  category: z.string().max(300).optional().catch(undefined),
  page: pageNumber,
})
export type UptakeAsked = z.infer<typeof uptakeQuery>
