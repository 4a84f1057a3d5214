import { expect, it } from 'vitest'
import { anAccount, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { anAgreement, aPriceCode, aPricedEvent, aPriceList, balanceOf, setRoute } from '#test/support/money.ts'
import { aBooker } from './priced.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }

/** Finance says who may pay by card besides those whose route it is. */
const allowCards = async (allow: Record<string, string>): Promise<void> => {
  const finance = await anAccount({ roles: ['finance'] })
  expect((await request('/organiser/finance/cards', { cookie: finance.cookie, form: allow, bindings: stripe })).status).toBe(303)
}

const formOf = (schoolId: string, email: string) => ({
  ...{ school: schoolId, formId: crypto.randomUUID(), places: '1', rows: '1', naming: 'now', wait: '', channel: '' },
  ...{ 'name-1': 'Ann Price', 'email-1': email, 'role-1': 'dsl' },
})

it('Before the button a school reads what it costs, by which row, who pays and how; pressing it accepts exactly that', async () => {
  const list = await aPriceList({ rows: [{ status: 'academy', pence: 8000 }] })
  const event = await aPricedEvent({ event: ahead, priceId: list.id })
  const { school, cookie, email } = await aBooker({ sector: 'academy' })
  const form = formOf(school.id, email)
  const check = await (await request(`/events/${event.code}/book`, { cookie, form: { ...form, action: 'check' } })).text()
  for (const words of [
    '1 place: £80.00 and £16.00 VAT',
    'Academy or free school, in the area, without a service agreement',
    '£96.00, of which £16.00 is VAT',
    'The council sends the school an invoice.',
    'Purchase order number',
    'what your school legally is on the day of the event',
    'Book this place for £96.00',
  ])
    expect(check).toContain(words)
  const without = await request(`/events/${event.code}/bookings`, { cookie, form })
  expect([without.status, (await without.text()).includes('The price has to be accepted')]).toEqual([409, true])
  const stale = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: { ...form, priceId: list.id, seen: '9000', poNumber: 'PO-7' },
  })
  const again = await stale.text()
  expect([stale.status, again.includes('It costs something else by now than you saw'), again.includes('value="PO-7"')]).toEqual([
    409,
    true,
    true,
  ])
  const booked = await request(`/events/${event.code}/bookings`, {
    cookie,
    form: { ...form, priceId: list.id, seen: '9600', poNumber: 'PO-7' },
  })
  expect(booked.status).toBe(303)
  const page = await (await request(booked.headers.get('location') ?? '', { cookie })).text()
  for (const words of ['What it costs and who pays', 'PO-7', '£96.00', 'Change the purchase order']) expect(page).toContain(words)
  const [mail] = await rows<{ text: string; noticed: number }>(
    `SELECT b.text, (SELECT COUNT(*) FROM LineNotice n WHERE n.messageId = m.id) AS noticed FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.eventId = ?1 AND m.kind = 'booking_confirmed'`,
    event.id,
  )
  expect(mail?.text).toContain('£96.00, of which £16.00 is VAT')
  expect(mail?.text).toContain('PO-7')
  expect(mail?.noticed).toBe(1)
})

it('The form says how many places are booked for how much once somebody is named or a number is chosen, and no sum before', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker()
  const at = `/events/${event.code}/book`
  const sum = (html: string): string | undefined => /<strong>([^<]*)<\/strong>/.exec(html.split('muster-sum')[1] ?? '')?.[1]
  const two = { ...formOf(school.id, email), action: 'edit', places: '', rows: '2' }
  const typed = async (form: Record<string, string>) => sum(await htmlOf(request(at, { cookie, form: { ...two, ...form } })))
  expect(sum(await htmlOf(request(`${at}?school=${school.id}`, { cookie })))).toBe('No places yet')
  expect(await typed({ 'name-1': '', 'email-1': '', 'role-1': '' })).toBe('No places yet')
  expect(await typed({})).toBe('1 place: £120.00, of which £20.00 is VAT')
  expect(await typed({ places: '2' })).toBe('2 places: £240.00, of which £40.00 is VAT')
})

it('A code is applied on the page without JavaScript, and one that does not hold is said to', async () => {
  const list = await aPriceList()
  const code = await aPriceCode(list.key, { penceOff: 2500 })
  const event = await aPricedEvent({ event: ahead, priceId: list.id })
  const { school, cookie, email } = await aBooker()
  const form = { ...formOf(school.id, email), action: 'check' }
  const wrong = await request(`/events/${event.code}/book`, { cookie, form: { ...form, code: 'NOSUCH' } })
  const wrongPage = await wrong.text()
  expect([wrong.status, wrongPage.includes('There is no such code'), wrongPage.includes('value="NOSUCH"')]).toEqual([422, true, true])
  const right = await (await request(`/events/${event.code}/book`, { cookie, form: { ...form, code: code.code.toLowerCase() } })).text()
  expect(right).toContain('1 place: £75.00 and £15.00 VAT, with the code')
  expect(right).toContain('The code holds for 10 more places')
})

it('A school whose agreement covers the places reads that nothing is to pay', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker()
  await anAgreement({ schoolId: school.id })
  const check = await htmlOf(request(`/events/${event.code}/book`, { cookie, form: { ...formOf(school.id, email), action: 'check' } }))
  expect(check).toContain('Free of charge, covered by the service agreement')
  expect(check).not.toContain('By pressing the button you agree')
})

