import { expect, it } from 'vitest'
import { type Causes, differences, type FrozenSchool } from '#attendance/reports/frozen.ts'
import { type Cause, type FrozenStanding, type StandingCauses, standingDifferences } from '#attendance/reports/frozen-standing.ts'

const school: FrozenSchool = {
  ...{
    schoolId: 's',
    urn: '1',
    name: 'Ledbury',
    town: '',
    sector: 'academy',
    kind: 'primary',
    phase: 'Primary',
    trustUid: '',
    trustName: '',
  },
  ...{ districtCode: '', districtName: '', faith: '', gender: '', settlement: '', sizeBand: '', freeMealsBand: '' },
  ...{ wardCode: '', wardName: '', code: 101, lastAt: '2026-06-12', evidence: ['m1'] },
}
const at = '2026-07-01T00:00:00.000Z'
const none: Causes = { came: new Map(), ended: new Map(), register: new Map(), joined: new Map(), signed: new Map(), record: new Map() }

it('What differs today is listed school by school.', () => {
  const other = { ...school, schoolId: 't', name: 'Eardisley' }
  const found = differences([school, other], [{ ...school, trustUid: '9' }, other], at, {
    ...none,
    register: new Map([['s', '2026-08-02T10:00:00.000Z']]),
  })
  expect(found.map(({ school: { name }, what, why }) => [name, what, why])).toEqual([
    ['Ledbury', 'The register says something else of it today', 'What the register says of it changed on 2 August 2026.'],
  ])
})

it('Where nothing on record explains a difference, it says so.', () => {
  expect(differences([school], [{ ...school, code: null, evidence: [] }], at, none)).toEqual([
    {
      school: { ...school, code: null, evidence: [] },
      what: 'Then: own staff attended, register signed off. Today: did not take part',
      why: 'Nothing on record explains it.',
      explained: false,
    },
  ])
})

it('what came before the freezing explains nothing', () => {
  const causes = { ...none, ended: new Map([['m1', '2026-06-30T10:00:00.000Z']]) }
  expect(differences([school], [{ ...school, code: null, evidence: [] }], at, causes)[0]?.explained).toBe(false)
})

// “A difference has its cause in rows of the same school and subject alone: what the register says of a school explains whether it is counted and what it is, and nothing that it did.”
it('that the register says something else of a school explains nobody who came, and the register of another event nothing', () => {
  const later = '2026-08-02T10:00:00.000Z'
  const causes = { ...none, register: new Map([['s', later]]), signed: new Map([['m9', later]]) }
  const today = { ...school, code: null, evidence: [] }
  expect(differences([school], [today], at, causes)[0]).toMatchObject({ why: 'Nothing on record explains it.', explained: false })
  expect(differences([school], [{ ...school, code: 103 }], at, causes)[0]?.explained).toBe(false)
  expect(differences([], [school], at, causes)[0]?.why).toBe('What the register says of it changed on 2 August 2026.')
  // Of a school that was merged the marks of the other are its own.
  const merged = { ...school, code: 111, evidence: ['m1', 'm2'] }
  const joined = { ...none, came: new Map([['m2', '2026-06-01T10:00:00.000Z']]), joined: new Map([['s', later]]) }
  expect(differences([school], [merged], at, joined)[0]?.why).toBe('It was noted on 2 August 2026 which school it came from or became.')
})

it('an answer that changed is not explained by the list of schools, and a school that is newly counted is', () => {
  const line: FrozenStanding = { schoolId: 's', requirementId: 'g', state: 'issued', why: '', turnsOn: undefined, evidence: [] }
  const told = { at: '2026-08-03T10:00:00.000Z', what: 'The school told us' }
  const causes = (own: readonly Cause[]): StandingCauses => ({
    records: new Map(),
    lines: ({ schoolId }) => (schoolId === 's' ? own : [told]),
    register: new Map([['s', { at: '2026-08-02T10:00:00.000Z', what: 'What the register says of the school changed' }]]),
  })
  const whys = (was: readonly FrozenStanding[], own: readonly Cause[]) =>
    standingDifferences(was, [{ ...line, state: 'as_is' }], { schools: [] }, '2026-09-01', causes(own)).map(({ why, explained }) => [
      why,
      explained,
    ])
  expect(whys([line], [])).toEqual([['Nothing on record explains it.', false]])
  expect(whys([line], [told])).toEqual([['The school told us on 3 August 2026.', true]])
  expect(whys([], [])).toEqual([['What the register says of the school changed on 2 August 2026.', true]])
})
