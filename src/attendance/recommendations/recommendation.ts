// What scrutiny or a review recommended, what the executive answered, and what was done about it.
// Answers and steps are appended: the last of each stands.
import { addDays, type Day, type Instant, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'

export const sources = { scrutiny: 'A scrutiny committee', review: 'A review' } as const
export type Source = keyof typeof sources

/** Questions of the answer on a topic. */
export const figures = {
  came: 'Which schools came',
  people: 'Whom they sent',
  training: 'Whether their DSLs are trained',
  guidance: 'Who has the guidance',
  answer: 'What they did with it',
} as const
export type Figure = keyof typeof figures

export const answers = { accepted: 'Accepted', in_part: 'Accepted in part', not_accepted: 'Not accepted' } as const
export type Answer = keyof typeof answers

export const steps = { done: 'Done', late: 'Late' } as const
export type Step = keyof typeof steps

/** Who noted it, and when, beside what was said of which day. */
export type Said<What extends string> = { id: string; what: What; day: Day; why: string; by: string | null; at: Instant }

export type Action = { id: string; what: string; owner: string; dueOn: Day; step: Said<Step> | null }

export type RecommendationFacts = {
  source: Source
  madeBy: string
  madeOn: Day
  /** By the executive. */
  receivedOn: Day
  figure: Figure | ''
  topicId: string | undefined
}

export type Recommendation = Omit<RecommendationFacts, 'topicId'> & {
  id: string
  text: string
  topic: string | null
  topicId: string | null
  answer: Said<Answer> | null
  actions: readonly Action[]
}

export const actionState = ({ dueOn, step }: Action, day: Day): 'done' | 'on_time' | 'late' =>
  step?.what === 'done' ? 'done' : step || dueOn < day ? 'late' : 'on_time'

/** `Late: the contract ended. New day: 4 May 2027` */
export const sayAction = (action: Action, day: Day): string => {
  const { step, dueOn } = action
  if (step?.what === 'done') return `Done on ${sayDay(step.day)}`
  if (step) return `Late: ${step.why} New day: ${sayDay(step.day)}${step.day < day ? ', which is over' : ''}`
  return dueOn < day ? `Late: due on ${sayDay(dueOn)}, nobody has said why` : `On time: due on ${sayDay(dueOn)}`
}

/**
 * The last of the two months that begin with the day on which the executive received what scrutiny
 * recommends (Local Government Act 2000 s. 9FE); a review sets no day.
 */
export const answerBy = ({ source, receivedOn }: Pick<Recommendation, 'source' | 'receivedOn'>): Day | undefined => {
  if (source !== 'scrutiny') return undefined
  const [year = 0, month = 0, on = 0] = receivedOn.split('-').map(Number)
  const firstOf = (months: number): Day => new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
  const after = addDays(firstOf(2), on - 1)
  return addDays([after, firstOf(3)].toSorted()[0] ?? after, -1)
}

export const sayAnswer = (of: Recommendation, day: Day): string => {
  const { answer } = of
  if (answer) return `${answers[answer.what]} on ${sayDay(answer.day)}${answer.why ? `: ${answer.why}` : ''}`
  const by = answerBy(of)
  return by ? `Not answered, due by ${sayDay(by)}${by < day ? ': late' : ''}` : 'Not answered'
}

export type RecommendationLine = { from: string; sentence: string; late: string[]; rows: readonly Recommendation[] }

/** Of each report or review what came of it, as at a day: the parts of each number add up to it. */
export const recommendationLine = (all: readonly Recommendation[], day: Day): RecommendationLine[] =>
  [...Map.groupBy(all, ({ madeBy, madeOn }) => `${madeBy}, ${sayDay(madeOn)}`)].map(([from, rows]) => {
    const answered = (what: Answer | undefined): number => rows.filter(({ answer }) => answer?.what === what).length
    const actions = rows.flatMap((row) => row.actions)
    const inState = (state: ReturnType<typeof actionState>): number => actions.filter((one) => actionState(one, day) === state).length
    const parts = [`${answered('accepted')} accepted`, `${answered('in_part')} in part`, `${answered('not_accepted')} not accepted`]
    const open = answered(undefined)
    const done = listed([`${inState('done')} done`, `${inState('on_time')} on time`, `${inState('late')} late`])
    return {
      from,
      rows,
      sentence: `${rows.length} made: ${listed([...parts, ...(open ? [`${open} not answered`] : [])])}. ${counted(actions.length, 'action')}${actions.length ? `: ${done}` : ''}.`,
      late: [
        ...rows.filter((row) => !row.answer && (answerBy(row) ?? day) < day).map((row) => `${row.text} ${sayAnswer(row, day)}.`),
        ...actions.filter((one) => actionState(one, day) === 'late').map((one) => `${one.what} (${one.owner}). ${sayAction(one, day)}.`),
      ],
    }
  })

export type NotSaid = 'changed' | 'saved_otherwise'
