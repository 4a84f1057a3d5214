// A delegate who booked their own place.

import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const bookedBy = async (contact: Awaited<ReturnType<typeof anAccount>>, schoolId: string, delegate: { name: string; email: string }) => {
  const event = await anEvent(inTime)
  await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    form: {
      ...{ school: schoolId, formId: crypto.randomUUID(), rows: '1' },
      ...{ 'name-1': delegate.name, 'email-1': delegate.email, 'role-1': 'dsl' },
    },
  })
  const [place] = await rows<{ bookingId: string; reference: string; text: string }>(
    `SELECT p.bookingId, b.reference, y.text FROM Place p JOIN Booking b ON b.id = p.bookingId
     JOIN Message m ON m.placeId = p.id AND m.kind = 'invitation' JOIN MessageBody y ON y.messageId = m.id WHERE p.eventId = ?1`,
    event.id,
  )
  if (!place) throw new Error('not booked')
  const link = place.text.match(/\/place\/[\w-]{43}/)?.[0] ?? 'no link'
  const told = async () => {
    await request(`${link}/tell`, { form: { statement: 'cannot_come' } })
    return await rows(`SELECT id FROM Message WHERE kind = 'delegate_statement' AND bookingId = ?1`, place.bookingId)
  }
  return { ...place, link, told }
}

// “Whoever booked their own place is not emailed what they said themselves.”
it('somebody who booked their own place is led to their booking and gets no mail about what they said themselves', async () => {
  const school = await aSchool()
  const pat = await anAccount({ name: 'Pat Lee', schoolIds: [school.id] })
  const own = await bookedBy(pat, school.id, pat)
  const page = await textOf(request(`${own.link}/tell`))
  expect(page).toContain('Say if you cannot come')
  expect(page).toContain('You booked this place yourself. To send someone else or cancel it, open your booking .')
  expect(page).not.toContain('person who booked')
  expect(await own.told()).toEqual([])
  expect(await textOf(request(`/bookings/${own.reference}`, { cookie: pat.cookie }))).toContain('said on')
  for (const at of ['', '/needs', '/answers']) expect(await textOf(request(own.link + at))).not.toContain('person who booked')
})

it('somebody else at the address of whoever booked is not taken for them', async () => {
  const school = await aSchool()
  const office = await anAccount({ name: 'Pat Lee', schoolIds: [school.id] })
  const of = await bookedBy(office, school.id, { name: 'Sam Roe', email: office.email })
  expect(await textOf(request(`${of.link}/tell`))).toContain('We email the person who booked for')
  expect(await of.told()).toHaveLength(1)
})
