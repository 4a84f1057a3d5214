import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Question, WriteRefusal } from './question.ts'
import { orderQuestions, questionsOf, retireQuestions, sameQuestions } from './store.ts'

type AskedEvent = Pick<EventDetails, 'id' | 'state'>

const arrange = async (
  act: Act,
  event: AskedEvent,
  id: string,
  said: string,
  statements: (asked: readonly string[], at: number) => SqlStatement[],
): Promise<Result<Question, WriteRefusal>> => {
  if (event.state === 'cancelled') return refuse('event_cancelled')
  const asked = await questionsOf(act.db, event.id)
  const at = asked.findIndex((question) => question.id === id)
  const question = asked[at]
  if (!question) return refuse('no_such_question')
  const ids = asked.map((one) => one.id)
  const todo = statements(ids, at)
  if (todo.length === 0) return ok(question)
  const written = await atomically<WriteRefusal>(
    act.db,
    [sameQuestions(act, event.id, ids), ...todo, logged(act, { act: said, subject: ['question', id], eventId: event.id })],
    { [guardBroken]: 'questions_changed' },
  )
  return written.ok ? ok(question) : written
}

/** Moves a question up or down; at the end of the list it stays. */
export const moveQuestion = (act: Act, event: AskedEvent, id: string, way: string): Promise<Result<Question, WriteRefusal>> =>
  arrange(act, event, id, 'question.moved', (ids, at) => {
    const to = way === 'up' ? at - 1 : at + 1
    if (to < 0 || to >= ids.length) return []
    const order = ids.filter((one) => one !== id)
    order.splice(to, 0, id)
    return [orderQuestions(act, order)]
  })

export const retireQuestion = (act: Act, event: AskedEvent, id: string): Promise<Result<Question, WriteRefusal>> =>
  arrange(act, event, id, 'question.retired', () => [retireQuestions(act, [id])])
