// What people do to a series of two conferences, done by the real verbs and told to the model of what calendars should hold.

import fc from 'fast-check'
import { daysBetween, londonDay, shifted } from '#base/dates.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { correctDelegate } from '#booking/delegates/correct-delegate.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { movePlaces } from '#booking/series/move-places.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { callOffSession } from '#events/editing/call-off-session.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import { eventByCode } from '#events/events/store.ts'
import type { ModelEvent, ModelPerson, ModelPlace, ModelSession } from '#test/support/calendar-model.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

export type World = {
  codes: string[]
  ids: string[]
  events: ModelEvent[]
  people: ModelPerson[]
  /** Every address that anybody ever had. */
  addresses: Set<string>
  places: (ModelPlace & { reference: string })[]
  guest: { actor: Awaited<ReturnType<typeof anAccount>>['actor']; schoolId: string }
  organiser: Awaited<ReturnType<typeof anAccount>>['actor']
  done: Map<string, number>
  fresh: number
}

const edits = [
  'time',
  'time',
  'title',
  'session',
  'venue',
  'online',
  'link',
  'entries',
  'entries',
  'words',
  'turn',
  'alarm',
  'add',
] as const

export type Doing =
  | { does: 'book'; event: number; people: number[]; unnamed: number }
  | { does: 'send' | 'choose'; place: number; n: number }
  | { does: 'correct' | 'cancel' | 'cancelBooking' | 'undo' | 'move'; place: number }
  | { does: 'edit'; event: number; edit: (typeof edits)[number]; n: number }
  | { does: 'cancelEvent'; event: number }
  | { does: 'callOff'; event: number; n: number }

const small = fc.nat(40)
export const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('book' as const),
      event: fc.nat(1),
      people: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
      unnamed: fc.nat(1),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('send' as const, 'choose' as const, 'choose' as const), place: small, n: small }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'correct' as const,
        'cancel' as const,
        'cancelBooking' as const,
        'undo' as const,
        'undo' as const,
        'move' as const,
      ),
      place: small,
    }),
  },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('edit' as const), event: fc.nat(1), edit: fc.constantFrom(...edits), n: small }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cancelEvent' as const), event: fc.constant(1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('callOff' as const), event: fc.nat(1), n: small }) },
)

let worlds = 0