it('Nobody chooses how to pay nothing, nor says where an invoice over nothing goes', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker({ sector: 'academy' })
  await anAgreement({ schoolId: school.id })
  await allowCards({ allow: 'atBooking' })
  const form = formOf(school.id, email)
  const check = await (await request(`/events/${event.code}/book`, { cookie, form: { ...form, action: 'check' }, bindings: stripe })).text()
  expect(check).toContain('Free of charge, covered by the service agreement')
  expect(check).not.toContain('How do you pay?')
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form: { ...form, priceId: event.priceId, seen: '0' } })
  const page = await (await request(booked.headers.get('location') ?? '', { cookie, bindings: stripe })).text()
  expect(page).toContain('Free of charge, covered by the service agreement')
  expect(page).not.toContain('Change the purchase order')
})

it('A wrong address for bills is said before anything is booked or changed, and stays where it was typed', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker({ sector: 'academy' })
  const form = { ...formOf(school.id, email), priceId: event.priceId, seen: '12000', billingEmail: 'ask the office', poNumber: 'PO-7' }
  for (const [path, action] of [
    ['book', 'check'],
    ['bookings', ''],
  ] as const) {
    const refused = await request(`/events/${event.code}/${path}`, { cookie, form: { ...form, action } })
    const page = await refused.text()
    expect([refused.status, page.includes('Enter the email address in the form name@example.com')]).toEqual([422, true])
    expect(page).toContain('value="ask the office"')
    expect(page).toContain('value="PO-7"')
  }
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form: { ...form, billingEmail: 'bills@school.example' } })
  expect(booked.status).toBe(303)
  const path = `${booked.headers.get('location')}/references`
  const changed = await request(path, { cookie, form: { poNumber: 'PO-8', billingEmail: 'nobody' } })
  const page = await changed.text()
  expect([changed.status, page.includes('value="PO-8"'), page.includes('value="nobody"')]).toEqual([422, true, true])
})

it('What is owed on the invoice of the council is paid by card from the page of the booking, where finance allows it', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker({ sector: 'academy' })
  const form = { ...formOf(school.id, email), priceId: event.priceId, seen: '12000' }
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form, bindings: stripe })
  const path = booked.headers.get('location') ?? ''
  const says = async (bindings: Record<string, string>): Promise<boolean> =>
    (await (await request(path, { cookie, bindings })).text()).includes(`href="${path}/pay"`)
  await allowCards({})
  expect(await says(stripe)).toBe(false)
  await allowCards({ allow: 'balances' })
  expect([await says(stripe), await says({})]).toEqual([true, false])
  expect(await (await request(`${path}/pay`, { cookie, bindings: stripe })).text()).toContain('Pay what is owed')
})

it('What the council booked, the school agrees to on the page of the booking; references change until the bill is made', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email, accountId } = await aBooker()
  const organiser = await anAccount({ roles: ['organiser'] })
  const form = { ...formOf(school.id, email), who: 'new', contactName: 'Jo Price', contactTelephone: '01632 960100' }
  const check = await (await request(`/events/${event.code}/book`, { cookie: organiser.cookie, form: { ...form, action: 'check' } })).text()
  expect(check).toContain('The school has agreed to this price in writing, such as by a purchase order')
  const booked = await request(`/events/${event.code}/bookings`, {
    cookie: organiser.cookie,
    form: { ...form, priceId: event.priceId, seen: '12000' },
  })
  expect(booked.status).toBe(303)
  const path = booked.headers.get('location') ?? ''
  expect(await (await request(path, { cookie: organiser.cookie })).text()).toContain('Not yet agreed by the school')
  expect(await (await request(path, { cookie })).text()).toContain('Your school agrees to pay')
  expect((await request(`${path}/agree`, { cookie: organiser.cookie, form: {} })).status).toBe(404)
  expect((await request(`${path}/agree`, { cookie, form: {} })).status).toBe(303)
  expect((await request(`${path}/references`, { cookie, form: { costCentre: 'CC-12', subjectiveCode: '4711' } })).status).toBe(303)
  const payers = await rows(
    `SELECT p.agreedById, p.costCentre, p.subjectiveCode FROM BookingPayer p JOIN Booking b ON b.id = p.bookingId
     WHERE b.eventId = ?1 AND p.supersededAt IS NULL`,
    event.id,
  )
  expect(payers).toEqual([{ agreedById: accountId, costCentre: 'CC-12', subjectiveCode: '4711' }])
  expect(await balanceOf(event.id)).toBe(12_000)
  const other = await aBooker()
  expect((await request(`${path}/references`, { cookie: other.cookie })).status).toBe(404)
})

it('Who pays by card is led to pay, and the booking says until when the places are held', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { school, cookie, email } = await aBooker({ sector: 'independent' })
  await setRoute(school.id, 'card')
  const form = { ...formOf(school.id, email), priceId: event.priceId, seen: '12000' }
  const booked = await request(`/events/${event.code}/bookings`, { cookie, form, bindings: stripe })
  expect(booked.headers.get('location')).toMatch(/^\/bookings\/\w+\/pay$/)
  const page = await (await request((booked.headers.get('location') ?? '').replace('/pay', ''), { cookie, bindings: stripe })).text()
  expect(page).toMatch(/held until \w+day \d+ \w+ \d{4}, (?:[\d:apm]+|midday) while you pay/)
  expect(page).toContain('Pay by card')
  // Paid together, given up together: what is left of a payment page would have another sum.
  expect(page).not.toMatch(/Withdraw this request|Cancel this place/)
})

it('nobody agrees to pay from a shared mailbox without saying who they are', async () => {
  const { cookie, accountId } = await anAccount()
  await run('UPDATE Account SET personId = NULL, shared = 1 WHERE id = ?1', accountId)
  for (const path of ['/bookings/ABCD2345/agree', '/bookings/ABCD2345/references']) {
    const answer = await request(path, { cookie, form: {} })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringContaining('/account/who')])
  }
})
