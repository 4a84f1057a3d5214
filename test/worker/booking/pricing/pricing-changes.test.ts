import { expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { movePlaces } from '#booking/series/move-places.ts'
import { approveBooking } from '#booking/waiting/decide-booking.ts'
import { offerFreedPlaces } from '#booking/waiting/offer-places.ts'
import { acceptOffer } from '#booking/waiting/settle-offer.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, db, existing, rows, run, withoutGuards } from '#test/support/factories.ts'
import { anAgreement, aPricedEvent, aPriceList, aVatCode, balanceOf, ledgerOf } from '#test/support/money.ts'
import { insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aBooker, book, people, priced } from './priced.ts'
import { setTerms, someTerms } from './terms.ts'

const late = new Date('2026-06-10T09:00:00.000Z')

const lines = async (eventId: string) => (await ledgerOf(eventId)).map(({ kind, route, pence, vatPence }) => [kind, route, pence, vatPence])

/** Live prices and posted charges of an event, with VAT: what its lines have to come to while nothing is paid. */
const due = async (eventId: string) =>
  (
    await rows<{ sum: number }>(
      `SELECT (SELECT COALESCE(SUM(x.pence + x.vatPence), 0) FROM PlacePrice x JOIN Place p ON p.id = x.placeId AND p.state = 'confirmed' WHERE x.eventId = ?1 AND x.supersededAt IS NULL)
         + (SELECT COALESCE(SUM(c.pence + c.vatPence), 0) FROM Charge c WHERE c.eventId = ?1 AND c.postedAt IS NOT NULL AND c.withdrawnAt IS NULL) AS sum`,
      eventId,
    )
  )[0]?.sum

const adds = async (eventId: string, pence: number) => expect([await balanceOf(eventId), await due(eventId)]).toEqual([pence, pence])

// “One that is cancelled late is credited too, and what cancelling costs is charged with its VAT.”
it('A place that is cancelled late is credited, and what cancelling costs is charged with the VAT of its terms', async () => {
  const event = await aPricedEvent()
  const termsId = await someTerms({ vatCodeId: await aVatCode(1750) })
  await setTerms(event.id, termsId)
  const booker = await aBooker({ sector: 'academy' })
  const { reference } = await book(booker, event, 24_000, { places: 2, termsId })
  const act = anAct({ actor: booker.actor, now: late })
  const first = (await readBooking(act, reference))?.booking.places[0]?.id ?? ''
  expect(await cancelBooking(act, reference, [first], { seen: 7000 })).toEqual({ ok: false, reason: 'charge_changed' })
  expect(await cancelBooking(act, reference, [first], { seen: 8225 })).toEqual({ ok: true, value: 1 })
  expect(await lines(event.id)).toEqual([
    ['charge', 'invoice', 10_000, 2_000],
    ['charge', 'invoice', 10_000, 2_000],
    ['credit', 'invoice', -10_000, -2_000],
    ['cancellation_charge', 'invoice', 7_000, 1_225],
  ])
  await adds(event.id, 20_225)
})

// “At an event that costs nothing but cancelling late, a booking says who pays before anything is charged.”
it('At an event that costs nothing but cancelling late, the booking has a payer; one from before the ledger gets it with its charge', async () => {
  const event = await anEvent({ placesPerSchool: null })
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const booker = await aBooker()
  const { reference, bookingId } = await book(booker, { ...event, priceId: '' }, 0, { termsId })
  expect(await rows('SELECT route, priceId FROM BookingPayer WHERE bookingId = ?1', bookingId)).toEqual([
    { route: 'recharge', priceId: null },
  ])
  expect(await lines(event.id)).toEqual([])
  // As it was before there was a ledger.
  await run('UPDATE BookingPayer SET supersededAt = createdAt WHERE bookingId = ?1', bookingId)
  expect(await cancelBooking(anAct({ actor: booker.actor, now: late }), reference, undefined, { seen: 7000 })).toEqual({
    ok: true,
    value: 1,
  })
  expect(await lines(event.id)).toEqual([['cancellation_charge', 'recharge', 7_000, 0]])
  await adds(event.id, 7_000)
})

it('Sending someone else changes no line', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker()
  const { reference, placeIds } = await book(booker, event, 12_000)
  const before = await ledgerOf(event.id)
  const [place] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE eventId = ?1', event.id)
  const delegate = { name: 'Gwen Parry', email: `gwen-${booker.school.urn}@example.sch.uk`, roleId: 'dsl', represents: [] }
  const naming = { placeId: placeIds[0] ?? '', was: place?.personId ?? '', delegate }
  expect(await nameDelegates(anAct({ actor: booker.actor }), reference, [naming])).toMatchObject({ ok: true })
  expect(await ledgerOf(event.id)).toEqual(before)
})

