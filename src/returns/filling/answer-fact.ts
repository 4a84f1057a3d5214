import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { disputeDue, textOf } from './fact.ts'
import { insertSaid, isStillOpen, selectHeld } from './held-store.ts'
import { readWithGuidance } from './read-guidance.ts'
import { selectQuestions, selectReturn, selectSaid } from './return-store.ts'
import { canType } from './school-return.ts'

export type AnswerFact = { questionId: string; shown: string; answer: 'confirmed' | 'disputed'; words: string }
export type FactRefusal = 'fact_has_changed' | 'return_is_submitted'

/** Confirms or disputes a fact we hold, with what was shown. Repeating it changes nothing. */
export const answerFact = async (
  act: Act,
  at: { schoolId: string; returnId: string },
  { questionId, shown, answer, words }: AnswerFact,
): Promise<Result<void, FactRefusal>> => {
  const { own, questions, said, held } = await readTogether(act.db, {
    own: selectReturn(act, at.schoolId, at.returnId),
    questions: selectQuestions(act.db, at.returnId, questionId),
    said: selectSaid(act.db, at.returnId),
    held: selectHeld(act, at.schoolId),
  })
  const filledFrom = questions[0]?.filledFrom
  if (!own?.mayFill || !filledFrom) throw notFound('return')
  if (!canType(own)) return refuse('return_is_submitted')
  const now = textOf(filledFrom, filledFrom === 'guidance' ? await readWithGuidance(act, at.schoolId, held) : held)
  // Forms send other line ends.
  if (now !== shown.replaceAll('\r\n', '\n')) return refuse('fact_has_changed')
  const last = said.get(questionId)
  if (last?.shown === now && last.answer === answer && last.words === words) return ok(undefined)
  const today = londonDay(act.now)
  const disputed = answer === 'disputed'
  const id = newId(act.now)
  const done = await atomically(
    act.db,
    [
      isStillOpen(act.db, at.returnId),
      insertSaid(act, {
        id,
        returnId: at.returnId,
        questionId,
        shown: now,
        heldOn: today,
        answer,
        words,
        ownerId: disputed ? own.askedById : null,
        dueOn: disputed ? disputeDue(today) : null,
      }),
      logged(act, {
        act: `return.fact_${answer}`,
        subject: ['school_return', at.returnId] as const,
        schoolId: at.schoolId,
        after: { shownId: id, questionId },
      }),
    ],
    { [guardBroken]: 'return_is_submitted' } as const,
  )
  return done.ok ? ok(undefined) : done
}
