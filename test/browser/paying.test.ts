// A school business manager pays: by recharge, on an invoice through Stripe and by card, with the
// pretend money of the twin of Stripe.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Chromium, enter, launchChromium, leave, look, pressButton } from '#test/support/chromium.ts'
import { brokenInvariants } from '#test/support/muster.ts'
import { startMusterWithTwin } from '#test/support/muster-with-twin.ts'

let browser: Chromium
let muster: Awaited<ReturnType<typeof startMusterWithTwin>>
let code = ''
beforeAll(async () => {
  browser = await launchChromium()
  muster = await startMusterWithTwin('demonstration')
})
afterAll(async () => {
  await browser.close()
  await muster.stop()
})

const as = async (email: string): Promise<Page> => enter(await browser.newContext(), muster, email)
const main = async (page: Page): Promise<string> => ((await page.locator('main').textContent()) ?? '').replaceAll(/\s+/g, ' ')

/** Two places, to be named later, up to the page that says what they cost. */
const check = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/events/${code}/book`)
  await page.locator('select[name=places]').selectOption('2')
  await pressButton(page, 'Continue')
  return main(page)
}

const book = async (page: Page): Promise<string> => {
  await page.getByLabel(/^I have authority/).check()
  await pressButton(page, /^Book these 2 places/)
  return page.url().split('/')[4] ?? ''
}

/** From the page of what the school owes. */
const owes = async (page: Page): Promise<string> => {
  await page.goto(`${muster.url}/school`)
  // Of one school it is that school's own page already.
  if ((await page.getByRole('heading', { name: 'To do' }).count()) === 0) await page.locator('main a[href^="/school/"]').first().click()
  await leave(page, page.getByRole('link', { name: 'What is owed, and receipts' }))
  return main(page)
}

/** How often one looks again for what Stripe has still to tell. */
const again = { interval: 250 }

/** Opens each invoice of the school until one says `words`. */
const opensInvoice = async (page: Page, words: string): Promise<boolean> => {
  await owes(page)
  const paths = await page.getByRole('link', { name: /^INV-/ }).evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  for (const path of paths) {
    await page.goto(new URL(path ?? '', muster.url).href)
    if ((await main(page)).includes(words)) return true
  }
  return false
}

it('finance lets schools choose to pay by card, and sends academies invoices through Stripe', async () => {
  const page = await as('finance@muster.example')
  await page.goto(`${muster.url}/organiser/finance/cards`)
  await page.getByLabel('People who book can choose to pay by card at once').check()
  await pressButton(page, 'Save')
  await page.goto(`${muster.url}/organiser/finance/routes`)
  await page.getByLabel('Academy or free school, in the area').selectOption('stripe_invoice')
  await pressButton(page, 'Save')
  await page.goto(`${muster.url}/events`)
  const link = page.getByRole('link', { name: 'Designated safeguarding lead: foundation course', exact: true }).last()
  code = (await link.getAttribute('href'))?.split('/').at(-1) ?? ''
  expect(code).toMatch(/^[A-Z0-9]{6}$/)
  await page.context().close()
})

it('the form says what is booked and what each person costs as they are typed, and without JavaScript after each press', async () => {
  const page = await as('oluwaseun.jankowska@sedgewickfen.example')
  const plain = await browser.newContext({ javaScriptEnabled: false })
  await plain.addCookies(await page.context().cookies())
  const without = await plain.newPage()
  const sum = (on: Page): Promise<string | null> => on.locator('.muster-sum strong').textContent()
  for (const on of [page, without]) {
    await on.goto(`${muster.url}/events/${code}/book`)
    expect(await sum(on)).toBe('No places yet')
    await on.getByLabel('Full name').first().fill('Nia Okoro')
  }
  await page.getByText('1 place: Nothing').waitFor()
  await without.getByRole('button', { name: 'Remove person 2' }).click()
  expect(await sum(without)).toBe('1 place: Nothing')
  await page.getByLabel('Full name').nth(1).fill('Owen Rees')
  await page.getByText('2 places: £65.00').waitFor()
  expect(await page.locator('.muster-price').allTextContents()).toEqual([
    'Free of charge, one of the school’s first places',
    '£65.00, no VAT, early price',
  ])
  await plain.close()
  await page.context().close()
})

it('a maintained school gives its cost centre, keeps what it typed through a wrong code, and reads its charge on its statement', async () => {
  const page = await as('oluwaseun.jankowska@sedgewickfen.example')
  expect(await check(page)).toContain('The council recharges the school within its own accounts.')
  await page.getByText('Add your cost centre and subjective code').click()
  await page.getByLabel('Cost centre').fill('C-12345')
  await page.getByText('Use a discount code').click()
  await page.getByLabel('Discount code', { exact: true }).fill('no-such')
  await pressButton(page, 'Apply')
  expect(await main(page)).toContain('There is no such code')
  expect(await page.getByLabel('Cost centre').inputValue()).toBe('C-12345')
  const problems = await look(page, 'paying-wrong-code')
  await page.getByLabel('Discount code', { exact: true }).fill('')
  const reference = await book(page)
  expect(await main(page)).toContain('C-12345')
  problems.push(...(await look(page, 'paying-booked')))
  expect(await owes(page)).toContain(reference)
  problems.push(...(await look(page, 'paying-owes')))
  await leave(page, page.getByRole('link', { name: 'Statement of the school' }))
  expect(await main(page)).toContain(reference)
  problems.push(...(await look(page, 'paying-statement')))
  expect(problems).toEqual([])
  await page.context().close()
})

it('an academy gives its purchase order, finds its invoice and pays it online', async () => {
  const page = await as('enquiries@clevestone.example')
  expect(await check(page)).toContain('an invoice that can be paid online or by bank transfer')
  await page.getByText('Add an order number, or where the invoice goes').click()
  await page.getByLabel('Purchase order number').fill('PO <b>Zoë</b> & 1')
  const reference = await book(page)
  const problems: string[] = []
  await expect.poll(() => owes(page), again).toContain('INV-')
  problems.push(...(await look(page, 'paying-owes-invoice')))
  await expect.poll(() => opensInvoice(page, 'PO <b>Zoë</b> & 1'), again).toBe(true)
  problems.push(...(await look(page, 'paying-invoice')))
  await page.getByRole('link', { name: 'Pay online' }).click()
  await pressButton(page, /^Pay £/)
  await page.getByText('This invoice is paid').waitFor()
  // Among the receipts
  await expect.poll(() => owes(page), again).toContain(`${reference}, Designated`)
  expect(problems).toEqual([])
  await page.context().close()
})

it('an independent school chooses card, is declined, leaves, comes back, pays once from one of two tabs, and has its places', async () => {
  const page = await as('helen.shuttleworth@kitefarm.example')
  expect(await check(page)).toContain('If you pay by card now, they are held while you pay, and yours once you have.')
  await page.getByLabel('By card now').check()
  const reference = await book(page)
  await page.waitForURL(/\/pay$/)
  const problems = await look(page, 'paying-pay')
  await pressButton(page, /^Pay £[\d.]+ by card$/)
  await pressButton(page, 'Pay with a card that is declined')
  await pressButton(page, 'Go back without paying')
  expect(await main(page)).toMatch(/2 places are held until .* while you pay/)
  problems.push(...(await look(page, 'paying-held')))
  const tabs = [page, await page.context().newPage()] as const
  for (const tab of tabs) {
    await tab.goto(`${muster.url}/bookings/${reference}/pay`)
    await tab.getByRole('button', { name: /^Pay £[\d.]+ by card$/ }).click()
    await tab.getByRole('button', { name: 'Pay with a card that is declined' }).waitFor()
  }
  expect(tabs[0].url()).toBe(tabs[1].url())
  await page.getByRole('button', { name: /^Pay £/ }).click()
  await page.waitForURL(/\/paid\?/)
  expect(await main(page)).toContain('Paid: the places are yours')
  await page.reload()
  expect(await main(page)).toContain('Paid: the places are yours')
  problems.push(...(await look(page, 'paying-paid')))
  await tabs[1].reload()
  expect(await tabs[1].locator('body').textContent()).toContain('This has been paid')
  await page.goto(`${muster.url}/bookings/${reference}`)
  expect(await main(page)).toMatch(/Paid ?£\d+\.\d\d by card on [^,]+, receipt.*To pay ?Nothing/s)
  expect(await owes(page)).toContain('Receipt')
  await leave(page, page.getByRole('link', { name: /^Receipt/ }).first())
  problems.push(...(await look(page, 'paying-receipt')))
  expect(problems).toEqual([])
  expect(await brokenInvariants(muster)).toEqual([])
  await page.context().close()
})

it('finance finds the pages of Stripe sound once there is something on them', async () => {
  const page = await as('finance@muster.example')
  const problems: string[] = []
  for (const name of ['cards', 'stripe', 'invoices', 'invoice-settings']) {
    const answer = await page.goto(`${muster.url}/organiser/finance/${name}`)
    if (answer?.status() !== 200) problems.push(`${name} answers ${answer?.status()}`)
    problems.push(...(await look(page, `paying-finance-${name}`)))
  }
  await page.goto(`${muster.url}/organiser/finance/invoices`)
  await leave(page, page.getByRole('link', { name: /^INV-/ }).first())
  problems.push(...(await look(page, 'paying-finance-invoice')))
  const [invoice] = await muster.sql(
    `SELECT i.number, p.schoolId, a.email FROM Invoice i JOIN Payer p ON p.id = i.payerId JOIN Claim c ON c.schoolId = p.schoolId
     JOIN Account a ON a.id = c.accountId WHERE c.state = 'approved' ORDER BY i.number LIMIT 1`,
  )
  const own = `/school/${invoice?.['schoolId']}/money/invoices`
  const settled = `/organiser/finance/invoices/${invoice?.['number']}`
  const school = await as(String(invoice?.['email']))
  for (const [reader, path] of [
    ...([
      [page, `${settled}/paid`],
      [page, `${settled}/again`],
    ] as const),
    ...([
      [school, own],
      [school, `${own}/${invoice?.['number']}/po`],
    ] as const),
  ]) {
    const answer = await reader.goto(muster.url + path)
    if (answer?.status() !== 200) problems.push(`${path} answers ${answer?.status()}`)
    problems.push(...(await look(reader, `paying${path.replaceAll('/', '-')}`)))
  }
  await school.context().close()
  expect(problems).toEqual([])
  await page.context().close()
})
