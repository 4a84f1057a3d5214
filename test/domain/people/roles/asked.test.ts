// Which autumn an asking is of, and what a school has still to answer first.
import { expect, it } from 'vitest'
import { isOverdue, openingOf, type RoleToConfirm, schoolsAsked, usualAsking } from '#people/roles/asked.ts'

it('a year of asking begins on the day that the council says, and lasts until that day of the next', () => {
  expect(openingOf(usualAsking, '2026-09-14')).toBe('2025-09-15')
  expect(openingOf(usualAsking, '2026-09-15')).toBe('2026-09-15')
  expect(openingOf(usualAsking, '2027-03-01')).toBe('2026-09-15')
  expect(openingOf({ opens: '10-01' }, '2026-09-30')).toBe('2025-10-01')
})

const row = (schoolId: string, roleId: string, askedOn: string | null, dueOn: string | null): RoleToConfirm => ({
  ...{
    schoolId,
    roleId,
    role: roleId,
    subjectId: 'autumn',
    askingId: `asking ${roleId}`,
    because: 'autumn',
    since: '2026-09-14T23:00:00.000Z',
    askedOn,
    dueOn,
  },
})

it('a school is due by the first day on which any of its roles is, and not at all while nobody is there to be asked', () => {
  const lead = row('ashgrove', 'dsl', '2026-10-05', '2026-11-09')
  const chair = row('ashgrove', 'chair', '2026-09-15', '2026-10-13')
  const head = row('brynmawr', 'head', null, null)
  expect(schoolsAsked([lead, chair, head])).toEqual([
    { schoolId: 'ashgrove', roles: [lead, chair], askedOn: '2026-09-15', dueOn: '2026-10-13' },
    { schoolId: 'brynmawr', roles: [head], askedOn: undefined, dueOn: undefined },
  ])
  expect(isOverdue({ dueOn: '2026-10-13' }, '2026-10-13')).toBe(false)
  expect(isOverdue({ dueOn: '2026-10-13' }, '2026-10-14')).toBe(true)
  expect(isOverdue({ dueOn: undefined }, '2026-10-14')).toBe(false)
})
