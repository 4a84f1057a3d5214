// Groups of an event's people: everyone, and those of a role, a workshop or a way of coming.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import type { EventAudience, Only, Who } from '#correspondence/mailings/audience.ts'
import { readSet } from '#correspondence/mailings/audience-store.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { anAccount, anAct, anEvent, aSchool, request, run, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { aDraft, hasTrouble, settledAs } from './world.ts'

const at = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

/** A mixed event with a workshop to choose of each of two blocks. */
const aConference = () =>
  anEvent({
    title: 'Online safety',
    placesPerSchool: null,
    capacity: 50,
    onlineCapacity: 20,
    attendanceMode: 'mixed',
    joiningLink: 'https://meet.example/online-safety',
    sessions: [
      { ...at, endsAt: '2099-06-12T09:30:00.000Z' },
      { startsAt: '2099-06-12T10:00:00.000Z', endsAt: '2099-06-12T11:00:00.000Z', title: 'Gaming', block: 'Morning', capacity: 20 },
      { startsAt: '2099-06-12T10:00:00.000Z', endsAt: '2099-06-12T11:00:00.000Z', title: 'Phones', block: 'Morning', capacity: 20 },
      { startsAt: '2099-06-12T13:00:00.000Z', endsAt: '2099-06-12T14:00:00.000Z', title: 'Sleep', block: 'Afternoon', capacity: 20 },
    ],
  })

const inRoom = { attendance: 'in_person' } as const

type Conference = Awaited<ReturnType<typeof aConference>>

const workshop = (event: Conference, title: string): string => event.sessions.find((one) => one.title === title)?.id ?? ''

const chosen = async (event: Conference, placeId: string, ...titles: string[]): Promise<void> => {
  for (const title of titles) await add('PlaceSession', { placeId, sessionId: workshop(event, title) })
}

const to = (event: { code: string }, who: Who, only: Only = {}): EventAudience => ({ of: 'event', event: event.code, who, ...only })

const placesOf = async (audience: EventAudience) => (await readSet(anAct(), audience)).units.map((unit) => unit.placeId).toSorted()

const setAs = (placeId: string, change: string, ...values: string[]) => run(`UPDATE Place SET ${change} WHERE id = ?1`, placeId, ...values)

it('“Everyone of an event is whoever comes or came, and whoever booked; each address gets one message.”', async () => {
  const event = await anEvent({ placesPerSchool: null, ...at })
  const [a, b, c] = [await aSchool(), await aSchool(), await aSchool()]
  const { email, accountId, personId } = await anAccount({ schoolIds: [a.id] })
  const own = await aPlace(event, a, { personId })
  const others = [await aPlace(event, a), await aPlace(event, b), await aPlace(event, c)]
  await run(
    'UPDATE Booking SET bookedById = ?2 WHERE id IN (SELECT bookingId FROM Place WHERE id IN (SELECT value FROM json_each(?1)))',
    JSON.stringify([own, ...others]),
    accountId,
  )
  // None of these gets it: a cancelled place, one that waits, and somebody of another event.
  await aPlace(event, b, { state: 'cancelled' })
  await setAs(
    await aPlace(event, b),
    `state = 'held', waitsFor = 'list', heldUntil = '2026-01-01T00:00:00.000Z', stateAt = ?2`,
    tick().toISOString(),
  )
  await aPlace(await anEvent(at), a)
  const { chosen: found, set } = await prepareMailing(
    anAct(),
    await aDraft(to(event, 'everyone'), { nature: 'service', eventId: event.id }),
  )
  const emails = found.recipients.map((one) => one.email)
  expect(emails.length).toBe(4)
  expect(new Set(emails).size).toBe(4)
  expect(emails.filter((one) => one === email)).toEqual([email])
  expect([found.counts.people, found.counts.noAddress]).toEqual([4, 0])
  expect(set.words).toBe(`Everybody who comes or came, and whoever booked, each address once: ${event.title}`)
})

it('a message goes to those of one workshop, and to those who have not chosen all of theirs', async () => {
  const event = await aConference()
  const school = await aSchool()
  const [both, one, none, gone] = [
    await aPlace(event, school, inRoom),
    await aPlace(event, school, inRoom),
    await aPlace(event, school, inRoom),
    await aPlace(event, school, inRoom),
  ]
  await chosen(event, both, 'Gaming', 'Sleep')
  await chosen(event, one, 'Phones')
  await chosen(event, gone, 'Gaming')
  await setAs(gone, `state = 'cancelled', stateAt = ?2`, tick().toISOString())
  expect(await placesOf(to(event, 'delegates', { workshop: workshop(event, 'Gaming') }))).toEqual([both])
  expect(await placesOf(to(event, 'unchosen'))).toEqual([one, none].toSorted())
  expect((await readSet(anAct(), to(event, 'contacts', { workshop: workshop(event, 'Phones') }))).units.length).toBe(1)
  expect(await placesOf(to(await anEvent(at), 'unchosen'))).toEqual([])
  expect((await readSet(anAct(), to(event, 'delegates', { workshop: workshop(event, 'Gaming') }))).words).toBe(
    'Everybody with a place and a name: Online safety; only in the workshop “Gaming”',
  )
})

