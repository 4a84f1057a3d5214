// Lists newest first, a page at a time, and objects with the things they name put in their place by `expand`.
import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { notFound } from './refusal.ts'

type Listed = { id: string; created?: number }
export type ListParams = Stripe.PaginationParams & { created?: Stripe.RangeQueryParam | number; expand?: string[] }

const inRange = (value: number | undefined, range: ListParams['created']): boolean => {
  if (range === undefined) return true
  if (value === undefined) return false
  if (typeof range === 'number') return value === range
  return (
    (range.gt === undefined || value > range.gt) &&
    (range.gte === undefined || value >= range.gte) &&
    (range.lt === undefined || value < range.lt) &&
    (range.lte === undefined || value <= range.lte)
  )
}

/** @param things oldest first, already filtered by whatever only this list knows */
export const listOf = <T extends Listed>(url: string, things: T[], params: ListParams = {}): Stripe.ApiList<T> => {
  const newestFirst = things.toReversed().filter((one) => inRange(one.created, params.created))
  const indexOf = (id: string, param: string): number => {
    const index = newestFirst.findIndex((one) => one.id === id)
    if (index < 0) throw notFound('object', id, param)
    return index
  }
  const limit = Math.min(Math.max(params.limit ?? 10, 1), 100)
  if (params.ending_before !== undefined) {
    const before = newestFirst.slice(0, indexOf(params.ending_before, 'ending_before'))
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url }
  }
  const rest = params.starting_after === undefined ? newestFirst : newestFirst.slice(indexOf(params.starting_after, 'starting_after') + 1)
  return { object: 'list', data: rest.slice(0, limit), has_more: rest.length > limit, url }
}

/** A short list inside another object, oldest first. */
export const within = <T>(url: string, data: T[]): Stripe.ApiList<T> => ({ object: 'list', data, has_more: false, url })

/** Parts that an object shows only when it is asked for them. */
const askedFor = (account: Account, id: string, name: string): unknown => {
  const thing = account.find(id)
  const refundsOf = (charge: string) => account.all('refund').filter((refund) => refund.charge === charge)
  const paymentsOf = (invoice: string) => account.all('invoice_payment').filter((payment) => payment.invoice === invoice)
  switch (`${thing?.object}.${name}`) {
    case 'charge.refunds':
      return listOf(`/v1/charges/${id}/refunds`, refundsOf(id), { limit: 100 })
    case 'invoice.payments':
      return listOf('/v1/invoice_payments', paymentsOf(id), { limit: 100 })
    case 'checkout.session.line_items':
      return within(`/v1/checkout/sessions/${id}/line_items`, (account.beside.get(id)?.['lines'] ?? []) as unknown[])
    case 'customer.cash_balance':
      return cashBalanceOf(account, id)
    default:
      return undefined
  }
}

/** What a customer's transfers have left over. */
export const cashBalanceOf = (account: Account, customer: string): Stripe.CashBalance => {
  const cash = Object.entries((account.beside.get(customer)?.['cash'] ?? {}) as Record<string, number>).filter(([, pence]) => pence !== 0)
  return {
    object: 'cash_balance',
    available: cash.length === 0 ? null : Object.fromEntries(cash),
    customer,
    customer_account: null,
    livemode: false,
    settings: { reconciliation_mode: 'automatic', using_merchant_default: true },
  }
}

const idOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : undefined

const expandPath = (account: Account, value: unknown, path: string[]): void => {
  if (Array.isArray(value)) {
    for (const one of value) expandPath(account, one, path)
    return
  }
  const [name, ...rest] = path
  if (typeof value !== 'object' || value === null || name === undefined) return
  const record = value as Record<string, unknown>
  const id = idOf(value)
  const lookUp = (one: unknown): unknown => {
    const found = typeof one === 'string' ? account.find(one) : undefined
    return found ? structuredClone(found) : one
  }
  const asked = id === undefined || record[name] !== undefined ? undefined : askedFor(account, id, name)
  if (asked !== undefined) record[name] = structuredClone(asked)
  else record[name] = Array.isArray(record[name]) ? record[name].map(lookUp) : lookUp(record[name])
  expandPath(account, record[name], rest)
}

export const expanded = (account: Account, thing: unknown, paths: unknown): unknown => {
  if (!Array.isArray(paths) || paths.length === 0) return thing
  const copy: unknown = structuredClone(thing)
  for (const path of paths) expandPath(account, copy, String(path).split('.'))
  return copy
}
