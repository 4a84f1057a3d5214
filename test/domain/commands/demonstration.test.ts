import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { auditCode } from '#commands/auditing.ts'
import { backupLocal } from '#commands/backing-up.ts'
import { bucketNamed, fetchFiles, putFiles, withLocalBucket, wrongFiles } from '#commands/kept-files.ts'
import { localFile, localSnapshot } from '#commands/local-data.ts'
import type { Manifest } from '#commands/manifest.ts'
import { type Restored, restoreLocally } from '#commands/restoring.ts'
import { root } from '#commands/settings.ts'
import { demonstrationIn, type Looked, lookedAt, movedAs } from '#test/support/demonstration.ts'
import { signInAs } from '#tools/local/demonstration/people.ts'
import { doAll } from './acts.ts'

type Row = Record<string, string | number | null>

let state: string
let back: { manifest: Manifest; kept: { files: string; wrong: string[] }; restored: Restored; definitions: unknown[][] }
let seen: Looked & { rows: Record<keyof typeof questions, Row[]> }

const questions = {
  roles: `SELECT a.email FROM Account a WHERE a.email LIKE '%@muster.example' AND EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = a.id) ORDER BY 1`,
  schools: `SELECT COUNT(*) AS n FROM School WHERE rootId = id AND origin = 'register' AND statusCode IN ('1', '3')`,
  events: `SELECT state, COUNT(*) AS n FROM Event GROUP BY state ORDER BY state`,
  reviews: `SELECT kind FROM RegisterReview WHERE decision IS NULL`,
  successions: `SELECT how, COUNT(*) AS n FROM Succession WHERE supersededAt IS NULL GROUP BY how ORDER BY how`,
  open: `SELECT COUNT(*) AS n FROM Session s JOIN Event e ON e.id = s.eventId
    WHERE e.state = 'published' AND s.endsAt < :now AND s.id NOT IN (SELECT sessionId FROM RegisterSignOff)`,
  corrected: `SELECT COUNT(*) AS n FROM Mark WHERE correctsId IS NOT NULL`,
  late: `SELECT COUNT(*) AS n FROM Mark WHERE late = 1`,
  left: `SELECT COUNT(*) AS n FROM Arrival WHERE kind = 'left'`,
  waiting: `SELECT COUNT(*) AS n FROM Claim WHERE state = 'requested'`,
  failed: `SELECT COUNT(*) AS n FROM Message WHERE state = 'failed'`,
  represented: `SELECT COUNT(*) AS n FROM PlaceRepresents`,
  booked: `SELECT COUNT(DISTINCT s.rootId) AS n FROM Booking b JOIN School s ON s.id = b.schoolId WHERE s.origin = 'register'`,
  full: `SELECT COUNT(*) AS n FROM Event e JOIN Session s ON s.eventId = e.id AND s.position = 1 WHERE e.state = 'published'
    AND s.startsAt > :now AND e.capacity = (SELECT COUNT(*) FROM Place p WHERE p.eventId = e.id AND p.state = 'confirmed')`,
  ahead: `SELECT (SELECT COUNT(*) FROM Place WHERE state = 'held' AND waitsFor = 'list') AS waiting,
    (SELECT COUNT(*) FROM Place WHERE state = 'held' AND waitsFor = 'approval') AS forApproval,
    (SELECT COUNT(*) FROM Booking WHERE refusedReason IS NOT NULL) AS refused,
    (SELECT COUNT(*) FROM Place WHERE state = 'confirmed' AND personId IS NULL) AS unnamed,
    (SELECT COUNT(*) FROM PlaceSession c JOIN Session x ON x.id = c.sessionId WHERE x.block <> '') AS chosen,
    (SELECT COUNT(*) FROM Booking WHERE termsId IS NOT NULL) AS onTerms,
    (SELECT COUNT(*) FROM HeldBack) AS heldBack, (SELECT COUNT(*) FROM EventQuestion) AS asked,
    (SELECT COUNT(*) FROM Event WHERE seriesId IS NOT NULL) AS inSeries`,
  money: `SELECT (SELECT COUNT(*) FROM PlacePrice WHERE supersededAt IS NULL) AS priced, (SELECT COUNT(*) FROM AgreementLine) AS covered,
    (SELECT COUNT(*) FROM FinanceFile WHERE kind = 'journal') AS journals, (SELECT COUNT(*) FROM InvoiceRequest) AS requests,
    (SELECT COUNT(*) FROM LedgerLine WHERE kind = 'payment' AND route = 'invoice') AS paid,
    (SELECT COUNT(*) FROM LineDispute WHERE settledAt IS NULL) AS disputed, (SELECT COUNT(*) FROM MoneyProposal WHERE state = 'proposed') AS proposed,
    (SELECT COUNT(*) FROM Charge WHERE postedAt IS NULL AND withdrawnAt IS NULL) AS toReview`,
  reports: `SELECT r.number, COALESCE(f.form, 'draft') AS state,
      (SELECT COUNT(*) FROM ReportReply y WHERE y.reportId = r.id AND y.reachedAt IS NULL) > 0 AS neverReached,
      (SELECT COUNT(*) FROM ReportReply y WHERE y.reportId = r.id AND y.answer <> 'right') AS disagreed,
      (SELECT COUNT(*) FROM ReportReply y WHERE y.reportId = r.id AND y.decision IS NOT NULL) AS decided
    FROM Report r LEFT JOIN FinalReport f ON f.reportId = r.id ORDER BY r.number`,
  outside: `SELECT email FROM Person WHERE email NOT LIKE '%.example' AND email IS NOT NULL`,
  twice: `SELECT n.name, COUNT(DISTINCT n.id) AS records FROM (
      SELECT schoolId, personId FROM RoleAtSchool WHERE supersededAt IS NULL UNION SELECT schoolId, personId FROM Place WHERE personId IS NOT NULL
      UNION SELECT schoolId, personId FROM WalkIn UNION SELECT schoolId, personId FROM EarlierAttendance WHERE supersededAt IS NULL) x
    JOIN School o ON o.id = x.schoolId JOIN Person n ON n.id = x.personId GROUP BY n.name, o.rootId HAVING records > 1`,
  origins: `SELECT DISTINCT origin FROM Log ORDER BY origin`,
}

