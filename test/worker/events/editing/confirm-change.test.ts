// What an organiser sees before a change or a cancellation goes out to a group.

import { expect, it } from 'vitest'
import { sayLongDay } from '#base/dates.ts'
import { anAccount, anEvent, bindings, before as happening, leadsTo, request, rows } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'
import { ahead, editForm } from './edit-form.ts'

const { cookie } = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const trouble = (email: string) => add('AddressProblem', { email })
const stored = async (eventId: string) => ({
  sendings: await rows('SELECT kind, state, subject FROM Sending WHERE eventId = ?1', eventId),
  messages: (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1', eventId))[0]?.n,
})
const edit = async (code: string, typed: Record<string, string>) =>
  request(`/organiser/events/${code}/edit`, { cookie, form: await editForm(code, typed) })

// “Before an edit that reaches calendars is saved, one page says what changes, who will be sent what, and how it reads.” “Nothing is written until that is confirmed.” “Whoever has an address that does not work is named on that page as somebody who cannot be reached by email.”
it('before a change goes out one page says what changes, who will be sent what, who cannot be reached, and how it reads', async () => {
  const { event, contact, school } = await aBooking(['Ann Lee', 'Bo Price'], 1, ahead)
  await trouble('bo.price@example.sch.uk')
  const earlier = await stored(event.id)
  const page = await (await edit(event.code, { venueName: 'Shire Hall' })).text()
  const text = plain(page)
  expect(text).toContain('2 people will be sent an updated invitation')
  expect(text).toContain('Where Three Counties Hotel, Belmont Road, Hereford, HR2 7BP Shire Hall, Belmont Road, Hereford, HR2 7BP')
  expect(text).toContain('3 messages will go out')
  expect(text).toContain('2 people with an entry in the calendar that changes')
  expect(text).toContain('1 contact of a booking, with a summary')
  expect(text).toContain(`1 of them has an address that does not work, and cannot be reached by email: Bo Price (${school.name}).`)
  expect(text).toContain('What a delegate will be sent To Ann Lee')
  expect(text).toContain(`What a contact will be sent To ${contact.name}`)
  expect(page).not.toMatch(/\/place\/[\w-]{20,}/)
  // Another room is a change like another.
  expect(await textOf(edit(event.code, { 'session-1-room': 'Library' }))).toMatch(
    /What changes Now After the change When (.+?) \1 \(Library\)/,
  )
  expect(await stored(event.id)).toEqual(earlier)
})

it('another link to join is confirmed as a change that nobody is sent', async () => {
  const online = {
    attendanceMode: 'online' as const,
    joiningLink: 'https://meet.example.gov.uk/j/1',
    venueName: '',
    venueAddress: '',
    venuePostcode: '',
  }
  const { event } = await aBooking(['Ann Lee'], 0, { ...ahead, ...online })
  const text = await textOf(edit(event.code, { ...online, joiningLink: 'https://meet.example.gov.uk/j/2' }))
  expect(text).toContain('Nobody will be sent anything')
  expect(text).toContain('Everybody’s own link leads to the new one, so no email says so.')
  expect(text).toContain('Joining link https://meet.example.gov.uk/j/1 https://meet.example.gov.uk/j/2')
})

// “One press that writes to a group is one sending, made in the batch of the edit; when nothing is sent there is none.”
it('a confirmed change is one sending of all its messages, and its organiser lands on the page of it', async () => {
  const { event, reference } = await aBooking(['Ann Lee'], 0, ahead)
  const done = await edit(event.code, { venueName: 'Shire Hall', confirmed: 'yes' })
  const [sending] = await rows<{ id: string }>('SELECT id FROM Sending WHERE eventId = ?1', event.id)
  expect([done.status, done.headers.get('location')]).toEqual([303, `/organiser/sendings/${sending?.id}`])
  expect(await rows('SELECT kind, state FROM Message WHERE sendingId = ?1 ORDER BY rowid', sending?.id)).toEqual([
    { kind: 'event_changed', state: 'sent' },
    { kind: 'event_changed', state: 'sent' },
  ])
  expect(
    await rows('SELECT sendingId FROM Message WHERE eventId = ?1 AND kind <> ?2 AND sendingId IS NOT NULL', event.id, 'event_changed'),
  ).toEqual([])
  const stale = await request(`/organiser/events/${event.code}/edit`, {
    cookie,
    form: { ...(await editForm(event.code, { venueName: 'Town Hall', confirmed: 'yes' })), version: '1' },
  })
  expect(stale.status).toBe(409)
  expect((await stored(event.id)).sendings).toHaveLength(1)
  expect(await (await request(`/bookings/${reference}/history`, { cookie })).text()).toContain('The event was changed')
})

// “What nobody's calendar shows is saved at once, without a page and without a sending.”
it('what nobody sees in a calendar is saved at once and sends nothing', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, ahead)
  expect(await leadsTo(edit(event.code, { description: 'Bring a pen.' }))).toBe(`/organiser/events/${event.code}`)
  expect((await stored(event.id)).sendings).toEqual([])
})

