// The rows of money in which Stripe has no part, while schools of the same council pay by card at
// it and its webhooks come twice, in the wrong order, three days late, or never. The rows of cards
// are in test/worker/payments/cards, those of invoices through Stripe in
// test/worker/payments/invoices, and are walked in the same weathers.
import { describe, expect, it } from 'vitest'
import { closeRegister } from '#attendance/attendance/close-register.ts'
import { markAttendance } from '#attendance/attendance/mark-attendance.ts'
import type { Actor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { readCsv } from '#base/web/csv.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeWaiver, proposeWaiverOfCharge } from '#money/ledger/propose-money.ts'
import { raiseDispute } from '#money/ledger/raise-dispute.ts'
import { settleDispute } from '#money/ledger/settle-dispute.ts'
import { postAbsences } from '#payments/accounting/post-absences.ts'
import { sortLines } from '#payments/finance-files/batch.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { readForFile, selectContent } from '#payments/finance-files/store.ts'
import { listed, stripeFor } from '#payments/stripe/client.ts'
import { isFollowed, keptOf } from '#payments/stripe/event.ts'
import { insertEvents } from '#payments/stripe/event-store.ts'
import { accepted, anAccount, anEvent, db, rows, run } from '#test/support/factories.ts'
import { anAgreement, aPricedEvent, setCentral } from '#test/support/money.ts'
import { insert } from '#test/support/rows.ts'
import { aBooker, people, priced } from '#test/worker/booking/pricing/priced.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import {
  aHeldBooking,
  anActOf,
  aPaying,
  later,
  type Paying,
  press,
  sessionOf,
  standing,
  sweep,
} from '#test/worker/payments/cards/paying.ts'
import { type Weather, weathers } from '#test/worker/payments/cards/weather.ts'

/** A council at which somebody pays by card, in such weather, whenever `meanwhile` is called. */
const aCouncil = async (weather: Weather) => {
  const paying = await aPaying()
  const finance = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })] as const
  const cards: { bookingId: string }[] = []
  const meanwhile = async (): Promise<void> => {
    await weather.before(paying)
    const card = await aHeldBooking(paying)
    await press(paying, card)
    await paying.twin.pay(await sessionOf(card))
    cards.push(card)
    await weather.after(paying)
    await sweep(paying)
  }
  const act = (actor: Actor) => anActOf(paying, actor)
  return { paying, finance, cards, meanwhile, act }
}
type Council = Awaited<ReturnType<typeof aCouncil>>

const wholeLedger = () => rows('SELECT * FROM LedgerLine ORDER BY number')

/**
 * What was paid by card is there once, and all that Stripe ever told changes no line of anybody
 * when it is told again.
 */
const addsUp = async ({ paying, cards }: Council): Promise<void> => {
  for (const card of cards)
    expect(await standing(card)).toEqual({
      ...{ places: ['confirmed'], checkouts: ['paid confirmed'], refunds: [], ledger: ['charge 12000', 'payment -12000'], owed: 0 },
    })
  const before = await wholeLedger()
  await replay(paying)
  expect(await wholeLedger()).toEqual(before)
}

const replay = async (paying: Paying): Promise<void> => {
  const events = await listed('event', stripeFor(paying.access).events.list({ limit: 100 }))
  await run('DELETE FROM StripeEvent')
  const told = events.filter(({ type }) => isFollowed(type)).flatMap((event) => keptOf(event) ?? [])
  expect(told).not.toEqual([])
  await insertEvents(db, new Date(), told).run()
  await sweep(paying)
}

type Booker = Awaited<ReturnType<typeof aBooker>>

const bookedOf = async (reference: string) => {
  const places = await rows<{ id: string; bookingId: string }>(
    'SELECT p.id, p.bookingId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid',
    reference,
  )
  return { reference, bookingId: places[0]?.bookingId ?? '', placeIds: places.map(({ id }) => id) }
}

const books = async (council: Council, booker: Booker, seen: number, more: Parameters<typeof priced>[3], event = council.paying.event) => {
  const placed = await placeBooking(council.act(booker.actor), priced(booker, event, seen, more)).then(accepted)
  return bookedOf(placed.reference)
}

