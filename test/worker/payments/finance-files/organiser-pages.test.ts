// Finance makes files, fetches them again, sets their columns and brings back what was paid.

import { expect, it } from 'vitest'
import { app } from '#app.tsx'
import { addDays } from '#base/dates.ts'
import { toCsv } from '#base/web/csv.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { markPaid } from '#payments/finance-files/mark-paid.ts'
import { saveLayout } from '#payments/finance-files/save-layout.ts'
import { accepted, anAct, bindings, db, htmlOf, leadsTo, request, rows, tripsOf } from '#test/support/factories.ts'
import { unescaped } from '#test/support/plain.ts'
import { aDebt, cancelPlace, dispute, finance, numbersOf, owedBy, setDetails } from './world.ts'

const journals = '/organiser/finance/journals'
const requests = '/organiser/finance/invoice-requests'
const columns = '/organiser/finance/file-columns'

const aRequest = async (facts: Parameters<typeof aDebt>[0] = {}) => {
  const debt = await aDebt({ route: 'invoice', ...facts })
  const made = await makeFile(anAct({ actor: (await finance()).actor }), { kind: 'invoice_request', numbers: debt.numbers }).then(accepted)
  const [found] = await rows<{ reference: string }>('SELECT reference FROM InvoiceRequest WHERE bookingId = ?1', debt.bookingId)
  return { ...debt, request: found?.reference ?? '', file: made }
}

const upload = async (cookie: string, text: string): Promise<Response> => {
  const form = new FormData()
  form.set('file', new File([text], 'paid.csv', { type: 'text/csv' }))
  return app.request(
    `http://localhost:8787${requests}/payments`,
    { method: 'POST', headers: { cookie, origin: 'http://localhost:8787' }, body: form },
    bindings,
    { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext,
  )
}

const hidden = (html: string, name: string): string => unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '')

const marksOf = (bookingId: string) =>
  rows<{ pence: number; source: string; happenedOn: string }>(
    `SELECT -pence AS pence, source, happenedOn FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment' ORDER BY number`,
    bookingId,
  )

