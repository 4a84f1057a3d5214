// Files for the council's finance system: each line once and only once, whoever presses the button
// and however often.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { readCsv } from '#base/web/csv.ts'
import { answerFile } from '#payments/finance-files/answer-file.ts'
import { type FinanceFileAnswer, forOneFile, sortLines } from '#payments/finance-files/batch.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { markPaid } from '#payments/finance-files/mark-paid.ts'
import { standingOf } from '#payments/finance-files/request.ts'
import { selectOwing } from '#payments/finance-files/request-store.ts'
import { readForFile } from '#payments/finance-files/store.ts'
import { accepted, anAct, before, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, all, insert } from '#test/support/rows.ts'
import { aDebt, cancelPlace, dispute, finance, numbersOf, owedBy, setPayer, setPrice, settle, tell } from './world.ts'

type Kind = 'journal' | 'invoice_request'

/** The lines of the booking that could go now. */
const ready = async (kind: Kind, bookingId: string): Promise<number[]> =>
  forOneFile(sortLines((await readForFile(db, kind, tick().toISOString())).pending).going)
    .filter((line) => line.bookingId === bookingId)
    .map((line) => line.number)

const make = async (kind: Kind, numbers: readonly number[], on: SqlDatabase = db) =>
  makeFile(anAct({ actor: (await finance()).actor, db: on }), { kind, numbers })

const made = (kind: Kind, numbers: readonly number[]): Promise<number> => make(kind, numbers).then(accepted)

const fileOf = async (kind: Kind, number: number) =>
  (
    await rows<{ id: string; lines: number; pence: number; vatPence: number; content: string }>(
      'SELECT id, lines, pence, vatPence, content FROM FinanceFile WHERE kind = ?1 AND number = ?2',
      kind,
      number,
    )
  )[0]

const cellsOf = async (kind: Kind, number: number) => readCsv((await fileOf(kind, number))?.content ?? '').rows.map(({ cells }) => cells)

// "A journal is a payment: making the file settles its lines, and the school owes nothing of them
// afterwards."
it('a journal holds the lines of recharged schools, and what they owe is paid by it', async () => {
  const debt = await aDebt({ prices: [10_000, 8_500], costCentre: 'S204' })
  expect(await owedBy(debt.bookingId)).toBe(22_200)
  const number = await made('journal', debt.numbers)
  expect(await fileOf('journal', number)).toMatchObject({ lines: 2, pence: 18_500, vatPence: 3_700 })
  expect((await cellsOf('journal', number)).map((row) => [row['line number'], row['cost centre'], row['debit'], row['credit']])).toEqual([
    [String(debt.numbers[0]), 'S204', '120.00', ''],
    [String(debt.numbers[1]), 'S204', '102.00', ''],
  ])
  expect(await owedBy(debt.bookingId)).toBe(0)
  expect(
    await rows(
      `SELECT kind, pence, vatPence, route, source FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment' ORDER BY number`,
      debt.bookingId,
    ),
  ).toEqual(
    debt.numbers.map((line, index) => ({
      ...{ kind: 'payment', pence: index === 0 ? -12_000 : -10_200, vatPence: 0, route: 'recharge', source: `journal:${line}` },
    })),
  )
})

it('“A line is in at most one file that was not rejected.”', async () => {
  const debt = await aDebt()
  await made('journal', debt.numbers)
  expect(await ready('journal', debt.bookingId)).toEqual([])
  expect(await make('journal', debt.numbers)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await rows('SELECT COUNT(*) AS files FROM FinanceFileLine WHERE lineNumber = ?1', debt.numbers[0])).toEqual([{ files: 1 }])
})

