// Whoever was erased is erased again in a database that was set back. Rules: docs/rules/records.md.

import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { checksOf } from '#base/council/health.ts'
import { readHealth } from '#base/council/health-store.ts'
import { addMinutes, londonDay, sayDay } from '#base/dates.ts'
import type { Bindings } from '#base/web/env.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { anAccount, anAct, anEvent, aSchool, db, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { applyErasures, keepErasures, markRestored, repeatErasures } from '#upkeep/records/apply-erasures.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { erasureListName, formatErasures, mergeErasures, parseErasures } from '#upkeep/records/erasure-list.ts'
import { aKnownPerson, tracesOf } from './known.ts'

const bucket = (env as unknown as { KEPT_FILES: R2Bucket }).KEPT_FILES
const clock = (now: Date, files: R2Bucket | Pick<R2Bucket, 'get' | 'put' | 'delete'> = bucket) => anAct({ now, files, origin: 'schedule' })

const listed = async (): Promise<string[]> => [...parseErasures((await (await bucket.get(erasureListName))?.text()) ?? '').keys()].sort()
const ours = [keepErasures, repeatErasures]
/** Which of the two the clock would run. */
const due = async (now: Date): Promise<string[]> => {
  const of = kinds.filter(({ job }) => ours.includes(job as (typeof ours)[number]))
  return (await kindsDue(db, { now, stripe: undefined, files: bucket }, of)).map(({ kind }) => kind.name)
}
const said = async (bindings: Partial<Bindings> = {}) => {
  const now = tick()
  const found = checksOf(bindings as Bindings, await readHealth(db, now), now).find(({ name }) => name === 'erasures')
  return [found?.ok, found?.says]
}
const organising = async () => anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })

// “Each erasure is added to a list outside the database, by day and id, within a minute where the deployment has a bucket.”
it('whoever is erased is on the list in the bucket, with the records merged into theirs, and nobody who was on it goes', async () => {
  const [kept, merged, other] = [await aPerson('Olwen Treharne'), await aPerson('Olwen Vaughan'), await aPerson('Idris Pugh')]
  await add('PersonMerge', { keptId: kept, mergedId: merged, moved: '{}' })
  await keepErasures(clock(tick()))
  expect([await listed(), await due(tick())]).toEqual([[], []])
  const organiser = await organising()
  await erasePerson(organiser, kept, 'asked')
  expect(await due(tick())).toEqual(['keepErasures'])
  await keepErasures(clock(tick()))
  expect([await listed(), await due(tick())]).toEqual([[kept, merged].sort(), []])
  expect((await (await bucket.get(erasureListName))?.text())?.split('\n')[1]).toMatch(/^\d{4}-\d\d-\d\d [\w-]+$/)

  // Two runs at once: what the other has added meanwhile is not written over.
  await erasePerson(organiser, other, 'asked')
  const meanwhile: Pick<R2Bucket, 'get' | 'put' | 'delete'> = {
    get: ((key: string) => bucket.get(key)) as R2Bucket['get'],
    delete: (key) => bucket.delete(key),
    put: (async (key: string, text: string, options: R2PutOptions) => {
      await bucket.put(key, `${formatErasures(parseErasures(text))}2026-01-05 of-the-other\n`)
      return bucket.put(key, text, options)
    }) as R2Bucket['put'],
  }
  await expect(keepErasures(clock(tick(), meanwhile))).rejects.toThrow('changed meanwhile')
  expect(await due(tick())).toEqual(['keepErasures'])
  await keepErasures(clock(tick()))
  expect(await listed()).toEqual([kept, merged, other, 'of-the-other'].sort())
})

