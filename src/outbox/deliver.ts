// Delivers what has been stored to be sent: at once after a write, and every minute by the scheduled handler.
import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import type { Bindings } from '../env.ts'
import { newId } from '../id.ts'
import { ok, type Result, refuse } from '../result.ts'
import { keepLocally } from './local-store.ts'
import { keyStillHeld, type Mail, nextAttempt, type Outcome, oneLine, type Sendable, spellAddress } from './message.ts'
import { sendByResend } from './resend.ts'
import { type Claimed, claimDue, releaseClaims, settleFailed, settleLater, settleSent } from './store.ts'

type Sender = (mail: Sendable, now: Date) => Promise<Outcome>

/** How this deployment sends, or undefined when it cannot: then nothing is attempted and messages stay queued. */
const senderOf = (env: Bindings): Sender | undefined => {
  if (env.LOCAL_MAIL === '1') return (mail, now) => keepLocally(env.DB, mail, now)
  const key = env.RESEND_API_KEY
  return key ? (mail) => sendByResend(key, env.RESEND_BASE_URL, mail) : undefined
}

export const canSend = (env: Bindings): boolean => senderOf(env) !== undefined

const chunk = 10

export type Delivery = { sent: number; later: number; failed: number }

/**
 * Sends up to `limit` messages that are due at `now`. Safe to run twice at once and to be cut off at any point: a message has one holder
 * at a time, and the message's id is the provider's idempotency key.
 */
export const deliverDue = async (env: Bindings, now: Date, limit = 50): Promise<Delivery> => {
  const done: Delivery = { sent: 0, later: 0, failed: 0 }
  const send = senderOf(env)
  if (!send) return done
  // The clock of this delivery: a long one must not write down that everything happened at its start.
  const startedAt = performance.now()
  const clock = (): Date => new Date(now.getTime() + Math.round(performance.now() - startedAt))
  for (let left = limit; left > 0; ) {
    const claims = await claimDue(env.DB, clock(), Math.min(left, chunk))
    if (claims.length === 0) break
    left -= claims.length
    for (const [index, claim] of claims.entries()) {
      const waitUntil = await deliver(env.DB, send, claim, clock, done)
      if (!waitUntil) continue
      await releaseClaims(env.DB, claims.slice(index + 1), waitUntil)
      return done
    }
  }
  return done
}

/** Returns until when everybody must wait, if the provider said so. */
const deliver = async (db: D1Database, send: Sender, claim: Claimed, clock: () => Date, done: Delivery): Promise<string | undefined> => {
  if (!keyStillHeld(claim.firstTriedAt, clock())) {
    await settleFailed(db, claim, 'given up: sending again now could send it twice')
    done.failed += 1
    return undefined
  }
  const outcome = await send(claim, clock())
  if (outcome.kind === 'sent') {
    await settleSent(db, claim.key, outcome.providerId, clock())
    done.sent += 1
    return undefined
  }
  const next = outcome.kind === 'later' ? nextAttempt(claim.firstTriedAt, claim.attempts, clock(), outcome.retryAfterSeconds) : undefined
  if (next) {
    await settleLater(db, claim, next, outcome.error)
    done.later += 1
  } else {
    await settleFailed(db, claim, outcome.error)
    done.failed += 1
  }
  return outcome.kind === 'later' && outcome.limited ? instant(addMinutes(clock(), (outcome.retryAfterSeconds ?? 60) / 60)) : undefined
}

/**
 * Mails at once and stores nothing, for what must not lie in the outbox (sign-in codes). Not tried again: whoever waits for it asks again.
 */
export const sendNow = async (env: Bindings, mail: Mail, now: Date): Promise<Result<undefined, 'mail_not_sent'>> => {
  const outcome = await senderOf(env)?.(
    {
      key: newId(now),
      from: env.MAIL_FROM,
      to: spellAddress(mail.to),
      replyTo: mail.replyTo,
      subject: oneLine(mail.subject),
      text: mail.text,
      html: mail.html,
      attachments: mail.attachments ?? [],
      headers: mail.headers ?? {},
    },
    now,
  )
  return outcome?.kind === 'sent' ? ok(undefined) : refuse('mail_not_sent')
}

/** To be called by a handler once its write has succeeded: tries at once what the write left to be sent, without keeping the reader waiting. */
export const afterWrite = (c: {
  env: Bindings
  var: { act: Act }
  executionCtx: { waitUntil: (promise: Promise<unknown>) => void }
}): void => c.executionCtx.waitUntil(deliverDue(c.env, c.var.act.now))
