import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { type OpenReset, type ResetFacts, type ResetWhy, resetHours } from './reset.ts'

export const selectReset = (db: SqlDatabase, accountId: string, now: Date): Read<ResetFacts | undefined> => {
  const facts = together({
    found: one<Omit<ResetFacts, 'open'>>(
      db
        .prepare(
          `SELECT a.email, p.name,
             (SELECT COUNT(*) FROM Factor f WHERE f.accountId = a.id AND f.confirmedAt IS NOT NULL AND f.endedAt IS NULL) AS factors,
             (SELECT COUNT(*) FROM RecoveryCode c WHERE c.accountId = a.id AND c.usedAt IS NULL) AS codes,
             (SELECT MIN(f.heldAt) FROM Factor f WHERE f.accountId = a.id AND f.releasedAt IS NULL AND f.endedAt IS NULL) AS heldAt
           FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.id = ?1`,
        )
        .bind(accountId),
    ),
    open: one<OpenReset>(
      db
        .prepare(
          `SELECT r.id, r.askedById, COALESCE(p.name, a.email) AS askedBy, r.askedAt, r.reason FROM FactorReset r
             JOIN Account a ON a.id = r.askedById LEFT JOIN Person p ON p.id = a.personId
           WHERE r.accountId = ?1 AND r.decidedAt IS NULL AND r.askedAt >= ?2`,
        )
        .bind(accountId, instant(addMinutes(now, -resetHours * 60))),
    ),
  })
  return mapped(facts, ({ found, open }) => found && { ...found, open })
}

/** Replaces an expired one. The index `FactorReset_open` refuses a second open one. */
export const insertReset = (act: Act, reset: { id: string; accountId: string; reason: ResetWhy; byId: string }): SqlStatement[] => [
  act.db
    .prepare(
      `UPDATE FactorReset SET outcome = 'withdrawn', decidedById = ?2, decidedAt = ?3 WHERE accountId = ?1 AND decidedAt IS NULL AND askedAt < ?4`,
    )
    .bind(reset.accountId, reset.byId, instant(act.now), instant(addMinutes(act.now, -resetHours * 60))),
  insert(act.db, 'FactorReset', { ...pick(reset, ['id', 'accountId', 'reason']), askedById: reset.byId, askedAt: instant(act.now) }),
]

/** Triggers refuse the asker, the account itself, a second decision and a late one. */
export const decideReset = (act: Act, id: string, byId: string, outcome: 'done' | 'withdrawn'): SqlStatement =>
  update(act.db, 'FactorReset', { outcome, decidedById: byId, decidedAt: instant(act.now) }, { id })

/** Ends all factors of the account, including one being set up, and deletes printed codes. */
export const dropFactors = (act: Act, accountId: string): SqlStatement[] => [
  update(act.db, 'Factor', { endedAt: instant(act.now), secret: null }, { accountId, endedAt: null }),
  act.db.prepare('DELETE FROM RecoveryCode WHERE accountId = ?1').bind(accountId),
]
