import { z } from 'zod'

const query = z.object({
  state: z.enum(['all', 'failed', 'queued', 'sent']).catch('all'),
  event: z.string().max(64).catch(''),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export const readMessageQuery = (typed: Record<string, string>) => query.parse(typed)
