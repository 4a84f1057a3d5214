// What whatever stands in for D1 is asked, and D1 too: both must answer alike.

const tables = [
  `CREATE TABLE School (urn TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), places INTEGER, note, crest BLOB, UNIQUE (name, places))`,
  'CREATE TABLE Visit (id INTEGER PRIMARY KEY AUTOINCREMENT, urn TEXT NOT NULL REFERENCES School (urn))',
  'CREATE TABLE Count (n INTEGER)',
  'CREATE UNIQUE INDEX School_lower ON School (lower(name))',
  'CREATE TRIGGER School_counted AFTER INSERT ON School BEGIN INSERT INTO Count VALUES (1), (2); END',
  `CREATE TRIGGER School_full BEFORE INSERT ON School WHEN NEW.places > 100 BEGIN SELECT RAISE(ABORT, 'school_full'); END`,
]

type Told = { error: string } | { answer: unknown }
const told = (asked: Promise<unknown>): Promise<Told> =>
  asked.then(
    (answer) => ({ answer }),
    // Where a statement cannot be read only D1 says.
    (error: Error) => ({ error: error.message.replace(/ at offset \d+/, '') }),
  )

/** What a question is answered with on a new database, and what that database then holds. */
export const asked = async (db: D1Database, question: (db: D1Database) => Promise<unknown>): Promise<unknown> => {
  const there = await db
    .prepare(`SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE '%\\_%' ESCAPE '\\'`)
    .all()
  await db.batch([
    db.prepare('PRAGMA defer_foreign_keys = true'),
    ...there.results.map(({ name }) => db.prepare(`DROP TABLE ${name}`)),
    ...tables.map((sql) => db.prepare(sql)),
    db.prepare(`INSERT INTO School VALUES ('1', 'Ashgrove', 7, NULL, NULL)`),
  ])
  const said = await told(question(db))
  const rows = async (sql: string): Promise<unknown> => (await db.prepare(sql).all()).results
  return {
    said,
    schools: await rows('SELECT * FROM School'),
    visits: await rows('SELECT * FROM Visit'),
    counts: await rows('SELECT * FROM Count'),
  }
}

type Meta = { meta: D1Meta }
const counted = ({ meta: { changes, last_row_id } }: Meta): unknown => ({ changes, last_row_id })
const insert = 'INSERT INTO School (urn, name, places, note, crest) VALUES (?1, ?2, ?3, ?4, ?5)'

export const questions: Record<string, (db: D1Database) => Promise<unknown>> = {
  'rows, all of them and the first': async (db) => {
    const school = db.prepare('SELECT urn, places, note FROM School WHERE urn = ?1')
    const [all, first] = [await school.bind('1').all(), await school.bind('1').first()]
    return [all.results, all.success, first, await school.bind('1').first('places'), await school.bind('2').first()]
  },
  'rows as lists, with their columns': async (db) => {
    const school = db.prepare('SELECT urn, places AS seats FROM School WHERE urn = ?1')
    return [
      await school.bind('1').raw(),
      await school.bind('1').raw({ columnNames: true }),
      await school.bind('2').raw({ columnNames: true }),
    ]
  },
  'values of every kind come back as they were stored': async (db) => {
    const bytes = new Uint8Array([1, 0, 255])
    await db.prepare(insert).bind('2', 'Beech', 1.5, true, bytes.buffer).run()
    await db.prepare(insert).bind('3', 'Cedar', -7, false, bytes.subarray(1)).run()
    await db
      .prepare(insert)
      .bind('4', 'Élm 🌳', 99.5, 2 ** 40, null)
      .run()
    return (await db.prepare('SELECT *, typeof(places) AS p, typeof(note) AS n, typeof(crest) AS c FROM School').all()).results
  },
  'numbers that are bound, in text and in JSON': async (db) =>
    (await db.prepare(`SELECT typeof(?1) AS type, 'no ' || ?1 AS text, json_array(?1, ?2) AS list, ?1 + 1 AS sum`).bind(7, 1.5).all())
      .results,
  'a parameter that is used twice, and out of order': async (db) =>
    (await db.prepare('SELECT ?2 AS a, ?1 AS b, ?2 AS c').bind('x', 'y').all()).results,
  'what changed, with what triggers changed, and the last row': async (db) => [
    counted(await db.prepare(insert).bind('2', 'Beech', 1, null, null).run()),
    counted(await db.prepare('INSERT INTO Visit (urn) VALUES (?1), (?1)').bind('2').run()),
    counted(await db.prepare('UPDATE School SET places = 9').run()),
    counted(await db.prepare('SELECT 1').run()),
    (await db.batch([db.prepare('DELETE FROM Visit'), db.prepare('SELECT COUNT(*) AS n FROM Visit')])).map(counted),
  ],
  'what a statement returns': async (db) => (await db.prepare('UPDATE School SET places = 8 RETURNING urn, places').all()).results,
  'a batch, in order': async (db) =>
    (
      await db.batch([
        db.prepare(insert).bind('2', 'Beech', 1, null, null),
        db.prepare('SELECT COUNT(*) AS n FROM School'),
        db.prepare('SELECT name FROM School WHERE urn = ?1').bind('2'),
      ])
    ).map(({ results }) => results),
  'a batch whose last statement is refused leaves nothing': (db) =>
    db.batch([db.prepare(insert).bind('2', 'Beech', 1, null, null), db.prepare(insert).bind('3', 'Cedar', 101, null, null)]),
  'the word of a trigger': (db) => db.prepare(insert).bind('2', 'Beech', 101, null, null).run(),
  'a key that is there': (db) => db.prepare(insert).bind('1', 'Beech', 1, null, null).run(),
  'several columns that are unique together': (db) =>
    db.prepare(`${insert} ON CONFLICT (urn) DO NOTHING`).bind('2', 'Ashgrove', 7, null, null).run(),
  'a unique index of an expression': (db) => db.prepare(insert).bind('2', 'ASHGROVE', 1, null, null).run(),
  'a value that may not be missing': (db) => db.prepare(insert).bind('2', null, 1, null, null).run(),
  'a check': (db) => db.prepare(insert).bind('2', '', 1, null, null).run(),
  'a row that refers to none': (db) => db.prepare(`INSERT INTO Visit (urn) VALUES ('9')`).run(),
  'a row that refers to none until the end of the batch': async (db) =>
    (
      await db.batch([
        db.prepare('PRAGMA defer_foreign_keys = true'),
        db.prepare(`INSERT INTO Visit (urn) VALUES ('9')`),
        db.prepare(insert).bind('9', 'Juniper', 1, null, null),
      ])
    ).map(counted),
  'a guard that breaks': (db) => db.prepare(`SELECT CASE WHEN 0 THEN 1 ELSE json('guard broken') END`).run(),
  'a table that is not there': (db) => db.prepare('SELECT 1 FROM Nowhere').all(),
  'a statement that cannot be read': (db) => db.prepare('SELEC 1').all(),
  'a value that cannot be stored': async (db) => db.prepare(insert).bind('2', undefined, 1, null, null).run(),
  'an object that cannot be stored': async (db) => db.prepare(insert).bind('2', {}, 1, null, null).run(),
}
