// A new edition of a source for several rules: what it ends, what stands instead, and what takes it
// back.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changed, type RuleWay, ruleWays, sourceChange, sourceOf, sourcesOn, undoneChange } from '#attendance/editions/source.ts'
import { type Edition, editionOn, editionsOn } from '#attendance/requirements/requirement.ts'
import { holdsFor } from '#test/support/holds.ts'
import { lead } from '../requirements/world.ts'

const ids = () => {
  let n = 0
  return () => {
    n += 1
    return `new-${n}`
  }
}
const prevent: Edition = { ...lead, id: 'p1', requirementId: 'prevent', source: 'KCSIE 2026, Annex C', everyMonths: undefined }
const panel: Edition = { ...lead, id: 'r1', requirementId: 'panel', source: 'School Staffing Regulations', strength: 'law' }
const editions = [lead, prevent, panel]
const facts = { source: 'KCSIE 2027', publishedOn: '2027-07-01', validFrom: '2027-09-01' }
const rule = (requirementId: string, way: RuleWay = 'same', everyMonths: number | undefined = 24) => ({ requirementId, way, everyMonths })

it('rules are found under their source, whichever part of it they stand in', () => {
  expect(sourcesOn(editions, '2026-12-01').map((one) => [one.name, one.editions.map(({ id }) => id)])).toEqual([
    ['KCSIE 2026', ['e1', 'p1']],
    ['School Staffing Regulations', ['r1']],
  ])
})

it('each rule is asked as before, at another interval, or no longer, from the day on which it is in force', () => {
  const change = sourceChange(
    editions,
    { ...facts, rules: [rule('lead', 'same', 12), rule('prevent', 'end'), rule('panel', 'stay')] },
    ids(),
  )
  expect(change).toEqual({
    ok: true,
    value: {
      was: [lead, prevent],
      made: [
        { ...lead, id: 'new-2', validTo: '2027-09-01' },
        { ...lead, ...facts, id: 'new-1', everyMonths: 12, toCheck: true },
        { ...prevent, id: 'new-3', validTo: '2027-09-01' },
      ],
    },
  })
  const part = sourceChange(editions, { ...facts, rules: [rule('prevent', 'same', undefined)] }, ids())
  expect(part.ok && part.value.made.map(({ source }) => source)).toEqual(['KCSIE 2026, Annex C', 'KCSIE 2027, Annex C'])
})

it('a day on which a rule begins or is not in force is refused, and so is an edition of no rule', () => {
  const asked = (validFrom: string, way: RuleWay = 'same') =>
    sourceChange(editions, { ...facts, validFrom, rules: [rule('lead', way)] }, ids())
  expect(asked(lead.validFrom)).toEqual({ ok: false, reason: 'begins_already' })
  expect(asked('2010-01-01')).toEqual({ ok: false, reason: 'not_in_force' })
  expect(asked('2027-09-01', 'stay')).toEqual({ ok: false, reason: 'nothing_chosen' })
})

it('whatever is brought in, days before it are asked as they were, and undoing it asks what was asked on every day', () => {
  const rules = fc.record({
    lead: fc.constantFrom(...ruleWays),
    prevent: fc.constantFrom(...ruleWays),
    months: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  })
  const said = (some: readonly Edition[], day: string) =>
    editionsOn(some, day)
      .map(({ id, validTo, ...one }) => JSON.stringify(one))
      .toSorted()
  holdsFor([rules, fc.constantFrom('2026-09-02', '2027-09-01')], {}, ({ months, ...ways }, validFrom) => {
    const asked = [rule('lead', ways.lead, months), rule('prevent', ways.prevent, months)]
    const change = sourceChange(editions, { ...facts, publishedOn: undefined, validFrom, rules: asked }, ids())
    if (!change.ok) {
      expect(change.reason).toBe('nothing_chosen')
      return
    }
    const after = changed(editions, change.value)
    expect(said(after, '2026-09-01')).toEqual(said(editions, '2026-09-01'))
    expect(
      editionOn(
        after.filter(({ requirementId }) => requirementId === 'panel'),
        '2028-01-01',
      ),
    ).toEqual(panel)
    for (const one of editionsOn(after, '2028-01-01'))
      if (one.requirementId !== 'panel')
        expect(sourceOf(one)).toBe(asked.find((of) => of.requirementId === one.requirementId)?.way === 'stay' ? 'KCSIE 2026' : 'KCSIE 2027')
    const back = changed(after, undoneChange(change.value, ids()))
    const order = (some: readonly Edition[]) => some.map(({ id, ...one }) => JSON.stringify(one)).toSorted()
    expect(order(back)).toEqual(order(editions))
  })
})
