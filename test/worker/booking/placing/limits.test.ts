// Never more places than the capacity, never more than the school's limit, however many ask at the same moment.
import { beforeAll, expect, it } from 'vitest'
import { anAccount, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const contacts: { schoolId: string; cookie: string }[] = []
beforeAll(async () => {
  for (let batch = 0; batch < 10; batch++)
    contacts.push(
      ...(await Promise.all(
        Array.from({ length: 20 }, async () => {
          const school = await aSchool()
          return { schoolId: school.id, cookie: (await anAccount({ schoolIds: [school.id] })).cookie }
        }),
      )),
    )
})

const ask = (code: string, { schoolId, cookie }: { schoolId: string; cookie: string }, person: number) =>
  request(`/events/${code}/bookings`, {
    cookie,
    form: {
      school: schoolId,
      formId: crypto.randomUUID(),
      rows: '1',
      'name-1': `Person ${person}`,
      'email-1': `person${person}@example.sch.uk`,
      'role-1': 'dsl',
    },
  })

const confirmed = async (eventId: string): Promise<number> =>
  (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, eventId))[0]?.n ?? -1

const rush = async (code: string) => {
  const answers = await Promise.all(contacts.map((contact, index) => ask(code, contact, index)))
  const texts = await Promise.all(answers.filter((answer) => answer.status === 409).map((answer) => answer.text()))
  return { made: answers.filter((answer) => answer.status === 303).length, refused: texts.length, texts }
}

it('two hundred schools ask at once for fifty places: exactly fifty get one, the others are told that it is full', async () => {
  const event = await anEvent({ ...inTime, capacity: 50 })
  const { made, refused, texts } = await rush(event.code)
  expect([made, refused]).toEqual([50, 150])
  expect(texts.every((text) => text.includes('This event is full.'))).toBe(true)
  expect(await confirmed(event.id)).toBe(50)
  expect(await rows('SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1', event.id)).toEqual([{ n: 50 }])
  expect(
    await rows(
      `SELECT COUNT(*) AS n FROM Place p WHERE p.eventId = ?1 AND (
         NOT EXISTS (SELECT 1 FROM Invitation i WHERE i.placeId = p.id AND i.state = 'live')
         OR NOT EXISTS (SELECT 1 FROM Message m WHERE m.placeId = p.id AND m.method = 'REQUEST'))`,
      event.id,
    ),
  ).toEqual([{ n: 0 }])
})

it('twenty people of one school ask at once for its two places: exactly two get one', async () => {
  const event = await anEvent({ ...inTime, capacity: 50, placesPerSchool: 2 })
  const [contact] = contacts
  if (!contact) throw new Error('no contact')
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(event.code, contact, 900 + index)))
  expect(answers.filter((answer) => answer.status === 303)).toHaveLength(2)
  const refused = await Promise.all(answers.filter((answer) => answer.status === 409).map((answer) => answer.text()))
  expect(refused).toHaveLength(18)
  expect(refused.every((text) => text.includes(' has 2 of 2 places'))).toBe(true)
  expect(await confirmed(event.id)).toBe(2)
})

it('a school that two ids turned out to be has one limit', async () => {
  const event = await anEvent({ ...inTime, placesPerSchool: 1 })
  const former = await aSchool()
  const present = await aSchool()
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', former.id, present.id)
  const { cookie } = await anAccount({ schoolIds: [former.id] })
  expect((await ask(event.code, { schoolId: present.id, cookie }, 1)).status).toBe(303)
  expect((await ask(event.code, { schoolId: present.id, cookie }, 2)).status).toBe(409)
})

it('control: with the guard off the same rush oversells, so it is the guard that holds and the rush that tests it', async () => {
  await dropTriggers('Place_fits_on_insert')
  const event = await anEvent({ ...inTime, capacity: 50 })
  await rush(event.code)
  expect(await confirmed(event.id)).toBeGreaterThan(50)
})
