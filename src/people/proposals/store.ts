import { type Act, type Actor, signed, stamp } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import { isAsked } from './asked-store.ts'
import { kindsFor, type StaffProposal, type StaffProposalKind } from './proposal.ts'

export type NewProposal = { id: string; kind: StaffProposalKind; subjectId: string; asked: unknown; reason: string }

/** One of a kind about one thing waits at a time. */
export const insertProposal = (act: Act, { id, kind, subjectId, asked, reason }: NewProposal): SqlStatement =>
  insert(act.db, 'StaffProposal', { id, kind, subjectId, asked: JSON.stringify(asked), reason, ...signed(act, 'proposed') })

/**
 * What it asks for is done by a trigger in the same statement. Fails with
 * `staff_proposal_is_decided`, or `own_staff_proposal` for one's own.
 */
export const settleProposal = (act: Act, id: string, state: 'approved' | 'refused' | 'withdrawn', decision: string): SqlStatement =>
  update(act.db, 'StaffProposal', { state, ...stamp(act, 'decided'), decision }, { id })

/** Put last in the batch of what an approved proposal asks for, where no trigger does it. */
export const finishProposal = (act: Act, id: string): SqlStatement => update(act.db, 'StaffProposal', { doneAt: sql('decidedAt') }, { id })

const kindsSql = (actor: Actor): string => `('${kindsFor(actor).join("', '")}')`

/** SQL: how many wait that are somebody's to decide. */
export const proposalsWaitSql = (actor: Actor): string =>
  `(SELECT COUNT(*) FROM StaffProposal WHERE state = 'proposed' AND kind IN ${kindsSql(actor)})`

/** SQL: how many of these were issued at once and are overdue. */
export const proposalsOverdueSql = (actor: Actor, today: Day): string =>
  `(SELECT COUNT(*) FROM StaffProposal WHERE state = 'proposed' AND kind IN ${kindsSql(actor)} AND asked ->> '$.dueOn' < '${today}')`

const about = `COALESCE((SELECT e.title FROM Event e WHERE e.id = IIF(p.kind = 'event', p.subjectId, p.asked ->> '$.eventId')),
  (SELECT n.name FROM School o JOIN School n ON n.id = o.rootId WHERE o.id = p.asked ->> '$.schoolId'), p.asked ->> '$.title', '')`

const named = (account: string): string =>
  `(SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = ${account})`

/** @param which SQL of proposals p, with the values from ?2 on; `own`: the acting person's */
export const selectProposals = <Asked>(act: Act, which: string, ...values: unknown[]): Read<(StaffProposal<Asked> & { own: boolean })[]> =>
  mapped(
    all<StaffProposal & { own: boolean }>(
      act.db
        .prepare(
          `SELECT p.id, p.kind, p.subjectId, ${about} AS about, p.asked, p.reason, p.state, p.proposedAt, p.proposedById, ${named('p.proposedById')} AS proposedBy,
             p.askedId, ${named('p.askedId')} AS askedName, p.askedUntil, p.decidedAt,
             ${named('p.decidedById')} AS decidedBy, p.decision,
             EXISTS (SELECT 1 FROM Account a WHERE a.id = p.proposedById AND (a.id = ?1 OR a.personId = (SELECT b.personId FROM Account b WHERE b.id = ?1))) AS own
           FROM StaffProposal p WHERE ${which}`,
        )
        .bind(act.actor.accountId ?? '', ...values),
      { asked: 'optional json', own: 'flag' },
    ),
    (rows) => rows.map((row) => ({ ...row, asked: row.asked as Asked })),
  )

/** Theirs to decide, also as asked, and decided by them; what waits first. @param id one alone */
export const selectTheirs = (act: Act, id?: string): Read<(StaffProposal & { own: boolean })[]> =>
  selectProposals(
    act,
    `(p.kind IN ${kindsSql(act.actor)} OR p.decidedById = ?1 OR ${isAsked('?1', '?3')}) AND (?2 IS NULL OR p.id = ?2) ORDER BY p.state = 'proposed' DESC, p.id DESC LIMIT 100`,
    id ?? null,
    instant(act.now),
  )
