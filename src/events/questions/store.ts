import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read, readNow, together } from '#base/db/read.ts'
import { insertOnce, pick, sql, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { eventIdOf } from '#events/events/store.ts'
import type { BookingAnswers, PlacedAnswer, Question, QuestionFacts, StandingAnswer } from './question.ts'

export const questionColumns =
  'q.id, q.eventId, q.position, q.scope, q.kind, q.label, q.hint, q.settings, q.required, q.createdAt, q.retiredAt'

const questionStored = { settings: 'json', required: 'flag' } as const

/** The questions of a statement that selects `questionColumns`. */
export const questionsBy = (statement: SqlStatement): Read<Question[]> => all<Question>(statement, questionStored)

/** The questions that an event asks now, in their order. */
export const selectQuestions = (db: SqlDatabase, event: { id: string } | { code: string }): Read<Question[]> => {
  const [is, value] = eventIdOf(event)
  return questionsBy(
    db
      .prepare(`SELECT ${questionColumns} FROM EventQuestion q WHERE q.eventId = ${is} AND q.retiredAt IS NULL ORDER BY q.position, q.id`)
      .bind(value),
  )
}

const everAsked = 'ORDER BY q.retiredAt IS NOT NULL, q.position, q.id'

/** All questions an event ever asked; current questions first. */
export const selectAllQuestions = (db: SqlDatabase, event: { id: string } | { code: string }): Read<Question[]> => {
  const [is, value] = eventIdOf(event)
  return questionsBy(db.prepare(`SELECT ${questionColumns} FROM EventQuestion q WHERE q.eventId = ${is} ${everAsked}`).bind(value))
}

/** The same with how many answers were ever given to each. */
export const selectCountedQuestions = (
  db: SqlDatabase,
  event: { id: string } | { code: string },
): Read<(Question & { answers: number })[]> => {
  const [is, value] = eventIdOf(event)
  return all<Question & { answers: number }>(
    db
      .prepare(
        `SELECT ${questionColumns}, (SELECT COUNT(*) FROM Answer a WHERE a.questionId = q.id) AS answers
         FROM EventQuestion q WHERE q.eventId = ${is} ${everAsked}`,
      )
      .bind(value),
    questionStored,
  )
}

export const answerColumns = 'a.questionId, a.placeId, a.value, a.answeredAt'

/** The answers of a statement that selects `answerColumns`. */
export const answersBy = (statement: SqlStatement): Read<StandingAnswer[]> => all<StandingAnswer>(statement)

/** A booking's questions and answers. The caller checks access. */
export const selectBookingAnswers = (db: SqlDatabase, reference: string): Read<BookingAnswers> =>
  together({
    questions: questionsBy(
      db
        .prepare(
          `SELECT ${questionColumns} FROM Booking b JOIN EventQuestion q ON q.eventId = b.eventId AND (q.retiredAt IS NULL
             OR EXISTS (SELECT 1 FROM Answer a WHERE a.questionId = q.id AND a.bookingId = b.id AND a.supersededAt IS NULL))
           WHERE b.reference = ?1 ORDER BY q.position, q.id`,
        )
        .bind(reference.toUpperCase()),
    ),
    answers: answersBy(
      db
        .prepare(
          `SELECT ${answerColumns} FROM Booking b JOIN Answer a ON a.bookingId = b.id AND a.supersededAt IS NULL
           WHERE b.reference = ?1 ORDER BY a.id`,
        )
        .bind(reference.toUpperCase()),
    ),
  })

/** The same in one round trip of its own. */
export const readBookingAnswers = (db: SqlDatabase, reference: string): Promise<BookingAnswers> =>
  readNow(db, selectBookingAnswers(db, reference))

/**
 * Put after the booking and its places. Superseded answers stay; questions retired meanwhile are
 * skipped, so that no place is lost. @param answeredById default: the actor's account
 */
export const insertAnswers = (
  act: Act,
  bookingId: string,
  answers: readonly PlacedAnswer[],
  answeredById = act.actor.accountId,
): SqlStatement[] => {
  if (answers.length === 0) return []
  const given = JSON.stringify(answers.map((answer) => ({ id: newId(act.now), ...answer })))
  const asked = "JOIN EventQuestion q ON q.id = j.value ->> '$.questionId' AND q.retiredAt IS NULL"
  return [
    act.db
      .prepare(
        `UPDATE Answer SET supersededAt = ?3 WHERE bookingId = ?2 AND supersededAt IS NULL AND EXISTS (
           SELECT 1 FROM json_each(?1) j ${asked}
           WHERE q.id = Answer.questionId AND j.value ->> '$.placeId' IS Answer.placeId)`,
      )
      .bind(given, bookingId, instant(act.now)),
    act.db
      .prepare(
        `INSERT INTO Answer (id, questionId, bookingId, placeId, value, answeredAt, answeredById)
         SELECT j.value ->> '$.id', q.id, ?2, j.value ->> '$.placeId', j.value ->> '$.value', ?3, ?4 FROM json_each(?1) j ${asked} ORDER BY j.key`,
      )
      .bind(given, bookingId, instant(act.now), answeredById ?? null),
  ]
}

export const endAnswers = (act: Act, bookingId: string, answers: readonly Pick<PlacedAnswer, 'questionId' | 'placeId'>[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Answer SET supersededAt = ?3 WHERE bookingId = ?2 AND supersededAt IS NULL AND EXISTS (
         SELECT 1 FROM json_each(?1) j WHERE j.value ->> '$.questionId' = Answer.questionId AND j.value ->> '$.placeId' IS Answer.placeId)`,
    )
    .bind(JSON.stringify(answers), bookingId, instant(act.now))

/** Copies an event's current questions to another, in the batch that makes it. */
export const copyQuestions = (act: Act, fromEventId: string, toEventId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO EventQuestion (id, eventId, position, scope, kind, label, hint, settings, required, createdAt)
       SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2)
           || '-' || hex(randomblob(6))), ?2, position, scope, kind, label, hint, settings, required, ?3
       FROM EventQuestion WHERE eventId = ?1 AND retiredAt IS NULL`,
    )
    .bind(fromEventId, toEventId, instant(act.now))

export const insertQuestion = (act: Act, id: string, eventId: string, facts: QuestionFacts, position?: number): SqlStatement =>
  insertOnce(act.db, 'EventQuestion', ['id'], {
    id,
    eventId,
    position: sql('COALESCE(?2, (SELECT COALESCE(MAX(position), 0) + 1 FROM EventQuestion WHERE eventId = ?1))', eventId, position ?? null),
    ...pick(facts, ['scope', 'kind', 'label', 'hint', 'required']),
    settings: JSON.stringify(facts.settings),
    createdAt: instant(act.now),
  })

export const updateQuestion = (act: Act, id: string, facts: QuestionFacts): SqlStatement =>
  update(
    act.db,
    'EventQuestion',
    { ...pick(facts, ['scope', 'kind', 'label', 'hint', 'required']), settings: JSON.stringify(facts.settings) },
    { id },
  )

export const retireQuestions = (act: Act, ids: readonly string[]): SqlStatement =>
  update(act.db, 'EventQuestion', { retiredAt: instant(act.now) }, { id: ids })

export const orderQuestions = (act: Act, ids: readonly string[]): SqlStatement =>
  act.db
    .prepare('UPDATE EventQuestion SET position = j.key + 1 FROM json_each(?1) AS j WHERE EventQuestion.id = j.value')
    .bind(JSON.stringify(ids))

/** Guard: the event is not cancelled and asks these questions in this order. */
export const sameQuestions = (act: Act, eventId: string, ids: readonly string[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT json_group_array(id) FROM (SELECT id FROM EventQuestion WHERE eventId = ?1 AND retiredAt IS NULL ORDER BY position, id)) = ?2
     AND (SELECT state FROM Event WHERE id = ?1) <> 'cancelled'`,
    eventId,
    JSON.stringify(ids),
  )
