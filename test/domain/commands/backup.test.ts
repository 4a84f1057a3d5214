import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backupReached } from '#commands/backing-up.ts'
import { checkBackup, statementsOf, writeBackup } from '#commands/backup-file.ts'
import { exportTo } from '#commands/exporting.ts'
import { differences, type Manifest, summariesOf } from '#commands/manifest.ts'
import { Miniflare } from '#commands/miniflare.ts'
import { restoreReached } from '#commands/restoring.ts'
import { root } from '#commands/settings.ts'
import { askDatabase, type Reached } from '#commands/wrangler.ts'

const at = '2026-03-02T09:00:00.000Z'
const longText = JSON.stringify('“It’s long” 🎓\n'.repeat(70_000))
const longBytes = new Uint8Array(600_000).map((_, n) => n % 251)

/** Whatever a table of this service might hold, and what none holds yet. */
const schema = `
  CREATE TABLE Child (id TEXT NOT NULL PRIMARY KEY, parentId TEXT NOT NULL REFERENCES Parent (id), olderId TEXT REFERENCES Child (id), createdAt TEXT NOT NULL);
  CREATE TABLE Parent (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, favouriteId TEXT REFERENCES Child (id), upper TEXT GENERATED ALWAYS AS (upper(name)) STORED);
  CREATE TABLE Line (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, pence INTEGER NOT NULL, rate REAL, reversesNumber INTEGER REFERENCES Line (number));
  CREATE TABLE Pair (one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
  CREATE TABLE Odd (id TEXT NOT NULL PRIMARY KEY, text TEXT, bytes BLOB, json TEXT CHECK (json IS NULL OR json_valid(json)));
  CREATE TABLE Counted (n INTEGER NOT NULL);
  CREATE INDEX Odd_text ON Odd (text);
  CREATE VIEW Standing AS SELECT id FROM Child;
  CREATE TRIGGER Child_counted AFTER INSERT ON Child BEGIN
    INSERT INTO Counted (n) SELECT COUNT(*) FROM Standing;
  END;
  CREATE TRIGGER Line_stands BEFORE DELETE ON Line BEGIN
    SELECT RAISE(ABORT, 'line_stands');
  END;`

