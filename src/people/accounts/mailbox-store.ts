import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { looksShared } from '#base/mailbox.ts'
import type { MailboxFacts } from './mailbox.ts'
import type { OwnAct } from './own-act.ts'

/** With who has acted from it, latest first; one round trip. */
export const readMailbox = async (db: SqlDatabase, accountId: string): Promise<MailboxFacts> => {
  const { row, people } = await readTogether(db, {
    row: one<{ shared: boolean; sharedSaidAt: string | null }>(
      db.prepare(`SELECT shared, sharedSaidAt FROM Account WHERE id = ?1`).bind(accountId),
      { shared: 'flag' },
    ),
    people: all<{ id: string; name: string; here: boolean }>(
      db
        .prepare(
          `SELECT p.id, p.name, p.email IS (SELECT a.email FROM Account a WHERE a.id = ?1) AS here, MAX(l.id) AS last FROM Log l JOIN Person p ON p.id = l.personId
           WHERE l.accountId = ?1 AND p.erasedAt IS NULL AND p.name <> ''
             AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL)
           GROUP BY p.id ORDER BY last DESC LIMIT 20`,
        )
        .bind(accountId),
      { here: 'flag' },
    ),
  })
  return {
    shared: row?.shared ?? false,
    said: row?.sharedSaidAt != null,
    people: people.map(({ id, name, here }) => ({ id, name, here })),
  }
}

/** Whether the address looks shared, and nobody has said. */
export const mailboxUnsaid = async ({ db, actor }: OwnAct): Promise<boolean> =>
  looksShared(actor.email) && !actor.shared && !(await readMailbox(db, actor.accountId)).said

/** Guard: neither account nor person was erased meanwhile. */
export const notErased = (db: SqlDatabase, accountId: string, personId: string): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM Account WHERE id = ?1 AND erasedAt IS NULL) AND EXISTS (SELECT 1 FROM Person WHERE id = ?2 AND erasedAt IS NULL)`,
    accountId,
    personId,
  )

export const setShared = (act: Act, accountId: string, shared: boolean): SqlStatement =>
  update(act.db, 'Account', { shared, sharedSaidAt: instant(act.now) }, { id: accountId })

/** Sets who acts in the browser of this token, whichever of its tokens it shows next. */
export const setActing = (db: SqlDatabase, signInId: string, personId: string): SqlStatement =>
  db
    .prepare(
      `UPDATE SignIn SET personId = ?2 WHERE revokedAt IS NULL AND accountId = (SELECT accountId FROM SignIn WHERE id = ?1)
         AND COALESCE(browserId, id) = (SELECT COALESCE(browserId, id) FROM SignIn WHERE id = ?1)`,
    )
    .bind(signInId, personId)
