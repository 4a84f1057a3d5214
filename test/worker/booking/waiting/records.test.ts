// What a school and a person read of places that are not certain: apart from what they can count on, and never as a place.

import { expect, it } from 'vitest'
import { anAccount, anEvent, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aFullEvent, aGuest, asks, offerNow, setRules } from './world.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const words = async (path: string, cookie: string): Promise<string> => await textOf(request(path, { cookie }))
const between = (text: string, from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to))

// “What is not certain (waiting, for approval, on offer, held while somebody pays) stands apart from what is booked, on every record.”
it('a waiting, an unapproved and an offered place stand apart on the school’s record', async () => {
  const guest = await aGuest()
  const titles = ['Booked one', 'Waited for', 'To be approved', 'On offer']
  const booked = await anEvent({ ...future, title: 'Booked one' })
  await asks(guest, booked.code, 1)
  const { event: full } = await aFullEvent(1, { ...future, title: 'Waited for' })
  await asks(guest, full.code, 1)
  const approved = await anEvent({ ...future, title: 'To be approved' })
  await setRules(approved.id, 'approval = 1')
  await asks(guest, approved.code, 1)
  const offered = await aFullEvent(1, { ...future, title: 'On offer' })
  await asks(guest, offered.event.code, 1)
  await offered.free(1, new Date())
  await offerNow(new Date())
  const text = await words(`/school/${guest.school.id}/bookings`, guest.cookie)
  const [certain, open] = [between(text, 'Coming up', 'Not certain yet'), between(text, 'Not certain yet', 'Booked and attended before')]
  expect(titles.map((title) => [certain.includes(title), open.includes(title)])).toEqual([
    [true, false],
    [false, true],
    [false, true],
    [false, true],
  ])
  for (const said of ['Waiting for a place', 'Waiting for approval', 'Offered until']) expect(open).toContain(said)
  expect(text).not.toContain('Place held')
  const organiser = await anAccount({ roles: ['organiser'] })
  const seen = await words(`/organiser/schools/${guest.school.id}`, organiser.cookie)
  expect(between(seen, 'Coming up', 'Not certain yet')).not.toContain('Waited for')
  expect(await rows(`SELECT state, COUNT(*) AS n FROM Place WHERE schoolId = ?1 GROUP BY state ORDER BY state`, guest.school.id)).toEqual([
    { state: 'confirmed', n: 1 },
    { state: 'held', n: 3 },
  ])
})
