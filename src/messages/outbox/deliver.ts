// Delivers what has been stored to be sent, every minute by the scheduled handler; what a request has just stored goes by `drain.ts`.
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Sendable } from '#base/mail.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { type Claimed, claimDue, closeGate, type Settled, settle } from './claim-store.ts'
import { keptLocally, localOutcome, storedKeptLocally } from './local-store.ts'
import { type BatchOutcome, keyStillHeld, type Mail, nextAttempt, type Outcome, oneLine, spellAddress } from './message.ts'
import { type Clock, newTurns, type Turns } from './pace.ts'
import { sendByResend, sendTogetherByResend } from './resend.ts'

export type Provider = {
  one: (mail: Sendable, now: Date) => Promise<Outcome>
  /** Several mails without attachments in one call. */
  together?: (key: string, mails: readonly Sendable[]) => Promise<BatchOutcome>
  /** What is to be written of a mail that was sent, by a provider that is only pretended; the same of messages that are stored. */
  keeps?: (mail: Sendable, now: Date) => D1PreparedStatement
  keepsStored?: (messageIds: readonly string[], now: Date) => D1PreparedStatement
}

/** How this deployment sends, or undefined when it cannot: then nothing is attempted and messages stay queued. */
export const providerOf = (env: Bindings): Provider | undefined => {
  const { RESEND_API_KEY: key, RESEND_BASE_URL: base } = env
  if (key)
    return { one: (mail) => sendByResend(key, base, mail), together: (batch, mails) => sendTogetherByResend(key, base, batch, mails) }
  if (env.LOCAL_MAIL === '1')
    return {
      one: (mail) => Promise.resolve(localOutcome(mail)),
      keeps: (mail, now) => keptLocally(env.DB, mail, now),
      keepsStored: (messageIds, now) => storedKeptLocally(env.DB, messageIds, now),
    }
  return undefined
}

export const canSend = (env: Bindings): boolean => providerOf(env) !== undefined

// Calls under way at once; with the usual answer time that is about what the provider allows.
const lines = 4
const alone = 20
const together = 100
/** A mail that goes at once is tried so often while the provider is busy, so far apart at most: somebody waits for the page. */
const busyTries = 4
const longestBusySeconds = 2
/** A wait that the provider asks for is kept here up to so long; a longer one ends the delivery, and the next goes on. */
export const patienceMilliseconds = 10_000

export type Delivery = { sent: number; later: number; failed: number }

/** The clock of one delivery: a long one must not write down that everything happened at its start. */
export const clockFrom = (now: Date): Clock => {
  const startedAt = performance.now()
  return {
    now: () => new Date(now.getTime() + Math.round(performance.now() - startedAt)),
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  }
}

/**
 * Sends messages that are due. Safe to run twice at once and to be cut off at any point: a message has one holder at a time, and its id, or
 * that of its batch, is the provider's idempotency key.
 *
 * @param most.messages about how many; most.seconds: nothing more is begun after that
 */
export const deliverDue = async (
  env: Bindings,
  now: Date,
  most: { messages?: number; seconds?: number } = {},
  clock: Clock = clockFrom(now),
): Promise<Delivery> => {
  const done: Delivery = { sent: 0, later: 0, failed: 0 }
  const provider = providerOf(env)
  if (!provider) return done
  const { messages = 50, seconds = 25 } = most
  const turns = newTurns(clock, patienceMilliseconds)
  const until = clock.now().getTime() + seconds * 1000
  for (let left = messages; left > 0 && clock.now().getTime() < until; ) {
    if (!(await turns.ready())) break
    const claims = await claimDue(
      env.DB,
      clock.now(),
      { claim: newId(clock.now()), batch: newId(clock.now()) },
      { alone: Math.min(left, alone), together: provider.together ? together : 0 },
    )
    if (claims.length === 0) break
    left -= claims.length
    if (!(await deliverClaims(env.DB, provider, claims, turns, clock, done))) break
  }
  return done
}

type Work = { claims: Claimed[]; send: () => Promise<Settled[]> }

