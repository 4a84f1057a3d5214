import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, only, type Read, readTogether } from '#base/db/read.ts'
import type { Factor } from '#base/db/rows.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { challengeMinutes, type FactorRow, factorTries, type ShownFactor } from './factor.ts'
import type { NewPasskey } from './webauthn.ts'

const live = 'confirmedAt IS NOT NULL AND endedAt IS NULL'

/** An account's factors and number of unused printed codes, in one round trip. */
export const readFactors = async (db: SqlDatabase, accountId: string): Promise<{ factors: FactorRow[]; codesLeft: number }> => {
  const { factors, codes } = await readTogether(db, {
    factors: all<FactorRow>(
      db.prepare(`SELECT id, kind, label, madeAt, usedAt FROM Factor WHERE accountId = ?1 AND ${live} ORDER BY madeAt`).bind(accountId),
    ),
    codes: only<{ n: number }>(
      db.prepare('SELECT COUNT(*) AS n FROM RecoveryCode WHERE accountId = ?1 AND usedAt IS NULL').bind(accountId),
    ),
  })
  return { factors, codesLeft: codes.n }
}

/** Tries used, counted before comparing; null when none is left or the sign-in has ended. */
export const countFactorTry = (db: SqlDatabase, signInId: string, now: Date): Promise<number | null> =>
  db
    .prepare(
      `UPDATE SignIn SET factorTries = factorTries + 1 WHERE id = ?1 AND factorTries < ?3 AND revokedAt IS NULL AND expiresAt > ?2 RETURNING factorTries`,
    )
    .bind(signInId, instant(now), factorTries)
    .first<number>('factorTries')

export const factorShown = (db: SqlDatabase, signInId: string, by: ShownFactor, now: Date): SqlStatement =>
  update(db, 'SignIn', { factorAt: instant(now), factorBy: by, factorTries: 0 }, { id: signInId })

export type AppFactor = { id: string; secret: string; lastStep: number }

/** The account's confirmed apps; `begun`: the one being set up instead. */
export const appsOf = async (db: SqlDatabase, accountId: string, begun = false): Promise<AppFactor[]> =>
  (
    await db
      .prepare(
        `SELECT id, secret, lastStep FROM Factor
         WHERE accountId = ?1 AND kind = 'totp' AND endedAt IS NULL AND ${begun ? 'confirmedAt IS NULL' : 'confirmedAt IS NOT NULL'}`,
      )
      .bind(accountId)
      .all<AppFactor>()
  ).results

/** Uses a time step's code: a trigger refuses (`app_code_used`) one not later than the last. */
export const takeStep = (db: SqlDatabase, id: string, step: number, now: Date): SqlStatement =>
  update(db, 'Factor', { lastStep: step, usedAt: instant(now), confirmedAt: sql('COALESCE(confirmedAt, ?1)', instant(now)) }, { id })

export const insertApp = (act: Act, app: { id: string; accountId: string; label: string; secret: string }): SqlStatement[] => [
  act.db
    .prepare(`DELETE FROM Factor WHERE accountId = ?1 AND kind = 'totp' AND confirmedAt IS NULL AND endedAt IS NULL`)
    .bind(app.accountId),
  insert(act.db, 'Factor', { ...pick(app, ['id', 'accountId', 'label', 'secret']), kind: 'totp', madeAt: instant(act.now) }),
]

export const insertPasskey = (act: Act, id: string, accountId: string, label: string, passkey: NewPasskey): SqlStatement =>
  insert(act.db, 'Factor', {
    id,
    accountId,
    kind: 'passkey',
    label,
    ...pick(passkey, ['credentialId', 'publicKey', 'counter']),
    transports: JSON.stringify(passkey.transports),
    madeAt: instant(act.now),
    confirmedAt: instant(act.now),
  })

export type KnownPasskey = Pick<Factor, 'id' | 'transports' | 'counter'> & { credentialId: string; publicKey: string }

export const passkeysOf = async (db: SqlDatabase, accountId: string): Promise<KnownPasskey[]> =>
  (
    await db
      .prepare(
        `SELECT id, credentialId, publicKey, transports, counter FROM Factor WHERE accountId = ?1 AND kind = 'passkey' AND ${live} ORDER BY madeAt`,
      )
      .bind(accountId)
      .all<KnownPasskey>()
  ).results

/** A trigger refuses (`passkey_copied`) a counter that did not increase. */
export const passkeyUsed = (db: SqlDatabase, id: string, counter: number, now: Date): SqlStatement =>
  update(db, 'Factor', { counter, usedAt: instant(now) }, { id })

export const factorCounts = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, `EXISTS (SELECT 1 FROM Factor WHERE id = ?1 AND ${live})`, id)

/** SQL: a live factor of somebody, with its alias, that is not held. */
const counts = (f: string): string =>
  `${f}.confirmedAt IS NOT NULL AND ${f}.endedAt IS NULL AND (${f}.heldAt IS NULL OR ${f}.releasedAt IS NOT NULL)`