// "When two officers make a file at the same moment, one of them makes it and the other is told."
it('two officers who press at the same moment make one file, of journals and of requests', async () => {
  for (const kind of ['journal', 'invoice_request'] as const) {
    const debt = await aDebt({ route: kind === 'journal' ? 'recharge' : 'invoice' })
    const [files] = await rows<{ n: number }>('SELECT COUNT(*) AS n FROM FinanceFile')
    // The second officer's file is kept between the first officer's reading and writing.
    const late = await make(
      kind,
      debt.numbers,
      before(2, () => made(kind, debt.numbers)),
    )
    expect(late).toEqual({ ok: false, reason: 'changed_meanwhile' })
    expect(await rows('SELECT COUNT(*) AS n FROM FinanceFile')).toEqual([{ n: (files?.n ?? 0) + 1 }])
    const together = await aDebt({ route: kind === 'journal' ? 'recharge' : 'invoice' })
    const both = await Promise.all([make(kind, together.numbers), make(kind, together.numbers)])
    expect(both.map((one) => one.ok).sort()).toEqual([false, true])
    expect(await rows('SELECT COUNT(*) AS n FROM FinanceFileLine WHERE lineNumber = ?1', together.numbers[0])).toEqual([{ n: 1 }])
  }
})

it('“A charge that a school disputes is held back until somebody has answered, and goes then when it stands.”', async () => {
  const debt = await aDebt()
  const disputeId = await dispute(debt.numbers[0] ?? 0)
  expect(await ready('journal', debt.bookingId)).toEqual([])
  await settle(disputeId)
  expect(await ready('journal', debt.bookingId)).toEqual(debt.numbers)
  // Disputed between looking and pressing.
  const late = await make(
    'journal',
    debt.numbers,
    before(2, () => dispute(debt.numbers[0] ?? 0)),
  )
  expect(late).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await rows('SELECT * FROM FinanceFileLine WHERE lineNumber = ?1', debt.numbers[0])).toEqual([])
})

it('a charge that is taken back between looking and pressing is looked at again', async () => {
  const debt = await aDebt()
  const late = await make(
    'journal',
    debt.numbers,
    before(2, () => cancelPlace(debt.places[0] ?? '')),
  )
  expect(late).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await ready('journal', debt.bookingId)).toEqual([])
})

it('waits until the school has accepted the price and a message of it was sent', async () => {
  expect(await ready('journal', (await aDebt({ agreed: false })).bookingId)).toEqual([])
  expect(await ready('journal', (await aDebt({ told: 'no' })).bookingId)).toEqual([])
  const queued = await aDebt({ told: 'queued' })
  expect(await ready('journal', queued.bookingId)).toEqual([])
  await run(`UPDATE Message SET state = 'sent' WHERE bookingId = ?1`, queued.bookingId)
  expect(await ready('journal', queued.bookingId)).toEqual(queued.numbers)
  // Lines of one route never go into the file of the other.
  expect(await ready('invoice_request', queued.bookingId)).toEqual([])
})

// "What is taken back after its line was in a file goes as a new line into a later file; the file
// that is there is never changed."
it('a reversal is a new line in a later journal, and gives back what the first took', async () => {
  const debt = await aDebt()
  const first = await made('journal', debt.numbers)
  const content = (await fileOf('journal', first))?.content
  await cancelPlace(debt.places[0] ?? '')
  expect(await owedBy(debt.bookingId)).toBe(-12_000)
  const [, credit = 0] = await numbersOf(debt.bookingId)
  expect(await ready('journal', debt.bookingId)).toEqual([credit])
  const second = await made('journal', [credit])
  expect(await fileOf('journal', second)).toMatchObject({ lines: 1, pence: -10_000, vatPence: -2_000 })
  expect((await cellsOf('journal', second))[0]).toMatchObject({ net: '-100.00', vat: '-20.00', debit: '', credit: '120.00' })
  expect(await owedBy(debt.bookingId)).toBe(0)
  expect((await fileOf('journal', first))?.content).toBe(content)
})

it('“A charge that was taken back whole before it was in a file goes nowhere, and neither does what took it back.”', async () => {
  const debt = await aDebt()
  await cancelPlace(debt.places[0] ?? '')
  expect(await ready('journal', debt.bookingId)).toEqual([])
  const sorted = sortLines(
    (await readForFile(db, 'journal', tick().toISOString())).pending.filter((line) => line.bookingId === debt.bookingId),
  )
  expect(sorted).toEqual({ going: [], held: [], cancelledOut: 2 })
})

