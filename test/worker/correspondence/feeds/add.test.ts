// Adding an event, a booking or one's own place to a calendar by hand. Rules: docs/rules/feeds.md.
import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { joinTokenOf } from '#calendars/invites/invite-places.ts'
import { anAccount, anAct, anEvent, aSchool, counting, request, rows, run } from '#test/support/factories.ts'
import { aWorld, book, change, inTime, readCalendar } from './world.ts'

const download = async (path: string, cookie?: string) => {
  const answer = await request(path, cookie ? { cookie } : {})
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=PUBLISH')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="calendar.ics"')
  const read = readCalendar(await answer.text())
  expect(read.method).toBe('PUBLISH')
  return read.entries
}

const linksOf = async (path: string, cookie?: string) => {
  const answer = await request(path, cookie ? { cookie } : {})
  expect(answer.status).toBe(200)
  return [...(await answer.text()).matchAll(/href="([^"]+)"/g)].map(
    (match) => new URL((match[1] ?? '').replaceAll('&amp;', '&'), 'http://localhost:8787'),
  )
}

it('anybody adds an event under its own title, with a link to its page and none to join', async () => {
  const joiningLink = 'https://meet.example/secret'
  const event = await anEvent({ ...inTime, title: 'Harmful behaviour', calendarTitle: null, attendanceMode: 'online', joiningLink })
  const page = `http://localhost:8787/events/${event.code}`
  expect(await download(`/events/${event.code}/calendar.ics`)).toMatchObject([
    {
      summary: 'Harmful behaviour',
      location: 'Online',
      description: `Details: ${page}`,
      url: page,
      from: inTime.startsAt,
      to: inTime.endsAt,
    },
  ])
  const links = await linksOf(`/events/${event.code}/calendar`)
  expect(links.map(({ hostname }) => hostname)).toEqual(
    expect.arrayContaining(['calendar.google.com', 'outlook.office.com', 'outlook.live.com']),
  )
  expect(links.some(({ protocol, pathname }) => protocol === 'webcal:' && pathname === '/events.ics')).toBe(true)
  expect(links.map(String).join(' ')).not.toContain('meet.example')
  expect((await linksOf(`/events/${event.code}`)).map(({ pathname }) => pathname)).toContain(`/events/${event.code}/calendar`)
  const list = await linksOf('/events')
  expect(list.filter(({ pathname }) => pathname === '/events.ics').map(({ protocol }) => protocol)).toEqual(['webcal:', 'http:'])
})

it('what is a draft, cancelled or over is not there to be added', async () => {
  const draft = await anEvent({ ...inTime, state: 'draft' })
  const cancelled = await anEvent({ ...inTime, state: 'cancelled' })
  const over = await anEvent({ startsAt: '2025-06-12T08:30:00.000Z', endsAt: '2025-06-12T15:00:00.000Z' })
  for (const { code } of [draft, cancelled, over])
    for (const path of [`/events/${code}/calendar`, `/events/${code}/calendar.ics`]) expect((await request(path)).status).toBe(404)
})