/** A maintained school that is recharged for so many places at £100 and VAT. */
const aRecharged = async (council: Council, places = 2) => {
  const booker = await aBooker()
  const paying = { costCentre: 'S204', subjectiveCode: '40150' }
  return { ...booker, ...(await books(council, booker, 12_000 * places, { places, paying })) }
}

const linesOf = (bookingId: string) =>
  rows<{ number: number; kind: string; payerId: string; route: string; pence: number; vatPence: number }>(
    'SELECT number, kind, payerId, route, pence, vatPence FROM LedgerLine WHERE bookingId = ?1 ORDER BY number',
    bookingId,
  )

/** Every line of a booking: kind, route, net and VAT; and what they come to. */
const ledgerOf = async (bookingId: string) => {
  const lines = await linesOf(bookingId)
  return {
    lines: lines.map(({ kind, route, pence, vatPence }) => `${kind} ${route} ${pence} + ${vatPence}`),
    owed: lines.reduce((sum, line) => sum + line.pence + line.vatPence, 0),
  }
}

/**
 * Makes a journal of what may go of a booking: the debits and credits in the file; none when
 * nothing may go.
 */
const journal = async (council: Council, bookingId: string): Promise<(string | undefined)[][]> => {
  const { pending } = await readForFile(db, 'journal', instant(new Date()))
  const numbers = sortLines(pending).going.flatMap((line) => (line.bookingId === bookingId ? [line.number] : []))
  if (numbers.length === 0) return []
  const ask = { kind: 'journal', numbers } as const
  const [made, again] = [
    await makeFile(council.act(council.finance[0].actor), ask),
    await makeFile(council.act(council.finance[1].actor), ask),
  ]
  expect([made.ok, again]).toEqual([true, { ok: false, reason: 'changed_meanwhile' }])
  const file = readCsv((await readNow(db, selectContent(db, 'journal', made.ok ? made.value : 0)))?.content ?? '')
  return file.rows.map(({ cells }) => [cells['cost centre'], cells['debit'], cells['credit']])
}

const cancels = async (council: Council, booked: { actor: Actor; reference: string }, placeIds: string[]): Promise<void> => {
  expect((await cancelBooking(council.act(booked.actor), booked.reference, placeIds, { seen: 0 })).ok).toBe(true)
}

/** The register says that the school is an academy of a trust from tomorrow on. */
const becomesAnAcademy = async ({ school }: Booker, trustUid: string): Promise<void> => {
  const at = new Date().toISOString()
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const identity = (urn: string, sector: string, trust: string | null, from: string | null, to: string | null) =>
    insert('SchoolIdentity', {
      ...{ schoolId: school.id, urn, name: 'Leadon School', laCode: '884', statusCode: '1', sector, phase: 'Primary', town: 'Ledbury' },
      ...{ trustUid: trust, trustName: trust && 'Tall Trees Trust', validFrom: from, opensOn: from, validTo: to, learnedAt: at },
    })
  await db.batch([
    db.prepare('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1 AND supersededAt IS NULL').bind(school.id, at),
    identity(school.urn, 'maintained', null, null, day),
    identity(`9${school.urn.slice(1)}`, 'academy', trustUid, day, null),
  ])
}

/**
 * A booking of so many people of whom nobody comes tomorrow, and the charges for it that the closed
 * register proposes.
 */
const nobodyComes = async (council: Council, count: number) => {
  const startsAt = new Date(Date.now() + 86_400_000)
  const event = await aPricedEvent({
    event: { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 6 * 3_600_000).toISOString() },
  })
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const booked = await books(council, await aBooker(), 12_000 * count, { places: count, termsId }, event)
  await council.meanwhile()
  await later(Math.ceil(Math.max(0, startsAt.getTime() + 7 * 3_600_000 - Date.now()) / 60_000), council.paying.twin)
  const door = await anAccount({ doorEventIds: [event.id] })
  const sessionId = event.sessions[0]?.id ?? ''
  for (const person of booked.placeIds)
    await markAttendance(council.act(door.actor), { id: newId(new Date()), sessionId, person, markType: 'absent', source: 'screen' })
  await closeRegister(council.act(door.actor), { sessionId, seen: { attended: 0, part: 0, absent: count, apologies: 0 } })
  const charges = await rows<{ id: string }>('SELECT id FROM Charge WHERE bookingId = ?1 ORDER BY rowid', booked.bookingId)
  return { ...booked, charges: charges.map(({ id }) => id) }
}

