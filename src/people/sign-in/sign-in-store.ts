import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { all, each, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import type { SignInCode } from '#base/db/rows.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { deleteOldCounts } from '#base/limits/store.ts'
import { selectClaimsDue } from '#people/claiming/notice-store.ts'
import { forgetBrowsers } from './browser-store.ts'
import { deleteOldKeptForms } from './kept-form-store.ts'
import { deleteOldVisits } from './provider-store.ts'
import { type BrowserRow, codeAttempts, knownDays, overlapMinutes, shownDays } from './sign-in.ts'
import { deleteOldTurns } from './turn-store.ts'

/** `tries`: how many it allows; 0 until it is given. */
export type NewCode = { id: string; email: string; codeHash: string; next: string | undefined; expiresAt: Instant; tries: number }

export const insertCode = (db: SqlDatabase, now: Date, code: NewCode): SqlStatement =>
  insert(db, 'SignInCode', {
    ...pick(code, ['id', 'email', 'codeHash', 'expiresAt', 'tries']),
    next: code.next ?? null,
    createdAt: instant(now),
  })

/** Codes not sent do not work; whoever asked sees what they would of any other. */
export const codesNotGiven = (db: SqlDatabase, ids: readonly string[]): SqlStatement =>
  update(db, 'SignInCode', { tries: 0 }, { usedAt: null, id: ids })

/** Deletes codes that ended an hour ago. */
export const deleteOldCodes = (db: SqlDatabase, now: Date, most: number): SqlStatement =>
  db
    .prepare(`DELETE FROM SignInCode WHERE id IN (SELECT id FROM SignInCode WHERE expiresAt < ?1 LIMIT ?2)`)
    .bind(instant(addMinutes(now, -60)), most)

export type CodeRow = Pick<SignInCode, 'email' | 'codeHash' | 'next' | 'attempts' | 'tries' | 'expiresAt' | 'usedAt'>

const codeColumns = 'email, codeHash, next, attempts, tries, expiresAt, usedAt'

export const codeOf = (db: SqlDatabase, id: string): Promise<CodeRow | null> =>
  db.prepare(`SELECT ${codeColumns} FROM SignInCode WHERE id = ?1`).bind(id).first<CodeRow>()

/** Uses one try before comparing; null when none is left, or the code is over or used. */
export const countAttempt = (db: SqlDatabase, id: string, now: Date): Promise<CodeRow | null> =>
  db
    .prepare(
      `UPDATE SignInCode SET attempts = attempts + 1
       WHERE id = ?1 AND usedAt IS NULL AND expiresAt > ?2 AND attempts < ?3
       RETURNING ${codeColumns}`,
    )
    .bind(id, instant(now), codeAttempts)
    .first<CodeRow>()

export const codeUnused = `EXISTS (SELECT 1 FROM SignInCode WHERE id = ?1 AND usedAt IS NULL)`

export const useCode = (db: SqlDatabase, id: string, now: Date): SqlStatement =>
  update(db, 'SignInCode', { usedAt: instant(now) }, { id, usedAt: null })

export type NewSignIn = {
  tokenHash: string
  accountId: string
  browserId: string
  browser: string
  expiresAt: Instant
  endsAt: Instant
  /** The provider that identified the holder; undefined: a code. */
  provider: string | undefined
  /** The provider says it asked for a second factor. */
  factorShown: boolean
}

export const insertSignIn = (db: SqlDatabase, now: Date, signIn: NewSignIn): SqlStatement =>
  insert(db, 'SignIn', {
    id: signIn.tokenHash,
    ...pick(signIn, ['accountId', 'browserId', 'browser', 'expiresAt', 'endsAt']),
    createdAt: instant(now),
    seenAt: instant(now),
    provenAt: instant(now),
    provider: signIn.provider ?? null,
    factorAt: sql('CASE WHEN ?2 THEN ?1 END', instant(now), signIn.factorShown ? 1 : 0),
    factorBy: sql(`CASE WHEN ?1 THEN 'provider' END`, signIn.factorShown ? 1 : 0),
  })

/** Records a token's use at `now`; it is valid until `expiresAt`. */
export const touchSignIn = async (db: SqlDatabase, id: string, now: Date, expiresAt: Instant): Promise<void> => {
  await db
    .prepare(`UPDATE SignIn SET seenAt = ?2, expiresAt = ?3 WHERE id = ?1 AND revokedAt IS NULL AND seenAt < ?2 AND endsAt >= ?3`)
    .bind(id, instant(now), expiresAt)
    .run()
}

/**
 * Gives the browser of token `id` another token. The old one stays valid until the new one is
 * shown, so that a lost response signs nobody out. False when a concurrent request got one, or the
 * token has ended.
 */
export const replaceToken = async (db: SqlDatabase, id: string, newHash: string, now: Date): Promise<boolean> => {
  const made = await db
    .prepare(
      `INSERT INTO SignIn (id, accountId, browserId, browser, createdAt, seenAt, expiresAt, endsAt, replacesId, personId, provenAt, factorAt, factorBy, factorTries, provider)
       SELECT ?2, accountId, browserId, browser, ?3, ?3, expiresAt, endsAt, id, personId, provenAt, factorAt, factorBy, factorTries, provider FROM SignIn o
       WHERE o.id = ?1 AND o.revokedAt IS NULL AND o.expiresAt > ?3 AND o.endsAt > ?4
         AND NOT EXISTS (SELECT 1 FROM SignIn n WHERE n.replacesId = o.id AND n.createdAt > ?5)`,
    )
    .bind(id, newHash, instant(now), instant(addMinutes(now, 2 * overlapMinutes)), instant(addMinutes(now, -overlapMinutes)))
    .run()
  return made.meta.changes > 0
}

/** Moves the sign-in of token `id` to another token, at once. */
export const moveToken = (db: SqlDatabase, id: string, newHash: string, now: Date): SqlStatement[] => [
  db
    .prepare(
      `INSERT INTO SignIn (id, accountId, browserId, browser, createdAt, seenAt, expiresAt, endsAt, personId, provenAt, factorAt, factorBy, factorTries, provider)
       SELECT ?2, accountId, COALESCE(browserId, id), browser, createdAt, ?3, expiresAt, endsAt, personId, provenAt, factorAt, factorBy, factorTries, provider
       FROM SignIn WHERE id = ?1 AND revokedAt IS NULL`,
    )
    .bind(id, newHash, instant(now)),
  update(db, 'SignIn', { expiresAt: instant(now), endsAt: instant(now) }, { id }),
]

export const proveSignIn = (db: SqlDatabase, id: string, now: Date): SqlStatement =>
  update(db, 'SignIn', { provenAt: instant(now) }, { id })

/** The browser has shown its new token: the old one ends soon. */
export const confirmToken = async (db: SqlDatabase, newId: string, oldId: string, now: Date): Promise<void> => {
  const end = instant(addMinutes(now, overlapMinutes))
  await db.batch([
    update(db, 'SignIn', { expiresAt: sql('min(expiresAt, ?1)', end), endsAt: sql('min(endsAt, ?1)', end) }, { id: oldId }),
    update(db, 'SignIn', { replacesId: null }, { id: newId }),
  ])
}

const browserOf = `COALESCE(browserId, id)`

export const revokeBrowserOfToken = (db: SqlDatabase, id: string, now: Date): SqlStatement =>
  db
    .prepare(
      `UPDATE SignIn SET revokedAt = ?2 WHERE revokedAt IS NULL
         AND accountId = (SELECT accountId FROM SignIn WHERE id = ?1) AND ${browserOf} = (SELECT ${browserOf} FROM SignIn WHERE id = ?1)`,
    )
    .bind(id, instant(now))

export const revokeBrowser = (db: SqlDatabase, accountId: string, browserId: string, now: Date): SqlStatement =>
  db
    .prepare(`UPDATE SignIn SET revokedAt = ?3 WHERE accountId = ?1 AND ${browserOf} = ?2 AND revokedAt IS NULL`)
    .bind(accountId, browserId, instant(now))

export const revokeAllBrowsers = (db: SqlDatabase, accountId: string, now: Date): SqlStatement =>
  update(db, 'SignIn', { revokedAt: instant(now) }, { accountId, revokedAt: null })

/** An account for an administrator, with its open sign-ins; undefined if unknown. */
export const readSignIns = async (
  db: SqlDatabase,
  now: Date,
  accountId: string,
  currentId: string,
): Promise<{ email: string; name: string | null; browsers: BrowserRow[] } | undefined> => {
  const { found, browsers } = await readTogether(db, {
    found: one<{ email: string; name: string | null }>(
      db.prepare(`SELECT a.email, p.name FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.id = ?1`).bind(accountId),
    ),
    browsers: selectBrowsers(db, accountId, currentId, now),
  })
  return found && { ...found, browsers: browsers.filter(({ endedAt }) => endedAt === null) }
}

/** Ends the account's tokens except those of token `keepId`'s browser. */
export const revokeOtherBrowsers = (db: SqlDatabase, accountId: string, keepId: string, now: Date): SqlStatement =>
  db
    .prepare(
      `UPDATE SignIn SET revokedAt = ?3
       WHERE accountId = ?1 AND revokedAt IS NULL AND ${browserOf} <> (SELECT ${browserOf} FROM SignIn WHERE id = ?2)`,
    )
    .bind(accountId, keepId, instant(now))

/** Shortens existing sign-ins to those of council staff. `last`: of `lasts`, in minutes. */
export const shortenSignIns = (db: SqlDatabase, accountId: string, now: Date, last: { whole: number; unused: number }): SqlStatement =>
  db
    .prepare(
      `UPDATE SignIn SET endsAt = min(endsAt, ?2), expiresAt = min(expiresAt, ?2, strftime('%Y-%m-%dT%H:%M:%fZ', seenAt, '+' || ?3 || ' minutes'))
       WHERE accountId = ?1 AND revokedAt IS NULL AND endsAt IS NOT NULL`,
    )
    .bind(accountId, instant(addMinutes(now, last.whole)), last.unused)

/** Former staff must sign in again, for as long as people of schools. */
export const endFormerSignIns = (db: SqlDatabase, accountId: string, now: Date): SqlStatement =>
  db
    .prepare(
      `UPDATE SignIn SET revokedAt = ?2 WHERE accountId = ?1 AND revokedAt IS NULL
         AND NOT EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = ?1 AND r.revokedAt IS NULL)`,
    )
    .bind(accountId, instant(now))

/** Open sign-ins, this one first, then those that ended of late. */
export const selectBrowsers = (db: SqlDatabase, accountId: string, currentId: string, now: Date): Read<BrowserRow[]> =>
  all<BrowserRow>(
    db
      .prepare(
        `SELECT ${browserOf} AS browserId, MAX(browser) AS browser, MIN(createdAt) AS signedInAt, MAX(seenAt) AS seenAt, MAX(id = ?2) AS current,
           MAX(provider) AS provider, MAX(factorBy) AS factorBy,
           CASE WHEN MAX(revokedAt IS NULL AND expiresAt > ?3) = 0 THEN MAX(min(COALESCE(revokedAt, expiresAt), expiresAt)) END AS endedAt
         FROM SignIn WHERE accountId = ?1 GROUP BY ${browserOf}
         HAVING endedAt IS NULL OR endedAt > ?4 ORDER BY endedAt IS NOT NULL, current DESC, seenAt DESC LIMIT 200`,
      )
      .bind(accountId, currentId, instant(now), instant(addMinutes(now, -shownDays * 24 * 60))),
  )

/**
 * Deletes old sign-in data in bounded steps: kept forms and codes after an hour, counts after a
 * day, tokens a month after their end, browsers with expired cookies. Also says whether the council
 * must be notified of claims. @param also further deletions in the same trip
 */
export const sweepAccounts = (db: SqlDatabase, now: Date, also: readonly SqlStatement[] = []): Read<boolean> => {
  const day = instant(addMinutes(now, -24 * 60))
  const month = instant(addMinutes(now, -shownDays * 24 * 60))
  const deletions = [
    deleteOldCodes(db, now, 2000),
    deleteOldCounts(db, now),
    deleteOldTurns(db, now),
    forgetBrowsers(db, now, knownDays),
    deleteOldKeptForms(db, instant(now)),
    db.prepare(`DELETE FROM SignIn WHERE id IN (SELECT id FROM SignIn WHERE expiresAt < ?1 OR revokedAt < ?1 LIMIT 500)`).bind(month),
    deleteOldVisits(db, day),
    ...also,
  ]
  return mapped(together({ deleted: each(deletions.map(all)), due: selectClaimsDue(db, now) }), ({ due }) => due)
}
