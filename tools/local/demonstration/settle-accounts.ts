// What finance has done with what schools owe: files made, some invoices paid, one charge disputed
// and one to be waived.
import type { Act, Actor } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { moneyForFiles } from '#base/money.ts'
import { proposeWaiver } from '#money/ledger/propose-money.ts'
import { raiseDispute } from '#money/ledger/raise-dispute.ts'
import { saveDetails } from '#money/payers/change-payer.ts'
import { noDetails, payerOfId } from '#money/payers/payer-record.ts'
import { type BatchKind, forOneFile, heldFor, payersLacking, sortLines } from '#payments/finance-files/batch.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { markPaid } from '#payments/finance-files/mark-paid.ts'
import { selectOwing } from '#payments/finance-files/request-store.ts'
import { readForFile } from '#payments/finance-files/store.ts'
import { demonstrationDates } from './dates.ts'
import { newestCharges } from './store.ts'
import { actOf, must } from './time.ts'

const fileOf = async (act: Act, kind: BatchKind): Promise<number> => {
  const { pending, needed } = await readForFile(act.db, kind, instant(act.now))
  const going = forOneFile(sortLines(pending, heldFor(needed)).going)
  if (going.length > 0) must(await makeFile(act, { kind, numbers: going.map((line) => line.number) }), kind)
  return going.length
}

/** Billing details of those invoiced, except one in nine. */
const enterDetails = async (act: Act): Promise<void> => {
  const { pending, needed } = await readForFile(act.db, 'invoice_request', instant(act.now))
  const payers = payersLacking(sortLines(pending, heldFor(needed)).held, 'customer_number').filter((_, n) => n % 9 !== 8)
  for (const [n, { payerId, school }] of payers.entries()) {
    const payer = payerOfId(payerId)
    const details = {
      ...noDetails,
      customerNumber: String(300_140 + n),
      billingAddress: `Finance office, ${school}\nSchool Lane\nAlderwickshire`,
    }
    if (payer) must(await saveDetails(act, payer, details, undefined), school)
  }
}

/** @returns how many lines went to the finance system, and how many invoices are paid */
export const settleAccounts = async (act: Act, finance: Actor, contacts: ReadonlyMap<string, Actor>) => {
  const { details, journal, invoices, paid: paidAt, disputed } = demonstrationDates(act.now).accounts
  const by = (when: Date): Act => actOf(act, finance, when)
  await enterDetails(by(details))
  const lines = (await fileOf(by(journal), 'journal')) + (await fileOf(by(invoices), 'invoice_request'))
  const owing = await readNow(act.db, selectOwing(act.db))
  const paid = owing.filter((request, n) => n % 3 === 0 && request.pence + request.vatPence > 0)
  for (const [n, request] of paid.entries()) {
    const mark = { amount: moneyForFiles(request.pence + request.vatPence), date: londonDay(paidAt), payment: `BACS ${4100 + n}` }
    must(await markPaid(by(addMinutes(paidAt, n)), { reference: request.reference, ...mark }), request.reference)
  }
  await quarrel(by(disputed), contacts)
  return { lines, paid: paid.length }
}

/** One school says that it cancelled in time; for another, finance asks a colleague to waive it. */
const quarrel = async (act: Act, contacts: ReadonlyMap<string, Actor>): Promise<void> => {
  const [disputed, sorry] = await newestCharges(act.db)
  const contact = disputed && contacts.get(disputed.rootId)
  const words = 'We rang the Thursday before, and were told that it was in time.'
  if (contact) must(await raiseDispute(actOf(act, contact, act.now), { id: newId(act.now), lineNumber: disputed.number, words }), 'Dispute')
  const reason = 'The road was flooded, and the school telephoned that morning.'
  if (sorry) must(await proposeWaiver(act, { id: newId(act.now), lineNumber: sorry.number, pence: undefined, reason }), 'Waiver')
}