const aSeries = async (facts: { from: Parameters<typeof aPricedEvent>[0]; to: Parameters<typeof aPricedEvent>[0] }) => {
  const from = await aPricedEvent(facts.from)
  const to = await aPricedEvent({ ...facts.to, event: { startsAt: '2026-07-03T08:30:00.000Z', endsAt: '2026-07-03T15:00:00.000Z' } })
  const id = crypto.randomUUID()
  await db.batch([
    insert('Series', { id, title: 'S', topicId: 'child-on-child-abuse', createdAt: '2026-01-01T00:00:00.000Z' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(id, from.id, to.id),
  ])
  return { from, to }
}

const moving = (reference: string, to: { code: string }) => ({
  reference,
  to: to.code,
  placeIds: undefined,
  formId: crypto.randomUUID(),
  termsId: undefined,
})

// “Places that move are credited at the old date and charged at the new one, as early as they were first booked.” “A school that would pay more there has to have seen it.”
it('Places that move are credited at the old date and charged at the new one, as early as they were first booked, and an agreement goes with them', async () => {
  const list = await aPriceList({ defaultEarlyPence: 8000 })
  const { from, to } = await aSeries({
    from: { priceId: list.id, earlyUntil: '2026-05-01T00:00:00.000Z' },
    to: { priceId: list.id, earlyUntil: '2026-05-01T00:00:00.000Z' },
  })
  const booker = await aBooker()
  const agreementId = await anAgreement({ schoolId: booker.school.id }, { places: 1 })
  const { reference } = await book(booker, from, 9_600, { places: 2 })
  const act = anAct({ actor: booker.actor, now: new Date('2026-05-10T09:00:00.000Z') })
  expect(await movePlaces(act, moving(reference, to))).toMatchObject({ ok: true })
  expect(await lines(from.id)).toEqual([
    ['charge', 'recharge', 8_000, 1_600],
    ['credit', 'recharge', -8_000, -1_600],
  ])
  expect(await lines(to.id)).toEqual([['charge', 'recharge', 8_000, 1_600]])
  expect(await rows('SELECT places FROM AgreementLine WHERE agreementId = ?1 ORDER BY number', agreementId)).toEqual([
    { places: -1 },
    { places: 1 },
    { places: -1 },
  ])
  await adds(from.id, 0)
  await adds(to.id, 9_600)
})

it('A school that would pay more at the other date has to have seen it', async () => {
  const { from, to } = await aSeries({ from: {}, to: { list: { defaultPence: 15_000 } } })
  const booker = await aBooker()
  const { reference } = await book(booker, from, 12_000)
  const act = anAct({ actor: booker.actor })
  expect(await movePlaces(act, moving(reference, to))).toEqual({ ok: false, reason: 'price_changed' })
  const paying = { priceId: to.priceId, seenPence: 18_000 }
  expect(await movePlaces(act, { ...moving(reference, to), paying })).toMatchObject({ ok: true })
  await adds(from.id, 0)
  await adds(to.id, 18_000)
})

// “A place that waited is charged when it becomes certain, by the version of the prices that its booking accepted.”
it('A request is charged when it is approved, by the version that it accepted, though the event has another since', async () => {
  const event = await aPricedEvent()
  await run('UPDATE Event SET approval = 1 WHERE id = ?1', event.id)
  const booker = await aBooker()
  const { reference } = await book(booker, event, 12_000)
  expect(await lines(event.id)).toEqual([])
  const dearer = await aPriceList({ defaultPence: 50_000 })
  await run('UPDATE Event SET priceId = ?2, version = version + 1 WHERE id = ?1', event.id, dearer.id)
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await approveBooking(anAct({ actor: organiser.actor }), reference)).toEqual({ ok: true, value: { certain: 1, listed: 0 } })
  await adds(event.id, 12_000)
})

it('A place on the waiting list is charged when its offer is accepted', async () => {
  const event = await aPricedEvent({ event: { capacity: 1 } })
  const [first, second] = [await aBooker(), await aBooker({ sector: 'academy' })]
  const had = await book(first, event, 12_000)
  await book(second, event, 12_000, { ifFull: 'wait' })
  await cancelBooking(anAct({ actor: first.actor }), had.reference, undefined)
  await adds(event.id, 0)
  await offerFreedPlaces(anAct())
  const [offer] = await rows<{ id: string }>('SELECT id FROM Offer WHERE eventId = ?1', event.id)
  expect(await acceptOffer(anAct({ actor: second.actor }), { id: offer?.id ?? '' })).toMatchObject({ ok: true })
  expect((await lines(event.id)).at(-1)).toEqual(['charge', 'invoice', 10_000, 2_000])
  await adds(event.id, 12_000)
  expect(
    await rows(
      `SELECT 1 FROM LineNotice n JOIN Message m ON m.id = n.messageId WHERE m.eventId = ?1 AND m.kind = 'offer_accepted'`,
      event.id,
    ),
  ).toHaveLength(1)
})

it('When an event is cancelled every place is credited, and agreements get their places back', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker()
  const agreementId = await anAgreement({ schoolId: booker.school.id }, { places: 1 })
  await book(booker, event, 12_000, { places: 2 })
  const organiser = await anAccount({ roles: ['organiser'] })
  const now = anAct({ actor: organiser.actor })
  const read = await eventByCode(db, event.code, now.now).then(existing)
  expect(await cancelEvent(now, { event: read, version: read.version, reason: 'Snow' })).toMatchObject({ ok: true })
  await adds(event.id, 0)
  expect(await rows('SELECT SUM(places) AS left FROM AgreementLine WHERE agreementId = ?1', agreementId)).toEqual([{ left: 0 }])
})

