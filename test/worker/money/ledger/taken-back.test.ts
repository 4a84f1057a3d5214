import { expect, it } from 'vitest'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeRefund, proposeTakeBack } from '#money/ledger/propose-money.ts'
import { putToBooking, recordPayment } from '#money/ledger/record-payment.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { markPaid } from '#payments/finance-files/mark-paid.ts'
import { anAccount, anAct, before, db, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { aPaidBooking, linesOf, messagesOf, owedOf } from './booked.ts'

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text().then((html) => plain(html))

const newForm = () => crypto.randomUUID()
const recorded = new Date('2026-05-02T23:30:00.000Z')
const now = new Date('2026-05-20T09:00:00.000Z')

/**
 * A booking of £120 that is paid, or more, by a payment recorded half past midnight on 3 May in
 * London.
 */
const paidByHand = async (facts: Partial<{ pence: number; onAccount: boolean }> = {}) => {
  const [ada, ben, cath] = await Promise.all(['ada', 'ben', 'cath'].map(() => anAccount({ roles: ['finance'] })))
  if (!ada || !ben || !cath) throw new Error('Nobody')
  const booked = await aPaidBooking({ at: '2026-04-01T09:00:00.000Z' })
  const by = (who: typeof ada) => anAct({ actor: who.actor, now })
  const pay = (pence: number, bookingId: string | null) =>
    recordPayment(anAct({ actor: ada.actor, now: recorded }), {
      ...{ formId: newForm(), payerId: booked.payerId, bookingId, pence, happenedOn: '2026-05-01', reference: 'BACS 77', anyway: true },
    })
  await pay(facts.pence ?? 12_000, facts.onAccount ? null : booked.bookingId)
  const [payment] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE payerId = ?1 AND kind = 'payment'`, booked.payerId)
  const number = payment?.number ?? 0
  const ask = (who = ada, why: Parameters<typeof proposeTakeBack>[1]['why'] = 'returned') => {
    const id = newForm()
    return proposeTakeBack(by(who), { id, lineNumber: number, why, reason: 'The bank wrote on 19 May' })
  }
  const approve = (id: string, who = ben, on = db) => decideProposal({ ...by(who), db: on }, { id, decision: 'approve', note: '' })
  return { ...booked, ada, ben, cath, by, pay, number, ask, approve }
}

const idOf = (asked: Awaited<ReturnType<typeof proposeTakeBack>>): string => {
  if (!asked.ok) throw new Error(asked.reason)
  return asked.value.id
}

// “A payment that was recorded by hand is taken back whole, with a reason, when a second person
// agrees; the booking owes it again, and the booker is told why.”
it('a payment whose transfer was returned is taken back by two people: owed again, told, and said on every page', async () => {
  const { ask, approve, ada, ben, number, bookingId, reference, school, cookie, payerId, accountId } = await paidByHand()
  const asked = await ask()
  expect(asked).toEqual({ ok: true, value: { id: idOf(asked), pence: 12_000, vatPence: 0 } })
  expect(await owedOf(bookingId)).toBe(0)
  expect(await ask()).toEqual({ ok: false, reason: 'already_proposed' })
  expect(await approve(idOf(asked), ada)).toEqual({ ok: false, reason: 'own_proposal' })
  expect((await approve(idOf(asked))).ok).toBe(true)
  expect(await owedOf(bookingId)).toBe(12_000)
  expect(
    await rows(
      `SELECT kind, pence, vatPence, route, reversesNumber, byId, approvedById, reason, rule, source IS NOT NULL AS sourced FROM LedgerLine WHERE bookingId = ?1 AND kind = 'taken_back'`,
      bookingId,
    ),
  ).toEqual([
    {
      ...{ kind: 'taken_back', pence: 12_000, vatPence: 0, route: 'invoice', reversesNumber: number, byId: ada.accountId },
      ...{ approvedById: ben.accountId, reason: 'The bank wrote on 19 May', sourced: 1 },
      rule: JSON.stringify({ why: 'taken_back', because: 'returned', pence: 12_000, recordedOn: '2026-05-03', line: number }),
    },
  ])
  const says = 'The payment of £120.00 recorded on 3 May 2026 was undone because the bank returned the transfer'
  const [told, ...more] = await messagesOf(bookingId, 'proposal_decided')
  expect(more).toEqual([])
  expect(told?.recipient).toBe(accountId)
  expect(told?.text).toContain(says)
  expect(told?.text).toContain('With this, £120.00 is owed for the booking.')
  const base = `/school/${school.id}/money`
  expect(await text(request(base, { cookie }))).toContain('Taken back')
  expect(await text(request(`${base}/${reference}`, { cookie }))).toContain(says)
  const receipt = await text(request(`${base}/receipts/${number}`, { cookie }))
  expect(receipt).toContain('This receipt no longer holds.')
  expect(receipt).toContain(says)
  const statement = await text(request(`${base}/statement.csv?from=2026-05-01&to=2026-05-20`, { cookie }))
  expect(statement).toContain(says)
  expect(statement).not.toContain('The bank wrote')
  expect(await ask()).toEqual({ ok: false, reason: 'already_taken_back' })
  const account = await text(request(`/organiser/finance/accounts/${payerId}`, { cookie: ben.cookie }))
  expect(account).toContain(`(takes back line ${number})`)
  expect(account).toContain('(undone by line')
})

it('a payment on account is taken back too, and nobody is sent a message about no booking', async () => {
  const { ask, approve, payerId } = await paidByHand({ onAccount: true })
  expect((await approve(idOf(await ask()))).ok).toBe(true)
  expect(await rows(`SELECT kind, pence FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL ORDER BY number`, payerId)).toEqual([
    { kind: 'payment', pence: -12_000 },
    { kind: 'taken_back', pence: 12_000 },
  ])
})

// “What was paid by card, through Stripe or by journal is not taken back by hand.”
it('a payment that nobody recorded by hand is refused with the reason, and so is a line that is no payment', async () => {
  const { by, ada, bookingId, payerId, numbers } = await paidByHand()
  const source = `stripe:${newForm()}`
  await insertPayment(anAct(), { payerId, bookingId, route: 'card', pence: 500, source, rule: { why: 'card' } }).run()
  const [card] = await rows<{ number: number }>('SELECT number FROM LedgerLine WHERE source = ?1', source)
  const ask = (lineNumber: number) => proposeTakeBack(by(ada), { id: newForm(), lineNumber, why: 'returned', reason: 'x' })
  expect(await ask(card?.number ?? 0)).toEqual({ ok: false, reason: 'not_by_hand' })
  expect(await ask(numbers[0] ?? 0)).toEqual({ ok: false, reason: 'nothing_there' })
  const page = await request(`/organiser/finance/lines/${card?.number}/take-back`, {
    cookie: ada.cookie,
    form: { why: 'returned', reason: 'x' },
  })
  expect([page.status, await page.text()]).toEqual([409, expect.stringContaining('It was not recorded by hand')])
})

// “A payment whose money was paid back, or put from the account to a booking, is not taken back
// as well.”
it('a payment whose money was paid back or put to a booking since is refused, when it is asked and when it is approved', async () => {
  const paid = await paidByHand({ pence: 20_000 })
  const { ask, approve, by, ada, ben, bookingId, payerId } = paid
  const refund = newForm()
  await proposeRefund(by(ada), { id: refund, bookingId, payerId, pence: 8_000, reason: 'BACS out 1' })
  const asked = idOf(await ask())
  expect((await approve(refund, ben)).ok).toBe(true)
  expect(await approve(asked)).toEqual({ ok: false, reason: 'payment_is_spent' })
  expect(await owedOf(bookingId)).toBe(0)
  expect(await ask()).toEqual({ ok: false, reason: 'payment_is_spent' })

  const kept = await paidByHand({ onAccount: true })
  await putToBooking(kept.by(kept.ada), { formId: newForm(), payerId: kept.payerId, bookingId: kept.bookingId, pence: 1 })
  expect(await kept.ask()).toEqual({ ok: false, reason: 'payment_is_spent' })
})

const linesOfPayer = (payerId: string) =>
  rows(
    `SELECT kind, pence, bookingId IS NULL AS onAccount, approvedById IS NOT NULL AS approved, reversesNumber IS NOT NULL AS reverses
     FROM LedgerLine WHERE payerId = ?1 AND kind <> 'charge' ORDER BY number`,
    payerId,
  )

/** £120 on account, all of it put to the booking. */
const put = async () => {
  const paid = await paidByHand({ onAccount: true })
  const { by, ada, payerId, bookingId } = paid
  await putToBooking(by(ada), { formId: newForm(), payerId, bookingId, pence: 12_000 })
  const [to] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`, bookingId)
  const ask = () => {
    const id = newForm()
    return proposeTakeBack(by(ada), { id, lineNumber: to?.number ?? 0, why: 'wrong_request', reason: 'It was meant for May' })
  }
  return { ...paid, askOfPayment: paid.ask, ask, to: to?.number ?? 0 }
}

