import type { Act } from '#base/act.ts'
import { selectThresholds } from '#base/council/threshold-store.ts'
import { readTogether } from '#base/db/read.ts'
import type { Document } from '#base/document.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import { sayShare } from '#returns/results/document.ts'
import { readResults } from '#returns/results/read-results.ts'
import { measureOf } from '#returns/results/result.ts'
import { selectFeedback, selectResultsNumber } from '#returns/results/store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { feedbackOf } from './answer.ts'
import { selectAnswers, selectOthers } from './answer-store.ts'
import { feedbackDocument } from './feedback.ts'
import { selectProgress } from './store.ts'

/** undefined where nothing was submitted. */
export const readFeedback = async (act: Act, round: Round, returnId: string, council: string): Promise<Document | undefined> => {
  const { schools, form, answers, others, thresholds, feedback, report } = await readTogether(act.db, {
    schools: selectProgress(act.db, round.id, returnId),
    form: selectForm(act.db, round.versionId),
    answers: selectAnswers(act.db, returnId),
    others: selectOthers(act.db, returnId),
    thresholds: selectThresholds(act.db),
    feedback: selectFeedback(act.db, round.id),
    report: selectResultsNumber(act.db, round.id),
  })
  const [school] = schools
  if (!school || !form || (school.state !== 'submitted' && school.state !== 'reopened')) return undefined
  const results = report === undefined ? undefined : await readResults(act.db, report)
  const allOf = new Map(
    (results?.sections ?? []).flatMap((section) =>
      section.results.map(({ question, all }) => [question.label, `${measureOf(question)}: ${sayShare(all)}`] as const),
    ),
  )
  const own = new Map(answers.map(({ questionId, value }) => [questionId, value]))
  return feedbackDocument(
    {
      school: school.name,
      phase: school.phase,
      title: round.title,
      year: round.year,
      council,
      least: thresholds.smallest,
      told: feedback.told?.words,
    },
    feedbackOf(questionsOf(form), own, others, thresholds.smallest).map((line) => ({ ...line, all: allOf.get(line.label) })),
  )
}
