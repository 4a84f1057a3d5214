import { type Act, signed, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { logged } from '#base/log/store.ts'
import type { LineKind, LineRule } from './line.ts'
import type { Ask, Proposal } from './proposal.ts'
import { moneyKinds, returnsByItself } from './store.ts'

/** SQL: the current payer of booking ?n; the school itself while there is none. */
const payerOf = (booking: string): string =>
  `COALESCE((SELECT b.payerId FROM BookingPayer b WHERE b.bookingId = ${booking} AND b.supersededAt IS NULL),
    (SELECT 'payer-of-' || s.rootId FROM Booking k JOIN School s ON s.id = k.schoolId WHERE k.id = ${booking}))`

/** A charge has one open proposal at a time (`MoneyProposal.chargeId`). */
export const proposeStatements = (act: Act, ask: Ask): SqlStatement[] => [
  act.db
    .prepare(
      `INSERT INTO Payer (id, kind, schoolId, createdAt)
       SELECT 'payer-of-' || s.rootId, 'school', s.rootId, ?2 FROM Booking b JOIN School s ON s.id = b.schoolId
       WHERE b.id = ?1 AND ?3 IS NULL AND NOT EXISTS (SELECT 1 FROM BookingPayer p WHERE p.bookingId = b.id AND p.supersededAt IS NULL)
       ON CONFLICT DO NOTHING`,
    )
    .bind(ask.bookingId, instant(act.now), ask.payerId ?? null),
  insert(act.db, 'MoneyProposal', {
    ...pick(ask, ['id', 'kind', 'bookingId', 'pence', 'vatPence']),
    payerId: sql(`COALESCE(?2, ${payerOf('?1')})`, ask.bookingId, ask.payerId ?? null),
    chargeId: ask.chargeId ?? null,
    lineNumber: ask.lineNumber ?? null,
    reason: ask.reason.trim(),
    ...signed(act, 'proposed'),
    why: ask.why ?? null,
    happenedOn: ask.waits?.happenedOn ?? null,
    source: ask.waits?.source ?? null,
    togetherId: ask.togetherId ?? null,
  }),
  logged(act, {
    act: 'money.proposed',
    subject: ['proposal', ask.id],
    after: {
      kind: ask.kind,
      booking: ask.bookingId,
      charge: ask.chargeId,
      line: ask.lineNumber,
      pence: ask.pence,
      vatPence: ask.vatPence,
      why: ask.why,
    },
  }),
]

/** SQL: proposal `m` is of a charge that is not posted yet. */
export const notOwed = 'EXISTS (SELECT 1 FROM Charge c WHERE c.id = m.chargeId AND c.postedAt IS NULL)'

const proposalColumns = `m.id, m.kind, m.bookingId, m.payerId, m.chargeId, m.lineNumber, m.pence, m.vatPence, m.reason, m.proposedAt, m.proposedById,
  m.state, m.decidedAt, m.decidedById, m.decision, m.why, m.happenedOn, m.source, m.togetherId, ${notOwed} AS notOwed`

/** The proposal, then those that are decided together with it. */
export const selectProposal = (db: SqlDatabase, id: string): Read<Proposal[]> =>
  all(
    db
      .prepare(
        `SELECT ${proposalColumns} FROM MoneyProposal m WHERE m.id = ?1 OR m.togetherId = (SELECT g.togetherId FROM MoneyProposal g WHERE g.id = ?1)
         ORDER BY m.id <> ?1, m.rowid`,
      )
      .bind(id),
  )

/** Whether the acting person proposed it, also under another address or from a shared mailbox. */
export const selectOwnProposal = (act: Act, id: string): Read<boolean> =>
  mapped(
    all(
      act.db
        .prepare(
          `SELECT 1 FROM MoneyProposal m WHERE m.id = ?1 AND (EXISTS (SELECT 1 FROM Account a WHERE a.id = m.proposedById AND a.personId = ?2)
           OR EXISTS (SELECT 1 FROM Log g WHERE g.subjectKind = 'proposal' AND g.subjectId = m.id AND g.act = 'money.proposed' AND g.personId = ?2))`,
        )
        .bind(id, act.actor.personId ?? null),
    ),
    (rows) => rows.length > 0,
  )

/** What is left of a line after credits, and its payer and booking. */
export type LeftOfLine = {
  number: number
  kind: LineKind
  payerId: string
  bookingId: string
  chargeId: string | null
  pence: number
  vatPence: number
}

const leftOfLine = `l.pence + (SELECT COALESCE(SUM(o.pence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) AS pence,
  l.vatPence + (SELECT COALESCE(SUM(o.vatPence), 0) FROM LedgerLine o WHERE o.reversesNumber = l.number) AS vatPence`

export const readLeftOfLine = (db: SqlDatabase, number: number): Promise<LeftOfLine | null> =>
  db
    .prepare(`SELECT l.number, l.kind, l.payerId, l.bookingId, l.chargeId, ${leftOfLine} FROM LedgerLine l WHERE l.number = ?1`)
    .bind(number)
    .first()

export type OpenCharge = {
  id: string
  bookingId: string
  pence: number
  vatPence: number
  postedAt: string | null
  withdrawnAt: string | null
}

export const readCharge = (db: SqlDatabase, id: string): Promise<OpenCharge | null> =>
  db.prepare('SELECT id, bookingId, pence, vatPence, postedAt, withdrawnAt FROM Charge WHERE id = ?1').bind(id).first()

/** Fails with `proposal_is_decided`, or `own_proposal` for one's own. */
export const decide = (act: Act, id: string, state: 'approved' | 'refused' | 'withdrawn', decision: string): SqlStatement =>
  update(act.db, 'MoneyProposal', { state, ...stamp(act, 'decided'), decision }, { id })

/** A trigger credits the charge, or withdraws one never posted. Fails with `charge_stands`. */
export const letOffCharge = (act: Act, proposal: Proposal, chargeId: string): SqlStatement =>
  update(act.db, 'Charge', { ...stamp(act, 'withdrawn'), proposalId: proposal.id }, { id: chargeId })

/** Credits part of a line; fails with `more_than_line` when less is left of it. */
export const letOffLine = (act: Act, proposal: Proposal): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, reason, at, byId, approvedById, reversesNumber, proposalId)
       SELECT 'waiver', l.payerId, l.route, l.bookingId, l.placeId, l.eventId, l.schoolId, -?2, -?3, l.vatCodeId, json_object('why', 'let_off'), ?4, ?5, ?6, ?7, l.number, ?8
       FROM LedgerLine l WHERE l.number = ?1`,
    )
    .bind(
      proposal.lineNumber,
      proposal.pence,
      proposal.vatPence,
      proposal.reason,
      instant(act.now),
      proposal.proposedById,
      act.actor.accountId ?? null,
      proposal.id,
    )

/** SQL: the agreed route of the payer for the booking, else that of the latest line. */
const routeOf = `COALESCE((SELECT b.route FROM BookingPayer b WHERE b.bookingId = ?1 AND b.payerId = ?2 AND b.supersededAt IS NULL),
  (SELECT l.route FROM LedgerLine l WHERE l.bookingId = ?1 AND l.payerId = ?2 ORDER BY l.number DESC LIMIT 1), 'invoice')`

/** In one line, VAT included: VAT bad debt relief is claimed in finance’s own books. */
export const writeOff = (act: Act, proposal: Proposal): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, eventId, schoolId, pence, rule, reason, at, byId, approvedById, proposalId)
       SELECT 'write_off', ?2, ${routeOf}, b.id, b.eventId, b.schoolId, -?3, json_object('why', 'written_off'), ?4, ?5, ?6, ?7, ?8 FROM Booking b WHERE b.id = ?1`,
    )
    .bind(
      proposal.bookingId,
      proposal.payerId,
      proposal.pence,
      proposal.reason,
      instant(act.now),
      proposal.proposedById,
      act.actor.accountId ?? null,
      proposal.id,
    )