it('from a booking a contact adds how many places there are and when; what they add names nobody and has no link to join', async () => {
  const joiningLink = 'https://meet.example/secret'
  const sessions = [
    { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T11:00:00.000Z', title: 'First part' },
    { startsAt: '2099-06-19T08:30:00.000Z', endsAt: '2099-06-19T11:00:00.000Z', title: 'Second part' },
  ]
  const { event, contact, reference } = await aWorld({ sessions, attendanceMode: 'online', joiningLink }, [
    'Siân Ŵyn',
    'Bo Lee',
    'Cai Rees',
  ])
  const page = `http://localhost:8787/bookings/${reference}`
  const entries = await download(`/bookings/${reference}/calendar.ics`, contact.cookie)
  expect(entries.map(({ summary, from, to }) => [summary, from, to])).toEqual(
    sessions.map(({ startsAt, endsAt }, index) => [`Safeguarding conference: day ${index + 1} of 2`, startsAt, endsAt]),
  )
  for (const [index, entry] of entries.entries())
    expect(entry).toMatchObject({
      url: page,
      description: `3 places for St Mary’s; who is coming: ${page}\n9:30am to midday: ${sessions[index]?.title}\nDetails: http://localhost:8787/events/${event.code}`,
    })
  expect(new Set(entries.map(({ uid }) => uid)).size).toBe(2)
  const everything = JSON.stringify([entries, await linksOf(`/bookings/${reference}/calendar`, contact.cookie)])
  for (const secret of ['Siân', 'Bo Lee', 'Cai', 'Olwen', 'meet.example', 'example.sch.uk']) expect(everything).not.toContain(secret)
  expect((await linksOf(`/bookings/${reference}`, contact.cookie)).map(({ pathname }) => pathname)).toContain(
    `/bookings/${reference}/calendar`,
  )
  // A later download is a later version of the same entries.
  await change(event.code, { title: 'Safeguarding day' })
  const later = await download(`/bookings/${reference}/calendar.ics`, contact.cookie)
  expect(later.map(({ uid }) => uid)).toEqual(entries.map(({ uid }) => uid))
  expect(Number(later[0]?.sequence)).toBeGreaterThan(Number(entries[0]?.sequence))
})

it('a booking is added by those who may see it, and only while something of it is certain', async () => {
  const { contact, reference } = await aWorld()
  const other = await anAccount({ schoolIds: [(await aSchool()).id] })
  const organiser = await anAccount({ roles: ['organiser'] })
  for (const path of [`/bookings/${reference}/calendar`, `/bookings/${reference}/calendar.ics`]) {
    expect((await request(path, { cookie: other.cookie })).status).toBe(404)
    expect((await request(path)).headers.get('location')).toContain('/sign-in')
    expect((await request(path, { cookie: organiser.cookie })).status).toBe(200)
  }
  await cancelBooking(anAct({ actor: contact.actor }), reference, undefined)
  expect((await request(`/bookings/${reference}/calendar.ics`, { cookie: contact.cookie })).status).toBe(404)
  expect(await (await request(`/bookings/${reference}/calendar`, { cookie: contact.cookie })).text()).toContain('nothing to add yet')
})

it('what a delegate adds is the entry of their invitation, under the same UID and SEQUENCE, so that a calendar shows it once', async () => {
  const joiningLink = 'https://meet.example/secret'
  const { event, first } = await aWorld({ attendanceMode: 'online', joiningLink })
  const joinAt = `http://localhost:8787/join/${await joinTokenOf(first.link.slice('/place/'.length))}`
  const own = async () => {
    const [entry] = await download(`${first.link}/calendar.ics`)
    const [stored] = await rows<{ uid: string; sequence: number }>(
      `SELECT uid, sequence FROM Invitation WHERE placeId = ?1 AND state = 'live'`,
      first.id,
    )
    expect([entry?.uid, entry?.sequence]).toEqual([stored?.uid, String(stored?.sequence)])
    return entry
  }
  expect(await own()).toMatchObject({
    location: joinAt,
    description: `Join at ${joinAt}\nDetails: http://localhost:8787/events/${event.code}`,
    from: inTime.startsAt,
  })
  await change(event.code, { title: 'Safeguarding day' })
  expect(await own()).toMatchObject({ summary: 'Safeguarding day', sequence: '1' })
  const page = await request(`${first.link}/calendar`)
  expect(page.headers.get('cache-control')).toBe('private, no-store')
  const links = await linksOf(`${first.link}/calendar`)
  const google = links.find(({ hostname }) => hostname === 'calendar.google.com')
  expect(google?.searchParams.get('location')).toBe(joinAt)
  for (const link of links.filter(({ hostname }) => hostname !== 'localhost'))
    expect(String(link)).not.toContain(first.link.slice('/place/'.length))
  expect((await linksOf(first.link)).map(({ pathname }) => pathname)).toContain(`${first.link}/calendar`)
})

it('a link that leads to no place adds nothing', async () => {
  for (const path of ['', '.ics', '/feed/new', '/feed/end'])
    expect((await request(`/place/${'z'.repeat(43)}/calendar${path}`)).status).toBe(404)
  expect((await request(`/place/${'z'.repeat(43)}/calendar/feed`, { form: { seen: '' } })).status).toBe(404)
})

it('a place that waits or an event that is cancelled leaves nothing to add on the delegate’s page', async () => {
  const { event, first } = await aWorld()
  await run(`UPDATE Invitation SET state = 'cancelled', sequence = 1 WHERE placeId = ?1`, first.id)
  expect((await request(`${first.link}/calendar.ics`)).status).toBe(404)
  expect(await (await request(`${first.link}/calendar`)).text()).toContain('nothing to add')
  expect(event.state).toBe('published')
})

it('the pages take the same number of round trips for one person and for many', async () => {
  const cost = async (people: number) => {
    const event = await anEvent(inTime)
    const school = await aSchool()
    const contact = await anAccount({ schoolIds: [school.id] })
    const reference = await book(
      event,
      school,
      contact,
      Array.from({ length: people }, (_, n) => `Person ${'abcdefghijklmnopqrst'[n]}`),
    )
    const { db, trips } = counting()
    await request(`/bookings/${reference}/calendar`, { cookie: contact.cookie, bindings: { DB: db } })
    return trips()
  }
  expect(await cost(20)).toBe(await cost(1))
})
