// Never more people in a workshop than its places, never two choices in a block, and calendars that say what is chosen, however many change
// it in the same moment.

import { beforeAll, expect, it } from 'vitest'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, db, existing, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aBooking, aConference, calendarOf, chosenBy } from './world.ts'

type World = Awaited<ReturnType<typeof aConference>>
type Booking = Awaited<ReturnType<typeof aBooking>>

const organiser = await anAccount({ roles: ['organiser'] })

const manyBookings = async (world: World, count: number): Promise<Booking[]> => {
  const made: Booking[] = []
  for (let n = 0; n < count; n += 10)
    made.push(
      ...(await Promise.all(Array.from({ length: Math.min(10, count - n) }, (_, index) => aBooking(world.event, [`Person ${n + index}`])))),
    )
  return made
}

const inWorkshop = async (sessionId: string): Promise<number> =>
  (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM PlaceSession WHERE sessionId = ?1', sessionId))[0]?.n ?? -1

/** Places whose live entries for workshops are not the workshops that they have. */
const wrongCalendars = (eventId: string) =>
  rows(
    `SELECT p.id FROM Place p WHERE p.eventId = ?1 AND
       (SELECT COALESCE(group_concat(x.id), '') FROM (SELECT s.id FROM PlaceSession c JOIN Session s ON s.id = c.sessionId WHERE c.placeId = p.id AND s.block <> '' ORDER BY s.id) x)
       <> (SELECT COALESCE(group_concat(y.id), '') FROM (SELECT s.id FROM Invitation i JOIN Session s ON s.id = i.sessionId WHERE i.placeId = p.id AND i.state = 'live' AND s.block <> '' ORDER BY s.id) y)`,
    eventId,
  )

let world: World
let bookings: Booking[]
beforeAll(async () => {
  world = await aConference({ anxiety: 20, capacity: 200 })
  bookings = await manyBookings(world, 50)
})

const ask = (booking: Booking, sessionId: string) =>
  request(`/bookings/${booking.reference}/places/${booking.placeId}/workshops`, {
    cookie: booking.cookie,
    form: { [`place-${booking.placeId}-block-1`]: sessionId },
  })

// “However many choose at once, never more are in it than it has places.”
it('forty people choose the last ten places of a workshop at once: exactly ten are in it, the others are told that it is full', async () => {
  const [first, rest] = [bookings.slice(0, 10), bookings.slice(10)]
  for (const booking of first) await ask(booking, world.anxiety)
  const answers = await Promise.all(rest.map((booking) => ask(booking, world.anxiety)))
  const refused = await Promise.all(answers.filter((answer) => answer.status === 409).map((answer) => answer.text()))
  expect([answers.filter((answer) => answer.status === 303).length, refused.length]).toEqual([10, 30])
  expect(refused.every((text) => text.includes('“Anxiety” has no place left. Nothing has been changed'))).toBe(true)
  expect(await inWorkshop(world.anxiety)).toBe(20)
  expect(await wrongCalendars(world.event.id)).toEqual([])
})

it('control: with the guard off the same rush puts more into it than fit, so it is the guard that holds', async () => {
  const other = await aConference({ anxiety: 10, capacity: 200 })
  const people = await manyBookings(other, 40)
  await dropTriggers('PlaceSession_fits')
  await Promise.all(people.map((booking) => ask(booking, other.anxiety)))
  expect(await inWorkshop(other.anxiety)).toBeGreaterThan(10)
})

it('several browsers change one place at once: it has one workshop of the block, and the calendar says which', async () => {
  const other = await aConference()
  const booking = await aBooking(other.event, ['Ann Price'])
  await ask(booking, other.anxiety)
  const asked = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? '' : index % 3 === 1 ? other.anxiety : other.bullying))
  const answers = await Promise.all(asked.map((sessionId) => ask(booking, sessionId)))
  expect(answers.every((answer) => answer.status === 303 || answer.status === 409)).toBe(true)
  await ask(booking, other.bullying)
  expect(await chosenBy(booking.placeId)).toEqual(['Bullying'])
  expect(await calendarOf(booking.placeId)).toEqual(['Safeguarding conference', 'Safeguarding conference: Bullying'])
  // Of every calendar entry the last message says what the entry is.
  expect(
    await rows(
      `SELECT i.id FROM Invitation i WHERE i.placeId = ?1 AND (SELECT m.method || ' ' || m.sequence FROM Message m WHERE m.invitationId = i.id ORDER BY m.rowid DESC LIMIT 1)
         <> CASE i.state WHEN 'live' THEN 'REQUEST ' ELSE 'CANCEL ' END || i.sequence`,
      booking.placeId,
    ),
  ).toEqual([])
})