it('a kind of message that the event has switched off is not counted, and a change that sends nothing else makes no sending', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, ahead)
  await add('EventMessage', { eventId: event.id, kind: 'event_changed', isOn: 0 })
  expect(await textOf(edit(event.code, { venueName: 'Shire Hall' }))).toContain('Nobody: nothing will be sent.')
  const done = await edit(event.code, { venueName: 'Shire Hall', confirmed: 'yes' })
  expect(done.headers.get('location')).toBe(`/organiser/events/${event.code}`)
  expect((await stored(event.id)).sendings).toEqual([])
})

it('somebody who books while the organiser reads is in the sending, and there is one', async () => {
  const event = await anEvent({ ...ahead, placesPerSchool: 10 })
  await aBooking(['Ann Lee'], 0, {}, event)
  const form = await editForm(event.code, { venueName: 'Shire Hall', confirmed: 'yes' })
  const racing = happening(1, () => aBooking(['Bo Price'], 0, {}, event))
  const done = await request(`/organiser/events/${event.code}/edit`, { cookie, form, bindings: { ...bindings, DB: racing } })
  expect([303, 409]).toContain(done.status)
  const counted = await rows(
    `SELECT COUNT(DISTINCT s.id) AS sendings, COUNT(DISTINCT m.personId) AS people FROM Sending s LEFT JOIN Message m ON m.sendingId = s.id WHERE s.eventId = ?1`,
    event.id,
  )
  expect(counted).toEqual(done.status === 303 ? [{ sendings: 1, people: 2 }] : [{ sendings: 0, people: 0 }])
})

// “An event is cancelled in the same two steps, with the organiser's reason in the previews.”
it('an event is cancelled in two steps, with the reason in the previews, as one sending', async () => {
  const { event } = await aBooking(['Ann Lee', 'Bo Price'], 0, ahead)
  const path = `/organiser/events/${event.code}/cancellation`
  const asked = await textOf(request(path, { cookie, form: { version: '1', reason: 'The hall is flooded.' } }))
  expect(asked).toContain('Cancel the event and send 3 messages?')
  expect(asked).toContain('2 people with an entry that is taken out of the calendar')
  expect(asked.match(/The hall is flooded\./g)?.length).toBeGreaterThanOrEqual(2)
  expect(await rows('SELECT state FROM Event WHERE id = ?1', event.id)).toEqual([{ state: 'published' }])
  const back = await request(path, { cookie, form: { version: '1', reason: 'The hall is flooded.', do: 'back' } })
  expect(await back.text()).toContain('>The hall is flooded.</textarea>')
  const press = () => request(path, { cookie, form: { version: '1', reason: 'The hall is flooded.', confirmed: 'yes' } })
  const answers = await Promise.all([press(), press()])
  expect(answers.every(({ status }) => status === 303 || status === 409)).toBe(true)
  expect((await stored(event.id)).sendings).toMatchObject([{ kind: 'cancellation', subject: event.title }])
  expect(await rows(`SELECT method FROM Message WHERE kind = 'event_cancelled' AND eventId = ?1 ORDER BY rowid`, event.id)).toEqual([
    { method: 'CANCEL' },
    { method: 'CANCEL' },
    { method: null },
  ])
})

// Of a conference of two days whose second is moved: the first is no new date.
it('whoever booked reads in the subject which day is new', async () => {
  const on = (day: string) => ({ title: '', startsAt: ahead.startsAt.replace('06-12', day), endsAt: ahead.endsAt.replace('06-12', day) })
  const { event } = await aBooking(['Ann Lee'], 0, { sessions: [on('06-12'), on('06-13')] })
  const day = ahead.startsAt.slice(0, 10).replace('06-12', '06-16')
  await edit(event.code, { 'session-2-date': day, confirmed: 'yes' })
  const [mail] = await rows<{ subject: string }>(
    `SELECT y.subject FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.kind = 'event_changed' AND m.method IS NULL`,
    event.id,
  )
  expect(mail?.subject).toMatch(new RegExp(`^New date: .*, ${sayLongDay(day)}$`))
})
