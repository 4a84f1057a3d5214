// Codes that lower a price cannot be guessed, and what is refused for going on too long leaves a line.
import { beforeEach, expect, it, vi } from 'vitest'
import { counted } from '#base/limits/store.ts'
import { guessCode } from '#booking/placing/show-price.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { aPriceCode, aPricedEvent, aPriceList } from '#test/support/money.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aBooker } from './priced.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const aForm = async () => {
  const list = await aPriceList()
  const code = await aPriceCode(list.key, { penceOff: 2500 })
  const event = await aPricedEvent({ event: ahead, priceId: list.id })
  const booker = await aBooker()
  const form = {
    ...{ school: booker.school.id, formId: crypto.randomUUID(), places: '1', rows: '1', naming: 'now', wait: '', channel: '' },
    ...{ 'name-1': 'Ann Price', 'email-1': booker.email, 'role-1': 'dsl' },
  }
  const check = (typed: string, cookie = booker.cookie, headers: Record<string, string> = {}) =>
    request(`/events/${event.code}/book`, { cookie, headers, form: { ...form, action: 'check', code: typed } })
  return { list, code, event, booker, form, check }
}

beforeEach(async () => {
  await db.batch([db.prepare('DELETE FROM LimitUse'), db.prepare('DELETE FROM RefusalCount')])
})

it('“One person tries ten codes that do not hold in an hour and thirty in a day, one network thirty and a hundred. Beyond that none is looked at, what was typed is kept, and the page says when to go on. A code that holds is not counted.”', async () => {
  const { code, event, booker, form, check } = await aForm()
  for (let n = 0; n < 3; n += 1) expect(await (await check(code.code)).text()).not.toContain('There is no such code')
  expect(await rows('SELECT id FROM LimitUse')).toEqual([])
  for (let n = 0; n < 10; n += 1) {
    const wrong = await check(`GUESS${n}`)
    expect([wrong.status, (await wrong.text()).includes('There is no such code for this event')]).toEqual([422, true])
  }
  // Also one that holds: whoever guesses is not told.
  for (const typed of ['GUESS11', code.code]) {
    const refused = await check(typed)
    const page = await refused.text()
    expect([refused.status, Number(refused.headers.get('retry-after')) > 3000]).toEqual([429, true])
    expect(page).toMatch(
      /Too many codes that do not hold have been tried. Leave the code out, or try again in 60 minutes. Nothing has been/,
    )
    expect(page).toContain(`value="${typed}"`)
    expect(page).toContain('value="Ann Price"')
    expect(page).not.toContain('£25.00')
  }
  const [{ priceId } = { priceId: '' }] = await rows<{ priceId: string }>('SELECT priceId FROM Event WHERE id = ?1', event.id)
  const pressed = await request(`/events/${event.code}/bookings`, {
    cookie: booker.cookie,
    form: { ...form, priceId, seen: '9000', code: code.code },
  })
  expect([pressed.status, (await pressed.text()).includes('Too many codes')]).toEqual([429, true])
  expect(await rows('SELECT id FROM Booking WHERE eventId = ?1', event.id)).toEqual([])
  expect(await rows('SELECT reason, SUM(n) >= 3 AS several FROM RefusalCount GROUP BY reason')).toEqual([
    { reason: 'wrong_price_codes', several: 1 },
  ])
  // Without a code the booking goes on.
  expect((await check('')).status).toBe(200)
})

it('accounts of one network share what it has', async () => {
  const { list } = await aForm()
  const guess = async (n: number) =>
    guessCode(anAct({ actor: (await anAccount()).actor }), { priceId: list.id }, `GUESS${n}`, '203.0.113.9')
  for (let n = 0; n < 30; n += 1) expect(await guess(n)).toBeUndefined()
  expect(await guess(31)).toMatch(/Z$/)
  expect(await guessCode(anAct({ actor: (await anAccount()).actor }), { priceId: list.id }, 'GUESS', '203.0.114.9')).toBeUndefined()
})

it('of forty guesses at the same moment ten are looked at; without the trigger all are', async () => {
  const { list } = await aForm()
  const atOnce = async () => {
    const act = anAct({ actor: (await anAccount()).actor })
    const told = await Promise.all(Array.from({ length: 40 }, (_, n) => guessCode(act, { priceId: list.id }, `GUESS${n}`, undefined)))
    return told.filter((until) => until === undefined).length
  }
  expect(await atOnce()).toBe(10)
  await dropTriggers('LimitUse_within_limit')
  expect(await atOnce()).toBe(40)
})

it('“Whoever asks to act for too many schools leaves a line and is counted.”', async () => {
  const line = vi.spyOn(console, 'log')
  const person = await anAccount()
  for (let n = 0; n < 11; n += 1)
    await request('/school/claims', {
      cookie: person.cookie,
      form: { schoolId: (await aSchool()).id, name: 'Siân Pritchard', roleId: 'dsl' },
    })
  expect(await rows('SELECT reason, route, n FROM RefusalCount')).toEqual([
    { reason: 'too_many_waiting', route: 'POST /school/claims', n: 1 },
  ])
  expect(line.mock.calls.map(([text]) => (JSON.parse(String(text)) as { refused: string }).refused)).toEqual(['too_many_waiting'])
  line.mockRestore()
})

it('“Beyond a limit nothing is changed”: a booking stays as it is, and its refusal is counted', async () => {
  const event = await anEvent(ahead)
  const { school, cookie, accountId, email } = await aBooker()
  const placed = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: {
      ...{ school: school.id, formId: crypto.randomUUID(), rows: '1', channel: '' },
      ...{ 'name-1': 'Ann Price', 'email-1': email, 'role-1': 'dsl' },
    },
  })
  const [booking] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE eventId = ?1', event.id)
  expect([placed.status, booking !== undefined]).toEqual([303, true])
  await run('DELETE FROM LimitUse')
  const cancel = () => request(`/bookings/${booking?.reference}/cancel`, { cookie, form: { all: '1' } })
  await counted(db, new Date(), [{ key: `mails:account:${accountId}`, minutes: 60, most: 240, n: 240 }]).run()
  const refused = await cancel()
  expect([refused.status, /Too many messages have gone out.*Nothing has been changed/.test(await refused.text())]).toEqual([429, true])
  const states = () => rows('SELECT state FROM Place WHERE eventId = ?1', event.id)
  expect(await states()).toEqual([{ state: 'confirmed' }])
  expect(await rows('SELECT reason, route FROM RefusalCount')).toEqual([
    { reason: 'too_much_mail', route: 'POST /bookings/:reference/cancel' },
  ])
  await run('DELETE FROM LimitUse')
  expect((await cancel()).status).toBe(303)
  expect(await states()).toEqual([{ state: 'cancelled' }])
  const windows = `SELECT DISTINCT n > 0 AS isCounted, windows ->> '$[0][0]' AS hour, windows ->> '$[1][0]' AS day FROM LimitUse WHERE key = ?1`
  expect(await rows(windows, `mails:account:${accountId}`)).toEqual([{ isCounted: 1, hour: 60, day: 24 * 60 }])
})
