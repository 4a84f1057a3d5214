// As one types, a school is looked for among those that may be chosen: of the area, and outside the register. All England is not read for it.

import { beforeAll, expect, it } from 'vitest'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { anAccount, aSchool, db, exec, request, rows } from '#test/support/factories.ts'
import { recording } from '#test/support/recording.ts'
import { sql } from '#test/support/row-of.ts'
import { add } from '#test/support/rows.ts'
import { pourSchools } from '#test/support/school-facts.ts'

/** As many as the register has that are open, in 152 authorities as in England. */
const england = 26_509
const pourEngland = () =>
  pourSchools(england, {
    name: sql(`'Saint ' || printf('%c', 65 + i % 26) || 'lban’s Primary School ' || i`),
    laCode: sql(`printf('%03d', 201 + i % 152)`),
    sector: 'maintained',
  })

const areas = ['884']
let cookie = ''
beforeAll(async () => {
  await pourEngland()
  // Herefordshire has some 120; the largest county has a thousand.
  for (let n = 1; n <= 120; n += 1) await aSchool({ name: `Oak Street Primary ${n}`, town: 'Kington' })
  await aSchool({ name: 'St. Éanswythe’s Côte School', town: 'Ross-on-Wye', urn: '999123', postcode: 'HR9 5AB' })
  await aSchool({ name: 'Saint Closed School', town: 'Ross-on-Wye', statusCode: '2' })
  const schoolId = crypto.randomUUID()
  await add('School', {
    id: schoolId,
    rootId: schoolId,
    outsideKind: 'childminder',
    name: 'Saint Nearby',
    town: 'Ross',
    createdAt: new Date().toISOString(),
  })
  cookie = (await anAccount({})).cookie
})

const found = async (words: string) => {
  const { db: recorder, trips } = recording()
  const answer = await request(`/schools/found?words=${encodeURIComponent(words)}`, { cookie, bindings: { DB: recorder } })
  const { schools } = (await answer.json()) as { schools: { text: string }[] }
  return {
    names: schools.map(({ text }) => text.split(',')[0]),
    read: trips.flat().reduce((sum, { sql, read = 0 }) => sum + (sql.includes('searchText') ? read : 0), 0),
  }
}
const mostRead = 250

it('with all England in the register, as one types only schools of the area and organisations outside the register are read', async () => {
  const asked: [words: string, names: string[]][] = [
    ['ross saint', ['Saint Nearby', 'St. Éanswythe’s Côte School']],
    ['st ross', ['Saint Nearby', 'St. Éanswythe’s Côte School']],
    ['cote', ['St. Éanswythe’s Côte School']],
    ['côte éansw', ['St. Éanswythe’s Côte School']],
    ['999123', ['St. Éanswythe’s Côte School']],
    ['hr95ab', ['St. Éanswythe’s Côte School']],
    ['HR9 5AB', ['St. Éanswythe’s Côte School']],
    ['alban', []],
  ]
  for (const [words, names] of asked) {
    const { names: listed, read } = await found(words)
    expect([words, listed, read <= mostRead ? true : read]).toEqual([words, names, true])
  }
  const many = await found('oak')
  expect([many.names.length, many.read <= mostRead ? true : many.read]).toEqual([20, true])
})

it('a form that asks for a school reads no more than that either', async () => {
  const { db: recorder, trips } = recording()
  const choices = await readSchoolChoices(recorder, areas, [], { words: { school: 'ross' }, toFind: ['school'], pressed: undefined })
  expect(Object.values(choices.found).flatMap(({ schools }) => schools.map(({ name }) => name))).toEqual([
    'Saint Nearby',
    'St. Éanswythe’s Côte School',
  ])
  const read = trips.flat().reduce((sum, { read = 0 }) => sum + read, 0)
  expect(read <= mostRead ? true : read).toBe(true)
})

it('control: without the index of the area all England is read', async () => {
  const [index] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE name = 'School_area'`)
  await exec('DROP INDEX School_area')
  expect((await found('cote')).read).toBeGreaterThan(england)
  await db.prepare(index?.sql ?? '').run()
})
