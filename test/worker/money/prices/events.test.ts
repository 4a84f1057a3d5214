// The prices of events: chosen under the rules of booking, shared by the dates of a series,
// copied, and shown to schools.

import { expect, it } from 'vitest'
import { copyEvent } from '#booking/series/copy-event.ts'
import { priceSeries } from '#booking/series/price-series.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, counting, db, existing, request, rows, run, tick } from '#test/support/factories.ts'
import { anAgreement, aPricedEvent, aPriceList, setPrice } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aListAhead = (facts: Parameters<typeof aPriceList>[0] = {}) => aPriceList({ defaultEarlyPence: 8000, ...facts })

const organiser = async () => {
  const { cookie, actor, accountId } = await anAccount({ roles: ['organiser'] })
  return {
    ...{ cookie, accountId, act: () => anAct({ actor }) },
    read: async (path: string) => await textOf(request(path, { cookie })),
    post: (path: string, form: Record<string, string>) => request(path, { cookie, form }),
  }
}

const read = async (code: string): Promise<EventDetails> => {
  const event = await eventByCode(db, code, tick()).then(existing)
  return event
}

const rulesForm = (event: EventDetails, more: Record<string, string>) => ({
  ...{ version: String(event.version), placesPerTrust: '', waitingOrder: 'first_come', offerHours: '48', termsId: '' },
  ...more,
})

const accepted = (event: { code: string }) => read(event.code).then(({ priceId, earlyUntil }) => ({ priceId, earlyUntil }))

// “An event has the prices that an organiser has chosen for it, or is free of charge.”
it('an organiser chooses the prices of an event and until when the early ones hold, and takes them away again', async () => {
  const olwen = await organiser()
  const event = await anEvent(ahead)
  const list = await aListAhead({ name: 'Half days' })
  const [at, own] = [`/organiser/events/${event.code}/rules`, `/organiser/events/${event.code}/settings`]
  expect(await olwen.read(own)).toContain('Price Free of charge')
  expect(await olwen.read(at)).toContain('Half days, version 1')
  const late = { priceId: list.id, earlyUntilDate: '2099-05-01', earlyUntilTime: '17:00' }
  const asked = await olwen.post(at, rulesForm(await read(event.code), late))
  expect([asked.status, (await textOf(asked)).includes('Schools do not work on Friday 1 May 2099 at 5pm.')]).toEqual([422, true])
  // “The end of an early price is within school hours too.”
  const early = { ...late, earlyUntilTime: '15:00' }
  expect((await olwen.post(at, rulesForm(await read(event.code), early))).status).toBe(303)
  expect(await accepted(event)).toEqual({ priceId: list.id, earlyUntil: '2099-05-01T14:00:00.000Z' })
  expect(await olwen.read(own)).toContain('Half days, version 1; early prices until Friday 1 May 2099, 3pm')
  const [entry] = await rows<{ before: string; after: string; accountId: string }>(
    `SELECT before, after, accountId FROM Log WHERE eventId = ?1 AND act = 'event.rules_changed'`,
    event.id,
  )
  expect([JSON.parse(entry?.before ?? ''), JSON.parse(entry?.after ?? ''), entry?.accountId]).toEqual([
    { priceId: null, earlyUntil: null },
    { priceId: list.id, earlyUntil: '2099-05-01T14:00:00.000Z' },
    olwen.accountId,
  ])
  expect((await olwen.post(at, rulesForm(await read(event.code), { priceId: '' }))).status).toBe(303)
  expect(await accepted(event)).toEqual({ priceId: null, earlyUntil: null })
})

