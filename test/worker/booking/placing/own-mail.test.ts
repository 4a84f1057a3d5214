// Mail that somebody causes to themselves goes out on the council's plan too: it has an end.
import { expect, it } from 'vitest'
import { counted } from '#base/limits/store.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { requestBooking, withdrawRequest } from '#booking/requests/request-booking.ts'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows } from '#test/support/factories.ts'
import { doneOf } from '#test/support/outbox.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const mailsTo = async (accountId: string, kind: string): Promise<number> =>
  (await rows('SELECT id FROM Message WHERE recipient = ?1 AND kind = ?2', accountId, kind)).length

// “Whoever nobody has confirmed yet sends twenty in a day”
it('asking and withdrawing in a loop ends after twenty mails, until the next day', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const person = await aClaimant(school.id)
  const ask = () => ({
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1, acceptsFewer: false },
    ...{ termsId: undefined, answers: { booking: {}, rows: [] } },
  })
  const round = async (now: Date): Promise<string> => {
    const kept = requestBooking(anAct({ actor: person.actor, now }), ask())
    const done = await doneOf(kept)
    if (done === 'done') await withdrawRequest(anAct({ actor: person.actor, now }), ((await kept) as { value: string }).value)
    return done
  }
  const done: string[] = []
  for (let n = 1; n <= 22; n += 1) done.push(await round(minutes(n)))
  expect(done).toEqual([...Array(20).fill('done'), 'too_much_mail', 'too_much_mail'])
  expect(await mailsTo(person.accountId, 'request_settled')).toBe(20)
  expect(await rows('SELECT id FROM BookingRequest WHERE accountId = ?1', person.accountId)).toHaveLength(20)
  expect(await round(minutes(24 * 60 + 1))).toBe('done')
})

// “At most 240 messages in an hour and 600 in a day go out for one person at a school”
it('booking without names and cancelling in a loop ends after 120 rounds in an hour', async () => {
  const event = await anEvent({ ...inTime, capacity: 500 })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const book = (now: Date) =>
    placeBooking(anAct({ actor: contact.actor, now }), {
      ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 },
    })
  const round = async (now: Date): Promise<string> => {
    const placed = book(now)
    const done = await doneOf(placed)
    if (done !== 'done') return done
    const { reference } = ((await placed) as { value: { reference: string } }).value
    return doneOf(cancelBooking(anAct({ actor: contact.actor, now }), reference, undefined))
  }
  const done: string[] = []
  // As if a hundred rounds had been made.
  const key = `mails:account:${contact.accountId}`
  const windows = [
    { minutes: 60, most: 240 },
    { minutes: 1440, most: 600 },
  ]
  await counted(
    db,
    nine,
    windows.map((window) => ({ key, ...window, n: 200 })),
  ).run()
  for (let n = 0; n < 22; n += 1) done.push(await round(new Date(nine.getTime() + n * 1000)))
  expect(done).toEqual([...Array(20).fill('done'), 'too_much_mail', 'too_much_mail'])
  expect([await mailsTo(contact.accountId, 'booking_confirmed'), await mailsTo(contact.accountId, 'booking_cancelled')]).toEqual([20, 20])
  expect(await rows(`SELECT id FROM Place WHERE eventId = ?1 AND state <> 'cancelled'`, event.id)).toEqual([])
  const later = await book(minutes(65))
  expect(later.ok).toBe(true)
  expect(await rows('SELECT SUM(n) AS n FROM LimitUse WHERE key = ?1', key)).toEqual([{ n: 241 }])
  await counted(db, minutes(66), [{ key, minutes: 60, most: 240, n: 239 }]).run()
  const reference = later.ok ? later.value.reference : ''
  const cancel = (actor = contact.actor) => doneOf(cancelBooking(anAct({ actor, now: minutes(67) }), reference, undefined))
  expect(await cancel()).toBe('too_much_mail')
  expect(await cancel((await anAccount({ roles: ['organiser'] })).actor)).toBe('done')
})
