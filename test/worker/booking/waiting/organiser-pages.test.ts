import { expect, it } from 'vitest'
import { anAccount, htmlOf, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aFullEvent, aGuest, anOrganiser, asks, offersOf, placesOf, setRules, wasThere } from './world.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const now = () => new Date()

const read = async (path: string, cookie: string): Promise<string> => (await request(path, { cookie })).text()

it('Organisers see the list in order with the reason for it, and nobody else sees the page', async () => {
  const { event } = await aFullEvent(2, future)
  await setRules(event.id, `waitingOrder = 'no_record_first'`)
  const [recorded, never] = [await aGuest({ name: 'Recorded School' }), await aGuest({ name: 'Never There School' })]
  await wasThere(recorded.school.id, event.topicId, '2024-05-01')
  await asks(recorded, event.code, 2, { now: now() })
  await asks(never, event.code, 2, { now: now(), acceptsFewer: true })
  const organiser = await anOrganiser()
  const page = plain(await read(`/organiser/events/${event.code}/waiting`, organiser.cookie))
  expect(page).toContain('Schools with no record of this topic first')
  expect(page.indexOf('1. Never There School')).toBeGreaterThan(0)
  expect(page.indexOf('2. Recorded School')).toBeGreaterThan(page.indexOf('1. Never There School'))
  expect(page).toContain('Last recorded 1 May 2024')
  expect(page).toContain('2 places, or fewer')
  expect(page).toContain('2 places, all together')
  expect(page).toContain('No place is free')
  expect((await request(`/organiser/events/${event.code}/waiting`, { cookie: never.cookie })).status).toBe(404)
  expect((await request(`/organiser/events/${event.code}/waiting`)).status).toBe(303)
})

// “An organiser or officer offers places out of turn with a reason that the log keeps (one of a
// list of words: the log holds no free text).”
it('An organiser or officer offers places out of turn with a reason that the log keeps; limits and what is reserved hold for it too', async () => {
  const { event, free } = await aFullEvent(2, future)
  const [first, last] = [await aGuest(), await aGuest()]
  await asks(first, event.code, 2, { now: now() })
  const reference = await asks(last, event.code, 2, { now: now(), acceptsFewer: true })
  const organiser = await anOrganiser()
  const path = `/organiser/events/${event.code}/waiting/${reference}/offer`
  const offer = (form: Record<string, string>) => request(path, { cookie: organiser.cookie, form })
  expect(plain(await read(path, organiser.cookie))).toContain('1 school is before it')
  expect(plain(await read(`/organiser/events/${event.code}/waiting`, organiser.cookie))).not.toContain('Offer places to')
  const none = await offer({ places: '1', reason: 'urgent' })
  expect(none.status).toBe(409)
  expect(await none.text()).toContain('No place is free. Raise the capacity, or wait until one is cancelled.')
  await free(1, now())
  expect(await htmlOf(offer({ places: '3', reason: '' }), 422)).toContain('Enter a number from 1 to 2')
  expect(await rows('SELECT 1 FROM Offer WHERE eventId = ?1', event.id)).toEqual([])
  const officer = await anAccount({ roles: ['officer'] })
  const shown = plain(await read(`/organiser/events/${event.code}/waiting`, officer.cookie))
  expect([shown.includes('Offer places to'), shown.includes('Remove')]).toEqual([true, false])
  expect((await request(path, { cookie: officer.cookie, form: { places: '1', reason: 'urgent' } })).status).toBe(303)
  expect((await offersOf(event.id)).map(({ school, places, state }) => [school, places, state])).toEqual([[last.school.name, 1, 'open']])
  const [entry] = await rows<{ after: string; origin: string }>(
    `SELECT after, origin FROM Log WHERE eventId = ?1 AND act = 'offer.made'`,
    event.id,
  )
  expect([entry?.origin, JSON.parse(entry?.after ?? '{}')]).toEqual(['web', expect.objectContaining({ outOfTurn: 'urgent' })])
  expect(await htmlOf(offer({ places: '1', reason: 'urgent' }), 409)).toContain('This school has an open offer.')
})

