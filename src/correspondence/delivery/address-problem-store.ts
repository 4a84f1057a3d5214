import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { unreachedOf } from '#calendars/invites/unreached-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { ofComplaint } from '#messages/outbox/message-list-store.ts'
import type { AddressHistory, FailingAddress, ListedTrouble, MissedMail, Unreached, UserOfAddress } from './address-problem.ts'

const columns = 't.id, t.email, t.kind, t.at, t.toldAt, t.solved, t.solvedAt'
const missedAt = `m.withheld = 1 OR m.deliveryStatus IN ('bounced', 'suppressed', 'complained')`

const matching = `FROM AddressProblem t WHERE (?1 = 'all' OR t.solvedAt IS NULL) AND (?2 = '' OR instr(t.email, ?2) > 0
    OR EXISTS (SELECT 1 FROM Person p WHERE p.email = t.email AND instr(lower(p.name), ?2) > 0)
    OR EXISTS (SELECT 1 FROM Person p JOIN RoleAtSchool h ON h.personId = p.id AND h.supersededAt IS NULL JOIN School s ON s.id = h.schoolId
      JOIN School r ON r.id = s.rootId WHERE p.email = t.email AND instr(r.searchText, ?2) > 0))`

/** Addresses that do not work (or did), unsolved ones and then the newest first. */
export const troubleRows = ({ show, q }: { show: 'failing' | 'all'; q: string }): Rows<ListedTrouble> => ({
  sql: `SELECT ${columns}, t.solvedAt IS NOT NULL AS isSolved ${matching}`,
  values: [show, q.toLowerCase()],
  by: ['isSolved', 'at DESC', 'id DESC'],
  shown: `SELECT page.id, page.email, page.kind, page.at, page.toldAt, page.solved, page.solvedAt,
             (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT p.name FROM Person p WHERE p.email = page.email AND p.erasedAt IS NULL ORDER BY p.name LIMIT 5)) AS names,
             (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT r.name FROM Person p JOIN Place pl ON pl.personId = p.id AND pl.state <> 'cancelled'
                JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId WHERE p.email = page.email ORDER BY r.name LIMIT 3)) AS schools,
             (SELECT COUNT(*) FROM MessageBody y JOIN Message m ON m.id = y.messageId WHERE y.email = page.email AND (${missedAt}) AND NOT ${ofComplaint('m')}
                AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)) AS missed
    FROM page`,
})

/** The history of this problem's address: its problems, who has it, and missed messages. */
export const selectAddress = (db: SqlDatabase, id: string): Read<AddressHistory | undefined> => {
  const own = '(SELECT email FROM AddressProblem WHERE id = ?1)'
  const read = together({
    troubles: all<FailingAddress>(
      db.prepare(`SELECT ${columns} FROM AddressProblem t WHERE t.email = ${own} ORDER BY t.at DESC, t.id DESC`).bind(id),
    ),
    users: all<UserOfAddress>(
      db
        .prepare(
          `SELECT 'person' AS what, p.id, p.name, (SELECT r.name FROM Place pl JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId
               WHERE pl.personId = p.id ORDER BY pl.rowid DESC LIMIT 1) AS school, NULL AS schoolId
             FROM Person p WHERE p.email = ${own} AND p.erasedAt IS NULL
           UNION ALL SELECT 'account', a.id, p.name, NULL, NULL FROM Account a LEFT JOIN Person p ON p.id = a.personId WHERE a.email = ${own}
           UNION ALL SELECT 'contact', n.id, NULLIF(n.name, ''), r.name, r.id FROM SchoolContact n JOIN School s ON s.id = n.schoolId JOIN School r ON r.id = s.rootId
             WHERE n.email = ${own} AND n.endedAt IS NULL LIMIT 50`,
        )
        .bind(id),
    ),
    missed: all<MissedMail>(
      db
        .prepare(
          `SELECT m.id, y.subject, m.createdAt, e.title AS eventTitle, m.withheld, (SELECT a.id FROM Message a WHERE a.resendOfId = m.id LIMIT 1) AS sentAgainAs
           FROM MessageBody y JOIN Message m ON m.id = y.messageId LEFT JOIN Event e ON e.id = m.eventId WHERE y.email = ${own} AND (${missedAt}) AND NOT ${ofComplaint('m')}
           ORDER BY m.id DESC LIMIT 100`,
        )
        .bind(id),
    ),
  })
  return mapped(read, ({ troubles, ...beside }) => {
    const trouble = troubles.find((one) => one.id === id)
    return trouble && { trouble, all: troubles, ...beside }
  })
}

/** An event with its unreachable people, by school. */
export const selectUnreached = (
  db: SqlDatabase,
  code: string,
  now: Date,
): Read<{ event: EventDetails; people: (Unreached & { telephone: string | null })[] } | undefined> => {
  const read = together({
    event: selectEventByCode(db, code, now),
    people: all<Unreached & { telephone: string | null }>(
      db
        .prepare(
          `SELECT u.*, (SELECT p.telephone FROM Person p WHERE p.id = u.personId) AS telephone
           FROM (${unreachedOf('SELECT id FROM Event WHERE code = ?1')}) u ORDER BY u.schoolName COLLATE NOCASE, u.name COLLATE NOCASE, u.reference`,
        )
        .bind(code.toUpperCase()),
    ),
  })
  return mapped(read, ({ event, people }) => event && { event, people })
}
