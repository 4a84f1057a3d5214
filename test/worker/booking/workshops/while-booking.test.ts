// Workshops chosen on the page before the button that books.
import { expect, it } from 'vitest'
import { anEvent, request, rows, run } from '#test/support/factories.ts'
import { aGuest, type Guest, without } from '../waiting/world.ts'

const day = '2099-06-12T'
const aDay = (capacity: number) =>
  anEvent({
    ...{ placesPerSchool: null },
    sessions: [
      { startsAt: `${day}08:30:00.000Z`, endsAt: `${day}10:00:00.000Z`, title: 'Opening' },
      { startsAt: `${day}10:30:00.000Z`, endsAt: `${day}11:30:00.000Z`, title: 'Listening', block: 'Morning', capacity },
      { startsAt: `${day}10:30:00.000Z`, endsAt: `${day}11:30:00.000Z`, title: 'Recording', block: 'Morning' },
    ],
  })
type Day = Awaited<ReturnType<typeof aDay>>

const form = (guest: Guest, workshops: readonly string[], more: Record<string, string> = {}): Record<string, string> => ({
  ...{
    school: guest.school.id,
    formId: crypto.randomUUID(),
    rows: String(workshops.length),
    places: String(workshops.length),
    naming: 'now',
  },
  ...Object.fromEntries(
    workshops.flatMap((id, index) => [
      [`name-${index + 1}`, `${['Ann', 'Bo', 'Cy'][index]} Lee`],
      [`email-${index + 1}`, `${['ann', 'bo', 'cy'][index]}-${guest.school.id}@example.sch.uk`],
      [`role-${index + 1}`, 'dsl'],
      [`workshop-${index + 1}`, id],
    ]),
  ),
  ...more,
})

const ids = (event: Day) => event.sessions.map(({ id }) => id)

const chosen = (event: Day) =>
  rows(
    `SELECT n.name, s.title, (SELECT COUNT(*) FROM Invitation i WHERE i.placeId = p.id) AS entries FROM Place p JOIN Person n ON n.id = p.personId
     LEFT JOIN PlaceSession c ON c.placeId = p.id AND c.sessionId IN (SELECT x.id FROM Session x WHERE x.block <> '') LEFT JOIN Session s ON s.id = c.sessionId
     WHERE p.eventId = ?1 ORDER BY n.name`,
    event.id,
  )

// “Whoever books with names can choose a workshop of each block for each person on the page before the button, and they are booked with the places or not at all.”
it('A school chooses while booking: the place has its workshop, and their calendar an entry for it, in one go', async () => {
  const event = await aDay(5)
  const guest = await aGuest()
  const [, listening = ''] = ids(event)
  const typed = form(guest, [listening, ''])
  const check = await (await request(`/events/${event.code}/book`, { cookie: guest.cookie, form: { ...typed, action: 'check' } })).text()
  expect(check).toContain('Morning, for Ann Lee')
  expect(check).toContain('5 of 5 places left')
  expect((await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: typed })).status).toBe(303)
  expect(await chosen(event)).toEqual([
    { name: 'Ann Lee', title: 'Listening', entries: 2 },
    { name: 'Bo Lee', title: null, entries: 1 },
  ])
})

it('A workshop that is full books nothing, says so, and keeps what was typed', async () => {
  const event = await aDay(1)
  const guest = await aGuest()
  const [, listening = ''] = ids(event)
  const refused = await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: form(guest, [listening, listening]) })
  const page = await refused.text()
  expect(refused.status).toBe(409)
  expect(page).toContain('A workshop that you chose has no place left. Choose another one, or choose later. Nothing has been booked.')
  expect(page).toContain('value="Bo Lee"')
  expect(await rows('SELECT id FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
})

it('A place that waits keeps no workshop: it is chosen once the place is certain', async () => {
  const event = await aDay(5)
  await run('UPDATE Event SET capacity = 1 WHERE id = ?1', event.id)
  const [first, second] = [await aGuest(), await aGuest()]
  const [, listening = ''] = ids(event)
  await request(`/events/${event.code}/bookings`, { cookie: first.cookie, form: form(first, ['']) })
  const waits = await request(`/events/${event.code}/bookings`, { cookie: second.cookie, form: form(second, [listening], { wait: 'all' }) })
  expect(waits.status).toBe(303)
  expect((await chosen(event)).map(({ title }) => title)).toEqual([null, null])
})

const rush = async () => {
  const event = await aDay(2)
  const guests = await Promise.all(Array.from({ length: 6 }, () => aGuest()))
  const [, listening = ''] = ids(event)
  await Promise.all(
    guests.map((guest) => request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: form(guest, [listening]) })),
  )
  return (await chosen(event)).length
}

it('Six schools book at once with a workshop of two places: exactly two have both', async () => {
  expect(await rush()).toBe(2)
})

it('control: without its trigger more are in the workshop than it has places', async () => {
  expect(await without(['PlaceSession_fits'], rush)).toBeGreaterThan(2)
})
