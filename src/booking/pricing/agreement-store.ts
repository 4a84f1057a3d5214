import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { instant } from '#base/dates.ts'
import { insert, pick } from '#base/db/write.ts'

export type AcceptanceLink = { id: string; reference: string; accountId: string; expiresAt: Instant }

export const insertAgreeLink = (
  act: Act,
  link: { id: string; bookingId: string; accountId: string; tokenHash: string; expiresAt: Instant },
): SqlStatement =>
  insert(act.db, 'AcceptanceLink', {
    ...pick(link, ['id', 'bookingId', 'accountId', 'tokenHash', 'expiresAt']),
    createdAt: instant(act.now),
  })

export const agreeLinkOf = (db: SqlDatabase, tokenHash: string): Promise<AcceptanceLink | null> =>
  db
    .prepare(
      'SELECT l.id, b.reference, l.accountId, l.expiresAt FROM AcceptanceLink l JOIN Booking b ON b.id = l.bookingId WHERE l.tokenHash = ?1',
    )
    .bind(tokenHash)
    .first<AcceptanceLink>()
