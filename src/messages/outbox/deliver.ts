// Delivers stored messages, each minute from the scheduled handler; `drain.ts` delivers what a
// request has just stored.
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { Sendable } from '#base/mail.ts'
import type { Bindings } from '#base/web/env.ts'
import { type Claimed, claimDue, closeGate, type Settled, settle } from './claim-store.ts'
import { keptLocally, localOutcome, storedKeptLocally } from './local-store.ts'
import { type BatchOutcome, keyStillHeld, nextAttempt, type Outcome } from './message.ts'
import { type Clock, newTurns, type Turns } from './pace.ts'
import { sendByResend, sendTogetherByResend } from './resend.ts'

export type Provider = {
  one: (mail: Sendable, now: Date) => Promise<Outcome>
  /** Sends several mails without attachments in one call. 'permissive': those that it takes. */
  together?: (key: string, mails: readonly Sendable[], which?: 'permissive') => Promise<BatchOutcome>
  /** What a local provider stores of a sent mail; `keepsStored`: of a stored message. */
  keeps?: (mail: Sendable, now: Date) => SqlStatement
  keepsStored?: (messageIds: readonly string[], now: Date) => SqlStatement
}

/** The deployment's provider; undefined: nothing is tried and messages stay queued. */
export const providerOf = (env: Bindings): Provider | undefined => {
  const { RESEND_API_KEY: key, RESEND_BASE_URL: base } = env
  if (key) return { one: (mail) => sendByResend(key, base, mail), together: (...batch) => sendTogetherByResend(key, base, ...batch) }
  if (env.LOCAL_MAIL === '1')
    return {
      one: (mail) => Promise.resolve(localOutcome(mail)),
      keeps: (mail, now) => keptLocally(env.DB, mail, now),
      keepsStored: (messageIds, now) => storedKeptLocally(env.DB, messageIds, now),
    }
  return undefined
}

export const canSend = (env: Bindings): boolean => providerOf(env) !== undefined

// Concurrent calls; at usual answer times about what the provider allows.
const lines = 4
const alone = 20
const together = 100
/** The longest wait within a delivery; a longer one ends it, and the next delivery resumes. */
export const patienceMilliseconds = 10_000

export type Delivery = { sent: number; later: number; failed: number }

/** A running clock, so that a long delivery does not record everything at its start. */
export const clockFrom = (now: Date): Clock => {
  const startedAt = performance.now()
  return {
    now: () => new Date(now.getTime() + Math.round(performance.now() - startedAt)),
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  }
}

/**
 * Sends due messages. Safe to run twice at once and to interrupt: a message has one holder, and its
 * id, or its batch's, is the provider's idempotency key. @param most.messages roughly how many
 * @param most.seconds starts nothing after that
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
    const { claims, withheld } = await claimDue(
      env.DB,
      clock.now(),
      { claim: newId(clock.now()), batch: newId(clock.now()) },
      { alone: Math.min(left, alone), together: provider.together ? together : 0 },
    )
    if (claims.length + withheld === 0) break
    left -= claims.length + withheld
    if (claims.length > 0 && !(await deliverClaims(env.DB, { provider, turns, clock }, claims, done))) break
  }
  return done
}

/** By whom messages go, and when the next may. */
type Through = { provider: Provider; turns: Turns; clock: Clock }

type Work = { claims: Claimed[]; send: () => Promise<Settled[]> }

/** Sends the claims, several at once, and records results. False: the wait exceeds patience. */
export const deliverClaims = async (
  db: SqlDatabase,
  through: Through,
  claims: readonly Claimed[],
  done: Delivery = { sent: 0, later: 0, failed: 0 },
): Promise<boolean> => {
  const { provider, turns, clock } = through
  let gate: Instant | undefined
  const close = async (seconds: number): Promise<Instant> => {
    const until = addMinutes(clock.now(), seconds / 60)
    turns.holdUntil(until)
    gate = instant(until)
    await closeGate(db, gate)
    return gate
  }
  const waiting = works(through, claims, close)
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
  // One by one until the provider has said how many calls it takes, so that a limit or a wrong key
  // fails only the first.
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

/** One call per message that goes alone, and one per batch. */
const works = ({ provider, turns, clock }: Through, claims: readonly Claimed[], close: (seconds: number) => Promise<Instant>): Work[] =>
  [...Map.groupBy(claims, (claim) => claim.batch ?? claim.key)].map(([key, ofCall]) => ({
    claims: ofCall,
    send: async () => {
      const [first] = ofCall
      if (!first) return []
      const each = (settled: (claim: Claimed, index: number) => Settled): Settled[] => ofCall.map(settled)
      if (!keyStillHeld(first.firstTriedAt, clock.now())) {
        turns.onAnswer(undefined)
        const error = 'given up: sending again now could send it twice'
        return each(({ messageId: id }) => ({ id, as: 'failed', error, at: instant(clock.now()) }))
      }
      const outcome = await call(provider, key, first, ofCall, clock.now())
      turns.onAnswer(outcome.pace)
      const at = instant(clock.now())
      if (outcome.kind === 'sent')
        return each(({ messageId: id }, index) => ({ id, as: 'sent', providerId: outcome.providerIds[index] ?? '', at }))
      if (outcome.kind === 'refused')
        return each(({ messageId: id }) =>
          ofCall.length > 1 ? { id, as: 'by_itself', dueAt: at, error: outcome.error } : { id, as: 'failed', error: outcome.error, at },
        )
      if (outcome.limited) {
        const dueAt = await close(outcome.retryAfterSeconds ?? 60)
        return each(({ messageId: id }) => ({ id, as: 'turned_away', dueAt, error: outcome.error }))
      }
      return each(({ messageId: id, firstTriedAt, attempts }) => {
        const dueAt = nextAttempt(firstTriedAt, attempts, clock.now())
        return dueAt ? { id, as: 'later', dueAt, error: outcome.error } : { id, as: 'failed', error: outcome.error, at }
      })
    },
  }))

const call = async (provider: Provider, key: string, first: Claimed, mails: readonly Claimed[], now: Date): Promise<BatchOutcome> => {
  if (first.batch && provider.together) return provider.together(key, mails)
  const outcome = await provider.one(first, now)
  return outcome.kind === 'sent' ? { ...outcome, providerIds: [outcome.providerId] } : outcome
}
