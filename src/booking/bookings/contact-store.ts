import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import { nameKey } from '#base/person-name.ts'
import { type KnownAsker, telephoneKey } from './contact.ts'

type Row = { key: string; name: string | null; email: string | null; telephone: string | null; role: string | null }

/** SQL: council staff. Helpers at the door do not count: they may be of a school. */
const isStaff = (account: string): string =>
  `EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = ${account} AND f.role <> 'door' AND f.revokedAt IS NULL)`

/** Those acting for the school (a root id), its contacts and earlier askers; no council staff. */
export const knownAskers = async (db: SqlDatabase, schoolId: string): Promise<KnownAsker[]> => {
  const { results } = await db
    .prepare(
      `SELECT key, name, email, telephone, role FROM (
         SELECT 'account:' || a.id AS key, p.name, a.email, p.telephone, q.label AS role, 1 AS n
         FROM Claim c JOIN School m ON m.id = c.schoolId JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = COALESCE(c.personId, a.personId)
           LEFT JOIN Role q ON q.id = c.roleId WHERE m.rootId = ?1 AND c.state = 'approved'
         UNION ALL SELECT 'held:' || k.id, k.name, lower(k.email), k.telephone, q.label, 2
         FROM SchoolContact k JOIN School m ON m.id = k.schoolId LEFT JOIN Role q ON q.id = k.roleId WHERE m.rootId = ?1 AND k.endedAt IS NULL
         UNION ALL SELECT 'asker:' || b.id, p.name, a.email, p.telephone, NULL, 3
         FROM Booking b JOIN School m ON m.id = b.schoolId JOIN Person p ON p.id = b.bookerPersonId LEFT JOIN Account a ON a.id = b.bookedById
         WHERE m.rootId = ?1 AND b.channel = 'organiser' AND p.erasedAt IS NULL) x
       WHERE NOT EXISTS (SELECT 1 FROM Account w WHERE w.email = x.email AND ${isStaff('w.id')})
       ORDER BY n, name COLLATE NOCASE, key LIMIT 200`,
    )
    .bind(schoolId)
    .all<Row>()
  const seen = new Set<string>()
  return results
    .map(({ key, name, email, telephone, role }) => ({
      key,
      name: name ?? '',
      email: email ?? '',
      telephone: telephone ?? '',
      role: role ?? '',
    }))
    .filter((one) => {
      const who = one.email || `${nameKey(one.name)} ${telephoneKey(one.telephone)}`
      return !seen.has(who) && seen.add(who)
    })
}

export const selectAsker = (db: SqlDatabase, email: string): Read<AskerAccount | undefined> =>
  mapped(
    one<{ id: string; staff: number }>(
      db.prepare(`SELECT a.id, ${isStaff('a.id')} AS staff FROM Account a WHERE a.email = ?1 AND ?1 <> ''`).bind(email),
    ),
    (row) => row && { id: row.id, staff: row.staff === 1 },
  )

export type AskerAccount = { id: string; staff: boolean }

/** What to write of whoever asked: what is new, and their telephone number. */
export type NewAsker = {
  accountId: string | undefined
  personId: string | undefined
  newAccount: string | undefined
  telephone: string
}

/** Put before the booking and after their record. The account acts for nobody until confirmed. */
export const insertAsker = (act: Act, asker: NewAsker | undefined): SqlStatement[] => {
  if (!asker) return []
  const { accountId, personId, newAccount, telephone } = asker
  return [
    ...(newAccount && accountId ? [insert(act.db, 'Account', { id: accountId, email: newAccount, createdAt: instant(act.now) })] : []),
    ...(personId && telephone ? [update(act.db, 'Person', { telephone }, { id: personId })] : []),
  ]
}