// "A school that became an academy after its line was journalled gets the journal back, and the new
// line is invoiced."
it('a school that became an academy: the journal is credited, the new line is requested as an invoice', async () => {
  const debt = await aDebt()
  await made('journal', debt.numbers)
  await setPayer(debt.bookingId, debt.payerId, { route: 'invoice', poNumber: 'PO-77' })
  const place = {
    placeId: debt.places[0] ?? '',
    bookingId: debt.bookingId,
    eventId: debt.event.id,
    schoolId: debt.school.id,
    payerId: debt.payerId,
  }
  await setPrice(place, debt.list, 'invoice', 12_000)
  await tell(debt.bookingId)
  const [, credit = 0, charge = 0] = await numbersOf(debt.bookingId)
  expect([await ready('journal', debt.bookingId), await ready('invoice_request', debt.bookingId)]).toEqual([[credit], [charge]])
  await made('journal', [credit])
  expect(await owedBy(debt.bookingId)).toBe(14_400)
  const number = await made('invoice_request', [charge])
  expect((await cellsOf('invoice_request', number))[0]).toMatchObject({ 'purchase order number': 'PO-77', gross: '144.00' })
})

it('“A request is for one booking and payer, with its purchase order number, and has a running number without gaps.”', async () => {
  const one = await aDebt({ route: 'invoice', prices: [10_000, 10_000], poNumber: '=PO1' })
  const two = await aDebt({ route: 'invoice', prices: [5_000], poNumber: 'PO-2' })
  const [before] = await rows<{ last: number }>(`SELECT last FROM RunningNumber WHERE kind = 'request'`)
  const number = await made('invoice_request', [...one.numbers, ...two.numbers])
  const batch = await fileOf('invoice_request', number)
  const reference = (n: number) => `IR${String((before?.last ?? 0) + n).padStart(6, '0')}`
  expect(
    await rows(
      'SELECT reference, bookingId, payerId, poNumber, pence, vatPence FROM InvoiceRequest WHERE batchId = ?1 ORDER BY reference',
      batch?.id,
    ),
  ).toEqual([
    { reference: reference(1), bookingId: one.bookingId, payerId: one.payerId, poNumber: '=PO1', pence: 20_000, vatPence: 4_000 },
    { reference: reference(2), bookingId: two.bookingId, payerId: two.payerId, poNumber: 'PO-2', pence: 5_000, vatPence: 1_000 },
  ])
  expect((await cellsOf('invoice_request', number)).map((row) => row['reference'])).toEqual([reference(1), reference(1), reference(2)])
  // “No cell of a file is run as a formula, and no file names a delegate.”
  expect(batch?.content).toContain(",'=PO1,")
  expect(await rows(`SELECT last FROM RunningNumber WHERE kind = 'request'`)).toEqual([{ last: (before?.last ?? 0) + 2 }])
  // Asking for an invoice is not being paid.
  expect(await owedBy(one.bookingId)).toBe(24_000)
})

it('“What comes to less than nothing is a credit note.”', async () => {
  const debt = await aDebt({ route: 'invoice' })
  await made('invoice_request', debt.numbers)
  await cancelPlace(debt.places[0] ?? '')
  const [, credit = 0] = await numbersOf(debt.bookingId)
  const number = await made('invoice_request', [credit])
  expect(
    await rows('SELECT pence, vatPence FROM InvoiceRequest WHERE batchId = ?1', (await fileOf('invoice_request', number))?.id),
  ).toEqual([{ pence: -10_000, vatPence: -2_000 }])
})

it('a file is logged with its sums, and without names', async () => {
  const debt = await aDebt()
  const number = await made('journal', debt.numbers)
  const [entry] = await rows<{ act: string; after: string }>(
    'SELECT act, after FROM Log WHERE subjectId = ?1',
    (await fileOf('journal', number))?.id,
  )
  expect({ ...entry, after: JSON.parse(entry?.after ?? '') }).toEqual({
    act: 'journal.made',
    after: { lines: 1, pence: 10_000, vatPence: 2_000 },
  })
})

