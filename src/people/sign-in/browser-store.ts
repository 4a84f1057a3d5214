import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { upsert } from '#base/db/write.ts'
import { fewInAnHour } from '#base/limits/ceiling.ts'

/** SQL: accounts that have the address, or gave it up: its owner may want it back. */
const accountsOf = (email: string): string =>
  `(SELECT ha.id, ha.personId FROM Account ha WHERE ha.email = ${email}
    UNION SELECT ha.id, ha.personId FROM EmailChange hc JOIN Account ha ON ha.id = hc.accountId WHERE hc.oldEmail = ${email} AND hc.usedAt IS NOT NULL
      AND hc.codeHash <> '' AND hc.undoneAt IS NULL)`

/**
 * SQL: the council knows the address: of one of its people, a contact or somebody who may book, or
 * somebody with a role at a school, a place or a certificate. Having signed in or asked for
 * something does not count.
 */
const isKnownTo = (email: string): string =>
  `(EXISTS (SELECT 1 FROM SchoolContact sc WHERE sc.email = ${email} AND sc.endedAt IS NULL)
    OR EXISTS (SELECT 1 FROM ${accountsOf(email)} sa WHERE (
      EXISTS (SELECT 1 FROM StaffRole sr WHERE sr.accountId = sa.id AND sr.revokedAt IS NULL AND sr.linkId IS NULL)
      OR EXISTS (SELECT 1 FROM Claim sl WHERE sl.accountId = sa.id AND sl.state = 'approved')
      OR EXISTS (SELECT 1 FROM TrustClaim st WHERE st.accountId = sa.id AND st.state = 'approved')))
    OR EXISTS (SELECT 1 FROM (SELECT sp.id FROM Person sp WHERE sp.email = ${email} UNION SELECT sa.personId FROM ${accountsOf(email)} sa) sw
      WHERE EXISTS (SELECT 1 FROM RoleAtSchool so WHERE so.personId = sw.id AND so.supersededAt IS NULL)
        OR EXISTS (SELECT 1 FROM Place sl WHERE sl.personId = sw.id)
        OR EXISTS (SELECT 1 FROM Certificate sf WHERE sf.personId = sw.id)))`

export const isKnown = async (db: SqlDatabase, email: string): Promise<boolean> =>
  (
    await db
      .prepare(`SELECT ${isKnownTo('?1')} AS known`)
      .bind(email)
      .first<{ known: number }>()
  )?.known === 1

/**
 * How codes to an address are counted. `known`: it, or whoever asks signed in (`by`), is known to
 * the council; `inKnownBrowser`: known, and its account has signed in from this browser (hash of
 * its token); `few`: few codes have gone there within the hour. @param addressKey of its limits
 */
export const readStanding = async (
  db: SqlDatabase,
  now: Date,
  { email, by, browser, addressKey }: { email: string; by?: string | undefined; browser: string; addressKey: string },
): Promise<Record<'known' | 'inKnownBrowser' | 'few', boolean>> => {
  const row = await db
    .prepare(
      `SELECT known, known AND EXISTS (SELECT 1 FROM KnownBrowser kb JOIN Account ka ON ka.id = kb.accountId WHERE kb.tokenHash = ?2 AND ka.email = ?1) AS inKnownBrowser,
         (SELECT COUNT(*) FROM LimitUse c WHERE c.key = ?3 AND c.at > ?4) < ?5 AS few
       FROM (SELECT ${isKnownTo('?1')} OR ${isKnownTo('?6')} AS known)`,
    )
    .bind(email, browser, addressKey, instant(addMinutes(now, -60)), fewInAnHour, by ?? null)
    .first<Record<'known' | 'inKnownBrowser' | 'few', number>>()
  return { known: row?.known === 1, inKnownBrowser: row?.inKnownBrowser === 1, few: row?.few === 1 }
}

/** SQL: some account has signed in from this browser (hash of its token). */
export const isKnownBrowser = (browser: string): string => `EXISTS (SELECT 1 FROM KnownBrowser kb WHERE kb.tokenHash = ${browser})`

/** SQL: the account signed in from this browser, with its second factor if it has one. */
export const knownOfAccount = (browser: string, accountId: string): string =>
  `EXISTS (SELECT 1 FROM KnownBrowser kb WHERE kb.tokenHash = ${browser} AND kb.accountId = ${accountId})`

const hasFactor = 'EXISTS (SELECT 1 FROM Factor f WHERE f.accountId = ?1 AND f.confirmedAt IS NOT NULL AND f.endedAt IS NULL)'

/** After a code alone, unless the account has a second factor still to show. */
export const knowBrowserWithoutFactor = (act: Act, tokenHash: string, accountId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO KnownBrowser (accountId, tokenHash, seenAt) SELECT ?1, ?2, ?3 WHERE NOT ${hasFactor}
       ON CONFLICT (tokenHash, accountId) DO UPDATE SET seenAt = excluded.seenAt`,
    )
    .bind(accountId, tokenHash, instant(act.now))

/** An account's first second factor makes browsers unknown that were known without one. */
export const forgetBrowsersWithoutFactor = (db: SqlDatabase, accountId: string): SqlStatement =>
  db.prepare(`DELETE FROM KnownBrowser WHERE accountId = ?1 AND NOT ${hasFactor}`).bind(accountId)

export const knowBrowser = (act: Act, tokenHash: string, accountId: string): SqlStatement =>
  upsert(act.db, 'KnownBrowser', ['tokenHash', 'accountId'], { tokenHash, accountId, seenAt: instant(act.now) })

/** Forgets browsers whose cookie has expired. */
export const forgetBrowsers = (db: SqlDatabase, now: Date, days: number): SqlStatement =>
  db
    .prepare(`DELETE FROM KnownBrowser WHERE rowid IN (SELECT rowid FROM KnownBrowser WHERE seenAt < ?1 LIMIT 500)`)
    .bind(instant(addMinutes(now, -days * 24 * 60)))
