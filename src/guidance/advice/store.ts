import { type Act, signed } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, sql } from '#base/db/write.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { Advice, AdviceDecision, AdviceFacts, IssuedAs, IssuedChoice, OneAdvice, Outcome, UndecidedAdvice } from './advice.ts'

/** More than a council notes in ten years. */
const most = 500

const draft = `(SELECT d.title FROM GuidanceVersion v JOIN GuidanceDocument d ON d.id = v.documentId
  WHERE v.adviceId = a.id AND v.issuedAt IS NULL AND d.withdrawnAt IS NULL ORDER BY v.id LIMIT 1)`

export const selectUndecidedAdvice = (db: SqlDatabase, now: Date): Read<UndecidedAdvice[]> =>
  all(
    db
      .prepare(
        `SELECT a.id, a.title, a.address, a.publishedOn, ${draft} AS draft FROM NationalAdvice a
         WHERE a.notedAt <= ?1 AND NOT EXISTS (SELECT 1 FROM AdviceDecision d WHERE d.adviceId = a.id AND d.decidedAt <= ?1)
         ORDER BY a.publishedOn, a.id LIMIT ${most}`,
      )
      .bind(instant(now)),
  )

type DecisionRow = Omit<AdviceDecision, 'as'> & {
  documentId: string | null
  document: string | null
  number: number | null
  issuedAt: Instant | null
  withdrawn: 0 | 1
}

const decisionJson = `json_object('id', d.id, 'what', d.what, 'why', d.why, 'at', d.decidedAt, 'by', ${nameOfAccount('d.decidedById')}, 'documentId', v.documentId,
  'document', g.title, 'number', v.number, 'issuedAt', v.issuedAt, 'withdrawn', g.withdrawnAt IS NOT NULL)`
const withDocument = 'LEFT JOIN GuidanceVersion v ON v.id = d.versionId LEFT JOIN GuidanceDocument g ON g.id = v.documentId'

const decisionOf = (json: string): AdviceDecision => {
  const { documentId, document, number, issuedAt, withdrawn, ...row } = JSON.parse(json) as DecisionRow
  return { ...row, as: documentId === null ? null : ({ documentId, document, number, issuedAt, withdrawn } as IssuedAs) }
}

type AdviceRow = Omit<Advice, 'decision'> & { decision: string | null }

const noted = `SELECT a.id, a.title, a.address, a.publishedOn, a.notedAt, ${nameOfAccount('a.notedById')} AS notedBy, ${draft} AS draft, IIF(d.id IS NULL, NULL, ${decisionJson}) AS decision
  FROM NationalAdvice a LEFT JOIN StandingAdvice d ON d.adviceId = a.id ${withDocument}`

const adviceOf = ({ decision, ...row }: AdviceRow): Advice => ({ ...row, decision: decision === null ? undefined : decisionOf(decision) })

/** What is undecided first, then the latest published. */
export const selectAdvice = (db: SqlDatabase): Read<Advice[]> =>
  mapped(all<AdviceRow>(db.prepare(`${noted} ORDER BY d.id IS NOT NULL, a.publishedOn DESC, a.id LIMIT ${most}`)), (rows) =>
    rows.map(adviceOf),
  )

const selectDecisions = (db: SqlDatabase, adviceId: string): Read<AdviceDecision[]> =>
  mapped(
    all<{ decision: string }>(
      db
        .prepare(
          `SELECT ${decisionJson} AS decision FROM AdviceDecision d ${withDocument} WHERE d.adviceId = ?1 ORDER BY d.rowid DESC LIMIT ${most}`,
        )
        .bind(adviceId),
    ),
    (rows) => rows.map(({ decision }) => decisionOf(decision)),
  )

const selectIssuedChoices = (db: SqlDatabase): Read<IssuedChoice[]> =>
  all(
    db.prepare(
      `SELECT v.id, g.title, v.number FROM GuidanceVersion v JOIN GuidanceDocument g ON g.id = v.documentId
       WHERE v.issuedAt IS NOT NULL ORDER BY v.issuedAt DESC, v.id LIMIT ${most}`,
    ),
  )

export const selectOneAdvice = (db: SqlDatabase, id: string): Read<OneAdvice | undefined> =>
  mapped(
    together({
      row: one<AdviceRow>(db.prepare(`${noted} WHERE a.id = ?1`).bind(id)),
      decisions: selectDecisions(db, id),
      issued: selectIssuedChoices(db),
    }),
    ({ row, ...read }) => row && { advice: adviceOf(row), ...read },
  )

export const insertAdvice = (act: Act, id: string, { title, address, publishedOn }: AdviceFacts): SqlStatement =>
  insert(act.db, 'NationalAdvice', { id, title, address, publishedOn, ...signed(act, 'noted') })

export type NewDecision = { id: string; adviceId: string; what: Outcome; versionId: string | undefined; why: string }

export const insertDecision = (act: Act, { id, adviceId, what, versionId, why }: NewDecision): SqlStatement =>
  insert(act.db, 'AdviceDecision', {
    id,
    adviceId,
    what,
    versionId: versionId ?? null,
    why,
    ...signed(act, 'decided'),
    replacesId: sql('(SELECT s.id FROM StandingAdvice s WHERE s.adviceId = ?1)', adviceId),
  })

/** Guard: the decision that stands is the one that was seen, or none. */
export const asSeen = (db: SqlDatabase, adviceId: string, seen: string): SqlStatement =>
  guard(db, `COALESCE((SELECT s.id FROM StandingAdvice s WHERE s.adviceId = ?1), '') = ?2`, adviceId, seen)
