// One request for all that a payer owes of an event: made, paid, rejected, taken back.

import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { readCsv } from '#base/web/csv.ts'
import { decideProposal, withdrawProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack } from '#money/ledger/propose-money.ts'
import { setSecondPerson } from '#money/ledger/set-second-person.ts'
import { answerFile } from '#payments/finance-files/answer-file.ts'
import { layouts } from '#payments/finance-files/layout.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { importPaidMarks, markPaid, planPaidMarks } from '#payments/finance-files/mark-paid.ts'
import { standingOf } from '#payments/finance-files/request.ts'
import { selectOwing, selectRequest } from '#payments/finance-files/request-store.ts'
import { saveLayout } from '#payments/finance-files/save-layout.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, before, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aDebt, cancelPlace, finance, numbersOf, owedBy, tell } from './world.ts'

const requests = '/organiser/finance/invoice-requests'

type Debt = Awaited<ReturnType<typeof aDebt>>

/** A school that has booked twice at one event, for £120 and £60 with VAT. */
const bookedTwice = async () => {
  const [school, event] = [await aSchool(), await anEvent({ capacity: 5000, placesPerSchool: null })]
  const first = await aDebt({ route: 'invoice', school, event, poNumber: 'PO-1' })
  const second = await aDebt({ route: 'invoice', school, event, prices: [5_000], poNumber: 'PO-2' })
  return { school, event, first, second }
}

const by = async () => anAct({ actor: (await finance()).actor })

const make = async (debts: readonly Debt[], joined = true): Promise<number> =>
  await makeFile(await by(), { kind: 'invoice_request', numbers: debts.flatMap(({ numbers }) => numbers), joined }).then(accepted)

const referenceOf = async ({ bookingId }: Debt): Promise<string> =>
  (await rows<{ reference: string }>('SELECT reference FROM InvoiceRequest WHERE bookingId = ?1 ORDER BY reference DESC', bookingId))[0]
    ?.reference ?? ''

const joined = async () => {
  const booked = await bookedTwice()
  const file = await make([booked.first, booked.second])
  return { ...booked, file, reference: await referenceOf(booked.first) }
}

const pay = (act: ReturnType<typeof anAct>, reference: string, amount: string, payment = 'BACS 1') =>
  markPaid(act, { reference, amount, date: '2026-03-01', payment })

const owed = async (...debts: Debt[]): Promise<number[]> => Promise.all(debts.map(({ bookingId }) => owedBy(bookingId)))

const standing = async (reference: string) =>
  standingOf((await readNow(db, selectRequest(db, reference))).beside, instant(tick())).find((one) => one.reference === reference)

// “Requests of the same payer for the same event are joined when finance says so as a file is
// made: they are one request with one number, and each of its lines says its booking.”
it('a school that booked twice at one event is asked once, under one number, and every line says its booking', async () => {
  const { first, second, event } = await bookedTwice()
  const elsewhere = await aDebt({ route: 'invoice', school: first.school, prices: [1_000] })
  const other = await aDebt({ route: 'invoice', event: { id: event.id } })
  // The other booking stands between the two of the school.
  const [last] = await rows<{ last: number }>(`SELECT last FROM RunningNumber WHERE kind = 'request'`)
  const reference = (n: number) => `IR${String((last?.last ?? 0) + n).padStart(6, '0')}`
  const file = await make([first, elsewhere, other, second])
  const [batch] = await rows<{ id: string; content: string }>(
    `SELECT id, content FROM FinanceFile WHERE kind = 'invoice_request' AND number = ?1`,
    file,
  )
  expect(
    await rows('SELECT reference, bookingId, poNumber, pence, vatPence FROM InvoiceRequest WHERE batchId = ?1 ORDER BY rowid', batch?.id),
  ).toEqual([
    { reference: reference(1), bookingId: first.bookingId, poNumber: 'PO-1', pence: 10_000, vatPence: 2_000 },
    { reference: reference(1), bookingId: second.bookingId, poNumber: 'PO-2', pence: 5_000, vatPence: 1_000 },
    { reference: reference(2), bookingId: elsewhere.bookingId, poNumber: '', pence: 1_000, vatPence: 200 },
    { reference: reference(3), bookingId: other.bookingId, poNumber: '', pence: 10_000, vatPence: 2_000 },
  ])
  expect(await rows(`SELECT last FROM RunningNumber WHERE kind = 'request'`)).toEqual([{ last: (last?.last ?? 0) + 3 }])
  // “The lines of a request stand together in its file and on the page of the file, the oldest
  // booking first.”
  const told = [first, second, elsewhere, other].map((debt, index) => [reference([1, 1, 2, 3][index] ?? 0), debt.reference])
  const cells = readCsv(batch?.content.replace('\uFEFF', '') ?? '').rows.map((row) => Object.values(row.cells))
  expect(cells.map((row) => told.find(([number, booking]) => row.includes(number ?? '') && row.includes(booking ?? '')))).toEqual(told)
  const page = await (await request(`${requests}/${file}`, { cookie: (await finance()).cookie })).text()
  const lines = page.slice(page.indexOf('>Lines</caption>'))
  const at = [first, second, elsewhere, other].map((debt) => lines.indexOf(debt.reference))
  expect(at.every((place, index) => place > (at[index - 1] ?? 0))).toBe(true)
})

