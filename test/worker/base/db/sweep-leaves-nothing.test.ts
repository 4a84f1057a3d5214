// Whatever is done, in whatever order, and wherever a run of the clock is killed: one more minute leaves the sweep of the night nothing to find.

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { nobody } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { sweep } from '#base/db/sweep.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { byTrips } from '#test/support/database-with.ts'
import { anAct, bindings, db, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark } from '#test/worker/attendance/coverage/world.ts'
import { aBooking, person } from '#test/worker/booking/delegates/bookings.ts'
import { booked, move, set } from '#test/worker/correspondence/automatic/world.ts'
import { actOf, aMoneyWorld, keys, type MoneyWorld, moneyActs, twin } from './money-acts.ts'

beforeAll(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterAll(() => vi.restoreAllMocks())

type Booked = Awaited<ReturnType<typeof booked>>
type World = { event: Booked['event']; bookings: Booked[]; closed: boolean; names: number; money: MoneyWorld }

/** A database that answers so many trips and then never again. */
const killedAfter = (trips: number): SqlDatabase => {
  let left = trips
  return byTrips(db, (make) => {
    left -= 1
    return left < 0 ? Promise.reject(new Error('killed')) : make()
  })
}

const pick = <T>(some: readonly T[], n: number): T | undefined => some[n % Math.max(1, some.length)]
const people = ['Ann Lee', 'Bo Price', 'Cai Rees', 'Dee Vaughan']

const acts: Record<string, (world: World, n: number, now: Date) => Promise<unknown>> = {
  book: async (world, n, now) => world.bookings.push(await aBooking([pick(people, n) ?? ''], n % 2, { now }, world.event)),
  name: async (world, n, now) => {
    const booking = pick(world.bookings, n)
    const [place] = booking
      ? await rows<{ id: string }>(
          `SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 AND p.personId IS NULL`,
          booking.reference,
        )
      : []
    world.names += 1
    if (booking && place)
      await nameDelegates(anAct({ actor: booking.contact.actor, now }), booking.reference, [
        { placeId: place.id, was: null, delegate: person(`Eve Number${String.fromCharCode(97 + world.names)}`) },
      ])
  },
  cancel: async (world, n, now) => {
    const booking = pick(world.bookings, n)
    if (booking) await cancelBooking(anAct({ actor: booking.contact.actor, now }), booking.reference, undefined)
  },
  move: async (world, n, now) => move(world.event.id, (n % 5) * 60 - 120, now.toISOString()),
  set: async (world, n) =>
    set(world.event.id, pick(['reminder_week', 'reminder_day', 'reminder_contact', 'thanks'], n) ?? '', {
      isOn: n % 3 !== 0,
      note: `Note ${n}`,
    }),
  email: async (world, n) =>
    db
      .prepare(
        `UPDATE Person SET email = IIF(?2, NULL, 'p' || id || '@example.sch.uk') WHERE id = (SELECT personId FROM Place WHERE eventId = ?1 AND personId IS NOT NULL ORDER BY id LIMIT 1)`,
      )
      .bind(world.event.id, n % 2)
      .run(),
  close: async (world, n, now) => {
    const [session] = await rows<{ id: string; endsAt: string }>('SELECT id, endsAt FROM Session WHERE eventId = ?1', world.event.id)
    if (world.closed || !session || session.endsAt > now.toISOString()) return
    world.closed = true
    const places = await rows<{ id: string; named: number }>(
      `SELECT p.id, p.personId IS NOT NULL AS named FROM Place p JOIN PlaceSession s ON s.placeId = p.id WHERE s.sessionId = ?1 AND p.state = 'confirmed'`,
      session.id,
    )
    for (const [at, place] of places.entries())
      await aMark(session.id, { placeId: place.id }, place.named === 1 && (at + n) % 3 ? 'attended' : 'absent')
    await add('RegisterSignOff', { sessionId: session.id, signedAt: now.toISOString() })
  },
}

const ofMoney = ['book on invoice', 'cancel what is invoiced', 'pay an invoice', 'pay by card', 'cancel what a card paid']
const step = fc.record({
  does: fc.constantFrom(...Object.keys(acts), 'close', 'close', ...Object.keys(moneyActs), ...ofMoney),
  n: fc.nat(30),
  minutes: fc.oneof(
    fc.nat(40),
    fc.nat(40).map((hours) => hours * 60),
  ),
  run: fc.oneof(fc.constant('none' as const), fc.constant('whole' as const), fc.integer({ min: 1, max: 25 })),
})

/** What the sweep of the night finds after random sequences of acts and runs, one after another, and one more minute. */
const foundAfter = async (numRuns: number): Promise<string[][]> => {
  const found: string[][] = []
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 24, maxLength: 34, size: 'max' }), async (steps) => {
      await db.prepare('DELETE FROM MissedDue').run()
      const first = await booked(['Ann Lee', 'Bo Price'], 1)
      const money = await aMoneyWorld({ startsAt: '2026-09-18T08:30:00.000Z', endsAt: '2026-09-18T15:00:00.000Z' })
      const world: World = { event: first.event, bookings: [first], closed: false, names: 0, money }
      await db.prepare(`UPDATE Event SET namesDueAt = '2026-06-08T16:00:00.000Z' WHERE id = ?1`).bind(first.event.id).run()
      let now = new Date('2026-06-05T06:00:00.000Z')
      const run = (on: SqlDatabase) => runDue({ ...bindings, ...keys, DB: on }, now, 'http://localhost:8787')
      for (const { does, n, minutes, run: how } of steps) {
        now = addMinutes(now, minutes + 1)
        await twin.clock(now)
        // What an act of it is refused for is of no matter here.
        await (acts[does]?.(world, n, now) ?? moneyActs[does]?.(money, n, now))?.catch(() => undefined)
        if (how === 'whole') await run(db)
        else if (how !== 'none') await run(killedAfter(how)).catch(() => undefined)
      }
      for (let minute = 0; minute < 3; minute += 1) {
        now = addMinutes(now, 1)
        await run(db)
      }
      await sweep(
        { ...actOf(nobody, now), origin: 'schedule' },
        kinds.flatMap(({ rests }) => rests ?? []),
      )
      found.push((await rows<{ kind: string }>('SELECT kind FROM MissedDue')).map(({ kind }) => kind))
    }),
    { numRuns, seed: 20_261_128 },
  )
  return found
}

