import * as z from 'zod'
import { instant } from '#base/dates.ts'
import { form, ticks } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { type KeptMailEvent, mailEventTypes } from './mail-event.ts'

const short = z.string().max(200).optional().catch(undefined)

/** Documented as an object; lists of pairs have been seen too. */
const tags = z
  .union([z.record(z.string(), z.string()), z.array(z.object({ name: z.string(), value: z.string() }))])
  .optional()
  .catch(undefined)

const webhook = z.object({
  type: z.enum(mailEventTypes),
  created_at: z.string(),
  data: z.object({
    email_id: z.string().min(1).max(200),
    tags,
    bounce: z.object({ type: short, subType: short }).optional().catch(undefined),
    suppressed: z.object({ type: short }).optional().catch(undefined),
    failed: z.object({ reason: short }).optional().catch(undefined),
  }),
})

const tagIn = (given: z.infer<typeof tags>, name: string): string | undefined =>
  Array.isArray(given) ? given.find((tag) => tag.name === name)?.value : given?.[name]

/** What is stored of a webhook, without addresses and subject; undefined for other types. */
export const readMailEvent = (id: string, payload: unknown, now: Date): KeptMailEvent | undefined => {
  const read = webhook.safeParse(payload)
  if (!read.success || id.length > 200) return undefined
  const { type, created_at, data } = read.data
  const at = Date.parse(created_at)
  return {
    id,
    type,
    at: instant(Number.isNaN(at) ? now : new Date(at)),
    providerId: data.email_id,
    tag: tagIn(data.tags, 'message'),
    detail: {
      bounceType: data.bounce?.type,
      subType: data.bounce?.subType ?? data.suppressed?.type,
      // The reason is a code; should it be a sentence, an address in it must not be stored.
      reason: data.failed?.reason?.replaceAll(/\S+@\S+/g, '…'),
    },
  }
}

const list = z.object({
  show: z.enum(['failing', 'all']).catch('failing'),
  q: z.string().trim().max(200).catch(''),
})

export const readAddressQuery = (typed: Record<string, string>) => list.parse(typed)

export const worksAgainForm = form({
  confirmed: ticks(
    'How do you know?',
    [{ value: 'yes', text: 'I know from its owner, or from the people who run the mail, that this address works now' }],
    textField.pipe(z.literal('yes', { error: 'Confirm that the address works now' })),
  ),
})
