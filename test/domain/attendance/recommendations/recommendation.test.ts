import { expect, it } from 'vitest'
import {
  type Action,
  answerBy,
  type Recommendation,
  recommendationLine,
  sayAction,
  sayAnswer,
} from '#attendance/recommendations/recommendation.ts'
import { addDays } from '#base/dates.ts'

const today = '2026-09-01'
const said = <What extends string>(what: What, day: string, why = '') => ({
  id: 'said',
  what,
  day,
  why,
  by: 'Olive Grant',
  at: `${day}T09:00:00.000Z`,
})
const anAction = (facts: Partial<Action> = {}): Action => ({
  ...{ id: 'action', what: 'Write to the chairs', owner: 'Education safeguarding team', dueOn: '2026-12-01', step: null },
  ...facts,
})
const aRecommendation = (facts: Partial<Recommendation> = {}): Recommendation => ({
  ...{ id: 'one', source: 'scrutiny', madeBy: 'Children scrutiny committee', madeOn: '2026-03-12', receivedOn: '2026-03-12' },
  ...{ text: 'Analyse what was recorded.', figure: '', topic: null, topicId: null, answer: null, actions: [] },
  ...facts,
})

it.each([
  ['2026-03-12', '2026-05-11'],
  ['2026-03-01', '2026-04-30'],
  ['2026-12-31', '2027-02-28'],
  ['2027-12-31', '2028-02-29'],
  ['2026-12-29', '2027-02-28'],
  ['2026-06-30', '2026-08-29'],
])(
  '“The executive answers scrutiny within the two months that begin with the day on which it received what was recommended; a review sets no day.”: received on %s, by %s',
  (receivedOn, by) => {
    expect(answerBy({ source: 'scrutiny', receivedOn })).toBe(by)
    expect(answerBy({ source: 'review', receivedOn })).toBeUndefined()
  },
)

it('“An action is done, on time or late: late is what somebody said is late, or what is over its day without a word.”', () => {
  expect(sayAction(anAction(), today)).toBe('On time: due on 1 December 2026')
  expect(sayAction(anAction({ dueOn: today }), today)).toBe('On time: due on 1 September 2026')
  expect(sayAction(anAction({ dueOn: '2026-08-31' }), today)).toBe('Late: due on 31 August 2026, nobody has said why')
  const late = anAction({ dueOn: '2026-08-31', step: said('late', '2026-10-02', 'The contract ended.') })
  expect(sayAction(late, today)).toBe('Late: The contract ended. New day: 2 October 2026')
  expect(sayAction(late, '2026-10-03')).toBe('Late: The contract ended. New day: 2 October 2026, which is over')
  expect(sayAction(anAction({ dueOn: '2026-08-31', step: said('done', '2026-09-01') }), today)).toBe('Done on 1 September 2026')
})

it('“What is not answered says by when it is due, and that it is late.”', () => {
  expect(sayAnswer(aRecommendation(), '2026-05-11')).toBe('Not answered, due by 11 May 2026')
  expect(sayAnswer(aRecommendation(), '2026-05-12')).toBe('Not answered, due by 11 May 2026: late')
  expect(sayAnswer(aRecommendation({ source: 'review' }), today)).toBe('Not answered')
  expect(sayAnswer(aRecommendation({ answer: said('in_part', '2026-04-20', 'There is no money for more.') }), today)).toBe(
    'Accepted in part on 20 April 2026: There is no money for more.',
  )
})

it('“Of each report or review one sentence says how many were made, accepted, accepted in part and not accepted, and how many actions are done, on time and late; each number is the sum of its parts.”', () => {
  const answered = (n: number, what: 'accepted' | 'in_part' | 'not_accepted') =>
    Array.from({ length: n }, () => aRecommendation({ answer: said(what, '2026-04-20', 'Because.') }))
  const actions = [
    ...Array.from({ length: 14 }, () => anAction({ step: said('done', '2026-08-01') })),
    ...Array.from({ length: 5 }, () => anAction()),
    ...[anAction({ dueOn: '2026-08-01' }), anAction({ step: said('late', '2026-10-02', 'The contract ended.') })],
  ]
  const [first = aRecommendation(), ...rest] = [...answered(9, 'accepted'), ...answered(1, 'in_part'), ...answered(1, 'not_accepted')]
  const review = aRecommendation({ source: 'review', madeBy: 'Spotlight review', madeOn: '2026-01-05' })
  expect(
    recommendationLine([{ ...first, actions }, ...rest, review], today).map(({ from, sentence, late }) => ({ from, sentence, late })),
  ).toEqual([
    {
      from: 'Children scrutiny committee, 12 March 2026',
      sentence: '11 made: 9 accepted, 1 in part and 1 not accepted. 21 actions: 14 done, 5 on time and 2 late.',
      late: [
        'Write to the chairs (Education safeguarding team). Late: due on 1 August 2026, nobody has said why.',
        'Write to the chairs (Education safeguarding team). Late: The contract ended. New day: 2 October 2026.',
      ],
    },
    {
      ...{ from: 'Spotlight review, 5 January 2026', late: [] },
      sentence: '1 made: 0 accepted, 0 in part, 0 not accepted and 1 not answered. 0 actions.',
    },
  ])
})

it('of any recommendations the parts add up, and all that is late is listed', () => {
  let seed = 7
  const chance = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let n = 0; n < 300; n += 1) {
    const rows = Array.from({ length: 1 + chance(12) }, () =>
      aRecommendation({
        madeBy: ['Scrutiny', 'A review'][chance(2)] ?? '',
        answer: [null, said('accepted', '2026-04-20'), said('in_part', '2026-04-20', 'x'), said('not_accepted', '2026-04-20', 'x')][
          chance(4)
        ] as Recommendation['answer'],
        actions: Array.from({ length: chance(4) }, () =>
          anAction({
            dueOn: addDays(today, chance(200) - 100),
            step: [null, said('done', today), said('late', '2026-10-02', 'x')][chance(3)] as Action['step'],
          }),
        ),
      }),
    )
    const lines = recommendationLine(rows, today)
    expect(lines.flatMap((one) => one.rows).length).toBe(rows.length)
    for (const { sentence, late, rows: own } of lines) {
      const [made = '', actions = ''] = sentence.split('. ')
      const [of = 0, ...parts] = [...made.matchAll(/\d+/g)].map(Number)
      const [ofActions = 0, ...states] = [...actions.matchAll(/\d+/g)].map(Number)
      const sum = (some: number[]): number => some.reduce((all, one) => all + one, 0)
      expect([of, ofActions]).toEqual([sum(parts), sum(states)])
      expect([of, ofActions]).toEqual([own.length, own.flatMap((row) => row.actions).length])
      expect(late.length).toBe((states[2] ?? 0) + own.filter((row) => !row.answer).length)
    }
  }
})
