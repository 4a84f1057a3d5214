// Somebody who sees what their school has, and may not book for it.

import { expect, it } from 'vitest'
import { newToken, sha256 } from '#base/id.ts'
import { anAccount, anEvent, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aBooking } from '#test/worker/booking/workshops/world.ts'
import { linksIn } from '#test/worker/routes/links.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

/** A school with a booking, and a colleague of whoever booked it. */
const aViewer = async () => {
  const event = await anEvent(ahead)
  const { school, reference, accountId, cookie, placeId } = await aBooking(event, ['Ann Lee'])
  const viewer = await anAccount({ viewedSchoolIds: [school.id], name: 'Vera Viewer' })
  return { event, school, reference, placeId, booker: { accountId, cookie }, viewer }
}

// “Who may not book sees what the school has, and books, changes, pays and cancels nothing; pages
// do not offer it, and the form that books leads them to Ask my school.”
it('every link of their pages opens, and none books; whoever may book has more', async () => {
  const { school, reference, placeId, booker, viewer } = await aViewer()
  const [place] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId)
  const coming = `/school/${school.id}/staff/${place?.personId}/coming`
  const pages = [
    `/school/${school.id}`,
    `/bookings/${reference}`,
    `/school/${school.id}/requirements`,
    `/school/${school.id}/sessions`,
    coming,
  ]
  const linked = async (cookie: string) => {
    const html = await Promise.all(pages.map(async (path) => (await request(path, { cookie })).text()))
    return new Set(html.flatMap((text) => [...linksIn(text)]))
  }
  const [theirs, own] = [await linked(viewer.cookie), await linked(booker.cookie)]
  const books = new RegExp(`/due$|/sessions/new$|/booking-links$|/book$|^/bookings/${reference}/(?!messages)`)
  expect([...theirs].filter((path) => books.test(path))).toEqual([])
  expect([...own].filter((path) => books.test(path)).length).toBeGreaterThan(5)
  const answers = await Promise.all(
    [...theirs]
      .filter((path) => !/^\/sign-out|\.(svg|css|js)$/.test(path))
      .map(async (path) => [path, (await request(path, { cookie: viewer.cookie })).status]),
  )
  expect(answers.filter(([, status]) => status === 404)).toEqual([])
})

it('the form that books leads them to the one that asks their school', async () => {
  const { event, school, booker, viewer } = await aViewer()
  const [book, ask] = [`/events/${event.code}/book`, `/events/${event.code}/ask`]
  const opened = async (query: string) => (await request(`${book}${query}`, { cookie: viewer.cookie })).headers.get('location')
  expect([await opened(''), await opened(`?school=${school.id}`), await opened(`?invited=${school.id}`)]).toEqual(
    Array.from({ length: 3 }, () => `${ask}?school=${school.id}`),
  )
  expect((await request(book, { cookie: booker.cookie })).status).toBe(200)
  const sent = { school: school.id, places: '1', action: 'book', id: crypto.randomUUID(), begin: 'yes', name: 'Vera Viewer', roleId: 'dsl' }
  expect((await request(book, { cookie: viewer.cookie, form: sent })).status).toBe(404)
  expect(await rows('SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1', event.id)).toEqual([{ n: 1 }])
})

it('“a colleague whom the school does not let ask asks it for no place”, and one whom it lets asks', async () => {
  const { event, school, booker, viewer } = await aViewer()
  const ask = () => {
    const form = { schoolId: school.id, who: 'me', roleId: 'dsl', id: crypto.randomUUID() }
    return request(`/events/${event.code}/ask`, { cookie: viewer.cookie, form })
  }
  const mayAsk = (may: 0 | 1) => run('UPDATE Claim SET mayAsk = ?2 WHERE accountId = ?1', viewer.accountId, may)
  await mayAsk(0)
  const refused = await ask()
  expect([refused.status, (await refused.text()).includes('Your school does not let you ask for places')]).toEqual([409, true])
  await mayAsk(1)
  expect((await ask()).headers.get('location')).toMatch(/^\/requests\//)
  // Only who may book is asked.
  expect(
    await rows(`SELECT DISTINCT k.accountId FROM AskedLink k JOIN BookingRequest r ON r.id = k.requestId WHERE r.eventId = ?1`, event.id),
  ).toEqual([{ accountId: booker.accountId }])
})

it('links to answer colleagues and to accept offers end with the right, and do not come back with it', async () => {
  const { event, school, reference, booker } = await aViewer()
  await anAccount({ schoolIds: [school.id] })
  const asker = await anAccount({ name: 'Tegan Teacher' })
  await request(`/events/${event.code}/ask`, {
    cookie: asker.cookie,
    form: { schoolId: school.id, who: 'me', roleId: 'dsl', id: crypto.randomUUID() },
  })
  const token = newToken()
  const [booking] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', reference)
  const offer = { bookingId: booking?.id ?? '', eventId: event.id, places: 1, state: 'open', tokenHash: await sha256(token) } as const
  await add('Offer', { ...offer, offeredAt: '2026-03-02T09:00:00.000Z', expiresAt: '2099-03-02T09:00:00.000Z' })
  const left = async () => [
    (await request(`/offers/${token}`)).status,
    (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM AskedLink WHERE accountId = ?1', booker.accountId))[0]?.n,
  ]
  expect(await left()).toEqual([200, 1])
  const mayBook = (may: 0 | 1) => run('UPDATE Claim SET mayBook = ?2 WHERE accountId = ?1', booker.accountId, may)
  await mayBook(0)
  await mayBook(1)
  expect(await left()).toEqual([404, 0])
})
