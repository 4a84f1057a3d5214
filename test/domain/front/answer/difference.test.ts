import { expect, it } from 'vitest'
import { saySince, sinceOf } from '#front/answer/difference.ts'
import type { About, AnswerRow } from '#front/answer/population.ts'

const row = (schoolId: string, came: AnswerRow['came'], facts: Partial<AnswerRow> = {}) =>
  ({
    schoolId,
    name: schoolId,
    town: '',
    came,
    basis: 'signed',
    evidence: [],
    lastOn: null,
    lastAnyOn: null,
    ...facts,
  }) as unknown as AnswerRow

const none = { came: new Map(), ended: new Map(), register: new Map(), joined: new Map(), signed: new Map(), record: new Map() }

it('A school that differs from the last report has a cause of its own record, or time alone, or none; whoever is the same is not named.', () => {
  const old = { lastOn: '2024-11-05', lastAnyOn: '2024-11-05', evidence: ['old'] }
  const then = [
    row('Same', 'lead'),
    row('Over', 'lead', old),
    row('New', 'never'),
    row('Taken back', 'other', { evidence: ['gone'] }),
    row('Left', 'never'),
  ]
  const now = [
    row('Same', 'other'),
    row('Over', 'lapsed', { ...old, evidence: [] }),
    row('New', 'other', { evidence: ['fresh'], lastOn: '2026-11-25' }),
    row('Taken back', 'never'),
  ]
  const since = sinceOf(
    { number: 13, onDay: '2026-11-01', knownAt: '2026-11-01T10:00:00.000Z', rows: then, asked: [] },
    { about: { from: '2024-11-10', on: '2026-11-30' } as About, rows: now },
    { ...none, came: new Map([['fresh', '2026-11-25T12:00:00.000Z']]), ended: new Map([['gone', '2026-11-20T12:00:00.000Z']]) },
  )
  expect(since.differ.map(({ name, why, explained }) => [name, why, explained])).toEqual([
    ['Over', 'It last came on 5 November 2024, before these two years.', true],
    ['New', 'A mark or record came on 25 November 2026, after the report.', true],
    ['Taken back', 'A mark or record was corrected or removed on 20 November 2026.', true],
    ['Left', 'Nothing on record explains it.', false],
  ])
  expect(saySince(since)).toBe(
    '4 schools differ from report 13, of 1 November 2026, in whether they are counted and came. Nothing on record explains 1 of them.',
  )
})
