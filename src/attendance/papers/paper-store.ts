import { selectMade } from '#attendance/corrections/store.ts'
import { sayQuestion } from '#attendance/coverage/answer.ts'
import { reachedSql, sayWithBasis, uncountedSql } from '#attendance/reports/frozen-standing.ts'
import { selectFrozenStandings } from '#attendance/reports/standing-store.ts'
import { selectFrozen, selectFrozenSchools } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import type { Council } from '#base/council.ts'
import { instant, londonDay, sayDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, only, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import type { Document } from '#base/document.ts'
import { selectOpenAbout, selectTriedRungs, triedWith } from './contact-store.ts'
import { paperLines } from './line.ts'
import type { IssuedPaper, ListedPaper, PaperGround, PaperKind, TrendPoint } from './paper.ts'
import type { NamedSchool } from './reply.ts'
import { selectNamed } from './reply-store.ts'

/**
 * Reports of the same question until this one, oldest first. @param requirementId '':
 * attendance
 */
const selectTrend = (db: D1Database, number: number, requirementId: string): Read<TrendPoint[]> =>
  all<TrendPoint>(
    requirementId === ''
      ? db
          .prepare(
            `SELECT f.number, f.frozenAt, (SELECT COUNT(s.code) FROM FrozenSchool s WHERE s.reportId = f.id) AS reached,
               (SELECT COUNT(*) FROM FrozenSchool s WHERE s.reportId = f.id) AS counted, NULL AS givenReached, NULL AS givenCounted
             FROM FrozenReport f JOIN FrozenReport t ON t.number = ?1
             WHERE f.about = 'attendance' AND f.number <= ?1 AND f.question -> '$.laCodes' = t.question -> '$.laCodes' AND f.question -> '$.topic' IS t.question -> '$.topic' AND f.question -> '$.event' IS t.question -> '$.event'
             ORDER BY f.number DESC LIMIT 12`,
          )
          .bind(number)
      : db
          .prepare(
            `SELECT f.number, f.frozenAt, SUM(s.state IN ${reachedSql}) AS reached, SUM(s.state NOT IN ${uncountedSql}) AS counted,
               (SELECT SUM(g.value ->> '$.inDate') FROM json_each(f.sources, '$.given."' || ?2 || '".groups') g) AS givenReached,
               (SELECT SUM(g.value ->> '$.asked') FROM json_each(f.sources, '$.given."' || ?2 || '".groups') g) AS givenCounted
             FROM FrozenReport f JOIN FrozenReport t ON t.number = ?1 JOIN FrozenStanding s ON s.reportId = f.id AND s.requirementId = ?2
             WHERE f.number <= ?1 AND f.question -> '$.laCodes' = t.question -> '$.laCodes' GROUP BY f.number, f.frozenAt ORDER BY f.number DESC LIMIT 12`,
          )
          .bind(number, requirementId),
  )

const visible = `(?1 = 1 OR p.kind <> 'private')`

/** A page of them, newest first. @param withPrivate for whoever may open packs for members */
export const selectPapers = (
  db: D1Database,
  withPrivate: boolean,
  { page, size }: { page: number; size: number },
): Read<{ papers: ListedPaper[]; total: { n: number } }> =>
  together({
    total: only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n FROM Paper p WHERE ${visible}`).bind(withPrivate ? 1 : 0)),
    papers: all<ListedPaper>(
      db
        .prepare(
          `SELECT p.number, f.number AS report, p.kind, p.content ->> '$.title' AS title, p.issuedOn
         FROM Paper p JOIN FrozenReport f ON f.id = p.reportId WHERE ${visible} ORDER BY p.number DESC LIMIT ?2 OFFSET ?3`,
        )
        .bind(withPrivate ? 1 : 0, size, (page - 1) * size),
    ),
  })

const paperSql = `SELECT p.id, p.number, f.number AS report, p.kind, p.content ->> '$.title' AS title, p.issuedOn, p.issuedAt, p.content,
  COALESCE((SELECT w.exemption FROM PackWord w WHERE w.paperId = p.id ORDER BY w.saidAt DESC, w.id DESC LIMIT 1), '') AS exemption,
  COALESCE((SELECT w.interest FROM PackWord w WHERE w.paperId = p.id ORDER BY w.saidAt DESC, w.id DESC LIMIT 1), '') AS interest
  FROM Paper p JOIN FrozenReport f ON f.id = p.reportId WHERE ${visible}`

type PaperRow = Omit<IssuedPaper, 'document'> & { content: string }

const paperOf = (row: PaperRow | undefined): IssuedPaper | undefined => {
  if (!row) return undefined
  const { content, ...paper } = row
  return { ...paper, document: JSON.parse(content) as Document }
}

export const selectPaper = (db: D1Database, number: number, withPrivate: boolean): Read<IssuedPaper | undefined> =>
  mapped(one<PaperRow>(db.prepare(`${paperSql} AND p.number = ?2`).bind(withPrivate ? 1 : 0, number)), paperOf)

/** The pack about the same before this one. */
export const selectPackBefore = (db: D1Database, number: number): Read<IssuedPaper | undefined> =>
  mapped(
    one<PaperRow>(
      db
        .prepare(
          `${paperSql} AND p.kind = 'private' AND p.number < ?2 AND p.requirementId = (SELECT requirementId FROM Paper WHERE number = ?2)
           ORDER BY p.number DESC LIMIT 1`,
        )
        .bind(1, number),
    ),
    paperOf,
  )

/** `answers`: as many answers and decisions as there were when it was read. */
export type Ground = PaperGround & { requirementId: string; answers: number; calendar: Calendar }

const answersSql = `SELECT COUNT(w.id) + COUNT(d.id) AS n FROM ReplyWord w LEFT JOIN ReplyDecision d ON d.replyId = w.id WHERE w.reportId`

/** Nothing was answered or decided since. */
export const isAsAnswered = (db: D1Database, reportId: string, answers: number): D1PreparedStatement =>
  guard(db, `(${answersSql} = ?1) = ?2`, reportId, answers)

/**
 * What the paper of a report is made of. @param requirement its id; '': the first of
 * the report
 */
export const readGround = async (
  { db, now }: Pick<Act, 'db' | 'now'>,
  number: number,
  requirement: string,
  council: Pick<Council, 'name'>,
): Promise<Ground | undefined> => {
  const { report, schools, standings, calendar, answers } = await readTogether(db, {
    ...{ report: selectFrozen(db, number), schools: selectFrozenSchools(db, number), standings: selectFrozenStandings(db, number) },
    ...{ calendar: selectCalendar(db) },
    answers: only<{ n: number }>(db.prepare(`${answersSql} = (SELECT id FROM FrozenReport WHERE number = ?1)`).bind(number)),
  })
  if (!report) return undefined
  const chosen = report.requirements.find(({ id }) => id === requirement) ?? (requirement === '' ? report.requirements[0] : undefined)
  if (requirement !== '' && !chosen) return undefined
  const requirementId = chosen?.id ?? ''
  const about = chosen ? `${sayWithBasis(chosen)}, as at ${sayDay(report.question.on)}` : sayQuestion(report.question)
  const lines = paperLines(report, schools, standings, requirementId)
  const shown = new Map((await readNow(db, selectNamed(db, report.id))).map((one) => [one.schoolId, one]))
  const asked = lines
    .filter(({ named }) => named)
    .map(({ school }): NamedSchool => shown.get(school.schoolId) ?? { ...school, rootId: school.schoolId, says: [], reply: undefined })
  const roots = [...new Set(asked.map(({ rootId }) => rootId))]
  const { trend, made, rungs, chases } = await readTogether(db, {
    trend: selectTrend(db, number, requirementId),
    made: selectMade(db, { ...report.question, topic: report.question.topic?.id, event: report.question.event?.id }),
    rungs: selectTriedRungs({ db, now }, roots, requirementId),
    chases: mapped(selectOpenAbout(db, roots, requirementId), (open) => Map.groupBy(open, ({ school }) => school.id)),
  })
  const tried = new Map(
    asked.map(({ schoolId, rootId }) => [schoolId, triedWith(rungs.get(rootId), chases.get(rootId), calendar)] as const),
  )
  return {
    ...{
      report,
      about,
      stated: chosen?.stated === true,
      lines,
      trend: trend.toReversed(),
      tried,
      requirementId,
      council: council.name,
      answers: answers.n,
    },
    ...{ replies: asked, made: report.about === 'guidance' ? [] : made, today: londonDay(now), calendar },
  }
}

export const insertPaper = (
  { db, now, actor }: Act,
  paper: { id: string; reportId: string; requirementId: string; kind: PaperKind; content: string },
): D1PreparedStatement =>
  db
    .prepare(
      'INSERT INTO Paper (id, reportId, requirementId, kind, content, issuedOn, issuedAt, issuedById) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)',
    )
    .bind(
      ...[paper.id, paper.reportId, paper.requirementId, paper.kind, paper.content],
      ...[londonDay(now), instant(now), actor.accountId ?? null],
    )

export const insertPackWords = (
  { db, now, actor }: Act,
  words: { id: string; paperId: string; exemption: string; interest: string },
): D1PreparedStatement =>
  db
    .prepare('INSERT INTO PackWord (id, paperId, exemption, interest, saidAt, saidById) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
    .bind(words.id, words.paperId, words.exemption, words.interest, instant(now), actor.accountId ?? null)

export const paperNumber = async (db: D1Database, id: string): Promise<number> =>
  (await readNow(db, only<{ number: number }>(db.prepare('SELECT number FROM Paper WHERE id = ?1').bind(id)))).number
