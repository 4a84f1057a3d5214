import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, insertEach, sql, update, upsert } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { isInWords } from '#base/questions/store.ts'
import { onlyFor } from '#events/events/store.ts'
import { certificatesWait } from './due-store.ts'
import type { Answers, Evaluation, EventToRead, Question, QuestionFacts, Wave, WaveRow } from './evaluation.ts'

const questionColumns = { settings: 'json' } as const

const questions = 'SELECT q.id, q.wave, q.kind, q.label, q.settings FROM EvaluationQuestion q'

/** SQL: answers that are to be counted or read; none of them says who gave it. */
const answersOf = `EvaluationQuestion q JOIN EvaluationAnswer x ON x.questionId = q.id JOIN Event e ON e.id = q.eventId WHERE e.code = ?1`

/** What an event asks, and what was answered. One read: places itself on a page of results. */
export const selectEvaluation = (db: SqlDatabase, code: string): Read<Evaluation | undefined> => {
  const of = (sql: string) => db.prepare(sql).bind(code.toUpperCase())
  return mapped(
    together({
      event: one<Evaluation['event']>(
        of(`SELECT e.id, e.code, e.title, e.state, (SELECT MAX(s.endsAt) FROM ActiveSession s WHERE s.eventId = e.id) AS endsAt,
            ${onlyFor}
          FROM Event e WHERE e.code = ?1`),
        { onlyFor: 'json' },
      ),
      waves: all<WaveRow>(
        of(`SELECT w.wave, w.weeks, w.released, w.dropped, w.closedOn, COUNT(a.tokenHash) AS asked, COUNT(a.answeredOn) AS answered, MAX(a.askedOn) AS askedOn
          FROM Event e JOIN EvaluationWave w ON w.eventId = e.id LEFT JOIN EvaluationAsked a ON a.eventId = w.eventId AND a.wave = w.wave
          WHERE e.code = ?1 GROUP BY w.wave`),
      ),
      questions: all<Question & { wave: Wave }>(
        of(`${questions} JOIN Event e ON e.id = q.eventId WHERE e.code = ?1 ORDER BY q.wave, q.position`),
        questionColumns,
      ),
      counted: all<Evaluation['counted'][number]>(
        of(`SELECT x.questionId, x.value, COUNT(*) AS n FROM ${answersOf} AND NOT ${isInWords('q.kind')} GROUP BY x.questionId, x.value`),
      ),
      texts: all<Evaluation['texts'][number]>(
        of(`SELECT x.questionId, x.id, x.value, x.shown, x.readAt, (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId
          WHERE a.id = x.readById) AS readBy FROM ${answersOf} AND ${isInWords('q.kind')} AND x.value IS NOT NULL ORDER BY x.id`),
      ),
    }),
    ({ event, ...rest }) => event && { event, ...rest },
  )
}

export const selectQuestions = (db: SqlDatabase, { eventId, wave }: { eventId: string; wave: Wave }): Read<Question[]> =>
  all<Question & { wave: Wave }>(
    db.prepare(`${questions} WHERE q.eventId = ?1 AND q.wave = ?2 ORDER BY q.position`).bind(eventId, wave),
    questionColumns,
  )

/** SQL: a wave of which nobody was asked yet. */
const unasked = 'NOT EXISTS (SELECT 1 FROM EvaluationAsked a WHERE a.eventId = ?1 AND a.wave = ?2)'

/** Puts these questions in the place of those of a wave; none: it is not asked. */
export const replaceQuestions = (
  act: Act,
  of: { eventId: string; wave: Wave; weeks: number },
  asked: readonly QuestionFacts[],
): SqlStatement[] => {
  const bound = (sql: string) => act.db.prepare(sql).bind(of.eventId, of.wave)
  return [
    guard(act.db, unasked, of.eventId, of.wave),
    bound('DELETE FROM EvaluationQuestion WHERE eventId = ?1 AND wave = ?2'),
    ...(asked.length === 0
      ? [bound('DELETE FROM EvaluationWave WHERE eventId = ?1 AND wave = ?2')]
      : [
          upsert(act.db, 'EvaluationWave', ['eventId', 'wave'], { eventId: of.eventId, wave: of.wave, weeks: of.weeks }),
          insertEach(
            act.db,
            'EvaluationQuestion',
            asked.map((question) => ({ ...question, id: newId(act.now) })),
            ['id', 'kind', 'label', 'settings'],
            { eventId: of.eventId, wave: of.wave, position: sql('key + 1') },
          ),
        ]),
  ]
}

export type AskedRow = {
  eventId: string
  wave: Wave
  title: string
  code: string
  waits: number
  answeredOn: Day | null
  closedOn: Day | null
}

/** What the link of a mail asks. */
export const selectAsked = (db: SqlDatabase, tokenHash: string): Read<{ asked: AskedRow | undefined; questions: Question[] }> =>
  together({
    asked: one<AskedRow>(
      db
        .prepare(
          `SELECT a.eventId, a.wave, e.title, e.code, ${certificatesWait('a')} AS waits, a.answeredOn, w.closedOn FROM EvaluationAsked a
             JOIN EvaluationWave w ON w.eventId = a.eventId AND w.wave = a.wave JOIN Event e ON e.id = a.eventId WHERE a.tokenHash = ?1`,
        )
        .bind(tokenHash),
    ),
    questions: all<Question & { wave: Wave }>(
      db
        .prepare(
          `${questions} JOIN EvaluationAsked a ON a.eventId = q.eventId AND a.wave = q.wave WHERE a.tokenHash = ?1 ORDER BY q.position`,
        )
        .bind(tokenHash),
      questionColumns,
    ),
  })

/** Under a random id. Triggers refuse a second time and a wave that is closed. */
export const insertAnswers = (
  act: Act,
  tokenHash: string,
  { eventId, wave }: Pick<AskedRow, 'eventId' | 'wave'>,
  answers: Answers,
): SqlStatement[] => [
  update(act.db, 'EvaluationAsked', { answeredOn: londonDay(act.now) }, { tokenHash }),
  insert(act.db, 'EvaluationTray', { id: crypto.randomUUID(), eventId, wave, answers: JSON.stringify(answers) }),
]

export const selectToRead = (db: SqlDatabase): Read<EventToRead[]> =>
  all<EventToRead>(
    db.prepare(
      `SELECT e.code, e.title, COUNT(*) AS toRead FROM EvaluationAnswer x JOIN EvaluationQuestion q ON q.id = x.questionId JOIN Event e ON e.id = q.eventId
       WHERE x.shown IS NULL AND ${isInWords('q.kind')} GROUP BY e.id ORDER BY e.title, e.code LIMIT 200`,
    ),
  )

/** Lets these texts of an event be read, or not; only those about which nobody has decided. */
export const setShown = (act: Act, eventId: string, ids: readonly string[], shown: boolean): SqlStatement =>
  act.db
    .prepare(
      `UPDATE EvaluationAnswer SET shown = ?3, readAt = ?4, readById = ?5 WHERE shown IS NULL AND id IN (SELECT value FROM json_each(?2))
         AND questionId IN (SELECT q.id FROM EvaluationQuestion q WHERE q.eventId = ?1)`,
    )
    .bind(eventId, JSON.stringify(ids), shown ? 1 : 0, instant(act.now), act.actor.accountId ?? null)
