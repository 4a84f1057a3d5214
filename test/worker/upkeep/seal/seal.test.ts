// The protected record. Rules: docs/rules/seal.md.

import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { issueNow } from '#attendance/certificates/issue-certificates.ts'
import { revokeCertificate } from '#attendance/certificates/set-certificates.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { copied, rowText } from '#test/support/row-of.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, cameTo, firstSession, signOff } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { copyCheckpoints } from '#upkeep/seal/copy-checkpoints.ts'
import { sealNext, sealRecord } from '#upkeep/seal/seal-record.ts'
import { signCheckpoint } from '#upkeep/seal/sign-checkpoint.ts'

beforeEach(emptyDatabase)

const sealKey = btoa('k'.repeat(32))
const later = new Date('2026-07-01T09:00:00.000Z')

/** What the audit says of the protected record. */
const broken = async () =>
  Object.fromEntries(
    (await auditAll(db, later)).invariants.flatMap(({ name, ok, violations }) =>
      !ok && name.startsWith('sealed_') ? [[name, violations]] : [],
    ),
  )

const anImport = async (): Promise<string> => {
  const [id, at] = [newId(tick()), tick().toISOString()]
  await add('RegisterImport', { id, state: 'ready', asAt: '2026-02-01', summary: '{"created":3}', startedAt: at, readyAt: at })
  await run(`UPDATE RegisterImport SET state = 'applied', appliedAt = ?2 WHERE id = ?1`, id, at)
  return id
}

/** Five people came, one of whom was marked wrongly at first; the register was signed and an import applied. */
const aWorld = async () => {
  const [event, school] = [await anEvent({ placesPerSchool: null }), await aSchool()]
  const marks = []
  for (let n = 0; n < 5; n += 1) marks.push(await cameTo(event, school))
  const [first] = marks
  if (!first) throw new Error('Nobody came')
  const correction = await aMark(firstSession(event), { placeId: first.placeId }, 'absent', {
    correctsId: first.markId,
    reason: 'Left at once',
  })
  await signOff(event)
  const imported = await anImport()
  return { event, school, marks: marks.map(({ markId }) => markId), correction, placeId: first.placeId, imported }
}

const withoutTriggers = async (table: string, ...statements: [sql: string, ...values: unknown[]][]) => {
  const triggers = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1`,
    table,
  )
  for (const { name } of triggers) await run(`DROP TRIGGER ${name}`)
  await run('PRAGMA defer_foreign_keys = 1')
  for (const [sql, ...values] of statements) await run(sql, ...values)
  for (const { sql } of triggers) await run(sql)
}

// “Marks, corrections, sign-offs, applied imports, frozen and final reports, certificates and their ends are sealed within a minute, in the order in which they were written.”
it('what is written is sealed by the clock in its order, once, and nothing is due when nothing waits', async () => {
  const { marks, correction, imported } = await aWorld()
  const act = anAct({ now: later })
  const due = async () => (await kindsDue(db, act, kinds)).map(({ kind }) => kind.name).filter((name) => /seal|sign/i.test(name))
  expect(await due()).toEqual(['sealRecord'])
  await sealRecord(act)
  const [signed] = await rows<{ id: string }>('SELECT id FROM RegisterSignOff')
  expect(await rows('SELECT number, kind, subjectId FROM SealedLeaf ORDER BY number')).toEqual(
    [...marks.map((id) => ['mark', id]), ['mark', correction], ['sign_off', signed?.id], ['import', imported]].map(
      ([kind, subjectId], number) => ({
        ...{ number, kind, subjectId },
      }),
    ),
  )
  expect(await rows('SELECT COUNT(*) AS n FROM SealNode')).toEqual([{ n: 7 }])
  expect(await due()).toEqual([])
  await sealRecord(act)
  expect(await rows('SELECT COUNT(*) AS n FROM SealedLeaf')).toEqual([{ n: 8 }])
  expect(await broken()).toEqual({})
})

// “Two runs of the clock at once add each entry once.”
it('two runs at once add an entry once; control: without the rule and the keys it is there twice', async () => {
  const [event, school] = [await anEvent({ placesPerSchool: null }), await aSchool()]
  for (let n = 0; n < 3; n += 1) await cameTo(event, school)
  const act = anAct({ now: later })
  await Promise.all([sealNext(act), sealNext(act), sealNext(act)])
  expect(await rows('SELECT number FROM SealedLeaf')).toHaveLength(3)
  expect(await broken()).toEqual({})

  const keys = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'SealedLeaf_comes_next'`)
  expect(keys).toHaveLength(1)
  await run('DROP TABLE SealedLeaf')
  await run('CREATE TABLE SealedLeaf (number INTEGER, kind TEXT, subjectId TEXT, salt TEXT, leafHash TEXT, at TEXT)')
  await cameTo(event, school)
  await Promise.all([sealNext(act), sealNext(act)])
  expect(await rows('SELECT number FROM SealedLeaf')).toEqual([{ number: 0 }, { number: 0 }])
})

