// The delivery desk: what becomes of an event on its way to us. It signs as Stripe signs, and it can be told to do everything that goes wrong.
import { createHmac, randomUUID } from 'node:crypto'

export const deskModes = ['prompt', 'twice', 'reversed', 'held', 'drop', 'bad_signature', 'old_timestamp'] as const
export type DeskMode = (typeof deskModes)[number]

export type Endpoint = { url: string; secret: string }
type Waiting = {
  id: string
  event: string
  type: string
  endpoint: Endpoint
  body: string
  mode: DeskMode
  due: number
  tries: number
  first: number
}
export type Delivery = {
  id: string
  event: string
  type: string
  url: string
  body: string
  headers: { 'content-type': string; 'stripe-signature': string }
}

export type Desk = { mode: DeskMode; delaySeconds: number; endpoints: Endpoint[]; waiting: Waiting[]; log: string[] }

export const newDesk = (): Desk => ({ mode: 'prompt', delaySeconds: 0, endpoints: [], waiting: [], log: [] })

const threeDays = 3 * 86_400

const sign = (body: string, secret: string, at: number): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`

/** Puts an event on its way to every endpoint. */
export const post = (desk: Desk, event: { id: string; type: string }, now: number): void => {
  if (desk.mode === 'drop') return
  const body = JSON.stringify(event, null, 2)
  for (const endpoint of desk.endpoints)
    for (let copy = 0; copy < (desk.mode === 'twice' ? 2 : 1); copy++)
      desk.waiting.push({
        id: randomUUID(),
        event: event.id,
        type: event.type,
        endpoint,
        body,
        mode: desk.mode,
        due: now + desk.delaySeconds,
        tries: 0,
        first: now,
      })
}

/** Signed by the clock on the wall, as whoever verifies it reads that one, however far the account's own was moved. */
const packed = (one: Waiting, at = Math.floor(Date.now() / 1000)): Delivery => ({
  id: one.id,
  event: one.event,
  type: one.type,
  url: one.endpoint.url,
  body: one.body,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'stripe-signature': sign(
      one.body,
      one.mode === 'bad_signature' ? 'whsec_of_somebody_else' : one.endpoint.secret,
      one.mode === 'old_timestamp' ? at - 600 : at,
    ),
  },
})

/** What is due now, in the order of delivery, signed at `at` (the clock on the wall). Held deliveries wait for `release`. */
export const due = (desk: Desk, now: number, at = Math.floor(Date.now() / 1000)): Delivery[] => {
  const ready = desk.waiting.filter((one) => one.due <= now && one.mode !== 'held')
  return (desk.mode === 'reversed' ? ready.toReversed() : ready).map((one) => packed(one, at))
}

export const take = (desk: Desk, now: number, at?: number): Delivery[] => {
  const taken = due(desk, now, at)
  const ids = new Set(taken.map((one) => one.id))
  desk.waiting = desk.waiting.filter((one) => !ids.has(one.id))
  return taken
}

export const release = (desk: Desk, now: number): void => {
  for (const one of desk.waiting) {
    if (one.mode === 'held') one.mode = 'prompt'
    one.due = now
  }
}

/** What an endpoint said: anything but 2xx is tried again, further and further apart, for three days. */
export const answered = (desk: Desk, id: string, status: number, now: number): void => {
  const one = desk.waiting.find((waiting) => waiting.id === id)
  if (!one) return
  desk.log.push(`${one.type} ${status}`)
  one.tries += 1
  one.due = now + Math.min(5 * 4 ** one.tries, 6 * 3600)
  if ((status >= 200 && status < 300) || one.due > one.first + threeDays) desk.waiting = desk.waiting.filter((waiting) => waiting !== one)
}
