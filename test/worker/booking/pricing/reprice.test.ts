import { expect, it, vi } from 'vitest'
import { addMinutes } from '#base/dates.ts'
import { repricePlaces } from '#booking/pricing/reprice-places.ts'
import { runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { notifyLedgerChanges } from '#money/ledger/notify-ledger-changes.ts'
import { anAct, bindings, db, exec, rows, run, tripsOf } from '#test/support/factories.ts'
import { aPricedEvent, aPriceList, balanceOf, ledgerOf, setCentral, setRoute } from '#test/support/money.ts'
import { add, insert } from '#test/support/rows.ts'
import { aBooker, book } from './priced.ts'

let minute = 0
/** A later hour each time, after everything that the factories have made. */
const later = () => {
  minute += 60
  return anAct({ now: new Date(Date.parse('2026-04-01T09:00:00.000Z') + minute * 60_000) })
}

const turn = (schoolId: string, urn: string, at: Date, facts: { sector?: string; trustUid?: string; validFrom?: string }) => {
  const day = facts.validFrom ?? '2026-05-01'
  return db.batch([
    db.prepare(`UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND supersededAt IS NULL`).bind(schoolId, at.toISOString()),
    insert('SchoolIdentity', {
      schoolId,
      urn,
      name: 'Old School',
      laCode: '884',
      statusCode: '2',
      phase: 'Primary',
      town: 'Leominster',
      validTo: day,
      learnedAt: at.toISOString(),
    }),
    insert('SchoolIdentity', {
      schoolId,
      urn: `9${urn.slice(1)}`,
      name: 'New Academy',
      laCode: '884',
      statusCode: '1',
      sector: facts.sector ?? 'academy',
      phase: 'Primary',
      town: 'Leominster',
      trustUid: facts.trustUid ?? null,
      trustName: 'Tall Trees Trust',
      validFrom: day,
      opensOn: day,
      learnedAt: at.toISOString(),
    }),
  ])
}

const messages = (eventId: string) =>
  rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_repriced'`,
    eventId,
  )

// “A school that becomes an academy between booking and event is priced and billed as what it is on the day of the event.”
it('A school that becomes an academy before the event: the recharge is credited, and its trust that pays centrally gets the invoice', async () => {
  const list = await aPriceList({ rows: [{ status: 'academy', pence: 12_000 }] })
  const event = await aPricedEvent({ priceId: list.id })
  const booker = await aBooker()
  const { placeIds } = await book(booker, event, 12_000)
  await repricePlaces(later())
  const school = {
    kind: 'charge',
    payerId: `payer-of-${booker.school.id}`,
    route: 'recharge',
    placeId: placeIds[0],
    pence: 10_000,
    vatPence: 2_000,
  }
  expect(await ledgerOf(event.id)).toEqual([school])
  await setCentral('16001')
  const act = later()
  await turn(booker.school.id, booker.school.urn, act.now, { trustUid: '16001' })
  expect(await repricePlaces(act)).toBe(true)
  const trust = { kind: 'charge', payerId: 'payer-of-trust-16001', route: 'invoice', placeId: placeIds[0], pence: 12_000, vatPence: 2_400 }
  const whole = [school, { ...school, kind: 'credit', pence: -10_000, vatPence: -2_000 }, trust]
  expect(await ledgerOf(event.id)).toEqual(whole)
  expect(await balanceOf(event.id)).toBe(14_400)
  const told = await messages(event.id)
  expect(told).toHaveLength(1)
  expect(told[0]?.text).toContain(
    'You are an academy or free school on the day of the event, Friday 12 June 2026, and not a maintained school.',
  )
  expect(told[0]?.text).toContain('The council sends the trust, Tall Trees Trust, an invoice.')
  expect(await repricePlaces(later())).toBe(false)
  expect(await ledgerOf(event.id)).toEqual(whole)
  expect(await rows(`SELECT 1 FROM Log WHERE act = 'booking.repriced' AND eventId = ?1`, event.id)).toHaveLength(1)
})

// “A correction of what a school was is followed after the event too.”
it('A correction that is learned after the event is followed too', async () => {
  const event = await aPricedEvent({ event: { startsAt: '2026-03-20T08:30:00.000Z', endsAt: '2026-03-20T15:00:00.000Z' } })
  const booker = await aBooker()
  await book(booker, event, 12_000)
  const act = later()
  await turn(booker.school.id, booker.school.urn, act.now, { validFrom: '2026-03-01' })
  await repricePlaces(act)
  expect((await ledgerOf(event.id)).map(({ kind, route, pence }) => [kind, route, pence])).toEqual([
    ['charge', 'recharge', 10_000],
    ['credit', 'recharge', -10_000],
    ['charge', 'invoice', 10_000],
  ])
})

// “A mail about another price or payer goes only where something is another for its reader.”
it('No mail goes where a school pays the same in the same way as before, now or later', async () => {
  const event = await aPricedEvent()
  const booker = await aBooker({ sector: 'academy' })
  await book(booker, event, 12_000)
  await repricePlaces(later())
  const act = later()
  await turn(booker.school.id, booker.school.urn, act.now, { sector: 'independent' })
  expect(await repricePlaces(act)).toBe(true)
  expect(await rows(`SELECT act FROM Log WHERE act = 'booking.repriced' AND eventId = ?1`, event.id)).toHaveLength(1)
  await notifyLedgerChanges(later())
  expect(await rows(`SELECT kind FROM Message WHERE eventId = ?1 AND kind IN ('booking_repriced', 'money_changed')`, event.id)).toEqual([])
  expect(await balanceOf(event.id)).toBe(12_000)
})

