// Cards and filters of the public list are kept by what they are made of, and never shown when
// that has changed.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { madeOnce, mostCharacters, mostTexts } from '#base/db/made-once.ts'
import { anAccount, anEvent, aSchool, db, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const day = { startsAt: '2027-06-12T08:30:00.000Z', endsAt: '2027-06-12T15:00:00.000Z' }

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-02T10:00:00.000Z') }))
afterEach(() => void vi.useRealTimers())

const list = async (cookie: string, path = '/events'): Promise<string> => (await request(path, { cookie })).text()

/** Of the list, the card of this event. */
const cardOf = (page: string, code: string): string =>
  page.split('<li class="muster-event">').find((part) => part.includes(`/events/${code}"`)) ?? ''

it('what an organiser changes, what is booked and what a topic is called show in the very next list', async () => {
  const event = await anEvent({ ...day, title: 'Kept as it was', capacity: 60, topicId: 'online-safety' })
  const { cookie } = await anAccount()
  const before = cardOf(await list(cookie), event.code)
  expect(before).toContain('Kept as it was')
  expect(before).toContain('60 places left')
  expect(cardOf(await list(cookie), event.code)).toBe(before)

  await rows(`UPDATE Event SET title = 'Called otherwise', version = version + 1 WHERE id = ?1`, event.id)
  expect(cardOf(await list(cookie), event.code)).toBe(before.replace('Kept as it was', 'Called otherwise'))

  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const form = {
    school: school.id,
    formId: crypto.randomUUID(),
    rows: '1',
    'role-1': 'dsl',
    'name-1': 'Gwen Jones',
    'email-1': 'gwen@one.example',
  }
  expect((await request(`/events/${event.code}/bookings`, { cookie: contact.cookie, form })).status).toBe(303)
  expect(cardOf(await list(cookie), event.code)).toContain('59 places left')

  await rows(`UPDATE TopicLabel SET label = 'Safety on screens' WHERE topicId = 'online-safety' AND preferred = 1 AND toDate IS NULL`)
  const renamed = await list(cookie)
  expect(cardOf(renamed, event.code)).toContain('Safety on screens')
  expect(renamed).toContain('<option value="online-safety">Safety on screens</option>')

  await rows(
    `UPDATE Event SET state = 'cancelled', cancelledAt = '2026-11-02T10:00:00.000Z', cancelReason = 'Snow' WHERE id = ?1`,
    event.id,
  )
  expect(cardOf(await list(cookie), event.code)).toContain('Cancelled')
})

it('booking opens and a role ends with time alone, with nothing written', async () => {
  const opens = await anEvent({ ...day, title: 'Opens at midnight', bookingOpensAt: '2026-11-03T00:00:00.000Z' })
  const { cookie } = await anAccount()
  await add('Role', { id: 'until_midnight', label: 'Until midnight', position: 50, toDate: '2026-11-03' })
  const before = await list(cookie)
  expect(cardOf(before, opens.code)).not.toContain('places left')
  expect(before).toContain('Until midnight')
  vi.setSystemTime(new Date('2026-11-03T00:00:00.000Z'))
  const after = await list(cookie)
  expect(cardOf(after, opens.code)).toContain('places left')
  expect(after).not.toContain('Until midnight')
})

it('two who are signed in have the same list in frames of their own, and what they typed in filters is not kept', async () => {
  const [one, other] = [await anAccount({ name: 'Gwenllian Rees' }), await anAccount({ roles: ['administrator'] })]
  await anEvent({ ...day, title: 'For both' })
  const typed = await list(one.cookie, '/events?q=For+both&topic=online-safety')
  expect(typed).toContain('value="For both"')
  const [first, second] = [await list(one.cookie), await list(other.cookie)]
  const main = (page: string): string => /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? ''
  expect(main(first)).toBe(main(second))
  expect(main(first)).not.toContain('value="For both"')
  expect([first.includes('>Today<'), second.includes('>Today<')]).toEqual([false, true])
  // Whom to ask, where the meeting is and what the event is about are not read for the list, and
  // so not kept.
  const sent: string[] = []
  const watched = new Proxy(db, {
    get: (of, key) => {
      if (key === 'prepare')
        return (sql: string) => {
          sent.push(sql)
          return of.prepare(sql)
        }
      const value = Reflect.get(of, key)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
  await request('/events', { cookie: one.cookie, bindings: { DB: watched } })
  const listing = sent.find((sql) => sql.includes('AS cards')) ?? ''
  expect(listing).not.toBe('')
  expect(listing).not.toMatch(/'(contactName|contactEmail|contactTelephone|joiningLink|description)'/)
})

it('of what is made of texts some hundred are kept, and a million characters, the newest', () => {
  let made = 0
  const of = madeOnce((text) => ({ text, nth: ++made }))
  for (let n = 0; n <= mostTexts; n += 1) of(`text ${n}`)
  expect([of(`text ${mostTexts}`).nth, of('text 0').nth]).toEqual([mostTexts + 1, mostTexts + 2])
  const long = madeOnce((text) => ({ length: text.length, nth: ++made }))
  const half = mostCharacters / 2
  const first = long('a'.repeat(half))
  expect(long('a'.repeat(half))).toBe(first)
  long('b'.repeat(half + 1))
  expect(long('a'.repeat(half))).not.toBe(first)
  const tooLong = 'c'.repeat(mostCharacters + 1)
  expect(long(tooLong)).not.toBe(long(tooLong))
})
