import type { Instant } from '#base/dates.ts'

export type AcceptanceLink = { id: string; reference: string; accountId: string; expiresAt: Instant }

export const agreeLinkOf = (db: SqlDatabase, tokenHash: string): Promise<AcceptanceLink | null> =>
  db
    .prepare(
      'SELECT l.id, b.reference, l.accountId, l.expiresAt FROM AcceptanceLink l JOIN Booking b ON b.id = l.bookingId WHERE l.tokenHash = ?1',
    )
    .bind(tokenHash)
    .first<AcceptanceLink>()
