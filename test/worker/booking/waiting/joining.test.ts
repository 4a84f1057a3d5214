// Asking for places of a full event on the booking form: what is chosen already, what the check
// page says, and the mail that follows.

import { expect, it } from 'vitest'
import { anEvent, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { editForm } from '#test/worker/events/editing/edit-form.ts'
import { aFullEvent, aGuest, anOrganiser, asks, type Guest, offerNow, setRules, tokenOf } from './world.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const fields = (guest: Guest, places: number, more: Record<string, string> = {}) => ({
  ...{ school: guest.school.id, formId: crypto.randomUUID(), places: String(places), rows: '1', naming: 'later', ...more },
})

const mailTo = async (reference: string) => {
  const [mail] = await rows<{ subject: string; text: string }>(
    `SELECT y.subject, y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Booking b ON b.id = m.bookingId
     WHERE b.reference = ?1 AND m.kind = 'booking_confirmed'`,
    reference,
  )
  return mail
}

// “Who asks for places of a full event is offered the waiting list: waiting for all is chosen
// already, a single place asks for no choice, and the check page says that it joins a list.”
it('waiting for all is chosen already, so that nobody is refused for not having chosen', async () => {
  const { event } = await aFullEvent(2, future)
  const guest = await aGuest()
  const page = await (await request(`/events/${event.code}/book`, { cookie: guest.cookie })).text()
  expect(page).toContain('Choose whether to wait for all')
  expect(page.match(/<input[^>]*name="wait"[^>]*>/g)?.map((input) => [input.match(/value="(\w+)"/)?.[1], / checked/.test(input)])).toEqual([
    ['all', true],
    ['partly', false],
  ])
  const check = await textOf(
    request(`/events/${event.code}/book`, { cookie: guest.cookie, form: fields(guest, 2, { wait: 'all', action: 'check' }) }),
  )
  expect(check).toContain('Check before you join the waiting list')
  expect(check).not.toContain('Check before you book')
})

it('an event that filled up while the form was open is refused with the choice made, and one place asks for none', async () => {
  const { event } = await aFullEvent(2, future)
  const guest = await aGuest()
  const refused = await request(`/events/${event.code}/book`, { cookie: guest.cookie, form: fields(guest, 2, { action: 'check' }) })
  const page = await refused.text()
  expect([refused.status, page.includes('This event is full. You can join the waiting list.')]).toEqual([409, true])
  expect(page).toMatch(/name="wait" value="all"[^>]*>Join the waiting list</)
  await setRules(event.id, 'placesPerSchool = 2')
  const single = await aGuest()
  await asks(single, event.code, 1)
  const form = await (await request(`/events/${event.code}/book?school=${single.school.id}`, { cookie: single.cookie })).text()
  expect(form).toContain('<input type="hidden" name="wait" value="all"')
  expect(form).not.toContain('Choose whether to wait for all')
})

// “Whoever joins the list, or asks for an approval, gets a mail that says so, with the place on
// the list, what the places would cost and the terms that were accepted, and nothing of coming:
// nobody has a place yet and nothing is owed.”
it('the mail to whoever joins the list is about waiting and not about coming', async () => {
  const { event } = await aFullEvent(1, { ...future, title: 'Spring conference' })
  await asks(await aGuest(), event.code, 1)
  const guest = await aGuest()
  const answer = await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: fields(guest, 2, { wait: 'all' }) })
  const reference = answer.headers.get('location')?.split('/')[2] ?? ''
  const mail = await mailTo(reference)
  expect(mail?.subject).toMatch(/^Waiting list: Spring conference, .*, for /)
  for (const said of [
    'You are on the waiting list',
    'You wait for 2 places',
    'you have no place yet, and owe nothing',
    'You are number 2',
    '2 to be named',
  ])
    expect(mail?.text).toContain(said)
  for (const wrong of ['Coming', 'calendar entry', 'send someone else', 'Terms of cancelling', 'confirmed'])
    expect(mail?.text).not.toContain(wrong)
})

it('the mail about a request says that an organiser decides, and that nobody has a place', async () => {
  const event = await anEvent(future)
  await setRules(event.id, 'approval = 1')
  const guest = await aGuest()
  const answer = await request(`/events/${event.code}/bookings`, { cookie: guest.cookie, form: fields(guest, 1) })
  const mail = await mailTo(answer.headers.get('location')?.split('/')[2] ?? '')
  expect(mail?.subject).toMatch(/^Asked for: /)
  expect(mail?.text).toContain('You have no place yet, and owe nothing. An organiser decides')
  expect(mail?.text).not.toContain('On the list')
})

it('a page of a booking says “Booked” only once it was, and offers another place only where one can be had', async () => {
  const { event, free } = await aFullEvent(2, future)
  await setRules(event.id, 'placesPerSchool = 2')
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 1)
  const page = () => textOf(request(`/bookings/${reference}`, { cookie: guest.cookie }))
  const waiting = await page()
  expect(waiting).toMatch(/Asked for \d/)
  expect(waiting).not.toMatch(/Booked \d/)
  expect(waiting).not.toContain('Book another place')
  await free(2, new Date())
  await offerNow(new Date())
  expect(await page()).toMatch(/Asked for \d/)
  await request(`/offers/${await tokenOf(reference)}`, { form: { answer: 'accept', seen: '0' } })
  const booked = await page()
  expect(booked).toMatch(/Booked \d/)
  expect(booked).toContain('Book another place')
  await asks(guest, event.code, 1)
  expect(await page()).not.toContain('Book another place')
})

it('more places at an event that schools wait for are announced before the button and said after it', async () => {
  const { event } = await aFullEvent(1, future)
  await asks(await aGuest(), event.code, 1)
  const { cookie } = await anOrganiser()
  const form = await (await request(`/organiser/events/${event.code}/edit/booking`, { cookie })).text()
  expect(form).toContain(
    'Schools wait for 1 place. As soon as you save more places, they are offered to those schools by email, in their turn.',
  )
  const edited = await request(`/organiser/events/${event.code}/edit`, { cookie, form: await editForm(event.code, { capacity: '3' }) })
  expect(edited.status).toBe(303)
  const said = await textOf(
    request(`/organiser/events/${event.code}`, { cookie: `${cookie}; ${edited.headers.getSetCookie().join('; ')}` }),
  )
  expect(said).toContain('1 place is waited for: what is free now is offered to those schools by email, in their turn')
  await offerNow()
  const own = await textOf(request(`/organiser/events/${event.code}`, { cookie }))
  expect(own).toContain('2 of 3 places 1 school')
  expect(own).toContain('Only held 1 place on offer, or while somebody pays')
})