it('prices that cannot be chosen and early ends that mean nothing are refused at the field', async () => {
  const olwen = await organiser()
  const event = await anEvent(ahead)
  const [older, never] = [await aPriceList(), await aPriceList()]
  const newer = await aPriceList({ key: older.key, version: 2, vatCodeId: older.vatCodeId, defaultEarlyPence: 10 })
  const end = { earlyUntilDate: '2099-05-01', earlyUntilTime: '15:00' }
  const wrong: [form: Record<string, string>, sentence: string][] = [
    [{ priceId: older.id }, 'Choose prices from the list: those that you chose are retired or have a newer version'],
    [{ priceId: 'x' }, 'Choose prices from the list'],
    [{ priceId: never.id, ...end }, 'These prices have no early price'],
    [{ priceId: '', ...end }, 'Choose prices for the event, or leave the end of the early price blank'],
    [{ priceId: newer.id, ...end, earlyUntilTime: '' }, 'Enter the time by which the early price ends'],
    [{ priceId: newer.id, ...end, earlyUntilDate: '2099-06-13' }, 'Enter a time before the event begins'],
  ]
  for (const [form, sentence] of wrong) {
    const answer = await olwen.post(`/organiser/events/${event.code}/rules`, rulesForm(await read(event.code), form))
    expect([answer.status, (await textOf(answer)).includes(sentence)]).toEqual([422, true])
  }
  await setPrice(event.id, older.id)
  const kept = await olwen.post(`/organiser/events/${event.code}/rules`, rulesForm(await read(event.code), { priceId: older.id }))
  expect([kept.status, await accepted(event)]).toEqual([303, { priceId: older.id, earlyUntil: null }])
})

/** A booking of one certain place at the price of the list. */
const aPricedBooking = async (event: { id: string; priceId: string }) => {
  const school = await aSchool()
  const id = crypto.randomUUID()
  const [vat] = await rows<{ vatCodeId: string }>('SELECT vatCodeId FROM PriceList WHERE id = ?1', event.priceId)
  const at = tick().toISOString()
  await db.batch([
    insert('Booking', { id, reference: id, eventId: event.id, schoolId: school.id, channel: 'school', formId: id, createdAt: at }),
    insert('Payer', { id: `payer-of-${school.id}`, schoolId: school.id, createdAt: at }),
    insert('BookingPayer', {
      id,
      bookingId: id,
      payerId: `payer-of-${school.id}`,
      route: 'invoice',
      priceId: event.priceId,
      pricedAsOf: at,
      rule: '{}',
      createdAt: at,
    }),
    insert('PlacePrice', {
      id,
      placeId: id,
      bookingId: id,
      eventId: event.id,
      schoolId: school.id,
      payerId: `payer-of-${school.id}`,
      route: 'invoice',
      priceId: event.priceId,
      basis: 'price',
      pence: 10000,
      vatPence: 2000,
      vatCodeId: vat?.vatCodeId,
      rule: '{}',
      createdAt: at,
    }),
    insert('Place', { id, bookingId: id, eventId: event.id, schoolId: school.id, stateAt: at, createdAt: at }),
  ])
  return id
}

const moneyOf = async (bookingId: string) => ({
  payer: await rows('SELECT priceId, supersededAt FROM BookingPayer WHERE bookingId = ?1', bookingId),
  prices: await rows('SELECT priceId, pence, vatPence, supersededAt FROM PlacePrice WHERE bookingId = ?1', bookingId),
  ledger: await rows('SELECT kind, pence, vatPence FROM LedgerLine WHERE bookingId = ?1', bookingId),
})

// “Changing the prices of an event does not touch the bookings that it has.”
it('whoever booked keeps the price that was accepted, whatever the event costs afterwards', async () => {
  const olwen = await organiser()
  const event = await aPricedEvent({ event: ahead })
  const booking = await aPricedBooking(event)
  const before = await moneyOf(booking)
  expect(before).toEqual({
    payer: [{ priceId: event.priceId, supersededAt: null }],
    prices: [{ priceId: event.priceId, pence: 10_000, vatPence: 2000, supersededAt: null }],
    ledger: [{ kind: 'charge', pence: 10_000, vatPence: 2000 }],
  })
  const dearer = await aPriceList({ defaultPence: 50_000 })
  for (const priceId of [dearer.id, '']) {
    expect((await olwen.post(`/organiser/events/${event.code}/rules`, rulesForm(await read(event.code), { priceId }))).status).toBe(303)
    expect(await moneyOf(booking)).toEqual(before)
  }
})