it('A school that takes all its places together, and needs fewer meanwhile, is offered those that it still needs', async () => {
  const { event, free } = await aFullEvent(3, future)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 3, { now: now() })
  const { cookie } = await anOrganiser()
  const path = `/organiser/events/${event.code}/waiting/${reference}/offer`
  expect(await read(path, cookie)).not.toContain('name="places"')
  const fewer = await request(`/events/${event.code}/wait/fewer`, {
    cookie: guest.cookie,
    form: { school: guest.school.id, reference, places: '2' },
  })
  expect(fewer.status).toBe(303)
  await free(3, now())
  expect((await request(path, { cookie, form: { places: '3', reason: 'urgent' } })).status).toBe(303)
  expect((await offersOf(event.id)).map(({ places }) => places)).toEqual([2])
})

it('An organiser withdraws an offer, and what is free goes down the list', async () => {
  const { event, free } = await aFullEvent(1, future)
  const [first, second] = [await aGuest(), await aGuest()]
  const reference = await asks(first, event.code, 1, { now: now() })
  await asks(second, event.code, 1, { now: now() })
  const organiser = await anOrganiser()
  await free(1, now())
  await request(`/organiser/events/${event.code}/waiting/${reference}/offer`, {
    cookie: organiser.cookie,
    form: { places: '1', reason: 'other' },
  })
  const [offer] = await rows<{ id: string }>('SELECT id FROM Offer WHERE eventId = ?1', event.id)
  const path = `/organiser/events/${event.code}/waiting/offers/${offer?.id}/withdraw`
  expect(plain(await read(path, organiser.cookie))).toContain('1 place is kept for it until')
  expect((await request(path, { cookie: organiser.cookie, form: {} })).status).toBe(422)
  expect((await request(path, { cookie: first.cookie, form: { turn: 'off' } })).status).toBe(404)
  expect((await request(path, { cookie: organiser.cookie, form: { turn: 'off' } })).status).toBe(303)
  expect((await offersOf(event.id)).map(({ school, state }) => [school, state])).toEqual([
    [first.school.name, 'withdrawn'],
    [second.school.name, 'open'],
  ])
  expect((await request(path, { cookie: organiser.cookie, form: { turn: 'off' } })).status).toBe(409)
})

it('Removing a school from the list needs a reason that the school reads and the log does not keep', async () => {
  const { event } = await aFullEvent(1, future)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 2, { now: now() })
  const organiser = await anOrganiser()
  const path = `/organiser/events/${event.code}/waiting/${reference}/remove`
  expect((await request(path, { cookie: organiser.cookie, form: { reason: '  ' } })).status).toBe(422)
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'list', n: 2 }])
  expect((await request(path, { cookie: organiser.cookie, form: { reason: 'Jo Price asked us to <b>stop</b>' } })).status).toBe(303)
  expect(await placesOf(reference)).toEqual([{ state: 'cancelled', waitsFor: 'list', n: 2 }])
  expect(await rows('SELECT refusedReason FROM Booking WHERE reference = ?1', reference)).toEqual([
    { refusedReason: 'Jo Price asked us to <b>stop</b>' },
  ])
  expect(await rows(`SELECT 1 FROM Log WHERE eventId = ?1 AND (before LIKE '%Price%' OR after LIKE '%Price%')`, event.id)).toEqual([])
  const again = await request(path, { cookie: organiser.cookie, form: { reason: 'again' } })
  expect(again.headers.get('location')).toBe(`/organiser/events/${event.code}/waiting`)
})

const aRequest = async (capacity: number, places: number, facts: { acceptsFewer?: boolean; names?: string[] } = {}) => {
  const { event, free } = await aFullEvent(capacity, future)
  await setRules(event.id, 'approval = 1')
  const guest = await aGuest()
  const reference = await asks(guest, event.code, places, { now: now(), ...facts })
  const organiser = await anOrganiser()
  const path = `/bookings/${reference}/decision`
  const approve = () => request(`${path}/approve`, { cookie: organiser.cookie, form: {} })
  const refuse = (reason: string) => request(`${path}/refuse`, { cookie: organiser.cookie, form: { reason } })
  return { event, free, guest, reference, organiser, path, approve, refuse }
}