// “A log that is added to in small pieces is that of one piece.”
it('a log added to in small pieces is that of one piece', async () => {
  await aWorld()
  const act = anAct({ now: later })
  while (await sealNext(act, 3)) expect((await rows('SELECT 1 FROM SealedLeaf')).length % 3).toBe(0)
  expect(await rows('SELECT COUNT(*) AS n FROM SealedLeaf')).toEqual([{ n: 8 }])
  expect(await broken()).toEqual({})
})

/** Every entry and hash anew, from the rows as they are. */
const writtenAnew = async () => {
  const before = await rows<{ kind: string; subjectId: string }>('SELECT kind, subjectId FROM SealedLeaf ORDER BY number')
  await withoutTriggers('SealedLeaf', ['DELETE FROM SealedLeaf'])
  await withoutTriggers('SealNode', ['DELETE FROM SealNode'])
  for (const { kind, subjectId } of before) await add('RowToSeal', { kind, subjectId })
  await sealRecord(anAct({ now: later }))
}

const sealed = async () => {
  const world = await aWorld()
  await sealRecord(anAct({ now: later }))
  await signCheckpoint(anAct({ now: addMinutes(later, 24 * 60), sealKey }))
  expect(await broken()).toEqual({})
  return world
}

// “The audit names whatever was changed or taken out since it was sealed, put in beside the log, or dated back by more than an hour to before a checkpoint.”
it('a mark changed by hand is named', async () => {
  const { marks } = await sealed()
  await withoutTriggers('Mark', [`UPDATE Mark SET markType = 'absent' WHERE id = ?1`, marks[2]])
  expect(await broken()).toEqual({ sealed_as_written: [`mark ${marks[2]}`] })
})

it('a mark taken out is named', async () => {
  const { marks } = await sealed()
  await run('DELETE FROM SchoolReached WHERE markId = ?1', marks[1])
  await withoutTriggers('Mark', ['DELETE FROM Mark WHERE id = ?1', marks[1]])
  expect(await broken()).toEqual({ sealed_as_written: [`mark ${marks[1]}`] })
})

it('a mark put in beside the log is named, and one put in through it under an earlier date', async () => {
  const { event, school } = await sealed()
  const sameTime = copied('sessionId', 'happenedAt', 'notedAt', 'receivedAt', 'source')
  const beside = { ...sameTime, id: 'beside', placeId: await aPlace(event, school), markType: 'attended' }
  await withoutTriggers('Mark', [rowText('Mark', beside, 'Mark LIMIT 1')])
  expect(await broken()).toEqual({ sealed_in_full: ['mark beside'] })
  await add('RowToSeal', { kind: 'mark', subjectId: 'beside' })
  await sealRecord(anAct({ now: addMinutes(later, 24 * 60 + 5) }))
  expect(await broken()).toEqual({ sealed_in_time: ['mark beside'] })
})