let agreed: string[]
let slides: { id: string; bytes: Uint8Array }

/** The slides of one conference are where a deployment with a bucket has them. */
const moveSlides = async () => {
  const db = new DatabaseSync(localFile(state) ?? '')
  const [file] = db.prepare('SELECT id FROM StoredFile ORDER BY id LIMIT 1').all()
  const id = String(file?.['id'])
  const pieces = db.prepare('SELECT base64 FROM FilePiece WHERE fileId = ? ORDER BY number').all(id)
  slides = { id, bytes: Buffer.concat(pieces.map(({ base64 }) => Buffer.from(String(base64), 'base64'))) }
  const stands = String(db.prepare(`SELECT sql FROM sqlite_schema WHERE name = 'StoredFile_stands'`).get()?.['sql'])
  db.exec('DROP TRIGGER StoredFile_stands')
  db.prepare('UPDATE StoredFile SET pieces = 0 WHERE id = ?').run(id)
  db.prepare('DELETE FROM FilePiece WHERE fileId = ?').run(id)
  db.exec(stands)
  db.close()
  const path = join(state, 'slides')
  writeFileSync(path, slides.bytes)
  await withLocalBucket(state, (bucket) => bucket.put(id, path))
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'muster-test-'))
  process.env['MUSTER_STATE'] = state
  await demonstrationIn(state, inject('clockAhead'))
  const looked = await lookedAt(state, movedAs(inject('clockAhead')))
  const db = localSnapshot(state)
  const now = new Date().toISOString()
  const rows = Object.entries(questions).map(([name, sql]) => [name, db.prepare(sql.replace(':now', `'${now}'`)).all()])
  db.close()
  seen = { ...looked, rows: Object.fromEntries(rows) as typeof seen.rows }
  await moveSlides()
  const acted = new DatabaseSync(localFile(state) ?? '')
  agreed = acted
    .prepare(`SELECT kind FROM MoneyProposal WHERE state = 'proposed' ORDER BY kind`)
    .all()
    .map(({ kind }) => String(kind))
  await doAll(acted, new Date())
  acted.close()
  const file = join(state, 'backup.sql')
  const { manifest, files, wrong } = await backupLocal({ file, madeAt: new Date() })
  process.env['MUSTER_STATE'] = join(state, 'restored')
  const restored = await restoreLocally(file)
  const definitions = [state, join(state, 'restored')].map((folder) => {
    const db = localSnapshot(folder)
    const found = db
      .prepare(`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name`)
      .all()
    db.close()
    return found
  })
  back = { manifest, kept: { files, wrong }, restored, definitions }
}, 600_000)
afterAll(() => {
  delete process.env['MUSTER_STATE']
  rmSync(state, { recursive: true, force: true })
})

