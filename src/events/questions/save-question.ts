import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Read, readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { moved } from '#base/questions/order.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import { mostQuestions, type Question, type QuestionFacts, sameWording, type WriteRefusal } from './question.ts'
import {
  insertQuestion,
  orderQuestions,
  retireQuestions,
  sameQuestions,
  selectAllQuestions,
  selectCountedQuestions,
  updateQuestion,
} from './store.ts'

type AskedEvent = Pick<EventDetails, 'id' | 'state'>
type Write<T> = { value: T; statements: SqlStatement[]; log: { act: string; id: string; before?: object; after?: object } }

/** Writes what is decided of the questions, unless they have changed meanwhile. */
const write = async <T, Q extends Question>(
  act: Act,
  event: AskedEvent,
  select: (db: SqlDatabase, event: AskedEvent) => Read<Q[]>,
  decide: (all: readonly Q[], ids: readonly string[]) => Result<T, WriteRefusal> | Write<T>,
): Promise<Result<T, WriteRefusal>> => {
  if (event.state === 'cancelled') return refuse('event_cancelled')
  const all = await readNow(act.db, select(act.db, event))
  const ids = all.flatMap(({ id, retiredAt }) => (retiredAt === null ? [id] : []))
  const decided = decide(all, ids)
  if ('ok' in decided) return decided
  const { id, ...log } = decided.log
  const result = await atomically<WriteRefusal>(
    act.db,
    [sameQuestions(act, event.id, ids), ...decided.statements, logged(act, { ...log, subject: ['question', id], eventId: event.id })],
    { [guardBroken]: 'questions_changed', question_is_answered: 'questions_changed', question_is_retired: 'questions_changed' },
  )
  return result.ok ? ok(decided.value) : result
}

/** @param ask.id made with the form, so that sending it twice adds one question */
export const addQuestion = (act: Act, event: AskedEvent, { id, facts }: { id: string; facts: QuestionFacts }) =>
  write<'added', Question>(act, event, selectAllQuestions, (all, ids) => {
    if (all.some((question) => question.id === id)) return ok('added')
    if (ids.length >= mostQuestions) return refuse('too_many_questions')
    return {
      value: 'added',
      statements: [insertQuestion(act, id, event.id, facts)],
      log: { act: 'question.added', id, after: factsOf(facts) },
    }
  })

/** An answered one is retired and asked anew, except to change whether it is required. */
export const changeQuestion = async (act: Act, event: AskedEvent, id: string, facts: QuestionFacts) => {
  const change = () =>
    write<'changed' | 'replaced', Question & { answers: number }>(act, event, selectCountedQuestions, (all) => {
      const before = all.find((question) => question.id === id)
      if (!before) return refuse('no_such_question')
      if (before.retiredAt !== null) return refuse('question_is_retired')
      const changed = { before: factsOf(before), after: factsOf(facts) }
      if (before.answers === 0 || sameWording(before, facts))
        return { value: 'changed', statements: [updateQuestion(act, id, facts)], log: { act: 'question.changed', id, ...changed } }
      const next = newId(act.now)
      return {
        value: 'replaced',
        statements: [retireQuestions(act, [id]), insertQuestion(act, next, event.id, facts, before.position)],
        log: { act: 'question.replaced', id, ...changed, after: { ...changed.after, id: next } },
      }
    })
  const first = await change()
  // Somebody answered it meanwhile: now it is replaced.
  return !first.ok && first.reason === 'questions_changed' ? change() : first
}

/** Moves a question up or down; at the end of the list it stays. */
export const moveQuestion = (act: Act, event: AskedEvent, id: string, way: string) =>
  write<undefined, Question>(act, event, selectAllQuestions, (_, ids) => {
    if (!ids.includes(id)) return refuse('no_such_question')
    const order = moved(ids, id, way === 'up' ? -1 : 1)
    if (order.join() === ids.join()) return ok(undefined)
    return { value: undefined, statements: [orderQuestions(act, order)], log: { act: 'question.moved', id } }
  })

export const retireQuestion = (act: Act, event: AskedEvent, id: string) =>
  write<undefined, Question>(act, event, selectAllQuestions, (_, ids) =>
    ids.includes(id)
      ? { value: undefined, statements: [retireQuestions(act, [id])], log: { act: 'question.retired', id } }
      : refuse('no_such_question'),
  )

/** What the log may hold of a question: no typed text. */
const factsOf = ({ scope, kind, required }: QuestionFacts) => ({ scope, kind, required })
