import { all, mapped, type Read, together } from '#base/db/read.ts'
import { selectEventByCode } from '#events/events/store.ts'
import type { AnsweringPlace, EventAnswers } from './answers.ts'
import { selectAllQuestions } from './store.ts'

// SQL: a cancelled place no longer answers anything.
const live = `p.state <> 'cancelled'`

/** For organisers only; undefined if unknown. */
export const selectEventAnswers = (db: SqlDatabase, code: string, now: Date): Read<EventAnswers | undefined> =>
  mapped(
    together({
      event: selectEventByCode(db, code, now),
      questions: selectAllQuestions(db, { code }),
      places: all<AnsweringPlace>(
        db
          .prepare(
            `SELECT p.id AS placeId, b.id AS bookingId, b.reference, r.name AS school, r.town, r.urn, p.personId IS NOT NULL AS named, n.name
           FROM Event e JOIN Place p ON p.eventId = e.id AND ${live} JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = p.schoolId
             JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId
           WHERE e.code = ?1 ORDER BY r.name COLLATE NOCASE, r.town, b.reference, n.name COLLATE NOCASE, p.id`,
          )
          .bind(code.toUpperCase()),
      ),
      answers: all<{ questionId: string; about: string; value: string }>(
        db
          .prepare(
            `SELECT a.questionId, COALESCE(a.placeId, a.bookingId) AS about, a.value
           FROM Event e JOIN EventQuestion q ON q.eventId = e.id JOIN Answer a ON a.questionId = q.id AND a.supersededAt IS NULL
           WHERE e.code = ?1 AND EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = a.bookingId AND (a.placeId IS NULL OR p.id = a.placeId) AND ${live})
           ORDER BY a.id`,
          )
          .bind(code.toUpperCase()),
      ),
    }),
    ({ event, questions, places, answers }) => {
      if (!event) return undefined
      const values: EventAnswers['values'] = new Map()
      for (const { questionId, about, value } of answers) {
        const of = values.get(questionId) ?? new Map<string, string>()
        of.set(about, value)
        values.set(questionId, of)
      }
      return {
        event,
        questions: questions.filter((question) => question.retiredAt === null || (values.get(question.id)?.size ?? 0) > 0),
        places,
        values,
      }
    },
  )
