import { beforeAll, expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { undoCancellation } from '#booking/cancelling/undo-cancellation.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack } from '#money/ledger/propose-money.ts'
import { setSecondPerson } from '#money/ledger/set-second-person.ts'
import { recordPayment, settlingInvoice } from '#payments/invoices/record-payment.ts'
import { issueAgain } from '#payments/invoices/void-invoice.ts'
import { anAccount, db, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add, insertLike } from '#test/support/rows.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import {
  aConference,
  act,
  anInvoiced,
  aPayingSchool,
  begin,
  booked,
  cancelled,
  due,
  invoiceOf,
  invoicesOf,
  keys,
  now,
  owes,
  settle,
  stripe,
  sums,
  twin,
} from './world.ts'

beforeAll(begin)

it('What a booking is charged for later is on a further invoice.', async () => {
  const { school, booking, payerId } = await anInvoiced()
  const organiser = await anAccount({ roles: ['organiser'] })
  await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
  await settle()
  expect((await undoCancellation(act(organiser.actor), booking.reference, booking.placeIds.slice(0, 1))).ok).toBe(true)
  await settle()
  expect((await invoicesOf(booking.bookingId)).map(({ state, pence, vatPence }) => [state, pence, vatPence])).toEqual([
    ['sent', 20_000, 4_000],
    ['sent', 10_000, 2_000],
  ])
  expect(await sums(payerId)).toEqual({ charge: 36_000, credit: -12_000 })
})

it('Cancelling late credits the places whole and charges what cancelling costs on a further invoice.', async () => {
  const school = await aPayingSchool()
  const event = await aConference({ days: 5 })
  const termsId = await someTerms({ partDays: null, partPence: null })
  await setTerms(event.id, termsId)
  const booking = await booked(school, event, 1, 12_000, {}, { termsId })
  await due()
  const first = await invoiceOf(booking.bookingId)
  await cancelled(school, booking.reference, undefined, 7_000)
  await settle()
  const notes = await rows('SELECT pence, vatPence FROM CreditNote WHERE invoiceId = ?1', first.id)
  expect(notes).toEqual([{ pence: 10_000, vatPence: 2_000 }])
  expect((await invoicesOf(booking.bookingId)).map(({ state, pence, vatPence }) => [state, pence + vatPence])).toEqual([
    ['paid', 12_000],
    ['sent', 7_000],
  ])
  expect(await owes(school.payerId)).toBe(7_000)
})

it('Nothing is invoiced before somebody of the school has agreed to pay, or while it is disputed.', async () => {
  const event = await aConference()
  const school = await aPayingSchool()
  const open = await booked(school, event, 1, 12_000)
  const [line] = await rows<{ number: number }>('SELECT number FROM LedgerLine WHERE bookingId = ?1', open.bookingId)
  await add('LineDispute', { id: 'dispute', lineNumber: line?.number, words: 'We did not book this', raisedAt: now().toISOString() })
  const unagreed = await booked(await aPayingSchool(), event, 1, 12_000)
  await db.batch([
    db.prepare('UPDATE BookingPayer SET supersededAt = ?2 WHERE bookingId = ?1').bind(unagreed.bookingId, now().toISOString()),
    await insertLike('BookingPayer', { bookingId: unagreed.bookingId }, { id: 'unagreed', ...{ agreedAt: null, supersededAt: null } }),
  ])
  await due()
  expect([await invoicesOf(open.bookingId), await invoicesOf(unagreed.bookingId)]).toEqual([[], []])
  await run(`UPDATE LineDispute SET outcome = 'stands', settledAt = ?1 WHERE id = 'dispute'`, now().toISOString())
  await due()
  expect((await invoiceOf(open.bookingId)).state).toBe('sent')
})

