import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'

/**
 * SQL: one of `standings`, what the council knows the address as. Having signed in or asked for
 * something does not count.
 */
export const standingOf = (email: string): string =>
  `(CASE WHEN EXISTS (SELECT 1 FROM Account sa JOIN StaffRole sr ON sr.accountId = sa.id AND sr.revokedAt IS NULL WHERE sa.email = ${email}) THEN 'staff'
    WHEN EXISTS (SELECT 1 FROM SchoolContact sc WHERE sc.email = ${email} AND sc.endedAt IS NULL)
      OR EXISTS (SELECT 1 FROM Account sa JOIN Claim sl ON sl.accountId = sa.id AND sl.state = 'approved' WHERE sa.email = ${email})
      OR EXISTS (SELECT 1 FROM Account sa JOIN TrustClaim st ON st.accountId = sa.id AND st.state = 'approved' WHERE sa.email = ${email}) THEN 'contact'
    WHEN EXISTS (SELECT 1 FROM (SELECT sp.id FROM Person sp WHERE sp.email = ${email} UNION SELECT sa.personId FROM Account sa WHERE sa.email = ${email}) sw
      WHERE EXISTS (SELECT 1 FROM RoleAtSchool so WHERE so.personId = sw.id AND so.supersededAt IS NULL)
        OR EXISTS (SELECT 1 FROM Place sl WHERE sl.personId = sw.id)) THEN 'known'
    ELSE 'unknown' END)`

/**
 * SQL: the account with this address has signed in from this browser (hash of its token), and the
 * council knows the address otherwise too, because anybody could make a browser known to their own
 * addresses.
 */
export const isKnownBrowserFor = (browser: string, email: string): string =>
  `(EXISTS (SELECT 1 FROM KnownBrowser kb JOIN Account ka ON ka.id = kb.accountId WHERE kb.tokenHash = ${browser} AND ka.email = ${email})
    AND ${standingOf(email)} <> 'unknown')`

/** SQL: some account has signed in from this browser (hash of its token). */
export const isKnownBrowser = (browser: string): string => `EXISTS (SELECT 1 FROM KnownBrowser kb WHERE kb.tokenHash = ${browser})`

/**
 * SQL: the account has signed in from this browser (hash of its token), with its second factor if
 * it has one.
 */
export const knownOfAccount = (browser: string, accountId: string): string =>
  `EXISTS (SELECT 1 FROM KnownBrowser kb WHERE kb.tokenHash = ${browser} AND kb.accountId = ${accountId})`

const hasFactor = 'EXISTS (SELECT 1 FROM Factor f WHERE f.accountId = ?1 AND f.confirmedAt IS NOT NULL AND f.endedAt IS NULL)'

/**
 * Makes a browser known after a code alone, unless the account has a second factor still to show.
 */
export const knowBrowserWithoutFactor = (act: Act, tokenHash: string, accountId: string): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO KnownBrowser (accountId, tokenHash, seenAt) SELECT ?1, ?2, ?3 WHERE NOT ${hasFactor}
       ON CONFLICT (tokenHash, accountId) DO UPDATE SET seenAt = excluded.seenAt`,
    )
    .bind(accountId, tokenHash, instant(act.now))

/** An account's first second factor makes browsers unknown that were known without one. */
export const forgetBrowsersWithoutFactor = (db: D1Database, accountId: string): D1PreparedStatement =>
  db.prepare(`DELETE FROM KnownBrowser WHERE accountId = ?1 AND NOT ${hasFactor}`).bind(accountId)

export const knowBrowser = (act: Act, tokenHash: string, accountId: string): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO KnownBrowser (tokenHash, accountId, seenAt) VALUES (?1, ?2, ?3) ON CONFLICT (tokenHash, accountId) DO UPDATE SET seenAt = excluded.seenAt`,
    )
    .bind(tokenHash, accountId, instant(act.now))

/** Forgets browsers whose cookie has expired. */
export const forgetBrowsers = (db: D1Database, now: Date, days: number): D1PreparedStatement =>
  db
    .prepare(`DELETE FROM KnownBrowser WHERE rowid IN (SELECT rowid FROM KnownBrowser WHERE seenAt < ?1 LIMIT 500)`)
    .bind(instant(addMinutes(now, -days * 24 * 60)))
