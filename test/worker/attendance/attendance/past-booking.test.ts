// The page of a booking once the event is over: what happened, and nothing of what was to happen.

import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aMark } from '#test/worker/attendance/coverage/world.ts'
import { aPlace } from './places.ts'

const past = { startsAt: '2026-01-12T09:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }

const pageOf = async (placeId: string, cookie: string): Promise<string> => {
  const [found] = await rows<{ reference: string }>(
    'SELECT b.reference FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.id = ?1',
    placeId,
  )
  const answer = await request(`/bookings/${found?.reference}`, { cookie })
  return await textOf(answer)
}

// “Once the event is over the page of a booking says what happened instead of what happens next; what is owed stands there still.”
it('a booking of a past event says who came, and offers nothing that cannot be done any more', async () => {
  const [event, school] = [await anEvent({ ...past, placesPerSchool: null }), await aSchool()]
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const [came, absent, neither] = [
    await aPlace(event, school, { name: 'Delyth Morgan' }),
    await aPlace(event, school, { name: 'Huw Pryce' }),
    await aPlace(event, school, { name: 'Ana Lopes' }),
  ]
  const session = event.sessions[0]?.id ?? ''
  await aMark(session, { placeId: came.placeId }, 'attended')
  await aMark(session, { placeId: absent.placeId }, 'absent')
  const pages = await Promise.all([came, absent, neither].map(({ placeId }) => pageOf(placeId, cookie)))
  expect(pages.map((page) => page.match(/What happened (Of .*?\.)/)?.[1])).toEqual([
    'Of 1 place: 1 attended.',
    'Of 1 place: 1 did not attend.',
    'Of 1 place: 1 not recorded yet.',
  ])
  for (const page of pages) {
    expect(page).toContain('Who came')
    for (const gone of ['What happens next', 'send someone else', 'Send someone else', 'Cancel this place', 'Add to your calendar'])
      expect(page).not.toContain(gone)
  }
})

it('while it goes on, the page offers no swap and says where one is told of', async () => {
  const now = Date.now()
  const event = await anEvent({
    startsAt: new Date(now - 3_600_000).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
  })
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const page = await pageOf((await aPlace(event, school)).placeId, cookie)
  expect(page).toContain('It has begun, so nothing can be changed here.')
  expect(page).not.toContain('send someone else')
})
