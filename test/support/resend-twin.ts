// The twin of Resend as a test sees it: what recipients, their mail servers, the clock and the post do. It speaks HTTP, so it works from workerd
// as from Node.
import type { WebhookEventPayload } from 'resend'
import type { Arrived, Call, Fate, Mail } from '#tools/twins/resend/account.ts'
import type { DeskMode, Delivery as Posted } from '#tools/twins/resend/desk.ts'
import type { FaultKind } from '#tools/twins/resend/faults.ts'
import type { PartStat, ReplyStyle } from '#tools/twins/resend/replies.ts'

export type ResendDelivery = Posted
export type AcceptedMail = Mail

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export class ResendTwinDesk {
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
    const said = (await answer.json()) as T & { message?: string }
    if (!answer.ok) throw new Error(`The twin refused ${path}: ${said.message}`)
    return said
  }

  /** Every mail that was accepted, in order and once a key: what recipients got. */
  async accepted(): Promise<AcceptedMail[]> {
    return (await this.ask<{ mails: AcceptedMail[] }>('GET', 'mails')).mails
  }

  /** The same without what is long, for thousands of them. */
  async acceptedBriefly(): Promise<Omit<AcceptedMail, 'html' | 'text' | 'attachments'>[]> {
    return (await this.ask<{ mails: AcceptedMail[] }>('GET', 'mails?brief=1')).mails
  }

  /** An accepted mail as it travelled, headers and all. */
  async eml(id: string): Promise<string> {
    const answer = await this.send(`${this.origin}/_twin/mails/${id}/eml`, { headers: { authorization: `Bearer ${this.key}` } })
    return new TextDecoder().decode(await answer.arrayBuffer())
  }

  /** Every call that was made, refused ones too; a status of 0 is a connection that broke. */
  async calls(): Promise<Call[]> {
    return (await this.ask<{ calls: Call[] }>('GET', 'calls')).calls
  }

  /** Everything that ever happened, in order. */
  async events(): Promise<WebhookEventPayload[]> {
    return (await this.ask<{ events: WebhookEventPayload[] }>('GET', 'events')).events
  }

  /** Events go here from now on. `secret` is `whsec_` and base64. */
  async endpoint(url: string, secret: string): Promise<void> {
    await this.ask('POST', 'endpoints', { url, secret })
  }

  /** What is due now, in the order in which it arrives, signed by the clock of this test; it is handed out once. */
  async deliveries(): Promise<ResendDelivery[]> {
    return (await this.ask<{ deliveries: ResendDelivery[] }>('GET', `deliveries?take=1&at=${Date.now()}`)).deliveries
  }

  /** How the post behaves for events that happen from now on. */
  async desk(mode: DeskMode, delaySeconds = 0): Promise<void> {
    await this.ask('POST', 'desk', { mode, delaySeconds })
  }

  /** Lets everything go that was held or delayed. */
  async release(): Promise<void> {
    await this.ask('POST', 'release')
  }

  /** Puts every event that ever happened on its way once more, under the same id. */
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

  /** Sets the clock of this account; it runs on from there, or stands still until it is advanced. */
  async clock(to: Date | string, standsStill = false): Promise<void> {
    await this.ask('POST', 'clock', { to: new Date(to).toISOString(), standsStill })
  }

  /** What goes wrong with the next calls that send. */
  async fault(next: FaultKind, times = 1, seconds = 1): Promise<void> {
    await this.ask('POST', 'faults', { next, times, seconds })
  }

  /** From now on this share of the calls that send goes wrong, in one of these ways; the same seed fails in the same places. 0 ends it. */
  async failing(share: number, kinds: FaultKind[] = ['500'], seed = 1, seconds = 0): Promise<void> {
    await this.ask('POST', 'faults/share', { of: share, kinds, seed, seconds })
  }

  /** What this account may do: null lifts a limit. */
  async settings(more: {
    perSecond?: number | null
    dailyQuota?: number | null
    domains?: string[]
    isRevoked?: boolean
    /** A key with sending access reads nothing, and so nothing that arrived. */
    sendsOnly?: boolean
    largest?: number
  }): Promise<void> {
    await this.ask('POST', 'settings', more)
  }

  /** What becomes of mail to this address from now on; null lets it be decided by the address itself. */
  async address(address: string, fate: Fate | null): Promise<void> {
    await this.ask('POST', 'addresses', { address, fate })
  }

  /** Takes an address off the list of those that get nothing. */
  async unsuppress(address: string): Promise<void> {
    await this.ask('POST', 'unsuppress', { address })
  }

  /** What a recipient's mail server does with a mail after all. */
  async befalls(mail: string, what: 'bounce' | 'soft-bounce' | 'complain' | 'deliver'): Promise<void> {
    await this.ask('POST', `mails/${mail}/${what}`)
  }

  /** A message arrives for an address of ours. */
  inbound(to: string, raw: string): Promise<Arrived> {
    return this.ask('POST', 'inbound', { to, raw })
  }

  /** The recipient of an accepted invitation answers it; `attendee` answers in their place. */
  reply(mail: string, partStat: PartStat, more: { style?: ReplyStyle; comment?: string; attendee?: string } = {}): Promise<Arrived> {
    return this.ask('POST', `mails/${mail}/reply`, { partStat, ...more })
  }
}

/**
 * @param key names the account of the twin, `re_` and letters; a test with a key of its own meets no other
 * @param send how requests reach the twin; in workerd `fetch`, which the test configuration leads there
 */
export const resendTwinFor = (key: string, send: Fetch = fetch, origin = 'https://api.resend.com'): ResendTwinDesk =>
  new ResendTwinDesk(key, origin, (url, init) => send(url, init))
