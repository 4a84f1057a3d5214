import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { standingOf, stateOf } from '#payments/finance-files/request.ts'
import { selectOwing, selectRequest } from '#payments/finance-files/request-store.ts'
import { anAct, db, rows, tick } from '#test/support/factories.ts'
import { aDebt, finance } from './world.ts'

const aRequest = async () => {
  const debt = await aDebt({ route: 'invoice' })
  const made = await makeFile(anAct({ actor: (await finance()).actor }), { kind: 'invoice_request', numbers: debt.numbers })
  expect(made.ok).toBe(true)
  const [found] = await rows<{ reference: string }>('SELECT reference FROM InvoiceRequest WHERE bookingId = ?1', debt.bookingId)
  return { ...debt, request: found?.reference ?? '' }
}

const byCard = (debt: { bookingId: string; payerId: string }, pence: number) =>
  insertPayment(anAct(), { ...debt, route: 'card', pence, source: crypto.randomUUID(), rule: { why: 'card' } }).run()

const standingNow = async (request: string) => {
  const [one] = standingOf((await readNow(db, selectRequest(db, request))).beside, instant(tick()))
  const owing = (await readNow(db, selectOwing(db))).map(({ reference }) => reference)
  return { outstanding: one?.outstanding, state: one && stateOf(one), listed: owing.includes(request) }
}

it('an invoice that a school pays by card is not asked for again', async () => {
  const debt = await aRequest()
  expect(await standingNow(debt.request)).toEqual({ outstanding: 12_000, state: 'unpaid', listed: true })
  await byCard({ bookingId: debt.bookingId, payerId: debt.payerId }, 5_000)
  expect(await standingNow(debt.request)).toEqual({ outstanding: 7_000, state: 'part', listed: true })
  await byCard({ bookingId: debt.bookingId, payerId: debt.payerId }, 7_000)
  expect(await standingNow(debt.request)).toEqual({ outstanding: 0, state: 'settled', listed: false })
})