it('What was paid elsewhere is paid back elsewhere: it stands in the payer’s favour until finance has done so.', async () => {
  const { school, booking, payerId, invoice } = await anInvoiced()
  const finance = await anAccount({ roles: ['finance'] })
  const paid = { id: invoice.id, pence: 24_000, reference: 'Cheque 5', happenedOn: londonDay(now()) }
  expect((await recordPayment(act(finance.actor), paid)).ok).toBe(true)
  expect(await recordPayment(act(finance.actor), paid)).toEqual({ ok: false, reason: 'nothing_left' })
  await settle()
  await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
  await settle()
  const [note] = (await stripe.creditNotes.list({ invoice: invoice.stripeId })).data
  expect([note?.out_of_band_amount, note?.refunds]).toEqual([12_000, []])
  expect([await owes(payerId), await sums(payerId)]).toEqual([-12_000, { charge: 24_000, credit: -12_000, payment: -24_000 }])
})

it('a large payment elsewhere closes its invoice, and Stripe is told, only when a second person agrees', async () => {
  const { payerId, booking, invoice } = await anInvoiced()
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  await setSecondPerson(act(ada.actor), { abovePence: 23_999 })
  const paid = { id: invoice.id, pence: 24_000, reference: 'Cheque 6', happenedOn: londonDay(now()) }
  expect(await recordPayment(act(ada.actor), paid)).toEqual({ ok: true, value: { waits: true } })
  expect(await recordPayment(act(ben.actor), paid)).toEqual({ ok: false, reason: 'waits_already' })
  await settle()
  expect([await owes(payerId), (await stripe.invoices.retrieve(invoice.stripeId)).status]).toEqual([24_000, 'open'])
  const page = await (
    await request(`/organiser/finance/invoices/INV-${String(invoice.number).padStart(6, '0')}`, { cookie: ben.cookie, bindings: keys })
  ).text()
  expect(page).toContain('waiting for a second person')
  const [proposal] = await rows<{ id: string }>(`SELECT id FROM MoneyProposal WHERE source LIKE 'outside:' || ?1 || ':%'`, invoice.id)
  const decide = (who: typeof ada) =>
    decideProposal(act(who.actor), { id: proposal?.id ?? '', decision: 'approve', note: '' }, settlingInvoice)
  expect(await decide(ada)).toEqual({ ok: false, reason: 'own_proposal' })
  expect((await decide(ben)).ok).toBe(true)
  await settle()
  expect([await owes(payerId), (await stripe.invoices.retrieve(invoice.stripeId)).status]).toEqual([0, 'paid'])
  expect((await invoiceOf(booking.bookingId)).state).toBe('paid')
  await setSecondPerson(act(ada.actor), { abovePence: null })
})

// “An invoice that was recorded as paid elsewhere is owed again when two people take that back,
// its page says so, and it can be recorded as paid once more.”
it('an invoice that somebody paid elsewhere with a cheque that bounced is owed again, and is paid once more', async () => {
  const { payerId, booking, invoice, school } = await anInvoiced()
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  const paid = (reference: string) => ({ id: invoice.id, pence: 24_000, reference, happenedOn: londonDay(now()) })
  expect((await recordPayment(act(ada.actor), paid('Cheque 8'))).ok).toBe(true)
  await settle()
  const [line] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    booking.bookingId,
  )
  const id = crypto.randomUUID()
  const asked = await proposeTakeBack(act(ada.actor), { id, lineNumber: line?.number ?? 0, why: 'returned', reason: 'The bank wrote' })
  expect(asked.ok).toBe(true)
  expect((await decideProposal(act(ben.actor), { id, decision: 'approve', note: '' }, settlingInvoice)).ok).toBe(true)
  await settle()
  expect([await owes(payerId), await sums(payerId)]).toEqual([24_000, { charge: 24_000, payment: -24_000, taken_back: 24_000 }])
  const number = `INV-${String(invoice.number).padStart(6, '0')}`
  const read = async (path: string, cookie: string) => await textOf(request(path, { cookie, bindings: keys }))
  const forFinance = await read(`/organiser/finance/invoices/${number}`, ben.cookie)
  expect(forFinance).toContain('State Owed again')
  expect(forFinance).toContain('Still to pay £240.00')
  expect(forFinance).toContain('Stripe holds this invoice as paid and takes no payment of it any more.')
  const forSchool = await read(`/school/${school.school.id}/money/invoices/${number}`, school.cookie)
  expect(forSchool).toContain('Owed again')
  expect(forSchool).toContain('was undone because the bank returned the transfer')
  expect(forSchool).not.toContain('The bank wrote')
  expect(await read(`/school/${school.school.id}/money`, school.cookie)).toContain('Owed again £240.00')
  expect(await read('/organiser/finance/invoices?state=unpaid', ben.cookie)).toContain(number)

  expect((await recordPayment(act(ada.actor), paid('BACS 9'))).ok).toBe(true)
  await settle()
  expect([await owes(payerId), (await invoiceOf(booking.bookingId)).state]).toEqual([0, 'paid'])
  expect(await read(`/organiser/finance/invoices/${number}`, ben.cookie)).toContain('State Paid')
})

