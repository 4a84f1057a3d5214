import * as z from 'zod'
import { pageNumber } from '#base/web/page-number.ts'

const query = z.object({ q: z.string().max(200).catch(''), page: pageNumber })

export const readInboxQuery = (typed: Record<string, string>) => query.parse(typed)

export const recipientForm = z.object({ act: z.enum(['ACCEPTED', 'TENTATIVE', 'DECLINED', 'bounce', 'complain']) })

export const addressForm = z.object({ fate: z.enum(['', 'delivered', 'delayed', 'bounced', 'soft_bounced', 'complained', 'failed']) })
