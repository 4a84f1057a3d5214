import { expect, it } from 'vitest'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { confirmHeld, endHeld, holdRefusals } from '#booking/cancelling/settle-hold.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { selectDue } from '#front/due/store.ts'
import { expireCardHolds } from '#payments/cards/expire-card-holds.ts'
import { accepted, anAct, db, rows } from '#test/support/factories.ts'
import { aPricedEvent, aPriceList, balanceOf, ledgerOf, setRoute, someStripe } from '#test/support/money.ts'
import { add, all } from '#test/support/rows.ts'
import { aBooker, priced } from '../pricing/priced.ts'

const booked = new Date('2026-04-01T09:00:00.000Z')
const held = '2026-04-01T09:40:00.000Z'
const later = (minutes: number) => anAct({ now: new Date(booked.getTime() + minutes * 60_000) })

/** Two places of a school that pays by card, at an event with room for three. */
const aHold = async (event?: Awaited<ReturnType<typeof aPricedEvent>>) => {
  const at = event ?? (await aPricedEvent({ event: { capacity: 3 } }))
  const booker = await aBooker({ sector: 'independent' })
  await setRoute(booker.school.id, 'card')
  const placed = await placeBooking(
    anAct({ actor: booker.actor, now: booked, stripe: someStripe }),
    priced(booker, at, 24_000, { places: 2 }),
  ).then(accepted)
  return { event: at, booker, ...placed }
}

const states = (reference: string) =>
  rows('SELECT p.state, p.heldUntil FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid', reference)

const kinds = async (eventId: string) =>
  (await rows<{ kind: string }>('SELECT kind FROM Message WHERE eventId = ?1 ORDER BY rowid', eventId)).map(({ kind }) => kind)

const confirm = async (reference: string, minutes: number) => {
  const act = later(minutes)
  const settled = await confirmHeld(act, reference, 12_000)
  return settled && (await atomically(act.db, settled.statements, holdRefusals)).ok
}

it('Who pays by card has the places held for forty minutes: nothing is charged and nobody invited until it is paid', async () => {
  const { event, reference, toPay } = await aHold()
  expect(toPay).toBe(true)
  expect(await states(reference)).toEqual([
    { state: 'held', heldUntil: held },
    { state: 'held', heldUntil: held },
  ])
  expect([await ledgerOf(event.id), await kinds(event.id)]).toEqual([[], ['places_held']])
  expect(await rows(`SELECT act FROM Log WHERE eventId = ?1`, event.id)).toEqual([{ act: 'booking.held' }])
})

// “Whoever booked gets a mail as the hold begins: until when the places are held, what they cost
// and where to pay.” “Places held until they are paid for are due until that minute.”
it('as the hold begins whoever booked is written to with the minute and the link, and it is the first thing due', async () => {
  const { event, booker, reference } = await aHold()
  const [mail] = await rows<{ toAddress: string; subject: string; text: string }>(
    `SELECT b.toAddress, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1`,
    event.id,
  )
  expect([mail?.toAddress, mail?.subject]).toEqual([
    `"Siân Pritchard" <${booker.actor.email}>`,
    'Pay by Wednesday 1 April 2026, 10:40am: 2 places at Safeguarding conference',
  ])
  for (const said of [
    '2 places held until you pay',
    'We hold them until Wednesday 1 April 2026, 10:40am.',
    '£240.00',
    `/bookings/${reference}/pay`,
  ])
    expect(mail?.text).toContain(said)
  const dueAt = async (at: string) =>
    (await readNow(db, selectDue(db, { rootIds: [booker.school.id], now: new Date(at), laCodes: ['884'] }))).filter(
      ({ kind }) => kind === 'pay' || kind === 'money',
    )
  expect(await dueAt('2026-04-01T09:39:59.000Z')).toEqual([
    {
      ...{ schoolId: booker.school.id, kind: 'pay', whom: '', saidElsewhere: false, by: '2026-04-01', until: held },
      what: 'Pay £240.00 for 2 places held at “Safeguarding conference”',
      why: 'They are held until Wednesday 1 April 2026, 10:40am. Nobody has a place before it is paid for.',
      press: { text: 'Pay by card', href: `/bookings/${reference}/pay` },
    },
  ])
  expect(await dueAt(held)).toEqual([])
})

