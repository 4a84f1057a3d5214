// Schools that pay on an invoice through Stripe, the twin that stands for Stripe, and time that goes by for both.

import type Stripe from 'stripe'
import { expect } from 'vitest'
import { app } from '#app.tsx'
import { type Act, type Actor, nobody } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { runDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { saveInvoiceSetting } from '#payments/invoices/save-setting.ts'
import { invoiceSettingFrom } from '#payments/invoices/setting.ts'
import { stripeFor } from '#payments/stripe/client.ts'
import { isFollowed, keptOf } from '#payments/stripe/event.ts'
import { insertEvents } from '#payments/stripe/event-store.ts'
import { accepted, anAccount, anAct, aSchool, bindings, db, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { insert } from '#test/support/rows.ts'
import { twinFor } from '#test/support/stripe-twin.ts'
import { people } from '#test/worker/booking/pricing/priced.ts'

const key = `sk_test_invoices${crypto.randomUUID().replaceAll('-', '')}`
const access = { secretKey: key, webhookSecret: 'whsec_pretend', apiBase: undefined }
export const keys = { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: access.webhookSecret }
export const twin = twinFor(key)
export const stripe = stripeFor(access)
const baseUrl = 'http://localhost:8787'

// Webhooks are kept by the real clock, so ours runs with it and ahead of it.
let ahead = 0
export const now = (): Date => {
  ahead += 1000
  return new Date(Date.now() + ahead)
}

/** For how many days invoices wait for a purchase order number from now on. */
export const waitFor = (waitDays: number) => saveInvoiceSetting(act(nobody), { ...invoiceSettingFrom(undefined), waitDays })

/**
 * The post of the twin comes to our door, and it is noon: what is done each night is done. Invoices
 * wait for no purchase order number.
 */
export const begin = async (): Promise<void> => {
  await waitFor(0)
  await twin.endpoint(`${baseUrl}/stripe/webhooks`, keys.STRIPE_WEBHOOK_SECRET)
  const day = 86_400_000
  const noon = Math.ceil((Date.now() - day / 2) / day) * day + day / 2
  ahead += noon - Date.now()
  await twin.advance(Math.round((noon - Date.now()) / 1000))
}

/** Days go by, here and at Stripe. */
export const pass = async (days: number): Promise<void> => {
  ahead += days * 86_400_000
  await twin.advance(days * 86_400)
}

/** Minutes go by here; Stripe does not notice. */
export const minutes = (count: number): void => {
  ahead += count * 60_000
}

export const act = (actor: Actor, overrides: Partial<Act> = {}): Act => anAct({ actor, now: now(), stripe: access, ...overrides })

/** Everything that is due, as every minute does it: all of the service. */
export const everything = (): Promise<void> => runDue({ ...bindings, ...keys }, now(), baseUrl)

const ofInvoices = [
  ...['followStripe', 'creditInvoices', 'issueInvoices', 'markOverdue', 'remindOfInvoices'],
  ...['makeStripeCalls', 'reconcileStripe'],
]
const failures: unknown[] = []
const invoiceJobs = kinds
  .filter(({ name }) => ofInvoices.includes(name))
  .map((kind) => ({
    ...kind,
    job: (of: Act) =>
      kind.job(of).catch((error: unknown) => {
        failures.push(error)
        throw error
      }),
  }))

/** What is due of invoices, without their mail. */
export const due = async (): Promise<void> => {
  await runDue({ ...bindings, ...keys, LOCAL_MAIL: '' }, now(), baseUrl, invoiceJobs)
  for (const failure of failures.splice(0)) throw failure
}

const following: Promise<unknown>[] = []

/** Brings what the post has to our door. */
const deliver = async (): Promise<string[]> => {
  const said: string[] = []
  for (let more = await twin.deliveries(); more.length > 0; more = await twin.deliveries())
    for (const one of more) {
      const answer = await app.request(
        `${baseUrl}/stripe/webhooks`,
        { method: 'POST', headers: one.headers, body: one.body },
        { ...bindings, ...keys },
        {
          waitUntil: (one: Promise<unknown>) => void following.push(one),
          passThroughOnException: () => {},
          props: {},
        } as unknown as ExecutionContext,
      )
      said.push(`${one.type} ${answer.status}`)
      await Promise.all(following.splice(0))
    }
  return said
}

export type Weather = 'prompt' | 'twice' | 'reversed' | 'three days late' | 'dropped'
export const weathers: Weather[] = ['twice', 'reversed', 'three days late', 'dropped']

/** How the post behaves from now on. */
export const weather = (kind: Weather): Promise<void> =>
  kind === 'three days late' ? twin.desk('prompt', 3 * 86_400) : twin.desk(kind === 'dropped' ? 'drop' : kind)

/** Until nothing more follows: minutes, the post, and for what never comes the night after. */
export const settle = async (kind: Weather = 'prompt'): Promise<void> => {
  await due()
  if (kind === 'three days late') await pass(3)
  if (kind === 'dropped') {
    await pass(1)
    await due()
  }
  while ((await deliver()).length > 0) await due()
}

/** The newest event that was told again. */
let toldAgain: string | undefined

/** Whatever was told since is told again, all of it: nothing may change by it. */
export const replayAll = async (): Promise<void> => {
  const { data: events, has_more } = await stripe.events.list({ limit: 100, ...(toldAgain ? { ending_before: toldAgain } : {}) })
  expect([events.length > 0, has_more]).toEqual([true, false])
  toldAgain = events[0]?.id
  await db.batch([
    db.prepare('DELETE FROM StripeEvent'),
    insertEvents(
      db,
      now(),
      events.filter(({ type }) => isFollowed(type)).flatMap((event) => keptOf(event) ?? []),
    ),
  ])
  await due()
}

/** A day so many days ahead, in working hours. */
const dayAhead = (days: number, hour: string): string => `${londonDay(new Date(now().getTime() + days * 86_400_000))}T${hour}:00.000Z`

/** An academy that pays on Stripe invoices, with somebody who books for it. */
export const aPayingSchool = async () => {
  const school = await aSchool({ sector: 'academy' })
  const payerId = `payer-of-${school.id}`
  const at = now().toISOString()
  await db.batch([
    insert('Payer', { id: payerId, schoolId: school.id, createdAt: at }),
    insert('PayerRoute', { payerId, route: 'stripe_invoice', createdAt: at }),
  ])
  return { school, payerId, ...(await anAccount({ schoolIds: [school.id] })) }
}
export type PayingSchool = Awaited<ReturnType<typeof aPayingSchool>>

/** A conference in ninety days at £100 and VAT a place, unless told otherwise. */
export const aConference = (facts: { days?: number; defaultPence?: number; basisPoints?: number } = {}) =>
  aPricedEvent({
    event: { startsAt: dayAhead(facts.days ?? 90, '09:30'), endsAt: dayAhead(facts.days ?? 90, '15:00') },
    list: { defaultPence: facts.defaultPence ?? 10_000, ...(facts.basisPoints === undefined ? {} : { basisPoints: facts.basisPoints }) },
  })

/** @param seen what the school accepted, with VAT */
export const booked = async (
  school: PayingSchool,
  event: { code: string; priceId: string },
  places: number,
  seen: number,
  paying: Record<string, string> = {},
  more: { termsId?: string } = {},
) => {
  const placed = await placeBooking(act(school.actor), {
    code: event.code,
    schoolId: school.school.id,
    formId: crypto.randomUUID(),
    delegates: people(`${school.school.urn}-${crypto.randomUUID().slice(0, 8)}`, places),
    paying: { priceId: event.priceId, seenPence: seen, ...paying } as never,
    ...more,
  }).then(accepted)
  const { reference } = placed
  const found = await rows<{ id: string; bookingId: string }>(
    'SELECT p.id, p.bookingId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid',
    reference,
  )
  return { reference, bookingId: found[0]?.bookingId ?? '', placeIds: found.map(({ id }) => id) }
}

export const cancelled = async (school: PayingSchool, reference: string, placeIds?: string[], seen = 0): Promise<void> => {
  expect((await cancelBooking(act(school.actor), reference, placeIds, { seen })).ok).toBe(true)
}

export type StoredInvoice = {
  id: string
  number: number
  state: string
  poNumber: string
  pence: number
  vatPence: number
  stripeId: string
  replacesId: string | null
  dueOn: string
}

/** Invoices of a booking, oldest first. */
export const invoicesOf = (bookingId: string): Promise<StoredInvoice[]> =>
  rows<StoredInvoice>(
    'SELECT id, number, state, poNumber, pence, vatPence, stripeId, replacesId, dueOn FROM Invoice WHERE bookingId = ?1 ORDER BY number',
    bookingId,
  )

export const states = async (bookingId: string): Promise<string[]> => (await invoicesOf(bookingId)).map(({ state }) => state)

/** The only invoice of a booking that stands. */
export const invoiceOf = async (bookingId: string): Promise<StoredInvoice> => {
  const found = (await invoicesOf(bookingId)).filter(({ state }) => state !== 'void')
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} invoices`)
  return found[0]
}

/** What a payer's lines come to, kind by kind; money on account apart. */
export const sums = async (payerId: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rows<{ what: string; sum: number }>(
        `SELECT kind || IIF(bookingId IS NULL, ' on account', '') AS what, SUM(pence + vatPence) AS sum FROM LedgerLine WHERE payerId = ?1 GROUP BY what ORDER BY what`,
        payerId,
      )
    ).map(({ what, sum }) => [what, sum]),
  )

/** All that a payer owes (below nothing: has in its favour). */
export const owes = async (payerId: string): Promise<number> =>
  (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE payerId = ?1', payerId))[0]?.sum ?? 0

export const customerOf = async (payerId: string): Promise<string> =>
  (await rows<{ stripeId: string }>('SELECT stripeId FROM StripeCustomer WHERE payerId = ?1', payerId))[0]?.stripeId ?? ''

/** What Stripe holds of a payer's transfers is what the ledger says is on account. */
export const onAccount = async (payerId: string): Promise<{ here: number; there: number }> => {
  const customer = await customerOf(payerId)
  const balance = (await stripe.customers.retrieveCashBalance(customer)) as Stripe.CashBalance
  const [row] = await rows<{ sum: number }>(
    'SELECT COALESCE(-SUM(pence), 0) AS sum FROM LedgerLine WHERE payerId = ?1 AND bookingId IS NULL',
    payerId,
  )
  return { here: row?.sum ?? 0, there: balance.available?.['gbp'] ?? 0 }
}

/** An academy with one invoice that has been sent: two places at £100 and VAT. */
export const anInvoiced = async (paying: Record<string, string> = {}) => {
  const school = await aPayingSchool()
  const event = await aConference()
  const booking = await booked(school, event, 2, 24_000, paying)
  await due()
  return { school, event, booking, payerId: school.payerId, invoice: await invoiceOf(booking.bookingId) }
}