/** Sends the claims, some calls at once, and writes down what became of them. False when everybody has to wait for longer than patience lasts. */
export const deliverClaims = async (
  db: D1Database,
  provider: Provider,
  claims: readonly Claimed[],
  turns: Turns,
  clock: Clock,
  done: Delivery = { sent: 0, later: 0, failed: 0 },
): Promise<boolean> => {
  let gate: Instant | undefined
  const close = async (seconds: number): Promise<Instant> => {
    const until = addMinutes(clock.now(), seconds / 60)
    turns.holdUntil(until)
    gate = instant(until)
    await closeGate(db, gate)
    return gate
  }
  const waiting = works(provider, claims, turns, clock, close)
  const settled: Settled[] = []
  let open = true
  const next = async (work: Work): Promise<void> => {
    open = open && (await turns.take())
    if (open) settled.push(...(await work.send()))
    else settled.push(...work.claims.map(({ messageId: id }) => ({ id, as: 'released' as const, dueAt: gate ?? instant(clock.now()) })))
  }
  const line = async (): Promise<void> => {
    for (let work = waiting.shift(); work; work = waiting.shift()) await next(work)
  }
  // One by one until the provider has said how many calls it takes: what the first meets (a limit, a wrong key) the others need not run into.
  for (let work = waiting.shift(); work; work = turns.isKnown() ? undefined : waiting.shift()) await next(work)
  await Promise.all(Array.from({ length: lines }, line))
  const byId = new Map(claims.map((claim) => [claim.messageId, claim]))
  const sent = settled.filter(({ as }) => as === 'sent').map(({ id }) => id)
  await settle(
    db,
    settled.map((one) => ({ ...one, claimId: byId.get(one.id)?.claimId ?? '' })),
    sent.length > 0 && provider.keepsStored ? [provider.keepsStored(sent, clock.now())] : [],
  )
  for (const one of settled) {
    if (one.as === 'sent') done.sent += 1
    if (one.as === 'failed') done.failed += 1
    if (one.as === 'later' || one.as === 'turned_away' || one.as === 'by_itself') done.later += 1
  }
  return open
}

/** One call for each message that goes alone, and one for those that go together. */
const works = (
  provider: Provider,
  claims: readonly Claimed[],
  turns: Turns,
  clock: Clock,
  close: (seconds: number) => Promise<Instant>,
): Work[] =>
  [...Map.groupBy(claims, (claim) => claim.batch ?? claim.key)].map(([key, ofCall]) => ({
    claims: ofCall,
    send: async () => {
      const [first] = ofCall
      if (!first) return []
      const each = (settled: (claim: Claimed, index: number) => Settled): Settled[] => ofCall.map(settled)
      if (!keyStillHeld(first.firstTriedAt, clock.now())) {
        turns.heard(undefined)
        return each(({ messageId: id }) => ({ id, as: 'failed', error: 'given up: sending again now could send it twice' }))
      }
      const outcome = await call(provider, key, first, ofCall, clock.now())
      turns.heard(outcome.pace)
      const at = instant(clock.now())
      if (outcome.kind === 'sent')
        return each(({ messageId: id }, index) => ({ id, as: 'sent', providerId: outcome.providerIds[index] ?? '', at }))
      if (outcome.kind === 'refused')
        return each(({ messageId: id }) =>
          ofCall.length > 1 ? { id, as: 'by_itself', dueAt: at, error: outcome.error } : { id, as: 'failed', error: outcome.error },
        )
      if (outcome.limited) {
        const dueAt = await close(outcome.retryAfterSeconds ?? 60)
        return each(({ messageId: id }) => ({ id, as: 'turned_away', dueAt, error: outcome.error }))
      }
      return each(({ messageId: id, firstTriedAt, attempts }) => {
        const dueAt = nextAttempt(firstTriedAt, attempts, clock.now())
        return dueAt ? { id, as: 'later', dueAt, error: outcome.error } : { id, as: 'failed', error: outcome.error }
      })
    },
  }))

const call = async (provider: Provider, key: string, first: Claimed, mails: readonly Claimed[], now: Date): Promise<BatchOutcome> => {
  if (first.batch && provider.together) return provider.together(key, mails)
  const outcome = await provider.one(first, now)
  return outcome.kind === 'sent' ? { ...outcome, providerIds: [outcome.providerId] } : outcome
}

/**
 * Mails at once and stores nothing, for what must not lie in the outbox (sign-in codes). Tried a few times more only while the provider says
 * that it is busy, which others may have made it: otherwise whoever waits for it asks again.
 */
export const sendNow = async (env: Bindings, mail: Mail, now: Date): Promise<Result<undefined, 'mail_not_sent'>> => {
  const provider = providerOf(env)
  const sendable: Sendable = {
    key: newId(now),
    messageId: undefined,
    from: env.MAIL_FROM,
    to: spellAddress(mail.to),
    replyTo: mail.replyTo,
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments ?? [],
    headers: mail.headers ?? {},
  }
  let outcome = await provider?.one(sendable, now)
  for (let tries = 1; tries < busyTries && outcome?.kind === 'later' && outcome.limited; tries += 1) {
    const seconds = Math.min(outcome.retryAfterSeconds ?? 1, longestBusySeconds)
    // Not all who wait come back at the same moment.
    await new Promise((done) => setTimeout(done, seconds * 1000 * (0.5 + Math.random())))
    outcome = await provider?.one(sendable, now)
  }
  if (outcome?.kind !== 'sent') return refuse('mail_not_sent')
  await provider?.keeps?.(sendable, now).run()
  return ok(undefined)
}
