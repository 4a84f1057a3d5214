// Whom somebody proposes for a role, beside those who are confirmed in it.
import { expect, it } from 'vitest'
import { bareSchoolStandingOn, proposedIn, type SchoolAsked } from '#attendance/requirements/school-standing.ts'
import { rowsOf, sayLast, sayRowState } from '#attendance/requirements/standing-row.ts'
import type { Seer } from '#attendance/requirements/state.ts'
import { lead, spell, training } from './world.ts'

const asked: SchoolAsked = {
  ...{ editions: [lead], spells: [], gaps: [], trainings: [], exceptions: [], statements: [] },
  school: { kind: 'primary', sector: 'maintained', lowAge: '4', nurseryProvision: '' },
}
const names = {
  people: new Map([
    ['ann', 'Ann Lead'],
    ['ben', 'Ben Lead'],
  ]),
  roles: new Map([['dsl', 'Lead']]),
}
const ben = { ...spell, id: 's2', personId: 'ben' }
const said = (
  facts: Partial<SchoolAsked>,
  proposed: Parameters<typeof rowsOf>[1]['proposed'],
  day = '2026-06-01',
  seer: Seer = 'council',
) => {
  const all = { ...asked, ...facts }
  const found = bareSchoolStandingOn(all, day)
  return found
    ? rowsOf(found, { ...all, proposed }, names, day, seer).map((row) => [row.who, sayRowState(row, seer), sayLast(row), row.why])
    : []
}

it('somebody who is proposed stands after whoever is confirmed, as they would stand by what they attended for the school', () => {
  expect(said({ spells: [ben] }, { spells: [spell], trainings: [training] })).toEqual([
    ['Ben Lead', 'No training on our record', 'Nothing that counts', 'No training on our record (guidance: KCSIE 2026).'],
    [
      'Ann Lead',
      'Not confirmed by the school',
      'Lead training, 14 Mar 2025',
      'Not confirmed yet. By what they attended for the school they would be: in date until 14 March 2027, two years after “Lead training” on 14 March 2025 (guidance: KCSIE 2026).',
    ],
  ])
  expect(said({}, { spells: [spell], trainings: [{ ...training, topicIds: ['prevent'] }] })).toEqual([
    [
      'Ann Lead',
      'Not confirmed by the school',
      'Nothing that counts',
      'Not confirmed yet. Nothing that they attended for the school counts (guidance: KCSIE 2026). “Lead training” on 14 March 2025 does not count: it was on another topic.',
    ],
  ])
})

it('a role of which nothing is said, one that the school says it does not know of and one for which somebody is proposed each say their own', () => {
  const nobody = { spells: [], trainings: [] }
  const notTold = 'The school has not told us who it is'
  expect(said({}, nobody)).toEqual([['', notTold, '', `${notTold}: nobody has told us who holds the role (guidance: KCSIE 2026).`]])
  const gaps = [{ roleId: 'dsl', answer: 'not_known' as const, from: '2026-01-01', to: undefined }]
  expect(said({ gaps }, nobody)).toEqual([
    ['', notTold, '', `${notTold}: the school says that it does not know who holds the role (guidance: KCSIE 2026).`],
  ])
  const you = 'You have not told us who it is'
  expect(said({ gaps }, nobody, '2026-06-01', 'school')).toEqual([
    ['', you, '', `${you}: the school says that it does not know who holds the role (guidance: KCSIE 2026).`],
  ])
  expect(said({ gaps }, { spells: [spell], trainings: [] }).map(([who, state]) => [who, state])).toEqual([
    ['Ann Lead', 'Not confirmed by the school'],
    ['', notTold],
  ])
})

it('a proposal changes nothing of how the school stands, and one of somebody who is confirmed is not shown', () => {
  const found = bareSchoolStandingOn({ ...asked, spells: [spell] }, '2026-06-01')
  if (!found) throw new Error('no standing')
  const twice = { ...ben, id: 's3' }
  expect(
    proposedIn(found, { spells: [{ ...spell, id: 's9' }, ben, twice], trainings: [] }, '2026-06-01').map((one) => one.spell.id),
  ).toEqual(['s3'])
  expect(bareSchoolStandingOn(asked, '2026-06-01')?.state).toBe('not_known')
})
