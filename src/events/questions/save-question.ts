import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import { mostQuestions, type QuestionFacts, sameWording, type WriteRefusal } from './question.ts'
import { insertQuestion, retireQuestions, sameQuestions, selectAllQuestions, updateQuestion } from './store.ts'

type AskedEvent = Pick<EventDetails, 'id' | 'state'>

const changed = { [guardBroken]: 'questions_changed' } as const

/** @param ask.id made with the form, so that sending it twice adds one question */
export const addQuestion = async (
  act: Act,
  event: AskedEvent,
  ask: { id: string; facts: QuestionFacts },
): Promise<Result<'added', WriteRefusal>> => {
  if (event.state === 'cancelled') return refuse('event_cancelled')
  const all = await readNow(act.db, selectAllQuestions(act.db, event))
  if (all.some((question) => question.id === ask.id)) return ok('added')
  const asked = all.filter((question) => question.retiredAt === null)
  if (asked.length >= mostQuestions) return refuse('too_many_questions')
  const written = await atomically<WriteRefusal>(
    act.db,
    [
      sameQuestions(
        act,
        event.id,
        asked.map(({ id }) => id),
      ),
      insertQuestion(act, ask.id, event.id, ask.facts),
      logged(act, { act: 'question.added', subject: ['question', ask.id], eventId: event.id, after: said(ask.facts) }),
    ],
    changed,
  )
  return written.ok ? ok('added') : written
}

/** An answered one is retired and asked anew, except to change whether it is required. */
export const changeQuestion = async (
  act: Act,
  event: AskedEvent,
  id: string,
  facts: QuestionFacts,
): Promise<Result<'changed' | 'replaced', WriteRefusal>> => {
  const first = await tryChanging(act, event, id, facts)
  return !first.ok && first.reason === 'questions_changed' ? tryChanging(act, event, id, facts) : first
}

const tryChanging = async (
  act: Act,
  event: AskedEvent,
  id: string,
  facts: QuestionFacts,
): Promise<Result<'changed' | 'replaced', WriteRefusal>> => {
  if (event.state === 'cancelled') return refuse('event_cancelled')
  const all = await readNow(act.db, selectAllQuestions(act.db, event))
  const before = all.find((question) => question.id === id)
  if (!before) return refuse('no_such_question')
  if (before.retiredAt !== null) return refuse('question_is_retired')
  const replaced = before.answers > 0 && !sameWording(before, facts)
  const next = replaced ? newId(act.now) : id
  const written = await atomically<WriteRefusal>(
    act.db,
    [
      sameQuestions(
        act,
        event.id,
        all.filter((question) => question.retiredAt === null).map((question) => question.id),
      ),
      ...(replaced
        ? [retireQuestions(act, [id]), insertQuestion(act, next, event.id, facts, before.position)]
        : [updateQuestion(act, id, facts)]),
      logged(act, {
        act: replaced ? 'question.replaced' : 'question.changed',
        subject: ['question', id],
        eventId: event.id,
        before: said(before),
        after: { ...said(facts), ...(replaced ? { id: next } : {}) },
      }),
    ],
    // Somebody answered it meanwhile: on retry it is replaced.
    { ...changed, question_is_answered: 'questions_changed', question_is_retired: 'questions_changed' },
  )
  return written.ok ? ok(replaced ? 'replaced' : 'changed') : written
}

/** What the log may hold of a question: no typed text. */
const said = ({ scope, kind, required }: QuestionFacts) => ({ scope, kind, required })
