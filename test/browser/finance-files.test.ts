// Finance makes a journal and requests for invoices of the demonstration's bookings, brings
// payments back, and sets the columns of a file.
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look } from '#test/support/chromium.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'

let browser: Chromium
let context: BrowserContext
let page: Page
let muster: Muster

// Every booking costs £85 a place and VAT: recharged when the school is maintained, else
// invoiced. One school in eight has not been told.
const charged = [
  `INSERT INTO VatCode (id, code, name, basisPoints, createdAt) VALUES ('vat', 'STD', 'Standard', 2000, '2026-01-01T00:00:00.000Z')`,
  `INSERT INTO PriceList (id, priceKey, version, name, defaultPence, vatCodeId, createdAt) VALUES ('list', 'list', 1, 'Conferences', 8500, 'vat', '2026-01-01T00:00:00.000Z')`,
  `INSERT INTO Payer (id, kind, schoolId, createdAt) SELECT DISTINCT 'payer-of-' || s.rootId, 'school', s.rootId, '2026-01-01T00:00:00.000Z'
     FROM Booking b JOIN School s ON s.id = b.schoolId WHERE true ON CONFLICT DO NOTHING`,
  `INSERT INTO BookingPayer (id, bookingId, payerId, route, poNumber, costCentre, pricedAsOf, agreedAt, rule, createdAt)
     SELECT 'bp-' || b.id, b.id, 'payer-of-' || s.rootId, IIF(r.sector = 'maintained', 'recharge', 'invoice'), IIF(r.sector = 'maintained', '', 'PO-' || b.reference),
       IIF(r.sector = 'maintained' AND substr(r.id, -1) < 'c', 'S' || r.urn, ''), b.createdAt, b.createdAt, '{}', b.createdAt
     FROM Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
     WHERE NOT EXISTS (SELECT 1 FROM BookingPayer x WHERE x.bookingId = b.id)`,
  `INSERT INTO PlacePrice (id, placeId, bookingId, eventId, schoolId, payerId, route, priceId, status, area, agreement, basis, pence, vatPence, vatCodeId, rule, createdAt)
     SELECT 'pp-' || p.id, p.id, p.bookingId, p.eventId, p.schoolId, x.payerId, x.route, 'list', 'maintained', 'inside', 'without', 'price', 8500, 1700, 'vat', '{}', p.createdAt
     FROM Place p JOIN BookingPayer x ON x.bookingId = p.bookingId AND x.supersededAt IS NULL
     WHERE p.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM PlacePrice o WHERE o.placeId = p.id)`,
  `INSERT INTO PayerDetails (id, payerId, customerNumber, billingAddress, createdAt)
     SELECT 'pd-' || p.id, p.id, '300142', 'School Lane', '2026-01-01T00:00:00.000Z' FROM Payer p WHERE substr(p.id, -1) < 'c' ON CONFLICT DO NOTHING`,
  `INSERT INTO Message (id, kind, state, recipient, bookingId, createdAt, dueAt) VALUES ('told', 'booking_confirmed', 'sent', 'x@example.sch.uk', NULL, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
  `INSERT INTO LineNotice (lineNumber, messageId) SELECT l.number, 'told' FROM LedgerLine l WHERE substr(l.schoolId, -1) NOT IN ('0', '8')`,
]

beforeAll(async () => {
  muster = await startMuster('demonstration')
  for (const sql of charged) await muster.sql(sql)
  browser = await launchChromium()
  context = await browser.newContext({ javaScriptEnabled: true })
  page = await enter(context, muster, 'finance@muster.example')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const open = async (path: string): Promise<void> => {
  const answer = await page.goto(muster.url + path)
  expect([path, answer?.status()]).toEqual([path, 200])
}

const fetched = async (): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Download .*\.csv$/ }).click()])
  return readFileSync(await download.path(), 'utf8')
}

it('a journal is looked at, made and fetched twice', async () => {
  await open('/organiser/finance/journals')
  expect(await look(page, 'finance-journals')).toEqual([])
  await page.getByRole('button', { name: 'Check and make the file' }).click()
  await page.getByRole('heading', { name: /^Make a file of/ }).waitFor()
  expect(await look(page, 'finance-journal-make')).toEqual([])
  await page.getByRole('button', { name: 'Make the file', exact: true }).click()
  await page.waitForURL(/\/journals\/\d+$/)
  expect(await look(page, 'finance-journal')).toEqual([])
  const first = await fetched()
  expect(first).toContain('102.00')
  expect(await fetched()).toBe(first)
  await open('/organiser/finance/journals')
  expect(await page.getByRole('button', { name: 'Check and make the file' }).count()).toBe(0)
  expect(await look(page, 'finance-journals-made')).toEqual([])
  await page
    .getByRole('link', { name: /^Journal \d+$/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'Say whether the finance system accepted it' }).click()
  await page.getByRole('button', { name: 'Save the answer' }).click()
  await page.getByText('There is a problem').waitFor()
  expect(await look(page, 'finance-journal-answer')).toEqual([])
  await page.getByRole('radio', { name: 'Rejected' }).check()
  await page.getByLabel('If it was rejected: why?').fill('Period 8 is closed')
  await page.getByRole('button', { name: 'Save the answer' }).click()
  await page.getByText('Its lines are in it no longer').waitFor()
  expect(await look(page, 'finance-journal-rejected')).toEqual([])
  await open('/organiser/finance/journals')
  expect(await page.getByRole('button', { name: 'Check and make the file' }).count()).toBe(1)
})

it('invoices are requested, and payments come back by hand and as a file', async () => {
  await open('/organiser/finance/invoice-requests')
  expect(await look(page, 'finance-requests')).toEqual([])
  await page.getByRole('button', { name: 'Check and make the file' }).click()
  await page.getByRole('button', { name: 'Make the file', exact: true }).click()
  await page.waitForURL(/\/invoice-requests\/\d+$/)
  expect(await look(page, 'finance-requests-file')).toEqual([])
  const references = await page.getByRole('link', { name: /^IR\d+$/ }).allTextContents()
  await page
    .getByRole('link', { name: references[0] ?? '' })
    .first()
    .click()
  await page.getByRole('button', { name: 'Record the payment' }).click()
  await page.getByText('There is a problem').waitFor()
  expect(await look(page, 'finance-request-problem')).toEqual([])
  await page.getByLabel('Amount in pounds').fill('50')
  await page.getByLabel('Paid on').fill('2026-11-01')
  await page.getByLabel('Payment reference').fill('CHQ 1')
  await page.getByRole('button', { name: 'Record the payment' }).click()
  await page.getByText('is still outstanding').waitFor()
  expect(await look(page, 'finance-request')).toEqual([])
  await open('/organiser/finance/invoice-requests/payments')
  expect(await look(page, 'finance-paid-marks')).toEqual([])
  const text = `Reference,Amount,Date,Payment reference\r\n${references[1]},102,2026-11-01,BACS 1\r\nIR999999,1,2026-11-01,BACS 1\r\n`
  await page.getByLabel('CSV file').setInputFiles({ name: 'paid.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Show what it would do' }).click()
  await page.getByText('No request has this reference').waitFor()
  expect(await look(page, 'finance-paid-marks-preview')).toEqual([])
  await page.getByRole('button', { name: 'Save 1 and leave out the others' }).click()
  await page.getByText('One payment of £102.00 recorded').waitFor()
  await open('/organiser/finance/invoice-requests/unpaid')
  expect(await look(page, 'finance-unpaid')).toEqual([])
})

it('a journal begins with the layout of a finance system, and is saved once it has a balancing code', async () => {
  await open('/organiser/finance/file-columns?file=journal')
  await page.getByRole('link', { name: 'Begin with SAP' }).click()
  await page.getByText('Not saved yet').waitFor()
  const text = page.getByLabel('How the file is written')
  expect(await text.inputValue()).toContain('between cells: semicolon')
  expect(await look(page, 'finance-journal-format')).toEqual([])
  await page.getByRole('button', { name: 'Save the columns' }).click()
  await page.getByRole('link', { name: /^Write after “balancing cost centre:”/ }).click()
  expect(await look(page, 'finance-journal-format-refused')).toEqual([])
  await text.fill((await text.inputValue()).replace('balancing cost centre:', 'balancing cost centre: T900'))
  await page.getByRole('button', { name: 'Save the columns' }).click()
  await page.getByText('The columns are saved').waitFor()
  expect(await text.inputValue()).toContain('balancing cost centre: T900')
})