const aSeries = async (starts: readonly string[]) => {
  const id = await add('Series', { title: 'Spring series', topicId: 'child-on-child-abuse' })
  const events = []
  for (const startsAt of starts) events.push(await anEvent({ startsAt, endsAt: startsAt.replace('T08:30', 'T15:00') }))
  for (const event of events) await run('UPDATE Event SET seriesId = ?2 WHERE id = ?1', event.id, id)
  return { id, events }
}

// “One press on the page of a series gives all its dates that lie ahead the same prices, and the
// log has an entry for each.”
it('one press prices all dates of a series that lie ahead, each with its own end of the early price', async () => {
  const olwen = await organiser()
  const { id, events } = await aSeries(['2026-01-12T08:30:00.000Z', '2099-06-12T08:30:00.000Z', '2099-12-04T08:30:00.000Z'])
  const list = await aListAhead({ name: 'Shared by the series' })
  expect(await olwen.read(`/organiser/series/${id}`)).toContain('Use these prices for all dates of the series')
  const press = () => olwen.post(`/organiser/series/${id}/prices`, { priceId: list.id, earlyDays: '28' })
  expect((await press()).status).toBe(303)
  expect(await Promise.all(events.map(accepted))).toEqual([
    { priceId: null, earlyUntil: null },
    { priceId: list.id, earlyUntil: '2099-05-15T15:00:00.000Z' },
    { priceId: list.id, earlyUntil: '2099-11-06T16:00:00.000Z' },
  ])
  const logged = () =>
    rows(`SELECT eventId, accountId FROM Log WHERE act = 'event.priced' AND after LIKE '%' || ?1 || '%' ORDER BY id`, list.id)
  const entries = events.slice(1).map((event) => ({ eventId: event.id, accountId: olwen.accountId }))
  expect(await logged()).toEqual(entries)
  expect(await olwen.read(`/organiser/series/${id}`)).toContain('Shared by the series, version 1 Early until Friday 15 May 2099, 4pm')
  await press()
  expect(await logged()).toEqual(entries)
  for (const [form, sentence] of [
    [{ priceId: 'x', earlyDays: '' }, 'Choose prices from the list'],
    [{ priceId: list.id, earlyDays: '0' }, 'Enter how many days before each date the early price ends'],
    [{ priceId: (await aPriceList()).id, earlyDays: '7' }, 'These prices have no early price'],
  ] as const) {
    const answer = await olwen.post(`/organiser/series/${id}/prices`, form)
    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
  }
})

it('when somebody changes one of the dates at the same moment, no date is priced', async () => {
  const { act } = await organiser()
  const { events } = await aSeries(['2099-06-12T08:30:00.000Z', '2099-12-04T08:30:00.000Z'])
  const seen = await Promise.all(events.map(({ code }) => read(code)))
  await run('UPDATE Event SET version = version + 1 WHERE id = ?1', seen[1]?.id)
  const list = await aPriceList()
  expect(await priceSeries(act(), { events: seen, priceId: list.id, earlyDays: undefined })).toEqual({ ok: false, reason: 'stale' })
  expect((await Promise.all(events.map(accepted))).map(({ priceId }) => priceId)).toEqual([null, null])
})

// “A copy of an event has its prices in their newest version, and its early prices end as many
// days later as the copy begins.”
it('a copy has the newest version of the prices, and its early prices move with it; retired ones do not become free of charge', async () => {
  const { act } = await organiser()
  const older = await aListAhead()
  const event = await aPricedEvent({ event: ahead, priceId: older.id, earlyUntil: '2099-05-01T16:00:00.000Z' })
  const newer = await aListAhead({ key: older.key, version: 2, vatCodeId: older.vatCodeId })
  const copy = async () => {
    const copied = await copyEvent(act(), {
      event: await read(event.code),
      id: crypto.randomUUID(),
      startsOn: '2099-12-11',
      inSeries: false,
    })
    return copied.ok ? read(copied.value.code) : undefined
  }
  const first = await copy()
  expect(first && firstStart(first)).toBe('2099-12-11T09:30:00.000Z')
  expect([first?.priceId, first?.earlyUntil]).toEqual([newer.id, '2099-10-30T16:00:00.000Z'])
  await run('UPDATE PriceList SET retiredAt = ?2 WHERE id = ?1', newer.id, tick().toISOString())
  expect((await copy())?.priceId).toBe(newer.id)
})

