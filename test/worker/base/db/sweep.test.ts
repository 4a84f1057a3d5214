// What a missing trigger lets rest is found in the night, named, and done as usual.

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Act } from '#base/act.ts'
import { readHealth } from '#base/council/health-store.ts'
import { addMinutes } from '#base/dates.ts'
import { sweep } from '#base/db/sweep.ts'
import { kindsDue, runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { bindings, db, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { actAt, booked, sent, weekBefore } from '#test/worker/correspondence/automatic/world.ts'
import * as cards from '#test/worker/payments/cards/paying.ts'
import * as invoices from '#test/worker/payments/invoices/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'

const said: string[] = []
beforeAll(() => {
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)))
})
afterAll(() => vi.restoreAllMocks())

const looks = () => rows<{ kind: string; at: string }>('SELECT kind, at FROM NextLook ORDER BY kind')
const missed = () => rows('SELECT kind, night FROM MissedDue ORDER BY kind, night')
const minute = (now: string): Promise<void> => runDue(bindings, new Date(now), 'http://localhost:8787')
/** As if whatever was written since had said nothing to anybody. */
const letAllRest = () => run(`UPDATE NextLook SET at = '2099-01-01T00:00:00.000Z'`)
const swept = kinds.flatMap(({ rests }) => rests ?? [])

it('a cause whose trigger is gone is found by the sweep of the night and not before, named without anybody, counted, and done in the same run', async () => {
  const { event } = await booked(['Ann Lee'])
  await run(`UPDATE Person SET email = NULL WHERE id IN (SELECT personId FROM Place WHERE eventId = ?1)`, event.id)
  await minute(weekBefore)
  await minute('2026-06-05T07:01:00.000Z')
  await minute('2026-06-05T07:02:00.000Z')
  expect(await missed()).toEqual([])
  const restore = await dropTriggers('Person_may_make_due')
  await run(`UPDATE Person SET email = 'ann.lee@example.sch.uk' WHERE id IN (SELECT personId FROM Place WHERE eventId = ?1)`, event.id)
  await restore()
  const before = await sent(event.id)
  await letAllRest()
  await minute('2026-06-05T23:59:00.000Z')
  expect(await sent(event.id)).toEqual(before)
  // One in the morning in London.
  await minute('2026-06-06T00:00:00.000Z')
  expect((await sent(event.id)).filter((one) => !before.includes(one))).toEqual(['06-06T00:00 reminder_week ann.lee'])
  expect(await missed()).toEqual([{ kind: 'automatic', night: '2026-06-06' }])
  expect(said).toEqual(['{"missed":"automatic","night":"2026-06-06","pages":1}'])
  const now = new Date('2026-06-06T12:00:00.000Z')
  expect((await readHealth(db, now)).missed).toEqual([{ kind: 'automatic', nights: 1 }])
  const asked = (await auditAll(db, now)).invariants.find(({ name }) => name === 'nothing_due_was_missed')
  expect(asked?.violations).toEqual(['automatic 2026-06-06'])
  // The next night has nothing to find.
  await minute('2026-06-07T00:00:00.000Z')
  expect(await missed()).toHaveLength(1)
})

it('the sweep comes first after a change of the planner, and once a night', async () => {
  const isDue = async (now: string): Promise<boolean> =>
    (await kindsDue(db, actAt(now), kinds)).some(({ kind }) => kind.name === 'sweepNightly')
  await minute('2026-06-10T12:00:00.000Z')
  expect([
    await isDue('2026-06-10T12:01:00.000Z'),
    await isDue('2026-06-10T23:59:59.000Z'),
    await isDue('2026-06-11T00:00:00.000Z'),
  ]).toEqual([false, false, true])
  await run(`UPDATE Setting SET value = json_set(value, '$.planner', 0) WHERE key = 'sweep'`)
  expect(await isDue('2026-06-10T12:02:00.000Z')).toBe(true)
  expect(kinds[0]?.name).toBe('sweepNightly')
})

it('what somebody says while the sweep asks is no fault', async () => {
  await booked(['Bo Price'])
  await letAllRest()
  const act = actAt(weekBefore)
  await sweep(act, [
    {
      kind: 'automatic',
      pages: async () => {
        await run(`UPDATE NextLook SET at = '', version = version + 1`)
        return [{ sql: '1', values: [] }]
      },
    },
  ])
  expect(await missed()).toHaveLength(1)
})

/** Makes something due of one kind of money, of which nothing is said. */
const ofMoney: Record<'issues' | 'credits' | 'refunds' | 'carries' | 'notices', () => Promise<Act>> = {
  issues: async () => {
    const school = await invoices.aPayingSchool()
    await invoices.booked(school, await invoices.aConference(), 1, 12_000)
    return invoices.act(school.actor)
  },
  credits: async () => {
    const school = await invoices.aPayingSchool()
    const booking = await invoices.booked(school, await invoices.aConference(), 2, 24_000)
    await invoices.settle()
    await invoices.cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
    return invoices.act(school.actor)
  },
  refunds: async () => {
    const paying = await cards.aPaying()
    const booking = await cards.aCertainBooking(paying)
    const act = cards.anActOf(paying, booking.actor)
    await paidByCard(act, booking.bookingId, await payerOf(booking.bookingId))
    return act
  },
  carries: async () => {
    const paying = await cards.aPaying()
    const [from, to] = [await cards.aCertainBooking(paying), await cards.aCertainBooking(paying)]
    const act = cards.anActOf(paying, from.actor)
    await paidByCard(act, from.bookingId, await payerOf(to.bookingId))
    await run('UPDATE Booking SET movedFromId = ?2 WHERE id = ?1', to.bookingId, from.bookingId)
    return act
  },
  notices: async () => {
    const paying = await cards.aPaying()
    const booking = await cards.aCertainBooking(paying)
    await run('DELETE FROM LineNotice')
    return cards.anActOf(paying, booking.actor, { now: addMinutes(new Date(), 20) })
  },
}

const payerOf = async (bookingId: string): Promise<string> =>
  (await rows<{ payerId: string }>('SELECT payerId FROM LedgerLine WHERE bookingId = ?1', bookingId))[0]?.payerId ?? ''

/** Half as much again as a place costs. */
const paidByCard = async (act: Act, bookingId: string, payerId: string): Promise<void> => {
  const at = act.now.toISOString()
  await add('Checkout', { bookingId, payerId, pence: 18000, state: 'paid', createdAt: at, expiresAt: at })
  await insertPayment(act, { bookingId, payerId, route: 'card', pence: 18_000, rule: { why: 'test' }, source: crypto.randomUUID() }).run()
}

for (const kind of ['issues', 'credits', 'refunds', 'carries', 'notices'] as const)
  it(`what is due of ${kind} and rests is found, whatever else is stored; and nothing before there is anything`, async () => {
    if (kind === 'issues') await invoices.begin()
    await db.batch([db.prepare('DELETE FROM MissedDue'), db.prepare('DELETE FROM LineNotice')])
    const act = await ofMoney[kind]()
    const one = swept.filter((some) => some.kind === kind)
    await letAllRest()
    await sweep(act, one)
    expect(await rows('SELECT kind FROM MissedDue')).toEqual([{ kind }])
    expect((await looks()).filter(({ at }) => at === '')).toEqual([{ kind, at: '' }])
    const job = kinds.find(({ rests }) => rests?.kind === kind)?.job
    for (let n = 0; n < 5; n += 1) await job?.(act)
    await db.batch([db.prepare('DELETE FROM MissedDue')])
    await letAllRest()
    await sweep(act, one)
    expect(await missed()).toEqual([])
  })