// "Before a file is made a page shows its lines and sums, net and VAT, school by school, and what
// is held back and why, with links."
it('shows what would go and what is held back, makes the file, and gives it again byte for byte', async () => {
  const { cookie } = await finance()
  const debt = await aDebt({ prices: [10_000] })
  const disputed = await aDebt()
  await dispute(disputed.numbers[0] ?? 0)
  const gone = await aDebt()
  await cancelPlace(gone.places[0] ?? '')
  const page = await (await request(journals, { cookie })).text()
  expect(page).toContain('The school says that it is wrong, and nobody has answered that yet')
  expect(page).toContain(
    '2 lines cancel each other out: each charge was credited in full before it was in a file. They are not in this file.',
  )
  expect(page).toContain(`href="/organiser/finance/payers/${disputed.payerId}"`)
  // “Before a file is made a page asks, and says how many lines go in, what they come to, and
  // what is held back and why.”
  const question = await (await request(`${journals}/make`, { cookie })).text()
  for (const words of ['Make a file of 1 line, £120.00?', 'The school says that it is wrong', 'Making the file counts as paying'])
    expect(question).toContain(words)
  expect(await rows('SELECT * FROM FinanceFileLine WHERE lineNumber = ?1', debt.numbers[0])).toEqual([])
  expect(hidden(question, 'lines').split(',')).toEqual(debt.numbers.map(String))
  const path = await leadsTo(request(`${journals}/make`, { cookie, form: { lines: hidden(question, 'lines') } }))
  const run = await (await request(path, { cookie })).text()
  expect(run).toContain('£120.00')
  // “A file is kept as it was written and can be fetched again, byte for byte, whatever is
  // changed later.”
  const first = await request(`${path}/file.csv`, { cookie })
  expect(first.headers.get('content-disposition')).toMatch(/^attachment; filename="journal-\d{6}\.csv"$/)
  const bytes = new Uint8Array(await first.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = new TextDecoder().decode(bytes)
  expect(
    text
      .split('\n')
      .filter((line) => line !== '')
      .every((line) => line.endsWith('\r')),
  ).toBe(true)
  await db.batch([
    db.prepare(`UPDATE School SET name = 'Another name' WHERE id = ?1`).bind(debt.school.id),
    db.prepare(`UPDATE Event SET title = 'Another title', version = version + 1 WHERE id = ?1`).bind(debt.event.id),
  ])
  expect(new Uint8Array(await (await request(`${path}/file.csv`, { cookie })).arrayBuffer())).toEqual(bytes)
  // “Pressing twice makes one file.”
  const files = await rows('SELECT id FROM FinanceFile')
  expect(await leadsTo(request(`${journals}/make`, { cookie, form: { lines: hidden(question, 'lines') } }))).toBe(path)
  // Of another officer it is a file of somebody else.
  const other = await request(`${journals}/make`, { cookie: (await finance()).cookie, form: { lines: hidden(question, 'lines') } })
  expect([other.status, await other.text()]).toEqual([409, expect.stringContaining('What would go into the file has changed')])
  expect(await rows('SELECT id FROM FinanceFile')).toEqual(files)
  expect((await request(`${journals}/99999`, { cookie })).status).toBe(404)
})

it('“When nothing may go, the page says so and no file is made.”', async () => {
  const { cookie } = await finance()
  const page = await (await request(journals, { cookie })).text()
  expect(page).toContain('There is nothing to put into a file now')
  const files = await rows('SELECT COUNT(*) AS n FROM FinanceFile')
  for (const lines of ['', 'x', '1,2,', '999999']) expect((await request(`${journals}/make`, { cookie, form: { lines } })).status).toBe(409)
  expect(await rows('SELECT COUNT(*) AS n FROM FinanceFile')).toEqual(files)
})

it('columns are used by the next file, and files that were made stay as they are', async () => {
  const { cookie, actor } = await finance()
  const save = async (text: string) => (await request(columns, { cookie, form: { file: 'journal', text, action: 'save' } })).status
  const before = await aDebt()
  await makeFile(anAct({ actor }), { kind: 'journal', numbers: before.numbers })
  expect(await save('Sum = {gross}\nIncome = =T1')).toBe(303)
  const after = await aDebt()
  await makeFile(anAct({ actor }), { kind: 'journal', numbers: after.numbers })
  const files = await rows<{ content: string }>(`SELECT content FROM FinanceFile WHERE kind = 'journal' ORDER BY number DESC LIMIT 2`)
  expect(files[0]?.content).toBe("\uFEFFSum,Income\r\n120.00,'=T1\r\n")
  expect(files[1]?.content).toContain('Income cost centre')
  // “A change of columns or of how they are written supersedes what was set before, and files
  // that were made stay as they are.”
  expect(await save('N = {net}')).toBe(303)
  expect(await rows(`SELECT value ->> '$.text' AS text, supersededAt IS NULL AS stands FROM MoneySetting ORDER BY id`)).toEqual([
    { text: 'Sum = {gross}\nIncome = =T1', stands: 0 },
    { text: 'N = {net}', stands: 1 },
  ])
  await db.prepare('UPDATE MoneySetting SET supersededAt = createdAt WHERE supersededAt IS NULL').run()
})

// "The same payment reference for the same request is one payment, however often it is brought."
it('a file of paid marks says what it would do, records it, and the same file again records nothing', async () => {
  const { cookie, accountId } = await finance()
  const one = await aRequest()
  const two = await aRequest({ prices: [5_000] })
  const text = toCsv(
    ['Request', 'Amount', 'Date', 'Payment reference'],
    [
      [one.request, '100.00', '01/03/2026', 'BACS 1'],
      [one.request.toLowerCase(), '£30', '2026-03-01', 'BACS 2'],
      [two.request, '60', '2026-03-01', 'BACS 1'],
      ['IR999999', '1', '2026-03-01', 'BACS 3'],
      [two.request, '60', '2026-03-01', 'bacs 1'],
    ],
  )
  const shown = await (await upload(cookie, text)).text()
  for (const words of [
    '3</span> to be added as payments, £190.00 in all',
    '1</span> skipped as known already',
    '1</span> refused',
    'Save 3 and leave out the others',
    'Leaves £20.00 outstanding',
    '£10.00 more than is outstanding',
    'No request has this reference',
  ])
    expect(shown).toContain(words)
  expect(await marksOf(one.bookingId)).toEqual([])
  const form = { text, state: hidden(shown, 'state') }
  expect((await request(`${requests}/payments/apply`, { cookie, form })).status).toBe(303)
  const recorded = [
    { pence: 10_000, source: `request:${one.request}:BACS 1`, happenedOn: '2026-03-01' },
    { pence: 3_000, source: `request:${one.request}:BACS 2`, happenedOn: '2026-03-01' },
  ]
  expect(await marksOf(one.bookingId)).toEqual(recorded)
  expect([await owedBy(one.bookingId), await owedBy(two.bookingId)]).toEqual([-1_000, 0])
  const again = await request(`${requests}/payments/apply`, { cookie, form })
  expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('Nothing is left to save')])
  expect(await (await upload(cookie, text)).text()).toContain('This payment is recorded already')
  expect(await marksOf(one.bookingId)).toEqual(recorded)
  // “Who recorded a payment and when is kept, and shown with the request.”
  const [log] = await rows<{ accountId: string; after: string }>(
    `SELECT accountId, after FROM Log WHERE act = 'invoice_request.paid' AND subjectId = (SELECT id FROM InvoiceRequest WHERE reference = ?1) ORDER BY id`,
    one.request,
  )
  expect(log?.accountId).toBe(accountId)
  expect(JSON.parse(log?.after ?? '')).toEqual({ reference: one.request, pence: 10_000, on: '2026-03-01' })
  const page = await (await request(`${requests}/${one.request}`, { cookie })).text()
  for (const words of ['BACS 1', 'Over-paid', '£10.00']) expect(page).toContain(words)
})