it('finance ticks the box where the file is made, and it is ticked beforehand when the columns say so', async () => {
  const { cookie } = await finance()
  const { first, second } = await bookedTwice()
  const lines = [...first.numbers, ...second.numbers].join(',')
  const question = await (await request(`${requests}/make`, { cookie })).text()
  expect(question).toContain('Join requests of the same payer for the same event')
  const box = (html: string) => /<input[^>]*name="joined"[^>]*>/.exec(html)?.[0] ?? ''
  expect(box(question)).not.toContain('checked')
  expect((await request(`${requests}/make`, { cookie, form: { lines, joined: 'yes' } })).status).toBe(303)
  expect(await referenceOf(first)).toBe(await referenceOf(second))

  const third = await bookedTwice()
  const text = layouts.invoice_request.usual.replace(/hold back without.*\n/, '')
  await saveLayout(await by(), { kind: 'invoice_request', text: text.replace('join requests: no', 'join requests: yes') })
  expect(box(await (await request(`${requests}/make`, { cookie })).text())).toContain('checked')
  // Unticked, it holds for this file.
  await request(`${requests}/make`, { cookie, form: { lines: [...third.first.numbers, ...third.second.numbers].join(',') } })
  expect(await referenceOf(third.first)).not.toBe(await referenceOf(third.second))
  await saveLayout(await by(), { kind: 'invoice_request', text })
  // Where joining would change nothing, it is not asked about.
  await aDebt({ route: 'invoice', prices: [1_000] })
  const single = await (await request(`${requests}/make`, { cookie })).text()
  expect([single.includes('These lines are 1 request.'), box(single)]).toEqual([true, ''])
})

it('“A booking that comes to nothing or less has a request of its own, also when others are joined.”', async () => {
  const { first, second } = await bookedTwice()
  await make([first], false)
  await cancelPlace(first.places[0] ?? '')
  const [, credit = 0] = await numbersOf(first.bookingId)
  await tell(first.bookingId)
  await make([{ ...first, numbers: [credit] }, second])
  expect(await referenceOf(first)).not.toBe(await referenceOf(second))
})

it('“A payment of a joined request pays the oldest booking first; what is over stays with the last.”', async () => {
  const { first, second, reference } = await joined()
  const act = await by()
  expect(await pay(act, reference, '150')).toEqual({ ok: true, value: { left: 3_000, waits: false } })
  expect(await owed(first, second)).toEqual([0, 3_000])
  expect(await pay(act, reference, '150')).toEqual({ ok: false, reason: 'known_already' })
  expect(await pay(act, reference, '149')).toEqual({ ok: false, reason: 'known_otherwise' })
  expect(await pay(act, reference, '40', 'BACS 2')).toEqual({ ok: true, value: { left: -1_000, waits: false } })
  expect(await owed(first, second)).toEqual([0, -1_000])
  expect(await standing(reference)).toMatchObject({ gross: 18_000, paid: 19_000, outstanding: 0, over: 1_000 })
  // A credit note of one booking leaves the money to the other.
  const late = await joined()
  await cancelPlace(late.first.places[0] ?? '')
  await tell(late.first.bookingId)
  const [, credit = 0] = await numbersOf(late.first.bookingId)
  await make([{ ...late.first, numbers: [credit] }])
  await pay(act, late.reference, '60')
  expect(await owed(late.first, late.second)).toEqual([0, 0])
})

