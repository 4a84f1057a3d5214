import { change, type Refusal, row } from '#test/support/refusing.ts'

const of = { eventId: 'event', wave: 'after' }
const wave = row('EvaluationWave', { ...of, closedOn: null })
const asked = row('EvaluationAsked', { ...of, tokenHash: 'link', answeredOn: null })
const answers = change('EvaluationAsked', { answeredOn: '2026-06-14' })

export const refusalsOfEvaluations: Refusal[] = [
  {
    trigger: 'EvaluationQuestion_before_asking',
    word: 'evaluation_is_asked',
    rule: 'what people are asked about an event stays as it was when they were asked',
    given: [wave, asked],
    doing: row('EvaluationQuestion', of),
    allowed: row('EvaluationQuestion', { ...of, wave: 'later' }),
  },
  {
    trigger: 'EvaluationAsked_answers_once',
    word: 'evaluation_answered',
    rule: 'a link to questions about an event is used once',
    given: [wave, asked, change('EvaluationAsked', { answeredOn: '2026-06-13' })],
    doing: answers,
    unless: [change('EvaluationAsked', { answeredOn: null })],
  },
  {
    trigger: 'EvaluationAsked_while_open',
    word: 'evaluation_closed',
    rule: 'nobody answers once the time for it is over',
    given: [row('EvaluationWave', { ...of, closedOn: '2026-07-12' }), asked],
    doing: answers,
    unless: [change('EvaluationWave', { closedOn: null })],
  },
]
