// What an event's page says that it counts towards, and whether whoever attended it has done what a requirement asks.
import { expect, it } from 'vitest'
import type { Edition } from '#attendance/requirements/requirement.ts'
import { satisfying, trainingsOf } from '#attendance/requirements/training.ts'
import { type Count, type CountsAs, type HeldSession, impliedBy, sayCountsTowards } from '#events/events/requirement.ts'
import { lead } from '../requirements/world.ts'

const topics = ['designated-lead', 'governance', 'prevent']
const editions: readonly Edition[] = [
  lead,
  { ...lead, id: 'e2', requirementId: 'governors', label: 'Governors', topicIds: ['governance'] },
  { ...lead, id: 'e3', requirementId: 'update', label: 'Update', purposes: ['update', 'training'], topicIds: [], everyMonths: 12 },
  { ...lead, id: 'e4', requirementId: 'long', label: 'Long', topicIds: [], leastMinutes: 300 },
  { ...lead, id: 'e5', requirementId: 'level', label: 'Level 3', topicIds: ['prevent'], level: '3' },
]

type Held = { purpose: 'training' | 'update' | 'briefing'; level: string; sessions: (HeldSession & { id: string })[] }

/** Whether somebody who attended these sessions whole has done it by the rule. */
const counts = (event: Held, attended: Held['sessions'], edition: Edition): boolean => {
  const trainings = trainingsOf(
    attended.map(({ id, day, minutes, topicIds, counts: said }) => ({
      ...{ personId: 'ann', eventId: 'e', sessionId: id, on: day, minutes, title: 'Day', where: '', topicIds: [...topicIds], counts: said },
      ...{ purpose: event.purpose, level: event.level },
    })),
  )
  // Whether there was a first training is for the standing of the person to say.
  const asFirst = trainings.map((one) => ({
    ...one,
    countsTowards: Object.fromEntries(Object.entries(one.countsTowards).map(([id, as]) => [id, as === 'refresher' ? 'either' : as])),
  }))
  return satisfying(edition, asFirst, '2099-01-01').counted.length > 0
}

/** Everything that one can attend whole: each day's sessions for everyone, and one workshop of each block. */
const waysToAttend = ({ sessions }: Held): Held['sessions'][] => {
  const blocks = [...Map.groupBy(sessions, ({ day, block }) => `${day} ${block}`).entries()]
  return blocks.reduce<Held['sessions'][]>(
    (ways, [key, own]) => ways.flatMap((way) => (key.endsWith(' ') ? [[...way, ...own]] : own.map((one) => [...way, one]))),
    [[]],
  )
}

/** What the page says of a requirement: the whole event, by workshops (their titles), or nothing. */
const said = (event: Held, edition: Edition): 'whole' | string[] => {
  const own = event.sessions.flatMap(({ counts: of, title }) => of.map((one) => ({ ...one, title })))
  const is = (one: Count) => one.requirementId === edition.requirementId && one.countsAs !== 'none'
  const implied = impliedBy(event, event.sessions, [edition])
  if (own.some((one) => is(one) && !one.ofSession) || implied.some(({ session }) => session === undefined)) return 'whole'
  return [...own.flatMap((one) => (is(one) && one.ofSession ? one.title : [])), ...implied.flatMap(({ session }) => session ?? [])]
}

let seed = 7
const draw = (n: number): number => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed % n
}
const one = <T>(some: readonly T[]): T => some[draw(some.length)] as T

const aHeldEvent = (): Held => {
  const whole: Count[] =
    draw(3) === 0
      ? []
      : editions.flatMap(({ requirementId }) =>
          draw(4) === 0 ? [{ requirementId, countsAs: one<CountsAs>(['first', 'either', 'refresher']), ofSession: false }] : [],
        )
  const nothing: Count[] = whole.length === 0 && draw(5) === 0 ? [{ requirementId: '*', countsAs: 'none', ofSession: false }] : []
  const sessions = Array.from({ length: 1 + draw(4) }, (_, n) => {
    const block = draw(3) === 0 ? 'A' : ''
    const own: Count[] =
      draw(6) === 0
        ? [{ requirementId: one(editions).requirementId, countsAs: one<CountsAs>(['either', 'refresher']), ofSession: true }]
        : []
    return {
      ...{ id: `s${n}`, title: `Session ${n}`, day: one(['2026-03-12', '2026-03-13']), block, minutes: one([60, 150, 330]) },
      topicIds: draw(2) === 0 ? [one(topics)] : [one(topics), one(topics)],
      counts: [...whole, ...nothing, ...own],
    }
  })
  return { purpose: one(['training', 'update', 'briefing']), level: one(['', '3']), sessions }
}

// “What an event's page says that it counts towards counts for whoever attended it whole, and nothing else does; a workshop that alone counts is named.”
it('what the page says counts, and what counts is said, for 400 made-up events of sessions, workshops, topics and lengths', () => {
  const different: unknown[] = []
  const found = { whole: 0, named: 0, no: 0 }
  for (let n = 0; n < 400; n += 1) {
    const event = aHeldEvent()
    for (const edition of editions) {
      const is = said(event, edition)
      for (const way of waysToAttend(event)) {
        const done = counts(event, way, edition)
        const expected = is === 'whole' || way.some(({ title }) => is.includes(title))
        found[done ? (is === 'whole' ? 'whole' : 'named') : 'no'] += 1
        if (done !== expected) different.push({ event, requirement: edition.requirementId, way: way.map(({ id }) => id), is, done })
      }
    }
  }
  expect(different).toEqual([])
  expect(Math.min(...Object.values(found))).toBeGreaterThan(30)
})

it('a session that does not count takes nothing from another of the day that does', () => {
  const session = (id: string, more: Count[] = []): Held['sessions'][number] => ({
    ...{ id, title: id, day: '2026-03-12', block: '', minutes: 60, topicIds: ['designated-lead'] },
    counts: [{ requirementId: 'lead', countsAs: 'either', ofSession: false }, ...more],
  })
  const market = session('market', [{ requirementId: 'lead', countsAs: 'none', ofSession: true }])
  const event: Held = { purpose: 'briefing', level: '', sessions: [session('morning'), market] }
  expect([counts(event, event.sessions, lead), counts(event, [market], lead)]).toEqual([true, false])
})

it('what follows from purpose and topic is said like what somebody said, and not where it counts towards nothing', () => {
  const sessions = [{ title: 'Day', day: '2026-03-12', block: '', minutes: 330, topicIds: ['governance'], counts: [] }]
  expect(sayCountsTowards(impliedBy({ purpose: 'training', level: '' }, sessions, editions))).toBe('Governors; Update; Long')
  const nothing: Count = { requirementId: '*', countsAs: 'none', ofSession: false }
  expect(impliedBy({ purpose: 'training', level: '' }, [{ ...sessions[0], counts: [nothing] } as HeldSession], editions)).toEqual([])
})
