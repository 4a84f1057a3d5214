// Twelve months of a county with the real acts and jobs, held against a count of the raw rows that shares nothing with the service.
import { expect, it } from 'vitest'
import { dimensions, type Question } from '#attendance/coverage/coverage.ts'
import { selectStandingFigures } from '#attendance/coverage/standing-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { keptOn } from '#attendance/requirements/kept-standing.ts'
import { selectKept } from '#attendance/requirements/kept-standing-store.ts'
import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { db, rows } from '#test/support/factories.ts'
import { countedOn, type Raw } from '#tools/recount/schools.ts'
import { knownAt, saidCounts, standingsOn, withoutNone } from '#tools/recount/training.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { chance, everything, keyOf, reachedIn } from '../coverage/recounted.ts'
import { liveAYear } from './lived.ts'

const seed = 20_261_128
const requirements = ['lead', 'deputies', 'lead_update', 'governors', 'panel', 'staff_update', 'early_years_lead']

type Report = { id: string; number: number; about: string; question: string; frozenAt: string }

const banded = ['faith', 'settlement', 'size', 'free-meals'] as const

/** What a report keeps of its schools, and the same from the register. */
const keptFacts = (one: Raw): unknown[] =>
  ['urn', 'sector', 'kind', 'trustUid', 'faith', 'settlement', 'sizeBand', 'freeMealsBand'].map((name) => one[name])
const ownFacts = (i: Raw): unknown[] => [i['urn'], i['sector'], i['kind'], i['trustUid'] ?? '', ...banded.map((by) => keyOf(by, i))]

const everyAct = [
  ...([
    'register',
    'named',
    'ended',
    'gap',
    'disputed',
    'answered',
    'confirmed',
    'elsewhere',
    'evidence',
    'exception',
    'exception ended',
  ] as const),
  ...(['stated', 'edition', 'counts', 'booked', 'marked', 'corrected', 'walked in', 'closed'] as const),
]

const tally = (of: Iterable<readonly [string, string]>): Record<string, Record<string, number>> => {
  const found: Record<string, Record<string, number>> = {}
  for (const [key, state] of of) {
    found[key] ??= {}
    found[key][state] = (found[key][state] ?? 0) + 1
  }
  return found
}

it('a year of schools, people, conferences and editions leaves every figure as the raw rows give it', async () => {
  const { pick } = chance(seed + 1)
  const asked = { figures: 0, holders: 0, states: new Set<string>() }
  const rootsAt: { at: string; schools: Raw[] }[] = []

  const look = async (act: Act, day: Day): Promise<void> => {
    const all = await everything()
    const truth = standingsOn(all, day)
    const roots = all.School.filter((one) => one['rootId'] === one['id']).map((one) => one['id'] ?? '')
    const { kept, editions, known } = await readTogether(db, {
      kept: selectKept(db, roots),
      editions: selectEditions(db),
      known: selectSchoolsKnown(db, roots, day),
    })
    const where = `seed ${seed}, ${day}`
    // What is kept is what the function says, and both are what the rows give.
    const said = known.map((one) => keptOn(editions, one, day))
    const sorted = (some: unknown[]) => some.map((one) => JSON.stringify(one)).toSorted()
    expect(sorted(kept.standings), where).toEqual(sorted(said.flatMap(({ standings }) => standings)))
    expect(sorted(kept.holders), where).toEqual(sorted(said.flatMap(({ holders }) => holders)))
    expect(new Map(kept.standings.map((one) => [`${one.rootId} ${one.requirementId}`, one.state])), where).toEqual(truth.schools)
    expect(new Map(kept.holders.map((one) => [`${one.roleAtSchoolId} ${one.requirementId}`, one.state])), where).toEqual(truth.holders)
    asked.holders += truth.holders.size
    // Figures by requirement and dimension.
    const counted = countedOn(all, '884', day)
    for (let n = 0; n < 6; n += 1) {
      const [by, requirement] = [pick(dimensions), pick(requirements)]
      const { categories } = await readNow(act.db, selectStandingFigures(db, { requirement, on: day, laCodes: ['884'], by }))
      const answered = Object.fromEntries(categories.map((one) => [one.key, withoutNone(one)]))
      const tallied = tally([...counted].map(([root, i]) => [keyOf(by, i), truth.schools.get(`${root} ${requirement}`) ?? ''] as const))
      const expected = Object.fromEntries(Object.entries(tallied).map(([key, states]) => [key, saidCounts(states)]))
      expect([where, by, requirement, answered]).toEqual([where, by, requirement, expected])
      asked.figures += 1
    }
    for (const state of truth.schools.values()) asked.states.add(state)
    rootsAt.push({ at: act.now.toISOString(), schools: all.School })
  }

  const done = await liveAYear(seed, look)
  expect(asked.figures).toBeGreaterThanOrEqual(200)
  expect([...asked.states].toSorted()).toEqual([
    'due_soon',
    'exempt',
    'in_date',
    'no_record',
    'not_asked',
    'not_in_date',
    'not_known',
    'vacant',
  ])
  // It was a full year: each of these was done, most of them often.
  expect(
    everyAct.filter((what) => !done[what]),
    JSON.stringify(done),
  ).toEqual([])

  const all = await everything()
  const reports = await rows<Report>('SELECT id, number, about, question, frozenAt FROM FrozenReport ORDER BY number')
  expect(reports.length).toBeGreaterThanOrEqual(22)
  // Of how many reports the rows of today would say something else than those of then.
  let otherwise = 0
  for (const { id, about, question: asText, frozenAt } of reports) {
    const question = JSON.parse(asText) as Question
    const schools = rootsAt.find(({ at }) => at.slice(0, 10) === frozenAt.slice(0, 10))?.schools ?? []
    const then = knownAt(all, frozenAt, schools)
    const counted = countedOn(then, '884', question.on)
    const where = `seed ${seed}, ${id}`
    const frozen = await rows<Raw>('SELECT * FROM FrozenSchool WHERE reportId = ?1', id)
    expect(new Map(frozen.map((one) => [one['schoolId'], keptFacts(one)])), where).toEqual(
      new Map([...counted].map(([root, i]) => [root, ownFacts(i)])),
    )
    if (about === 'attendance') {
      const reached = reachedIn(then, question)
      const came = frozen.filter((one) => one['code'] !== null).map((one) => one['schoolId'] ?? '')
      expect([where, came.toSorted()]).toEqual([where, [...counted.keys()].filter((root) => reached.has(root)).toSorted()])
    } else {
      const states = await rows<Record<'schoolId' | 'requirementId' | 'state', string>>(
        'SELECT schoolId, requirementId, state FROM FrozenStanding WHERE reportId = ?1',
        id,
      )
      const truth = standingsOn(then, question.on).schools
      const expected = [...truth].filter(([key]) => counted.has(key.split(' ')[0] ?? ''))
      expect([where, new Map(states.map((one) => [`${one.schoolId} ${one.requirementId}`, one.state]))]).toEqual([where, new Map(expected)])
      const today = standingsOn(all, question.on).schools
      if (expected.some(([key, state]) => today.get(key) !== state)) otherwise += 1
    }
  }
  expect(otherwise).toBeGreaterThan(5)
  const { invariants } = await auditAll(db, new Date('2027-10-01T12:00:00.000Z'))
  expect([seed, invariants.filter(({ ok }) => !ok)]).toEqual([seed, []])
})
