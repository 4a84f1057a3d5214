import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'

/** The account that has this address has signed in from the browser whose token's hash is `browser`; both are SQL. */
export const knownFor = (browser: string, email: string): string =>
  `EXISTS (SELECT 1 FROM KnownBrowser kb JOIN Account ka ON ka.id = kb.accountId WHERE kb.tokenHash = ${browser} AND ka.email = ${email})`

/** Somebody has an account with the address, the council holds it for a school, or it is of somebody whom a school named; it is SQL. */
export const knownAddress = (email: string): string =>
  `(EXISTS (SELECT 1 FROM Account qa WHERE qa.email = ${email}) OR EXISTS (SELECT 1 FROM SchoolContact qc WHERE qc.email = ${email} AND qc.endedAt IS NULL)
    OR EXISTS (SELECT 1 FROM Person qp WHERE qp.email = ${email}))`

/** Some account has signed in from the browser whose token's hash is `browser`, which is SQL. */
export const knownAtAll = (browser: string): string => `EXISTS (SELECT 1 FROM KnownBrowser kb WHERE kb.tokenHash = ${browser})`

export const knowBrowser = (act: Act, tokenHash: string, accountId: string): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO KnownBrowser (tokenHash, accountId, seenAt) VALUES (?1, ?2, ?3) ON CONFLICT (tokenHash, accountId) DO UPDATE SET seenAt = excluded.seenAt`,
    )
    .bind(tokenHash, accountId, instant(act.now))

/** Forgets browsers whose cookie has run out. */
export const forgetBrowsers = (db: D1Database, now: Date, days: number): D1PreparedStatement =>
  db
    .prepare(`DELETE FROM KnownBrowser WHERE rowid IN (SELECT rowid FROM KnownBrowser WHERE seenAt < ?1 LIMIT 500)`)
    .bind(instant(addMinutes(now, -days * 24 * 60)))
