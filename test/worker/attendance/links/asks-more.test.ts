// A link for an event that asks questions, or to which one may come in the room or online.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId } from '#base/id.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { look } from '#test/support/browsing.ts'
import { anAct, request, rows, run, tick } from '#test/support/factories.ts'
import { setPrice } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aGuest } from '#test/worker/booking/waiting/world.ts'
import { aDueLead, aLetter, bookingsOf, client, codeSentTo, letterTo, monday, pathsIn, quiet } from './world.ts'

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

const aQuestion = (eventId: string, label: string, more: { scope?: 'booking' | 'place'; required?: 0 | 1 } = {}) =>
  add('EventQuestion', { eventId, position: 1, scope: 'place', kind: 'text', required: 1, ...more, label })

const answersOf = (eventId: string) =>
  rows<{ label: string; value: string; ofPlace: number }>(
    `SELECT q.label, a.value, a.placeId IS NOT NULL AS ofPlace FROM Answer a JOIN EventQuestion q ON q.id = a.questionId
     WHERE q.eventId = ?1 ORDER BY q.label`,
    eventId,
  )

/** The letter of a school whose lead is due for an event that asks a question of each. */
const asking = async (pence?: number) => {
  const world = await aDueLead(pence ? { pence } : {})
  await aQuestion(world.event.id, 'Which group?')
  await aQuestion(world.event.id, 'Who pays?', { scope: 'booking' })
  await aQuestion(world.event.id, 'Anything else?', { required: 0 })
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  return { ...world, path: pathsIn(await letterTo(world.office.email))[0] ?? '' }
}
const answered = [
  { label: 'Which group?', value: 'Group A', ofPlace: 1 },
  { label: 'Who pays?', value: 'The school', ofPlace: 0 },
]

// “What the event asks is asked on the page of the link: nothing is booked without the answers that must be given.”
it('the page of a link asks what the event asks, and books nothing without the answers that must be given', async () => {
  const { personId, event, path } = await asking()
  const reader = client()
  await reader.goto(path)
  expect(await look(reader, 'a link that asks questions')).toEqual([])
  await reader.press('Book Sunita Rao for £95')
  expect([reader.status, reader.text.includes('Answer “Which group?”'), await bookingsOf(personId)]).toEqual([422, true, []])
  reader.fill('Which group?', 'Group A')
  reader.fill('Who pays?', 'The school')
  await reader.press('Book Sunita Rao for £95')
  expect([(await bookingsOf(personId)).map(({ state }) => state), await answersOf(event.id)]).toEqual([['confirmed'], answered])
})

it('above the sum of the school the answers are typed beside the code', async () => {
  const { office, personId, event, path } = await asking(18_000)
  const reader = client()
  await reader.goto(path)
  await reader.press('Send the code')
  reader.fill('Which group?', 'Group A')
  reader.fill('6-digit code', await codeSentTo(office.email))
  await reader.press('Book Sunita Rao for £180')
  expect([reader.status, reader.text.includes('Answer “Who pays?”'), await bookingsOf(personId)]).toEqual([422, true, []])
  reader.fill('Who pays?', 'The school')
  reader.fill('6-digit code', await codeSentTo(office.email))
  await reader.press('Book Sunita Rao for £180')
  expect([(await bookingsOf(personId)).length, await answersOf(event.id)]).toEqual([1, answered])
})

it('a question asked after the page was opened is asked before anything is booked', async () => {
  const { personId, event, path } = await aLetter()
  const reader = client()
  await reader.goto(path)
  await aQuestion(event.id, 'Which group?')
  await reader.press('Book Sunita Rao for £95')
  expect([reader.status, await bookingsOf(personId)]).toEqual([422, []])
  reader.fill('Which group?', 'Group A')
  await reader.press('Book Sunita Rao for £95')
  expect(await answersOf(event.id)).toEqual(answered.slice(0, 1))
})

const mixed = async () => {
  const world = await aLetter({ event: { attendanceMode: 'mixed', capacity: 1, onlineCapacity: 5 } })
  return { ...world, attendances: () => rows('SELECT p.attendance FROM Place p WHERE p.personId = ?1', world.personId) }
}

// “Where one may come in the room or online, a place in the room is booked, and can be changed afterwards.”
it('a link books a place in the room, and says until when it can be changed to online', async () => {
  const { school, office, event, path, attendances } = await mixed()
  expect(await textOf(request(path))).toContain('In the room. You can change to online after booking.')
  await run(`UPDATE Event SET attendanceClosesAt = '2026-04-14T15:00:00.000Z' WHERE id = ?1`, event.id)
  const until = 'In the room. You can change to online after booking, by Tuesday 14 April 2026, 4pm.'
  expect(await textOf(request(path))).toContain(until)
  expect(await textOf(request(`/school/${school.id}/due`, { cookie: office.cookie }))).toContain(until)
  await run(`UPDATE Event SET attendanceClosesAt = '2026-03-09T08:00:00.000Z' WHERE id = ?1`, event.id)
  expect(await textOf(request(path))).not.toContain('You can change to online')
  expect((await request(path, { form: {} })).status).toBe(303)
  expect(await attendances()).toEqual([{ attendance: 'in_person' }])
})

it('where no place in the room is free the link books nothing, and leads to the form that offers those online', async () => {
  const { event, path, attendances } = await mixed()
  await setPrice(event.id, null)
  const other = await aGuest()
  const delegate = { name: 'First One', email: 'first@example.sch.uk', roleId: 'dsl', represents: [], attendance: 'in_person' as const }
  const ask = { code: event.code, schoolId: other.school.id, formId: newId(tick()), delegates: [delegate] }
  expect(await placeBooking(other.act(new Date()), ask)).toMatchObject({ ok: true })
  const page = await (await request(path)).text()
  expect(page).toContain('No place in the room is free for your school at this event any more. Nothing was booked.')
  expect(page).toContain(`href="/events/${event.code}/book?school=`)
  expect((await request(path, { form: {} })).status).toBe(409)
  expect(await attendances()).toEqual([])
})

it('who is due is booked in the room on the page of the school', async () => {
  const { school, office, attendances } = await mixed()
  const reader = client(office.cookie)
  await reader.goto(`/school/${school.id}/due`)
  await reader.press('Book 1 place for £95.00')
  expect(await attendances()).toEqual([{ attendance: 'in_person' }])
})
