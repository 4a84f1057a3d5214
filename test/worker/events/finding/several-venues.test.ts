// What an event in several places, or of several days, says of itself before, while and after it is booked.
import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, htmlOf, request, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'

const days = [
  { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' },
  { startsAt: '2099-06-13T12:00:00.000Z', endsAt: '2099-06-13T14:00:00.000Z' },
]

it('a form to book an event of two days says the hours of each', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ sessions: days })
  const form = await textOf(request(`/events/${event.code}/book`, { cookie }))
  expect(form).toContain('12 June 2099')
  expect(form).toContain('13 June 2099')
  expect(form).toContain('1pm to 3pm')
})

it('the card and the page of an event name the venues of its sessions', async () => {
  const event = await anEvent({ title: 'Two venues at once', sessions: days })
  const [, second] = event.sessions
  await add('Venue', { id: 'granary', name: 'Old Granary', address: 'Mill Street', postcode: 'HR2 7BP' })
  await run(`UPDATE Session SET venueId = 'granary', venueName = 'Old Granary' WHERE id = ?1`, second?.id ?? '')
  for (const path of ['/events?q=Two+venues+at+once', `/events/${event.code}`])
    expect(await textOf(request(path))).toMatch(/Three Counties Hotel, HR2 7BP; Old Granary/)
})

it('a school of one sees before booking opens how many places it can have, and after the event what it cost', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ sessions: days, placesPerSchool: 2, bookingOpensAt: '2098-06-12T08:30:00.000Z' })
  const at = `/events/${event.code}`
  expect(await textOf(request(at, { cookie }))).toContain('Each school can have 2 places.')
  const over = await anEvent({ startsAt: '2025-06-12T08:30:00.000Z', endsAt: '2025-06-12T15:00:00.000Z' })
  const page = await htmlOf(request(`/events/${over.code}`))
  expect(page).toMatch(/Price<\/dt>\s*<dd[^>]*>\s*Free of charge/)
})

it('a booking counts the days to its event only while a place is live', async () => {
  const booking = await aBooking(['Ann Lee'])
  const page = () => textOf(request(`/bookings/${booking.reference}`, { cookie: booking.contact.cookie }))
  const counts = /in [\d,]+ weeks/
  expect(await page()).toMatch(counts)
  await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, booking.places[0]?.id ?? '')
  expect(await page()).not.toMatch(counts)
})