// “The page says what approving would do; approving books what fits and puts the rest on the
// waiting list with the turn of the request.”
it('An event can require approval: a request takes no place, the page says what approving would do, and approving books what fits', async () => {
  const { event, free, guest, reference, organiser, path, approve } = await aRequest(3, 3, { acceptsFewer: true, names: ['Ada Approved'] })
  expect(await placesOf(reference)).toEqual([{ state: 'held', waitsFor: 'approval', n: 3 }])
  expect(plain(await read(`/organiser/events/${event.code}/waiting`, organiser.cookie))).toContain('Waiting for your approval')
  expect(plain(await read(path, organiser.cookie))).toContain(
    'There is no room for it now. If you approve it, 3 places go on the waiting list',
  )
  await free(2, now())
  const page = plain(await read(path, organiser.cookie))
  expect(page).toContain('If you approve it, 2 places are the school’s at once, and 1 place goes on the waiting list')
  expect(page).toContain('Ada Approved')
  expect((await request(`${path}/approve`, { cookie: guest.cookie, form: {} })).status).toBe(404)
  expect((await approve()).status).toBe(303)
  expect(await placesOf(reference)).toEqual([
    { state: 'confirmed', waitsFor: null, n: 2 },
    { state: 'held', waitsFor: 'list', n: 1 },
  ])
  expect(
    await rows(
      `SELECT COUNT(*) AS n FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 AND i.state = 'live'`,
      event.id,
    ),
  ).toEqual([{ n: 1 }])
  expect(
    await rows(
      `SELECT y.subject FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_decided'`,
      event.id,
    ),
  ).toEqual([
    { subject: expect.stringMatching(/^Approved: Safeguarding conference, Friday 12 June 2099, 9:30am, for School \d+, Leominster$/) },
  ])
  expect(await htmlOf(approve(), 409)).toContain('This request has been decided or withdrawn already.')
})

it('A request that is refused ends, and its school is told why', async () => {
  const { event, guest, reference, refuse } = await aRequest(1, 1)
  expect((await refuse('')).status).toBe(422)
  expect((await refuse('For new staff only')).status).toBe(303)
  expect(await placesOf(reference)).toEqual([{ state: 'cancelled', waitsFor: 'approval', n: 1 }])
  expect(await read(`/bookings/${reference}`, guest.cookie)).toContain('For new staff only')
  const [mail] = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'booking_decided'`,
    event.id,
  )
  expect(mail?.text).toContain('For new staff only')
  expect(await rows(`SELECT act FROM Log WHERE eventId = ?1 AND act LIKE 'booking.refused'`, event.id)).toEqual([
    { act: 'booking.refused' },
  ])
})

it('Two organisers approve and refuse at once: one of the two is done', async () => {
  const { free, reference, approve, refuse } = await aRequest(1, 1)
  await free(1, now())
  const answers = await Promise.all([approve(), refuse('No'), approve()])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409])
  expect(await placesOf(reference)).toHaveLength(1)
})

it('Approving does not go past those who wait: what is left for them stays theirs', async () => {
  const { event, free, reference, approve } = await aRequest(2, 1)
  const waiter = await aGuest()
  const listed = await asks(waiter, event.code, 2, { now: now() })
  await run(`UPDATE Place SET waitsFor = 'list' WHERE bookingId = (SELECT id FROM Booking WHERE reference = ?1)`, listed)
  await free(1, now())
  expect((await approve()).status).toBe(303)
  expect((await placesOf(reference))[0]?.waitsFor).toBe('list')
})

it('The page takes as many round trips with ten that wait as with one', async () => {
  const organiser = await anOrganiser()
  const trips = async (n: number): Promise<number> => {
    const { event } = await aFullEvent(1, future)
    for (let index = 0; index < n; index += 1) await asks(await aGuest(), event.code, 2, { now: now() })
    return tripsOf(async (on) => {
      expect((await request(`/organiser/events/${event.code}/waiting`, { cookie: organiser.cookie, bindings: { DB: on } })).status).toBe(
        200,
      )
    })
  }
  expect(await trips(10)).toBe(await trips(1))
})