it('a preview that no longer holds is shown anew, and nothing is recorded', async () => {
  const { cookie } = await finance()
  const debt = await aRequest()
  const text = toCsv(
    ['Reference', 'Amount', 'Date', 'Payment'],
    [
      [debt.request, '100', '2026-03-01', 'A'],
      [debt.request, '20', '2026-03-01', 'B'],
    ],
  )
  const state = hidden(await (await upload(cookie, text)).text(), 'state')
  await request(`${requests}/${debt.request}`, { cookie, form: { amount: '20', date: '2026-03-01', payment: 'B' } })
  const late = await request(`${requests}/payments/apply`, { cookie, form: { text, state } })
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('What the list would do has changed')])
  expect((await marksOf(debt.bookingId)).map(({ pence }) => pence)).toEqual([2_000])
})

it('a file that is none of paid marks is refused with what is wrong', async () => {
  const { cookie } = await finance()
  for (const [text, words] of [
    ['Name,Amount\r\nA,1\r\n', 'must have the columns reference, amount, date and payment reference'],
    ['Reference,Amount,Date,Payment\r\n', 'has no rows below its first'],
    [`Reference,Amount,Date,Payment\r\n${'IR000001,1,2026-03-01,A\r\n'.repeat(1_001)}`, 'more than 1,000 rows'],
    ['', 'Choose a CSV file'],
  ] as const) {
    const answer = await upload(cookie, text)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(words)])
  }
})

// "Payments are brought back as a file, or recorded by hand on the page of the request."
it('records a payment by hand, in parts and over, and keeps what was typed', async () => {
  const { cookie } = await finance()
  const debt = await aRequest({ poNumber: 'PO-9' })
  const path = `${requests}/${debt.request}`
  const wrong = await request(path, { cookie, form: { amount: 'much', date: '2026-03-01', payment: 'CHQ 1' } })
  const page = await wrong.text()
  expect(wrong.status).toBe(422)
  expect(page).toContain('Enter the amount in pounds')
  expect(page).toContain('value="much"')
  expect(page).toContain('value="CHQ 1"')
  expect(page).toContain('PO-9')
  const pay = (amount: string, payment: string) => request(path, { cookie, form: { amount, date: '2026-03-01', payment } })
  expect((await pay('50', 'CHQ 1')).status).toBe(303)
  expect(await (await request(path, { cookie })).text()).toContain('£70.00')
  const twice = await pay('50', 'chq 1')
  expect([twice.status, await twice.text()]).toEqual([409, expect.stringContaining('This payment is recorded already')])
  await pay('80', 'CHQ 2')
  expect(await (await request(path, { cookie })).text()).toContain('Paid beyond what was asked for')
  expect(await owedBy(debt.bookingId)).toBe(-1_000)
  expect((await request(`${requests}/IR999999`, { cookie })).status).toBe(404)
  expect((await request(`${requests}/IR999999`, { cookie, form: { amount: '1', date: '2026-03-01', payment: 'A' } })).status).toBe(404)
})

