import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeTakeBack, proposeWaiver } from '#money/ledger/propose-money.ts'
import { raiseDispute } from '#money/ledger/raise-dispute.ts'
import { recordPayment } from '#money/ledger/record-payment.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { selectDebtors, selectOwed } from '#payments/accounting/debt-store.ts'
import { selectOdd } from '#payments/accounting/reconciliation-store.ts'
import { anAccount, anAct, aSchool, counting, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { add, addLike, all, insert } from '#test/support/rows.ts'
import { aPaidBooking, owedOf } from '#test/worker/money/ledger/booked.ts'

const text = async (answer: Response | Promise<Response>): Promise<string> => (await answer).text().then((html) => plain(html))

const later = () => aPricedEvent({ event: { startsAt: '2026-12-04T09:30:00.000Z', endsAt: '2026-12-04T15:00:00.000Z' } })
const base = '/organiser/finance'

const pay = (booked: { bookingId: string | null; payerId: string }, pence: number) =>
  insertPayment(anAct(), {
    ...{
      payerId: booked.payerId,
      bookingId: booked.bookingId,
      route: 'invoice',
      pence,
      source: crypto.randomUUID(),
      rule: { why: 'by_hand' },
    },
  }).run()

/** A file asks the finance system for an invoice of these lines. */
const ask = async (numbers: readonly number[], at: string) => {
  const id = crypto.randomUUID()
  const asked = await all('FinanceFile', { kind: 'invoice_request' })
  await db.batch([
    insert('FinanceFile', { id, kind: 'invoice_request', number: asked.length + 1, lines: 1, pence: 0, vatPence: 0, createdAt: at }),
    ...numbers.map((number) => insert('FinanceFileLine', { lineNumber: number, batchId: id })),
  ])
}

// “What is owed is as old as the day on which its payer was first asked, by a bill or where none
// is sent by a message; payments count against what was asked for first.”
it('what is owed is as old as it was asked for, and what nobody has asked for yet has no age', async () => {
  const school = await aSchool({ name: '=Cmd School' })
  const booked = await aPaidBooking({ school, event: await later(), places: 3, at: '2025-12-01T09:00:00.000Z' })
  const [first = 0, second = 0] = booked.numbers
  await ask([first], '2026-01-10T09:00:00.000Z')
  // Half past midnight in London
  await ask([second], '2026-04-18T23:30:00.000Z')
  await pay(booked, 13_000)
  const debtors = await readNow(db, selectDebtors(db, '2026-05-20'))
  expect(debtors).toEqual([
    {
      payerId: booked.payerId,
      name: '=Cmd School, Leominster',
      kind: 'school',
      owed: 23_000,
      inFavour: 0,
      bookings: 1,
      askedSince: '2026-04-19',
      notAsked: 12_000,
      to30: 0,
      to60: 11_000,
      to90: 0,
      over90: 0,
    },
  ])
  await pay({ payerId: booked.payerId, bookingId: null }, 500)
  expect((await readNow(db, selectDebtors(db, '2026-08-20'))).map(({ owed, inFavour, over90 }) => [owed, inFavour, over90])).toEqual([
    [23_000, 500, 11_000],
  ])
  expect(await readNow(db, selectOwed(db, '2026-05-19'))).toEqual([
    { route: 'invoice', owed: 23_000, notAsked: 12_000, to30: 11_000, to60: 0, to90: 0, over90: 0 },
  ])
  const { cookie } = await anAccount({ roles: ['finance'] })
  const file = await (await request(`${base}/debtors.csv`, { cookie })).text()
  expect(file).toContain(`"'=Cmd School, Leominster",school,230,120,0,0,0,110,5,2026-04-19,1,`)
})

const everyPage = ['', '/debtors', '/debtors.csv', '/proposals', '/absences', '/disputes', '/periods', '/reconciliation']

// “Finance and administrators write; organisers read; to everybody else these pages do not
// exist.”
it('what was told by message where no bill is sent is as old as the message, and a payment taken back leaves a debt as old as it was', async () => {
  const event = await later()
  const carded = await aPaidBooking({ event, route: 'card', at: '2026-01-02T09:00:00.000Z' })
  const messageId = newId(tick())
  await db.batch([
    insert('Message', {
      id: messageId,
      kind: 'booking_confirmed',
      recipient: 'x',
      bookingId: carded.bookingId,
      createdAt: '2026-02-01T09:00:00.000Z',
      dueAt: '2026-02-01T09:00:00.000Z',
      sentAt: '2026-02-02T09:00:00.000Z',
    }),
    insert('LineNotice', { lineNumber: carded.numbers[0], messageId }),
  ])
  const billed = await aPaidBooking({ event, at: '2026-01-02T09:00:00.000Z' })
  await ask(billed.numbers, '2026-01-10T09:00:00.000Z')
  const [ada, ben] = [await anAccount({ roles: ['finance'] }), await anAccount({ roles: ['finance'] })]
  const by = (who: typeof ada) => anAct({ actor: who.actor, now: new Date('2026-04-01T09:00:00.000Z') })
  await recordPayment(by(ada), {
    ...{ formId: crypto.randomUUID(), payerId: billed.payerId, bookingId: billed.bookingId, pence: 12_000 },
    ...{ happenedOn: '2026-03-30', reference: 'BACS', anyway: false },
  })
  const ages = async () =>
    (await readNow(db, selectDebtors(db, '2026-04-20')))
      .filter(({ payerId }) => [carded.payerId, billed.payerId].includes(payerId))
      .map(({ payerId, askedSince, to90, over90 }) => [payerId === carded.payerId ? 'card' : 'bill', askedSince, to90, over90])
      .toSorted()
  expect(await ages()).toEqual([['card', '2026-02-02', 12_000, 0]])
  const [payment] = await rows<{ number: number }>(
    `SELECT number FROM LedgerLine WHERE bookingId = ?1 AND kind = 'payment'`,
    billed.bookingId,
  )
  const id = crypto.randomUUID()
  await proposeTakeBack(by(ada), { id, lineNumber: payment?.number ?? 0, why: 'returned', reason: 'The bank' })
  await decideProposal(by(ben), { id, decision: 'approve', note: '' })
  expect(await ages()).toEqual([
    ['bill', '2026-01-10', 0, 12_000],
    ['card', '2026-02-02', 12_000, 0],
  ])
})

it('finance, administrators and organisers read every page, others none', async () => {
  const booked = await aPaidBooking()
  const readers = await Promise.all((['finance', 'administrator', 'organiser'] as const).map((role) => anAccount({ roles: [role] })))
  const others = await Promise.all([
    anAccount({ roles: ['reader'] }),
    anAccount({ roles: ['officer'] }),
    anAccount({ schoolIds: [booked.school.id] }),
  ])
  const account = `/accounts/${booked.payerId}`
  for (const path of [...everyPage, account, `${account}/statement`, `${account}/statement.csv`]) {
    for (const { cookie } of readers) expect((await request(base + path, { cookie })).status, path).toBe(200)
    for (const { cookie } of others) expect((await request(base + path, { cookie })).status, path).toBe(404)
  }
  const forms = [`${account}/payment`, `/lines/${booked.numbers[0]}/waiver`, `${account}/write-off?booking=${booked.reference}`]
  for (const path of forms) {
    expect((await request(base + path, { cookie: readers[0]?.cookie ?? '' })).status, path).toBe(200)
    for (const { cookie } of [readers[2], ...others].flatMap((one) => one ?? [])) {
      expect((await request(base + path, { cookie })).status, path).toBe(404)
      expect((await request(base + path, { cookie, form: { reason: 'x', amount: '1' } })).status, path).toBe(404)
    }
  }
  for (const { cookie } of readers) {
    const page = await (await request(base, { cookie })).text()
    for (const [, path = ''] of page.matchAll(/<a class="govuk-link" href="(\/[^"]+)"/g))
      expect((await request(path, { cookie })).status, path).toBe(200)
  }
})

it('a payment is recorded by form: it keeps what was typed, warns of too much, and a second press does nothing', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const booked = await aPaidBooking()
  const path = `${base}/accounts/${booked.payerId}/payment`
  const id = crypto.randomUUID()
  const form = { id, booking: booked.reference, amount: '£130.00', happenedOn: '2026-03-02', reference: 'BACS 77' }
  expect(await htmlOf(request(path, { cookie, form: { ...form, amount: 'much' } }), 422)).toContain('value="much"')
  expect(await htmlOf(request(path, { cookie, form }), 409)).toContain('Record it all the same')
  for (let n = 0; n < 2; n += 1) expect((await request(path, { cookie, form: { ...form, anyway: 'yes' } })).status).toBe(303)
  expect(await owedOf(booked.bookingId)).toBe(-1_000)
  const page = await text(request(`${base}/accounts/${booked.payerId}`, { cookie }))
  expect(page).toContain('Recorded by hand')
  expect(page).toContain('BACS 77')
  expect(page).toContain('£10.00 credit')
})

