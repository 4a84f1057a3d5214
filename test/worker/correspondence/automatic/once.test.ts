// Each message goes once, whatever dies when and however many run at once.

import { expect, it } from 'vitest'
import { afterwards } from '#correspondence/automatic/automatic.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { databaseWith, dyingAt } from '#test/support/database-with.ts'
import { before, db, exec, rows, run } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { aMark } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { actAt, booked, dayBefore, mails, move, runClock, sent, set, weekBefore } from './world.ts'

const dying = (nth: number, when: 'before' | 'after') => dyingAt(db, nth, when)

/** Without the note of what was written, and without the guards that would catch it too. */
const forgetful = (): SqlDatabase =>
  databaseWith(db, {
    batch: (statements: (SqlStatement & { drop?: true })[]) => db.batch(statements.filter((statement) => !statement.drop)),
    prepare: (sql: string) => {
      const statement = db.prepare(sql)
      if (!sql.includes('INSERT INTO SentOnce')) return statement
      return { bind: (...values: unknown[]) => Object.assign(statement.bind(...values), { drop: true }) }
    },
  })

const quietly = async (what: () => Promise<unknown>): Promise<void> => {
  const { error } = console
  console.error = () => {}
  try {
    await what()
  } catch {
    // It died.
  } finally {
    console.error = error
  }
}

// “A message is written in one batch with the note that it was, so that each goes once, whatever dies when and however many run at once.”
it('a run that dies between reading and writing, or just after writing, is made good by the next, and nothing goes twice', async () => {
  for (const when of ['before', 'after'] as const)
    for (const nth of [1, 2, 3, 4]) {
      const { event } = await booked(['Ann Lee', 'Bo Price'])
      await quietly(() => runClock(weekBefore, { db: dying(nth, when) }))
      await runClock('2026-06-05T07:01:00.000Z')
      expect((await sent(event.id)).map((one) => one.slice(12).replace(/person\d+/, 'office')).sort()).toEqual([
        'reminder_contact office',
        'reminder_week ann.lee',
        'reminder_week bo.price',
      ])
    }
})