const raceForTheFreePlace = async (on = db) => {
  const event = await aPricedEvent({ priceId: (await aPriceList({ freePlaces: 1 })).id })
  const booker = await aBooker()
  const ask = (n: number) => ({ ...priced(booker, event, 0), delegates: people(booker.school.urn, 2).slice(n, n + 1) })
  const answers = await Promise.all([0, 1].map((n) => placeBooking(anAct({ actor: booker.actor, db: on }), ask(n))))
  const [free] = await rows<{ n: number }>(
    `SELECT COUNT(*) AS n FROM PlacePrice WHERE eventId = ?1 AND basis = 'first_free' AND supersededAt IS NULL`,
    event.id,
  )
  return { booked: answers.filter((answer) => answer.ok).length, free: free?.n, refused: answers.find((answer) => !answer.ok) }
}

it('Of two bookings that want the last free place of a school at once, one gets it, and the other is told what it costs now', async () => {
  for (let round = 0; round < 3; round += 1)
    expect(await raceForTheFreePlace()).toEqual({ booked: 1, free: 1, refused: { ok: false, reason: 'price_changed' } })
})

it('control: without the trigger and the guards both have it', async () => {
  await dropTriggers('PlacePrice_fits')
  expect(await raceForTheFreePlace(withoutGuards)).toMatchObject({ booked: 2, free: 2 })
})
