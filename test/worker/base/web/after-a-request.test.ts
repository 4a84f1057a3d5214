import { expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, counting, request, rows } from '#test/support/factories.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The answer, and whether jobs were done after it: they make more than a dozen round trips, and counting a refusal one. */
const afterwards = async (path: string, options: Parameters<typeof request>[1]) => {
  const counted = counting()
  const left: Promise<unknown>[] = []
  const { status } = await request(path, { ...options, left, bindings: { DB: counted.db } })
  const answered = counted.trips()
  while (left.length > 0) await Promise.all(left.splice(0))
  return [status, counted.trips() - answered > 1] as const
}

it('nothing is done after a request that wrote nothing, whatever it says it is', async () => {
  const reader = await anAccount({ roles: ['reader'] })
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await afterwards('/events', { headers: form })).toEqual([200, false])
  expect(await afterwards('/sign-in', { headers: form })).toEqual([200, false])
  expect(await afterwards('/sign-in', { method: 'POST', headers: { ...form, origin: 'http://localhost:8787' }, body: 'x' })).toEqual([
    422,
    false,
  ])
  expect(await afterwards('/organiser/log', { cookie: organiser.cookie, form: { text: 'x' } })).toEqual([303, false])
  expect(await afterwards('/organiser/log', { cookie: reader.cookie, headers: form })).toEqual([404, false])
  expect(await afterwards('/sign-in', { headers: { origin: 'https://evil.example' }, form: { email: 'a@b.example' } })).toEqual([
    403,
    false,
  ])
})

it('what follows from a form is done once it was written, and not when it was refused', async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ capacity: 1, startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const book = () =>
    afterwards(`/events/${event.code}/bookings`, {
      cookie: contact.cookie,
      form: {
        school: school.id,
        formId: crypto.randomUUID(),
        rows: '1',
        'name-1': 'Gwen Jones',
        'email-1': 'gwen@example.sch.uk',
        'role-1': 'dsl',
      },
    })
  const [status, jobs] = await book()
  expect([status, await rows('SELECT state FROM Place WHERE eventId = ?1', event.id)]).toEqual([303, [{ state: 'confirmed' }]])
  expect(jobs).toBe(true)
  const [refused, none] = await book()
  expect(refused).toBeGreaterThanOrEqual(400)
  expect(none).toBe(false)
})
