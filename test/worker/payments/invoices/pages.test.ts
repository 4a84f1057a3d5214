import { beforeAll, expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { anAccount, anAct, request as ask, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { anInvoiced, aPayingSchool, begin, due, everything, invoicesOf, keys, pass, settle, states, stripe, sums, twin } from './world.ts'

beforeAll(begin)

const request = (path: string, options: Parameters<typeof ask>[1] = {}) => ask(path, { bindings: keys, ...options })
const finance = () => anAccount({ roles: ['finance'] })
const said = async (number: number) => `INV-${String(number).padStart(6, '0')}`

it('A school prints its VAT invoice: who supplies with the VAT number, its number, the tax point, the purchase order number, and each line with its VAT.', async () => {
  const clerk = await finance()
  const wrong = await request('/organiser/finance/invoice-settings/supplier', {
    cookie: clerk.cookie,
    form: { name: '', address: 'Plough Lane', vatNumber: 'what?', email: 'no', bankNote: '' },
  })
  expect(wrong.status).toBe(422)
  const again = await wrong.text()
  for (const text of ['Enter the name of the council', 'Enter a VAT number', 'Enter an email address', 'Plough Lane', 'what?'])
    expect(again).toContain(text)
  const saved = await request('/organiser/finance/invoice-settings/supplier', {
    cookie: clerk.cookie,
    form: {
      name: 'Leominster Council',
      address: 'Plough Lane\nHereford',
      vatNumber: 'GB 123 4567 89',
      email: 'ar@example.gov.uk',
      bankNote: 'Or to account 12345678',
    },
  })
  expect(saved.status).toBe(303)
  const { school, invoice } = await anInvoiced({ poNumber: 'PO 99' })
  const page = await request(`/school/${school.school.id}/money/invoices/${await said(invoice.number)}`, { cookie: school.cookie })
  const text = await textOf(page)
  for (const one of [
    'VAT invoice',
    'Leominster Council',
    'GB 123 4567 89',
    'PO 99',
    'Date and tax point',
    'a place',
    '£100.00',
    '20%',
    '£20.00',
  ])
    expect(text).toContain(one)
  for (const one of [
    'Total without VAT £200.00',
    'VAT at 20% £40.00 on £200.00',
    'Total with VAT £240.00',
    'Still to pay £240.00',
    'Pay online',
  ])
    expect(text).toContain(one)
  expect(text).not.toContain('Person A')
})

it('A school sees its own invoices alone, and without Stripe keys there is no page of invoices.', async () => {
  const { school, invoice } = await anInvoiced()
  const other = await aPayingSchool()
  const clerk = await finance()
  const own = `/school/${school.school.id}/money/invoices`
  const number = await said(invoice.number)
  const statuses = async (cookie: string, paths: string[], bindings: Record<string, string> = keys) =>
    Promise.all(paths.map(async (path) => (await ask(path, { cookie, bindings })).status))
  expect(await statuses(school.cookie, [own, `${own}/${number}`, `${own}/${number}/po`])).toEqual([200, 200, 200])
  expect(await statuses(other.cookie, [own, `${own}/${number}`, `/school/${other.school.id}/money/invoices/${number}`])).toEqual([
    404, 404, 404,
  ])
  expect(await statuses(school.cookie, [own, `${own}/${number}`], {})).toEqual([404, 404])
  const theirs = ['/organiser/finance/invoices', `/organiser/finance/invoices/${number}`, '/organiser/finance/invoices.csv']
  expect(await statuses(school.cookie, theirs)).toEqual([404, 404, 404])
  expect(await statuses(clerk.cookie, theirs)).toEqual([200, 200, 200])
  expect(await statuses(clerk.cookie, theirs, {})).toEqual([404, 404, 404])
  const settings = '/organiser/finance/invoice-settings'
  expect(await (await ask(settings, { cookie: clerk.cookie, bindings: keys })).text()).toContain('Days until an invoice is due')
  expect(await (await ask(settings, { cookie: clerk.cookie })).text()).not.toContain('Days until an invoice is due')
})

it('A purchase order number that comes after the invoice voids nothing: the page of the invoice and reminders say it, until it is paid.', async () => {
  const { school, booking, invoice } = await anInvoiced()
  const path = `/school/${school.school.id}/money/invoices/${await said(invoice.number)}/po`
  const empty = await request(path, { cookie: school.cookie, form: { poNumber: ' ' } })
  expect([empty.status, (await empty.text()).includes('Enter the purchase order number')]).toEqual([422, true])
  expect((await request(path, { cookie: school.cookie, form: { poNumber: 'PO 7' } })).status).toBe(303)
  const twice = await request(path, { cookie: school.cookie, form: { poNumber: 'PO 7' } })
  expect([twice.status, (await twice.text()).includes('Enter a number that is not the one on the invoice')]).toEqual([409, true])
  await due()
  await settle()
  // It stands, and its page and the reminder say the number that came late.
  expect(await states(booking.bookingId)).toEqual(['sent'])
  const page = await textOf(request(path.replace('/po', ''), { cookie: school.cookie }))
  expect(page).toContain('Purchase order number PO 7, given after the invoice was sent without one')
  const clerk = await finance()
  expect(await textOf(request('/organiser/finance/invoices?q=po+7', { cookie: clerk.cookie }))).toContain('order PO 7')
  await pass(24)
  await settle()
  await due()
  const [reminder] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'invoice_reminder'`,
    booking.bookingId,
  )
  expect(reminder?.text).toContain('PO 7')
  await twin.payInvoice(invoice.stripeId, 100)
  await settle()
  const number = await said(invoice.number)
  const again = await request(`/organiser/finance/invoices/${number}/again`, { cookie: clerk.cookie, form: {} })
  expect([again.status, (await textOf(again)).includes('A part of this invoice has been paid')]).toEqual([409, true])
  await twin.payInvoice(invoice.stripeId)
  await settle()
  const late = await request(`/school/${school.school.id}/money/invoices/${number}/po`, {
    cookie: school.cookie,
    form: { poNumber: 'PO 9' },
  })
  expect([late.status, (await textOf(late)).includes('This invoice is paid or void')]).toEqual([409, true])
})

it('Finance looks for invoices by state and by words, takes them as a file, and records the whole of what was paid elsewhere', async () => {
  const { school, booking, payerId, invoice } = await anInvoiced({ poNumber: 'FIND-ME' })
  const { cookie } = await finance()
  const number = await said(invoice.number)
  const listed = async (query: string) => await textOf(request(`/organiser/finance/invoices?${query}`, { cookie }))
  expect(await listed('q=find-me')).toContain(number)
  expect(await listed('q=find-me&state=sent')).toContain('One invoice; £240.00 is still to be paid')
  expect(await listed('q=find-me&state=paid')).toContain('No invoice is like that')
  const file = await (await request('/organiser/finance/invoices.csv?q=find-me', { cookie })).text()
  expect(file.split('\r\n')[1]).toContain(
    `${number},Sent,${school.school.name},${school.school.name},Safeguarding conference,${booking.reference},FIND-ME`,
  )
  const path = `/organiser/finance/invoices/${number}/paid`
  const form = { pounds: '100', reference: 'BACS 1', happenedOn: '2026-01-05' }
  const part = await request(path, { cookie, form })
  expect([part.status, (await part.text()).includes('Enter the whole of what is still to be paid')]).toEqual([409, true])
  const future = await request(path, { cookie, form: { ...form, pounds: '240.00', happenedOn: '2199-01-01' } })
  expect([future.status, (await future.text()).includes('Enter a day that has come')]).toEqual([409, true])
  const both = await Promise.all([1, 2].map(() => request(path, { cookie, form: { ...form, pounds: '£240' } })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  await due()
  expect(await states(booking.bookingId)).toEqual(['paid'])
  expect(await sums(payerId)).toEqual({ charge: 24_000, payment: -24_000 })
  const page = await textOf(request(`/organiser/finance/invoices/${number}`, { cookie }))
  for (const text of ['Paid otherwise, recorded by finance: BACS 1', 'Recorded as paid elsewhere', 'Sent to the payer', 'By itself'])
    expect(page).toContain(text)
})

it('Finance has an invoice voided and issued again under the next number, after it has confirmed it.', async () => {
  const { booking, invoice } = await anInvoiced()
  const { cookie } = await finance()
  const path = `/organiser/finance/invoices/${await said(invoice.number)}/again`
  expect(await textOf(request(path, { cookie }))).toContain('becomes void at Stripe and here')
  expect(await states(booking.bookingId)).toEqual(['sent'])
  expect((await request(path, { cookie, form: {} })).status).toBe(303)
  expect((await request(path, { cookie, form: {} })).status).toBe(409)
  await due()
  await settle()
  const [first, second] = await invoicesOf(booking.bookingId)
  expect([first?.state, second?.state, second?.replacesId]).toEqual(['void', 'sent', first?.id])
  const old = await textOf(request(path.replace('/again', ''), { cookie }))
  expect(old).toContain(`Invoice ${await said(second?.number ?? 0)} takes its place`)
})

it('Who pays is written to when the invoice is sent: with how to pay, the purchase order number, the day by which to pay and the VAT number. That message is the notice of what is charged.', async () => {
  const { booking, invoice } = await anInvoiced({ poNumber: 'PO 5', billingEmail: 'bills@example.sch.uk' })
  const [mail] = await rows<{ id: string; toAddress: string; subject: string; text: string }>(
    `SELECT m.id, b.toAddress, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'invoice_sent'`,
    booking.bookingId,
  )
  expect([mail?.toAddress, mail?.subject]).toEqual([
    'bills@example.sch.uk',
    `Invoice ${await said(invoice.number)}: Safeguarding conference`,
  ])
  const there = await stripe.invoices.retrieve(invoice.stripeId)
  for (const text of [there.hosted_invoice_url ?? 'none', 'PO 5', 'GB 123 4567 89', '£240.00', 'Pay by', await said(invoice.number)])
    expect(mail?.text).toContain(text)
  // One account, and where the council is.
  expect(mail?.text).toContain('Plough Lane')
  expect(mail?.text).not.toContain('12345678')
  expect(
    (
      await rows(
        'SELECT n.messageId FROM LineNotice n JOIN LedgerLine l ON l.number = n.lineNumber WHERE l.bookingId = ?1',
        booking.bookingId,
      )
    ).length,
  ).toBeGreaterThan(0)
})

it('The receipt of a part says what is still to pay; one to a billing address leads to no page that it cannot open.', async () => {
  for (const billingEmail of ['bills@example.sch.uk', '']) {
    const { booking, invoice } = await anInvoiced({ poNumber: 'PO 6', billingEmail })
    for (const pence of [10_001, 13_999]) {
      await twin.payInvoice(invoice.stripeId, pence)
      await settle()
    }
    const receipts = await rows<{ text: string }>(
      `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.bookingId = ?1 AND m.kind = 'card_received' ORDER BY m.rowid`,
      booking.bookingId,
    )
    const left = receipts.map(({ text }) => /Paid: (£[\d.]+) .*\nStill to pay: (.*)/.exec(text)?.slice(1))
    expect(left).toEqual([
      ['£100.01', '£139.99'],
      ['£139.99', 'Nothing'],
    ])
    expect(receipts.map(({ text }) => text.includes(`/bookings/${booking.reference}`))).toEqual([billingEmail === '', billingEmail === ''])
  }
})

it('The days until an invoice is due and the reminders are set by finance, for invoices that are issued from then on.', async () => {
  const { cookie } = await finance()
  const path = '/organiser/finance/invoice-settings/stripe'
  const wrong = await request(path, { cookie, form: { daysUntilDue: '500', waitDays: '15', remind: ['overdue'] } })
  const refused = await wrong.text()
  expect([wrong.status, refused.includes('as a number from 1 to 120'), refused.includes('as a number from 0 to 14')]).toEqual([
    422,
    true,
    true,
  ])
  expect(refused).toContain('value="15"')
  const before = await anInvoiced()
  expect((await request(path, { cookie, form: { daysUntilDue: '14', waitDays: '0', remind: ['overdue'] } })).status).toBe(303)
  const after = await anInvoiced()
  await everything()
  const days = async (bookingId: string) =>
    rows('SELECT julianday(dueOn) - julianday(taxPoint) AS days FROM Invoice WHERE bookingId = ?1', bookingId)
  expect([await days(before.booking.bookingId), await days(after.booking.bookingId)]).toEqual([[{ days: 30 }], [{ days: 14 }]])
})

it('An invoice says the postal address of the council where finance has entered none of its own, and so does its mail.', async () => {
  const clerk = await finance()
  const form = { name: 'Leominster Council', address: '', vatNumber: '', email: '', bankNote: '' }
  await request('/organiser/finance/invoice-settings/supplier', { cookie: clerk.cookie, form })
  const settings = { ...councilFrom('884'), contactAddress: 'County Hall\nLeominster' }
  await saveCouncil(anAct(), councilFrom('884'), settings)
  const { school, invoice } = await anInvoiced()
  const path = `/school/${school.school.id}/money/invoices/${await said(invoice.number)}`
  const text = await textOf(request(path, { cookie: school.cookie }))
  expect(text).toContain('From Leominster Council County Hall Leominster')
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'invoice_sent' ORDER BY m.rowid DESC LIMIT 1`,
  )
  expect(mail?.text).toContain('Leominster Council, County Hall, Leominster')
})