it('a file of two thousand lines is made, and what is left goes into the next', async () => {
  const debt = await aDebt({ route: 'invoice' })
  const bookings = await Promise.all(Array.from({ length: 20 }, () => aDebt({ route: 'invoice', school: debt.school, event: debt.event })))
  const of = { kind: 'charge', route: 'invoice', eventId: debt.event.id, schoolId: debt.school.id, pence: 100, vatPence: 20 }
  for (const { bookingId, payerId } of bookings)
    await db.batch(Array.from({ length: 120 }, () => insert('LedgerLine', { ...of, bookingId, payerId, at: '2026-03-02T09:00:00.000Z' })))
  for (const { bookingId } of bookings) {
    await run(`DELETE FROM LineNotice WHERE lineNumber IN (SELECT number FROM LedgerLine WHERE bookingId = ?1)`, bookingId)
    await tell(bookingId)
  }
  const going = async () =>
    forOneFile(
      sortLines((await readForFile(db, 'invoice_request', tick().toISOString())).pending).going.filter(
        (line) => line.schoolId === debt.school.id,
      ),
    )
  const first = await going()
  expect(first).toHaveLength(1 + 16 * 121)
  const number = await made(
    'invoice_request',
    first.map((line) => line.number),
  )
  expect(await fileOf('invoice_request', number)).toMatchObject({ lines: 1_937 })
  expect(await going()).toHaveLength(4 * 121)
})

const answer = async (kind: Kind, number: number, said: FinanceFileAnswer, on: SqlDatabase = db) =>
  answerFile(anAct({ actor: (await finance()).actor, db: on }), {
    kind,
    number,
    answer: said,
    reason: said === 'rejected' ? 'Wrong code' : '',
  })

const moneyOf = (bookingId: string) =>
  rows<{ kind: string; pence: number; source: string }>(
    `SELECT kind, pence, source FROM LedgerLine WHERE bookingId = ?1 AND kind IN ('payment', 'refund') ORDER BY number`,
    bookingId,
  )

// "The lines of a rejected file go into the next one; a line is in at most one file that was not
// rejected."
// "What a journal settled is owed again when the finance system rejects it, until the next
// journal."
it('a journal that the finance system rejected is owed again, and its lines go into the next, which settles them', async () => {
  const debt = await aDebt()
  const [line] = debt.numbers
  const first = await made('journal', debt.numbers)
  expect(await answer('journal', first, 'rejected')).toEqual({ ok: true, value: undefined })
  expect(await owedBy(debt.bookingId)).toBe(12_000)
  expect(await ready('journal', debt.bookingId)).toEqual(debt.numbers)
  const second = await made('journal', debt.numbers)
  expect(await owedBy(debt.bookingId)).toBe(0)
  expect(await ready('journal', debt.bookingId)).toEqual([])
  expect(await answer('journal', second, 'rejected')).toEqual({ ok: true, value: undefined })
  const third = await made('journal', debt.numbers)
  expect(await answer('journal', third, 'accepted')).toEqual({ ok: true, value: undefined })
  expect(await moneyOf(debt.bookingId)).toEqual([
    { kind: 'payment', pence: -12_000, source: `journal:${line}` },
    { kind: 'refund', pence: 12_000, source: `journal:${line}:rejected` },
    { kind: 'payment', pence: -12_000, source: `journal:${line}:1` },
    { kind: 'refund', pence: 12_000, source: `journal:${line}:1:rejected` },
    { kind: 'payment', pence: -12_000, source: `journal:${line}:2` },
  ])
  expect(await owedBy(debt.bookingId)).toBe(0)
  expect(
    await rows(
      'SELECT b.number, x.returnedAt IS NOT NULL AS returned FROM FinanceFileLine x JOIN FinanceFile b ON b.id = x.batchId WHERE x.lineNumber = ?1 ORDER BY b.number',
      line,
    ),
  ).toEqual([
    { number: first, returned: 1 },
    { number: second, returned: 1 },
    { number: third, returned: 0 },
  ])
})

it('a journal that gave money back takes it again when it is rejected', async () => {
  const debt = await aDebt()
  await made('journal', debt.numbers)
  await cancelPlace(debt.places[0] ?? '')
  const [, credit = 0] = await numbersOf(debt.bookingId)
  const second = await made('journal', [credit])
  await answer('journal', second, 'rejected')
  expect(await owedBy(debt.bookingId)).toBe(-12_000)
  expect(await ready('journal', debt.bookingId)).toEqual([credit])
  await made('journal', [credit])
  expect(await owedBy(debt.bookingId)).toBe(0)
})

