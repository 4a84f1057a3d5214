// What only the twin has: a clock to move, payers who pay, and everything that can go wrong on the way.
import type { Account, Fault } from './account.ts'
import { declineSession, expireSession, paySession, settleSession } from './checkout.ts'
import { fund } from './customers.ts'
import { deskModes, due, post, release, take } from './desk.ts'
import { emit } from './events.ts'
import { declineInvoice, payByCard } from './invoice-payments.ts'
import { closeDispute, makeDispute, settleRefund } from './refunds.ts'
import { invalid } from './refusal.ts'

/** What happens by itself as time goes by. */
export const letTimePass = (account: Account): void => {
  const now = account.now()
  for (const session of account.all('checkout.session'))
    if (session.status === 'open' && session.expires_at <= now) expireSession(account, session)
  for (const invoice of account.all('invoice')) {
    const beside = account.beside.get(invoice.id)
    if (invoice.status !== 'open' || invoice.due_date === null || invoice.due_date >= now || beside?.['overdue']) continue
    if (beside) beside['overdue'] = true
    emit(account, 'invoice.overdue', invoice)
  }
}

type Body = Record<string, unknown>
type Control = (account: Account, body: Body, id: string) => unknown

const numberOf = (value: unknown): number | undefined => (value === undefined || value === '' ? undefined : Number(value))
const wanted = (value: unknown, name: string): string => {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is missing`, name)
  return value
}
const faults: readonly string[] = ['500', '500_after', 'timeout'] satisfies Fault[]

const controls: Record<string, Control> = {
  'POST endpoints': (account, body) => {
    account.desk.endpoints.push({ url: wanted(body['url'], 'url'), secret: wanted(body['secret'], 'secret') })
    return { endpoints: account.desk.endpoints.length }
  },
  'GET deliveries': (account, body) => ({
    deliveries:
      body['take'] === '1'
        ? take(account.desk, account.now(), body['at'] ? Number(body['at']) : undefined)
        : due(account.desk, account.now()),
    waiting: account.desk.waiting.length,
  }),
  'POST desk': (account, body) => {
    const mode = deskModes.find((one) => one === body['mode'])
    if (body['mode'] !== undefined && !mode) throw invalid(`The desk knows the modes ${deskModes.join(', ')}.`, 'mode')
    if (mode) account.desk.mode = mode
    account.desk.delaySeconds = numberOf(body['delaySeconds']) ?? 0
    if (body['refunds'] !== undefined) account.refunds = body['refunds'] === 'pending' ? 'pending' : 'prompt'
    return { mode: account.desk.mode, delaySeconds: account.desk.delaySeconds, refunds: account.refunds }
  },
  'POST release': (account) => {
    release(account.desk, account.now())
    return { waiting: account.desk.waiting.length }
  },
  // Everything that ever happened is told once more.
  'POST replay': (account) => {
    for (const event of account.all('event')) post(account.desk, event, account.now())
    return { waiting: account.desk.waiting.length }
  },
  'GET clock': (account) => ({ now: account.now(), waiting: account.waits.count }),
  'POST clock': (account, body) => {
    const to = numberOf(body['to'])
    const by = to === undefined ? (numberOf(body['advance']) ?? 0) : to - account.now()
    if (!Number.isFinite(by)) throw invalid('advance is a number of seconds, to is a moment in seconds since 1970.', 'advance')
    account.advance(by)
    letTimePass(account)
    return { now: account.now() }
  },
  'POST faults': (account, body) => {
    const fault = wanted(body['next'], 'next')
    if (!faults.includes(fault)) throw invalid(`The twin knows the faults ${faults.join(', ')}.`, 'next')
    for (let time = 0; time < (numberOf(body['times']) ?? 1); time++)
      account.faults.push({ fault: fault as Fault, seconds: numberOf(body['seconds']) ?? 15 })
    return { faults: account.faults.length }
  },
  'POST checkout pay': (account, body, id) =>
    paySession(account, id, { later: body['later'] === true || body['later'] === 'true', method: String(body['method'] ?? 'card') }),
  'POST checkout settle': (account, _, id) => settleSession(account, id, 'paid'),
  'POST checkout bounce': (account, _, id) => settleSession(account, id, 'failed'),
  'POST checkout decline': (account, _, id) => declineSession(account, id),
  'POST checkout abandon': (account, _, id) => account.get('checkout.session', id),
  'POST invoices pay_card': (account, body, id) => payByCard(account, account.get('invoice', id), numberOf(body['amount'])),
  'POST invoices decline': (account, _, id) => {
    declineInvoice(account, account.get('invoice', id))
    return account.get('invoice', id)
  },
  'POST invoices fail_finalization': (account, _, id) => {
    const invoice = account.get('invoice', id)
    if (invoice.status !== 'draft') throw invalid('Only a draft can fail to be finalised.')
    invoice.last_finalization_error = { type: 'invalid_request_error', message: 'The twin was told to fail.' }
    emit(account, 'invoice.finalization_failed', invoice)
    return invoice
  },
  'POST customers fund': (account, body, id) =>
    fund(account, account.get('customer', id), {
      amount: numberOf(body['amount']) ?? 0,
      currency: 'gbp',
      reference: body['reference'] === undefined ? undefined : String(body['reference']),
    }),
  'POST refunds succeed': (account, _, id) => settleRefund(account, id, 'succeeded'),
  'POST refunds fail': (account, _, id) => settleRefund(account, id, 'failed'),
  'POST dispute': (account, body) => makeDispute(account, wanted(body['payment_intent'], 'payment_intent')),
  'POST disputes win': (account, _, id) => closeDispute(account, id, 'won'),
  'POST disputes lose': (account, _, id) => closeDispute(account, id, 'lost'),
}

/** @param path what follows `/_twin/`: `clock`, or `checkout/cs_…/pay` */
export const control = (account: Account, method: string, path: string, body: Body): unknown => {
  const [what = '', id = '', act] = path.split('/')
  const run = controls[`${method} ${act === undefined ? what : `${what} ${act}`}`]
  if (!run) throw invalid(`The twin has no ${method} /_twin/${path}`)
  return run(account, body, id)
}
