// What finance has to review: proposals and disputes, with what they are about.
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import type { ListedProposal } from '#money/ledger/proposal.ts'
import { notOwed } from '#money/ledger/proposal-store.ts'
import { joinNotified } from '#people/accounts/account-store.ts'
import type { ListedDispute, Period } from './account.ts'
import { payerName } from './debt-store.ts'

const person = (account: string): string =>
  `(SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = ${account})`

const owed = (of: string): string =>
  `(SELECT COALESCE(SUM(l.pence + l.vatPence), 0) FROM LedgerLine l WHERE l.bookingId = ${of}.bookingId AND l.payerId = ${of}.payerId)`

const proposalColumns = `m.id, m.kind, m.bookingId, m.payerId, m.chargeId, m.lineNumber, m.togetherId,
  COALESCE((SELECT SUM(t.pence) FROM MoneyProposal t WHERE t.togetherId = m.id), m.pence) AS pence, m.vatPence, m.reason, m.proposedAt, m.proposedById, m.state,
  m.decidedAt, m.decidedById, m.decision, m.why, m.happenedOn, m.source, y.at AS paidAt, y.happenedOn AS paidOn, y.reason AS paidAs,
  COALESCE((SELECT group_concat(k.reference, ', ') FROM (SELECT z.reference FROM MoneyProposal t JOIN Booking z ON z.id = t.bookingId WHERE t.togetherId = m.id ORDER BY t.rowid) k), b.reference) AS reference,
  (SELECT json_group_array(json_object('reference', k.reference, 'eventTitle', k.title, 'school', k.name, 'pence', k.pence, 'owed', k.owed))
    FROM (SELECT z.reference, v.title, w.name, t.pence, ${owed('t')} AS owed FROM MoneyProposal t JOIN Booking z ON z.id = t.bookingId JOIN Event v ON v.id = z.eventId
      JOIN School w ON w.id = z.schoolId WHERE t.togetherId = m.id ORDER BY t.rowid) k) AS parts,
  e.title AS eventTitle, s.name AS school, ${payerName} AS payer,
  ${person('m.proposedById')} AS proposedBy, m.askedId, ${person('m.askedId')} AS askedName, m.askedUntil, ${person('m.decidedById')} AS decidedBy,
  EXISTS (SELECT 1 FROM LineDispute d JOIN LedgerLine l ON l.number = d.lineNumber
    WHERE d.settledAt IS NULL AND (l.number = m.lineNumber OR (m.chargeId IS NOT NULL AND l.chargeId = m.chargeId))) AS disputed,
  ${notOwed} AS notOwed, ${owed('m')} AS owed, y.source LIKE 'put:%' AS put,
  EXISTS (SELECT 1 FROM MoneyProposal t JOIN Booking b ON b.id = t.bookingId JOIN School o ON o.id = b.schoolId JOIN School r ON r.id = o.rootId ${joinNotified('JOIN')}
    WHERE t.id = m.id OR t.togetherId = m.id) AS told`

const proposalFrom = `FROM MoneyProposal m JOIN Payer p ON p.id = m.payerId LEFT JOIN Booking b ON b.id = m.bookingId LEFT JOIN Event e ON e.id = b.eventId
  LEFT JOIN School s ON s.id = b.schoolId LEFT JOIN LedgerLine y ON m.kind = 'take_back' AND y.number = m.lineNumber`

/** Of those decided together only the one whose id is their togetherId is listed. */
const whole = '(m.togetherId IS NULL OR m.togetherId = m.id)'

const listedColumns = { parts: 'json' } as const

const selectListed = (db: SqlDatabase, where: string, ...bound: readonly string[]): Read<ListedProposal[]> =>
  all<ListedProposal>(db.prepare(`SELECT ${proposalColumns} ${proposalFrom} WHERE ${whole} AND ${where}`).bind(...bound), listedColumns)

/** Open proposals, oldest first, and the latest decisions. */
export const selectProposals = (db: SqlDatabase): Read<{ open: ListedProposal[]; decided: ListedProposal[] }> =>
  together({
    open: selectListed(db, `m.state = 'proposed' ORDER BY m.proposedAt, m.id LIMIT 200`),
    decided: selectListed(db, `m.state <> 'proposed' ORDER BY m.decidedAt DESC, m.id LIMIT 50`),
  })

export const selectProposal = (db: SqlDatabase, id: string): Read<ListedProposal | undefined> =>
  mapped(selectListed(db, 'm.id = ?1', id), ([proposal]) => proposal)

const disputeRow = `SELECT d.id, d.lineNumber, d.words, d.raisedAt, ${person('d.raisedById')} AS raisedBy, d.outcome, d.answer, d.settledAt, l.pence, l.vatPence, l.kind,
    l.payerId, b.reference, e.title AS eventTitle, s.name AS school,
    EXISTS (SELECT 1 FROM MoneyProposal m WHERE m.state = 'proposed' AND (m.lineNumber = l.number OR m.chargeId = l.chargeId)) AS asked
  FROM LineDispute d JOIN LedgerLine l ON l.number = d.lineNumber JOIN Booking b ON b.id = l.bookingId JOIN Event e ON e.id = b.eventId
    JOIN School s ON s.id = b.schoolId`

export const selectDisputes = (db: SqlDatabase): Read<{ open: ListedDispute[]; settled: ListedDispute[] }> =>
  together({
    open: all<ListedDispute>(db.prepare(`${disputeRow} WHERE d.settledAt IS NULL ORDER BY d.raisedAt, d.id LIMIT 200`)),
    settled: all<ListedDispute>(db.prepare(`${disputeRow} WHERE d.settledAt IS NOT NULL ORDER BY d.settledAt DESC, d.id LIMIT 50`)),
  })

export const selectDispute = (db: SqlDatabase, id: string): Read<ListedDispute | undefined> =>
  one(db.prepare(`${disputeRow} WHERE d.id = ?1`).bind(id))

/** Months that have lines or are closed, newest first. */
export const selectPeriods = (db: SqlDatabase): Read<Period[]> =>
  all(
    db.prepare(
      `SELECT m.period, COUNT(l.number) AS lines, COALESCE(SUM(l.pence), 0) AS pence, COALESCE(SUM(l.vatPence), 0) AS vatPence,
           (SELECT MIN(c.closedAt) FROM ClosedPeriod c WHERE c.period >= m.period) AS closedAt,
           (SELECT ${person('c.closedById')} FROM ClosedPeriod c WHERE c.period >= m.period ORDER BY c.period LIMIT 1) AS closedBy
         FROM (SELECT period FROM LedgerLine UNION SELECT period FROM ClosedPeriod) m LEFT JOIN LedgerLine l ON l.period = m.period
         GROUP BY m.period ORDER BY m.period DESC LIMIT 60`,
    ),
  )
