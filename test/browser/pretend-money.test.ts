// The pages of the twin as a payer meets them: labelled, usable by everybody, and leading back to where they came from.
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium, leave, look } from '#test/support/chromium.ts'
import { openInvoice, twoPlaces } from '#test/support/stripe-in-node.ts'
import { twinFor } from '#test/support/stripe-twin.ts'
import { startStripeTwin } from '#tools/twins/stripe/server.ts'

let browser: Awaited<ReturnType<typeof launchChromium>>
let twin: Awaited<ReturnType<typeof startStripeTwin>>
let stripe: Stripe
beforeAll(async () => {
  browser = await launchChromium()
  twin = await startStripeTwin({ port: 0 })
  stripe = new Stripe('sk_test_pages', { host: '127.0.0.1', port: new URL(twin.url).port, protocol: 'http', telemetry: false })
})
afterAll(async () => {
  await browser.close()
  await twin.stop()
})

it('a payer is declined, tries again, and comes back paid; an invoice is paid by transfer; the desk shows it', async () => {
  const page = await (await browser.newContext()).newPage()
  const session = await stripe.checkout.sessions.create(
    twoPlaces({ success_url: `${twin.url}/desk?session={CHECKOUT_SESSION_ID}`, cancel_url: `${twin.url}/desk` }),
  )
  await page.goto(session.url ?? '')
  expect(await page.getByText('Pretend money – this is not Stripe').isVisible()).toBe(true)
  expect(await look(page, 'pretend-checkout')).toEqual([])
  await page.getByRole('button', { name: 'Pay with a card that is declined' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('declined')
  expect(await look(page, 'pretend-checkout-declined')).toEqual([])
  await page.getByRole('button', { name: /^Pay £130.00$/ }).click()
  await page.waitForURL(`${twin.url}/desk?session=${session.id}`)
  expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('paid')

  const customer = await stripe.customers.create({ name: 'Ashgrove Primary' })
  const invoice = await openInvoice(stripe, customer.id, [6500], { custom_fields: [{ name: 'PO number', value: '4500123' }] })
  await page.goto(invoice.hosted_invoice_url ?? '')
  expect(await look(page, 'pretend-invoice')).toEqual([])
  await page.getByRole('button', { name: 'Pay by bank transfer' }).click()
  await page.getByText('This invoice is paid').waitFor()

  await twinFor('sk_test_pages', fetch, twin.url).refunds('pending')
  const paid = await stripe.checkout.sessions.retrieve(session.id)
  const refund = await stripe.refunds.create({ payment_intent: String(paid.payment_intent), amount: 6500 })
  await page.goto(`${twin.url}/desk`)
  expect(await look(page, 'pretend-desk')).toEqual([])
  await page.getByRole('button', { name: 'Let it fail' }).click()
  await page.getByRole('cell', { name: 'failed' }).waitFor()
  expect((await stripe.refunds.retrieve(refund.id)).status).toBe('failed')
  await page.getByLabel('Move the clock on by seconds').fill('86400')
  await leave(page, page.getByRole('button', { name: 'Move', exact: true }))
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('The delivery desk')
})