// “Money that was put from an account to a booking is taken back from it by two people too: the
// booking owes it again and it is on the account again, both or neither.”
it('money that was put to the wrong booking goes back to the account, and can be put to the right one', async () => {
  const { ask, askOfPayment, approve, ada, ben, to, bookingId, payerId, reference, school, cookie, by } = await put()
  expect(await askOfPayment()).toEqual({ ok: false, reason: 'payment_is_spent' })
  expect(await text(request(`/organiser/finance/accounts/${payerId}`, { cookie: ben.cookie }))).toContain(`Undo the payment of line ${to}`)
  const id = idOf(await ask())
  expect(await approve(id, ada)).toEqual({ ok: false, reason: 'own_proposal' })
  expect((await approve(id)).ok).toBe(true)
  const line = (kind: string, pence: number, onAccount: 0 | 1, approved: 0 | 1) => ({
    kind,
    pence,
    onAccount,
    approved,
    reverses: approved,
  })
  expect(await linesOfPayer(payerId)).toEqual([
    ...[line('payment', -12_000, 1, 0), line('refund', 12_000, 1, 0), line('payment', -12_000, 0, 0)],
    ...[line('taken_back', 12_000, 0, 1), line('payment', -12_000, 1, 1)],
  ])
  expect(await owedOf(bookingId)).toBe(12_000)
  const says =
    'was undone because it was recorded for the wrong booking or request. It is on account again, and can be put to another booking'
  expect(await text(request(`/school/${school.id}/money/${reference}`, { cookie }))).toContain(says)
  expect((await messagesOf(bookingId, 'proposal_decided')).map((message) => message.text)).toEqual([
    expect.stringContaining('It is on account again, and can be put to another booking or paid back.'),
  ])
  const statement = await text(request(`/school/${school.id}/money/statement.csv?from=2026-05-01&to=2026-05-20`, { cookie }))
  expect(statement).toContain('On account again: it had been put to a booking, and that was undone')
  expect(statement).not.toContain('It was meant for May')
  const account = await text(request(`/organiser/finance/accounts/${payerId}`, { cookie: ben.cookie }))
  expect(account).toContain(`(takes back line ${to})`)
  expect(await ask()).toEqual({ ok: false, reason: 'already_taken_back' })
  expect(await putToBooking(by(ada), { formId: newForm(), payerId, bookingId, pence: 12_000 })).toEqual({
    ok: true,
    value: { again: false },
  })
  expect(await owedOf(bookingId)).toBe(0)
})

