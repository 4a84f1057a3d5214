// Coverage over time and on a map: the same numbers as the report's, at each day and for each school.
import { expect, it } from 'vitest'
import { type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { selectPlaced, selectTaken } from '#attendance/coverage/place-store.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { momentsUntil, sayBetween, sayTrend, trendOf } from '#attendance/coverage/trend.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, aSchool, bindings, db, request } from '#test/support/factories.ts'
import { anArea, anEarlierRecord, cameTo, onDay } from './world.ts'

const asked = (laCode: string, today: string) =>
  momentsUntil(today, 'term').map((moment) => ({
    moment,
    question: { laCodes: [laCode], on: moment.on, ...usualPeriod(moment.on), topic: undefined, event: undefined } satisfies Question,
  }))

// “A trend compares the schools that are open on all its days, and does not call it a fall that an old year leaves the two years.”
it('each point is of the same schools, and what left the two years is said and is no fall', async () => {
  const laCode = anArea()
  const schools = []
  for (let n = 0; n < 12; n += 1) schools.push(await aSchool({ laCode, ...(n === 11 ? { opensOn: '2026-01-01' } : {}) }))
  const [first, second, third] = schools
  const opened = schools[11]
  if (!first || !second || !third || !opened) throw new Error('no schools')
  await anEarlierRecord(first, '2023-02-01')
  await cameTo(await onDay('2025-06-12'), second)
  const event = await onDay('2026-02-12')
  await cameTo(event, third)
  await cameTo(event, opened)
  const questions = asked(laCode, '2026-11-28')
  const taken = await readNow(db, selectTaken(db, questions))
  const trend = trendOf(taken)
  expect(trend.points.map(({ label, open, tookPart }) => [label, open, tookPart])).toEqual([
    ['Autumn 2024', 11, 1],
    ['Spring 2025', 11, 0],
    ['Summer 2025', 11, 1],
    ['Autumn 2025', 11, 1],
    ['Spring 2026', 11, 2],
    ['Summer 2026', 11, 2],
    ['Today', 11, 2],
  ])
  expect(sayTrend(trend.points)).toBe('2 of 11 (18%) schools took part as at 28 November 2026, 1 of 11 (9%) as at 31 December 2024')
  expect(sayBetween(trend)).toBe(
    '2 schools took part in the two years to 28 November 2026 and not in those to 31 December 2024. 1 school took part in those alone (1 of them known by imported records) and has not come since 29 November 2024.',
  )
  for (const [n, { question }] of questions.entries())
    expect((await readReport(db, question, ['kind'])).whole).toMatchObject({ open: taken[n]?.open.length, tookPart: taken[n]?.came.length })
})

it('the map has a point for each counted school that the register places, and says how many it does not', async () => {
  const laCode = anArea()
  const came = await aSchool({ laCode, name: 'Came School', town: 'Penfold', easting: '350000', northing: '240000' })
  const missed = await aSchool({ laCode, name: 'Missed School', town: 'Stour', easting: '360000', northing: '250000' })
  await aSchool({ laCode })
  await cameTo(await onDay('2026-06-12'), came)
  const question: Question = {
    laCodes: [laCode],
    on: '2026-12-31',
    from: '2026-01-01',
    to: '2026-12-31',
    topic: undefined,
    event: undefined,
  }
  expect(await readNow(db, selectPlaced(db, question))).toEqual({
    placed: [
      { id: came.id, name: 'Came School', town: 'Penfold', easting: 350_000, northing: 240_000, came: true },
      { id: missed.id, name: 'Missed School', town: 'Stour', easting: 360_000, northing: 250_000, came: false },
    ],
    without: 1,
  })
  const { cookie } = await anAccount({ roles: ['officer'] })
  const get = async (path: string) => (await request(path, { cookie, bindings: { ...bindings, LA_CODES: laCode } })).text()
  const page = await get('/coverage/map?from=2026-01-01&to=2026-12-31')
  // One circle and one cross, each leading to its school; the table says the same in words.
  expect([...page.matchAll(/<a href="([^"]+)" aria-label="([^"]+)">/g)].map(([, href, says]) => [href, says])).toEqual([
    [`/organiser/schools/${came.id}`, 'Came School: took part'],
    [`/organiser/schools/${missed.id}`, 'Missed School: did not take part'],
  ])
  expect(page.match(/r="5"/g)).toHaveLength(1)
  expect(page.match(/l8,8m0,-8l-8,8/g)).toHaveLength(1)
  for (const town of ['Penfold', 'Stour']) expect(page).toMatch(new RegExp(`<text [^>]*>${town}</text>`))
  expect(page).toContain('1 of 3 open schools took part')
  expect(page).toContain('1 school has no place in the register and is not drawn.')
  expect(await get('/coverage/trends?step=year')).toContain('School year to')
  const empty = await request('/coverage/map', { cookie, bindings: { ...bindings, LA_CODES: anArea() } })
  expect(await empty.text()).toContain('so there is nothing to draw')
})
