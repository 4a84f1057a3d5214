import type { Act } from '#base/act.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { type Bookable, priceSaid, sayBook } from './booking-link.ts'
import type { NewBookingLink } from './store.ts'

/** A link as a mail shows it, and what is stored of it: of its token only a hash. */
export type LinkedTo = { text: string; href: string; link: NewBookingLink }

/** For a mail to an account that may book for the school (a root), in the batch that stores it. */
export const newLinks = (act: Act, to: { accountId: string; schoolId: string }, bookable: readonly Bookable[]): Promise<LinkedTo[]> =>
  Promise.all(
    bookable.map(async (one) => {
      const token = newToken()
      const { personId, roleId, requirementId, date } = one
      return {
        text: sayBook(one),
        href: `${act.baseUrl}/book-link/${token}`,
        link: {
          tokenHash: await sha256(token),
          formId: newId(act.now),
          ...to,
          personId,
          roleId,
          requirementId,
          code: date.code,
          ...priceSaid(date),
        },
      }
    }),
  )
