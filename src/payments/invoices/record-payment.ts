import type { Act } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Proposal } from '#money/ledger/proposal.ts'
import { proposeStatements } from '#money/ledger/proposal-store.ts'
import { needsSecondPerson } from '#money/ledger/second-person.ts'
import { selectSecondPerson } from '#money/ledger/setting-store.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { outstandingOf } from './invoice.ts'
import { notVoidedYet, readInvoice, stillOutstanding } from './store.ts'

export type PaymentRefusal = 'no_such_invoice' | 'not_open' | 'nothing_left' | 'not_the_whole' | 'in_future' | 'waits_already' | 'changed'

const payable = ['sent', 'overdue', 'uncollectible', 'paid'] as const

/** Tells Stripe, so that it is not paid there too. Above finance’s limit it `waits`. */
export const recordPayment = async (
  act: Act,
  ask: { id: string; pence: number; reference: string; happenedOn: Day },
): Promise<Result<{ waits: boolean }, PaymentRefusal>> => {
  const invoice = await readInvoice(act.db, { id: ask.id })
  if (!invoice) return refuse('no_such_invoice')
  const outstanding = outstandingOf(invoice)
  if (invoice.voiding || !payable.some((state) => state === invoice.state)) return refuse('not_open')
  if (outstanding === 0) return refuse('nothing_left')
  if (ask.pence !== outstanding) return refuse('not_the_whole')
  if (ask.happenedOn > londonDay(act.now)) return refuse('in_future')
  // A payment that was taken back may be recorded again.
  const source = `outside:${invoice.id}:${invoice.received + invoice.takenBack}`
  if (needsSecondPerson(await readNow(act.db, selectSecondPerson(act.db)), outstanding)) {
    const asked = await atomically(
      act.db,
      [
        stillOutstanding(act, invoice.id, outstanding, payable),
        ...proposeStatements(act, {
          id: newId(act.now),
          kind: 'payment',
          bookingId: invoice.bookingId,
          payerId: invoice.payerId,
          pence: outstanding,
          vatPence: 0,
          reason: ask.reference,
          waits: { happenedOn: ask.happenedOn, source },
        }),
      ],
      { [guardBroken]: 'changed', 'MoneyProposal.source': 'waits_already' } as const,
    )
    return asked.ok ? ok({ waits: true }) : asked
  }
  const result = await atomically(
    act.db,
    [
      stillOutstanding(act, invoice.id, outstanding, payable),
      insertPayment(act, {
        payerId: invoice.payerId,
        route: 'stripe_invoice',
        bookingId: invoice.bookingId,
        pence: outstanding,
        source,
        happenedOn: ask.happenedOn,
        rule: { why: 'paid_outside', invoice: invoice.id, number: invoice.number },
        reason: ask.reference,
      }),
      callQueued(act, { kind: 'invoice.pay', subjectId: invoice.id, key: `invoice.pay:${invoice.id}` }),
      logged(act, {
        act: 'invoice.paid_outside',
        subject: ['invoice', invoice.id],
        eventId: invoice.eventId,
        schoolId: invoice.schoolId,
        after: { pence: outstanding, happenedOn: ask.happenedOn },
      }),
    ],
    { [guardBroken]: 'changed', second_person_needed: 'changed' } as const,
  )
  return result.ok ? ok({ waits: false }) : result
}

/** Guards that it is still owed, and tells Stripe. Nothing for other proposals. */
export const settlingInvoice = async (act: Act, { source, pence }: Proposal): Promise<SqlStatement[]> => {
  const [from, id = ''] = (source ?? '').split(':')
  if (from !== 'outside') return []
  return [
    stillOutstanding(act, id, pence, payable),
    notVoidedYet(act, id),
    callQueued(act, { kind: 'invoice.pay', subjectId: id, key: `invoice.pay:${id}` }),
    logged(act, { act: 'invoice.paid_outside', subject: ['invoice', id], after: { pence } }),
  ]
}
