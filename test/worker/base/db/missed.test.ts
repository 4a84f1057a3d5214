// Of every trigger that wakes a kind that rests: with it the act is said; without it nothing says so, and the sweep of the night finds what the act
// has made due, and names it. Where an act makes nothing due by itself, why the trigger is there is said.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sweep } from '#base/db/sweep.ts'
import { kinds } from '#jobs.ts'
import { db, exec, rows, run } from '#test/support/factories.ts'
import * as invoices from '#test/worker/payments/invoices/world.ts'
import { moneyScenes } from './missed-money.ts'
import { reminderScenes } from './missed-reminders.ts'

const scenes = { ...reminderScenes, ...moneyScenes }
const swept = kinds.flatMap(({ rests }) => rests ?? [])

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await invoices.begin()
  // One row is changed by itself here, which rules about several rows would refuse.
  const refusing = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%' AND sql NOT LIKE '%UPDATE NextLook%' AND sql NOT LIKE '%INSTEAD OF%'`,
  )
  await db.batch(refusing.map(({ name }) => db.prepare(`DROP TRIGGER ${name}`)))
})
afterAll(() => vi.restoreAllMocks())

/** Nothing of an earlier scene is due any more. */
const forget = () =>
  db.batch(
    [
      `UPDATE Event SET state = 'cancelled', cancelledAt = createdAt WHERE state <> 'cancelled'`,
      'UPDATE BookingPayer SET supersededAt = createdAt WHERE supersededAt IS NULL',
      `UPDATE Invoice SET state = 'void'`,
      `UPDATE Checkout SET state = 'failed'`,
      `UPDATE LedgerLine SET at = '2020-01-01T00:00:00.000Z'`,
      'DELETE FROM MissedDue',
    ].map((text) => db.prepare(text)),
  )

/** Why it is there, although its act makes nothing due by itself: what it changes takes away from what is due, or is told by another. */
const nothingByItself: Record<string, string> = {
  PersonMerge_may_make_due: 'what was written to the record that is given up counts for the one that is kept from then on',
  Session_new_may_make_due: 'nobody attends it before a row of PlaceSession says so',
  CardDispute_new_may_make_due: 'what is disputed does not go back',
}

const triggers = () =>
  rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%UPDATE NextLook%' ORDER BY name`,
  )
const missed = async () => (await rows<{ kind: string }>('SELECT kind FROM MissedDue ORDER BY kind')).map(({ kind }) => kind)

it('every trigger that wakes a kind has its scene, or a reason why it has none', async () => {
  expect([...Object.keys(scenes), ...Object.keys(nothingByItself)].sort()).toEqual((await triggers()).map(({ name }) => name))
})

it.each(Object.entries(scenes))(
  '%s says what its act makes due; without it nothing does, and the sweep finds and names it',
  async (name, made) => {
    const trigger = (await triggers()).find((one) => one.name === name)
    const found = []
    for (const watches of [true, false]) {
      await forget()
      const { kind, act, does, of = [] } = await made()
      const one = swept.filter((some) => some.kind === kind)
      await run(`UPDATE NextLook SET at = '2099-01-01T00:00:00.000Z', version = 1`)
      await sweep(act, one)
      const before = await missed()
      if (!watches) await exec(`DROP TRIGGER ${name}`)
      await run(does, ...of)
      const said = (await rows('SELECT 1 FROM NextLook WHERE kind = ?1 AND version > 1', kind)).length > 0
      await sweep(act, one)
      if (!watches) await run(trigger?.sql ?? '')
      found.push({ watches, before, said, missed: await missed(), kind })
    }
    const kind = found[0]?.kind ?? ''
    expect(found).toEqual([
      { watches: true, before: [], said: true, missed: [], kind },
      { watches: false, before: [], said: false, missed: [kind], kind },
    ])
  },
)
