import { describe, expect, it } from 'vitest'
import { makePlan, type PlanAsk } from '#schools/register/plan.ts'
import type { Held, Seen } from '#schools/register/register.ts'
import { type LinkRow, readLinks } from '#schools/register/succession.ts'

const seen = (urn: string, facts: Partial<Seen> = {}): [string, Seen] => [
  urn,
  {
    urn,
    name: `School ${urn}`,
    laCode: '884',
    laName: '',
    establishmentNumber: '',
    statusCode: '1',
    town: '',
    postcode: '',
    opensOn: null,
    ...facts,
  },
]
const held = (urn: string, schoolId: string, facts: Partial<Held> = {}): [string, Held] => [
  urn,
  { ...seen(urn, facts)[1], schoolId, rootId: facts.rootId ?? schoolId },
]
const links = (...rows: [string, string, string, string?][]) =>
  readLinks(rows.map(([urn, linkUrn, type, date]): LinkRow => ({ urn, linkUrn, type, date: date ?? '' })))

const planOf = (ask: Partial<Omit<PlanAsk, 'rows' | 'held'>> & { rows: [string, Seen][]; held?: [string, Held][] }) => {
  let made = 0
  return makePlan({
    area: ['884'],
    links: links(),
    recorded: new Set(),
    reviews: [],
    newSchoolId: () => `new-${++made}`,
    ...ask,
    rows: new Map(ask.rows),
    held: new Map(ask.held ?? []),
  })
}
const told = (plan: ReturnType<typeof planOf>) => plan.successions.map((s) => `${s.from} -> ${s.to} ${s.how}`)
const asked = (plan: ReturnType<typeof planOf>) => plan.reviews.map((r) => `${r.kind} ${r.urn}${r.otherUrn ? ` ${r.otherUrn}` : ''}`)

describe('a link', () => {
  it('carries one school on under a new URN; the reverse row is the same link, of two dates the later counts', () => {
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2')],
      links: links(['1', '2', 'Successor', '2024-08-31'], ['2', '1', 'Predecessor', '2024-09-01']),
    })
    expect(told(plan)).toEqual(['1 -> 2 one_to_one'])
    expect(plan.successions[0]?.happenedOn).toBe('2024-09-01')
    expect(plan.schools.get('1')?.schoolId).toBe(plan.schools.get('2')?.schoolId)
  })

  it('carries a school on along a chain', () => {
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2', { statusCode: '2' }), seen('3')],
      links: links(['1', '2', 'Successor'], ['2', '3', 'Successor']),
    })
    expect(new Set([...plan.schools.values()].map((s) => s.schoolId)).size).toBe(1)
  })

  it('gives the new URN to the school that held the old one', () => {
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2')],
      held: [held('1', 'school-a')],
      links: links(['2', '1', 'Predecessor']),
    })
    expect(plan.schools.get('2')).toEqual({ schoolId: 'school-a', rootId: 'school-a', isNew: false })
  })

  it('joins two schools that were held apart, the younger to the older', () => {
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2')],
      held: [held('1', 'b'), held('2', 'a')],
      links: links(['1', '2', 'Successor']),
    })
    expect(plan.joins).toEqual([{ youngerId: 'b', olderId: 'a' }])
    expect(plan.successions[0]?.join).toEqual({ youngerId: 'b', olderId: 'a' })
  })

  it('with several predecessors is a merger, with several successors a split: each school stays itself', () => {
    const merger = planOf({ rows: [seen('1'), seen('2'), seen('3')], links: links(['1', '3', 'Successor'], ['2', '3', 'Successor']) })
    expect(told(merger)).toEqual(['1 -> 3 merger', '2 -> 3 merger'])
    expect(new Set([...merger.schools.values()].map((s) => s.schoolId)).size).toBe(3)
    const split = planOf({ rows: [seen('1'), seen('2'), seen('3')], links: links(['1', '2', 'Successor'], ['1', '3', 'Successor']) })
    expect(told(split)).toEqual(['1 -> 2 split', '1 -> 3 split'])
  })

  it('is a merger when it says so, and when the other predecessor is neither in the file nor held', () => {
    expect(told(planOf({ rows: [seen('1'), seen('2')], links: links(['1', '2', 'Successor - merged']) }))).toEqual(['1 -> 2 merger'])
    const one = planOf({ rows: [seen('1'), seen('3')], links: links(['1', '3', 'Successor'], ['2', '3', 'Successor']) })
    expect(told(one)).toEqual(['1 -> 3 merger'])
  })

  it('that is no succession, that names itself, or whose ends are unknown tells nothing', () => {
    const plan = planOf({
      rows: [seen('1'), seen('2')],
      links: links(['1', '2', 'Sixth Form Centre Link'], ['1', '1', 'Successor'], ['8', '9', 'Successor'], ['1', '9', 'Successor']),
    })
    expect(told(plan)).toEqual([])
  })

  it('that contradicts itself tells nothing and is named', () => {
    const both = links(['1', '2', 'Successor'], ['2', '1', 'Successor'])
    expect([told(planOf({ rows: [seen('1'), seen('2')], links: both })), both.contradictory]).toEqual([[], [['1', '2']]])
  })

  it('already recorded is not told again', () => {
    const rows = [seen('1', { statusCode: '2' }), seen('2')]
    const known = [held('1', 'a', { statusCode: '2' }), held('2', 'a')]
    expect(told(planOf({ rows, held: known, links: links(['1', '2', 'Successor']), recorded: new Set(['1>2']) }))).toEqual([])
  })

  it('brings the other end from another authority, and nothing else from there', () => {
    const elsewhere = { laCode: '885' }
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2', elsewhere), seen('3', elsewhere)],
      links: links(['1', '2', 'Successor']),
    })
    expect(plan.scope).toEqual(['1', '2'])
  })

  it('between two that a person keeps apart leaves them so, and is named', () => {
    const reviews = [{ id: 'r', kind: 'no_link' as const, urn: '1', otherUrn: '2', decision: 'different_schools' as const, laCode: null }]
    const plan = planOf({
      rows: [seen('1', { statusCode: '2' }), seen('2')],
      held: [held('1', 'a'), held('2', 'b')],
      links: links(['1', '2', 'Successor']),
      reviews,
    })
    expect([plan.joins, told(plan), plan.keptApart.length]).toEqual([[], [], 1])
  })
})