export const aWorld = async (): Promise<World> => {
  worlds += 1
  const sessions = (day: string) => [
    { startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T09:30:00.000Z`, title: 'Opening' },
    { startsAt: `${day}T10:05:00.000Z`, endsAt: `${day}T11:05:00.000Z`, title: 'Anxiety', block: 'Round' },
    { startsAt: `${day}T10:10:00.000Z`, endsAt: `${day}T11:10:00.000Z`, title: 'Bullying', block: 'Round' },
    { startsAt: `${day}T13:15:00.000Z`, endsAt: `${day}T14:15:00.000Z` },
  ]
  const facts = { title: 'Knife crime', capacity: 200, placesPerSchool: null, topicId: 'child-on-child-abuse' }
  // One in summer and one in the week in which the clocks change.
  const made = [
    await anEvent({ ...facts, sessions: sessions('2098-06-12') }),
    await anEvent({ ...facts, calendarTitle: null, calendarEntries: 'day', sessions: sessions('2098-10-25') }),
  ]
  const series = crypto.randomUUID()
  await db.batch([
    insert('Series', { id: series, title: 'Knife crime', topicId: 'child-on-child-abuse' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(series, made[0]?.id, made[1]?.id),
  ])
  const school = await aSchool()
  const guest = await anAccount({ schoolIds: [school.id] })
  const organiser = await anAccount({ roles: ['organiser'] })
  const people = ['Ann', 'Bo', 'Cai', 'Dai', 'Efa', 'Fay'].map((name) => ({
    name: `${name} Zz${worlds}`,
    // Efa and Fay read one mailbox.
    email: `${name === 'Fay' ? 'efa' : name.toLowerCase()}.w${worlds}@example.sch.uk`,
  }))
  return {
    codes: made.map(({ code }) => code),
    ids: made.map(({ id }) => id),
    events: made.map((event, n) => ({
      title: facts.title,
      calendarTitle: n === 0 ? '' : null,
      calendarEntries: n === 0 ? 'each' : 'day',
      ...{ online: false, venue: 'Three Counties Hotel', link: '', off: false, calledOff: [] },
      sessions: event.sessions.map(({ id, startsAt, endsAt, title, block }) => ({
        id,
        startsAt,
        endsAt,
        title: title ?? '',
        block: block ?? '',
      })),
    })),
    people,
    addresses: new Set(people.map(({ email }) => email)),
    ...{ places: [], done: new Map(), fresh: 0 },
    guest: { actor: guest.actor, schoolId: school.id },
    organiser: organiser.actor,
  }
}

/** The places of a booking that the world does not know yet. */
const learn = async (world: World, reference: string, event: number): Promise<void> => {
  const found = await rows<{ id: string; name: string | null }>(
    'SELECT p.id, n.name FROM Place p JOIN Booking b ON b.id = p.bookingId LEFT JOIN Person n ON n.id = p.personId WHERE b.reference = ?1 ORDER BY p.rowid',
    reference,
  )
  for (const { id, name } of found) {
    if (world.places.some((place) => place.id === id)) continue
    const person = world.people.find((one) => one.name === name)
    world.places.push({ id, event, reference, person, chosen: new Set(), stands: true, moved: false })
  }
}

const asked = (person: ModelPerson) => ({ ...person, roleId: 'dsl', represents: [] })

/** @returns whether it was done, and not refused */
const perform = async (world: World, doing: Doing): Promise<boolean> => {
  const act = () => anAct({ actor: world.guest.actor })
  if (doing.does === 'book') {
    const placed = await placeBooking(act(), {
      code: world.codes[doing.event] ?? '',
      schoolId: world.guest.schoolId,
      formId: crypto.randomUUID(),
      delegates: doing.people.map((n) => asked(world.people[n] as ModelPerson)),
      unnamed: doing.unnamed,
    })
    if (placed.ok) await learn(world, placed.value.reference, doing.event)
    return placed.ok
  }
  if (doing.does === 'edit') return edit(world, doing.event, doing.edit, doing.n)
  if (doing.does === 'callOff') return callOff(world, doing.event, doing.n)
  if (doing.does === 'cancelEvent') {
    const event = await eventByCode(db, world.codes[doing.event] ?? '')
    if (!event) return false
    const done = await cancelEvent(anAct({ actor: world.organiser }), { event, version: event.version, reason: 'The hall is flooded.' })
    const model = world.events[doing.event] as ModelEvent
    if (done.ok) model.off = true
    return done.ok
  }
  const place = world.places[doing.place % Math.max(1, world.places.length)]
  return place ? onPlace(world, place, doing) : false
}

const onPlace = async (world: World, place: World['places'][number], doing: Extract<Doing, { place: number }>): Promise<boolean> => {
  const act = anAct({ actor: world.guest.actor })
  const event = world.events[place.event] as ModelEvent
  const [row] = await rows<{ personId: string | null }>('SELECT personId FROM Place WHERE id = ?1', place.id)
  const was = row?.personId ?? null
  if (doing.does === 'send') {
    const person = world.people[doing.n % world.people.length] as ModelPerson
    const done = await nameDelegates(act, place.reference, [{ placeId: place.id, was, delegate: asked(person) }])
    if (done.ok) place.person = person
    return done.ok && done.value.named + done.value.swapped > 0
  }
  if (doing.does === 'choose') {
    const workshops = event.sessions.filter(({ block }) => block !== '')
    const blocks = [...new Set(workshops.map(({ block }) => block))]
    const wanted = blocks.flatMap((block, index) => {
      const choice = [...workshops.filter((one) => one.block === block).map(({ id }) => id), undefined]
      return choice[(doing.n >> index) % choice.length] ?? []
    })
    const done = await chooseWorkshops(act, { placeId: place.id, sessionIds: wanted, by: 'school' })
    if (done.ok) place.chosen = new Set(wanted)
    return done.ok && done.value > 0
  }
  if (doing.does === 'correct') {
    const { person } = place
    if (!person || was === null) return false
    world.fresh += 1
    const email = `again${world.fresh}.${person.email}`
    const done = await correctDelegate(act, place.reference, place.id, was, { name: person.name, email })
    if (done.ok) person.email = email
    world.addresses.add(email)
    return done.ok
  }
  if (doing.does === 'cancel' || doing.does === 'cancelBooking') {
    const ending = world.places.filter((one) => (doing.does === 'cancel' ? one.id === place.id : one.reference === place.reference))
    const done = await cancelBooking(act, place.reference, doing.does === 'cancel' ? [place.id] : undefined)
    if (done.ok) for (const one of ending) one.stands = false
    return done.ok && done.value > 0
  }
  if (doing.does === 'undo') {
    const done = await undoCancellation(anAct({ actor: world.organiser }), place.reference, [place.id])
    if (!done.ok || done.value === 0) return false
    place.stands = true
    place.chosen = stillFitting(event, place.chosen)
    return true
  }
  const to = 1 - place.event
  const moved = await movePlaces(act, {
    ...{ reference: place.reference, to: world.codes[to] ?? '', placeIds: [place.id], formId: crypto.randomUUID(), termsId: undefined },
  })
  if (!moved.ok) return false
  place.stands = false
  place.moved = true
  await learn(world, moved.value.reference, to)
  return true
}

const callOff = async (world: World, number: number, n: number): Promise<boolean> => {
  const event = await eventByCode(db, world.codes[number] ?? '')
  const model = world.events[number] as ModelEvent
  const session = model.sessions[n % model.sessions.length]
  if (!event || !session) return false
  const done = await callOffSession(anAct({ actor: world.organiser }), {
    ...{ event, version: event.version, sessionId: session.id, why: 'The speaker is ill.' },
  })
  if (!done.ok) return false
  model.sessions = model.sessions.filter(({ id }) => id !== session.id)
  model.calledOff.push(session)
  for (const place of world.places.filter((one) => one.event === number)) place.chosen.delete(session.id)
  return true
}

/** Of the workshops that a place had, in order: none of the same round or at the same time as an earlier one. */
const stillFitting = (event: ModelEvent, chosen: ReadonlySet<string>): Set<string> => {
  const had = event.sessions.filter(({ id, block }) => block !== '' && chosen.has(id)).sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  const clash = (a: ModelSession, b: ModelSession): boolean => a.block === b.block || (a.startsAt < b.endsAt && b.startsAt < a.endsAt)
  return new Set(had.filter((one, n) => !had.slice(0, n).some((earlier) => clash(earlier, one))).map(({ id }) => id))
}

const edit = async (world: World, number: number, what: (typeof edits)[number], n: number): Promise<boolean> => {
  const event = await eventByCode(db, world.codes[number] ?? '')
  if (!event) return false
  const model = structuredClone(world.events[number] as ModelEvent)
  let { alarmMinutes } = event
  const session = model.sessions[n % model.sessions.length] as ModelSession
  const made = [...model.sessions, ...model.calledOff].map(({ id }) => id).sort()
  const index = made.indexOf(session.id)
  if (what === 'time') {
    // The minutes tell the sessions apart, so that no two begin together.
    const start = Date.parse(number === 0 ? '2098-06-11T06:00:00.000Z' : '2098-10-25T00:00:00.000Z') + (n % 3) * 86_400_000
    const at = start + (n % 13) * 3_600_000 + index * 5 * 60_000
    const day = londonDay(session.startsAt)
    session.startsAt = new Date(at).toISOString()
    session.endsAt = new Date(at + 3_600_000).toISOString()
    // What was called off of its day comes along, where nothing else is left on it.
    const left = model.sessions.some(({ startsAt }) => londonDay(startsAt) === day)
    const days = left ? 0 : daysBetween(day, londonDay(session.startsAt))
    for (const off of model.calledOff.filter(({ startsAt }) => londonDay(startsAt) === day))
      Object.assign(off, { startsAt: shifted(off.startsAt, days), endsAt: shifted(off.endsAt, days) })
  }
  if (what === 'title') model.title = `Knife crime ${n % 3}`
  if (what === 'session') session.title = session.block || n % 2 ? `Part ${index} ${n % 3}` : ''
  if (what === 'venue') model.venue = `Hall ${n % 4}`
  if (what === 'online') model.online = !model.online
  if (what === 'online' || what === 'link') model.link = `https://meet.example/${n % 3}`
  if (what === 'entries') model.calendarEntries = model.calendarEntries === 'each' ? 'day' : 'each'
  if (what === 'words') model.calendarTitle = [null, '', 'A meeting'][n % 3] ?? null
  if (what === 'alarm') alarmMinutes = n % 2 ? 60 : null
  const added = what === 'add' && made.length < 6
  if (what === 'turn') {
    const [, , , last] = model.sessions
    if (!last) return false
    if (last.block === '') Object.assign(last, { block: 'Extra', title: last.title || 'Extra one' })
    else last.block = ''
  }
  const place = model.online
    ? { attendanceMode: 'online' as const, venueName: '', venueAddress: '', venuePostcode: '', joiningLink: model.link }
    : {
        attendanceMode: 'in_person' as const,
        ...{ venueName: model.venue, venueAddress: 'Belmont Road, Hereford', venuePostcode: 'HR2 7BP', joiningLink: '' },
      }
  const at = Date.parse(number === 0 ? '2098-06-12T16:00:00.000Z' : '2098-10-26T16:00:00.000Z') + made.length * 5 * 60_000
  const extra = {
    id: undefined,
    startsAt: new Date(at).toISOString(),
    endsAt: new Date(at + 3_600_000).toISOString(),
    title: '',
    block: '',
  }
  const {
    topicId,
    description,
    purpose,
    minutes,
    level,
    provider,
    capacity,
    onlineCapacity,
    placesPerSchool,
    bookingOpensAt,
    bookingClosesAt,
  } = event
  const { contactName, contactEmail, contactTelephone } = event
  const facts = {
    ...{
      topicId,
      description,
      purpose,
      minutes,
      level,
      provider,
      capacity,
      onlineCapacity,
      placesPerSchool,
      bookingOpensAt,
      bookingClosesAt,
    },
    ...{ venueId: null, contactName, contactEmail, contactTelephone, alarmMinutes, ...place },
    ...{ title: model.title, calendarTitle: model.calendarTitle, calendarEntries: model.calendarEntries },
  }
  const sessions = [...model.sessions, ...(added ? [extra] : [])].map((one) => ({
    ...one,
    capacity: null,
    room: '',
    about: '',
    speakers: '',
  }))
  const done = await changeEvent(anAct({ actor: world.organiser }), {
    ...{ event, version: event.version },
    draft: { facts, sessions, breaks: [], roleIds: [], kinds: [] },
  })
  if (!done.ok) return false
  if (added) {
    const [row] = await rows<{ id: string }>('SELECT id FROM Session WHERE eventId = ?1 ORDER BY position DESC LIMIT 1', event.id)
    model.sessions.push({ ...extra, id: row?.id ?? '' })
  }
  if (what === 'turn') turned(world, number, model.sessions[3] as ModelSession)
  world.events[number] = model
  return true
}

/** Whoever has a place keeps what has become a workshop; who had one chooses anew when they come back. */
const turned = (world: World, number: number, session: ModelSession): void => {
  for (const place of world.places.filter(({ event }) => event === number)) {
    if (session.block !== '' && place.stands) place.chosen.add(session.id)
    else place.chosen.delete(session.id)
  }
}

/** Does it, and remembers what could be done. */
export const doIn = async (world: World, doing: Doing): Promise<void> => {
  const name = doing.does === 'edit' ? `edit ${doing.edit}` : doing.does
  if (await perform(world, doing)) world.done.set(name, (world.done.get(name) ?? 0) + 1)
}
