// A migration meets a council's data and, for a minute, the Worker of the version before it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../prisma/migrations')
const migrations = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
const sqlOf = (file: string): string => readFileSync(join(folder, file), 'utf8')

/** D1 runs a file in one transaction. */
const migrate = (db: DatabaseSync, files: readonly string[]): void => {
  for (const file of files) db.exec(`BEGIN; ${sqlOf(file)}; COMMIT;`)
}

const at = '2026-03-02T09:00:00.000Z'

/** A county as the first version left it: a school with a contact, a claim, a booking with two places, one of them cancelled, and a register. */
const firstCounty = `
  INSERT INTO School (id, rootId, origin, name, createdAt) VALUES ('s1', 's1', 'register', 'Ashfield', '${at}');
  INSERT INTO SchoolIdentity (id, schoolId, urn, name, laCode, statusCode, sector, kind, learnedAt, trustUid, trustName)
    VALUES ('i1', 's1', '116711', 'Ashfield', '884', '1', 'academy', 'primary', '${at}', '2044', 'Hedgerow Trust');
  INSERT INTO Person (id, name, email, createdAt) VALUES ('p1', 'Ann Price', 'ann@ashfield.example', '${at}'), ('p2', 'Ben Pugh', 'ben@ashfield.example', '${at}');
  INSERT INTO Account (id, email, personId, createdAt) VALUES ('a1', 'office@ashfield.example', 'p1', '${at}');
  INSERT INTO Claim (id, accountId, schoolId, state, evidence, personId, roleId, requestedAt, decidedAt)
    VALUES ('c1', 'a1', 's1', 'approved', 'council_holds_address', 'p1', 'dsl', '${at}', '${at}');
  INSERT INTO Event (id, code, title, topicId, purpose, minutes, state, attendanceMode, capacity, placesPerSchool, createdAt, publishedAt)
    VALUES ('e1', 'ABC234', 'Conference', 'prevent', 'training', 60, 'published', 'in_person', 2, 2, '${at}', '${at}');
  INSERT INTO Session (id, eventId, position, startsAt, endsAt) VALUES ('x1', 'e1', 1, '2026-06-12T08:30:00.000Z', '2026-06-12T15:00:00.000Z');
  INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, bookedById, createdAt) VALUES ('b1', 'QWE789', 'e1', 's1', 'school', 'f1', 'a1', '${at}');
  INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt) VALUES
    ('l1', 'b1', 'e1', 's1', 'p1', 'dsl', 'confirmed', '${at}', '${at}'), ('l2', 'b1', 'e1', 's1', 'p2', 'head', 'cancelled', '${at}', '${at}');
  INSERT INTO PlaceSession (placeId, sessionId) VALUES ('l1', 'x1'), ('l2', 'x1');`

