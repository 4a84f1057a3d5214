// What schools are asked of their roles.
import { expect, it } from 'vitest'
import { type AskedRole, isAskedOf, isSaid, othersIn, proposalsOf, sayConfirm, standingText } from '#people/roles/school-roles.ts'

const role = (facts: Partial<AskedRole> = {}): AskedRole => ({
  ...{ id: 'dsl', label: 'Lead', position: 1, several: false, holders: [], proposals: [], gap: undefined, matters: true },
  ...facts,
})
const holder = (personId: string) => ({
  ...{ id: personId, personId, name: personId, email: null, roleId: 'dsl', fromDate: null, toDate: null, source: 'school' },
  ...{ learnedAt: '2026-01-01T00:00:00.000Z', confirmedAt: '2026-01-01T00:00:00.000Z', confirmedBy: null, dispute: undefined },
})

it('a school is asked about the roles of its sector and kind', () => {
  const facts = { id: 'chair_management', asked: true, sectors: ['maintained'], kinds: ['alternative_provision'] }
  const outsideKind = null
  expect(isAskedOf(facts, { sector: 'maintained', kind: 'alternative_provision', outsideKind })).toBe(true)
  expect(isAskedOf(facts, { sector: 'maintained', kind: 'primary', outsideKind })).toBe(false)
  expect(isAskedOf(facts, { sector: 'not_known', kind: 'alternative_provision', outsideKind })).toBe(false)
  expect(isAskedOf({ id: 'dsl', asked: true, sectors: [], kinds: [] }, { sector: 'not_known', kind: 'not_known', outsideKind })).toBe(true)
  expect(isAskedOf({ id: 'dsl', asked: false, sectors: [], kinds: [] }, { sector: 'maintained', kind: 'primary', outsideKind })).toBe(false)
})

// “Of a childminder, and of a nursery that is no school, who leads safeguarding is asked and no other role; of another setting none.”
it('a childminder and a nursery are asked for their lead alone, and another setting for nobody', () => {
  const asked = (outsideKind: 'childminder' | 'nursery' | 'partner_agency' | 'school_elsewhere') =>
    ['dsl', 'deputy_dsl', 'head'].filter((id) =>
      isAskedOf({ id, asked: true, sectors: [], kinds: [] }, { sector: 'not_known', kind: 'not_known', outsideKind }),
    )
  expect(asked('childminder')).toEqual(['dsl'])
  expect(asked('nursery')).toEqual(['dsl'])
  expect(asked('partner_agency')).toEqual([])
  expect(asked('school_elsewhere')).toEqual(['dsl', 'deputy_dsl', 'head'])
})

it('others in a role are asked about only where one person usually holds it', () => {
  const two = [holder('one'), holder('other')]
  expect(othersIn(role({ holders: two }), 'one').map(({ personId }) => personId)).toEqual(['other'])
  expect(othersIn(role({ holders: two, several: true }), 'one')).toEqual([])
})

it('nothing can be still right while nobody is confirmed and nothing is vacant, or all of it is disputed', () => {
  const dispute = { id: 'd', reason: '', raisedAt: '2026-01-01T00:00:00.000Z' }
  expect(isSaid(role({ proposals: [holder('one')] }))).toBe(false)
  expect(isSaid(role({ holders: [{ ...holder('one'), dispute }] }))).toBe(false)
  expect(isSaid(role({ holders: [holder('one')] }))).toBe(true)
})

it('whoever waits for a word of the school stands on the page once for each role, and nobody who is confirmed, disputed or gone', () => {
  const waits = (personId: string, facts: object = {}) => ({ ...holder(personId), confirmedAt: null, ...facts })
  const dispute = { id: 'd', reason: '', raisedAt: '2026-01-01T00:00:00.000Z' }
  const proposals = [
    waits('ann', { id: 'first' }),
    waits('ann', { id: 'second' }),
    waits('ben'),
    waits('cai', { dispute }),
    waits('dai', { toDate: '2026-01-01' }),
  ]
  const of = (roles: AskedRole[]) => proposalsOf({ roles }).map((one) => one.holder.personId)
  expect(of([role({ proposals, holders: [holder('ben')] })])).toEqual(['ann'])
  expect(of([role({ proposals, matters: false })])).toEqual([])
  expect([1, 5, 10, 14].map((n) => sayConfirm(n))).toEqual([
    'Confirm this one',
    'Confirm these five (one minute)',
    'Confirm these ten (one minute)',
    'Confirm these 14',
  ])
  expect([sayConfirm(4, 5), sayConfirm(1, 12)]).toEqual(['Confirm four of these five (one minute)', 'Confirm one of these 12'])
})

it('what stands is one text whatever the order in which it was read', () => {
  const standing = [
    { id: 'b', roleId: 'dsl' },
    { id: 'a', roleId: 'head' },
  ]
  expect(standingText({ standing })).toBe('["a","b"]')
  expect(standingText({ standing }, 'dsl')).toBe('["b"]')
})
