import { expect, it } from 'vitest'
import { answerBy, redacted } from '#upkeep/records/subject.ts'

// “A request is recorded with the day on which it must be answered: a month after it came.”
it('a request of 31 January is answered by the end of February, one of 26 November by 26 December', () => {
  expect(['2027-01-31', '2028-01-31', '2026-11-26', '2026-12-05'].map(answerBy)).toEqual([
    '2027-02-28',
    '2028-02-29',
    '2026-12-26',
    '2027-01-05',
  ])
})

it('names and addresses of others are taken out and counted, and one’s own stay', () => {
  const section = {
    title: 'Messages',
    source: 'MessageBody',
    columns: ['text', 'n'],
    rows: [['Dear Ann Lee, Owen Price (op@a.sch.uk) booked; write to ann@a.sch.uk', 3]],
  }
  const copy = redacted('Ann Lee', [section], ['Ann Lee', 'ann@a.sch.uk'], ['Owen Price', 'Owen', 'Ann Lee'])
  expect(copy.sections[0]?.rows).toEqual([['Dear Ann Lee, [somebody else] ([address of somebody else]) booked; write to ann@a.sch.uk', 3]])
  expect(copy.redactions).toBe(2)
  expect(redacted('Ann Lee', [section], ['Ann Lee', 'ann@a.sch.uk'], []).redactions).toBe(1)
})
