// What one key of the twin holds: every mail it accepted, what arrived for its addresses, a clock of its own, and its delivery desk.
import type { GetEmailResponseSuccess, Tag } from 'resend'
import { Waits } from '#tools/twins/waits.ts'
import { type Desk, newDesk } from './desk.ts'
import { type Faults, noFaults } from './faults.ts'
import { notFound, Refusal } from './refusal.ts'

/** `content` is base64, as it was sent. */
export type KeptAttachment = { filename: string | null; content_type: string | null; content_id: string | null; content: string }

/** What became of an address; a mail that the twin accepted is on its way until one of the last six is known. */
export type Fate = 'delivered' | 'delayed' | 'bounced' | 'soft_bounced' | 'complained' | 'suppressed' | 'failed'

export type Mail = {
  id: string
  /** Milliseconds since 1970 by the account's clock. */
  at: number
  /** The idempotency key of the request that brought it; several mails of one batch have the same. */
  key: string | null
  from: string
  to: string[]
  cc: string[]
  bcc: string[]
  reply_to: string[]
  subject: string
  html: string | null
  text: string | null
  headers: Record<string, string>
  tags: Tag[]
  attachments: KeptAttachment[]
  message_id: string
  last_event: GetEmailResponseSuccess['last_event']
  events: { type: string; at: number; to: string[]; detail: string | null }[]
}

export type Arrived = {
  id: string
  at: number
  /** The address that it was delivered to, whatever its headers say. */
  receivedFor: string[]
  /** The whole message, base64. */
  raw: string
  /** What the addresses to download it and its attachments end in. */
  token: string
}

export type Answer = { status: number; body: string }
type KeptAnswer = { asked: string; at: number; answer: Answer | undefined }
export type Call = { at: number; method: string; path: string; status: number; key: string | null }

type Settings = {
  domains: string[]
  /** Requests a second; undefined is no limit. */
  perSecond: number | undefined
  /** Mails in a day of UTC; undefined is no quota. */
  dailyQuota: number | undefined
  isRevoked: boolean
  /** A key with sending access alone. */
  sendsOnly: boolean
  /** Bytes of a whole mail with its attachments in base64. */
  largest: number
}

export type KeptAccount = {
  key: string
  ahead: number
  settings: Settings
  desk: Desk
  mails: Mail[]
  arrived: Arrived[]
  suppressed: [string, 'bounce' | 'complaint' | 'manual'][]
  fates: [string, Fate][]
  later: Account['later']
  answers: [string, KeptAnswer][]
}

const day = 86_400_000

export class Account {
  readonly key: string
  readonly desk = newDesk()
  readonly faults: Faults = noFaults()
  readonly settings: Settings
  /** Accepted, in order: what recipients got. */
  readonly mails = new Map<string, Mail>()
  readonly arrived = new Map<string, Arrived>()
  readonly suppressed = new Map<string, 'bounce' | 'complaint' | 'manual'>()
  /** What is to become of mail to an address, when somebody decided it. */
  readonly fates = new Map<string, Fate>()
  /** What still happens to mails as time goes by. */
  later: { mail: string; to: string; fate: Fate; due: number }[] = []
  readonly events: { id: string; event: import('resend').WebhookEventPayload }[] = []
  readonly calls: Call[] = []
  /** Counts what changed, so that whoever keeps it knows when to. */
  changes = 0
  readonly waits = new Waits(() => this.now())
  window = { second: 0, used: 0 }
  private ahead = 0
  private stopped: number | undefined
  private readonly answers = new Map<string, KeptAnswer>()

  /** @param domains those verified for it */
  constructor(key: string, domains: readonly string[], perSecond?: number) {
    this.key = key
    this.settings = {
      domains: [...domains],
      perSecond,
      dailyQuota: undefined,
      isRevoked: false,
      sendsOnly: false,
      largest: 40 * 1024 * 1024,
    }
  }

  /** Milliseconds since 1970 by this account's own clock. */
  now(): number {
    return this.stopped ?? Date.now() + this.ahead
  }

  advance(seconds: number): void {
    if (this.stopped !== undefined) this.stopped += seconds * 1000
    else this.ahead += seconds * 1000
    this.waits.look()
  }

  /** Sets the clock; it runs on from there, or stands still until it is set or advanced. */
  setClock(to: number, standsStill: boolean): void {
    this.ahead = to - Date.now()
    this.stopped = standsStill ? to : undefined
    this.waits.look()
  }

  mail(id: string): Mail {
    const mail = this.mails.get(id)
    if (!mail) throw notFound('Email')
    return mail
  }

  arrival(id: string): Arrived {
    const arrived = this.arrived.get(id)
    if (!arrived) throw notFound('Email')
    return arrived
  }

  /** The first answer under this key, or undefined when the request is new; from then on the key is in use. */
  begin(idempotencyKey: string, asked: string): Answer | undefined {
    for (const [key, one] of this.answers) {
      if (one.at + day > this.now()) break
      this.answers.delete(key)
    }
    const known = this.answers.get(idempotencyKey)
    if (!known) {
      this.answers.set(idempotencyKey, { asked, at: this.now(), answer: undefined })
      return undefined
    }
    if (known.asked !== asked)
      throw new Refusal(409, 'invalid_idempotent_request', 'This idempotency key has been used on a request with a different payload.')
    if (!known.answer) throw new Refusal(409, 'concurrent_idempotent_requests', 'Another request with this idempotency key is in progress.')
    return known.answer
  }

  keep(idempotencyKey: string, answer: Answer): void {
    const known = this.answers.get(idempotencyKey)
    if (known) known.answer = answer
  }

  forget(idempotencyKey: string): void {
    this.answers.delete(idempotencyKey)
  }

  called(call: Call): void {
    this.calls.push(call)
    if (this.calls.length > 20_000) this.calls.splice(0, 10_000)
  }

  /** Everything, as data, for another run to go on with. */
  kept(): KeptAccount {
    return {
      key: this.key,
      ahead: this.ahead,
      settings: this.settings,
      desk: this.desk,
      mails: [...this.mails.values()],
      arrived: [...this.arrived.values()],
      suppressed: [...this.suppressed],
      fates: [...this.fates],
      later: this.later,
      answers: [...this.answers].filter(([, one]) => one.answer),
    }
  }

  restore(kept: KeptAccount): void {
    this.ahead = kept.ahead
    Object.assign(this.settings, kept.settings)
    Object.assign(this.desk, kept.desk)
    for (const mail of kept.mails) this.mails.set(mail.id, mail)
    for (const arrived of kept.arrived) this.arrived.set(arrived.id, arrived)
    for (const [address, why] of kept.suppressed) this.suppressed.set(address, why)
    for (const [address, fate] of kept.fates) this.fates.set(address, fate)
    this.later = kept.later
    for (const [key, one] of kept.answers) this.answers.set(key, one)
  }
}
