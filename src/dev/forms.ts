import * as z from 'zod'

const query = z.object({ q: z.string().max(200).catch(''), page: z.coerce.number().int().min(1).max(100_000).catch(1) })

export const readInboxQuery = (typed: Record<string, string>) => query.parse(typed)

export const recipientForm = z.object({ act: z.enum(['ACCEPTED', 'TENTATIVE', 'DECLINED', 'bounce', 'complain']) })

export const addressForm = z.object({ fate: z.enum(['', 'delivered', 'delayed', 'bounced', 'soft_bounced', 'complained', 'failed']) })
