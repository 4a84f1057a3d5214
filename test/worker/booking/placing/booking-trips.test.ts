// What an accepted booking costs in all: the request, and everything that is done once it is answered.
import { beforeEach, expect, it, vi } from 'vitest'
import type { Bindings } from '#base/web/env.ts'
import { anAccount, anEvent, aSchool, bindings, counting, request, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { aProvider } from '#test/support/outbox.ts'
import { plain } from '#test/support/plain.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

beforeEach(() => {
  // What an isolate keeps for seconds is kept as long as this takes.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
})

const realMail = async (): Promise<Bindings> => {
  const { env, desk } = await aProvider()
  await desk.clock(new Date(), false)
  return env
}

const book = (school: { id: string }, event: { code: string }, cookie: string, given: Partial<Bindings>, name = 'Gwen Jones') =>
  request(`/events/${event.code}/bookings`, {
    cookie,
    form: {
      ...{ school: school.id, formId: crypto.randomUUID(), rows: '1', 'role-1': 'dsl' },
      ...{ 'name-1': name, 'email-1': `${name.replace(' ', '.').toLowerCase()}@example.sch.uk` },
    },
    bindings: given,
  })

it.each([
  ['a provider', 69, realMail],
  ['the inbox on one’s own computer', 74, async () => bindings],
] as const)(
  'a booking whose messages go to %s takes three round trips in all, and writes %i rows: who asks with what is decided on, the booking, and that they are sent',
  async (_, written, mail) => {
    const given = await mail()
    const counted = counting()
    const trips: number[][] = []
    for (let n = 0; n < 3; n += 1) {
      const school = await aSchool()
      const contact = await anAccount({ schoolIds: [school.id] })
      const event = await anEvent(ahead)
      const before = [counted.trips(), counted.written()] as const
      const answer = await book(school, event, contact.cookie, { ...given, DB: counted.db })
      trips.push([answer.status, counted.trips() - before[0], counted.written() - before[1]])
      expect(await rows('SELECT state, attempts FROM Message WHERE eventId = ?1', event.id)).toEqual([
        { state: 'sent', attempts: 1 },
        { state: 'sent', attempts: 1 },
      ])
    }
    // The first reads what an isolate keeps, and lets rest what has never been looked for.
    expect(trips.slice(1)).toEqual([
      [303, 3, written],
      [303, 3, written],
    ])
  },
)

it('the form of a booking, and what is checked before it is booked, ask as often where places cost something', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const counted = counting()
  const trips = async (path: string, form?: Record<string, string>) => {
    const before = counted.trips()
    const answer = await request(path, { cookie, ...(form ? { form } : {}), bindings: { DB: counted.db } })
    return { trips: counted.trips() - before, page: plain(await answer.text()) }
  }
  const person = { rows: '1', 'name-1': 'Gwen Jones', 'email-1': 'gwen@example.sch.uk', 'role-1': 'dsl' }
  const seen = async ({ code }: { code: string }) => [
    await trips(`/events/${code}/book?school=${school.id}`),
    await trips(`/events/${code}/book`, { school: school.id, formId: crypto.randomUUID(), ...person }),
  ]
  const [free, priced] = [await anEvent(ahead), await aPricedEvent({ event: ahead })]
  // The first reads what an isolate keeps.
  await seen(free)
  const [form, check] = await seen(priced)
  expect([form?.trips, check?.trips]).toEqual((await seen(free)).map((one) => one.trips))
  expect(form?.page).toContain('£100.00')
  expect(check?.page).toContain('£120.00')
})
