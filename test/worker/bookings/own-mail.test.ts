// Mail that somebody causes to themselves goes out on the council's plan too: it has an end.
import { expect, it } from 'vitest'
import { requestBooking, withdrawRequest } from '../../../src/bookings/request-booking.ts'
import { counted } from '../../../src/limits/store.ts'
import { aClaimant } from '../../support/claims.ts'
import { anAct, anEvent, aSchool, db, request, rows, settled } from '../../support/factories.ts'

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
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: [], unnamed: 1, partly: false },
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