const n = (name: keyof typeof questions): number => Number(seen.rows[name][0]?.['n'])

it('after loading, every invariant of the audit holds', () => {
  expect(seen.invariants.filter(({ ok }) => !ok)).toEqual([])
  expect(seen.invariants.length).toBeGreaterThan(5)
})

it('what lies ahead shows a waiting list, requests to decide, places to name, workshops, terms, reserved places, questions and a series', () => {
  expect(Object.entries(seen.rows.ahead[0] ?? {}).filter(([, count]) => Number(count) === 0)).toEqual([])
})

it('a backup of it, after every kind of act that ends, replaces or joins what others name, comes back row for row and definition for definition, into an empty database alone, and is sound', async () => {
  expect(back.restored.differ).toEqual([])
  expect(back.restored.audit.nothing).toBe(false)
  expect(auditCode(back.restored.audit)).toBe(0)
  expect(back.definitions[1]).toEqual(back.definitions[0])
  expect(Object.values(back.manifest.tables).reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(10_000)
  expect(Object.keys(back.manifest.tables)).toEqual(
    expect.arrayContaining(['School', 'Message', 'MessageBody', 'LedgerLine', 'Log', 'd1_migrations']),
  )
  await expect(restoreLocally(join(state, 'backup.sql'))).rejects.toThrow('into a new database only')
})

it('what was let off in it comes back too: its charge names the proposal, which names the line, which names the charge', () => {
  expect(agreed).toEqual(['waiver'])
  const db = localSnapshot(join(state, 'restored'))
  const inCircle = db.prepare('SELECT COUNT(*) AS n FROM Charge c JOIN MoneyProposal m ON m.id = c.proposalId AND m.chargeId = c.id').get()
  db.close()
  expect(inCircle).toEqual({ n: 1 })
})

it('its files come back with it, from the database and from the bucket, each with the bytes that its row says; without one it says which', async () => {
  expect(back.kept.wrong).toEqual([])
  expect(back.kept.files).toMatch(/^\d+ uploaded files, 1 of them in the bucket$/)
  expect([back.restored.files, back.restored.wrong]).toEqual([back.kept.files, []])
  const path = join(state, 'fetched')
  await withLocalBucket(join(state, 'restored'), (bucket) => bucket.fetch(slides.id, path))
  expect(readFileSync(path)).toEqual(slides.bytes)

  const folder = `${join(state, 'backup.sql')}.files`
  const db = localSnapshot(join(state, 'restored'))
  expect(wrongFiles(db, folder)).toEqual([])
  writeFileSync(join(folder, slides.id), 'something else')
  const said = [`${slides.id}: ${folder} does not hold it as it was uploaded`]
  expect(wrongFiles(db, folder)).toEqual(said)
  rmSync(join(folder, slides.id))
  expect(wrongFiles(db, folder)).toEqual(said)
  expect(await fetchFiles(db, undefined, folder)).toEqual([
    `${slides.id}: its bytes are in a bucket, and wrangler.toml names none as FILES`,
  ])
  db.close()
  const inPieces = new DatabaseSync(localFile(join(state, 'restored')) ?? '')
  inPieces.exec('BEGIN; DROP TRIGGER FilePiece_stands')
  const [piece] = inPieces.prepare('SELECT fileId FROM FilePiece LIMIT 1').all()
  inPieces.prepare('UPDATE FilePiece SET base64 = ? WHERE fileId = ?').run('AAAA', String(piece?.['fileId']))
  expect(wrongFiles(inPieces, folder)).toContain(`${piece?.['fileId']}: its pieces are not what was uploaded`)
  inPieces.exec('ROLLBACK')
  inPieces.close()
})

it('by wrangler files go into a bucket and out again as they were, and what is missing or was changed is named', async () => {
  // What `--remote` does at Cloudflare, done by the same commands on this machine.
  const here = join(state, 'wrangler')
  mkdirSync(here)
  copyFileSync(join(root, 'wrangler.toml'), join(here, 'wrangler.toml'))
  const bucket = bucketNamed('muster-files', ['--local', '-c', join(here, 'wrangler.toml')])
  const db = localSnapshot(join(state, 'restored'))
  const folder = join(here, 'kept')
  expect(await fetchFiles(db, bucket, folder)).toEqual([`${slides.id}: muster-files does not hold it`])
  writeFileSync(join(folder, slides.id), slides.bytes)
  expect(await putFiles(db, bucket, folder, join(here, 'seen'))).toEqual([])
  expect(readFileSync(join(here, 'seen', slides.id))).toEqual(slides.bytes)
  writeFileSync(join(here, 'other'), 'something else')
  await bucket.put(slides.id, join(here, 'other'))
  expect(await fetchFiles(db, bucket, join(here, 'again'))).toEqual([`${slides.id}: what muster-files holds is not what was uploaded`])
  expect(await fetchFiles(db, bucketNamed('No_bucket', ['--local']), join(here, 'again'))).toEqual([
    `${slides.id}: No_bucket could not be read`,
  ])
  // What is there already is not fetched again.
  expect(await fetchFiles(db, bucket, folder)).toEqual([])
  db.close()
})

it('somebody can sign in for each role, at the addresses that npm start prints', () => {
  const printed = signInAs.map(({ email }) => email).filter((email) => email.endsWith('@muster.example'))
  const held = seen.rows.roles.map((row) => row['email'])
  expect(held).toHaveLength(printed.length)
  expect(held).toEqual(expect.arrayContaining(printed))
})

it('the county has about 120 open settings, one converted, a merger, and a conversion that waits for a person', () => {
  expect(n('schools')).toBeGreaterThan(110)
  expect(seen.rows.successions).toEqual([
    { how: 'merger', n: 2 },
    { how: 'one_to_one', n: 1 },
  ])
  expect(seen.rows.reviews).toEqual([{ kind: 'no_link' }])
})

it('two years of conferences show every state: past, ahead, full, cancelled, draft; a register open, one corrected, one late', () => {
  expect(seen.rows.events).toEqual([
    { state: 'cancelled', n: 1 },
    { state: 'draft', n: 1 },
    { state: 'published', n: 20 },
  ])
  expect(n('open')).toBe(1)
  // Who leaves early has the mark of their arrival corrected by it.
  expect(n('left')).toBe(8)
  expect(n('corrected')).toBe(1 + n('left'))
  expect(n('late')).toBeGreaterThan(10)
  expect(n('full')).toBe(1)
})

it('schools have booked, some came for others, people wait for an organiser, and a message failed', () => {
  expect(n('booked')).toBeGreaterThan(n('schools') * 0.5)
  expect(n('booked')).toBeLessThan(n('schools') * 0.8)
  expect(n('represented')).toBeGreaterThan(2)
  expect(n('waiting')).toBe(4)
  expect(n('failed')).toBe(1)
})

it('nobody is there twice at one school, however they came to be known', () => {
  expect(seen.rows.twice).toEqual([])
})

it('a report without names is final, a later one names schools after their answers were decided on, though not one that it never reached, and a draft waits', () => {
  expect(seen.rows.reports).toEqual([
    { number: 1, state: 'unnamed', neverReached: 0, disagreed: 0, decided: 0 },
    { number: 2, state: 'named', neverReached: 1, disagreed: 2, decided: 2 },
    { number: 3, state: 'draft', neverReached: 0, disagreed: 0, decided: 0 },
  ])
})

it('nobody in it can be reached, and all of it is marked as the demonstration in the log', () => {
  expect(seen.rows.outside).toEqual([])
  expect(seen.rows.origins).toEqual([{ origin: 'demonstration' }])
})

it('conferences cost something: agreements cover places, files went to the finance system, some of it is paid, and some of it waits for a second person', () => {
  for (const [what, count] of Object.entries(seen.rows.money[0] ?? {})) expect([what, Number(count) > 0]).toEqual([what, true])
})