// “In a database that was set back, people on the list are erased again by the clock.”
it('a database that was set back erases again whom the list in the bucket names, and Service check says so until then', async () => {
  const [known, gone] = [await aKnownPerson(), 'of-a-later-time']
  const before = tick()
  await keepErasures(clock(before))
  await bucket.put(
    erasureListName,
    formatErasures(
      new Map([
        [known.personId, '2026-02-03' as never],
        [gone, londonDay(before)],
      ]),
    ),
  )
  expect(await due(addMinutes(before, 59))).toEqual([])
  const later = addMinutes(before, 61)
  expect(await due(later)).toEqual(['keepErasures'])
  await keepErasures(clock(later))
  expect(await said()).toEqual([
    false,
    `1 erased person is back, erased since ${sayDay('2026-02-03' as never)}. They are erased again within minutes.`,
  ])
  expect(await due(later)).toEqual(['repeatErasures'])
  await repeatErasures(clock(later))
  expect(await tracesOf(known.traces)).toEqual([])
  expect(await rows('SELECT ground, byId FROM Erasure WHERE personId = ?1', known.personId)).toEqual([{ ground: 'repeated', byId: null }])
  expect(await rows('SELECT * FROM ErasureToRepeat')).toEqual([])
  expect(await said({ FILES: bucket })).toEqual([true, 'Nobody who was erased is back. The list of erasures is in the bucket.'])
})

// “Whom something keeps, such as a place at a coming event, is named by Service check and tried again every hour.”
it('whom a place keeps is named until it is cancelled, and is erased an hour later or by hand', async () => {
  const [school, event] = [await aSchool(), await anEvent()]
  const [one, other] = [await aPerson('Nest Bevan'), await aPerson('Mair Bevan')]
  const places = [await aPlace(event, school, { personId: one }), await aPlace(event, school, { personId: other })]
  const now = tick()
  const list = new Map([one, other].map((id) => [id, londonDay(now)]))
  expect(await applyErasures(clock(now), list)).toEqual({ erased: 0, left: [one, other].sort() })
  expect(await said()).toEqual([
    false,
    `2 erased people are back, erased since ${sayDay(londonDay(now))}. Something keeps ${[one, other].sort().join(', ')}: erase them on their pages, which say what.`,
  ])
  expect(await due(addMinutes(now, 59))).not.toContain('repeatErasures')
  await run(`UPDATE Place SET state = 'cancelled' WHERE id IN (?1, ?2)`, ...places)
  await erasePerson(await organising(), one, 'asked')
  expect(await rows('SELECT personId FROM ErasureToRepeat')).toEqual([{ personId: other }])
  const later = addMinutes(now, 61)
  expect(await due(later)).toContain('repeatErasures')
  await repeatErasures(clock(later))
  expect(await rows('SELECT name FROM Person WHERE id IN (?1, ?2)', one, other)).toEqual([{ name: null }, { name: null }])
})

// “After a restore Service check says since when erasures are missing, until the list is applied.”
it('restored data says from when it is until the list of erasures is applied', async () => {
  await markRestored(clock(tick()), '2026-02-03T09:00:00.000Z')
  expect(await said()).toEqual([
    false,
    'This data was restored as of 3 February 2026 at 9am. People erased since then are back until you apply the list of erasures (npm run erasures).',
  ])
  const known = await aKnownPerson()
  expect(await applyErasures(clock(tick()), new Map([[known.personId, londonDay(tick())]]))).toEqual({ erased: 1, left: [] })
  expect(await tracesOf(known.traces)).toEqual([])
  expect(await said()).toEqual([true, 'Nobody who was erased is back. No bucket keeps the list of erasures: npm run erasures does.'])
})

it('lists are put together with the first day of each, and a line that is none is named', () => {
  const list = mergeErasures(parseErasures('2026-02-03 a\n2026-02-04 b\n'), parseErasures('# Later\r\n2026-03-01 a\r\n2026-03-02 c\r\n'))
  expect(formatErasures(list).split('\n').slice(1)).toEqual(['2026-02-03 a', '2026-02-04 b', '2026-03-02 c', ''])
  for (const line of ['2026-02-30 a', 'a 2026-02-03', '2026-02-03 a b'])
    expect(() => parseErasures(`# x\n${line}`)).toThrow('Line 2 of the list')
})