const refused = (db: DatabaseSync, sql: string): string => {
  try {
    db.exec(sql)
    return 'not refused'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const migrated = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  db.exec(sqlOf(migrations[0] ?? ''))
  db.exec(firstCounty)
  migrate(db, migrations.slice(1))
  return db
}

it('a county of the first version keeps every row as it was, and its contacts may go on vouching for colleagues', () => {
  const before = new DatabaseSync(':memory:')
  before.exec(sqlOf(migrations[0] ?? ''))
  before.exec(firstCounty)
  const after = migrated()
  const tables = before
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
    .map((row) => String(row['name']))
  for (const table of tables) {
    const columns = before
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map((row) => `"${row['name']}"`)
    const read = `SELECT ${columns.join(', ')} FROM "${table}"`
    expect([table, after.prepare(read).all()]).toEqual([table, before.prepare(read).all()])
  }
  expect(after.prepare('SELECT approver FROM Claim').all()).toEqual([{ approver: 1 }])
  expect(after.prepare('SELECT claimId, kind, at FROM ClaimEvidence').all()).toEqual([{ claimId: 'c1', kind: 'council_holds_address', at }])
  expect(after.prepare('SELECT waitsFor, heldBackId, offerId FROM Place WHERE id = ?').all('l1')).toEqual([
    { waitsFor: null, heldBackId: null, offerId: null },
  ])
  expect(after.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

it('the Worker of the version before goes on booking and cancelling, and is still refused what does not fit', () => {
  const db = migrated()
  db.exec(`
    INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, bookedById, bookerPersonId, createdAt) VALUES ('b2', 'RTY456', 'e1', 's1', 'school', 'f2', 'a1', NULL, '${at}');
    INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt) VALUES ('l3', 'b2', 'e1', 's1', 'p2', 'dsl', 'confirmed', '${at}', '${at}');
    INSERT INTO PlaceSession (placeId, sessionId) SELECT 'l3', id FROM Session WHERE eventId = 'e1';`)
  expect(refused(db, `UPDATE Place SET state = 'confirmed', stateAt = '${at}' WHERE id = 'l2'`)).toContain('event_full')
  expect(refused(db, `UPDATE Event SET capacity = 1, version = version + 1 WHERE id = 'e1'`)).toContain('capacity_below_taken')
  db.exec(`UPDATE Place SET state = 'cancelled', stateAt = '${at}', endedById = 'a1' WHERE id = 'l3'`)
  expect(db.prepare(`SELECT COUNT(*) AS n FROM Place WHERE state = 'confirmed'`).all()).toEqual([{ n: 1 }])
})

/** A county of the second version: one booking that was cancelled late by a maintained school, one of an academy that was let off, and one undone. */
const secondCounty = `
  INSERT INTO School (id, rootId, origin, name, sector, createdAt) VALUES ('s2', 's2', 'register', 'Birch', 'maintained', '${at}');
  INSERT INTO CancellationTerms (id, termsKey, version, name, freeDays, fullPence, absentPence, createdAt) VALUES ('t1', 't1', 1, 'Late', 5, 7000, 5000, '${at}');
  INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, bookedById, createdAt, termsId, termsAcceptedAt) VALUES
    ('b3', 'ASD123', 'e1', 's2', 'organiser', 'f3', 'a1', '${at}', 't1', '${at}'), ('b4', 'ASD456', 'e1', 's1', 'organiser', 'f4', 'a1', '${at}', 't1', '${at}');
  INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt) VALUES
    ('l3', 'b3', 'e1', 's2', NULL, 'dsl', 'cancelled', '${at}', '${at}'), ('l4', 'b4', 'e1', 's1', NULL, 'dsl', 'cancelled', '${at}', '${at}');
  INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, termsId, rule, at, byId, withdrawnAt) VALUES
    ('h3', 'e1', 'b3', 'l3', 's2', 'cancellation', 7000, 't1', '{"band":"full"}', '2026-06-30T23:30:00.000Z', 'a1', NULL),
    ('h4', 'e1', 'b4', 'l4', 's1', 'cancellation', 7000, 't1', '{"band":"full","waived":"Flood"}', '2026-06-10T09:00:00.000Z', 'a1', '2026-06-10T09:00:00.000Z'),
    ('h5', 'e1', 'b3', 'l3', 's2', 'not_attending', 5000, 't1', '{"why":"nobody_came"}', '2026-06-12T09:00:00.000Z', 'a1', NULL);`

it('what was charged before there was a ledger is owed on it, and what was let off or waits for review is not', () => {
  const db = new DatabaseSync(':memory:')
  db.exec(sqlOf(migrations[0] ?? ''))
  db.exec(firstCounty)
  db.exec(sqlOf(migrations[1] ?? ''))
  db.exec(secondCounty)
  migrate(db, migrations.slice(2))
  expect(
    db
      .prepare(`SELECT kind, payerId, route, bookingId, placeId, pence, vatPence, period, happenedOn, at, byId, chargeId FROM LedgerLine`)
      .all(),
  ).toEqual([
    {
      ...{
        kind: 'cancellation_charge',
        payerId: 'payer-of-s2',
        route: 'recharge',
        bookingId: 'b3',
        placeId: 'l3',
        pence: 7000,
        vatPence: 0,
      },
      // Half past midnight in London on the first of July.
      ...{ period: '2026-07', happenedOn: '2026-07-01', at: '2026-06-30T23:30:00.000Z', byId: 'a1', chargeId: 'h3' },
    },
  ])
  expect(db.prepare('SELECT id, postedAt FROM Charge ORDER BY id').all()).toEqual([
    { id: 'h3', postedAt: '2026-06-30T23:30:00.000Z' },
    { id: 'h4', postedAt: null },
    { id: 'h5', postedAt: null },
  ])
  expect(db.prepare('SELECT bookingId, agreedAt, agreedById FROM BookingPayer').all()).toEqual([
    { bookingId: 'b3', agreedAt: at, agreedById: 'a1' },
  ])
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
})

/** Two messages of the third version: an invitation with its calendar entry, waiting, and a confirmation that was sent. */
const thirdCounty = (ids: [string, string]) => `
  INSERT INTO Message (id, kind, state, recipient, eventId, createdAt, dueAt) VALUES ('${ids[0]}', 'invitation', 'queued', 'p1', 'e1', '${at}', '${at}'),
    ('${ids[1]}', 'booking_confirmed', 'sent', 'a1', 'e1', '${at}', '${at}');
  INSERT INTO MessageBody (messageId, fromAddress, toAddress, subject, text, html, attachments) VALUES
    ('${ids[0]}', 'C <c@x.example>', '"Ann, Price" <Ann@Ashfield.example>', 'S', 'T', 'H', '[{"filename":"invite.ics"}]'),
    ('${ids[1]}', 'C <c@x.example>', 'office@ashfield.example', 'S', 'T', 'H', '[]');`

it('messages of before have an address to look for, and those with a calendar entry go alone, whichever version stored them', () => {
  const db = new DatabaseSync(':memory:')
  db.exec(sqlOf(migrations[0] ?? ''))
  db.exec(firstCounty)
  migrate(db, migrations.slice(1, 3))
  db.exec(thirdCounty(['m1', 'm2']))
  migrate(db, migrations.slice(3))
  db.exec(thirdCounty(['m3', 'm4']))
  expect(
    db.prepare('SELECT m.id, m.attached, m.nature, b.email FROM Message m JOIN MessageBody b ON b.messageId = m.id ORDER BY m.id').all(),
  ).toEqual([
    { id: 'm1', attached: 1, nature: 'service', email: 'ann@ashfield.example' },
    { id: 'm2', attached: 0, nature: 'service', email: 'office@ashfield.example' },
    { id: 'm3', attached: 1, nature: 'service', email: 'ann@ashfield.example' },
    { id: 'm4', attached: 0, nature: 'service', email: 'office@ashfield.example' },
  ])
})

it('events of before show in calendars what they showed, also where the topic is sensitive', () => {
  expect(migrated().prepare('SELECT calendarTitle, entries, alarmMinutes FROM Event').all()).toEqual([
    { calendarTitle: '', entries: 'each', alarmMinutes: null },
  ])
})

/** Money of the version before payments could be taken back: a charge in a file, part of it let off by two people, a payment, and what finance set. */
const countyWithMoney = `
  INSERT INTO Account (id, email, createdAt) VALUES ('a2', 'ada@county.example', '${at}'), ('a3', 'ben@county.example', '${at}');
  INSERT INTO MoneyProposal (id, kind, bookingId, payerId, lineNumber, pence, reason, proposedAt, proposedById, state, decidedAt, decidedById)
    VALUES ('o1', 'waiver', 'b3', 'payer-of-s2', 1, 1000, 'Snow', '${at}', 'a2', 'approved', '${at}', 'a3');
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, pence, rule, reason, at, byId, approvedById, reversesNumber, proposalId)
    VALUES ('waiver', 'payer-of-s2', 'recharge', 'b3', -1000, '{}', 'Snow', '${at}', 'a2', 'a3', 1, 'o1');
  INSERT INTO LedgerLine (kind, payerId, route, bookingId, pence, happenedOn, rule, reason, at, byId, source)
    VALUES ('payment', 'payer-of-s2', 'recharge', 'b3', -6000, '2026-03-01', '{}', 'BACS 1', '${at}', 'a2', 'hand:1');
  INSERT INTO ExportBatch (id, kind, number, lines, pence, vatPence, content, createdAt) VALUES ('x1', 'journal', 1, 1, 7000, 0, 'a', '${at}');
  INSERT INTO ExportLine (lineNumber, batchId) VALUES (1, 'x1');
  INSERT INTO MoneySetting (id, key, value, createdAt) VALUES ('m1', 'supplier', '{}', '${at}');`

it('the ledger, proposals and settings of before are kept to the last column, with what names them, and go on counting', () => {
  const db = new DatabaseSync(':memory:')
  db.exec(sqlOf(migrations[0] ?? ''))
  db.exec(firstCounty)
  db.exec(sqlOf(migrations[1] ?? ''))
  db.exec(secondCounty)
  const at8 = migrations.indexOf('0008_taken_back.sql')
  migrate(db, migrations.slice(2, at8))
  db.exec(countyWithMoney)
  const tables = ['LedgerLine', 'MoneyProposal', 'MoneySetting', 'ExportLine', 'Charge'] as const
  const columns = Object.fromEntries(
    tables.map((table) => [
      table,
      db
        .prepare(`SELECT group_concat(name, ', ') AS names FROM pragma_table_info('${table}')`)
        .all()
        .map(({ names }) => String(names))[0],
    ]),
  )
  const read = () => tables.map((table) => db.prepare(`SELECT ${columns[table]} FROM ${table}`).all())
  const objects = () => db.prepare(`SELECT name FROM sqlite_master WHERE tbl_name IN ('LedgerLine', 'MoneyProposal', 'MoneySetting')`).all()
  const [before, objectsBefore] = [read(), objects()]
  migrate(db, migrations.slice(at8))
  expect(read()).toEqual(before)
  expect(objects()).toEqual(expect.arrayContaining(objectsBefore))
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  expect(
    db.prepare(`SELECT name FROM sqlite_master WHERE name IN ('KeptLine', 'KeptProposal', 'KeptSetting', 'KeptExportLine')`).all(),
  ).toEqual([])
  db.exec(`INSERT INTO LedgerLine (kind, payerId, route, bookingId, pence, rule, at, source)
    VALUES ('payment', 'payer-of-s2', 'recharge', 'b3', -1, '{}', '${at}', 'hand:2')`)
  expect(db.prepare('SELECT MAX(number) AS number, period FROM LedgerLine').all()).toEqual([{ number: 4, period: '2026-03' }])
  expect(refused(db, 'UPDATE LedgerLine SET pence = 1')).toContain('ledger_is_append_only')
})

it('lines that were in a file before stay in it, and are in none other', () => {
  const db = new DatabaseSync(':memory:')
  const at7 = migrations.findIndex((file) => file.startsWith('0007'))
  for (const file of migrations.slice(0, at7)) db.exec(sqlOf(file))
  db.exec(`PRAGMA foreign_keys = OFF;
    INSERT INTO ExportBatch (id, kind, number, lines, pence, vatPence, content, createdAt) VALUES ('x1', 'invoice_request', 1, 1, 100, 0, '', '${at}'), ('x2', 'invoice_request', 2, 1, 100, 0, '', '${at}');
    INSERT INTO ExportLine (lineNumber, batchId, requestId) VALUES (7, 'x1', 'r1');`)
  for (const file of migrations.slice(at7)) db.exec(sqlOf(file))
  expect(db.prepare('SELECT * FROM ExportLine').all()).toEqual([{ lineNumber: 7, batchId: 'x1', requestId: 'r1', returnedAt: null }])
  expect(refused(db, `INSERT INTO ExportLine (lineNumber, batchId) VALUES (7, 'x2')`)).toContain('ExportLine.lineNumber')
  expect(refused(db, 'DELETE FROM ExportLine')).toContain('batch_stands')
})
