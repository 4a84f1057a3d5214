import { beforeAll, expect, it } from 'vitest'
import { rows } from '#test/support/factories.ts'
import { aConference, aPayingSchool, begin, booked, everything, invoiceOf, stripe } from './world.ts'

beforeAll(begin)

it('What a booking costs is on one invoice, to the penny, with its purchase order number and without a delegate’s name', async () => {
  const school = await aPayingSchool()
  const event = await aConference({ defaultPence: 3_333, basisPoints: 1_750 })
  const { bookingId } = await booked(school, event, 3, 3 * (3_333 + 583), { poNumber: 'PO 4711' })
  await everything()
  const invoice = await invoiceOf(bookingId)
  const there = await stripe.invoices.retrieve(invoice.stripeId)
  expect([invoice.state, invoice.pence, invoice.vatPence]).toEqual(['sent', 9_999, 1_749])
  expect([there.status, there.total, there.total_excluding_tax, there.number]).toEqual(['open', 11_748, 9_999, 'INV-000001'])
  expect(there.custom_fields).toEqual([{ name: 'PO number', value: 'PO 4711' }])
  expect(there.metadata).toEqual({ invoice: invoice.id })
  expect(JSON.stringify(there)).not.toContain('Person')
  expect(await rows('SELECT kind, state FROM StripeCall ORDER BY rowid')).toEqual(
    ['customer.create', 'invoice.create', 'invoice.lines', 'invoice.finalize', 'invoice.send'].map((kind) => ({ kind, state: 'done' })),
  )
})
