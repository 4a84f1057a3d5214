// What one key of the twin holds: every object by its id, a clock of its own, the answers kept under idempotency keys, and its delivery desk.
import { randomBytes } from 'node:crypto'
import type Stripe from 'stripe'
import { Waits } from '#tools/twins/waits.ts'
import { type Desk, newDesk } from './desk.ts'
import { notFound, Refusal } from './refusal.ts'

export type Kinds = {
  customer: Stripe.Customer
  product: Stripe.Product
  price: Stripe.Price
  tax_rate: Stripe.TaxRate
  payment_method: Stripe.PaymentMethod
  payment_intent: Stripe.PaymentIntent
  charge: Stripe.Charge
  refund: Stripe.Refund
  dispute: Stripe.Dispute
  'checkout.session': Stripe.Checkout.Session
  invoiceitem: Stripe.InvoiceItem
  invoice: Stripe.Invoice
  invoice_payment: Stripe.InvoicePayment
  credit_note: Stripe.CreditNote
  customer_cash_balance_transaction: Stripe.CustomerCashBalanceTransaction
  event: Stripe.Event
}
export type Kind = keyof Kinds

export type Answer = { status: number; body: string }
export type Fault = '500' | '500_after' | 'timeout'

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
export const newId = (prefix: string, length = 24): string =>
  `${prefix}_${Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')}`

const secondsInADay = 86_400

type KeptAnswer = { asked: string; at: number; answer: Answer | undefined }

export type KeptAccount = {
  key: string
  ahead: number
  refunds: Account['refunds']
  desk: Desk
  objects: Kinds[Kind][]
  beside: [string, Record<string, unknown>][]
  answers: [string, KeptAnswer][]
}

export class Account {
  readonly key: string
  readonly pages: string
  readonly desk = newDesk()
  readonly faults: { fault: Fault; seconds: number }[] = []
  /** Refunds stay pending until the desk decides. */
  refunds: 'prompt' | 'pending' = 'prompt'
  /** What is known of an object and not said by it. */
  readonly beside = new Map<string, Record<string, unknown>>()
  readonly waits = new Waits(() => Date.now() + this.ahead * 1000)
  readonly request: { id: string | null; idempotency_key: string | null } = { id: null, idempotency_key: null }
  private ahead = 0
  private readonly objects = new Map<string, Kinds[Kind]>()
  private readonly answers = new Map<string, KeptAnswer>()

  /** @param pages where the hosted pages are */
  constructor(key: string, pages: string) {
    this.key = key
    this.pages = pages
  }

  /** Seconds since 1970 by this account's own clock. */
  now(): number {
    return Math.floor(Date.now() / 1000) + this.ahead
  }

  advance(seconds: number): void {
    this.ahead += Math.round(seconds)
    this.waits.look()
  }

  add<K extends Kind>(kind: K, thing: Kinds[K]): Kinds[K] {
    this.objects.set(thing.id, thing)
    return thing.object === kind ? thing : this.never(kind)
  }

  get<K extends Kind>(kind: K, id: string, param = 'id'): Kinds[K] {
    const thing = this.objects.get(id)
    if (thing?.object !== kind) throw notFound(kind === 'checkout.session' ? 'checkout.session' : kind, id, param)
    return thing as Kinds[K]
  }

  remove(id: string): void {
    this.objects.delete(id)
  }

  find(id: string): Kinds[Kind] | undefined {
    return this.objects.get(id)
  }

  /** Oldest first. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    return [...this.objects.values()].filter((thing) => thing.object === kind) as Kinds[K][]
  }

  private never(kind: string): never {
    throw new Error(`That is no ${kind}`)
  }

  /** The first answer under this key, or undefined when the request is new; from then on the key is in use. */
  begin(idempotencyKey: string, asked: string): Answer | undefined {
    for (const [key, one] of this.answers) if (one.at + secondsInADay <= this.now()) this.answers.delete(key)
    const known = this.answers.get(idempotencyKey)
    if (!known) {
      this.answers.set(idempotencyKey, { asked, at: this.now(), answer: undefined })
      return undefined
    }
    if (known.asked !== asked)
      throw new Refusal('Keys for idempotent requests can only be used with the same parameters they were first used with.', {
        type: 'idempotency_error',
      })
    if (!known.answer)
      throw new Refusal('There is currently another in-progress request using this idempotency key.', {
        status: 409,
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
      })
    return known.answer
  }

  keep(idempotencyKey: string, answer: Answer): void {
    const known = this.answers.get(idempotencyKey)
    if (known) known.answer = answer
  }

  forget(idempotencyKey: string): void {
    this.answers.delete(idempotencyKey)
  }

  /** Everything, as data, for another run to go on with. */
  kept(): KeptAccount {
    return {
      key: this.key,
      ahead: this.ahead,
      refunds: this.refunds,
      desk: this.desk,
      objects: [...this.objects.values()],
      beside: [...this.beside],
      answers: [...this.answers].filter(([, one]) => one.answer),
    }
  }

  restore(kept: KeptAccount): void {
    this.ahead = kept.ahead
    this.refunds = kept.refunds
    Object.assign(this.desk, kept.desk)
    for (const thing of kept.objects) this.objects.set(thing.id, thing)
    for (const [id, beside] of kept.beside) this.beside.set(id, beside)
    for (const [key, one] of kept.answers) this.answers.set(key, one)
  }
}
