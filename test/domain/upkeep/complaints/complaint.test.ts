import { expect, it } from 'vitest'
import { clockOf, nextOf } from '#upkeep/complaints/complaint.ts'

// “A complaint is acknowledged within 30 days, as the law asks, and answered within a month, which is our own aim.”
it('a complaint of 31 January is to be acknowledged by 2 March and answered by the end of February', () => {
  expect(clockOf(new Date('2026-01-31T10:00:00.000Z'))).toEqual({
    receivedAt: '2026-01-31T10:00:00.000Z',
    acknowledgeBy: '2026-03-02',
    answerBy: '2026-02-28',
  })
})

it('a complaint late in the evening counts from the day in London', () => {
  expect(clockOf(new Date('2026-06-30T23:30:00.000Z'))).toMatchObject({ acknowledgeBy: '2026-07-31', answerBy: '2026-08-01' })
})

it('what comes next is to acknowledge, then to answer, then nothing', () => {
  const complaint = { acknowledgeBy: '2026-03-31', answerBy: '2026-04-01', acknowledgedAt: null, answeredAt: null }
  expect([nextOf(complaint, '2026-03-31'), nextOf(complaint, '2026-04-01')]).toEqual([
    { step: 'acknowledge', by: '2026-03-31', isLate: false },
    { step: 'acknowledge', by: '2026-03-31', isLate: true },
  ])
  const acknowledged = { ...complaint, acknowledgedAt: '2026-03-01T10:00:00.000Z' }
  expect(nextOf(acknowledged, '2026-04-01')).toEqual({ step: 'answer', by: '2026-04-01', isLate: false })
  const answered = { answeredAt: '2026-03-20T10:00:00.000Z' }
  expect([nextOf({ ...acknowledged, ...answered }, '2026-05-01'), nextOf({ ...complaint, ...answered }, '2026-05-01')]).toEqual([
    undefined,
    undefined,
  ])
})
