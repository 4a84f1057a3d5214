// Mail that somebody causes to themselves goes out on the council's plan too: it has an end.
import { expect, it } from 'vitest'
import { counted } from '#base/limits/store.ts'
import { cancelBooking } from '#booking/bookings/cancel-booking.ts'
import { placeBooking } from '#booking/bookings/place-booking.ts'
import { requestBooking, withdrawRequest } from '#booking/requests/request-booking.ts'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, settled } from '#test/support/factories.ts'

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const mailsTo = async (accountId: string, kind: string): Promise<number> =>
  (await rows('SELECT id FROM Message WHERE recipient = ?1 AND kind = ?2', accountId, kind)).length

// “Whoever is not confirmed asks for places at most forty times in a day, however many of the requests they withdraw.”
it('asking and withdrawing in a loop ends after forty mails, until the next day', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const person = await aClaimant(school.id)
  await settled()
  const ask = () => ({
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1, acceptsFewer: false },
    ...{ termsId: undefined, answers: { booking: {}, rows: [] } },
  })
  const round = async (now: Date): Promise<string> => {
    const kept = await requestBooking(anAct({ actor: person.actor, now }), ask())
    if (!kept.ok) return kept.reason
    await withdrawRequest(anAct({ actor: person.actor, now }), kept.value)
    return 'kept'
  }
  const done: string[] = []
  for (let n = 1; n <= 42; n += 1) done.push(await round(minutes(n)))
  expect(done).toEqual([...Array(40).fill('kept'), 'asked_too_often', 'asked_too_often'])
  expect(await mailsTo(person.accountId, 'request_settled')).toBe(40)
  expect(await rows('SELECT id FROM BookingRequest WHERE accountId = ?1', person.accountId)).toHaveLength(40)
  expect(await round(minutes(24 * 60 + 1))).toBe('kept')
})

it('the page says so to whoever asks once more, and keeps what was typed', async () => {
  const event = await anEvent(inTime)
  const school = await aSchool()
  const person = await aClaimant(school.id)
  await settled()
  const post = () =>
    request(`/events/${event.code}/request`, {
      cookie: person.cookie,
      form: { school: school.id, formId: crypto.randomUUID(), rows: '1', places: '1', naming: 'later', wait: 'all' },
    })
  await counted(db, new Date(), [{ key: `requests:account:${person.accountId}`, minutes: 24 * 60, most: 40, n: 39 }]).run()
  const last = await post()
  expect(last.headers.get('location')).toMatch(/^\/requests\//)
  await request(`${last.headers.get('location')}/withdraw`, { cookie: person.cookie, form: {} })
  const refused = await post()
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain(
    'You have asked for places 40 times within a day. Go on tomorrow, or ask the council to book for you.',
  )
  await settled()
})

// “At most a hundred and twenty mails in an hour and two hundred and forty in a day tell what one person has booked, moved or cancelled; after that nothing is booked or cancelled by them until later, or the council does it.”
it('booking without names and cancelling in a loop ends after sixty rounds in an hour, forty schools in a morning do not come near', async () => {
  const event = await anEvent({ ...inTime, capacity: 500 })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const book = (now: Date, actor = contact.actor) =>
    placeBooking(anAct({ actor, now }), {
      ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1 },
    })
  const round = async (now: Date): Promise<string> => {
    const placed = await book(now)
    if (!placed.ok) return placed.reason
    const gone = await cancelBooking(anAct({ actor: contact.actor, now }), placed.value.reference, undefined)
    return gone.ok ? 'done' : gone.reason
  }
  const done: string[] = []
  for (let n = 0; n < 62; n += 1) done.push(await round(new Date(nine.getTime() + n * 1000)))
  expect(done).toEqual([...Array(60).fill('done'), 'too_much_mail', 'too_much_mail'])
  expect([await mailsTo(contact.accountId, 'booking_confirmed'), await mailsTo(contact.accountId, 'booking_cancelled')]).toEqual([60, 60])
  expect(await rows(`SELECT id FROM Place WHERE eventId = ?1 AND state <> 'cancelled'`, event.id)).toEqual([])
  const later = await book(minutes(65))
  expect(later.ok).toBe(true)
  const key = `booker:account:${contact.accountId}`
  expect(await rows('SELECT minutes, SUM(n) AS n FROM LimitUse WHERE key = ?1 GROUP BY minutes', key)).toEqual([
    { minutes: 60, n: 121 },
    { minutes: 1440, n: 121 },
  ])
  await counted(db, minutes(66), [{ key, minutes: 60, most: 120, n: 119 }]).run()
  const reference = later.ok ? later.value.reference : ''
  expect(await cancelBooking(anAct({ actor: contact.actor, now: minutes(67) }), reference, undefined)).toEqual({
    ok: false,
    reason: 'too_much_mail',
  })
  const organiser = await anAccount({ roles: ['organiser'] })
  expect(await cancelBooking(anAct({ actor: organiser.actor, now: minutes(67) }), reference, undefined)).toEqual({ ok: true, value: 1 })
})