it('“A rejected file of requests asks for nothing, and its lines go into the next file as new requests.”', async () => {
  const debt = await aDebt({ route: 'invoice' })
  const first = await made('invoice_request', debt.numbers)
  await answer('invoice_request', first, 'rejected')
  expect(await ready('invoice_request', debt.bookingId)).toEqual(debt.numbers)
  await made('invoice_request', debt.numbers)
  const requests = (await readNow(db, selectOwing(db))).filter((request) => request.bookingId === debt.bookingId)
  expect(requests.map((request) => [request.rejected, request.pence])).toEqual([
    [true, 10_000],
    [false, 10_000],
  ])
  expect(standingOf(requests, tick().toISOString()).map((request) => request.outstanding)).toEqual([0, 12_000])
})

const pay = async (reference: string, on: SqlDatabase = db) =>
  markPaid(anAct({ actor: (await finance()).actor, db: on }), { reference, amount: '120', date: '2026-03-01', payment: 'BACS 1' })

const referenceOf = async (bookingId: string): Promise<string> =>
  (await rows<{ reference: string }>('SELECT reference FROM InvoiceRequest WHERE bookingId = ?1', bookingId))[0]?.reference ?? ''

it('“A file of which a request was paid cannot be rejected, and a request of a rejected file cannot be paid.”', async () => {
  const paid = await aDebt({ route: 'invoice' })
  const file = await made('invoice_request', paid.numbers)
  expect((await pay(await referenceOf(paid.bookingId))).ok).toBe(true)
  expect(await answer('invoice_request', file, 'rejected')).toEqual({ ok: false, reason: 'request_paid' })
  expect(await rows('SELECT returnedAt FROM FinanceFileLine WHERE lineNumber = ?1', paid.numbers[0])).toEqual([{ returnedAt: null }])
  // Rejected between looking and recording.
  const late = await aDebt({ route: 'invoice' })
  const rejected = await made('invoice_request', late.numbers)
  const reference = await referenceOf(late.bookingId)
  expect(
    (
      await pay(
        reference,
        before(2, () => answer('invoice_request', rejected, 'rejected')),
      )
    ).ok,
  ).toBe(false)
  expect(await pay(reference)).toEqual({ ok: false, reason: 'request_rejected' })
  expect(await moneyOf(late.bookingId)).toEqual([])
})

it('“A file is accepted or rejected once: what was said of it is never changed.”', async () => {
  for (const [first, second] of [
    ['accepted', 'rejected'],
    ['rejected', 'accepted'],
    ['rejected', 'rejected'],
  ] as const) {
    const debt = await aDebt()
    const number = await made('journal', debt.numbers)
    const [one, other] = await Promise.all([answer('journal', number, first), answer('journal', number, second)])
    expect([one.ok, other.ok].sort()).toEqual([false, true])
    expect(await answer('journal', number, second)).toEqual({ ok: false, reason: 'already_answered' })
    const [kept] = await rows<{ answer: FinanceFileAnswer; batchId: string }>(
      'SELECT f.answer, f.batchId FROM FinanceFileAnswer f JOIN FinanceFile b ON b.id = f.batchId WHERE b.number = ?1 AND b.kind = ?2',
      ...[number, 'journal'],
    )
    expect(await owedBy(debt.bookingId)).toBe(kept?.answer === 'rejected' ? 12_000 : 0)
    const more = await aDebt()
    const otherAnswer = kept?.answer === 'rejected' ? 'accepted' : 'rejected'
    await expect(
      run(
        `UPDATE FinanceFileAnswer SET answer = ?2, reason = ?3 WHERE batchId = ?1`,
        kept?.batchId,
        otherAnswer,
        otherAnswer === 'rejected' ? 'x' : '',
      ),
    ).rejects.toThrow('finance_file_answer_stands')
    await expect(run('DELETE FROM FinanceFileAnswer WHERE batchId = ?1', kept?.batchId)).rejects.toThrow('finance_file_answer_stands')
    await expect(add('FinanceFileLine', { lineNumber: more.numbers[0], batchId: kept?.batchId })).rejects.toThrow(
      'finance_file_line_stands',
    )
  }
})

