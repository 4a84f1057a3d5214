import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EvaluatedEvent, QuestionFacts, SaveRefusal, Wave } from './evaluation.ts'
import { replaceQuestions, setShown } from './store.ts'

/** Sets what a wave asks, until it has gone out; without questions nobody is asked. */
export const saveEvaluation = async (
  act: Act,
  event: EvaluatedEvent,
  of: { wave: Wave; weeks: number; questions: readonly QuestionFacts[] },
): Promise<Result<'saved', SaveRefusal>> => {
  // Whoever came was told before what they would be asked.
  if (event.state === 'cancelled' || (event.endsAt !== null && event.endsAt <= instant(act.now))) return refuse('event_over')
  const result = await atomically<SaveRefusal>(
    act.db,
    [
      ...replaceQuestions(act, { eventId: event.id, ...of }, of.questions),
      logged(act, {
        act: 'evaluation.saved',
        subject: ['event', event.id],
        eventId: event.id,
        after: { wave: of.wave, weeks: of.weeks, questions: of.questions.length },
      }),
    ],
    { [guardBroken]: 'evaluation_is_asked', evaluation_is_asked: 'evaluation_is_asked' },
  )
  return result.ok ? ok('saved') : result
}

/** Of texts to read: shown with the results, or kept from them. @returns how many are decided */
export const releaseTexts = async (
  act: Act,
  event: EvaluatedEvent,
  { shown, hidden }: { shown: readonly string[]; hidden: readonly string[] },
): Promise<Result<number, never>> => {
  const decided = shown.length + hidden.length
  if (decided === 0) return ok(0)
  await atomically(act.db, [
    setShown(act, event.id, shown, true),
    setShown(act, event.id, hidden, false),
    logged(act, {
      act: 'evaluation.texts_decided',
      subject: ['event', event.id],
      eventId: event.id,
      after: { shown: shown.length, hidden: hidden.length },
    }),
  ])
  return ok(decided)
}
