import { beforeAll, expect, it } from 'vitest'
import { changeReferences } from '#booking/pricing/change-references.ts'
import { rows } from '#test/support/factories.ts'
import {
  aConference,
  act,
  aPayingSchool,
  begin,
  booked,
  due,
  everything,
  invoiceOf,
  invoicesOf,
  minutes,
  stripe,
  waitFor,
} from './world.ts'

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

it('An invoice without an order number waits a day for it, or as long as finance has set, and is issued within a minute of it.', async () => {
  await waitFor(1)
  const [event, school, other] = [await aConference(), await aPayingSchool(), await aPayingSchool()]
  const [given, never] = [await booked(school, event, 1, 12_000), await booked(other, event, 1, 12_000)]
  const numbers = async () =>
    [await invoicesOf(given.bookingId), await invoicesOf(never.bookingId)].map((some) =>
      some.map(({ state, poNumber }) => [state, poNumber]),
    )
  await due()
  minutes(23 * 60 + 50)
  await due()
  expect(await numbers()).toEqual([[], []])
  const references = { poNumber: 'PO 33', costCentre: '', subjectiveCode: '', billingEmail: '' }
  expect(await changeReferences(act(school.actor), given.reference, references)).toMatchObject({ ok: true })
  await due()
  expect(await numbers()).toEqual([[['sent', 'PO 33']], []])
  // Looked for at its moment, and not within the hour.
  minutes(11)
  await due()
  expect(await numbers()).toEqual([[['sent', 'PO 33']], [['sent', '']]])
  // Once it is out, the number is not changed on the booking's page.
  expect(await changeReferences(act(other.actor), never.reference, references)).toEqual({ ok: false, reason: 'billed' })
  await waitFor(3)
  const third = await booked(await aPayingSchool(), event, 1, 12_000)
  minutes(70 * 60)
  await due()
  expect(await invoicesOf(third.bookingId)).toEqual([])
  minutes(2 * 60 + 1)
  await due()
  expect((await invoicesOf(third.bookingId)).map(({ state }) => state)).toEqual(['sent'])
})
