// The days and numbers of reports that the council sets. Rules: docs/rules/frozen-reports.md.
import { expect, it } from 'vitest'
import { selectNamed } from '#attendance/replies/reply-store.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { saveThresholds } from '#base/council/save-thresholds.ts'
import { selectThresholds } from '#base/council/threshold-store.ts'
import { usualThresholds } from '#base/council/thresholds.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { anAccount, anAct, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { anArea, aPerson } from '../coverage/world.ts'
import { frozenYear, rung } from '../replies/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const path = '/organiser/settings/reports'
const administrator = await anAccount({ roles: ['administrator'], name: 'Alys Bowen' })
const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const save = (replyDays: string, dueSoonDays: string, smallest: string) =>
  request(path, { cookie: administrator.cookie, form: { replyDays, dueSoonDays, smallest } })
const now = () => readNow(db, selectThresholds(db))

// “The council sets the days to answer a report (10 to 30), in how many days training is due soon (30 to 180), and the smallest count that is shown (5 to 20), which only rises.”
it('keeps to the limits, and the smallest count only rises, also when two change it at once', async () => {
  expect(await now()).toEqual({ replyDays: 10, dueSoonDays: 90, smallest: 5 })
  const refused = await save('9', '181', '4')
  const page = await refused.text()
  expect([refused.status, ['Enter 10 or more', 'Enter 180 or fewer', 'Enter 5 or more'].map((one) => page.includes(one))]).toEqual([
    422,
    [true, true, true],
  ])
  expect(page).toContain('value="181"')
  expect((await save('12', '60', '8')).status).toBe(303)
  expect(await now()).toEqual({ replyDays: 12, dueSoonDays: 60, smallest: 8 })
  expect(await (await save('10', '90', '7')).text()).toContain('Enter 8 or more')
  const act = anAct({ now: new Date(), actor: administrator.actor })
  const lower = async () => (await saveThresholds(act, await now(), { replyDays: 12, dueSoonDays: 60, smallest: 6 })).ok
  expect(await lower()).toBe(false)
  const [{ sql } = { sql: '' }] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Setting_smallest_rises'`)
  await run('DROP TRIGGER Setting_smallest_rises')
  expect(await lower()).toBe(true)
  await db.prepare(sql).run()
  expect((await request(path, { cookie: officer.cookie })).status).toBe(404)
})

// “A report keeps the numbers that it was made with: what was set later shortens nobody's days and shows nothing that was hidden.”
it('a report keeps what it was frozen with, and its page says it', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Aylestone' })
  const act = anAct({ now: new Date('2026-09-07T09:00:00.000Z'), laCodes: [laCode], actor: officer.actor })
  expect((await save('15', '60', '9')).status).toBe(303)
  const { id, number } = await frozenYear(act)
  await save('10', '90', '12')
  expect((await readNow(db, selectFrozen(db, number)))?.thresholds).toEqual({ replyDays: 15, dueSoonDays: 60, smallest: 9 })
  const page = async (more: string) =>
    (await (await request(`/coverage/frozen/${number}${more}`, { cookie: officer.cookie })).text()).replaceAll(/\s+/g, ' ')
  expect(await page('/replies')).toContain('has 15 school days to answer')
  expect((await request(`/coverage/frozen/${number}/replies`, { cookie: officer.cookie, form: {} })).status).toBe(303)
  await rung(act, { id, kind: 'coverage', number, knownAt: instant(act.now), replyDays: 15 }, school.id)
  expect((await readNow(db, selectNamed(db, id)))[0]?.reply?.replyBy).toBe('2026-09-28')
})

// “Where the days of due soon change, how every school stands is worked out anew.”
it('a lead whose training runs out in 60 days is due soon, and in date where the council says 30', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Bosbury' })
  const personId = await aPerson('Beth Jones')
  await aRole(personId, school)
  await anEarlierTraining(personId, school, '2026-01-10')
  const act = anAct({ now: new Date('2027-11-15T09:00:00.000Z'), laCodes: [laCode] })
  const stands = async () => {
    await followStandings(act)
    return (await rows<{ state: string }>(`SELECT state FROM SchoolStanding WHERE rootId = ?1 AND requirementId = 'lead'`, school.id)).map(
      ({ state }) => state,
    )
  }
  await save('10', '90', '20')
  expect(await stands()).toEqual(['due_soon'])
  await save('10', '30', '20')
  expect(await stands()).toEqual(['in_date'])
  expect(usualThresholds.dueSoonDays).toBe(90)
})