it('six runs at once write everything once; without the note they write it six times', async () => {
  const { event } = await booked(['Ann Lee', 'Bo Price'], 1)
  await Promise.all(Array.from({ length: 6 }, () => runClock(dayBefore)))
  expect(await sent(event.id)).toHaveLength(3)
  const control = await booked(['Ann Lee', 'Bo Price'], 1)
  await Promise.all(Array.from({ length: 6 }, () => runClock(dayBefore, { db: forgetful() })))
  expect((await sent(control.event.id)).length).toBeGreaterThan(3)
  await db.batch([
    db.prepare('DELETE FROM MessageBody WHERE messageId IN (SELECT id FROM Message WHERE eventId = ?1)').bind(control.event.id),
    db.prepare('DELETE FROM Message WHERE eventId = ?1').bind(control.event.id),
    db.prepare(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`).bind(control.event.id, dayBefore),
  ])
})

it('somebody is sent in another’s place, or the message is switched off, just before it is written: the batch changes nothing', async () => {
  const { event, places } = await booked(['Ann Lee'])
  await set(event.id, 'reminder_contact', { isOn: false })
  const other = async () => {
    await add('Person', { id: 'other-1', name: 'Dee', email: 'dee@example.sch.uk' })
    await run(`UPDATE Place SET personId = 'other-1', namedAt = '2026-06-05T07:00:30.000Z' WHERE id = ?1`, places[0]?.id)
  }
  await runClock('2026-06-05T07:01:00.000Z', { db: before(3, other) })
  expect(await sent(event.id)).toEqual([])
  expect(await rows('SELECT 1 FROM SentOnce WHERE eventId = ?1', event.id)).toEqual([])
  const off = await booked(['Ann Lee'])
  await set(off.event.id, 'reminder_contact', { isOn: false })
  await runClock(weekBefore, { db: before(3, () => set(off.event.id, 'reminder_week', { isOn: false })) })
  expect(await sent(off.event.id)).toEqual([])
  expect(await rows('SELECT 1 FROM SentOnce WHERE eventId = ?1', off.event.id)).toEqual([])
})

it('an event that is moved just before its reminders are written: none says the old time', async () => {
  const { event } = await booked(['Ann Lee'])
  await set(event.id, 'reminder_contact', { isOn: false })
  await runClock(weekBefore, { db: before(3, () => move(event.id, 60, '2026-06-05T06:59:00.000Z')) })
  expect(await sent(event.id)).toEqual([])
  await runClock('2026-06-05T07:01:00.000Z')
  expect((await mails(event.id, 'reminder_week')).map(({ text }) => text.includes('10:30am to 5pm'))).toEqual([true])
})

// “An event whose messages cannot be written keeps no other event waiting.”
it('an event whose messages cannot be written keeps no other waiting', async () => {
  const broken = await booked(['Ann Lee'])
  const sound = await booked(['Bo Price'])
  await exec(
    `CREATE TRIGGER broken_event BEFORE INSERT ON SentOnce WHEN NEW.eventId = '${broken.event.id}' BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  )
  await quietly(() => runClock(weekBefore))
  await exec('DROP TRIGGER broken_event')
  expect(await sent(broken.event.id)).toEqual([])
  expect(await sent(sound.event.id)).toHaveLength(2)
  await runClock('2026-06-05T07:01:00.000Z')
  expect(await sent(broken.event.id)).toHaveLength(2)
})

it('more people than one run writes to are all written to by the runs after it', async () => {
  const names = Array.from(
    { length: 130 },
    (_, n) => `Person ${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`,
  )
  const { event } = await booked([], 1, { capacity: 300, placesPerSchool: 200 })
  const [booking] = await rows<{ id: string; schoolId: string }>('SELECT id, schoolId FROM Booking WHERE eventId = ?1', event.id)
  const at = '2026-03-02T09:00:00.000Z'
  await db.batch(
    names.flatMap((name, n) => [
      insert('Person', { id: `many-${n}`, name, email: `many${n}@example.sch.uk`, createdAt: at }),
      insert('Place', {
        id: `many-${n}`,
        bookingId: booking?.id,
        eventId: event.id,
        schoolId: booking?.schoolId,
        personId: `many-${n}`,
        stateAt: at,
        createdAt: at,
      }),
      insert('PlaceSession', { placeId: `many-${n}`, sessionId: event.sessions[0]?.id }),
    ]),
  )
  const reminders = () =>
    rows(`SELECT COUNT(*) AS n, COUNT(DISTINCT placeId) AS places FROM Message WHERE eventId = ?1 AND kind = 'reminder_week'`, event.id)
  await runClock(weekBefore)
  expect(await reminders()).toEqual([{ n: 100, places: 100 }])
  await runClock('2026-06-05T07:01:00.000Z')
  await runClock('2026-06-05T07:02:00.000Z')
  expect(await reminders()).toEqual([{ n: 130, places: 130 }])
})

/** A small generator, so that a month that fails can be lived through again. */
const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

it('a month in coarse steps with runs that die and runs that meet: each gets each message exactly once', async () => {
  for (const seed of [1, 7, 42]) {
    const chance = seeded(seed)
    const events = [
      await booked(['Ann Lee', 'Bo Price'], 1),
      await booked(['Cai Rees'], 0, { startsAt: '2026-06-16T12:00:00.000Z', endsAt: '2026-06-16T15:00:00.000Z' }),
      await booked(['Dee Vaughan', 'Evan Huws'], 0, { startsAt: '2026-06-19T08:00:00.000Z', endsAt: '2026-06-19T09:00:00.000Z' }),
    ]
    let closed = false
    for (
      let at = Date.parse('2026-06-01T00:00:00.000Z');
      at < Date.parse('2026-07-01T00:00:00.000Z');
      at += Math.ceil(chance() * 300) * 60_000
    ) {
      const now = new Date(at).toISOString()
      if (!closed && now > '2026-06-12T16:00:00.000Z') {
        closed = true
        const [first] = events
        const sessionId = first?.event.sessions[0]?.id ?? ''
        for (const [n, place] of (first?.places ?? []).slice(0, 2).entries())
          await aMark(sessionId, { placeId: place.id }, n === 0 ? 'attended' : 'absent')
        await aMark(sessionId, { placeId: first?.places[2]?.id ?? '' }, 'absent')
        await add('RegisterSignOff', { sessionId, signedAt: now })
      }
      const deliveryStatus = chance()
      if (deliveryStatus < 0.25)
        await quietly(() => runClock(now, { db: dying(1 + Math.floor(chance() * 6), chance() < 0.5 ? 'before' : 'after') }))
      else if (deliveryStatus < 0.4) await Promise.all([runClock(now), runClock(now), runClock(now)])
      else await runClock(now)
    }
    const got = async (n: number) =>
      (await sent(events[n]?.event.id ?? '')).map((one) => one.slice(12).replace(/person\d+/, 'office')).sort()
    const both = (...names: string[]) => names.flatMap((name) => [`reminder_day ${name}`, `reminder_week ${name}`])
    const lists = ['reminder_contact office', 'reminder_contact office']
    const attended = { came: ['ann.lee'], missed: ['bo.price'], everybody: ['ann.lee', 'bo.price'] }
    const after = afterwards.flatMap(({ kind, to }) => attended[to].map((name) => `${kind} ${name}`))
    expect(await got(0)).toEqual([...lists, ...both('ann.lee', 'bo.price'), ...after].sort())
    expect(await got(1)).toEqual([...lists, ...both('cai.rees')].sort())
    expect(await got(2)).toEqual([...lists, ...both('dee.vaughan', 'evan.huws')].sort())
  }
  const audit = await auditAll(db, new Date('2026-07-01T00:00:00.000Z'))
  expect(
    audit.invariants
      .filter(({ name }) => name === 'automatic_message_once' || name === 'thanked_or_missed')
      .map(({ ok, violations }) => [ok, violations]),
  ).toEqual([
    [true, []],
    [true, []],
  ])
  expect(await followAutomatic(actAt('2026-07-01T00:00:00.000Z'))).toBe(false)
})
