// What the clock looks at each minute must not grow with what was done years ago.
import { expect, it, vi } from 'vitest'
import { londonDay } from '#base/dates.ts'
import { sweep } from '#base/db/sweep.ts'
import { stripeOf } from '#base/web/env.ts'
import { kindsDue, letRest, runDue } from '#due.ts'
import worker from '#index.ts'
import { kinds } from '#jobs.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { anAct, bindings, db } from '#test/support/factories.ts'
import { pourHistory } from '#test/support/history.ts'
import { recording } from '#test/support/recording.ts'
import { add } from '#test/support/rows.ts'

vi.setConfig({ testTimeout: 120_000 })

const now = new Date('2026-06-11T18:00:00.000Z')
/** D1 goes through some millions a second. */
const mostRowsOfPiece = 100_000
const env = (db: SqlDatabase) => ({ ...bindings, DB: db })

/**
 * Rows read by each statement of a scheduled run in which nothing is due, and of the delivery after
 * it.
 */
const minute = async (): Promise<Map<string, number>> => {
  // What can be done is done first: prices followed, links taken out of old messages.
  await db.prepare('UPDATE Message SET redaction = 1').run()
  await db.prepare(`UPDATE PricesFollowed SET doneUpTo = ?1, upTo = NULL`).bind(now.toISOString()).run()
  // What nothing has been said of rests from the first minute on.
  await runDue(env(db), now, 'http://localhost:8787')
  const { db: recorder, trips } = recording()
  await runDue(env(recorder), now, 'http://localhost:8787')
  await deliverDue(env(recorder), now, { messages: 10, seconds: 10 })
  const reads = new Map<string, number>()
  for (const { sql, read = 0 } of trips.flat()) reads.set(sql, (reads.get(sql) ?? 0) + read)
  return reads
}

/** What the look may read: a row or two of each kind of thing that falls due. */
const lookReads = 77

/** Trips, and rows read, of looking whether anything is due when nothing is. */
const look = async (): Promise<{ trips: number; read: number }> => {
  const { db: recorder, trips } = recording()
  const stripe = stripeOf({ ...bindings, STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' })
  const act = anAct({ now, stripe })
  for (const found of await kindsDue(db, { now, stripe }, kinds)) await letRest(act, found)
  await sweep(act, [])
  // Schools were asked of their roles today.
  await askSchools(act)
  // Tonight’s comparison with Stripe is done.
  await add('StripeObjectState', { objectId: 'nightly.done', state: londonDay(now), at: now.toISOString() })
  expect((await kindsDue(recorder, { now, stripe }, kinds)).map(({ kind }) => kind.name)).toEqual([])
  return { trips: trips.length, read: trips.flat().reduce((sum, { read = 0 }) => sum + read, 0) }
}

/**
 * Trips of the whole run of a minute, what it sweeps included, and statements that read more than a
 * few rows each, once everything that can rest does.
 */
const wholeRun = async (): Promise<{ trips: number; walks: string[] }> => {
  const run = (of: SqlDatabase) => worker.scheduled({} as ScheduledController, { ...env(of), BASE_URL: 'http://localhost:8787' })
  await run(db)
  await run(db)
  const { db: recorder, trips } = recording()
  await run(recorder)
  return {
    trips: trips.length,
    walks: trips.flat().flatMap(({ sql, read = 0 }) => (read > lookReads ? [`${read}: ${sql.slice(0, 300)}`] : [])),
  }
}

const grown = (before: Map<string, number>, after: Map<string, number>): string[] =>
  [...after].flatMap(([sql, read]) => (read > (before.get(sql) ?? 0) + 20 ? [`${before.get(sql)} → ${read}: ${sql.slice(0, 300)}`] : []))

it('a minute in which nothing is due reads no more after ten times as many places, reminders, messages, claims and lines of money', async () => {
  await pourHistory(1, 400, now)
  const before = await minute()
  await pourHistory(401, 4000, now)
  const after = await minute()
  expect(grown(before, after)).toEqual([])
  const { trips, read } = await look()
  expect({ trips, few: read <= lookReads ? true : read }).toEqual({ trips: 1, few: true })
  // Whether anything is due, mail waits, something is past keeping, and that the clock ran.
  expect(await wholeRun()).toEqual({ trips: 1, walks: [] })
  const sent = await db.prepare(`SELECT COUNT(*) AS n FROM Message WHERE state <> 'sent'`).first<number>('n')
  expect({ read: [...after.values()].reduce((sum, read) => sum + read, 0) < 1000, sent }).toEqual({ read: true, sent: 0 })
})

it('no piece of the sweep of the night reads more rows than a second is enough for, and all of them ask for every kind that rests', async () => {
  const stripe = stripeOf({ ...bindings, STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' })
  await db.prepare(`UPDATE NextLook SET at = '2099-01-01T00:00:00.000Z'`).run()
  const { db: recorder, trips } = recording()
  await sweep(
    anAct({ now, stripe, db: recorder }),
    kinds.flatMap(({ rests }) => rests ?? []),
  )
  const read = trips.flat().map((asked) => asked.read ?? 0)
  expect(Math.max(...read)).toBeLessThan(mostRowsOfPiece)
  expect(read.length).toBeGreaterThan(20)
})

it('control: a look that goes through all that was ever written is seen', async () => {
  const once = 'SELECT COUNT(*) FROM SentOnce WHERE moment > ?1'
  const { db: recorder, trips } = recording()
  await recorder.prepare(once).bind(now.toISOString()).all()
  expect(grown(new Map([[once, 400 * 5]]), new Map([[once, trips[0]?.[0]?.read ?? 0]]))).toHaveLength(1)
})