it('what one asks for another approves on the page; the first cannot', async () => {
  const [ada, ben] = await Promise.all([anAccount({ roles: ['finance'] }), anAccount({ roles: ['finance'] })])
  const booked = await aPaidBooking()
  const line = `${base}/lines/${booked.numbers[0]}/waiver`
  const id = crypto.randomUUID()
  expect((await request(line, { cookie: ada.cookie, form: { id, amount: '200', reason: 'Snow' } })).status).toBe(409)
  expect((await request(line, { cookie: ada.cookie, form: { id, amount: '25.50', reason: 'Snow' } })).status).toBe(303)
  const path = `${base}/proposals/${id}`
  expect(await text(request(path, { cookie: ada.cookie }))).toContain('You asked for this, so somebody else must decide')
  expect((await request(path, { cookie: ada.cookie, form: { decision: 'approve', note: '' } })).status).toBe(409)
  for (const form of [{ decision: 'refuse', note: '' }, { note: 'Without a button' }])
    expect((await request(path, { cookie: ben.cookie, form })).status).toBe(422)
  expect((await request(path, { cookie: ben.cookie, form: { decision: 'approve', note: '' } })).status).toBe(303)
  expect(await owedOf(booked.bookingId)).toBe(12_000 - 2_550 - 510)
})