/** A refund that the council paid by its own means, on the booking's route unless that is card. */
export const payBack = (act: Act, proposal: Proposal): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO LedgerLine (kind, payerId, route, bookingId, eventId, schoolId, pence, rule, reason, at, byId, approvedById, proposalId, source)
       SELECT 'refund', ?2, REPLACE(${routeOf}, 'card', 'invoice'), b.id, b.eventId, b.schoolId, ?3, json_object('why', 'refunded'), ?4, ?5, ?6, ?7, ?8, 'refund:' || ?8
       FROM Booking b WHERE b.id = ?1`,
    )
    .bind(
      proposal.bookingId,
      proposal.payerId,
      proposal.pence,
      proposal.reason,
      instant(act.now),
      proposal.proposedById,
      act.actor.accountId ?? null,
      proposal.id,
    )

/** @param rule the rule that follows from its source */
export const countPayment = (act: Act, proposal: Proposal, rule: LineRule): SqlStatement =>
  insert(act.db, 'LedgerLine', {
    kind: 'payment',
    ...pick(proposal, ['payerId', 'bookingId', 'reason', 'source']),
    route: sql(
      `IIF(?3 LIKE 'request:%', 'invoice', IIF(?3 LIKE 'outside:%', 'stripe_invoice', REPLACE(COALESCE(
         (SELECT b.route FROM BookingPayer b WHERE b.bookingId = ?1 AND b.payerId = ?2 AND b.supersededAt IS NULL),
         (SELECT l.route FROM LedgerLine l WHERE l.payerId = ?2 AND (?1 IS NULL OR l.bookingId = ?1) ORDER BY l.number DESC LIMIT 1), 'invoice'), 'card', 'invoice')))`,
      proposal.bookingId,
      proposal.payerId,
      proposal.source,
    ),
    eventId: sql('(SELECT eventId FROM Booking WHERE id = ?1)', proposal.bookingId),
    schoolId: sql('(SELECT schoolId FROM Booking WHERE id = ?1)', proposal.bookingId),
    pence: sql('-?1', proposal.pence),
    happenedOn: proposal.happenedOn ?? '',
    rule: JSON.stringify(rule),
    at: instant(act.now),
    byId: proposal.proposedById,
    approvedById: act.actor.accountId ?? null,
    proposalId: proposal.id,
  })

/** Guard: the payer still owes this much of the booking. */
export const stillOwed = (act: Act, proposal: Proposal): SqlStatement =>
  guard(
    act.db,
    '(SELECT COALESCE(SUM(pence + vatPence), 0) FROM LedgerLine WHERE bookingId = ?1 AND payerId = ?2) >= ?3',
    proposal.bookingId,
    proposal.payerId,
    proposal.pence,
  )

/** Guard: the payer still has this credit, beyond automatic and pending card refunds. */
export const stillInFavour = (act: Act, proposal: Proposal): SqlStatement =>
  guard(
    act.db,
    `(SELECT -COALESCE(SUM(pence + vatPence), 0) FROM LedgerLine WHERE bookingId = ?1 AND payerId = ?2)
       - (SELECT COALESCE(SUM(pence), 0) FROM CardRefund WHERE bookingId = ?1 AND payerId = ?2 AND state IN ('asked', 'pending')) >= ?3
     AND (SELECT -COALESCE(SUM(l.pence), 0) FROM LedgerLine l WHERE l.bookingId = ?1 AND l.payerId = ?2 AND l.kind IN ${moneyKinds} AND NOT ${returnsByItself}) >= ?3`,
    proposal.bookingId,
    proposal.payerId,
    proposal.pence,
  )

/** Marks the lines that the proposal posted as notified by this message; put it after them. */
export const markProposalNotified = (act: Act, proposalId: string, messageId: string): SqlStatement =>
  act.db
    .prepare('INSERT INTO LineNotice (lineNumber, messageId) SELECT l.number, ?2 FROM LedgerLine l WHERE l.proposalId = ?1')
    .bind(proposalId, messageId)

/** Settles an open dispute of the line that was waived. */
export const settleDisputeOf = (act: Act, proposal: Proposal): SqlStatement =>
  act.db
    .prepare(
      `UPDATE LineDispute SET outcome = 'let_off', settledAt = ?2, settledById = ?3, answer = 'Waived' WHERE settledAt IS NULL AND lineNumber IN (
         SELECT l.reversesNumber FROM LedgerLine l WHERE l.proposalId = ?1 AND l.kind = 'waiver')`,
    )
    .bind(proposal.id, instant(act.now), act.actor.accountId ?? null)