it('Paid, the places are certain, charged and their people invited, once', async () => {
  const { event, booker, reference } = await aHold()
  expect(await confirm(reference, 10)).toBe(true)
  expect(await states(reference)).toEqual([
    { state: 'confirmed', heldUntil: null },
    { state: 'confirmed', heldUntil: null },
  ])
  const line = { kind: 'charge', payerId: `payer-of-${booker.school.id}`, route: 'card', pence: 10_000, vatPence: 2_000 }
  expect(await ledgerOf(event.id)).toMatchObject([line, line])
  expect(await kinds(event.id)).toEqual(['places_held', 'booking_confirmed', 'invitation', 'invitation'])
  expect(await confirm(reference, 11)).toBe(undefined)
  expect(await balanceOf(event.id)).toBe(24_000)
})

it('Paid after the hold ran out, and even after it was released, the places are certain while there is room, at the price that was paid', async () => {
  const late = await aHold()
  expect(await confirm(late.reference, 60)).toBe(true)
  const given = await aHold()
  await expireCardHolds(later(50))
  expect(await states(given.reference)).toEqual([
    { state: 'cancelled', heldUntil: null },
    { state: 'cancelled', heldUntil: null },
  ])
  expect(await ledgerOf(given.event.id)).toEqual([])
  expect(await confirm(given.reference, 60)).toBe(true)
  expect(await balanceOf(given.event.id)).toBe(24_000)
  expect(await rows('SELECT cancelledAt FROM Booking WHERE reference = ?1', given.reference)).toEqual([{ cancelledAt: null }])
})

it('Paid too late, when others have the places, nothing becomes certain and nothing is charged', async () => {
  const { event, reference } = await aHold()
  const other = await aBooker()
  const placed = await placeBooking(
    anAct({ actor: other.actor, now: new Date('2026-04-01T09:41:00.000Z') }),
    priced(other, event, 24_000, { places: 2 }),
  )
  expect(placed.ok).toBe(true)
  const before = await balanceOf(event.id)
  const act = later(42)
  const settled = await confirmHeld(act, reference, 12_000)
  expect(await atomically(act.db, settled?.statements ?? [], holdRefusals)).toEqual({ ok: false, reason: 'no_room' })
  expect(await balanceOf(event.id)).toBe(before)
})

it('A hold that ends unpaid gives its free place back, and one that somebody is paying for is left alone', async () => {
  const event = await aPricedEvent({ event: { capacity: 3 }, priceId: (await aPriceList({ freePlaces: 1 })).id })
  const booker = await aBooker({ sector: 'independent' })
  await setRoute(booker.school.id, 'card')
  const stripe = anAct({ actor: booker.actor, now: booked, stripe: someStripe })
  const placed = await placeBooking(stripe, priced(booker, event, 12_000, { places: 2 })).then(accepted)
  const { reference } = placed
  const [booking] = await all('Booking', { reference })
  await add('Checkout', {
    ...{ bookingId: booking?.id, payerId: `payer-of-${booking?.schoolId}`, forWhat: 'places', pence: 12_000, state: 'open' },
    ...{ expiresAt: held, createdAt: booked.toISOString() },
  })
  await expireCardHolds(later(60))
  expect(await states(reference)).toEqual([
    { state: 'held', heldUntil: held },
    { state: 'held', heldUntil: held },
  ])
  const ending = await endHeld(later(60), reference)
  expect(ending?.gross).toBe(12_000)
  expect((await atomically(db, ending?.statements ?? [], holdRefusals)).ok).toBe(true)
  expect(await rows('SELECT 1 FROM PlacePrice WHERE eventId = ?1 AND supersededAt IS NULL', event.id)).toEqual([])
})

it('Nothing is held where there is nothing to pay, or where there is no Stripe', async () => {
  const event = await aPricedEvent({ priceId: (await aPriceList({ freePlaces: 1 })).id })
  const booker = await aBooker({ sector: 'independent' })
  await setRoute(booker.school.id, 'card')
  const free = await placeBooking(anAct({ actor: booker.actor, stripe: someStripe }), priced(booker, event, 0))
  expect(free).toMatchObject({ ok: true, value: { waiting: 0 } })
  const second = priced(booker, event, 12_000, { delegates: [], unnamed: 1 })
  expect(await placeBooking(anAct({ actor: booker.actor }), second)).toMatchObject({ ok: true })
  expect(await ledgerOf(event.id)).toMatchObject([{ kind: 'charge', route: 'invoice', pence: 10_000 }])
})