it('“What is not paid is listed with its age, oldest first, and as a file; what a credit note covers is not among it.”', async () => {
  const { cookie } = await finance()
  const open = await aRequest()
  const part = await aRequest()
  const credited = await aRequest()
  await cancelPlace(credited.places[0] ?? '')
  const [, credit = 0] = await numbersOf(credited.bookingId)
  await makeFile(anAct({ actor: (await finance()).actor }), { kind: 'invoice_request', numbers: [credit] })
  await request(`${requests}/${part.request}`, { cookie, form: { amount: '100', date: '2026-03-01', payment: 'A' } })
  const page = await (await request(`${requests}/unpaid`, { cookie })).text()
  expect([open, part, credited].map((one) => page.includes(one.request))).toEqual([true, true, false])
  const csv = await (await request(`${requests}/unpaid.csv`, { cookie })).text()
  const row = csv.split('\r\n').find((line) => line.startsWith(part.request))
  expect(row).toMatch(/,100\.00,20\.00,120\.00,100\.00,20\.00$/)
  const other = await (await request(`${requests}/${credited.request}`, { cookie })).text()
  expect(other).toContain('Other requests of this booking')
  expect(other).toContain('Credit note')
})

it('pages are read in the same number of round trips with one row and with many', async () => {
  const { cookie } = await finance()
  const trips = async (path: string): Promise<number> =>
    tripsOf(async (on) => {
      expect((await request(path, { cookie, bindings: { DB: on } })).status).toBe(200)
    })
  const one = await aRequest()
  await aDebt({ told: 'no' })
  await aDebt()
  const paths = [journals, `${journals}/make`, requests, `${requests}/unpaid`, `${requests}/${one.request}`, `${requests}/${one.file}`]
  const few = await Promise.all(paths.map(trips))
  for (let n = 0; n < 4; n += 1) await aRequest()
  for (const told of ['no', 'sent', 'queued'] as const) await aDebt({ told, prices: [100, 200, 300] })
  expect(await Promise.all(paths.map(trips))).toEqual(few)
})

it('whose role was taken away while a page was open makes no file, records no payment and sets no columns', async () => {
  const { actor, accountId } = await finance()
  const debt = await aRequest()
  const waiting = await aDebt()
  await db.prepare(`UPDATE StaffRole SET revokedAt = grantedAt WHERE accountId = ?1`).bind(accountId).run()
  const act = anAct({ actor })
  expect([
    await makeFile(act, { kind: 'journal', numbers: waiting.numbers }),
    await markPaid(act, { reference: debt.request, amount: '1', date: '2026-03-01', payment: 'A' }),
    await saveLayout(act, { kind: 'journal', text: 'Net = {net}' }),
  ]).toEqual([
    { ok: false, reason: 'changed_meanwhile' },
    { ok: false, reason: 'reference_unknown' },
    { ok: false, reason: 'changed_meanwhile' },
  ])
  expect(await marksOf(debt.bookingId)).toEqual([])
})

// "The page names the payers of whom something is missing, each with the form where it is entered."
it.each([
  ['journal', { route: 'recharge', costCentre: '' }, 'No cost centre is known of 1 payer', { costCentre: 'S77' }],
  ['invoice_request', { route: 'invoice' }, 'No customer number is known of 1 payer', { customerNumber: '300142', billingAddress: 'Lane' }],
  [
    'invoice_request',
    { route: 'invoice' },
    'No address on bills is known of 1 payer',
    { customerNumber: '300142', billingAddress: 'Lane' },
  ],
] as const)('the page of a %s names the payer of whom something is missing: %j', async (kind, facts, words, entered) => {
  const { cookie } = await finance()
  const debt = await aDebt({ ...facts, details: undefined })
  const page = async () => (await request(kind === 'journal' ? journals : requests, { cookie })).text()
  const before = await page()
  expect(before).toContain(words)
  expect(before).toContain(`href="/organiser/finance/payers/${debt.payerId}/details"`)
  expect(before).toContain('Left out: ')
  await setDetails(debt.payerId, entered)
  expect(await page()).not.toContain(words)
})

