// What the acts that many people do in one hour cost in all: the request, and everything that is done once it is answered.
import { expect, it, vi } from 'vitest'
import { anAccount, anEvent, aSchool, counting, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent, aPriceList, setRoute } from '#test/support/money.ts'
import { aProvider } from '#test/support/outbox.ts'
import { routeTable } from './route-table.ts'

it('an act of a busy hour takes as many round trips in all as its row says', async () => {
  // What an isolate keeps for seconds is kept as long as this takes.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  const { env, desk } = await aProvider()
  await desk.clock(new Date(), false)
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const counted = counting()
  const inAll = async (path: string, form: Record<string, string>, cookie = contact.cookie): Promise<number> => {
    const before = counted.trips()
    const answer = await request(path, { cookie, form, bindings: { ...env, DB: counted.db } })
    expect([path, answer.status]).toEqual([path, 303])
    return counted.trips() - before
  }
  const person = (name: string) => ({
    'name-1': name,
    'email-1': `${name.replace(' ', '.').toLowerCase()}@example.sch.uk`,
    'role-1': 'dsl',
    rows: '1',
  })
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null })
  const book = (name: string, more = {}) =>
    inAll(`/events/${event.code}/bookings`, { school: school.id, formId: crypto.randomUUID(), ...person(name), ...more })
  const placeOf = async (name: string | null) => {
    const [found] = await rows<{ reference: string; id: string; personId: string | null }>(
      `SELECT b.reference, p.id, p.personId FROM Place p JOIN Booking b ON b.id = p.bookingId LEFT JOIN Person n ON n.id = p.personId
       WHERE p.eventId = ?1 AND n.name IS ?2 AND p.state = 'confirmed'`,
      event.id,
      name,
    )
    return { place: found?.id ?? '', was: found?.personId ?? '', path: `/bookings/${found?.reference}` }
  }
  // The first reads what an isolate keeps, and lets rest what has never been looked for.
  await book('Ann Lee', { places: '2', naming: 'later' })
  const found: Record<string, number> = { '/events/:code/bookings': await book('Gwen Jones') }
  const unnamed = await placeOf(null)
  found['/bookings/:reference/names'] = await inAll(`${unnamed.path}/names`, {
    action: 'save',
    place: unnamed.place,
    ...person('Cai Rees'),
  })
  const { path, ...named } = await placeOf('Gwen Jones')
  found['/bookings/:reference/places/:placeId/name'] = await inAll(`${path}/places/${named.place}/name`, {
    action: 'swap',
    ...named,
    ...person('Bo Price'),
  })
  found['/bookings/:reference/cancel'] = await inAll(`${path}/cancel`, { seen: '0' })
  const organiser = await anAccount({ roles: ['organiser'] })
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  const left = await placeOf('Ann Lee')
  await run(
    'UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1',
    event.id,
    new Date(Date.now() - 3_600_000).toISOString(),
    new Date(Date.now() + 3_600_000).toISOString(),
  )
  found['/register/:sessionId/marks'] = await inAll(
    `/register/${event.sessions[0]?.id}/marks`,
    { person: left.place, mark: crypto.randomUUID(), markType: 'attended' },
    organiser.cookie,
  )
  const allowed = routeTable.flatMap(({ path, inAll }) => (inAll === undefined ? [] : [[path, inAll] as const]))
  expect(found).toEqual(Object.fromEntries(allowed))
})

it('a booking that costs something takes as many as its row says, whether by journal, by invoice with a purchase order or by card', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  const { env, desk } = await aProvider()
  await desk.clock(new Date(), false)
  const counted = counting()
  const given = { ...env, DB: counted.db, STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  const list = await aPriceList({ rows: [{ status: 'academy', pence: 8000 }] })
  const book = async (route: string): Promise<[status: number, trips: number]> => {
    const school = await aSchool({ sector: 'academy' })
    await setRoute(school.id, route)
    const { cookie } = await anAccount({ schoolIds: [school.id] })
    const event = await aPricedEvent({
      event: { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
      priceId: list.id,
    })
    const before = counted.trips()
    const form = {
      ...{ school: school.id, formId: crypto.randomUUID(), rows: '1' },
      ...{ 'name-1': 'Gwen Jones', 'email-1': `gwen@${school.urn}.example`, 'role-1': 'dsl' },
      ...{ priceId: list.id, seen: '9600', poNumber: 'PO-7' },
    }
    const answer = await request(`/events/${event.code}/bookings`, { cookie, form, bindings: given })
    return [answer.status, counted.trips() - before]
  }
  // The first reads what an isolate keeps, and lets rest what has never been looked for.
  await book('recharge')
  const allowed = routeTable.find(({ path, inAllPriced }) => path === '/events/:code/bookings' && inAllPriced)?.inAllPriced ?? 0
  expect([await book('recharge'), await book('invoice'), await book('card')]).toEqual([
    [303, allowed],
    [303, allowed],
    // Whoever booked is written to as the hold begins, with where to pay.
    [303, allowed],
  ])
})