describe('a person is asked', () => {
  it('about a closed and an open school of one name where an empty town agrees, whatever the punctuation', () => {
    const plan = planOf({
      rows: [
        seen('1', { name: 'St. Mary’s C.E. Primary', statusCode: '2' }),
        seen('2', { name: "St Mary's CE primary", town: 'Leominster' }),
      ],
    })
    expect(asked(plan)).toEqual(['no_link 1 2'])
  })

  it('not when towns or postcodes differ, when both are open or closed, or in two authorities', () => {
    const name = 'St Mary'
    const rows = [seen('1', { name, statusCode: '2', town: 'Bromyard' }), seen('2', { name, town: 'Ledbury' })]
    expect(asked(planOf({ rows }))).toEqual([])
    expect(asked(planOf({ rows: [seen('1', { name }), seen('2', { name })] }))).toEqual([])
    expect(asked(planOf({ rows: [seen('1', { name, statusCode: '2' }), seen('2', { name, laCode: '885' })] }))).toEqual([])
  })

  it('about one establishment number of a closing and an open school, though their names differ', () => {
    const plan = planOf({ rows: [seen('1', { statusCode: '3', establishmentNumber: '2001' }), seen('2', { establishmentNumber: '2001' })] })
    expect(asked(plan)).toEqual(['no_link 1 2'])
  })

  it('not when a chain of links joins the two, also through a URN that we do not hold', () => {
    const name = 'Same'
    const plan = planOf({
      rows: [seen('1', { name, statusCode: '2' }), seen('3', { name })],
      links: links(['1', '2', 'Successor'], ['2', '3', 'Successor']),
    })
    expect(asked(plan)).toEqual([])
  })

  it('about a school of ours that the file gives away or omits, but not about a closed one that it omits', () => {
    const plan = planOf({
      rows: [seen('1', { laCode: '885' }), seen('9')],
      held: [held('1', 'a'), held('2', 'b'), held('3', 'c', { statusCode: '2' }), held('4', 'd', { laCode: '885' })],
    })
    expect(asked(plan)).toEqual(['not_in_file 2', 'other_authority 1'])
  })

  it('once: what was decided is not asked again, and what the file answers is settled', () => {
    const name = 'Same'
    const rows = [seen('1', { name, statusCode: '2' }), seen('2', { name })]
    const review = { id: 'r', kind: 'no_link' as const, urn: '1', otherUrn: '2', laCode: null }
    expect(asked(planOf({ rows, reviews: [{ ...review, decision: 'different_schools' }] }))).toEqual([])
    const answered = planOf({ rows, reviews: [{ ...review, decision: null }], links: links(['1', '2', 'Successor']) })
    expect([asked(answered), answered.settled]).toEqual([[], ['r']])
  })
})