it('a message goes to those of one role, and to those who come online or to the room', async () => {
  const event = await aConference()
  const school = await aSchool()
  const [room, online, head] = [
    await aPlace(event, school, inRoom),
    await aPlace(event, school, { attendance: 'online' }),
    await aPlace(event, school, inRoom),
  ]
  await setAs(head, `roleId = 'head'`)
  expect(await placesOf(to(event, 'delegates', { way: 'online' }))).toEqual([online])
  expect(await placesOf(to(event, 'delegates', { way: 'in_person' }))).toEqual([room, head].toSorted())
  expect(await placesOf(to(event, 'delegates', { way: 'in_person', role: 'dsl' }))).toEqual([room])
  expect((await readSet(anAct(), to(event, 'delegates', { way: 'in_person', role: 'head' }))).words).toMatch(
    /^Everybody with a place and a name: Online safety; only Head.*; only places in the room$/,
  )
})

it('“Whoever was replaced at the door is not among those with a place.”', async () => {
  const event = await anEvent({ placesPerSchool: null })
  const school = await aSchool()
  const [stays, replaced] = [await aPlace(event, school), await aPlace(event, school)]
  const walkIn = newId(tick())
  await add('WalkIn', {
    id: walkIn,
    eventId: event.id,
    sessionId: firstSession(event),
    personId: await aPerson(),
    schoolId: school.id,
    insteadOfId: replaced,
  })
  const begins = event.sessions[0]?.startsAt ?? ''
  await add('Arrival', {
    eventId: event.id,
    day: begins.slice(0, 10),
    walkInId: walkIn,
    kind: 'arrived',
    how: 'tap',
    happenedAt: begins,
    notedAt: begins,
    receivedAt: begins,
  })
  expect(await placesOf(to(event, 'delegates'))).toEqual([stays])
  await aMark(firstSession(event), { walkInId: walkIn }, 'attended')
  expect(await placesOf(to(event, 'attended'))).toEqual([null])
})

it('an organiser narrows a message by what its event has, sees whom it reaches by name, and who gets nothing is counted', async () => {
  const event = await aConference()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const [gets, fails, silent] = [
    await aPlace(event, await aSchool(), inRoom),
    await aPlace(event, await aSchool(), inRoom),
    await aPlace(event, await aSchool(), inRoom),
  ]
  for (const place of [gets, fails, silent]) await chosen(event, place, 'Gaming')
  await chosen(event, await aPlace(event, await aSchool(), inRoom), 'Phones')
  const person = (set: string, place: string) =>
    run(`UPDATE Person SET ${set} WHERE id = (SELECT personId FROM Place WHERE id = ?1)`, place)
  await person(`email = 'bounced@groups.example', name = 'Bea Bounced'`, fails)
  await hasTrouble('bounced@groups.example')
  await person(`email = NULL, name = 'Sol Silent'`, silent)
  const page = await textOf(request(`/organiser/mailings/new?of=event&event=${event.code}`, { cookie }))
  for (const words of ['Narrow it', 'How they come', 'Morning: Gaming', 'Afternoon: Sleep']) expect(page).toContain(words)
  const form = { of: 'event', event: event.code, who: 'delegates', role: '', way: '', workshop: workshop(event, 'Gaming') }
  const begun = await request('/organiser/mailings/new', { cookie, form })
  const draft = begun.headers.get('location') ?? ''
  expect(begun.status).toBe(303)
  const send = await textOf(request(`${draft}/send`, { cookie }))
  for (const words of ['First of them Rhiannon Pugh', '1 person has no address', '1 address does not work, so nothing is sent there'])
    expect(send).toContain(words)
  // Chosen for another event, which has no workshops.
  const other = await anEvent(at)
  const stale = await textOf(request('/organiser/mailings/new', { cookie, form: { ...form, event: other.code } }), 422)
  expect(stale).toContain('This event has no such workshop or places: choose again which of its people')
  const ready = await aDraft(to(event, 'delegates', { workshop: workshop(event, 'Gaming') }), { nature: 'service', eventId: event.id })
  await startMailing(anAct(), ready, (await prepareMailing(anAct(), ready)).mark)
  expect((await settledAs(ready.id)).map(({ why }) => why).toSorted()).toEqual(['address_fails', 'no_address', null].toSorted())
})
