import { expect, it } from 'vitest'
import { anAccount, anEvent, htmlOf, leadsTo, request, rows, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { aFullEvent, aGuest, anOrganiser, asks, type Guest, offersOf, placesOf, setRules, wasThere } from './world.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const now = () => new Date()

const read = async (path: string, cookie: string): Promise<string> => (await request(path, { cookie })).text()
const waitPath = (event: { code: string }, guest: Guest): string => `/events/${event.code}/wait?school=${guest.school.id}`

const joins = (event: { code: string }, guest: Guest, form: Record<string, string>, formId: string = crypto.randomUUID()) =>
  request(`/events/${event.code}/wait`, { cookie: guest.cookie, form: { school: guest.school.id, formId, ...form } })

it('A school asks for places of a full event, all of them or as many as there are, and learns honestly how many are before it', async () => {
  const { event } = await aFullEvent(4, future)
  const [first, second] = [await aGuest(), await aGuest()]
  const page = await read(waitPath(event, first), first.cookie)
  expect(page).toContain('0 of 4 places left')
  expect(page).toContain('No school waits for a place now.')
  expect(page).toContain('The school that asked first is offered places first.')
  expect(await leadsTo(joins(event, first, { places: '3', how: 'partly' }))).toBe(waitPath(event, first))
  expect((await joins(event, second, { places: '2', how: 'all' })).status).toBe(303)
  expect(
    await rows('SELECT acceptsFewer FROM Booking WHERE eventId = ?1 AND waitingSince IS NOT NULL ORDER BY waitingSince', event.id),
  ).toEqual([{ acceptsFewer: 1 }, { acceptsFewer: 0 }])
  expect(await read(waitPath(event, first), first.cookie)).toContain('No other school is before it.')
  const seen = await read(waitPath(event, second), second.cookie)
  expect(seen).toContain('1 school is before it, waiting for 3 places.')
  expect(seen).toContain('It is offered all of them together, and passed over while fewer are free.')
  expect(seen).not.toContain(first.school.name)
  expect(await read(`/events/${event.code}`, second.cookie)).toContain('See your place on the waiting list')
})

// “Under an order by record it is told that later ones may come before it.”
it('Under an order by record a school is told that later ones may come before it', async () => {
  const { event } = await aFullEvent(1, future)
  await setRules(event.id, `waitingOrder = 'no_record_first'`)
  const [recorded, never] = [await aGuest(), await aGuest()]
  await wasThere(recorded.school.id, event.topicId, '2024-05-01')
  await asks(recorded, event.code, 1, { now: now() })
  await asks(never, event.code, 1, { now: now() })
  const page = await read(waitPath(event, recorded), recorded.cookie)
  expect(page).toContain('1 school is before it, waiting for 1 place.')
  expect(page).toContain('A school that joins later may come before it')
})

it('What is typed wrongly is said, kept and changes nothing', async () => {
  const { event } = await aFullEvent(3, { ...future })
  await setRules(event.id, 'placesPerSchool = 3')
  const guest = await aGuest()
  for (const [form, words] of [
    [{ places: '' }, 'Enter how many places your school needs'],
    [{ places: '4', how: 'all' }, 'Enter a number from 1 to 3: your school can have no more'],
    [{ places: '-1', how: 'all' }, 'Enter how many places your school needs'],
    [{ places: '2' }, 'Choose whether you need all of the places together'],
    [{ places: '٣', how: 'all' }, 'Enter how many places your school needs'],
  ] as const) {
    expect(await htmlOf(joins(event, guest, form), 422)).toContain(words)
  }
  expect(await rows('SELECT 1 FROM Booking WHERE eventId = ?1 AND schoolId = ?2', event.id, guest.school.id)).toEqual([])
})

it('Pressing twice joins once', async () => {
  const { event } = await aFullEvent(1, future)
  const guest = await aGuest()
  const formId = crypto.randomUUID()
  const answers = await Promise.all([joins(event, guest, { places: '1' }, formId), joins(event, guest, { places: '1' }, formId)])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(await rows('SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1 AND schoolId = ?2', event.id, guest.school.id)).toEqual([
    { n: 1 },
  ])
})

it('A school that waits can wait for fewer places with its turn kept, and withdraw; what it has is kept', async () => {
  const { event, free } = await aFullEvent(3, future)
  const guest = await aGuest()
  await free(1, now())
  const reference = await asks(guest, event.code, 3, { now: now(), acceptsFewer: true })
  expect(await placesOf(reference)).toEqual([
    { state: 'confirmed', waitsFor: null, n: 1 },
    { state: 'held', waitsFor: 'list', n: 2 },
  ])
  const fewer = (places: string) =>
    request(`/events/${event.code}/wait/fewer`, { cookie: guest.cookie, form: { school: guest.school.id, reference, places } })
  expect(await htmlOf(fewer('2'), 422)).toContain('Enter a number from 1 to 1')
  expect((await fewer('1')).status).toBe(303)
  expect(await placesOf(reference)).toEqual([
    { state: 'cancelled', waitsFor: 'list', n: 1 },
    { state: 'confirmed', waitsFor: null, n: 1 },
    { state: 'held', waitsFor: 'list', n: 1 },
  ])
  expect(await read(`/events/${event.code}/wait/withdraw?booking=${reference}`, guest.cookie)).toContain(
    'leaves the waiting list with 1 place',
  )
  expect((await request(`/events/${event.code}/wait/withdraw`, { cookie: guest.cookie, form: { reference } })).status).toBe(303)
  expect(await placesOf(reference)).toEqual([
    { state: 'cancelled', waitsFor: 'list', n: 2 },
    { state: 'confirmed', waitsFor: null, n: 1 },
  ])
  expect(await rows('SELECT cancelledAt FROM Booking WHERE reference = ?1', reference)).toEqual([{ cancelledAt: null }])
})

// “It sees no other school’s name.”
it('Another school, and whoever acts for none, sees nothing of it', async () => {
  const { event } = await aFullEvent(1, future)
  const [guest, stranger] = [await aGuest(), await aGuest()]
  const reference = await asks(guest, event.code, 2, { now: now() })
  expect((await request(waitPath(event, guest), { cookie: stranger.cookie })).status).toBe(404)
  expect((await joins(event, { ...guest, cookie: stranger.cookie }, { places: '1' })).status).toBe(404)
  for (const path of ['fewer', 'withdraw'])
    expect(
      (await request(`/events/${event.code}/wait/${path}`, { cookie: stranger.cookie, form: { reference, places: '1' } })).status,
    ).toBe(404)
  expect((await request(`/events/${event.code}/wait/withdraw?booking=${reference}`, { cookie: stranger.cookie })).status).toBe(404)
  expect((await request(`/bookings/${reference}/offer`, { cookie: stranger.cookie })).status).toBe(404)
  const { cookie } = await anAccount({})
  expect((await request(`/events/${event.code}/wait`, { cookie })).headers.get('location')).toBe(`/events/${event.code}/book`)
  expect((await request(waitPath(event, guest))).headers.get('location')).toContain('/sign-in')
})

it('Somebody whom nobody has confirmed yet is sent to the booking form, which keeps the turn of their request', async () => {
  const { event } = await aFullEvent(1, future)
  const guest = await aGuest()
  const { cookie, accountId } = await anAccount({})
  await add('Claim', { accountId, schoolId: guest.school.id, evidence: 'self_asserted', requestedAt: '2026-03-02T09:00:00.000Z' })
  const answer = await request(waitPath(event, guest), { cookie })
  expect(answer.headers.get('location')).toBe(`/events/${event.code}/book?school=${guest.school.id}`)
  expect((await request(`/events/${event.code}/book?school=${guest.school.id}`, { cookie })).status).toBe(200)
})

it('With places to be had at once the way is the booking form, and closed booking is said', async () => {
  const guest = await aGuest()
  const event = await anEvent({ ...future, capacity: 5 })
  expect(await read(waitPath(event, guest), guest.cookie)).toContain('Places are to be had at once, so there is nothing to wait for.')
  const approval = await anEvent({ ...future, capacity: 5 })
  await setRules(approval.id, 'approval = 1')
  expect(await read(waitPath(approval, guest), guest.cookie)).toContain('An organiser decides on each booking for this event.')
  const closed = await anEvent({ ...future, bookingClosesAt: '2026-01-01T09:00:00.000Z' })
  const refused = await read(waitPath(closed, guest), guest.cookie)
  expect(refused).toContain('Booking closed on 1 January 2026')
  expect(refused).not.toContain('When places come free we send an offer')
  expect((await joins(closed, guest, { places: '1' })).status).toBe(409)
})

it('An organiser may put a school on the list, and choose it from all', async () => {
  const { event } = await aFullEvent(1, future)
  const { cookie } = await anOrganiser()
  const guest = await aGuest()
  expect(await read(`/events/${event.code}/wait`, cookie)).toContain('Which school is waiting for places?')
  expect(
    (await joins(event, { ...guest, cookie }, { places: '1', who: 'new', contactName: 'Jo Price', contactTelephone: '01632 960100' }))
      .status,
  ).toBe(303)
  expect(await rows('SELECT channel FROM Booking WHERE eventId = ?1 AND schoolId = ?2', event.id, guest.school.id)).toEqual([
    { channel: 'organiser' },
  ])
})

it('Whoever acts for the school answers an offer from its booking too, without the email', async () => {
  const { event, free } = await aFullEvent(2, future)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 2, { now: now() })
  await free(2, now())
  // A form of anybody does what is due.
  await joins(event, await aGuest(), { places: '1' })
  expect((await offersOf(event.id)).map(({ state }) => state)).toEqual(['open'])
  expect(await read(waitPath(event, guest), guest.cookie)).toContain('2 places are on offer until')
  expect(await read(`/bookings/${reference}`, guest.cookie)).toContain(`/bookings/${reference}/offer`)
  expect(await read(`/bookings/${reference}/offer`, guest.cookie)).toContain('Accept 2 places')
  expect((await request(`/bookings/${reference}/offer`, { cookie: guest.cookie, form: { answer: 'accept' } })).status).toBe(303)
  expect(await placesOf(reference)).toEqual([{ state: 'confirmed', waitsFor: null, n: 2 }])
  expect(await rows(`SELECT settledById = ?2 AS mine FROM Offer WHERE eventId = ?1`, event.id, guest.accountId)).toEqual([{ mine: 1 }])
})

it('The page takes as many round trips with twelve that wait as with one', async () => {
  const trips = async (n: number): Promise<number> => {
    const { event } = await aFullEvent(1, future)
    const guest = await aGuest()
    await asks(guest, event.code, 1, { now: now() })
    for (let index = 1; index < n; index += 1) await asks(await aGuest(), event.code, 2, { now: now() })
    return tripsOf(async (on) => {
      expect((await request(waitPath(event, guest), { cookie: guest.cookie, bindings: { DB: on } })).status).toBe(200)
    })
  }
  expect(await trips(12)).toBe(await trips(1))
})

it('The terms that were accepted stay accepted on a form with something else wrong, until the terms are others', async () => {
  const { event } = await aFullEvent(1, future)
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const guest = await aGuest()
  const ticked = async (id: string) =>
    /name="authority"[^>]*checked/.test(await (await joins(event, guest, { places: '', authority: 'yes', termsId: id })).text())
  expect([await ticked(termsId), await ticked(crypto.randomUUID())]).toEqual([true, false])
})
