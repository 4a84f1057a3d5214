// The delivery desk: what becomes of an event on its way to us. It signs as Svix signs for Resend, and it can be told to do everything that goes
// wrong.
import { randomBytes, randomUUID } from 'node:crypto'
import type { WebhookEventPayload } from 'resend'
import { Webhook } from 'standardwebhooks'

export const deskModes = ['prompt', 'twice', 'reversed', 'held', 'drop', 'bad_signature', 'old_timestamp'] as const
export type DeskMode = (typeof deskModes)[number]

export type Endpoint = { url: string; secret: string }
export type Waiting = {
  id: string
  /** The id of the event, `svix-id`: the same however often it is sent. */
  event: string
  type: WebhookEventPayload['type']
  endpoint: Endpoint
  body: string
  mode: DeskMode
  due: number
  tries: number
}
export type Delivery = {
  id: string
  event: string
  type: WebhookEventPayload['type']
  url: string
  body: string
  headers: { 'content-type': string; 'svix-id': string; 'svix-timestamp': string; 'svix-signature': string }
}

export type Desk = { mode: DeskMode; delaySeconds: number; endpoints: Endpoint[]; waiting: Waiting[]; log: string[] }

export const newDesk = (): Desk => ({ mode: 'prompt', delaySeconds: 0, endpoints: [], waiting: [], log: [] })

export const newEventId = (): string => `msg_${randomBytes(18).toString('base64url').replaceAll(/[-_]/g, '0')}`

/** Puts an event on its way to every endpoint. */
export const post = (desk: Desk, id: string, event: WebhookEventPayload, now: number): void => {
  if (desk.mode === 'drop') return
  const body = JSON.stringify(event)
  for (const endpoint of desk.endpoints)
    for (let copy = 0; copy < (desk.mode === 'twice' ? 2 : 1); copy++)
      desk.waiting.push({
        id: randomUUID(),
        event: id,
        type: event.type,
        endpoint,
        body,
        mode: desk.mode,
        due: now + desk.delaySeconds * 1000,
        tries: 0,
      })
}

const ofSomebodyElse = `whsec_${Buffer.from('the secret of somebody else').toString('base64')}`

/** Signed by the clock on the wall, as whoever verifies it reads that one, however far the account's own was moved. */
const packed = (one: Waiting, at: number): Delivery => {
  const sent = new Date(one.mode === 'old_timestamp' ? at - 600_000 : at)
  const webhook = new Webhook(one.mode === 'bad_signature' ? ofSomebodyElse : one.endpoint.secret)
  return {
    id: one.id,
    event: one.event,
    type: one.type,
    url: one.endpoint.url,
    body: one.body,
    headers: {
      'content-type': 'application/json',
      'svix-id': one.event,
      'svix-timestamp': String(Math.floor(sent.getTime() / 1000)),
      'svix-signature': webhook.sign(one.event, sent, one.body),
    },
  }
}

/**
 * What is due now, in the order of delivery, signed at `at` (the clock on the wall). Held deliveries wait for `release`.
 * @param pick those of them that are wanted, for signing takes long
 */
export const due = (
  desk: Desk,
  now: number,
  at = Date.now(),
  pick = (ready: readonly Waiting[]): readonly Waiting[] => ready,
): Delivery[] => {
  const ready = desk.waiting.filter((one) => one.due <= now && one.mode !== 'held')
  return pick(desk.mode === 'reversed' ? ready.toReversed() : ready).map((one) => packed(one, at))
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

// https://resend.com/docs/webhooks/retries-and-replays: seconds after each attempt that failed.
const again = [5, 300, 1800, 7200, 18_000, 36_000, 36_000]

/** What an endpoint said: anything but 2xx is tried again, further and further apart, until the attempts are used up. */
export const answered = (desk: Desk, id: string, status: number, now: number): void => {
  const one = desk.waiting.find((waiting) => waiting.id === id)
  if (!one) return
  desk.log = [...desk.log.slice(-99), `${one.type} ${status}`]
  const wait = again[one.tries]
  one.tries += 1
  if ((status >= 200 && status < 300) || wait === undefined) desk.waiting = desk.waiting.filter((waiting) => waiting !== one)
  else one.due = now + wait * 1000
}