it('a file of paid marks settles every booking by the joined number, and the list of what is unpaid knows it whole', async () => {
  const { first, second, reference, school } = await joined()
  const { cookie, actor } = await finance()
  const owing = async () => standingOf(await readNow(db, selectOwing(db)), instant(tick())).find((one) => one.reference === reference)
  const act = anAct({ actor })
  const text = `Reference,Amount,Date,Payment reference\r\n${reference},130.00,2026-03-01,B1\r\n${reference},50.00,2026-03-02,B2\r\n`
  const plan = await planPaidMarks(act, text).then(accepted)
  expect(plan.planned.map((row) => row.outcome === 'added' && [row.left, row.mark.parts.map(({ pence }) => pence)])).toEqual([
    [5_000, [12_000, 1_000]],
    [0, [5_000]],
  ])
  expect((await owing())?.outstanding).toBe(18_000)
  expect(await importPaidMarks(act, { text, state: plan.state })).toEqual({
    ok: true,
    value: { marked: 2, pence: 18_000, waiting: 0 },
  })
  expect([await owed(first, second), await owing()]).toEqual([[0, 0], undefined])
  const page = await (await request(`${requests}/${reference}`, { cookie })).text()
  for (const words of [first.reference, second.reference, 'What it asks of each booking', 'PO-1; PO-2']) expect(page).toContain(words)
  // “Statements and the money page of a school name each booking, also when they were paid as
  // one.”
  const contact = await anAccount({ schoolIds: [school.id] })
  const statement = await htmlOf(
    request(`/school/${school.id}/money/statement.csv?from=2026-01-01&to=2026-03-31`, { cookie: contact.cookie }),
  )
  const payments = statement.split('\r\n').filter((line) => line.includes('Paid to the council on its invoice'))
  expect(payments.map((line) => [first.reference, second.reference].find((booking) => line.includes(booking)))).toEqual([
    ...[first.reference, second.reference, second.reference],
  ])
})

it('a joined request that is paid in part is listed whole, with what each booking still owes', async () => {
  const { first, reference } = await joined()
  await pay(await by(), reference, '120')
  const csv = await (await request(`${requests}/unpaid.csv`, { cookie: (await finance()).cookie })).text()
  const row = csv.split('\r\n').find((line) => line.startsWith(reference)) ?? ''
  expect(row).toContain(first.reference)
  expect(row).toContain('150.00,30.00,180.00,120.00,60.00')
})

it('a rejected file of joined requests gives back all their lines, and one that was paid is not rejected', async () => {
  const { first, second, file, reference } = await joined()
  const act = await by()
  const reject = (number: number) => answerFile(act, { kind: 'invoice_request', number, answer: 'rejected', reason: 'Wrong code' })
  expect(await reject(file)).toEqual({ ok: true, value: undefined })
  expect(await pay(act, reference, '180')).toEqual({ ok: false, reason: 'request_rejected' })
  expect(await standing(reference)).toMatchObject({ rejected: true, outstanding: 0 })
  const again = await make([first, second])
  const next = await referenceOf(first)
  expect([next === reference, await referenceOf(second)]).toEqual([false, next])
  await pay(act, next, '1')
  expect(await reject(again)).toEqual({ ok: false, reason: 'request_paid' })
})

