import { expect, it } from 'vitest'
import { anAccount, request, rows } from '#test/support/factories.ts'
import {
  aCardSchool,
  aCertainBooking,
  aHeldBooking,
  aPaying,
  arrive,
  ask,
  later,
  press,
  sessionOf,
  standing,
  sweep,
  toldOf,
} from './paying.ts'

it('Without keys of Stripe nothing of paying by card is on any page, and its addresses do not exist', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  const finance = await anAccount({ roles: ['finance'] })
  const without = (path: string, cookie: string, form?: Record<string, string>) => request(path, { cookie, ...(form ? { form } : {}) })
  const path = `/bookings/${booking.reference}`
  for (const [answer] of [
    [await without(`${path}/pay`, booking.cookie)],
    [await without(`${path}/pay`, booking.cookie, {})],
    [await without(`${path}/pay/give-up`, booking.cookie, {})],
    [await without(`${path}/paid`, booking.cookie)],
    [await without('/organiser/finance/cards', finance.cookie)],
    [await without('/organiser/finance/stripe', finance.cookie)],
  ] as const)
    expect(answer.status).toBe(404)
  const home = await without('/', booking.cookie)
  expect(home.headers.get('content-security-policy')).toContain("form-action 'self';")
})

it('Only people who act for the school of a booking can pay for it or cancel its places', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  const other = await aCardSchool()
  const organiser = await anAccount({ roles: ['organiser'] })
  await press(paying, booking)
  const session = await sessionOf(booking)
  const path = `/bookings/${booking.reference}`
  for (const { cookie } of [other, organiser]) {
    expect((await ask(paying, `${path}/pay`, cookie)).status).toBe(404)
    expect((await ask(paying, `${path}/pay`, cookie, {})).status).toBe(404)
    expect((await ask(paying, `${path}/pay/give-up`, cookie, {})).status).toBe(404)
    expect((await ask(paying, `${path}/paid?session_id=${session}`, cookie)).status).toBe(404)
  }
  expect((await ask(paying, `${path}/pay`)).headers.get('location')).toContain('/sign-in')
  expect((await ask(paying, `${path}/paid?session_id=cs_test_of_another`, booking.cookie)).status).toBe(404)
  expect((await standing(booking)).places).toEqual(['held'])
})

it('a form may lead to Stripe’s page where there is Stripe, and to nothing else', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  const page = await ask(paying, `/bookings/${booking.reference}/pay`, booking.cookie)
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https://checkout.stripe.com;")
  const text = await page.text()
  expect(text).toContain('1 place is held for you until')
  expect(text).toContain('Pay £120.00 by card')
  expect(text).toContain('Cancel the places')
})

// A page that is left without paying ends with its places, and nothing is charged. The school is
// told.
it('whoever did not pay in time is told, and reads that there is nothing to pay', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  await later(33, paying.twin)
  await arrive(paying)
  expect(await toldOf(booking)).toEqual(['places_held', 'card_hold_ended'])
  const page = await (await ask(paying, `/bookings/${booking.reference}/pay`, booking.cookie)).text()
  expect(page).toContain('There is nothing to pay by card')
  // “A booking whose places were given back says so, and leads to booking again while that is
  // possible.”
  const own = await (await ask(paying, `/bookings/${booking.reference}`, booking.cookie)).text()
  expect(own).toContain('The places were held to be paid for, and given back on')
  expect(own).not.toContain('This booking was cancelled')
  expect([own.includes('>Asked for<'), own.includes('>Booked<')]).toEqual([true, false])
  expect(own).toContain(`/events/${paying.event.code}/book?school=${booking.school.id}`)
  const back = await (await ask(paying, `/bookings/${booking.reference}/paid`, booking.cookie)).text()
  expect(back).toContain('Nothing was paid')
})

it('a school that cancels places which it has not paid yet reads nothing of a request and a turn', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying, 2)
  const page = await (await ask(paying, `/bookings/${booking.reference}/cancel`, booking.cookie)).text()
  expect(page).toContain('Cancel these 2 places?')
  expect(page).not.toMatch(/Withdraw|loses its turn/)
  expect((await standing(booking)).places).toEqual(['held', 'held'])
})

it('a school that never went to Stripe’s page loses its hold, and is told', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await later(46, paying.twin)
  await sweep(paying)
  expect([(await standing(booking)).places, await toldOf(booking)]).toEqual([['cancelled'], ['places_held', 'card_hold_ended']])
})

it('what is owed on the council’s own invoice is paid by card once finance lets it, once', async () => {
  const paying = await aPaying()
  const booking = await aCertainBooking(paying)
  const path = `/bookings/${booking.reference}/pay`
  expect(await (await ask(paying, path, booking.cookie)).text()).toContain('There is nothing to pay by card')
  const finance = await anAccount({ roles: ['finance'] })
  expect((await ask(paying, '/organiser/finance/cards', finance.cookie, { allow: 'balances' })).status).toBe(303)
  expect(await (await ask(paying, '/organiser/finance/cards', finance.cookie)).text()).toMatch(/value="balances"[^>]*checked/)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  await arrive(paying)
  await arrive(paying)
  expect(await standing(booking)).toEqual({
    places: ['confirmed'],
    checkouts: ['paid applied'],
    refunds: [],
    ledger: ['charge 12000', 'payment -12000'],
    owed: 0,
  })
  expect((await toldOf(booking)).at(-1)).toBe('card_received')
  await ask(paying, '/organiser/finance/cards', finance.cookie, {})
  expect((await rows<{ value: string }>(`SELECT value FROM MoneySetting WHERE key = 'card' AND supersededAt IS NULL`))[0]?.value).toBe(
    '{"atBooking":0,"balances":0}',
  )
})

it('While Stripe does not answer, whoever pays is asked to try again, and nothing is paid', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await paying.twin.fault('500', 9)
  const answer = await ask(paying, `/bookings/${booking.reference}/pay`, booking.cookie, {})
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('Nothing was paid. Try again in a minute.')])
  expect((await standing(booking)).places).toEqual(['held'])
})
