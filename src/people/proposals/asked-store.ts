import type { Act, StaffRoleName } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { type Askable, askable } from './proposal.ts'

export type ProposalTable = 'StaffProposal' | 'MoneyProposal'

/** SQL: proposal p waits for this account, which was asked. */
export const isAsked = (account: string, now: string): string =>
  `(p.state = 'proposed' AND p.askedId = ${account} AND p.askedUntil >= ${now})`

export const selectIsAsked = ({ db, now, actor }: Act, table: ProposalTable, id: string): Read<boolean> =>
  mapped(
    one(db.prepare(`SELECT 1 FROM ${table} p WHERE p.id = ?1 AND ${isAsked('?2', '?3')}`).bind(id, actor.accountId ?? '', instant(now))),
    (row) => row !== undefined,
  )

/** Guard: whoever acts may decide, by one of these roles or, with any, because they are asked. */
export const mayDecide = (act: Act, table: ProposalTable, id: string, roles: readonly StaffRoleName[]): SqlStatement =>
  stillHolds(
    act,
    askable,
    `?1 <> 'web' OR EXISTS (SELECT 1 FROM StaffRole d WHERE d.accountId = ?2 AND d.revokedAt IS NULL AND d.role IN (SELECT value FROM json_each(?4)))
       OR EXISTS (SELECT 1 FROM ${table} p WHERE p.id = ?5 AND ${isAsked('?2', '?6')})`,
    JSON.stringify(roles),
    id,
    instant(act.now),
  )

/** Guard: it waits, and whoever acts proposed it. */
export const stillOwn = (act: Act, table: ProposalTable, id: string): SqlStatement =>
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM ${table} p WHERE p.id = ?1 AND p.state = 'proposed' AND p.proposedById = ?2)`,
    id,
    act.actor.accountId ?? '',
  )

export const updateAsked = (act: Act, table: ProposalTable, id: string, accountId: string, until: Instant): SqlStatement =>
  act.db.prepare(`UPDATE ${table} SET askedId = ?2, askedUntil = ?3 WHERE id = ?1`).bind(id, accountId, until)

/** Whom somebody can ask: others of the council, by name. */
export const selectAskable = (act: Act): Read<Askable[]> =>
  all(
    act.db
      .prepare(
        `SELECT DISTINCT a.id, a.email, COALESCE(n.name, a.email) AS name
         FROM StaffRole r JOIN Account a ON a.id = r.accountId LEFT JOIN Person n ON n.id = a.personId
         WHERE r.role IN (SELECT value FROM json_each(?2)) AND r.revokedAt IS NULL AND a.id <> ?1 ORDER BY name COLLATE NOCASE, a.id`,
      )
      .bind(act.actor.accountId ?? '', JSON.stringify(askable)),
  )