it('control: without the rule of one workshop a block, two that choose at once leave a place with two', async () => {
  const other = await aConference()
  const booking = await aBooking(other.event, ['Ann Price'])
  const insert = (sessionId: string) => add('PlaceSession', { placeId: booking.placeId, sessionId })
  await insert(other.anxiety)
  await expect(insert(other.bullying)).rejects.toThrow('one_workshop_a_block')
  await dropTriggers('PlaceSession_fits')
  await insert(other.bullying)
  expect(await chosenBy(booking.placeId)).toEqual(['Anxiety', 'Bullying'])
})

it('an organiser lowers the places of a workshop while people choose it: they never fall below those who are in it', async () => {
  const other = await aConference({ anxiety: 20, capacity: 200 })
  const people = await manyBookings(other, 20)
  const event = await eventByCode(db, other.event.code).then(existing)
  const lowered = changeEvent(anAct({ actor: organiser.actor }), {
    event,
    version: event.version,
    draft: {
      facts: event,
      sessions: event.sessions.map((session) => (session.id === other.anxiety ? { ...session, capacity: 8 } : session)),
      breaks: [],
      roleIds: [],
      kinds: [],
    },
  })
  const chosen = await Promise.all([
    lowered,
    ...people.map((booking) =>
      chooseWorkshops(anAct({ actor: booking.actor }), { placeId: booking.placeId, sessionIds: [other.anxiety], by: 'school' }),
    ),
  ])
  const [edit] = chosen
  const capacity = (await rows<{ capacity: number }>('SELECT capacity FROM Session WHERE id = ?1', other.anxiety))[0]?.capacity ?? 0
  expect(await inWorkshop(other.anxiety)).toBeLessThanOrEqual(capacity)
  expect(capacity).toBe(edit?.ok ? 8 : 20)
  expect(await wrongCalendars(other.event.id)).toEqual([])
})

it('control: with its guard off an edit takes a workshop’s places below those who are in it', async () => {
  const other = await aConference({ anxiety: 20 })
  const people = await manyBookings(other, 3)
  for (const booking of people) await ask(booking, other.anxiety)
  const lower = () => run('UPDATE Session SET capacity = 1 WHERE id = ?1', other.anxiety)
  const trigger = (await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'Session_room_for_chosen'`))[0]?.sql ?? ''
  await expect(lower()).rejects.toThrow('workshop_below_taken')
  await run('DROP TRIGGER Session_room_for_chosen')
  try {
    await lower()
    expect(await inWorkshop(other.anxiety)).toBe(3)
  } finally {
    await run('UPDATE Session SET capacity = 20 WHERE id = ?1', other.anxiety)
    await db.prepare(trigger).run()
  }
})

it('somebody is named on a place while its workshop is chosen: whoever it is has what the place has in their calendar', async () => {
  const other = await aConference()
  const booking = await aBooking(other.event, [], 1)
  const choose = (sessionId: string) =>
    chooseWorkshops(anAct({ actor: booking.actor }), { placeId: booking.placeId, sessionIds: [sessionId], by: 'school' })
  await choose(other.anxiety)
  const delegate = { name: 'Cara Moss', email: 'cara.moss@example.sch.uk', roleId: 'dsl', represents: [] }
  const naming = { placeId: booking.placeId, was: null, delegate }
  const [named] = await Promise.all([
    nameDelegates(anAct({ actor: booking.actor }), booking.reference, [naming]),
    choose(other.bullying),
    choose(other.anxiety),
    choose(other.bullying),
  ])
  if (!named.ok) expect((await nameDelegates(anAct({ actor: booking.actor }), booking.reference, [naming])).ok).toBe(true)
  expect(await chosenBy(booking.placeId)).toHaveLength(1)
  expect(await wrongCalendars(other.event.id)).toEqual([])
})

it('a place is cancelled while its workshop is changed: nothing of it stays in a calendar', async () => {
  const other = await aConference()
  const booking = await aBooking(other.event, ['Ann Price'])
  await ask(booking, other.anxiety)
  await Promise.all([
    request(`/bookings/${booking.reference}/cancel`, { cookie: booking.cookie, form: { place: booking.placeId } }),
    ask(booking, other.bullying),
    ask(booking, other.anxiety),
  ])
  const [place] = await rows<{ state: string }>('SELECT state FROM Place WHERE id = ?1', booking.placeId)
  expect(await calendarOf(booking.placeId)).toEqual(
    place?.state === 'cancelled' ? [] : ['Safeguarding conference', `Safeguarding conference: ${(await chosenBy(booking.placeId))[0]}`],
  )
})