// “Anyone reads on the page of an event what a place costs, with and without VAT, and until when
// an early price holds.”
it('anyone reads what a place costs on the page of the event and in the lists, and of a free event that it is free of charge', async () => {
  const list = await aListAhead({ freePlaces: 2, rows: [{ status: 'academy', area: 'inside', agreement: 'with', pence: 6000 }] })
  const event = await aPricedEvent({
    event: { ...ahead, title: 'Priced conference' },
    priceId: list.id,
    earlyUntil: '2099-05-01T16:00:00.000Z',
  })
  const page = await textOf(request(`/events/${event.code}`))
  expect(page).toContain('2 places free, then from £60.00 plus VAT')
  expect(page).toContain('Early prices until Friday 1 May 2099, 5pm.')
  expect(page).toContain('Early prices hold until Friday 1 May 2099, 5pm For whom Early price With VAT Afterwards With VAT')
  expect(page).toContain(
    'Maintained schools, independent schools, further education colleges and other organisations £80.00 £96.00 £100.00 £120.00',
  )
  expect(page).toContain('Academies and free schools, in the area, with a service agreement £60.00 £72.00 £60.00 £72.00')
  expect(page).toContain('The first 2 places of each school are free of charge.')
  expect(page).toContain('Places that your service agreement or your trust’s covers cost nothing.')
  const listed = await textOf(request('/events?q=priced'))
  expect(listed).toContain('2 places free, then from £60.00 plus VAT')
  const free = await anEvent(ahead)
  const freePage = await textOf(request(`/events/${free.code}`))
  expect(freePage).toContain('Free of charge')
  expect(freePage).not.toContain('All prices')
})

// “Whoever is signed in for a school reads what the school's next place costs, and which row of
// the table is used.”
it('whoever is signed in for a school reads its own price and the row that is used, by its legal status on the day', async () => {
  const rowsOf = [{ status: 'academy', area: 'inside', agreement: 'with', pence: 6000 } as const]
  const event = await aPricedEvent({ event: ahead, list: { rows: rowsOf } })
  const [academy, elsewhere] = [
    await aSchool({ name: 'Bryn Academy', sector: 'academy', laCode: '884' }),
    await aSchool({ name: 'Far Away School', sector: 'independent', laCode: '301' }),
  ]
  await anAgreement({ schoolId: academy.id }, { places: 0 })
  const seen = async (...schoolIds: string[]) => {
    const { cookie } = await anAccount({ schoolIds })
    const counted = counting()
    const page = await textOf(request(`/events/${event.code}`, { cookie, bindings: { DB: counted.db } }))
    return { page, trips: counted.trips() }
  }
  const both = await seen(academy.id, elsewhere.id)
  expect(both.page).toContain(
    'The next place for Bryn Academy: £60.00 and £12.00 VAT. Price used: Academy or free school, in the area, with a service agreement.',
  )
  expect(both.page).toContain('The next place for Far Away School: £100.00 and £20.00 VAT. It is the usual price.')
  expect(both.page).toContain('From £60.00 plus VAT a place')
  const one = await seen(academy.id)
  // One of them reads the council's settings.
  expect([one.trips, both.trips]).toEqual([2, 2])
  expect(one.page).toContain('£60.00 plus VAT a place')
  expect(one.page).not.toContain('From £60.00')
  await anAgreement({ schoolId: academy.id }, { places: 2 })
  expect((await seen(academy.id)).page).toContain('The next place for Bryn Academy: Free of charge, covered by the service agreement.')
})
