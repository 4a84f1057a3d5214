// An independent count: from raw rows alone, without a line of the SQL of coverage, of two hundred questions drawn by a seed.
import { expect, it, vi } from 'vitest'
import { dimensions, type Question } from '#attendance/coverage/coverage.ts'
import { selectStandingFigures } from '#attendance/coverage/standing-store.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { readNow } from '#base/db/read.ts'
import { anAct, aSchool, db, rows, run } from '#test/support/factories.ts'
import { countedOn } from '#tools/recount/schools.ts'
import { saidCounts, withoutNone } from '#tools/recount/training.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'
import { chance, dayOf, everything, keyOf, recount } from './recounted.ts'
import { aMark, anArea, anEarlierRecord, aPerson, aSuccession, aWalkIn, cameTo, firstSession, onDay, signOff } from './world.ts'

vi.setConfig({ testTimeout: 240_000 })

/** A county by a seed: schools that open, close, merge and change, and all the ways of taking part. */
const aCounty = async (seed: number) => {
  const { next, pick } = chance(seed)
  const laCode = anArea()
  const schools: { id: string }[] = []
  for (let n = 0; n < 60; n += 1)
    schools.push(
      await aSchool({
        laCode,
        ...{ sector: pick(['maintained', 'academy', 'independent']), kind: pick(['primary', 'secondary', 'special']) },
        ...{
          phase: pick(['Primary', 'Secondary', '']),
          wardName: pick(['Ross', 'Kington', '']),
          districtName: pick(['North', 'South', '']),
        },
        ...(next(3) === 0 ? { trustUid: pick(['5001', '5002']), trustName: 'A trust' } : {}),
        ...(next(6) === 0 ? { opensOn: '2025-09-01' } : {}),
        ...(next(6) === 0 ? { closesOn: '2026-01-01' } : {}),
        ...(next(12) === 0 ? { statusCode: '4' } : {}),
        ...{ religiousCharacter: pick(['', 'None', 'Does not apply', 'Roman Catholic']), gender: pick(['', 'Mixed', 'Girls']) },
        ...{ urbanRural: pick(['', 'Rural: hamlet', 'Urban: city']), pupils: pick(['', '99', '100', '499', '1500']) },
        ...{ capacity: pick(['', '250']), freeMealsPercent: pick(['', '9.9', '10', '39.9', '40']) },
      }),
    )
  const school = () => pick(schools)
  const events = []
  for (const day of ['2025-01-15', '2025-06-12', '2025-11-04', '2026-03-10', '2026-06-12']) events.push(await onDay(day))
  for (let n = 0; n < 70; n += 1) {
    const event = pick(events)
    const how = next(10)
    if (how < 5)
      await cameTo(event, school(), pick(['attended', 'part', 'absent', 'apologies']), how === 0 ? { represents: [school()] } : {})
    else if (how < 7) await aMark(firstSession(event), { walkInId: await aWalkIn(event, next(4) === 0 ? undefined : school()) }, 'attended')
    else if (how === 7) await cameTo(event, school(), 'absent')
    else if (how === 8) {
      const { placeId, markId } = await cameTo(event, school())
      await aMark(firstSession(event), { placeId }, 'absent', { correctsId: markId, reason: 'It was somebody else' })
    } else await anEarlierRecord(school(), pick(['2025-02-01', '2026-02-01', '2024-02-01']))
  }
  for (let n = 0; n < 4; n += 1) {
    const [from, to] = [schools[n * 2], schools[n * 2 + 1]]
    if (from && to) await aSuccession(from, to, pick(['merger', 'split']))
  }
  for (const event of events.slice(0, 3)) await signOff(event)
  return { laCode, events, schools }
}