// “A payment of a joined request is taken back of all its bookings at once.”
it('a payment of a joined request is taken back whole: asked of one line, decided once, owed again by every booking', async () => {
  const { first, second, reference, file } = await joined()
  const [asks, decides] = [await finance(), await finance()]
  const act = anAct({ actor: asks.actor })
  await pay(act, reference, '180')
  const [, last] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE kind = 'payment' AND bookingId IN (?1, ?2) ORDER BY number`,
    ...[first.bookingId, second.bookingId],
  )
  const form = await (await request(`/organiser/finance/lines/${last?.number}/take-back`, { cookie: asks.cookie })).text()
  expect(form).toContain('A payment of £180.00 for 2 bookings of one request')
  const id = crypto.randomUUID()
  expect((await proposeTakeBack(act, { id, lineNumber: last?.number ?? 0, why: 'returned', reason: 'The bank' })).ok).toBe(true)
  const page = await (await request(`/organiser/finance/proposals/${id}`, { cookie: decides.cookie })).text()
  for (const words of ['Undo a payment of £180.00?', first.reference, second.reference, '£120.00', '£60.00']) expect(page).toContain(words)
  const list = await (await request('/organiser/finance/proposals', { cookie: decides.cookie })).text()
  expect(list.split(`${first.reference}, ${second.reference}`).length).toBeGreaterThan(1)
  // Whichever of the two is named, both are decided.
  const [other] = await rows<{ id: string }>('SELECT id FROM MoneyProposal WHERE togetherId = ?1 AND id <> ?1', id)
  expect((await decideProposal(anAct({ actor: decides.actor }), { id: other?.id ?? '', decision: 'approve', note: '' })).ok).toBe(true)
  expect(await owed(first, second)).toEqual([12_000, 6_000])
  expect(await rows('SELECT state, decidedById FROM MoneyProposal WHERE togetherId = ?1', id)).toEqual(
    [0, 1].map(() => ({ state: 'approved', decidedById: decides.accountId })),
  )
  expect(await pay(act, reference, '180')).toEqual({ ok: false, reason: 'known_taken_back' })
  expect((await answerFile(act, { kind: 'invoice_request', number: file, answer: 'rejected', reason: 'x' })).ok).toBe(true)
})

it('the database takes no part of a joined payment back alone', async () => {
  const { first, second, reference } = await joined()
  const [asks, decides] = [await finance(), await finance()]
  await pay(anAct({ actor: asks.actor }), reference, '180')
  const [line] = await rows<{ number: number }>(`SELECT number FROM LedgerLine WHERE kind = 'payment' AND bookingId = ?1`, first.bookingId)
  const id = crypto.randomUUID()
  await add('MoneyProposal', {
    id,
    kind: 'take_back',
    bookingId: first.bookingId,
    payerId: first.payerId,
    lineNumber: line?.number,
    pence: 12000,
    reason: 'Bank',
    why: 'returned',
    proposedById: asks.accountId,
  })
  expect(await decideProposal(anAct({ actor: decides.actor }), { id, decision: 'approve', note: '' })).toEqual({
    ok: false,
    reason: 'more_than_there',
  })
  expect(await owed(first, second)).toEqual([0, 0])
})

/** Payments by hand above £150 need a second person while this runs. */
const withLimit = async (then: () => Promise<void>): Promise<void> => {
  await setSecondPerson(await by(), { abovePence: 15_000 })
  try {
    await then()
  } finally {
    await setSecondPerson(await by(), { abovePence: null })
  }
}

// “Whether a payment of a joined request needs a second person is decided by its whole sum, not
// by what each booking gets of it.”
it('a payment of £180 in two parts needs a second person above £150, who decides it for both bookings', () =>
  withLimit(async () => {
    const { first, second, reference, file } = await joined()
    const [asks, decides] = [await finance(), await finance()]
    const act = anAct({ actor: asks.actor })
    expect(await pay(act, reference, '180')).toEqual({ ok: true, value: { left: 18_000, waits: true } })
    expect(await owed(first, second)).toEqual([12_000, 6_000])
    expect(await pay(act, reference, '180')).toEqual({ ok: false, reason: 'known_waits' })
    expect(await answerFile(act, { kind: 'invoice_request', number: file, answer: 'rejected', reason: 'x' })).toEqual({
      ok: false,
      reason: 'payment_waits',
    })
    const [head] = await rows<{ togetherId: string }>(
      `SELECT DISTINCT togetherId FROM MoneyProposal WHERE bookingId IN (?1, ?2) AND state = 'proposed'`,
      ...[first.bookingId, second.bookingId],
    )
    const page = await (await request(`${requests}/${reference}`, { cookie: decides.cookie })).text()
    expect(page.split(`/organiser/finance/proposals/${head?.togetherId}`)).toHaveLength(3)
    // What waits is spoken for: money that comes meanwhile goes to the booking that it leaves.
    expect((await decideProposal(act, { id: head?.togetherId ?? '', decision: 'approve', note: '' })).ok).toBe(false)
    expect((await decideProposal(anAct({ actor: decides.actor }), { id: head?.togetherId ?? '', decision: 'approve', note: '' })).ok).toBe(
      true,
    )
    expect(await owed(first, second)).toEqual([0, 0])
    // Withdrawn, all of it is.
    const more = await joined()
    await pay(act, more.reference, '151')
    const [waits] = await rows<{ id: string }>(`SELECT id FROM MoneyProposal WHERE bookingId = ?1`, more.second.bookingId)
    expect((await withdrawProposal(act, waits?.id ?? '')).ok).toBe(true)
    expect(await rows('SELECT state FROM MoneyProposal WHERE bookingId IN (?1, ?2)', more.first.bookingId, more.second.bookingId)).toEqual([
      { state: 'withdrawn' },
      { state: 'withdrawn' },
    ])
  }))

const slipping = async () => {
  const { first, second, reference } = await joined()
  const act = await by()
  // Finance sets the limit between looking and recording.
  const meanwhile = before(2, async () => void (await setSecondPerson(await by(), { abovePence: 15_000 })))
  const paid = await pay({ ...act, db: meanwhile }, reference, '180')
  await setSecondPerson(await by(), { abovePence: null })
  return { paid, owed: await owed(first, second) }
}

it('it is the database that counts the parts together: a limit set at this moment stops both, and without the trigger both slip through', async () => {
  expect(await slipping()).toEqual({ paid: { ok: false, reason: 'changed_meanwhile' }, owed: [12_000, 6_000] })
  await dropTriggers('LedgerLine_of_second_person')
  const slipped = await slipping()
  expect(slipped).toEqual({ paid: { ok: true, value: { left: 0, waits: false } }, owed: [0, 0] })
})

it('two payments of one joined request at the same moment: what each leaves to a booking is decided on what is there', async () => {
  const { first, second, reference } = await joined()
  const act = await by()
  const meanwhile = before(2, () => pay(act, reference, '120', 'BACS 2'))
  expect(await pay({ ...act, db: meanwhile }, reference, '60')).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await owed(first, second)).toEqual([0, 6_000])
  expect((await pay(act, reference, '60')).ok).toBe(true)
  expect(await owed(first, second)).toEqual([0, 0])
})

it('the database keeps a request to one payer and one event, its lines to its booking, its sum to its lines and its payments to its bookings', async () => {
  const { first, reference } = await joined()
  const other = await aDebt({ route: 'invoice' })
  const [part] = await rows<{ id: string; batchId: string }>('SELECT id, batchId FROM InvoiceRequest WHERE bookingId = ?1', first.bookingId)
  const ask = (payerId: string, bookingId: string, pence: number) =>
    add('InvoiceRequest', { reference, batchId: part?.batchId, payerId, bookingId, pence })
  await expect(ask(other.payerId, other.bookingId, 0)).rejects.toThrow('request_of_two_payers_or_events')
  await expect(ask(first.payerId, other.bookingId, 0)).rejects.toThrow('request_of_two_payers_or_events')
  await expect(run('UPDATE InvoiceRequest SET pence = pence + 1 WHERE id = ?1', part?.id)).rejects.toThrow('invoice_request_stands')
  await expect(add('FinanceFileLine', { lineNumber: other.numbers[0], batchId: part?.batchId, requestId: part?.id })).rejects.toThrow(
    'line_not_of_request',
  )
  const money = (payerId: string, bookingId: string, source: string) =>
    add('LedgerLine', { kind: 'payment', payerId, route: 'invoice', bookingId, pence: -1, source })
  await expect(money(other.payerId, other.bookingId, `request:${reference}:B`)).rejects.toThrow('payment_not_of_request')
  // Without the booking it could pass for another payment, and slip under the sum that needs a
  // second person.
  await expect(money(first.payerId, first.bookingId, `request:${reference}:B`)).rejects.toThrow('payment_not_of_request')
})