it('a sign-off and an import that were changed are named', async () => {
  const { imported } = await sealed()
  const [signed] = await rows<{ id: string }>('SELECT id FROM RegisterSignOff')
  await withoutTriggers('RegisterSignOff', ['UPDATE RegisterSignOff SET attended = 9'])
  await run(`UPDATE RegisterImport SET asAt = '2026-01-01'`)
  expect(await broken()).toEqual({ sealed_as_written: [`import ${imported}`, `sign_off ${signed?.id}`].sort((a, b) => (a < b ? 1 : -1)) })
})

// “What is written anew together with the log and its checkpoints the audit does not see; a checkpoint that was kept elsewhere shows it.”
it('a record written anew with its checkpoints is whole to the audit, and has another root than the checkpoint that was kept', async () => {
  const { marks } = await sealed()
  const roots = () => rows<{ day: string; size: number; root: string }>('SELECT day, size, root FROM SealCheckpoint ORDER BY day')
  const keptElsewhere = await roots()
  await withoutTriggers('Mark', [`UPDATE Mark SET markType = 'absent' WHERE id = ?1`, marks[0]])
  await writtenAnew()
  await withoutTriggers('SealCheckpoint', ['DELETE FROM SealCheckpoint'])
  for (const { day } of keptElsewhere) await signCheckpoint(anAct({ now: new Date(`${day}T09:00:00.000Z`), sealKey }))
  expect(await broken()).toEqual({})
  const restated = await roots()
  expect(restated.map(({ day, size }) => ({ day, size }))).toEqual(keptElsewhere.map(({ day, size }) => ({ day, size })))
  expect(restated.filter(({ root }, n) => root === keptElsewhere[n]?.root)).toEqual([])
})

it('a mark that was changed with its entry made anew breaks the log, and with every hash made anew the checkpoint', async () => {
  const { marks } = await sealed()
  await withoutTriggers('Mark', [`UPDATE Mark SET markType = 'absent' WHERE id = ?1`, marks[0]])
  await writtenAnew()
  expect(await broken()).toEqual({ sealed_adds_up: ['checkpoint 2026-07-01', 'checkpoint 2026-07-02'] })
  await withoutTriggers('SealNode', [
    `UPDATE SealNode SET hash = (SELECT leafHash FROM SealedLeaf WHERE number = 0) WHERE level = 2 AND number = 0`,
  ])
  expect(await broken()).toEqual({ sealed_adds_up: ['node 2/0', 'checkpoint 2026-07-01', 'checkpoint 2026-07-02'] })
  await withoutTriggers('SealedLeaf', ['DELETE FROM SealedLeaf WHERE number = 7'])
  expect((await broken())['sealed_in_full']).toHaveLength(1)
})