/** What has not happened to money, schools and people in any of them. */
const neverCameTo = async (): Promise<string[]> => {
  const happened: Record<string, string> = {
    'an invoice was sent': `Invoice WHERE sentAt IS NOT NULL`,
    'an invoice was paid': `Invoice WHERE state = 'paid'`,
    'an invoice was voided': `Invoice WHERE state = 'void'`,
    'an invoice was credited': `CreditNote`,
    'an invoice was reminded of': `SentOnce WHERE kind IN ('invoice_before_due', 'invoice_overdue', 'invoice_overdue_again')`,
    'a hold for a card ran out': `Place p JOIN BookingPayer b ON b.bookingId = p.bookingId WHERE b.route = 'card' AND p.state = 'cancelled'`,
    'money went back to a card': `CardRefund`,
    'somebody was told of money': `LineNotice`,
    'a school closed with a successor': `School WHERE rootId <> id`,
    'two people were one': `PersonMerge`,
  }
  const [row] = await rows<Record<string, number>>(
    `SELECT ${Object.entries(happened)
      .map(([what, from]) => `EXISTS (SELECT 1 FROM ${from}) AS "${what}"`)
      .join(', ')}`,
  )
  return Object.entries(row ?? {}).flatMap(([what, holds]) => (holds === 1 ? [] : [what]))
}

it('after any sequence of acts, with runs of the clock that are killed at any trip, one more minute leaves the sweep nothing for any kind', async () => {
  expect((await foundAfter(8)).flat()).toEqual([])
  // The sequences have come to what they are about.
  const written = (await rows<{ kind: string }>('SELECT DISTINCT kind FROM SentOnce ORDER BY kind')).map(({ kind }) => kind)
  expect(written).toEqual(expect.arrayContaining(['afterwards', 'names_overdue', 'reminder_contact_week', 'reminder_day', 'reminder_week']))
  expect(await neverCameTo()).toEqual([])
})

it('control: where no trigger says that anything has changed, the sweep finds what such sequences leave', async () => {
  const triggers = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%UPDATE NextLook%'`,
  )
  await db.batch(triggers.map(({ name }) => db.prepare(`DROP TRIGGER ${name}`)))
  const found = (await foundAfter(8)).flat()
  await db.batch(triggers.map(({ sql }) => db.prepare(sql)))
  expect([...new Set(found)].sort()).toEqual(['automatic', 'credits', 'issues', 'refunds'])
})
