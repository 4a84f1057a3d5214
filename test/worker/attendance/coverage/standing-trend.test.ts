// How many schools were in date over the terms: what each term's last frozen report says, and today.

import { expect, it } from 'vitest'
import { selectStandingTrend } from '#attendance/coverage/standing-store.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { accepted, anAccount, anAct, aSchool, bindings, db, request, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'
import { anArea, aPerson } from './world.ts'

// “So does a trend of training: of the schools that were asked in each term’s last report, and are today.”
it('Each term shows how the same schools stood by its last report, and today what is known now.', async () => {
  const laCode = anArea()
  const leads = []
  for (let n = 0; n < 12; n += 1) {
    const [school, person] = [await aSchool({ laCode }), await aPerson()]
    await aRole(person, school)
    leads.push({ school, person })
  }
  const frozen = (at: string, of = laCode) =>
    freezeStandings(anAct({ now: new Date(at), laCodes: [of] }), { id: newId(tick()), requirementId: 'lead' }).then(accepted)
  await frozen('2026-01-10T10:00:00.000Z')
  for (const { person, school } of leads.slice(0, 3)) await anEarlierTraining(person, school, '2026-02-01')
  const spring = await frozen('2026-04-30T10:00:00.000Z')
  for (const { person, school } of leads.slice(3, 6)) await anEarlierTraining(person, school, '2026-05-01')
  const summer = await frozen('2026-08-31T10:00:00.000Z')
  await frozen('2026-08-31T11:00:00.000Z', anArea())
  const autumn = await frozen('2026-09-01T10:00:00.000Z')
  const ask = { requirement: 'lead', on: '2026-11-28', laCodes: [laCode], by: 'kind' } as const
  const before = (await readNow(db, selectStandingTrend(db, ask))).flatMap(({ label, on, number, open, came }) =>
    number === null ? [] : [{ label, on, number, asked: open.length, inDate: came.length }],
  )
  expect(before).toEqual([
    { label: 'Spring 2026', on: '2026-04-30', number: spring, asked: 12, inDate: 3 },
    { label: 'Summer 2026', on: '2026-08-31', number: summer, asked: 12, inDate: 6 },
    { label: 'Autumn 2026', on: '2026-09-01', number: autumn, asked: 12, inDate: 6 },
  ])
  // A school that opened since is compared with nothing, and is in no point.
  const [later, person] = [await aSchool({ laCode }), await aPerson()]
  await aRole(person, later)
  for (const { person, school } of leads.slice(6, 9)) await anEarlierTraining(person, school, '2026-09-10')
  await followStandings(anAct({ now: new Date() }))
  const { cookie } = await anAccount({ roles: ['officer'] })
  const answer = await request('/coverage/requirements/trends?requirement=lead', { cookie, bindings: { ...bindings, LA_CODES: laCode } })
  const page = await textOf(answer)
  expect(page).toMatch(/9 of 12 \(75%\) schools are in date on our record as at \d+ \w+ \d+, 3 of 12 \(25%\) as at 30 April 2026/)
  expect(page).toContain('6 schools are in date today and were not on 30 April 2026; 0 schools were in date then and are not today.')
  expect(page).toContain('Spring 2026 30 April 2026 12 3 25%')
  expect(page).toMatch(/Today \d+ \w+ \d+ 12 9 75%/)
  // Of another requirement nothing was frozen, and of one that nobody knows there is no page.
  expect((await readNow(db, selectStandingTrend(db, { ...ask, requirement: 'panel' }))).filter(({ number }) => number)).toEqual([])
  expect((await request('/coverage/requirements/trends?requirement=none', { cookie })).status).toBe(404)
})