/** Whether the account's next factor is held, if its roles rest. */
export const selectToHold = (db: SqlDatabase, accountId: string): Read<boolean> =>
  mapped(
    only<{ n: number }>(
      db
        .prepare(
          `SELECT NOT EXISTS (SELECT 1 FROM Factor f WHERE f.accountId = ?1 AND ${counts('f')})
             AND EXISTS (SELECT 1 FROM StaffRole r JOIN Factor g ON g.accountId = r.accountId
               WHERE r.role = 'administrator' AND r.revokedAt IS NULL AND r.accountId <> ?1 AND ${counts('g')}) AS n`,
        )
        .bind(accountId),
    ),
    ({ n }) => n === 1,
  )

export const holdFactor = (act: Act, id: string): SqlStatement => update(act.db, 'Factor', { heldAt: instant(act.now) }, { id })

export const releaseFactors = (act: Act, accountId: string): SqlStatement[] => [
  guard(
    act.db,
    'EXISTS (SELECT 1 FROM Factor WHERE accountId = ?1 AND heldAt IS NOT NULL AND releasedAt IS NULL AND endedAt IS NULL)',
    accountId,
  ),
  act.db
    .prepare(
      `UPDATE Factor SET releasedAt = ?2, releasedById = ?3
       WHERE accountId = ?1 AND heldAt IS NOT NULL AND releasedAt IS NULL AND endedAt IS NULL`,
    )
    .bind(accountId, instant(act.now), act.actor.accountId ?? null),
]

/** Ends the account's factor and deletes its secret; ignores ended ones and other accounts'. */
export const endFactorRow = (act: Act, id: string, accountId: string): SqlStatement =>
  update(act.db, 'Factor', { endedAt: instant(act.now), secret: null }, { id, accountId, endedAt: null })

/** Deletes printed codes of an account without any factor. */
export const dropCodesWithoutFactor = (db: SqlDatabase, accountId: string): SqlStatement =>
  db
    .prepare(`DELETE FROM RecoveryCode WHERE accountId = ?1 AND NOT EXISTS (SELECT 1 FROM Factor WHERE accountId = ?1 AND ${live})`)
    .bind(accountId)

export const insertChallenge = async (
  db: SqlDatabase,
  challenge: { challenge: string; signInId: string; purpose: 'register' | 'show' },
  now: Date,
): Promise<void> => {
  await insert(db, 'FactorChallenge', {
    ...pick(challenge, ['challenge', 'signInId', 'purpose']),
    expiresAt: instant(addMinutes(now, challengeMinutes)),
  }).run()
}

/** Uses up a challenge: true for the first to show it, for its purpose and sign-in. */
export const takeChallenge = async (
  db: SqlDatabase,
  challenge: { challenge: string; signInId: string; purpose: 'register' | 'show' },
  now: Date,
): Promise<boolean> =>
  (
    await db
      .prepare('DELETE FROM FactorChallenge WHERE challenge = ?1 AND signInId = ?2 AND purpose = ?3 AND expiresAt > ?4')
      .bind(challenge.challenge, challenge.signInId, challenge.purpose, instant(now))
      .run()
  ).meta.changes > 0

export const replaceCodes = (act: Act, accountId: string, hashes: readonly string[]): SqlStatement[] => [
  act.db.prepare('DELETE FROM RecoveryCode WHERE accountId = ?1').bind(accountId),
  act.db
    .prepare('INSERT INTO RecoveryCode (codeHash, accountId, madeAt) SELECT value, ?2, ?3 FROM json_each(?1)')
    .bind(JSON.stringify(hashes), accountId, instant(act.now)),
]

/** Guarded by the account having it; a trigger refuses a second use (`recovery_code_used`). */
export const takeRecoveryCode = (db: SqlDatabase, codeHash: string, accountId: string, now: Date): SqlStatement[] => [
  guard(db, 'EXISTS (SELECT 1 FROM RecoveryCode WHERE codeHash = ?1 AND accountId = ?2)', codeHash, accountId),
  update(db, 'RecoveryCode', { usedAt: instant(now) }, { codeHash }),
]

/** Secrets encrypted under another key than `keyName`; none if there is no key. */
export const selectSecretsToRenew = (db: SqlDatabase, keyName: string): Read<AppFactor[]> =>
  all(
    db
      .prepare(`SELECT id, secret, lastStep FROM Factor WHERE ?1 <> '' AND secret IS NOT NULL AND secret NOT LIKE ?1 || ':%' LIMIT 50`)
      .bind(keyName),
  )

/** Unless it ended or was renewed meanwhile. */
export const renewSecret = (db: SqlDatabase, id: string, before: string, after: string): SqlStatement =>
  update(db, 'Factor', { secret: after }, { id, secret: before })

/** Deletes unfinished apps and unanswered challenges. */
export const deleteOldFactors = (db: SqlDatabase, now: Date, before: Instant): SqlStatement[] => [
  db
    .prepare(
      'DELETE FROM Factor WHERE id IN (SELECT id FROM Factor WHERE confirmedAt IS NULL AND endedAt IS NULL AND madeAt < ?1 LIMIT 500)',
    )
    .bind(before),
  db
    .prepare('DELETE FROM FactorChallenge WHERE challenge IN (SELECT challenge FROM FactorChallenge WHERE expiresAt < ?1 LIMIT 500)')
    .bind(instant(now)),
]
