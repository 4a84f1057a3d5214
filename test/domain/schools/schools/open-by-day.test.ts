// Whether a school is open is said twice: of any day by its identities, of today by its card. Both are to say the same.
// Nothing else asks the status of the register.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { inForceOn, openOn } from '#schools/schools/identity-store.ts'
import { rowText, sql } from '#test/support/row-of.ts'
import { migrations, schema } from '#test/support/schema.ts'

const days = ['2026-08-31', '2026-09-01', '2026-09-02']
const learnedAt = '2026-01-05T09:00:00.000Z'

/** A school with each status, opening day and last day that the register may have, and pairs of which one takes over from the other. */
const aCounty = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  db.exec(schema)
  const ends = [null, ...days, '2026-09-03']
  const identities = ['1', '2', '3', '4'].flatMap((status) =>
    ends.flatMap((opens) => ends.map((closes) => [status, opens, closes] as const)),
  )
  const school = db.prepare(
    rowText('School', { id: sql('?1'), rootId: sql('?1'), origin: 'register', name: sql('?1'), createdAt: learnedAt }),
  )
  const own = { id: sql('?1'), schoolId: sql('?2'), urn: sql('?1'), name: sql('?1'), statusCode: sql('?3') }
  const identity = db.prepare(rowText('SchoolIdentity', { ...own, laCode: '884', opensOn: sql('?4'), closesOn: sql('?5'), learnedAt }))
  for (const [n, facts] of identities.entries()) {
    school.run(`s${n}`)
    identity.run(`${n}`, `s${n}`, ...facts)
    if (n % 3 === 0) identity.run(`${n}-next`, `s${n}`, ...(identities[(n * 7 + 5) % identities.length] ?? facts))
  }
  return db
}

const note = (db: DatabaseSync, day: string) =>
  db
    .prepare(
      `INSERT INTO Setting (key, value, changedAt) VALUES ('clock', json_quote(?1), ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    )
    .run(day, learnedAt)
const open = (db: DatabaseSync) => db.prepare('SELECT id FROM School WHERE isOpen ORDER BY id').all()
const openByDay = (db: DatabaseSync, day: string) =>
  db
    .prepare(
      `SELECT DISTINCT i.schoolId AS id FROM SchoolIdentity i WHERE i.supersededAt IS NULL AND ${inForceOn('i', '?1')} AND ${openOn('i', '?1')} ORDER BY 1`,
    )
    .all(day)

it('“A school is open from its opening day and closed after its last, also where GIAS has not changed its status yet.”', () => {
  const followed = aCounty()
  const counts = days.map((day) => {
    note(followed, day)
    expect(open(followed), day).toEqual(openByDay(followed, day))
    return open(followed).length
  })
  expect(counts).toEqual(days.map((day) => openByDay(followed, day).length))
  expect(new Set(counts).size).toBeGreaterThan(1)
})

it('the card of each day is the same whether days were followed one by one, missed, or known before the register came', () => {
  const cards = (db: DatabaseSync) => db.prepare('SELECT id, urn, statusCode FROM School ORDER BY id').all()
  const [followed, late] = [aCounty(), aCounty()]
  for (const day of days) note(followed, day)
  note(late, days[2] ?? '')
  expect(cards(late)).toEqual(cards(followed))
  const differs = `SELECT s.id FROM School s JOIN SchoolCard c ON c.rootId = s.id WHERE s.urn IS NOT c.urn OR s.statusCode IS NOT c.statusCode`
  expect(followed.prepare(differs).all()).toEqual([])
})

it('control: before the clock first ran the register alone says what is open, and without the trigger a new day changes no card', () => {
  const db = aCounty()
  expect(db.prepare(`SELECT COUNT(*) AS n FROM School WHERE isOpen AND statusCode IN ('2', '4')`).get()).toEqual({ n: 0 })
  expect(open(db)).not.toEqual(openByDay(db, days[0] ?? ''))
  note(db, days[0] ?? '')
  const before = open(db)
  db.exec('DROP TRIGGER Setting_new_day')
  note(db, days[2] ?? '')
  expect([open(db), openByDay(db, days[2] ?? '').length !== before.length]).toEqual([before, true])
})

/** The names of those that compare a status with one of the register's, whatever way round. */
const comparing = (texts: readonly (readonly [name: string, text: string])[]): string[] =>
  texts.flatMap(([name, text]) =>
    /status(Code|Today)\W*(=|<>|IS|IS NOT|IN|NOT IN)\s*\(?\s*'[1-4]'|'[1-4]'\s*(=|<>|IS|IN)[\s(]*(\w\.)?status(Code|Today)|CASE \S*status(Code|Today) WHEN/.test(
      text,
    )
      ? [name]
      : [],
  )

it('no statement compares the status of the register but that of an identity on a day, and the view of today', () => {
  const src = join(dirname(fileURLToPath(import.meta.url)), '../../../../src')
  const stores = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('store.ts'))
  expect(stores.length).toBeGreaterThan(200)
  expect(comparing(stores.map((path) => [path, readFileSync(join(src, path), 'utf8')]))).toEqual(['schools/schools/identity-store.ts'])
  const made = migrations
    .flatMap(({ sql }) => sql.split(/^(?=CREATE )/m))
    .map((sql) => [/^CREATE (\w+ \w+)/.exec(sql)?.[1] ?? '', sql] as const)
  expect(comparing(made)).toEqual(['TABLE School', 'VIEW IdentityToday'])
  const control = [
    `r.statusCode NOT IN ('2', '4')`,
    `n.statusCode = '2' AS x`,
    `s.statusCode <> '4'`,
    `'1' = s.statusCode`,
    'CASE i.statusCode WHEN',
  ]
  expect(comparing([...control, 'SELECT s.statusCode, s.name', 'NEW.statusCode <> OLD.statusCode'].map((sql) => [sql, sql]))).toEqual(
    control,
  )
})
