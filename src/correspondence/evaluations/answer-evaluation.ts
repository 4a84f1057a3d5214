import { type Act, nobody } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { AnswerRefusal, Answers } from './evaluation.ts'
import { type AskedRow, insertAnswers } from './store.ts'

/** Once. The log says that an answer came, under nobody's name, whoever is signed in. */
export const answerEvaluation = async (
  act: Act,
  tokenHash: string,
  asked: AskedRow,
  answers: Answers,
): Promise<Result<'taken', AnswerRefusal>> => {
  const result = await atomically<AnswerRefusal>(
    act.db,
    [
      ...insertAnswers(act, tokenHash, asked, answers),
      logged(
        { ...act, actor: nobody },
        { act: 'evaluation.answered', subject: ['event', asked.eventId], eventId: asked.eventId, after: { wave: asked.wave } },
      ),
    ],
    { evaluation_answered: 'evaluation_answered', evaluation_closed: 'evaluation_closed' },
  )
  return result.ok ? ok('taken') : result
}
