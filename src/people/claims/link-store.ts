import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { one, readTogether } from '#base/db/read.ts'
import { selectClaimFor } from './claim-store.ts'
import type { LinkFacts } from './vouch.ts'

export type NewLink = { id: string; claimId: string; contactId: string; tokenHash: string; expiresAt: Instant }

export const insertLink = (act: Act, link: NewLink): D1PreparedStatement =>
  act.db
    .prepare(`INSERT INTO VouchLink (id, claimId, contactId, tokenHash, createdAt, expiresAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`)
    .bind(link.id, link.claimId, link.contactId, link.tokenHash, instant(act.now), link.expiresAt)

/** A token's link and claim, in one round trip; reading changes nothing. */
export const linkOf = async (db: D1Database, tokenHash: string): Promise<LinkFacts | undefined> => {
  const { link, claims } = await readTogether(db, {
    link: one<Omit<LinkFacts, 'claim'>>(
      db
        .prepare(
          `SELECT v.id, v.contactId, v.expiresAt, v.answer, EXISTS (SELECT 1 FROM SchoolContact k JOIN School m ON m.id = k.schoolId
               WHERE k.endedAt IS NULL AND k.email = o.email AND m.rootId = (SELECT x.rootId FROM School x WHERE x.id = o.schoolId)) AS contactHeld
           FROM VouchLink v JOIN SchoolContact o ON o.id = v.contactId WHERE v.tokenHash = ?1`,
        )
        .bind(tokenHash),
    ),
    claims: selectClaimFor(db, 'c.id = (SELECT v.claimId FROM VouchLink v WHERE v.tokenHash = ?1)', tokenHash),
  })
  const claim = claims[0]
  return link && claim && { ...link, claim }
}

/** Stores the answer, once. */
export const answerLink = (act: Act, id: string, answer: 'yes' | 'no'): D1PreparedStatement =>
  act.db.prepare(`UPDATE VouchLink SET answer = ?2, answeredAt = ?3 WHERE id = ?1`).bind(id, answer, instant(act.now))

/** Guard: the link is open at the act's moment and the council still holds its mailbox. */
export const linkStillOpen = (act: Act, id: string): D1PreparedStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM VouchLink v JOIN SchoolContact o ON o.id = v.contactId JOIN School x ON x.id = o.schoolId
       WHERE v.id = ?1 AND v.expiresAt > ?2 AND EXISTS (SELECT 1 FROM SchoolContact k JOIN School m ON m.id = k.schoolId
         WHERE k.endedAt IS NULL AND k.email = o.email AND m.rootId = x.rootId))`,
    id,
    instant(act.now),
  )