const charged = 'charge recharge 10000 + 2000'

describe.each(weathers.slice(1))('Stripe’s webhooks are $name, and', (weather) => {
  it('a school that is recharged owes nothing once it is journalled, and what it cancels later is reversed by a line of its own', async () => {
    const council = await aCouncil(weather)
    const booked = await aRecharged(council)
    await council.meanwhile()
    expect(await journal(council, booked.bookingId)).toEqual([
      ['S204', '120.00', ''],
      ['S204', '120.00', ''],
    ])
    await cancels(council, booked, booked.placeIds.slice(0, 1))
    expect((await ledgerOf(booked.bookingId)).owed).toBe(-12_000)
    await council.meanwhile()
    expect(await journal(council, booked.bookingId)).toEqual([['S204', '', '120.00']])
    expect(await journal(council, booked.bookingId)).toEqual([])
    await addsUp(council)
    const paid = 'payment recharge -12000 + 0'
    expect(await ledgerOf(booked.bookingId)).toEqual({
      lines: [charged, charged, paid, paid, 'credit recharge -10000 + -2000', 'refund recharge 12000 + 0'],
      owed: 0,
    })
  })

  it('a charge that a school disputes is in no journal: it goes when it stands, and never when it is waived', async () => {
    const council = await aCouncil(weather)
    const [ada, ben] = council.finance
    const booked = await aRecharged(council, 3)
    const [first, second] = (await linesOf(booked.bookingId)).map(({ number }) => number)
    const disputes = [crypto.randomUUID(), crypto.randomUUID()] as const
    for (const [at, lineNumber] of [first ?? 0, second ?? 0].entries())
      await raiseDispute(council.act(booked.actor), { id: disputes[at] ?? '', lineNumber, words: 'We did not book this' })
    await council.meanwhile()
    expect(await journal(council, booked.bookingId)).toEqual([['S204', '120.00', '']])
    expect((await settleDispute(council.act(ada.actor), { id: disputes[0], answer: 'You did, on 3 March' })).ok).toBe(true)
    const id = crypto.randomUUID()
    await proposeWaiver(council.act(ada.actor), { id, lineNumber: second ?? 0, pence: undefined, reason: 'True' })
    expect((await decideProposal(council.act(ada.actor), { id, decision: 'approve', note: '' })).ok).toBe(false)
    expect((await decideProposal(council.act(ben.actor), { id, decision: 'approve', note: '' })).ok).toBe(true)
    expect(await journal(council, booked.bookingId)).toEqual([['S204', '120.00', '']])
    expect(await journal(council, booked.bookingId)).toEqual([])
    await addsUp(council)
    const paid = 'payment recharge -12000 + 0'
    expect(await ledgerOf(booked.bookingId)).toEqual({
      lines: [charged, charged, charged, paid, 'waiver recharge -10000 + -2000', paid],
      owed: 0,
    })
  })

  it('an agreement is drawn down by a booking, passes to the place that stays when its own is cancelled, and is used up for the next', async () => {
    const council = await aCouncil(weather)
    const booker = await aBooker()
    const agreement = await anAgreement({ schoolId: booker.school.id }, { places: 1 })
    const first = await books(council, booker, 12_000, { places: 2 })
    await council.meanwhile()
    const drawn = () =>
      rows<{ placeId: string; places: number }>(
        'SELECT placeId, places FROM AgreementLine WHERE agreementId = ?1 ORDER BY number',
        agreement,
      )
    const covered = (await drawn())[0]?.placeId ?? ''
    expect(first.placeIds).toContain(covered)
    await cancels(council, { ...booker, ...first }, [covered])
    const delegates = people(`${booker.school.urn}-again`, 1)
    const next = await books(council, booker, 12_000, { delegates })
    await addsUp(council)
    expect(await drawn()).toEqual([
      { placeId: covered, places: -1 },
      { placeId: covered, places: 1 },
      { placeId: first.placeIds.find((id) => id !== covered), places: -1 },
    ])
    expect(await ledgerOf(first.bookingId)).toEqual({ lines: [charged, 'credit recharge -10000 + -2000'], owed: 0 })
    expect(await ledgerOf(next.bookingId)).toEqual({ lines: [charged], owed: 12_000 })
  })

  it('a school that becomes an academy between booking and event is not recharged: its trust owes the invoice', async () => {
    const council = await aCouncil(weather)
    const booker = await aBooker()
    const trustUid = String(20_000 + weathers.indexOf(weather))
    const booked = await books(council, booker, 12_000, {})
    expect(await ledgerOf(booked.bookingId)).toEqual({ lines: [charged], owed: 12_000 })
    await setCentral(trustUid)
    await becomesAnAcademy(booker, trustUid)
    await council.meanwhile()
    await addsUp(council)
    expect(await ledgerOf(booked.bookingId)).toEqual({
      lines: [charged, 'credit recharge -10000 + -2000', 'charge invoice 10000 + 2000'],
      owed: 12_000,
    })
    expect((await linesOf(booked.bookingId)).map(({ payerId }) => payerId)).toEqual([
      `payer-of-${booker.school.id}`,
      `payer-of-${booker.school.id}`,
      `payer-of-trust-${trustUid}`,
    ])
    expect(await journal(council, booked.bookingId)).toEqual([])
  })

  it('a place to which nobody came is charged when finance posts it, and waived before or after that by two people', async () => {
    const council = await aCouncil(weather)
    const [ada, ben] = council.finance
    const booked = await nobodyComes(council, 3)
    const [posted, unposted, both] = [booked.charges.slice(0, 2), booked.charges[2] ?? '', booked.charges]
    expect(both).toHaveLength(3)
    const before = crypto.randomUUID()
    await proposeWaiverOfCharge(council.act(ada.actor), { id: before, chargeId: unposted, reason: 'In hospital' })
    expect(await postAbsences(council.act(ada.actor), both)).toEqual({ ok: true, value: { posted: 2, left: 1 } })
    expect((await ledgerOf(booked.bookingId)).owed).toBe(46_000)
    const after = crypto.randomUUID()
    await proposeWaiverOfCharge(council.act(ben.actor), { id: after, chargeId: posted[0] ?? '', reason: 'The train did not run' })
    expect((await decideProposal(council.act(ben.actor), { id: before, decision: 'approve', note: '' })).ok).toBe(true)
    expect((await decideProposal(council.act(ada.actor), { id: after, decision: 'approve', note: '' })).ok).toBe(true)
    await addsUp(council)
    const absent = 'not_attending_charge recharge 5000 + 0'
    expect(await ledgerOf(booked.bookingId)).toEqual({
      lines: [charged, charged, charged, absent, absent, 'waiver recharge -5000 + 0'],
      owed: 41_000,
    })
  })

  it('an event that is free of charge, or costs this school nothing, posts nothing and asks for no payer', async () => {
    const council = await aCouncil(weather)
    const { startsAt, endsAt } = council.paying.event.sessions[0] ?? { startsAt: '', endsAt: '' }
    const free = await anEvent({ startsAt, endsAt })
    const booker = await aBooker()
    const placed = await placeBooking(council.act(booker.actor), {
      ...{ code: free.code, schoolId: booker.school.id, formId: crypto.randomUUID(), delegates: people(booker.school.urn, 2) },
    }).then(accepted)
    const nothing = await aPricedEvent({ event: { startsAt, endsAt }, list: { defaultPence: 0 } })
    const bookings = [await bookedOf(placed.reference), await books(council, await aBooker({ sector: 'independent' }), 0, {}, nothing)]
    await cancels(council, { ...booker, ...placed }, bookings[0]?.placeIds.slice(0, 1) ?? [])
    await council.meanwhile()
    await addsUp(council)
    for (const { bookingId } of bookings) expect(await ledgerOf(bookingId)).toEqual({ lines: [], owed: 0 })
    expect(await rows('SELECT 1 FROM BookingPayer WHERE bookingId = ?1', bookings[0]?.bookingId)).toEqual([])
  })
})
