// What the list, and the home page, say to whoever reads them.

import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, run } from '#test/support/factories.ts'
import { anAgreement, aPriceList, setPrice } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const day = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aFutureEvent = (facts: Parameters<typeof anEvent>[0] = {}) => anEvent({ ...day, ...facts })
const text = async (path: string, cookie?: string) => (await request(path, cookie ? { cookie } : {})).text()

it('whoever is signed in begins with what is theirs: a school with its page, staff with their work, others with their own record', async () => {
  const school = await aSchool()
  const begins = async (account: Parameters<typeof anAccount>[0]) =>
    (await request('/', { cookie: (await anAccount(account)).cookie })).headers.get('location')
  expect(await begins({ schoolIds: [school.id] })).toBe('/school')
  expect(await begins({ roles: ['organiser'] })).toBe('/organiser')
  expect(await begins({ roles: ['officer'] })).toBe('/answer')
  expect(await begins({})).toBe('/account/record')
  expect(await text('/events', (await anAccount({ schoolIds: [school.id] })).cookie)).toContain(
    '<a href="/school" class="muster-header__name">',
  )
})

/** Of a list, in words, the event of this title. */
const listed = (page: string, title: string): string =>
  plain(page.split('<li class="muster-event">').find((part) => part.includes(title)) ?? '')

// “A list of events says to whoever acts for one school what its next place costs, and to others
// from how much.”
it('a school reads in the list what it has booked and what its next place costs it, and anybody from how much', async () => {
  const rowOf = { status: 'maintained', area: 'inside', pence: 4500 } as const
  const list = await aPriceList({ defaultPence: 9000, freePlaces: 1, rows: [rowOf] })
  const event = await aFutureEvent({ title: 'Priced for each', capacity: 40 })
  await setPrice(event.id, list.id)
  const [mine, other] = [await aSchool(), await aSchool({ sector: 'independent' })]
  const seen = async (...schoolIds: string[]) => listed(await text('/events', (await anAccount({ schoolIds })).cookie), 'Priced for each')
  expect(await seen(mine.id)).toContain('40 places left 1 place free, then £45.00 plus VAT')
  expect(await seen(other.id)).toContain('40 places left 1 place free, then £90.00 plus VAT')
  await setPrice(event.id, null)
  const { bookingId, placeId } = await aDelegate(event, mine.id)
  for (let n = 0; n < 2; n += 1) await aDelegate(event, other.id)
  await setPrice(event.id, list.id)
  const payerId = `payer-of-${mine.id}`
  await add('Payer', { id: payerId, schoolId: mine.id })
  const of = { placeId, bookingId, eventId: event.id, schoolId: mine.id, payerId, priceId: list.id, vatCodeId: list.vatCodeId }
  await add('PlacePrice', { ...of, route: 'invoice', basis: 'first_free', pence: 0, vatPence: 0 })
  expect(await seen(mine.id)).toContain('You have booked 1 37 places left £45.00 plus VAT a place')
  expect(await seen(mine.id, other.id)).toContain('You have booked 3 37 places left 1 place free, then from £45.00 plus VAT')
  expect(listed(await text('/events'), 'Priced for each')).toContain('37 places left 1 place free, then from £45.00 plus VAT')
})

it('of the list a school reads few rows more than anybody for each event with a price, on however many days they are', async () => {
  const list = await aPriceList({ freePlaces: 1 })
  const school = await aSchool()
  await anAgreement({ schoolId: school.id })
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const rowsRead = async (of: Parameters<typeof request>[1]) =>
    Number((await request('/events', of)).headers.get('server-timing')?.match(/(\d+) rows read/)?.[1])
  const read = async () => [await rowsRead({}), await rowsRead({ cookie })]
  await read()
  const [before = 0, ownBefore = 0] = await read()
  for (const day of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10']) {
    const event = await anEvent({ startsAt: `2099-07-${day}T08:30:00.000Z`, endsAt: `2099-07-${day}T15:00:00.000Z` })
    await setPrice(event.id, list.id)
  }
  const [after = 0, ownAfter = 0] = await read()
  expect(after).toBeGreaterThan(before)
  expect((ownAfter - ownBefore - (after - before)) / 10).toBeLessThanOrEqual(6)
})

it('an event is found by the town or postcode of its venue, and leads to a map of it', async () => {
  const event = await aFutureEvent({ title: 'Somewhere else' })
  await run(`UPDATE Event SET venueAddress = 'Mill Street\nWherringford', venuePostcode = 'AK9 7HJ' WHERE id = ?1`, event.id)
  for (const q of ['wherringford', 'AK9 7HJ', 'ak97hj']) expect(await text(`/events?q=${encodeURIComponent(q)}`), q).toContain(event.code)
  expect(await text('/events?q=AK8')).not.toContain(event.code)
  expect(await text(`/events/${event.code}`)).toContain('href="https://www.openstreetmap.org/search?query=AK9%207HJ" rel="noreferrer"')
})
