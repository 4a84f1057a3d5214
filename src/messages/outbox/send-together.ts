// Mails that must not be stored (sign-in codes) go at once. Those that come while a call is under
// way go together in the next one, whoever asked for them.
import { newId } from '#base/id.ts'
import type { Sendable } from '#base/mail.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { providerOf } from './deliver.ts'
import { type BatchOutcome, type Mail, type Outcome, oneLine, sentAs, spellAddress } from './message.ts'

/** How often a mail is retried while the provider is busy; somebody waits for it. */
const busyTries = 4
const longestBusySeconds = 2
const most = 100
/** How many seconds one request sends for others too; the next request does it from then on. */
const takesOnSeconds = 5

type Waiting = { mail: Sendable; of: unknown }
type Desk = { waiting: Waiting[]; until: number }

/** By the provider's account, whose pace all requests of an isolate share. */
const desks = new Map<string, Desk>()

const deskOf = (account: string): Desk => {
  const desk = desks.get(account) ?? { waiting: [], until: 0 }
  desks.set(account, desk)
  return desk
}

const unstored = (env: Bindings, mail: Mail, now: Date): Sendable => ({
  key: newId(now),
  messageId: undefined,
  from: sentAs(env.MAIL_FROM, mail.senderName),
  to: spellAddress(mail.to),
  replyTo: mail.replyTo,
  subject: oneLine(mail.subject),
  text: mail.text,
  html: mail.html,
  attachments: mail.attachments ?? [],
  headers: mail.headers ?? {},
})

/** Retries only while the provider is busy; for other failures the reader asks again. */
const whileBusy = async <O extends Outcome | BatchOutcome>(call: () => Promise<O>): Promise<O> => {
  let outcome = await call()
  for (let tries = 1; tries < busyTries && outcome.kind === 'later' && outcome.limited; tries += 1) {
    const seconds = Math.min(outcome.retryAfterSeconds ?? 1, longestBusySeconds)
    // Random, so that waiting requests do not return together.
    await new Promise((done) => setTimeout(done, seconds * 1000 * (0.5 + Math.random())))
    outcome = await call()
  }
  return outcome
}

/** Sends one mail at once and stores nothing. */
export const sendNow = async (env: Bindings, mail: Mail, now: Date): Promise<Result<undefined, 'mail_not_sent'>> => {
  const provider = providerOf(env)
  const sendable = unstored(env, mail, now)
  const outcome = provider && (await whileBusy(() => provider.one(sendable, now)))
  if (outcome?.kind !== 'sent') return refuse('mail_not_sent')
  await provider?.keeps?.(sendable, now).run()
  return ok(undefined)
}

/**
 * Sends mails at once and stores nothing, or leaves them to the request that is calling and does
 * not await it: the runtime may end that one. @param mails.of the same type for all callers
 * @returns `of` those that this request did not get sent, its own and others'
 */
export const sendTogether = async <T>(env: Bindings, now: Date, mails: readonly { mail: Mail; of: T }[]): Promise<T[]> => {
  const together = providerOf(env)?.together
  if (!together) {
    const sent = await Promise.all(mails.map(({ mail }) => sendNow(env, mail, now)))
    return mails.flatMap(({ of }, n) => (sent[n]?.ok ? [] : [of]))
  }
  const desk = deskOf(env.RESEND_API_KEY ?? '')
  desk.waiting.push(...mails.map(({ mail, of }) => ({ mail: unstored(env, mail, now), of })))
  if (desk.until > performance.now()) return []
  const until = performance.now() + takesOnSeconds * 1000
  desk.until = until
  const unsent: unknown[] = []
  const send = async (some: readonly Waiting[]): Promise<void> => {
    const key = newId(now)
    const outcome = await whileBusy(() =>
      together(
        key,
        some.map(({ mail }) => mail),
        'permissive',
      ),
    )
    unsent.push(...some.filter((_, n) => outcome.kind !== 'sent' || outcome.refused?.has(n)).map(({ of }) => of))
  }
  try {
    while (desk.waiting.length > 0 && performance.now() < until) await send(desk.waiting.splice(0, most))
  } finally {
    if (desk.until === until) desk.until = 0
  }
  const rest = desk.waiting.splice(0)
  while (rest.length > 0) await send(rest.splice(0, most))
  return unsent as T[]
}
