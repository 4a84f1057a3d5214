import * as z from 'zod'
import { pageNumber } from '#base/web/page-number.ts'

const query = z.object({ q: z.string().max(200).catch(''), page: pageNumber })

export const readInboxQuery = (typed: Record<string, string>) => query.parse(typed)

const mailQuery = z.object({ to: z.string().max(320).catch(''), since: z.iso.datetime({ precision: 3 }).catch('') })

/** Which mail is asked for: that to one address, that since an instant; '' asks for neither. */
export type MailQuery = z.output<typeof mailQuery>
export const readMailQuery = (typed: Record<string, string>): MailQuery => mailQuery.parse(typed)

export const recipientForm = z.object({ act: z.enum(['ACCEPTED', 'TENTATIVE', 'DECLINED', 'bounce', 'complain']) })

export const addressForm = z.object({ fate: z.enum(['', 'delivered', 'delayed', 'bounced', 'soft_bounced', 'complained', 'failed']) })
