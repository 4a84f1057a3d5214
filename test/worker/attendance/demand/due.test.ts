// How many are due of each training rule, and the free places of the dates that count for it.

import { beforeAll, expect, it } from 'vitest'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { sayDay, sayShortDay } from '#base/dates.ts'
import { anAccount, anAct, anEvent, aSchool, htmlOf, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aPerson, aPlace } from '../coverage/world.ts'
import { anEarlierTraining, aRole, leadTraining } from '../requirements/world.ts'

/** So many days after today. */
const days = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

let organiser: string

beforeAll(async () => {
  organiser = (await anAccount({ roles: ['organiser'] })).cookie
  const [soon, soonWithPlace, never, inDate, outside] = await Promise.all(
    ['Soon', 'Soon with a place', 'Never', 'In date', 'Of another area'].map((name) => aPerson(name)),
  )
  const [a, b, c, d] = [await aSchool(), await aSchool(), await aSchool(), await aSchool()]
  const other = await aSchool({ laCode: '999' })
  await aRole(soon ?? '', a)
  // The same person leads two schools, and is counted once.
  await aRole(soon ?? '', b)
  await aRole(soonWithPlace ?? '', b)
  await aRole(never ?? '', c)
  await aRole(inDate ?? '', d)
  await aRole(outside ?? '', other)
  for (const [person, school] of [
    [soon, a],
    [soonWithPlace, b],
  ] as const)
    await anEarlierTraining(person ?? '', school, days(-2 * 365 + 30))
  await anEarlierTraining(inDate ?? '', d, days(-30))
  const near = await leadTraining(days(20), { title: 'Leads in three weeks', capacity: 3 })
  await aPlace(near, b, { personId: soonWithPlace ?? '' })
  await leadTraining(days(200), { title: 'Leads next year', capacity: 9 })
  await leadTraining(days(40), { title: 'Leads in a draft', capacity: 5, state: 'draft' })
  await leadTraining(days(-20), { title: 'Leads of last month', capacity: 5 })
  await anEvent({ title: 'About something else', topicId: 'online-safety' })
  do await followStandings(anAct({ now: new Date() }))
  while ((await rows('SELECT 1 FROM StandingToFollow')).length > 0)
})

const page = async (cookie: string) => {
  const answer = await request('/requirements/due', { headers: { cookie } })
  const html = await htmlOf(Promise.resolve(answer))
  return {
    status: answer.status,
    rows: html
      .split('<tr')
      .slice(2, 5)
      .map((one) => plain(`<tr${one}`)),
  }
}

it('counts each person of the area once, whoever has a place apart, and the places that are free in time', async () => {
  const dates = ({ near, soon, far }: Record<'near' | 'soon' | 'far', string>) =>
    `Leads in three weeks , ${near}: 2 places free Leads in a draft , ${soon}: 5 places free Draft Leads next year , ${far}: 9 places free 7`
  const planned = dates({ near: sayShortDay(days(20)), soon: sayShortDay(days(40)), far: sayShortDay(days(200)) })
  expect(await page(organiser)).toEqual({
    status: 200,
    rows: [
      `Designated lead: training every two years 3 people 1 with nothing on our record, 2 due by ${sayDay(days(90))} Of them 1 with a place ${planned} Enough`,
      `Deputy DSLs: training every two years Nobody ${planned}`,
      `Lead and deputies: update every year 3 people 2 overdue, 1 with nothing on our record Of them 1 with a place ${planned} Enough`,
    ],
  })
})

it('is for staff who read schools', async () => {
  expect((await page((await anAccount({ roles: ['reader'] })).cookie)).status).toBe(404)
  expect((await page((await anAccount()).cookie)).status).toBe(404)
})