it('money that is back on the account can itself be taken back, and what was put elsewhere meanwhile is not', async () => {
  const { ask, askOfPayment, approve, payerId } = await put()
  expect((await approve(idOf(await ask()))).ok).toBe(true)
  expect((await approve(idOf(await askOfPayment()))).ok).toBe(true)
  expect(await rows('SELECT SUM(pence) AS there FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL', payerId)).toEqual([{ there: 0 }])

  const spent = await put()
  await run(`UPDATE PlacePrice SET supersededAt = ?2 WHERE bookingId = ?1`, spent.bookingId, now.toISOString())
  const refund = newForm()
  await proposeRefund(spent.by(spent.ada), {
    id: refund,
    bookingId: spent.bookingId,
    payerId: spent.payerId,
    pence: 1,
    reason: 'BACS out 3',
  })
  const asked = idOf(await spent.ask())
  expect((await spent.approve(refund)).ok).toBe(true)
  expect(await spent.approve(asked)).toEqual({ ok: false, reason: 'payment_is_spent' })
})

it('two approve it at the same moment: it goes back once, and never by half', async () => {
  const { ask, approve, ben, cath, payerId, to } = await put()
  const id = idOf(await ask())
  const both = await Promise.all([approve(id, ben), approve(id, cath)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await linesOfPayer(payerId)).toHaveLength(5)
  const other = await put()
  const [from] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE payerId = ?1 AND kind = 'refund'`, other.payerId)
  const half = insert('LedgerLine', {
    kind: 'payment',
    payerId: other.payerId,
    route: 'invoice',
    pence: -12000,
    rule: '{}',
    at: now.toISOString(),
    approvedById: other.ben.accountId,
    proposalId: id,
    reversesNumber: from?.number ?? 0,
    source: newForm(),
  })
  await expect(half.run()).rejects.toThrow('taken_back_in_part')
  expect(to).toBeGreaterThan(0)
})

it('it is the trigger that brings the other half: without it the money would be gone from both', async () => {
  await dropTriggers('LedgerLine_puts_back')
  const { ask, approve, payerId, to } = await put()
  expect((await approve(idOf(await ask()))).ok).toBe(true)
  expect(await linesOfPayer(payerId)).toHaveLength(4)
  const [broken] = (await auditAll(db, now)).invariants.filter(({ name }) => name === 'put_is_whole')
  expect(broken?.violations).toContain(String(to))
})

// “However many decide at once, a payment is taken back once, and never together with a refund of
// the same money.”
const refundMeanwhile = async () => {
  const paid = await paidByHand({ pence: 24_000 })
  const { ask, approve, by, ada, cath, bookingId, payerId } = paid
  const refund = newForm()
  await proposeRefund(by(ada), { id: refund, bookingId, payerId, pence: 12_000, reason: 'BACS out 2' })
  const id = idOf(await ask())
  const meanwhile = before(3, () => approve(refund, cath))
  return { ...paid, taken: await approve(id, paid.ben, meanwhile) }
}

it('of a refund and of taking back at the same moment one is done', async () => {
  const { taken, bookingId } = await refundMeanwhile()
  expect(taken).toEqual({ ok: false, reason: 'payment_is_spent' })
  expect((await linesOf(bookingId)).map(({ kind, pence }) => [kind, pence])).toEqual([
    ['charge', 10_000],
    ['payment', -24_000],
    ['refund', 12_000],
  ])
})

it('it is the trigger that stops them: without it the same money goes twice', async () => {
  await dropTriggers('LedgerLine_takes_payment_back')
  const { taken, bookingId } = await refundMeanwhile()
  expect(taken.ok).toBe(true)
  // £240 came in, £120 went back and £240 was taken back: £120 more than there ever was.
  expect(await owedOf(bookingId)).toBe(24_000)
})

it('of two approvers at once one takes it back, and the database takes no payment back twice nor more than it was', async () => {
  const { ask, approve, ben, cath, bookingId, payerId, number } = await paidByHand()
  const id = idOf(await ask())
  const both = await Promise.all([approve(id, ben), approve(id, cath)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(both.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'already_decided' }])
  expect(await owedOf(bookingId)).toBe(12_000)
  expect(await messagesOf(bookingId, 'proposal_decided')).toHaveLength(1)
  const line = (pence: number, reverses: number) =>
    add('LedgerLine', {
      kind: 'taken_back',
      payerId,
      route: 'invoice',
      bookingId,
      pence,
      rule: '{}',
      reason: 'r',
      at: now.toISOString(),
      approvedById: ben.accountId,
      proposalId: id,
      reversesNumber: reverses,
      source: newForm(),
    })
  await expect(line(12_000, number)).rejects.toThrow('already_taken_back')
  const other = await paidByHand()
  await expect(line(12_000, other.number)).rejects.toThrow('payment_stands')
})

it('a payment of a request for an invoice that was taken back is owed on it again, and is not brought a second time by the same file', async () => {
  const { ada, ben, by, bookingId, payerId } = await paidByHand({ onAccount: true })
  const [batch, requestId] = [newForm(), newForm()]
  const [charge] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1`, bookingId)
  await db.batch([
    insert('FinanceFile', {
      id: batch,
      kind: 'invoice_request',
      number: 700,
      lines: 1,
      pence: 10000,
      vatPence: 2000,
      createdAt: '2026-04-02T09:00:00.000Z',
    }),
    insert('InvoiceRequest', { id: requestId, reference: 'IR000001', batchId: batch, payerId, bookingId }),
    insert('FinanceFileLine', { lineNumber: charge?.number, batchId: batch, requestId }),
  ])
  const [{ reference } = { reference: '' }] = await rows<{ reference: string }>(
    'SELECT reference FROM InvoiceRequest WHERE id = ?1',
    requestId,
  )
  const mark = () => markPaid(by(ada), { reference, amount: '120', date: '2026-05-01', payment: 'BACS 9' })
  expect(await mark()).toEqual({ ok: true, value: { left: 0, waits: false } })
  const [paid] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`, bookingId)
  const id = newForm()
  await proposeTakeBack(by(ada), { id, lineNumber: paid?.number ?? 0, why: 'wrong_request', reason: 'It was for another school' })
  expect((await decideProposal(by(ben), { id, decision: 'approve', note: '' })).ok).toBe(true)
  expect(await mark()).toEqual({ ok: false, reason: 'known_taken_back' })
  const page = await text(request(`/organiser/finance/invoice-requests/${reference}`, { cookie: ben.cookie }))
  expect(page).toContain('Unpaid')
  expect(page).toContain('Taken back because it was recorded for the wrong booking or request')
  expect(await owedOf(bookingId)).toBe(12_000)
})
