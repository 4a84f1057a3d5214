// What a scrutiny committee recommended, what cabinet answered, and what came of it.
import type { Answer, Step } from '#attendance/recommendations/recommendation.ts'
import { addAction, addRecommendations, answerRecommendation, stepAction } from '#attendance/recommendations/record-recommendation.ts'
import type { Act } from '#base/act.ts'
import { addMinutes, type Day, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { actOf, must } from './time.ts'

const noFigure = { figure: '', topicId: undefined } as const
const byTraining = { figure: 'training', topicId: 'child-on-child-abuse' } as const

type Told = {
  text: string
  shown?: typeof byTraining
  answer?: { what: Answer; why: string }
  actions: readonly { what: string; owner: string; dueOn: Day; step?: { what: Step; day: Day; why: string } }[]
}

export const settleRecommendations = async (act: Act, cast: Cast): Promise<void> => {
  const { made, answered, noted, done, due, newDay, said } = demonstrationDates(act.now).recommendations
  const team = 'Education safeguarding team'
  const told: readonly Told[] = [
    {
      text: 'Analyse what schools and the council recorded of abuse between children, and say what gets in the way of complete records.',
      answer: { what: 'accepted', why: '' },
      actions: [
        { what: 'Read case records at three schools', owner: team, dueOn: done, step: { what: 'done', day: done, why: '' } },
        {
          ...{ what: 'Put the findings before the partnership', owner: 'Head of safeguarding', dueOn: done },
          step: { what: 'late', day: newDay, why: 'The partnership moved its meeting.' },
        },
      ],
    },
    {
      text: 'See that the DSL of every school is trained, and say which schools are not reached.',
      shown: byTraining,
      answer: { what: 'accepted', why: '' },
      actions: [{ what: 'Write to each school without a DSL in date', owner: team, dueOn: due }],
    },
    {
      text: 'Read the policy of every school.',
      answer: { what: 'in_part', why: 'The council reads the policies of maintained schools; trusts answer for theirs.' },
      actions: [{ what: 'Read the policies of maintained schools', owner: 'School improvement', dueOn: due }],
    },
    { text: 'Give each governor who is responsible for safeguarding a conference of their own.', actions: [] },
  ]
  const by = (when: Date, minutes = 0): Act => actOf(act, cast.officer, addMinutes(when, minutes))
  const from = { source: 'scrutiny', madeBy: 'Children and young people scrutiny committee', madeOn: made, receivedOn: made } as const
  for (const [n, { text, shown = noFigure, answer, actions }] of told.entries()) {
    const first = by(noted, n)
    const ofId = newId(first.now)
    await addRecommendations(first, ofId, { ...from, ...shown }, [text])
    const then = by(answered, n * 10)
    if (answer) must(await answerRecommendation(then, { id: newId(then.now), ofId, day: londonDay(then.now), ...answer }, ''), 'answer')
    for (const [m, { step, ...action }] of actions.entries()) {
      const planned = by(answered, n * 10 + m + 1)
      const id = newId(planned.now)
      await addAction(planned, { id, ofId, ...action })
      const later = by(said, m)
      if (step) must(await stepAction(later, { id: newId(later.now), ofId: id, ...step }, '', ofId), 'step')
    }
  }
}