it('“Lines of a file that has no answer yet stay in it.”', async () => {
  const debt = await aDebt()
  const number = await made('journal', debt.numbers)
  expect(await ready('journal', debt.bookingId)).toEqual([])
  await expect(
    run(`UPDATE FinanceFileLine SET returnedAt = '2026-03-02T09:00:00.000Z' WHERE lineNumber = ?1`, debt.numbers[0]),
  ).rejects.toThrow('finance_file_line_stands')
  expect(await answer('journal', number + 100, 'accepted')).toEqual({ ok: false, reason: 'no_such_file' })
})

it('a credit never goes without its charge, whatever lines are asked for', async () => {
  const debt = await aDebt({ prices: [10_000, 8_500] })
  await made('journal', debt.numbers.slice(1))
  const acceptsFewer = await aDebt({ prices: [10_000] })
  const [line] = await all('LedgerLine', { number: acceptsFewer.numbers[0] ?? 0 })
  const { payerId = '', route = '', bookingId = '', eventId = '', schoolId = '', at = '' } = line ?? {}
  await add('LedgerLine', {
    ...{ kind: 'credit', payerId, route, bookingId, eventId, schoolId, pence: -5000, vatPence: -1000, at },
    reversesNumber: line?.number,
  })
  const [charge = 0, credit = 0] = await numbersOf(acceptsFewer.bookingId)
  expect(await make('journal', [credit])).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect((await make('journal', [charge, credit])).ok).toBe(true)
})

it('two officers who make the next file after a rejection make one', async () => {
  const debt = await aDebt()
  await answer('journal', await made('journal', debt.numbers), 'rejected')
  const late = await make(
    'journal',
    debt.numbers,
    before(2, () => made('journal', debt.numbers)),
  )
  expect(late).toEqual({ ok: false, reason: 'changed_meanwhile' })
  const both = await Promise.all([make('journal', debt.numbers), make('journal', debt.numbers)])
  expect(both.map((one) => one.ok)).toEqual([false, false])
  expect(await rows('SELECT COUNT(*) AS n FROM FinanceFileLine WHERE lineNumber = ?1 AND returnedAt IS NULL', debt.numbers[0])).toEqual([
    { n: 1 },
  ])
  expect(await owedBy(debt.bookingId)).toBe(0)
})

// Control: the index of FinanceFileLine is what keeps a line from being in two files. Last, because
// it takes the index away.
it('without the index two officers put a line into two files', async () => {
  const debt = await aDebt()
  await run('DROP INDEX FinanceFileLine_in_one_file')
  const late = await make(
    'journal',
    debt.numbers,
    before(2, () => made('journal', debt.numbers)),
  )
  expect(late.ok).toBe(true)
  expect(await rows('SELECT COUNT(*) AS n FROM FinanceFileLine WHERE lineNumber = ?1', debt.numbers[0])).toEqual([{ n: 2 }])
  // The payment is still there once: its source is unique.
  expect(await owedBy(debt.bookingId)).toBe(0)
})

// “A file that would be larger than can be kept is not made: the page says so, and that fewer
// days, events or columns make it smaller.”
it('a file that the database could not keep is refused in words, and its lines go once the columns are shorter', async () => {
  const debt = await aDebt({ prices: Array.from({ length: 8 }, () => 100), details: { billingAddress: `${'Long Lane, '.repeat(45)}EX1` } })
  const columns = Array.from({ length: 40 }, (_, n) => `Address ${n} = ${'{billing_address}'.repeat(7)}`)
  const text = ['both sides: yes', 'balancing cost centre: T900', ...columns].join('\n')
  const set = await add('MoneySetting', { key: 'journal', value: JSON.stringify({ text }) })
  expect(await make('journal', debt.numbers)).toEqual({ ok: false, reason: 'too_large' })
  const { cookie } = await finance()
  const page = await request('/organiser/finance/journals/make', { cookie, form: { lines: debt.numbers.join(',') } })
  expect(await page.text()).toContain('Choose fewer days or events, or set fewer columns or shorter texts')
  expect(
    await rows('SELECT 1 FROM FinanceFileLine WHERE lineNumber IN (SELECT value FROM json_each(?1))', JSON.stringify(debt.numbers)),
  ).toEqual([])
  await run('UPDATE MoneySetting SET supersededAt = createdAt WHERE id = ?1', set)
  expect(await fileOf('journal', await made('journal', debt.numbers))).toMatchObject({ lines: 8 })
})