it('the pages take the same round trips with one row and with more', async () => {
  const { actor } = await anAccount({ roles: ['finance'] })
  const trips = async () => {
    const { db: counted, trips: count } = counting()
    await readNow(counted, selectDebtors(counted, '2026-04-20'))
    await readNow(counted, selectOdd(counted, new Date('2026-04-20T09:00:00Z')))
    return count()
  }
  const before = await trips()
  for (let n = 0; n < 3; n += 1) {
    const booked = await aPaidBooking()
    await raiseDispute(anAct({ actor: booked.actor }), { id: crypto.randomUUID(), lineNumber: booked.numbers[0] ?? 0, words: 'No' })
    await proposeWaiver(anAct({ actor }), { id: crypto.randomUUID(), lineNumber: booked.numbers[0] ?? 0, pence: 1, reason: 'x' })
  }
  expect([before, await trips()]).toEqual([2, 2])
})

// “The page of what does not add up names bookings that paid too much, charges nobody was told of
// or agreed to, disputes, money on account, and what differs at Stripe.”
it('what does not add up is found', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const over = await aPaidBooking()
  await pay(over, 20_000)
  const told = await aPaidBooking()
  await run('UPDATE BookingPayer SET supersededAt = createdAt WHERE bookingId = ?1', told.bookingId)
  await addLike(
    'BookingPayer',
    { bookingId: told.bookingId },
    { id: newId(tick()), ...{ agreedAt: null, agreedById: null, supersededAt: null } },
  )
  await pay({ payerId: told.payerId, bookingId: null }, 700)
  await raiseDispute(anAct({ actor: told.actor }), { id: crypto.randomUUID(), lineNumber: told.numbers[0] ?? 0, words: 'No' })
  await add('Invoice', {
    number: 900001,
    payerId: told.payerId,
    bookingId: told.bookingId,
    state: 'paid',
    pence: 10000,
    vatPence: 2000,
    taxPoint: '2026-03-02',
    dueOn: '2026-04-02',
    createdAt: '2026-03-02T09:00:00.000Z',
  })
  const odd = await readNow(db, selectOdd(db, new Date('2026-06-01T09:00:00Z')))
  const has = (question: keyof typeof odd, reference: string | null) =>
    odd[question].filter((row) => row.reference === reference).map(({ pence }) => pence)
  expect(has('in_favour', over.reference)).toEqual([-8_000])
  expect(has('never_told', told.reference)).toEqual([12_000])
  expect(has('not_agreed', told.reference)).toEqual([12_000])
  expect(has('disputed', told.reference)).toEqual([12_000])
  expect(odd.on_account.filter(({ payerId }) => payerId === told.payerId).map(({ pence }) => pence)).toEqual([-700])
  expect(has('invoice_differs', told.reference)).toEqual([12_000])
  const page = await text(request(`${base}/reconciliation`, { cookie }))
  expect(page).toContain('Bookings that paid more than they owe')
  expect(page).toContain(over.reference)
})

it('a month is closed after a question, and the log says so', async () => {
  const { cookie } = await anAccount({ roles: ['finance'] })
  const path = `${base}/periods/2020-01/close`
  expect(await text(request(path, { cookie }))).toContain('Close January 2020?')
  expect((await request(path, { cookie, form: {} })).status).toBe(303)
  expect(await text(request(`${base}/periods`, { cookie }))).toContain('Closed')
  expect(await rows(`SELECT subjectId FROM Log WHERE act = 'period.closed'`)).toEqual([{ subjectId: '2020-01' }])
  expect((await request(`${base}/periods/2999-01/close`, { cookie })).status).toBe(404)
})
