// Acts of money for random sequences: schools that are invoiced through Stripe or pay by card, and what happens to schools and people meanwhile.

import type { Act, Actor } from '#base/act.ts'
import { addMinutes, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { recordPayment } from '#payments/invoices/record-payment.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { accepted, anAccount, anAct, aSchool, db, rows, run } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { add, insert } from '#test/support/rows.ts'
import { twinFor } from '#test/support/stripe-twin.ts'
import { aBooker, priced } from '#test/worker/booking/pricing/priced.ts'

const key = `sk_test_acts${crypto.randomUUID().replaceAll('-', '')}`
const access = { secretKey: key, webhookSecret: 'whsec_pretend', apiBase: undefined }
export const keys = { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: access.webhookSecret }
export const twin = twinFor(key)

type Booked = { bookingId: string; reference: string; payerId: string; actor: Actor; schoolId: string }
export type MoneyWorld = {
  event: Awaited<ReturnType<typeof aPricedEvent>>
  invoiced: Booked[]
  carded: Booked[]
  finance: Actor
  organiser: Actor
}

export const actOf = (actor: Actor, now: Date): Act => anAct({ actor, now, stripe: access })

export const aMoneyWorld = async (at: { startsAt: string; endsAt: string }): Promise<MoneyWorld> => ({
  event: await aPricedEvent({ event: { ...at, capacity: 200 } }),
  invoiced: [],
  carded: [],
  finance: (await anAccount({ roles: ['finance'] })).actor,
  organiser: (await anAccount({ roles: ['organiser'] })).actor,
})

const pick = <T>(some: readonly T[], n: number): T | undefined => some[n % Math.max(1, some.length)]

/** A school with that route books two places at £100 and VAT; those of a card are held while it pays. */
const bookBy = async (world: MoneyWorld, route: 'stripe_invoice' | 'card' | undefined, now: Date): Promise<Booked> => {
  const booker = await aBooker({ sector: 'independent' })
  const payerId = `payer-of-${booker.school.id}`
  if (route)
    await db.batch([
      insert('Payer', { id: payerId, schoolId: booker.school.id, createdAt: now.toISOString() }),
      insert('PayerRoute', { payerId, route, createdAt: now.toISOString() }),
    ])
  const placed = await placeBooking(actOf(booker.actor, now), priced(booker, world.event, 24_000, { places: 2 })).then(accepted)
  const [row] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', placed.reference)
  return { bookingId: row?.id ?? '', reference: placed.reference, payerId, actor: booker.actor, schoolId: booker.school.id }
}

const cancel = async (booking: Booked | undefined, n: number, now: Date): Promise<void> => {
  if (!booking) return
  const places = await rows<{ id: string }>(
    `SELECT id FROM Place WHERE bookingId = ?1 AND state = 'confirmed' ORDER BY rowid`,
    booking.bookingId,
  )
  await cancelBooking(actOf(booking.actor, now), booking.reference, n % 2 ? places.slice(0, 1).map(({ id }) => id) : undefined, { seen: 0 })
}

const movable = (personId: string): Promise<string> => readNow(db, selectMovable(db, personId))

export const moneyActs: Record<string, (world: MoneyWorld, n: number, now: Date) => Promise<unknown>> = {
  'book on invoice': async (world, _, now) => world.invoiced.push(await bookBy(world, 'stripe_invoice', now)),
  'cancel what is invoiced': (world, n, now) => cancel(pick(world.invoiced, n), n, now),
  'pay an invoice': async (world, n, now) => {
    const [invoice] = await rows<{ id: string; gross: number }>(
      `SELECT id, pence + vatPence AS gross FROM Invoice WHERE bookingId = ?1 AND state IN ('sent', 'overdue')`,
      pick(world.invoiced, n)?.bookingId ?? '',
    )
    if (invoice)
      await recordPayment(actOf(world.finance, now), {
        ...{ id: invoice.id, pence: invoice.gross, reference: `BACS ${n}`, happenedOn: londonDay(now) },
      })
  },
  // As if its thirty days had gone by.
  'let an invoice come near its day': (world, n, now) =>
    run(
      `UPDATE Invoice SET dueOn = ?2 WHERE bookingId = ?1`,
      pick(world.invoiced, n)?.bookingId ?? '',
      londonDay(addMinutes(now, ((n % 12) - 8) * 1440)),
    ),
  // Nobody pays on the page of Stripe: the hold runs out.
  'hold for a card': async (world, _, now) => bookBy(world, 'card', now),
  'pay by card': async (world, _, now) => {
    const booking = await bookBy(world, undefined, now)
    const [line] = await rows<{ payerId: string }>('SELECT payerId FROM LedgerLine WHERE bookingId = ?1', booking.bookingId)
    const payerId = line?.payerId ?? ''
    const at = now.toISOString()
    await add('Checkout', {
      bookingId: booking.bookingId,
      payerId,
      pence: 24000,
      state: 'paid',
      createdAt: at,
      expiresAt: addMinutes(now, 30).toISOString(),
    })
    await insertPayment(actOf(world.finance, now), {
      ...{ bookingId: booking.bookingId, payerId, route: 'card', pence: 24_000, rule: { why: 'test' }, source: crypto.randomUUID() },
    }).run()
    world.carded.push({ ...booking, payerId })
  },
  'cancel what a card paid': (world, n, now) => cancel(pick(world.carded, n), n, now),
  'close a school with a successor': async (world, n) => {
    const closed = pick([...world.invoiced, ...world.carded], n)
    const successor = await aSchool()
    if (closed) await run(`UPDATE School SET statusCode = '2', rootId = ?2 WHERE id = ?1`, closed.schoolId, successor.id)
  },
  'merge two people': async (world, n, now) => {
    const people = await rows<{ id: string }>(
      `SELECT id FROM (SELECT MIN(rowid) AS first, personId AS id FROM Place WHERE personId IS NOT NULL GROUP BY personId) ORDER BY first DESC LIMIT 12`,
    )
    const [kept, merged] = [pick(people, n), pick(people, n + 5)]
    if (!kept || !merged || kept.id === merged.id) return
    const seen = await comparisonHash(await movable(kept.id), await movable(merged.id))
    await mergePeople(actOf(world.organiser, now), { keptId: kept.id, mergedId: merged.id, seen })
  },
}