// “A frozen report is one entry, with the schools and standings that it lists: the audit names a report of which any was changed, taken out or put in.”
it('a frozen report is one entry; each way to change what it lists is named, and the page says it', async () => {
  const { school } = await aWorld()
  const freezing = anAct({ now: later, actor: (await anAccount({ roles: ['officer'] })).actor })
  const question = { laCodes: ['884'], on: '2026-07-01', from: '2025-07-01', to: '2026-07-01', topic: undefined, event: undefined }
  const id = newId(tick())
  const frozen = await freezeReport(freezing, { id, question }).then(accepted)
  const standing = { reportId: id, schoolId: school.id, requirementId: 'lead', state: 'no_record', why: 'No record', evidence: '[]' }
  await withoutTriggers('FrozenStanding', [rowText('FrozenStanding', standing)])
  const page = async () =>
    (await request(`/coverage/frozen/${frozen}`, { cookie: (await anAccount({ roles: ['officer'] })).cookie })).text()
  expect(await page()).toContain('Not in the protected record yet')

  await sealRecord(freezing)
  expect(await broken()).toEqual({})
  expect(await rows(`SELECT number, kind FROM SealedLeaf WHERE subjectId = ?1`, id)).toEqual([{ number: 8, kind: 'report' }])
  expect(await page()).toMatch(/Entry 8 of the .*, unchanged since 1 July 2026/s)

  const named = { sealed_as_written: [`report ${id}`] }
  const tampered = async (table: string, change: string, undo: string) => {
    await withoutTriggers(table, [change])
    expect(await broken()).toEqual(named)
    expect(await page()).toContain('do not rely on them')
    await withoutTriggers(table, [undo])
    expect(await broken()).toEqual({})
  }
  await tampered(
    'FrozenReport',
    `UPDATE FrozenReport SET frozenAt = '2026-06-30T09:00:00.000Z'`,
    `UPDATE FrozenReport SET frozenAt = '${later.toISOString()}'`,
  )
  await tampered('FrozenSchool', 'UPDATE FrozenSchool SET code = code + 100', 'UPDATE FrozenSchool SET code = code - 100')
  await tampered('FrozenStanding', `UPDATE FrozenStanding SET state = 'in_date'`, `UPDATE FrozenStanding SET state = 'no_record'`)
  const copy = `INSERT INTO FrozenSchool SELECT reportId, '${(await aSchool()).id}', urn, name, town, sector, kind, phase, trustUid, trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand, code, lastAt, evidence FROM FrozenSchool LIMIT 1`
  const [{ schoolId } = { schoolId: '' }] = await rows<{ schoolId: string }>('SELECT schoolId FROM FrozenSchool')
  await tampered('FrozenSchool', copy, `DELETE FROM FrozenSchool WHERE schoolId <> '${schoolId}'`)
  await withoutTriggers('FrozenStanding', ['DELETE FROM FrozenStanding'])
  expect(await broken()).toEqual(named)
})

it('a certificate that was changed is named, and so is its end', async () => {
  const { event } = await aWorld()
  await sealRecord(anAct({ now: later }))
  await issueNow(anAct({ now: later }), event.id)
  const [certificate] = await rows<{ id: string }>('SELECT id FROM Certificate WHERE eventId = ?1 LIMIT 1', event.id)
  if (!certificate) throw new Error('no certificate')
  await revokeCertificate(anAct({ now: later }), { id: certificate.id, eventId: event.id }, 'Not they')
  await sealRecord(anAct({ now: later }))
  expect(await rows(`SELECT kind FROM SealedLeaf WHERE subjectId = ?1 ORDER BY number`, certificate.id)).toEqual([
    { kind: 'certificate' },
    { kind: 'certificate_end' },
  ])
  expect(await broken()).toEqual({})
  await withoutTriggers('Certificate', ['UPDATE Certificate SET minutes = minutes + 60 WHERE id = ?1', certificate.id])
  await withoutTriggers('CertificateEnd', [`UPDATE CertificateEnd SET endedAt = '2026-07-01T09:00:00.001Z'`])
  expect(await broken()).toEqual({ sealed_as_written: [`certificate ${certificate.id}`, `certificate_end ${certificate.id}`] })
})

it('a report put in beside the log is named, and one that is dated back', async () => {
  await sealed()
  const beside = { id: 'beside', question: '{}', sources: '{}', frozenAt: later.toISOString() }
  await withoutTriggers('FrozenReport', [rowText('FrozenReport', beside)])
  expect(await broken()).toEqual({ sealed_in_full: ['report beside'] })
  await add('RowToSeal', { kind: 'report', subjectId: 'beside' })
  await sealRecord(anAct({ now: addMinutes(later, 24 * 60 + 5) }))
  expect(await broken()).toEqual({ sealed_in_time: ['report beside'] })
})

