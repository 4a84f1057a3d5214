// An outbox and a provider for one test: the real client on an account of the twin of Resend that nothing else uses.

import { AppError } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { Clock } from '#messages/outbox/pace.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { byTrips } from './database-with.ts'
import { anAct, bindings, db, rows } from './factories.ts'
import { type ResendTwinDesk, resendTwinFor } from './resend-twin.ts'

export const start = new Date('2026-03-02T09:00:00.000Z')
export const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

export type Provider = { env: Bindings; desk: ResendTwinDesk }

/** A provider whose clock stands at `start` until the test moves it. */
export const aProvider = async (): Promise<Provider> => {
  const key = `re_${crypto.randomUUID().replaceAll('-', '')}`
  const desk = resendTwinFor(key)
  await desk.settings({ domains: ['example.gov.uk'] })
  await desk.clock(start, true)
  const { RESEND_BASE_URL: _, ...env } = { ...bindings, LOCAL_MAIL: '', RESEND_API_KEY: key }
  return { env, desk }
}

/** Time that passes only while the deliverer waits, for it and for the provider alike. */
export const aSharedClock = ({ desk }: Provider, from: Date): Clock & { passed: () => number } => {
  let at = from.getTime()
  let moved: Promise<void> = Promise.resolve()
  return {
    now: () => new Date(at),
    wait: (milliseconds) => {
      // Several wait at once. The provider's clock is never behind, and never goes back.
      const until = at + milliseconds
      moved = moved.then(async () => {
        if (until <= at) return
        await desk.clock(new Date(until), true)
        at = until
      })
      return moved
    },
    passed: () => at - from.getTime(),
  }
}

export const emptyOutbox = async (): Promise<void> => {
  await db.batch(['ProviderPause', 'MessageBody', 'Message', 'LocalMail'].map((table) => db.prepare(`DELETE FROM ${table}`)))
}

export const anAttachment = {
  filename: 'invite.ics',
  contentType: 'text/calendar; charset=utf-8; method=REQUEST',
  content: btoa('BEGIN:VCALENDAR\r\n'),
}

/** With a calendar entry, to somebody of their own, unless told otherwise. */
export const aMessage = (facts: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: newId(start),
  kind: 'invitation',
  to: { name: 'Siân Ŵyn', email: 'sian@example.sch.uk' },
  replyTo: 'events@example.gov.uk',
  subject: 'Your place',
  text: 'You have a place',
  html: '<p>You have a place</p>',
  recipient: crypto.randomUUID(),
  attachments: [anAttachment],
  ...facts,
})

/** One that goes together with others. */
export const aPlainMessage = (facts: Partial<OutgoingMessage> = {}): OutgoingMessage =>
  aMessage({ kind: 'booking_confirmed', attachments: [], ...facts })

export const store = async (...messages: OutgoingMessage[]): Promise<void> => {
  await db.batch(queuedAll(anAct({ now: start, origin: 'schedule' }), messages))
}

/** `done`, why it was refused, or `too_much_mail`, which no verb handles itself. */
export const doneOf = async (act: Promise<{ ok: true } | { ok: false; reason: string }>): Promise<string> => {
  try {
    const done = await act
    return done.ok ? 'done' : done.reason
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

export const stateOf = async (id: string) =>
  (await rows('SELECT state, attempts, dueAt, sentAt, providerId, lastError, withheld FROM Message WHERE id = ?1', id))[0]

/** A database on which a deliverer dies at its nth round trip: just before it, or after it was carried out and before it knows. */
export const dyingAt = (nth: number, when: 'before' | 'after'): SqlDatabase => {
  let trips = 0
  const died = new Error('killed')
  const trip = async <T>(make: () => Promise<T>): Promise<T> => {
    trips += 1
    if (trips > nth || (trips === nth && when === 'before')) throw died
    const result = await make()
    if (trips >= nth) throw died
    return result
  }
  return byTrips(db, trip)
}
