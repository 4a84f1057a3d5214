import { expect, it } from 'vitest'
import { type Causes, differences, type FrozenSchool } from '#attendance/reports/frozen.ts'

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
const none: Causes = { came: new Map(), ended: new Map(), register: new Map(), signed: new Map(), record: new Map() }

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
      what: 'Then: own staff attended, signed register. Today: did not take part',
      why: 'Nothing on record explains it.',
      explained: false,
    },
  ])
})

it('what came before the freezing explains nothing', () => {
  const causes = { ...none, ended: new Map([['m1', '2026-06-30T10:00:00.000Z']]) }
  expect(differences([school], [{ ...school, code: null, evidence: [] }], at, causes)[0]?.explained).toBe(false)
})