// “What finance says of a route before the event is followed; what is paid, and what has begun, stays as it was.”
it('A route that finance changes is followed before the event, and not once something is paid', async () => {
  const event = await aPricedEvent()
  const [open, paid] = [await aBooker(), await aBooker()]
  await book(open, event, 12_000)
  const { bookingId } = await book(paid, event, 12_000)
  await add('LedgerLine', {
    kind: 'payment',
    payerId: `payer-of-${paid.school.id}`,
    route: 'recharge',
    bookingId,
    pence: -12000,
    rule: '{}',
    at: '2026-04-01T00:00:00.000Z',
    source: bookingId,
  })
  await repricePlaces(later())
  for (const { school } of [open, paid]) await setRoute(school.id, 'invoice')
  const act = anAct({ now: new Date('2026-04-20T09:00:00.000Z') })
  await run(`UPDATE PricesFollowed SET doneUpTo = '2026-03-02T00:00:00.000Z'`)
  await repricePlaces(act)
  const lines = await ledgerOf(event.id)
  const of = (schoolId: string) =>
    lines.filter(({ payerId }) => payerId === `payer-of-${schoolId}`).map(({ kind, route }) => `${kind} ${route}`)
  expect(of(open.school.id)).toEqual(['charge recharge', 'credit recharge', 'charge invoice'])
  expect(of(paid.school.id)).toEqual(['charge recharge'])
  // Only what is another is said as it was and as it is.
  const [told] = await messages(event.id)
  expect(told?.text.slice(told.text.indexOf('It was:'), told.text.indexOf('See your booking')).trim().split(/\n+/)).toEqual([
    ...['It was:', 'Who pays: The council recharges the school within its own accounts.'],
    ...['It is now:', 'Who pays: The council sends the school an invoice.'],
  ])
})

// “Looking for what has changed costs one query when nothing has.”
it('whoever has nothing to pay is not told of another route', async () => {
  const event = await aPricedEvent({ list: { freePlaces: 1 } })
  const booker = await aBooker()
  await book(booker, event, 0, { paying: { costCentre: 'C26078' } })
  await repricePlaces(later())
  await setRoute(booker.school.id, 'invoice')
  await run(`UPDATE PricesFollowed SET doneUpTo = '2026-03-02T00:00:00.000Z'`)
  await repricePlaces(anAct({ now: new Date('2026-04-20T10:00:00.000Z') }))
  expect(
    await rows(
      `SELECT y.route, y.costCentre FROM BookingPayer y JOIN Booking b ON b.id = y.bookingId WHERE b.eventId = ?1 ORDER BY y.createdAt, y.rowid`,
      event.id,
    ),
  ).toEqual([
    { route: 'recharge', costCentre: 'C26078' },
    { route: 'invoice', costCentre: '' },
  ])
  expect(await messages(event.id)).toEqual([])
})

it('Looking for what has changed costs one query when nothing has', async () => {
  await repricePlaces(anAct({ now: new Date('2026-09-01T09:00:00.000Z') }))
  expect(
    await tripsOf(async (on) => {
      expect(await repricePlaces(anAct({ now: new Date('2026-09-01T10:00:00.000Z'), db: on }))).toBe(false)
    }),
  ).toBe(1)
})

it('a booking that cannot be priced anew is priced as soon as it can be, although all others have been passed meanwhile', async () => {
  const list = await aPriceList({ rows: [{ status: 'academy', pence: 12_000 }] })
  const event = await aPricedEvent({ priceId: list.id })
  const booker = await aBooker()
  await book(booker, event, 12_000)
  const some = kinds.filter(({ name }) => name === 'repricePlaces')
  const minute = (now: Date) => runDue(bindings, now, 'http://localhost:8787', some)
  await minute(later().now)
  const { now } = later()
  await run(`UPDATE PricesFollowed SET doneUpTo = ?1, upTo = NULL, afterId = ''`, now.toISOString())
  await turn(booker.school.id, booker.school.urn, now, {})
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await exec(
    `CREATE TRIGGER broken_price BEFORE INSERT ON BookingPayer WHEN NEW.bookingId IN (SELECT id FROM Booking WHERE eventId = '${event.id}') BEGIN SELECT RAISE(ABORT, 'broken'); END`,
  )
  for (let n = 1; n < 40; n += 1) await minute(addMinutes(now, n))
  expect(await messages(event.id)).toEqual([])
  expect(await rows(`SELECT job, error FROM FailedJob`)).toEqual([{ job: 'repricePlaces', error: 'Error' }])
  await exec('DROP TRIGGER broken_price')
  for (let n = 40; n < 110; n += 1) await minute(addMinutes(now, n))
  said.mockRestore()
  expect(await messages(event.id)).toHaveLength(1)
  expect(await rows(`SELECT job FROM FailedJob`)).toEqual([])
})
