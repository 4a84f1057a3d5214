// What the page of a booking says and offers, by how its places stand.

import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { aDelegate } from '#test/support/school-facts.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const begun = { startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }

/** The page of a school's booking whose one place is as it says, as words. */
const pageOf = async (place: string, more: { event?: Parameters<typeof anEvent>[0]; booking?: string; cancelled?: true } = {}) => {
  const event = await anEvent({ ...ahead, ...more.event })
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const { placeId, bookingId, reference } = await aDelegate(event, school.id, { name: 'Ann Price' })
  await run(`UPDATE Place SET ${place} WHERE id = ?1`, placeId)
  if (more.booking) await run(`UPDATE Booking SET ${more.booking} WHERE id = ?1`, bookingId)
  if (more.cancelled) await run(`UPDATE Event SET state = 'cancelled', cancelledAt = createdAt WHERE id = ?1`, event.id)
  const html = await (await request(`/bookings/${reference}`, { cookie })).text()
  const main = html.slice(html.indexOf('<main'))
  return {
    words: plain(main),
    hrefs: [...main.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replace(reference, 'REF').replace(placeId, 'PLACE')),
    book: `/events/${event.code}/book?school=${school.id}`,
  }
}

const name = '/bookings/REF/places/PLACE/name'
const cancel = '/bookings/REF/cancel?place=PLACE'
const past = '2026-01-01T09:00:00.000Z'

// “The page of a booking says what is so of each of its places, and offers only what is possible.”
it('a place held to be paid for is paid or named, and nothing else of it is offered', async () => {
  const { words, hrefs } = await pageOf(`state = 'held', heldUntil = '2099-01-05T18:31:00.000Z'`)
  expect(words).toContain('The place is held until Monday 5 January 2099, 6:31pm while you pay.')
  expect([hrefs.includes('/bookings/REF/pay'), hrefs.includes(name), hrefs.includes(cancel)]).toEqual([true, true, false])
})

it('a hold that ran out says so and leads to booking again, and nobody can be named on it', async () => {
  const { words, hrefs, book } = await pageOf(`state = 'held', heldUntil = '${past}'`)
  expect(words).toContain('The time to pay ran out on Thursday 1 January 2026, 9am.')
  expect([hrefs.includes('/bookings/REF/pay'), hrefs.includes(name), hrefs.includes(cancel), hrefs.includes(book)]).toEqual([
    ...[false, false, false, true],
  ])
})

it('an offer that nobody took says so, and one that can be taken leads to it', async () => {
  const open = await pageOf(`state = 'held', waitsFor = 'list', heldUntil = '2099-01-06T16:00:00.000Z'`)
  expect(open.words).toContain('1 place on offer until Tuesday 6 January 2099, 4pm.')
  expect(open.words).toContain('Accept or decline')
  expect(open.hrefs).toContain('/bookings/REF/offer')
})

it.each([
  [
    'approval',
    'An organiser decides on this request.',
    'The event began before an organiser decided on this request, so nobody has a place.',
  ],
  ['list', 'See your place on the waiting list', 'The event began before a place came free.'],
])('what waits for %s is said to wait only until the event begins', async (waitsFor, before, after) => {
  const place = `state = 'held', waitsFor = '${waitsFor}', heldUntil = stateAt`
  const [ahead, over] = [await pageOf(place), await pageOf(place, { event: begun })]
  expect([ahead.words.includes(before), ahead.hrefs.includes(name), ahead.hrefs.includes(cancel)]).toEqual([true, true, true])
  expect([over.words.includes(after), over.words.includes(before), over.hrefs.includes(name), over.hrefs.includes(cancel)]).toEqual([
    ...[true, false, false, false],
  ])
})

it('a request that was refused, a booking that was cancelled and an event that is cancelled say so and offer nothing', async () => {
  const at = tick().toISOString()
  const refused = await pageOf(`state = 'cancelled', waitsFor = 'approval'`, {
    booking: `cancelledAt = '${at}', refusedReason = 'There is no room.'`,
  })
  expect(refused.words).toMatch(/This request was refused on .* There is no room\./)
  const cancelled = await pageOf(`state = 'cancelled'`, { booking: `cancelledAt = '${at}'` })
  expect(cancelled.words).toContain('This booking was cancelled on')
  const off = await pageOf(`state = 'confirmed'`, { cancelled: true })
  expect([
    off.words.includes('This event is cancelled.'),
    off.words.includes('Who is coming'),
    off.words.includes('What happens next'),
  ]).toEqual([...[true, false, false]])
  for (const { hrefs, book } of [refused, cancelled, off])
    expect([hrefs.includes(name), hrefs.includes(cancel), hrefs.includes(book)]).toEqual([false, false, false])
})
