// Twelve months of a county, with retention, holds, erasures and requests: the coverage figures are what they were.
import { expect, it } from 'vitest'
import { anAccount, anAct, anEvent, aSchool, db, rows } from '#test/support/factories.ts'
import { aMark, anEarlierRecord, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { decideOnRun, proposeRun } from '#upkeep/records/decide-run.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { endHold, placeHold } from '#upkeep/records/place-hold.ts'
import { runClasses } from '#upkeep/records/record.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'
import { aKnownPerson, tracesOf } from './known.ts'

/** What every coverage report is made of. */
const figures = () =>
  Promise.all([
    rows('SELECT schoolId, sessionId, markId, how, markType FROM SchoolReached ORDER BY 1, 2, 3, 4'),
    rows('SELECT m.markType, COUNT(*) AS n FROM CurrentMark m GROUP BY m.markType ORDER BY 1'),
    rows('SELECT p.eventId, p.schoolId, p.roleId, p.state, COUNT(*) AS n FROM Place p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4'),
    rows('SELECT schoolId, topicId, heldOn, markType FROM EarlierAttendance ORDER BY 1, 2, 3'),
    rows('SELECT w.schoolId, w.sessionId FROM WalkIn w ORDER BY w.id'),
  ])

it('after twelve months of runs, holds, erasures and requests every figure is what it was, and the audit holds', async () => {
  const known = []
  for (let i = 0; i < 6; i += 1) known.push(await aKnownPerson())
  for (let i = 0; i < 10; i += 1) {
    const school = await aSchool()
    const year = 2020 + i
    const event = await anEvent({ startsAt: `${year}-03-12T08:30:00.000Z`, endsAt: `${year}-03-12T15:00:00.000Z` })
    const placeId = await aPlace(event, school, { personId: await aPerson(`Ffion Number${i} Watkins`) })
    await aMark(firstSession(event), { placeId }, i % 3 === 0 ? 'part' : 'attended')
    await aMark(firstSession(event), { walkInId: await aWalkIn(event, school) }, 'attended')
    await anEarlierRecord(school, `${year - 8}-05-01`)
  }
  const before = await figures()
  const [one, other, admin] = [
    (await anAccount({ roles: ['organiser'] })).actor,
    (await anAccount({ roles: ['organiser'] })).actor,
    (await anAccount({ roles: ['administrator'] })).actor,
  ]
  const [held, ...others] = known
  if (!held) throw new Error('nobody')
  let hold: string | undefined
  let destroyed = 0
  for (let month = 0; month < 12; month += 1) {
    const now = new Date(Date.UTC(2033, 8 + month, 15, 10))
    const as = (actor: typeof one) => anAct({ now, actor })
    if (month === 1) {
      const placed = await placeHold(as(admin), { scope: 'person', value: held.email, reason: 'Inquiry', reviewOn: '2035-01-01' })
      if (placed.ok) hold = placed.value.id
    }
    const asks = others[month]
    if (month > 0 && month < 5 && asks) await erasePerson(as(one), asks.personId, 'asked')
    for (const of of runClasses) {
      // In the first month there is no hold yet, and people are left for later.
      if (of === 'people' && month < 6) continue
      const proposed = await proposeRun(as(one), of)
      if (!proposed.ok) continue
      expect((await decideOnRun(as(month % 4 === 3 ? admin : other), proposed.value.id, month === 7 ? 'refused' : 'approved')).ok).toBe(
        true,
      )
    }
    for (let minute = 0; minute < 8; minute += 1) await runRetention(anAct({ now, origin: 'schedule' }))
    if (month === 10) {
      expect((await tracesOf([held.name, held.email])).length).toBeGreaterThan(5)
      if (hold) expect((await endHold(as(admin), hold, 'The inquiry has ended')).ok).toBe(true)
    }
    expect(await figures(), `month ${month}`).toEqual(before)
  }
  for (const done of await rows<{ destroyed: number }>(`SELECT destroyed FROM RetentionRun WHERE state = 'done'`))
    destroyed += done.destroyed
  expect(destroyed).toBeGreaterThan(30)
  // Those who were last heard of in the school years up to 2026–27, or asked; the hold went in July.
  for (const { traces } of known) expect(await tracesOf(traces)).toEqual([])
  const [left] = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Person WHERE name LIKE 'Ffion Number%'`)
  expect(left?.n).toBeLessThan(10)
  const certified = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Log WHERE act = 'records.destroyed'`)
  expect(certified).toEqual(await rows(`SELECT COUNT(*) AS n FROM RetentionRun WHERE state = 'done'`))
  const ours = (await auditAll(db, new Date('2034-09-01T10:00:00.000Z'))).invariants.filter((found) =>
    /erased|doomed|school_reached|mark/.test(found.name),
  )
  expect(ours.filter((found) => !found.ok)).toEqual([])
})
