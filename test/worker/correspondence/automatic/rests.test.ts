// Reminders are looked for closely only when something may have made one due; whatever can make one due must say so.
import { expect, it, vi } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { kindsDue, letRest, runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { anAccount, anAct, aSchool, bindings, db, rows, run } from '#test/support/factories.ts'
import { missedByTheLook } from '#test/support/silent.ts'
import { actAt, booked, dayBefore, sent, set, weekBefore } from './world.ts'

const automatic = kinds.filter(({ name }) => name === 'followAutomatic')
const rests = async (now: string): Promise<boolean> => (await kindsDue(db, actAt(now), automatic)).length === 0
const minute = (now: string): Promise<void> => runDue(bindings, new Date(now), 'http://localhost:8787', automatic)

const triggerOf = async (name: string): Promise<string> =>
  (await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = ?1`, name))[0]?.sql ?? ''

/** What may make a reminder due after all of them went, and what says so. */
const causes: readonly [what: string, watched: readonly string[], does: (eventId: string) => Promise<unknown>][] = [
  [
    'somebody without an address has one now',
    ['Person_may_make_due'],
    (eventId) =>
      run(
        `UPDATE Person SET email = 'bo' || id || '@example.sch.uk' WHERE email IS NULL AND id IN (SELECT personId FROM Place WHERE eventId = ?1)`,
        eventId,
      ),
  ],
  [
    'the start is another and nobody was told, because changes are switched off',
    ['Session_may_make_due'],
    (eventId) => run(`UPDATE Session SET startsAt = '2026-06-12T09:30:00.000Z' WHERE eventId = ?1`, eventId),
  ],
  ['reminders of the event are switched on again', ['EventMessage_may_make_due'], (eventId) => set(eventId, 'reminder_week', {})],
]

for (const [what, watched, does] of causes)
  it(`when ${what}, reminders are looked for; control: without the trigger they are missed`, async () => {
    for (const controlled of [false, true]) {
      const { event } = await booked(['Ann Lee', 'Bo Price'])
      await run(
        `UPDATE Person SET email = NULL WHERE name = 'Bo Price' AND id IN (SELECT personId FROM Place WHERE eventId = ?1)`,
        event.id,
      )
      if (watched[0] === 'EventMessage_may_make_due') await set(event.id, 'reminder_week', { isOn: false })
      await minute(weekBefore)
      await minute('2026-06-05T07:01:00.000Z')
      expect(await rests('2026-06-05T07:01:30.000Z')).toBe(true)
      const dropped = controlled ? await Promise.all(watched.map(triggerOf)) : []
      if (controlled) await db.batch(watched.map((name) => db.prepare(`DROP TRIGGER ${name}`)))
      await does(event.id)
      const missed = await missedByTheLook(actAt('2026-06-05T07:01:40.000Z'), automatic)
      expect(missed).toEqual(controlled ? ['followAutomatic'] : [])
      if (controlled) await db.batch(dropped.map((sql) => db.prepare(sql)))
      await minute('2026-06-05T09:00:00.000Z')
    }
  })

it('time alone makes a reminder due: the day before, to the minute', async () => {
  const { event } = await booked(['Ann Lee'])
  await minute('2026-06-11T06:30:00.000Z')
  await minute('2026-06-11T06:31:00.000Z')
  expect([await rests('2026-06-11T06:59:59.000Z'), await rests(dayBefore)]).toEqual([true, false])
  await minute(dayBefore)
  expect((await sent(event.id)).filter((one) => one.startsWith('06-11T07:00 reminder_day'))).toHaveLength(1)
})

it('a booking made after the last look wakes nothing: its moments are still to come', async () => {
  const letAllRest = async (now: string): Promise<void> => {
    for (const found of await kindsDue(db, actAt(now), automatic)) await letRest(actAt(now), found)
  }
  const { event } = await booked(['Ann Lee'], 0, { now: new Date('2026-02-01T09:00:00.000Z') })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  await letAllRest('2026-02-01T09:01:00.000Z')
  const placed = await placeBooking(anAct({ actor: contact.actor, now: new Date('2026-02-01T09:02:00.000Z') }), {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), unnamed: 1, ifFull: 'refuse', acceptsFewer: false },
    delegates: [{ name: 'Bo Price', email: 'bo.price@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(placed.ok).toBe(true)
  expect(await rests('2026-02-01T09:02:30.000Z')).toBe(true)
})

it('one question that the database cannot answer keeps nothing from being done: every job then looks for itself', async () => {
  const done: string[] = []
  const job = (name: string) => async () => {
    done.push(name)
    return false
  }
  const fault = vi.spyOn(console, 'error').mockImplementation(() => {})
  await runDue(bindings, new Date(), 'http://localhost:8787', [
    { name: 'asks', job: job('asks for what is not there'), due: () => [{ sql: 'EXISTS (SELECT 1 FROM NoSuchTable)', values: [] }] },
    { name: 'has', job: job('has nothing to do'), due: () => [{ sql: '0', values: [] }] },
  ])
  expect(done).toEqual(['asks for what is not there', 'has nothing to do'])
  expect(fault.mock.calls.map(([line]) => String(line).includes('NoSuchTable'))).toEqual([true])
  fault.mockRestore()
})
