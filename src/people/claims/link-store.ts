import type { Act, Moment } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, readTogether } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import { selectClaimFor } from './claim-store.ts'
import { type LinkFacts, mailboxMinutes } from './vouch.ts'

export type NewLink = { id: string; claimId: string; contactId: string; expiresAt: Instant }

/** `tokenHash`: of the mail that asks; undefined: the mailbox is still to be written to. */
export const insertLinks = (act: Act, links: readonly NewLink[], tokenHash?: string): SqlStatement =>
  insertEach(act.db, 'VouchLink', links, ['id', 'claimId', 'contactId', 'expiresAt'], {
    tokenHash: tokenHash ?? null,
    mailedAt: tokenHash ? instant(act.now) : null,
    createdAt: instant(act.now),
  })

/** `root`: of the school; `isNew`: the mailbox was not written to about it. */
export type LinkToMail = NewLink & { root: string; email: string; isNew: 0 | 1 } & {
  school: string
  town: string
  urn: string | null
  who: string
  address: string
  role: string | null
}

const justMailed = (email: string): string => `EXISTS (SELECT 1 FROM VouchLink p CROSS JOIN SchoolContact pk ON pk.id = p.contactId
  WHERE pk.email = ${email} AND p.mailedAt > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-${mailboxMinutes} minutes'))`

// From the few rows that wait.
const mailboxDue = `FROM VouchLink v CROSS JOIN SchoolContact k ON k.id = v.contactId AND k.endedAt IS NULL CROSS JOIN School o ON o.id = k.schoolId
  WHERE v.tokenHash IS NULL AND NOT ${justMailed('k.email')} AND ${triable('askMailboxes', 'k.email')}`

export const mailboxesDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 ${mailboxDue}`, instant(now))]

/** All who wait at the schools of mailboxes that are to be written to, one row for each claim. */
export const selectLinksToMail = async ({ db, now }: Act): Promise<LinkToMail[]> => {
  const { results } = await db
    .prepare(
      `SELECT v.id, v.claimId, v.contactId, MAX(v.expiresAt) AS expiresAt, d.root, d.email, MAX(v.tokenHash IS NULL) AS isNew, s.name AS school,
         s.town, s.urn, COALESCE(p.name, a.email) AS who, a.email AS address, r.label AS role
       FROM (SELECT DISTINCT o.rootId AS root, k.email ${mailboxDue} LIMIT 100) d
         JOIN School s ON s.id = d.root JOIN School m ON m.rootId = d.root
         JOIN SchoolContact k ON k.schoolId = m.id AND k.email = d.email AND k.endedAt IS NULL
         JOIN VouchLink v ON v.contactId = k.id JOIN Claim c ON c.id = v.claimId AND c.state = 'requested' JOIN Account a ON a.id = c.accountId
         LEFT JOIN Person p ON p.id = COALESCE(c.personId, a.personId) LEFT JOIN Role r ON r.id = c.roleId
       WHERE v.expiresAt > ?1 GROUP BY d.root, d.email, v.claimId ORDER BY c.requestedAt, c.id`,
    )
    .bind(instant(now))
    .all<LinkToMail>()
  return results
}

/** Gives these links the token of a mail; guards: none has one, and the mailbox had no mail. */
export const linksMailed = (act: Act, email: string, claimIds: readonly string[], tokenHash: string): SqlStatement[] => {
  const ids = JSON.stringify(claimIds)
  const these = `tokenHash IS NULL AND claimId IN (SELECT value FROM json_each(?2)) AND contactId IN (SELECT k.id FROM SchoolContact k WHERE k.email = ?3)`
  return [
    guard(
      act.db,
      `(SELECT COUNT(DISTINCT claimId) FROM VouchLink WHERE ${these}) = json_array_length(?2) AND NOT ${justMailed('?3')}`,
      instant(act.now),
      ids,
      email,
    ),
    act.db.prepare(`UPDATE VouchLink SET tokenHash = ?4, mailedAt = ?1 WHERE ${these}`).bind(instant(act.now), ids, email, tokenHash),
  ]
}

/** A token's links and their claims, in one round trip; reading changes nothing. */
export const linksOf = async (db: SqlDatabase, tokenHash: string): Promise<LinkFacts[]> => {
  const { links, claims } = await readTogether(db, {
    links: all<Omit<LinkFacts, 'claim'> & { claimId: string }>(
      db
        .prepare(
          `SELECT v.id, v.claimId, v.contactId, v.expiresAt, v.answer, EXISTS (SELECT 1 FROM SchoolContact k JOIN School m ON m.id = k.schoolId
               WHERE k.endedAt IS NULL AND k.email = o.email AND m.rootId = (SELECT x.rootId FROM School x WHERE x.id = o.schoolId)) AS contactHeld
           FROM VouchLink v JOIN SchoolContact o ON o.id = v.contactId WHERE v.tokenHash = ?1`,
        )
        .bind(tokenHash),
    ),
    claims: selectClaimFor(db, 'c.id IN (SELECT v.claimId FROM VouchLink v WHERE v.tokenHash = ?1)', tokenHash),
  })
  return claims.flatMap((claim) => links.filter(({ claimId }) => claimId === claim.id).map((link) => ({ ...link, claim })))
}

/** Stores the answer, once. */
export const answerLink = (act: Act, id: string, answer: 'yes' | 'no'): SqlStatement =>
  update(act.db, 'VouchLink', { answer, answeredAt: instant(act.now) }, { id })

/** Guard: the link is open at the act's moment and the council still holds its mailbox. */
export const linkStillOpen = (act: Act, id: string): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM VouchLink v JOIN SchoolContact o ON o.id = v.contactId JOIN School x ON x.id = o.schoolId
       WHERE v.id = ?1 AND v.expiresAt > ?2 AND EXISTS (SELECT 1 FROM SchoolContact k JOIN School m ON m.id = k.schoolId
         WHERE k.endedAt IS NULL AND k.email = o.email AND m.rootId = x.rootId))`,
    id,
    instant(act.now),
  )