let folder: string
let db: DatabaseSync
let file: string
let manifest: Manifest

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
  file = join(folder, 'backup.sql')
  db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  db.exec(schema)
  // A child that names a younger one, parents that name children and the other way round, and numbers that were given and are gone.
  db.exec(`INSERT INTO Child (rowid, id, parentId, olderId, createdAt) VALUES (5, 'c1', 'p1', 'c3', '${at}'), (70, 'c2', 'p2', NULL, '${at}'), (71, 'c3', 'p1', 'c2', '${at}');
    INSERT INTO Parent (id, name, favouriteId) VALUES ('p2', 'Ann', NULL), ('p1', 'Ben', 'c2');
    DROP TRIGGER Line_stands;
    INSERT INTO Line (number, pence, rate, reversesNumber) VALUES (1, 9007199254740993, 0.1, NULL), (2, -5, 9e999, 3), (3, 5, -2, NULL), (9, 1, NULL, NULL);
    DELETE FROM Line WHERE number = 9;
    CREATE TRIGGER Line_stands BEFORE DELETE ON Line BEGIN
    SELECT RAISE(ABORT, 'line_stands');
  END;
    INSERT INTO Pair VALUES ('b', 'a'), ('a', 'b');`)
  const odd = db.prepare('INSERT INTO Odd (id, text, bytes, json) VALUES (?, ?, ?, ?)')
  odd.run('long', longText, longBytes, longText)
  const texts = [
    '',
    `it's; -- not\nEND;`,
    'a\r\nb',
    'a\\n and \\r\nbeside\r\n',
    'nul\0nul',
    '\u2028 and \u2029\u0085',
    'tab\t\\',
    '🎓'.repeat(9),
    '\\n',
  ]
  for (const [n, text] of texts.entries()) odd.run(`t${n}`, text, n % 2 ? new Uint8Array([0, 255, 10, n]) : null, null)
  const many = db.prepare('INSERT INTO Pair VALUES (?, ?)')
  for (let n = 0; n < 3000; n++) many.run(`one ${n}`, 'x'.repeat(80))
  manifest = writeBackup(db, 'local', file, new Date(at))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const definitionsOf = (of: DatabaseSync): unknown[] =>
  of
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name`,
    )
    .all()

it('statement by statement, each kept at once, a backup loads into SQLite with foreign keys on: every value, rowid, number given and definition', async () => {
  const loaded = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  let longest = 0
  for await (const statement of statementsOf(file)) {
    longest = Math.max(longest, Buffer.byteLength(statement))
    if (!statement.startsWith('PRAGMA')) loaded.exec(statement)
  }
  expect(longest).toBeLessThan(100_000)
  expect(differences(manifest, summariesOf(loaded))).toEqual([])
  expect(definitionsOf(loaded)).toEqual(definitionsOf(db))
  expect(loaded.prepare('SELECT COUNT(*) AS n FROM Counted').all()).toEqual(db.prepare('SELECT COUNT(*) AS n FROM Counted').all())
  loaded.exec('INSERT INTO Line (pence) VALUES (1)')
  expect(loaded.prepare('SELECT MAX(number) AS n FROM Line').all()).toEqual([{ n: 10 }])
  expect(() => loaded.exec('DELETE FROM Line')).toThrow('line_stands')
})

it('D1 takes each of its statements, with its own limits and foreign keys', async () => {
  const miniflare = new Miniflare({
    workers: [
      {
        config: {
          name: 'empty',
          compatibilityDate: '2026-07-01',
          manifest: {
            mainModule: 'index.js',
            modules: { 'index.js': { type: 'esm', contents: 'export default { fetch: () => new Response() }' } },
          },
          env: { DB: { type: 'd1', id: 'restored' } },
        },
      },
    ],
  })
  try {
    const d1 = await miniflare.getD1Database('DB')
    for await (const statement of statementsOf(file)) await d1.prepare(statement).run()
    const rows = async (sql: string) => (await d1.prepare(sql).all()).results
    expect(await rows(`SELECT hex(CAST(text AS BLOB)) AS text, hex(bytes) AS bytes FROM Odd WHERE id <> 'long' ORDER BY id`)).toEqual(
      db.prepare(`SELECT hex(CAST(text AS BLOB)) AS text, hex(bytes) AS bytes FROM Odd WHERE id <> 'long' ORDER BY id`).all(),
    )
    expect(await rows('SELECT rowid, * FROM Child ORDER BY rowid')).toEqual(db.prepare('SELECT rowid, * FROM Child ORDER BY rowid').all())
    expect(await rows('SELECT id, upper, favouriteId FROM Parent ORDER BY id')).toEqual([
      { id: 'p1', upper: 'BEN', favouriteId: 'c2' },
      { id: 'p2', upper: 'ANN', favouriteId: null },
    ])
    expect(await rows(`SELECT length(text) AS text, length(bytes) AS bytes, json = text AS same FROM Odd WHERE id = 'long'`)).toEqual([
      { text: [...longText].length, bytes: 600_000, same: 1 },
    ])
  } finally {
    await miniflare.dispose()
  }
})

it('by wrangler it goes into an empty database and into no other, and out again by D1’s own export with every text as it was', async () => {
  // What `--remote` does at Cloudflare, done by the same commands on this machine.
  const here = join(folder, 'wrangler')
  mkdirSync(here)
  copyFileSync(join(root, 'wrangler.toml'), join(here, 'wrangler.toml'))
  const reached: Reached = { name: 'muster', where: ['--local', '-c', join(here, 'wrangler.toml')] }
  let loads = 0
  const restored = () => restoreReached(reached, file, manifest, () => (loads += 1))
  expect([restored().differ, loads]).toEqual([[], 1])
  expect(restored).toThrow('muster is not empty')
  expect(loads).toBe(1)
  // Whatever was asked, the reason is said and nothing of what was asked.
  expect(() => askDatabase(reached, [`SELECT 'Ann' FROM Nowhere`])).toThrow(
    /^wrangler d1 execute muster failed: [^']*no such table: Nowhere[^']*$/,
  )
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch)
  const again = (await backupReached(reached, undefined, scratch, { file: join(folder, 'again.sql'), madeAt: new Date(at) })).manifest
  const loaded = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  for await (const statement of statementsOf(join(folder, 'again.sql'))) if (!statement.startsWith('PRAGMA')) loaded.exec(statement)
  expect(differences(again, summariesOf(loaded))).toEqual([])
  expect(definitionsOf(loaded)).toEqual(definitionsOf(db))
  for (const table of ['Child', 'Parent', 'Pair', 'Odd', 'Counted']) {
    const read = `SELECT * FROM ${table}${table === 'Pair' || table === 'Counted' ? '' : ' ORDER BY rowid'}`
    expect([table, loaded.prepare(read).all()]).toEqual([table, db.prepare(read).all()])
  }
})

it('everything goes out as one SQLite file and as CSV, into a folder that only its owner opens', () => {
  const out = join(folder, 'out')
  const copy = new DatabaseSync(':memory:')
  copy.exec(`CREATE TABLE Odd (id TEXT NOT NULL PRIMARY KEY, text TEXT, bytes BLOB, n INTEGER);
    INSERT INTO Odd VALUES ('a', 'it''s, "so"' || char(10) || '=1+1', x'00ff', 9007199254740993), ('b', NULL, NULL, NULL);`)
  expect(exportTo(copy, out)).toEqual({ Odd: 2 })
  expect(readFileSync(join(out, 'csv', 'Odd.csv'), 'utf8')).toBe(
    '\u{feff}"rowid","id","text","bytes","n"\r\n"1","a","it\'s, ""so""\n=1+1","00ff","9007199254740993"\r\n"2","b",,,\r\n',
  )
  const file = new DatabaseSync(join(out, 'muster.sqlite'), { readOnly: true })
  expect(summariesOf(file)).toEqual(summariesOf(copy))
  expect(statSync(out).mode & 0o777).toBe(0o700)
  expect(() => exportTo(copy, out)).toThrow('EEXIST')
})

it('says what is missing, too few, older or other than in the backup', () => {
  const said = manifest.tables
  const changed = (name: string, change: object) =>
    differences(manifest, { ...said, [name]: { ...said[name], ...change } as Manifest['tables'][string] })
  expect(differences(manifest, said)).toEqual([])
  expect(said['Child']).toMatchObject({ rows: 3, newest: at })
  expect(changed('Child', { rows: 2 })).toEqual(['Child: 2 rows instead of 3'])
  expect(changed('Child', { newest: null })).toEqual([`Child: the newest instant is null instead of ${at}`])
  expect(changed('Odd', { hash: 'x' })).toEqual(['Odd: its rows are not those of the backup'])
  const { Odd: _, ...without } = said
  expect(differences(manifest, without)).toEqual(['Odd: the table is missing'])
  expect(differences({ ...manifest, tables: without }, said)).toEqual(['Odd: the table is not in the backup'])
})

it('a file that was cut off, altered or is none is known before anything is written, and only its owner reads it', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const whole = readFileSync(file, 'utf8')
  const other = join(folder, 'other.sql')
  const complaint = async (text: string) => {
    writeFileSync(other, text)
    return checkBackup(other).catch((error: Error) => error.message.replace(other, 'It'))
  }
  expect(await complaint(whole.slice(0, whole.length / 2))).toBe('It was cut off: its end is missing.')
  expect(await complaint(whole.replace("'Ann'", "'Eve'"))).toBe('It was altered since it was written.')
  expect(await complaint('SELECT 1;\n')).toBe('It is not a backup that npm run backup wrote.')
  writeFileSync(other, whole)
  expect(await checkBackup(other)).toEqual(manifest)
  appendFileSync(other, 'DROP TABLE Odd;\n')
  await expect(checkBackup(other)).rejects.toThrow('cut off')
})
