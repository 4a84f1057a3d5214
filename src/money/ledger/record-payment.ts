import { type Act, hasRole } from '#base/act.ts'
import { addDays, type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Route } from '#money/payers/payer.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { notPosted, selectPaying, stillOnAccount, stillOwes } from './money-store.ts'
import { proposeStatements } from './proposal-store.ts'
import { needsSecondPerson, secondPersonFrom } from './second-person.ts'
import { selectSetting } from './setting-store.ts'
import { insertPayment, insertRefund } from './store.ts'

/**
 * `changed_meanwhile`: finance has just changed the sum above which a second person is needed.
 * `by_invoice`: Stripe would go on asking for what is recorded here.
 */
export type PaymentRefusal =
  | 'changed_meanwhile'
  | 'by_invoice'
  | 'no_such_payer'
  | 'not_yet'
  | 'long_ago'
  | 'more_than_owed'
  | 'not_finance'

export type PutRefusal = 'by_invoice' | 'no_such_payer' | 'more_than_owed' | 'not_on_account' | 'not_finance'

/** Days since it came in; an earlier date is a typing mistake. */
const mostDaysAgo = 731

export type HandPayment = {
  /** One form records one payment, however often it is sent. */
  formId: string
  payerId: string
  /** null: on account. */
  bookingId: string | null
  pence: number
  happenedOn: Day
  reference: string
  /** Confirms a payment of more than is owed. */
  anyway: boolean
}

/** Whether Stripe asks for what a booking owes: its money is recorded on the invoice. */
const asksByInvoice = ({ stripe }: Act, route: Route | null): boolean => stripe !== undefined && route === 'stripe_invoice'

/**
 * Records money received by the council's own means; never a card payment. Above finance's limit it
 * is stored as a proposal and does not count until a second person approves it (`waits`).
 */
export const recordPayment = async (act: Act, paid: HandPayment): Promise<Result<{ again: boolean; waits: boolean }, PaymentRefusal>> => {
  if (act.origin === 'web' && !hasRole(act.actor, 'finance', 'administrator')) return refuse('not_finance')
  const today = londonDay(act.now)
  if (paid.happenedOn > today) return refuse('not_yet')
  if (paid.happenedOn < addDays(today, -mostDaysAgo)) return refuse('long_ago')
  const { paying, setting } = await readTogether(act.db, {
    paying: selectPaying(act.db, paid.payerId, paid.bookingId),
    setting: selectSetting(act.db, 'second_person'),
  })
  // The payer neither pays this booking nor has a line of it.
  if (!paying || (paid.bookingId !== null && paying.route === null)) return refuse('no_such_payer')
  if (paid.bookingId !== null && asksByInvoice(act, paying.route)) return refuse('by_invoice')
  const source = `hand:${paid.formId}`
  const waits = needsSecondPerson(secondPersonFrom(setting?.value), paid.pence)
  if (!paid.anyway && paid.bookingId !== null && paid.pence > Math.max(0, paying.owed)) {
    const again = await atomically(act.db, [notPosted(act, source)], { [guardBroken]: 'again' as const })
    return again.ok ? refuse('more_than_owed') : ok({ again: true, waits: false })
  }
  if (waits) return propose(act, paid, source)
  const result = await atomically(
    act.db,
    [
      notPosted(act, source),
      insertPayment(act, {
        payerId: paid.payerId,
        route: paying.route === null || paying.route === 'card' ? 'invoice' : paying.route,
        bookingId: paid.bookingId,
        pence: paid.pence,
        source,
        happenedOn: paid.happenedOn,
        rule: { why: 'by_hand' },
        reason: paid.reference,
      }),
      logged(act, {
        act: 'payment.recorded',
        subject: ['payer', paid.payerId],
        after: { booking: paid.bookingId, pence: paid.pence, happenedOn: paid.happenedOn, source },
      }),
    ],
    { [guardBroken]: 'again' as const, second_person_needed: 'changed_meanwhile' as const },
  )
  return !result.ok && result.reason === 'changed_meanwhile' ? refuse(result.reason) : ok({ again: !result.ok, waits: false })
}

const propose = async (
  act: Act,
  paid: HandPayment,
  source: string,
): Promise<Result<{ again: boolean; waits: boolean }, PaymentRefusal>> => {
  if (!act.actor.accountId) return refuse('not_finance')
  const { formId, payerId, bookingId, pence, happenedOn, reference } = paid
  const result = await atomically(
    act.db,
    [
      notPosted(act, source),
      ...proposeStatements(act, {
        id: formId,
        kind: 'payment',
        payerId,
        bookingId,
        pence,
        vatPence: 0,
        reason: reference,
        waits: { happenedOn, source },
      }),
    ],
    { [guardBroken]: 'again' as const, 'MoneyProposal.id': 'again' as const, 'MoneyProposal.source': 'again' as const },
  )
  return ok({ again: !result.ok, waits: true })
}

/** Moves money on account to a booking of the same payer, in one batch. */
export const putToBooking = async (
  act: Act,
  put: { formId: string; payerId: string; bookingId: string; pence: number },
): Promise<Result<{ again: boolean }, PutRefusal>> => {
  if (act.origin === 'web' && !hasRole(act.actor, 'finance', 'administrator')) return refuse('not_finance')
  const { from, to } = await readTogether(act.db, {
    from: selectPaying(act.db, put.payerId, null),
    to: selectPaying(act.db, put.payerId, put.bookingId),
  })
  if (!from || !to || to.route === null) return refuse('no_such_payer')
  if (asksByInvoice(act, to.route)) return refuse('by_invoice')
  const source = `put:${put.formId}`
  if (put.pence > -from.owed) return refuse('not_on_account')
  if (put.pence > to.owed) return refuse('more_than_owed')
  const line = { payerId: put.payerId, pence: put.pence, rule: { why: 'put_to_booking' } }
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      notPosted(act, `${source}:to`),
      stillOnAccount(act, put),
      stillOwes(act, put),
      insertRefund(act, { ...line, route: to.route === 'card' ? 'invoice' : to.route, bookingId: null, source: `${source}:from` }),
      insertPayment(act, { ...line, route: to.route === 'card' ? 'invoice' : to.route, bookingId: put.bookingId, source: `${source}:to` }),
      logged(act, {
        act: 'payment.allocated',
        subject: ['payer', put.payerId],
        after: { booking: put.bookingId, pence: put.pence, source },
      }),
    ],
    { [guardBroken]: 'again' as const },
  )
  if (result.ok) return ok({ again: false })
  const again = await atomically(act.db, [notPosted(act, `${source}:to`)], { [guardBroken]: 'again' as const })
  return again.ok ? refuse('not_on_account') : ok({ again: true })
}
