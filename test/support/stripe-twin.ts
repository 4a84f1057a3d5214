// The twin of Stripe as a test sees it: what payers, banks, the clock and the post do. It speaks HTTP, so it works from workerd as from Node.
import type Stripe from 'stripe'
import type { DeskMode, Delivery as Posted } from '#tools/twins/stripe/desk.ts'

export type Delivery = Posted
export type Fault = '500' | '500_after' | 'timeout'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export class StripeTwinDesk {
  readonly key: string
  private readonly origin: string
  private readonly send: Fetch

  constructor(key: string, origin: string, send: Fetch) {
    this.key = key
    this.origin = origin
    this.send = send
  }

  private async ask<T>(method: 'GET' | 'POST', path: string, body?: Record<string, unknown>): Promise<T> {
    const answer = await this.send(`${this.origin}/_twin/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const said = (await answer.json()) as T & { error?: { message: string } }
    if (said.error) throw new Error(`The twin refused ${path}: ${said.error.message}`)
    return said
  }

  /** Events go here from now on. */
  async endpoint(url: string, secret: string): Promise<void> {
    await this.ask('POST', 'endpoints', { url, secret })
  }

  /** What is due now, in the order in which it arrives, signed by the clock of this test; it is handed out once. */
  async deliveries(): Promise<Delivery[]> {
    const at = Math.floor(Date.now() / 1000)
    return (await this.ask<{ deliveries: Delivery[] }>('GET', `deliveries?take=1&at=${at}`)).deliveries
  }

  /** How the post behaves for events that happen from now on. */
  async desk(mode: DeskMode, delaySeconds = 0): Promise<void> {
    await this.ask('POST', 'desk', { mode, delaySeconds })
  }

  /** Refunds made from now on stay pending, until `refund` says what becomes of them, or succeed at once. */
  async refunds(status: 'pending' | 'prompt'): Promise<void> {
    await this.ask('POST', 'desk', { refunds: status })
  }

  /** Lets everything go that was held or delayed. */
  async release(): Promise<void> {
    await this.ask('POST', 'release')
  }

  /** Puts every event that ever happened on its way once more. */
  async replay(): Promise<void> {
    await this.ask('POST', 'replay')
  }

  /** How many calls wait for its clock, because of a fault. */
  async waiting(): Promise<number> {
    return (await this.ask<{ waiting: number }>('GET', 'clock')).waiting
  }

  async advance(seconds: number): Promise<void> {
    await this.ask('POST', 'clock', { advance: seconds })
  }

  /** Sets the clock of this account; it runs on from there. */
  async clock(to: Date | string): Promise<void> {
    await this.ask('POST', 'clock', { to: Math.floor(new Date(to).getTime() / 1000) })
  }

  async fault(next: Fault, times = 1, seconds = 15): Promise<void> {
    await this.ask('POST', 'faults', { next, times, seconds })
  }

  /** @param later by a method whose money arrives days afterwards; see `settle` and `bounce` */
  pay(session: string, later = false): Promise<Stripe.Checkout.Session> {
    return this.ask('POST', `checkout/${session}/pay`, { later })
  }

  decline(session: string): Promise<Stripe.Checkout.Session> {
    return this.ask('POST', `checkout/${session}/decline`)
  }

  abandon(session: string): Promise<Stripe.Checkout.Session> {
    return this.ask('POST', `checkout/${session}/abandon`)
  }

  settle(session: string): Promise<Stripe.Checkout.Session> {
    return this.ask('POST', `checkout/${session}/settle`)
  }

  bounce(session: string): Promise<Stripe.Checkout.Session> {
    return this.ask('POST', `checkout/${session}/bounce`)
  }

  /** By card on the hosted page: all that is left, or a stated amount, less or more. */
  payInvoice(invoice: string, amount?: number): Promise<Stripe.Invoice> {
    return this.ask('POST', `invoices/${invoice}/pay_card`, amount === undefined ? {} : { amount })
  }

  declineInvoice(invoice: string): Promise<Stripe.Invoice> {
    return this.ask('POST', `invoices/${invoice}/decline`)
  }

  /** A bank transfer arrives for a customer. */
  fund(customer: string, amount: number, reference?: string): Promise<Stripe.CustomerCashBalanceTransaction> {
    return this.ask('POST', `customers/${customer}/fund`, { amount, ...(reference ? { reference } : {}) })
  }

  refund(refund: string, becomes: 'succeed' | 'fail'): Promise<Stripe.Refund> {
    return this.ask('POST', `refunds/${refund}/${becomes}`)
  }

  dispute(intent: string): Promise<Stripe.Dispute> {
    return this.ask('POST', 'dispute', { payment_intent: intent })
  }

  closeDispute(dispute: string, as: 'win' | 'lose'): Promise<Stripe.Dispute> {
    return this.ask('POST', `disputes/${dispute}/${as}`)
  }
}

/**
 * @param key names the account of the twin; a test with a key of its own meets no other
 * @param send how requests reach the twin; in workerd `fetch`, which the test configuration leads there
 */
export const twinFor = (key: string, send: Fetch = fetch, origin = 'https://api.stripe.com'): StripeTwinDesk =>
  new StripeTwinDesk(key, origin, (url, init) => send(url, init))
