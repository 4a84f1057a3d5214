// Finance makes a journal and requests for invoices of the demonstration's bookings, brings
// payments back, and sets the columns of a file.
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, look } from '#test/support/chromium.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { copied, rowText, sql } from '#test/support/row-of.ts'

let browser: Chromium
let context: BrowserContext
let page: Page
let muster: Muster

// Every booking costs £85 a place and VAT: recharged when the school is maintained, else
// invoiced. One school in eight has not been told.
const createdAt = '2026-01-01T00:00:00.000Z'
const payerId = sql(`'payer-of-' || s.rootId`)
const payer = {
  payerId,
  route: sql(`IIF(r.sector = 'maintained', 'recharge', 'invoice')`),
  poNumber: sql(`IIF(r.sector = 'maintained', '', 'PO-' || b.reference)`),
  costCentre: sql(`IIF(r.sector = 'maintained' AND substr(r.id, -1) < 'c', 'S' || r.urn, '')`),
}
const whenBooked = { pricedAsOf: sql('b.createdAt'), agreedAt: sql('b.createdAt'), createdAt: sql('b.createdAt') }
const price = { priceId: 'list', basis: 'price', pence: 8500, vatPence: 1700, vatCodeId: 'vat' }
const charged = [
  rowText('VatCode', { id: 'vat', code: 'STD', name: 'Standard', createdAt }),
  rowText('PriceList', { id: 'list', priceKey: 'list', name: 'Conferences', defaultPence: 8500, vatCodeId: 'vat', createdAt }),
  rowText(
    'Payer',
    { id: payerId, schoolId: sql('s.rootId'), createdAt },
    'Booking b JOIN School s ON s.id = b.schoolId WHERE true ON CONFLICT DO NOTHING',
  ),
  rowText(
    'BookingPayer',
    { id: sql(`'bp-' || b.id`), bookingId: sql('b.id'), ...payer, ...whenBooked },
    `Booking b JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
     WHERE NOT EXISTS (SELECT 1 FROM BookingPayer x WHERE x.bookingId = b.id)`,
  ),
  rowText(
    'PlacePrice',
    {
      id: sql(`'pp-' || p.id`),
      placeId: sql('p.id'),
      bookingId: sql('p.bookingId'),
      ...copied('eventId', 'schoolId', 'payerId', 'route'),
      ...price,
      createdAt: sql('p.createdAt'),
    },
    `Place p JOIN BookingPayer x ON x.bookingId = p.bookingId AND x.supersededAt IS NULL
     WHERE p.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM PlacePrice o WHERE o.placeId = p.id)`,
  ),
  rowText(
    'PayerDetails',
    { id: sql(`'pd-' || id`), payerId: sql('id'), customerNumber: '300142', billingAddress: 'School Lane', createdAt },
    `Payer WHERE substr(id, -1) < 'c' ON CONFLICT DO NOTHING`,
  ),
  rowText('Message', { id: 'told', kind: 'booking_confirmed', recipient: 'x@example.sch.uk', createdAt, dueAt: createdAt }),
  rowText('LineNotice', { lineNumber: sql('number'), messageId: 'told' }, `LedgerLine WHERE substr(schoolId, -1) NOT IN ('0', '8')`),
]

beforeAll(async () => {
  muster = await startMuster('demonstration')
  for (const text of charged) await muster.sql(text)
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