// "The lines of a file can be limited to some days, and to events that are over by a day; the
// others wait for a later file."
it('a file is made of the lines of some days, and of events that are over', async () => {
  const { cookie } = await finance()
  const debt = await aDebt()
  const [facts] = await rows<{ happenedOn: string; heldOn: string }>(
    `SELECT l.happenedOn, (SELECT date(MAX(o.endsAt)) FROM Session o WHERE o.eventId = l.eventId) AS heldOn FROM LedgerLine l WHERE l.number = ?1`,
    debt.numbers[0],
  )
  if (!facts) throw new Error('no line')
  const offered = async (query: string) =>
    hidden(await (await request(`${journals}/make?${query}`, { cookie })).text(), 'lines')
      .split(',')
      .map(Number)
      .filter((number) => debt.numbers.includes(number))
  const [dayBefore, dayAfter] = [-1, 1].map((days) => addDays(facts.happenedOn, days))
  expect(await offered(`from=${facts.happenedOn}&to=${facts.happenedOn}&heldBy=${facts.heldOn}`)).toEqual(debt.numbers)
  expect(await offered(`from=${dayAfter}`)).toEqual([])
  expect(await offered(`to=${dayBefore}`)).toEqual([])
  expect(await offered(`heldBy=${addDays(facts.heldOn, -1)}`)).toEqual([])
  const left = await (await request(`${journals}?from=${dayAfter}`, { cookie })).text()
  expect(left).toContain('not of the days or events that you chose')
  for (const query of ['from=yesterday', 'from=2026-05-02&to=2026-05-01']) {
    const wrong = await request(`${journals}?${query}`, { cookie })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('There is a problem')])
  }
})

// "A file is made, and then accepted or rejected by the finance system; finance says which, with
// the reason when it was rejected."
// "What the finance system said is kept with the day and who brought it back, and is never
// changed."
it('says once whether the finance system accepted a file or rejected it, and why', async () => {
  const { cookie, accountId } = await finance()
  const debt = await aRequest()
  const path = `${requests}/${debt.file}`
  expect(await (await request(path, { cookie })).text()).toContain('Say whether the finance system accepted it')
  for (const [form, words] of [
    [{ answer: '' }, 'Choose whether it was accepted or rejected'],
    [{ answer: 'rejected', reason: ' ' }, 'Enter what the finance system said'],
    [{ answer: 'rejected', reason: 'x'.repeat(301) }, 'Shorten what it said to 300 characters'],
  ] as const) {
    const wrong = await request(`${path}/answer`, { cookie, form })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining(words)])
  }
  expect((await request(`${path}/answer`, { cookie, form: { answer: 'rejected', reason: 'Customer 300142 is closed' } })).status).toBe(303)
  const page = await (await request(path, { cookie })).text()
  for (const words of ['Rejected', 'Customer 300142 is closed', 'Its lines are in it no longer']) expect(page).toContain(words)
  const gone = await (await request(`${requests}/${debt.request}`, { cookie })).text()
  expect(gone).toContain('The finance system rejected its file, so it asks for nothing')
  expect(gone).not.toContain('Record the payment')
  expect(await (await request(`${requests}/unpaid`, { cookie })).text()).not.toContain(debt.request)
  expect((await request(`${path}/answer`, { cookie, form: { answer: 'accepted' } })).status).toBe(303)
  expect(
    await rows(
      'SELECT answer, reason, answeredById FROM FinanceFileAnswer WHERE batchId = (SELECT batchId FROM InvoiceRequest WHERE reference = ?1)',
      debt.request,
    ),
  ).toEqual([{ answer: 'rejected', reason: 'Customer 300142 is closed', answeredById: accountId }])
  expect((await request(`${requests}/99999/answer`, { cookie })).status).toBe(404)
  expect((await request(`${requests}/99999/answer`, { cookie, form: { answer: 'accepted' } })).status).toBe(404)
})

it('“A line that lacks something goes when finance says that it may.”', async () => {
  const { cookie } = await finance()
  const debt = await aDebt({ costCentre: '' })
  expect(
    hidden(await htmlOf(request(`${journals}/make`, { cookie })), 'lines')
      .split(',')
      .map(Number),
  ).not.toContain(debt.numbers[0])
  const form = { file: 'journal', text: 'N = {net}', action: 'save' }
  expect((await request(columns, { cookie, form })).status).toBe(303)
  expect(
    hidden(await htmlOf(request(`${journals}/make`, { cookie })), 'lines')
      .split(',')
      .map(Number),
  ).toContain(debt.numbers[0])
  await db.prepare('UPDATE MoneySetting SET supersededAt = createdAt WHERE supersededAt IS NULL').run()
})
