// A school that books by card, the twin of Stripe on which it pays, and a clock for both. Money is
// asserted to the penny.

import { vi } from 'vitest'
import type { Act } from '#base/act.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { runDue } from '#due.ts'
import { accepted, bindings, db, request, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { insert, insertOnce } from '#test/support/rows.ts'
import { type Delivery, type StripeTwinDesk, twinFor } from '#test/support/stripe-twin.ts'
import { aBooker, priced } from '#test/worker/booking/pricing/priced.ts'

const webhookSecret = 'whsec_of_the_tests'
const baseUrl = 'http://localhost:8787'

let minutes = 0
const start = Date.now()
/** The clock of everything moves on; Stripe's too. */
export const later = async (by: number, twin?: StripeTwinDesk): Promise<Date> => {
  minutes += by
  const now = new Date(start + minutes * 60_000)
  vi.useFakeTimers({ toFake: ['Date'], now })
  await twin?.clock(now)
  return now
}

/**
 * What earlier tests of the file left under the keys of other accounts is settled, and last night's
 * comparison is done.
 */
const forgetOthers = () =>
  db.batch([
    db.prepare(`UPDATE Place SET state = 'cancelled', heldUntil = NULL WHERE state = 'held'`),
    db.prepare(`UPDATE Checkout SET state = 'expired' WHERE state IN ('asked', 'open')`),
    db.prepare(`UPDATE CardRefund SET state = 'failed' WHERE state IN ('asked', 'pending')`),
    db.prepare(`UPDATE CardDispute SET state = 'won', settledAt = raisedAt WHERE state = 'open'`),
    db.prepare(`UPDATE StripeCall SET state = 'done' WHERE state = 'queued'`),
    insertOnce('StripeObjectState', { objectId: 'nightly.done', state: crypto.randomUUID(), at: new Date().toISOString() }),
  ])

export type Paying = Awaited<ReturnType<typeof aPaying>>

/**
 * A deployment with Stripe keys of its own account, an event that costs £100 and VAT a place, and
 * a school that pays by card.
 */
export const aPaying = async (
  facts: {
    capacity?: number
    defaultPence?: number
    freePlaces?: number
    mixed?: { onlineCapacity: number; onlineLessPence: number }
  } = {},
) => {
  await forgetOthers()
  const key = `sk_test_${crypto.randomUUID().replaceAll('-', '')}`
  const twin = twinFor(key)
  // By then nothing that earlier tests changed is looked at again for its price.
  await later(20, twin)
  await twin.endpoint(`${baseUrl}/stripe/webhooks`, webhookSecret)
  const stripe = { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, BASE_URL: baseUrl }
  const startsAt = new Date(start + 120 * 86_400_000).toISOString()
  const endsAt = new Date(start + 120 * 86_400_000 + 6 * 3_600_000).toISOString()
  const event = await aPricedEvent({
    event: {
      ...{ startsAt, endsAt, capacity: facts.capacity ?? 50 },
      ...(facts.mixed
        ? { attendanceMode: 'mixed', onlineCapacity: facts.mixed.onlineCapacity, joiningLink: 'https://meet.example/1' }
        : {}),
    },
    list: {
      ...{ defaultPence: facts.defaultPence ?? 10_000, freePlaces: facts.freePlaces ?? 0 },
      ...(facts.mixed ? { onlineLessPence: facts.mixed.onlineLessPence } : {}),
    },
  })
  return { twin, stripe, event, times: { startsAt, endsAt }, access: { secretKey: key, webhookSecret, apiBase: undefined } }
}

type SchoolFacts = Parameters<typeof aBooker>[0]

/** A school that pays by this route. */
const aSchoolThatPays = async (route: 'card' | 'stripe_invoice', facts: SchoolFacts = {}) => {
  const booker = await aBooker({ sector: 'independent', ...facts })
  const at = new Date().toISOString()
  const payerId = `payer-of-${booker.school.id}`
  await db.batch([
    insert('Payer', { id: payerId, schoolId: booker.school.id, createdAt: at }),
    insert('PayerRoute', { payerId, route, createdAt: at }),
  ])
  return { ...booker, payerId }
}

type More = { termsId?: string; school?: SchoolFacts }

export const aCardSchool = (facts: SchoolFacts = {}) => aSchoolThatPays('card', facts)

/** A school that is sent invoices through Stripe: its places are certain at once. */
export const anInvoicedBooking = async (paying: Paying, places = 1, pence = 12_000, more: More = {}) =>
  bookFor(paying, await aSchoolThatPays('stripe_invoice', more.school), places, pence, more)

/** A booking of a school whose route is card, with places that are held while it pays. */
export const aHeldBooking = async (paying: Paying, places = 1, pence = 12_000, more: More = {}) =>
  bookFor(paying, await aCardSchool(more.school), places, pence, more)

/** A school that is billed: its places are certain at once. */
export const aCertainBooking = async (paying: Paying, places = 1, pence = 12_000, more: More = {}) =>
  bookFor(paying, await aBooker({ sector: 'independent', ...more.school }), places, pence, more)

const bookFor = async <B extends Awaited<ReturnType<typeof aBooker>>>(
  paying: Paying,
  booker: B,
  places: number,
  pence: number,
  { termsId }: More = {},
) => {
  const asked = priced(booker, paying.event, pence * places, { places, ...(termsId === undefined ? {} : { termsId }) })
  const inRoom = paying.event.attendanceMode === 'mixed' ? { attendance: 'in_person' as const } : {}
  const delegates = asked.delegates.map((delegate) => ({ ...delegate, ...inRoom }))
  const placed = await placeBooking(anActOf(paying, booker.actor), { ...asked, delegates }).then(accepted)
  const { reference } = placed
  const held = await rows<{ id: string; bookingId: string }>(
    'SELECT p.id, p.bookingId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid',
    reference,
  )
  return { ...booker, reference, bookingId: held[0]?.bookingId ?? '', placeIds: held.map(({ id }) => id) }
}

export const anActOf = (paying: Paying, actor: Act['actor'], more: Partial<Act> = {}): Act => ({
  db,
  now: new Date(),
  actor,
  origin: 'web',
  requestId: crypto.randomUUID(),
  baseUrl,
  mailFrom: bindings.MAIL_FROM,
  laCodes: ['884'],
  stripe: paying.access,
  ...more,
})

export const ask = (paying: Paying, path: string, cookie?: string, form?: Record<string, string>): Promise<Response> =>
  request(path, { ...(cookie ? { cookie } : {}), ...(form ? { form } : {}), bindings: paying.stripe })

/** Presses the button: where it leads. */
export const press = async (paying: Paying, booking: { reference: string; cookie: string }): Promise<string> => {
  const answer = await ask(paying, `/bookings/${booking.reference}/pay`, booking.cookie, {})
  if (answer.status !== 303) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.headers.get('location') ?? ''
}

/** Stripe's number of the page of a booking. */
export const sessionOf = async (booking: { bookingId: string }): Promise<string> =>
  (await rows<{ stripeId: string }>('SELECT stripeId FROM Checkout WHERE bookingId = ?1 ORDER BY createdAt DESC', booking.bookingId))[0]
    ?.stripeId ?? ''

/** The header with which Stripe would sign these bytes at a second. */
export const signed = async (body: string, at: number): Promise<string> => {
  const secret = new TextEncoder().encode(webhookSecret)
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${at}.${body}`)))
  return `t=${at},v1=${Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export const hand = async (paying: Paying, delivery: Pick<Delivery, 'body' | 'headers'>): Promise<Response> =>
  request('/stripe/webhooks', {
    ...{ method: 'POST', headers: delivery.headers, bindings: paying.stripe, body: delivery.body },
  })

/** Everything that is on its way arrives, and is acted on. */
export const arrive = async (paying: Paying): Promise<number[]> => {
  const codes: number[] = []
  for (const delivery of await paying.twin.deliveries()) codes.push((await hand(paying, delivery)).status)
  if (codes.some((code) => code !== 200)) throw new Error(`Webhooks were refused: ${codes}`)
  return codes
}

/** The minute's work. */
export const sweep = async (paying: Paying): Promise<void> => {
  await runDue({ ...bindings, ...paying.stripe }, new Date(), baseUrl)
}

/** How a booking stands: its places, its payments, and its ledger to the penny. */
export const standing = async (booking: { bookingId: string }) => {
  const id = booking.bookingId
  return {
    places: (await rows<{ state: string }>('SELECT state FROM Place WHERE bookingId = ?1 ORDER BY rowid', id)).map((row) => row.state),
    checkouts: (
      await rows<{ state: string; outcome: string | null }>('SELECT state, outcome FROM Checkout WHERE bookingId = ?1 ORDER BY rowid', id)
    ).map((row) => `${row.state}${row.outcome ? ` ${row.outcome}` : ''}`),
    refunds: (
      await rows<{ state: string; why: string; pence: number }>(
        'SELECT state, why, pence FROM CardRefund WHERE bookingId = ?1 ORDER BY rowid',
        id,
      )
    ).map((row) => `${row.state} ${row.why} ${row.pence}`),
    ledger: (
      await rows<{ kind: string; pence: number }>(
        'SELECT kind, pence + vatPence AS pence FROM LedgerLine WHERE bookingId = ?1 ORDER BY number',
        id,
      )
    ).map((row) => `${row.kind} ${row.pence}`),
    owed:
      (await rows<{ sum: number }>('SELECT COALESCE(SUM(pence + vatPence), 0) AS sum FROM LedgerLine WHERE bookingId = ?1', id))[0]?.sum ??
      0,
  }
}

/** The kinds of the messages about a booking, in their order. */
export const toldOf = async (booking: { bookingId: string }): Promise<string[]> =>
  (await rows<{ kind: string }>('SELECT kind FROM Message WHERE bookingId = ?1 ORDER BY rowid', booking.bookingId)).map((row) => row.kind)
