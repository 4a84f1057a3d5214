// What is known of a school that was told something, on each day. Rules: docs/rules/reached.md.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, instant } from '#base/dates.ts'
import { figuresOf, isReached, type NoticeFact, reaches, reachOn, sayFact, sayReach, withdrawnSince } from '#people/notices/notice.ts'
import { holdsFor } from '#test/support/holds.ts'

const at = (n: number): string => instant(new Date(Date.parse('2026-03-02T10:00:00.000Z') + n * 86_400_000))
const dayOf = (n: number): string => addDays('2026-03-02', n)

const fact = (what: NoticeFact['what'], n: number, messageId: string | null = null, recorded = n): NoticeFact => ({
  ...{ id: `${what} ${n}`, what, at: at(n), recordedAt: at(recorded), messageId, ofId: null, reason: '' },
  ...(what === 'told' ? { means: 'telephone', toWhom: 'Pat Lee, head', by: 'Olive Grant' } : { means: null, toWhom: '', by: '' }),
})

const anyFact = fc
  .record({
    what: fc.constantFrom<NoticeFact['what']>('queued', 'accepted', 'came_back', 'not_sent', 'told', 'confirmed'),
    n: fc.nat(20),
    late: fc.nat(5),
    mail: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ what, n, late, mail }) => fact(what, n, ['queued', 'accepted', 'came_back'].includes(what) ? mail : null, n + late))

it('The five figures and what is queued add up to the schools that were told, on every day.', () => {
  holdsFor([fc.array(fc.array(anyFact, { maxLength: 8 }), { maxLength: 30 }), fc.nat(30)], { numRuns: 2000 }, (county, n) => {
    const schools = county.map((facts) => ({ reach: reachOn(facts, dayOf(n)) }))
    const figures = figuresOf(schools)
    expect(Object.keys(figures)).toEqual([...reaches])
    expect(Object.values(figures).reduce((sum, one) => sum + one, 0)).toBe(county.length)
  })
})

it('What is recorded later changes no earlier day, and the order in which the provider tells changes none.', () => {
  holdsFor([fc.array(anyFact, { maxLength: 8 }), fc.nat(20), fc.nat(7919)], { numRuns: 2000 }, (facts, n, seed) => {
    const known = facts.filter(({ recordedAt }) => recordedAt.slice(0, 10) <= dayOf(n))
    const shuffled = facts.toSorted((a, b) => ((facts.indexOf(a) * seed) % 13) - ((facts.indexOf(b) * seed) % 13))
    expect(reachOn(facts, dayOf(n))).toBe(reachOn(known, dayOf(n)))
    expect(reachOn(shuffled, dayOf(n))).toBe(reachOn(facts, dayOf(n)))
  })
})

it('A school is reached once a named person has confirmed it or somebody told it another way, and by no mail.', () => {
  const sent = [fact('queued', 0, 'a'), fact('accepted', 1, 'a')]
  const lives: [NoticeFact[], string, boolean][] = [
    [[], 'queued', false],
    [[fact('queued', 0, 'a')], 'queued', false],
    [[fact('not_sent', 0)], 'not_sent', false],
    [sent, 'delivered', false],
    [[...sent, fact('came_back', 2, 'a')], 'came_back', false],
    // A message that was given up, and of which the provider told later that it had arrived.
    [[fact('queued', 0, 'a'), fact('came_back', 1, 'a'), fact('accepted', 2, 'a')], 'delivered', false],
    [[...sent, fact('came_back', 2, 'a'), fact('queued', 3, 'b')], 'queued', false],
    [[...sent, fact('came_back', 2, 'a'), fact('queued', 3, 'b'), fact('accepted', 3, 'b')], 'delivered', false],
    [[...sent, fact('came_back', 2, 'a'), fact('told', 4)], 'told', true],
    [[fact('not_sent', 0), fact('told', 4), fact('confirmed', 5)], 'confirmed', true],
  ]
  expect(lives.map(([facts]) => reachOn(facts, dayOf(9)))).toEqual(lives.map(([, reach]) => reach))
  expect(lives.map(([facts]) => isReached(reachOn(facts, dayOf(9))))).toEqual(lives.map(([, , is]) => is))
})

it('What somebody noted is said with how, whom and by whom.', () => {
  expect([fact('told', 2), fact('accepted', 1, 'a')].map(sayFact)).toEqual([
    'Told another way on 4 March 2026: telephone, Pat Lee, head, noted by Olive Grant',
    'Accepted by the mail server on 3 March 2026',
  ])
})

it('a note that was withdrawn counts until the day before', () => {
  const note = fact('told', 2)
  const withdrawn = { ...fact('withdrawn', 5), ofId: note.id, by: 'Olive Grant', reason: 'Another school was rung' }
  const facts = [fact('queued', 0, 'a'), fact('came_back', 1, 'a'), note, withdrawn]
  expect([1, 2, 4, 5].map((n) => [reachOn(facts, dayOf(n)), withdrawnSince([{ facts }], dayOf(n))])).toEqual([
    ['came_back', 0],
    ['told', 1],
    ['told', 1],
    ['came_back', 0],
  ])
  // Told again, rightly.
  const again = [...facts, fact('told', 6)]
  expect([reachOn(again, dayOf(6)), withdrawnSince([{ facts: again }], dayOf(6)), withdrawnSince([{ facts: again }], dayOf(4))]).toEqual([
    'told',
    0,
    1,
  ])
  expect(sayFact(withdrawn)).toBe('Note withdrawn on 7 March 2026: by Olive Grant, Another school was rung')
})

it('says the five figures in one sentence, and what is not sent while there is any', () => {
  expect(sayReach([{ reach: 'told' }, { reach: 'queued' }])).toBe(
    'Reached: 1 of 2 schools. Of all, confirmed by a named person: 0; told another way and noted: 1; delivered, confirmed by nobody: 0; came back or failed: 0; not sent: no working address: 0; not sent yet, or sent and nothing reported yet: 1.',
  )
  expect(sayReach([{ reach: 'delivered' }])).not.toContain('not sent yet')
})