it('a large payment elsewhere of an invoice that was paid through Stripe meanwhile is not counted as well', async () => {
  const { payerId, invoice } = await anInvoiced()
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  await setSecondPerson(act(ada.actor), { abovePence: 100 })
  await recordPayment(act(ada.actor), { id: invoice.id, pence: 24_000, reference: 'Cheque 7', happenedOn: londonDay(now()) })
  await setSecondPerson(act(ada.actor), { abovePence: null })
  await twin.payInvoice(invoice.stripeId)
  await settle()
  const [proposal] = await rows<{ id: string }>(`SELECT id FROM MoneyProposal WHERE source LIKE 'outside:' || ?1 || ':%'`, invoice.id)
  expect(await decideProposal(act(ben.actor), { id: proposal?.id ?? '', decision: 'approve', note: '' }, settlingInvoice)).toEqual({
    ok: false,
    reason: 'more_than_there',
  })
  expect(await owes(payerId)).toBe(0)
})

it('A refund that fails after it had arrived is money that came back.', async () => {
  const { school, booking, payerId, invoice } = await anInvoiced()
  await twin.payInvoice(invoice.stripeId)
  await settle()
  await cancelled(school, booking.reference, booking.placeIds.slice(0, 1))
  await settle()
  expect(await owes(payerId)).toBe(0)
  const [refund] = (await stripe.refunds.list({ limit: 1 })).data
  await twin.refund(refund?.id ?? '', 'fail')
  await settle()
  expect(await sums(payerId)).toEqual({ charge: 24_000, credit: -12_000, payment: -36_000, refund: 12_000 })
  expect(await owes(payerId)).toBe(-12_000)
})

it('An invoice of which Stripe makes another sum than the ledger is voided before it is sent, and finance is told.', async () => {
  const school = await aPayingSchool()
  const { bookingId } = await booked(school, await aConference(), 1, 12_000)
  const { issueInvoices } = await import('#payments/invoices/issue-invoices.ts')
  const { sendingPerformers } = await import('#payments/invoices/send-invoice.ts')
  const { runCallOf } = await import('#payments/stripe/run-calls.ts')
  await issueInvoices(act(nobody))
  const [issued] = await invoicesOf(bookingId)
  for (const subject of [school.payerId, issued?.id ?? '', issued?.id ?? '']) await runCallOf(act(nobody), sendingPerformers, subject)
  const [there] = await invoicesOf(bookingId)
  await stripe.invoices.addLines(there?.stripeId ?? '', { lines: [{ amount: 1, description: 'A penny too much' }] })
  await settle()
  await settle()
  expect((await invoicesOf(bookingId)).map(({ state }) => state)).toEqual(['void'])
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act LIKE 'invoice.total%'`, issued?.id)).toEqual([
    { act: 'invoice.total_differs' },
  ])
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE bookingId = ?1 AND kind = 'invoice_sent'`, bookingId)).toEqual([{ n: 0 }])
  const finance = await anAccount({ roles: ['finance'] })
  expect((await issueAgain(act(finance.actor), issued?.id ?? '')).ok).toBe(true)
  await settle()
  expect((await invoicesOf(bookingId)).map(({ state }) => state)).toEqual(['void', 'sent'])
})