it('two hundred questions by period, topic, event and dimension have the answer that raw rows give', async () => {
  const { next, pick } = chance(20_261_128)
  const { laCode, events } = await aCounty(7)
  const all = await everything()
  let tookPart = 0
  for (let n = 0; n < 200; n += 1) {
    const by = pick(dimensions)
    const event = next(4) === 0 ? pick(events) : undefined
    const from = pick(['2024-01-01', '2025-01-15', '2025-06-13', '2026-01-01'])
    const to = pick(['2025-12-31', '2026-06-12', '2026-12-31'].filter((day) => day >= from))
    const startsOn = dayOf(event?.sessions[0]?.startsAt ?? '')
    const question: Question = event
      ? {
          ...{ laCodes: [laCode], on: startsOn, from: startsOn, to: startsOn, topic: undefined },
          event: { id: event.id, code: event.code, title: event.title, startsOn, cancelled: false, marked: true },
        }
      : {
          laCodes: [laCode],
          on: to,
          from,
          to,
          topic: next(3) === 0 ? { id: 'child-on-child-abuse', label: '' } : undefined,
          event: undefined,
        }
    const { tables, whole } = await readReport(db, question, [by])
    const answered = Object.fromEntries((tables[0]?.categories ?? []).map((one) => [one.key, [one.open, one.tookPart]]))
    expect([n, by, question.on, answered]).toEqual([n, by, question.on, recount(all, question, by)])
    tookPart += whole.tookPart
  }
  // The questions are not idle: schools took part in most of them.
  expect(tookPart).toBeGreaterThan(1000)
})

it('the count finds a fault when there is one: a mark that the report does not know changes it', async () => {
  const { laCode, schools } = await aCounty(11)
  const question: Question = {
    ...{ laCodes: [laCode], on: '2026-12-31', from: '2026-01-01', to: '2026-12-31', topic: undefined, event: undefined },
  }
  const all = await everything()
  const counted = async () =>
    Object.fromEntries(
      ((await readReport(db, question, ['kind'])).tables[0]?.categories ?? []).map((one) => [one.key, [one.open, one.tookPart]]),
    )
  expect(await counted()).toEqual(recount(all, question, 'kind'))
  await run(`DELETE FROM SchoolReached WHERE schoolId IN (SELECT value FROM json_each(?1))`, JSON.stringify(schools.map(({ id }) => id)))
  expect(await counted()).not.toEqual(recount(all, question, 'kind'))
})

it('of leads, who is in date by every dimension is what the days of their trainings give', async () => {
  const { pick, next } = chance(3)
  const laCode = '884'
  const today = new Date().toISOString().slice(0, 10)
  const days = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
  const truth = new Map<string, string>()
  for (let n = 0; n < 40; n += 1) {
    const school = await aSchool({
      ...{ laCode, kind: pick(['primary', 'secondary']), sector: pick(['maintained', 'academy']), wardName: pick(['Ross', '']) },
      ...{ religiousCharacter: pick(['', 'None', 'Jewish']), gender: pick(['', 'Boys']), urbanRural: pick(['', 'Rural: hamlet']) },
      ...{ pupils: pick(['', '50', '600']), freeMealsPercent: pick(['', '22', '55']), districtName: pick(['North', '']) },
    })
    const person = await aPerson(`Lead ${n}`)
    await aRole(person, school)
    const ago = pick([10, 300, 700, 760, 2000])
    const trained = next(5) > 0
    if (trained) await anEarlierTraining(person, school, days(-ago))
    const ends = `${Number(days(-ago).slice(0, 4)) + 2}${days(-ago).slice(4)}`
    truth.set(school.id, !trained ? 'no_record' : ends < today ? 'not_in_date' : ends <= days(90) ? 'due_soon' : 'in_date')
  }
  do await followStandings(anAct({ now: new Date() }))
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0)
  const all = await everything()
  const counted = countedOn(all, laCode, today)
  for (const by of dimensions) {
    const { categories } = await readNow(db, selectStandingFigures(db, { requirement: 'lead', on: today, laCodes: [laCode], by }))
    const expected: Record<string, Record<string, number>> = {}
    for (const [root, identity] of counted) {
      const state = truth.get(root) ?? ''
      const own = expected[keyOf(by, identity)] ?? {}
      expected[keyOf(by, identity)] = { ...own, [state]: (own[state] ?? 0) + 1 }
    }
    const answered = Object.fromEntries(categories.map((one) => [one.key, withoutNone(one)]))
    expect([by, answered]).toEqual([by, Object.fromEntries(Object.entries(expected).map(([key, states]) => [key, saidCounts(states)]))])
  }
})