// “Where there is a bucket, a copy of each checkpoint goes there once, and the service overwrites none; what failed is made up for.” “The first is stated on the day of the first entry.”
it('copies of checkpoints go into the bucket once, and what failed is made up for', async () => {
  const bucket = (env as unknown as { CHECKPOINTS: R2Bucket }).CHECKPOINTS
  await aWorld()
  const day = (n: number, checkpoints?: Pick<R2Bucket, 'put'>) =>
    sealRecord(anAct({ now: addMinutes(later, n * 24 * 60), sealKey, checkpoints }))
  const kept = async () =>
    Promise.all((await bucket.list()).objects.map(async ({ key }) => [key, await (await bucket.get(key))?.text()] as const))
  const stated = async () =>
    (await rows<{ day: string; note: string }>('SELECT day, note FROM SealCheckpoint ORDER BY day')).map(({ day, note }) => [
      `${day}.txt`,
      note,
    ])
  await day(0, bucket)
  expect((await kept()).map(([key]) => key)).toEqual(['2026-07-01.txt'])
  const broken: Pick<R2Bucket, 'put'> = {
    put: () => {
      throw new Error('down')
    },
  }
  await day(1, broken)
  expect([(await stated()).length, (await kept()).length]).toEqual([2, 1])
  await cameTo(await anEvent({ placesPerSchool: null }), await aSchool())
  await day(2, bucket)
  expect((await kept()).map(([key]) => key)).toEqual(['2026-07-01.txt', '2026-07-02.txt', '2026-07-03.txt'])
  expect(await kept()).toEqual(await stated())

  // Whoever rewrites the record cannot rewrite the copies by it.
  await withoutTriggers('SealCheckpoint', [`UPDATE SealCheckpoint SET note = 'rewritten'`])
  const before = await kept()
  await copyCheckpoints(anAct({ now: later, checkpoints: bucket }))
  expect(await kept()).toEqual(before)
  // Control: without the condition it would be.
  await bucket.put('2026-07-02.txt', 'rewritten')
  expect(await kept()).not.toEqual(before)
})

// “Erasing a person takes the salts of their entries along; the hashes stay, so that the log never breaks.”
it('an erased person breaks nothing, and nothing of the entry leads to them any more', async () => {
  const [event, school, personId] = [await anEvent({ placesPerSchool: null }), await aSchool(), await aPerson('Gwenllian Prosser')]
  const { markId } = await cameTo(event, school, 'attended', { personId })
  const other = await cameTo(event, school)
  await sealRecord(anAct({ now: later }))
  const hashes = await rows('SELECT number, leafHash FROM SealedLeaf ORDER BY number')
  const act = anAct({ now: later, actor: (await anAccount({ roles: ['organiser'] })).actor })
  expect((await erasePerson(act, personId, 'asked')).ok).toBe(true)
  expect(await rows('SELECT number, leafHash FROM SealedLeaf ORDER BY number')).toEqual(hashes)
  const salts = () => rows('SELECT subjectId, salt IS NULL AS gone FROM SealedLeaf ORDER BY number')
  expect(await salts()).toEqual([
    { subjectId: markId, gone: 1 },
    { subjectId: other.markId, gone: 0 },
  ])
  expect(await broken()).toEqual({})
  // Somebody else’s salt that is taken out would keep the audit from seeing a change.
  await run('UPDATE SealedLeaf SET salt = NULL')
  expect(await broken()).toEqual({ sealed_as_written: [`mark ${other.markId}`] })
})

// “What is sealed only after its person was erased has no salt from the beginning.”
it('what is sealed only after its person was erased has no salt either', async () => {
  const [event, school, personId] = [await anEvent({ placesPerSchool: null }), await aSchool(), await aPerson('Gwenllian Prosser')]
  await cameTo(event, school, 'attended', { personId })
  const act = anAct({ now: later, actor: (await anAccount({ roles: ['organiser'] })).actor })
  expect((await erasePerson(act, personId, 'asked')).ok).toBe(true)
  await sealRecord(anAct({ now: later }))
  expect(await rows('SELECT salt FROM SealedLeaf')).toEqual([{ salt: null }])
  expect((await auditAll(db, later)).invariants.filter(({ name, ok }) => !ok && /^sealed_|erased/.test(name))).toEqual([])
})
