import { type Act, type Moment, signed, stamp } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, each, mapped, only, type Read, readNow, readTogether } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import { fromBase64, inBase64, newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Attachment } from '#base/mail.ts'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { dueRows, isHeld } from './due-store.ts'
import { type ClassState, dueBefore, linkDays, mostCounted, periods, type RunClass, type RunRow, runClasses } from './record.ts'

export const selectMonths = (db: SqlDatabase): Read<Record<RunClass, number>> =>
  mapped(
    all<{ class: string; months: number }>(db.prepare('SELECT class, months FROM RetentionPeriod WHERE supersededAt IS NULL')),
    (rows) => {
      const set = new Map(rows.map((row) => [row.class, row.months]))
      return Object.fromEntries(runClasses.map((of) => [of, set.get(of) ?? periods[of].months])) as Record<RunClass, number>
    },
  )

export const readMonths = (db: SqlDatabase): Promise<Record<RunClass, number>> => readNow(db, selectMonths(db))

/** How much is due and how much of it is held, up to `mostCounted`. */
const selectDue = (db: SqlDatabase, of: RunClass, before: Instant): SqlStatement =>
  db
    .prepare(
      `SELECT ${dueRows[of]
        .map(({ due }) => `(SELECT COUNT(*) FROM (SELECT 1 FROM (${due}) q WHERE NOT ${isHeld(of)} LIMIT ${mostCounted}))`)
        .join(' + ')} AS due, ${dueRows[of]
        .map(({ due }) => `(SELECT COUNT(*) FROM (SELECT 1 FROM (${due}) q WHERE ${isHeld(of)} LIMIT ${mostCounted}))`)
        .join(' + ')} AS held`,
    )
    .bind(before)

const runColumns = `SELECT r.id, r.class, r.dueBefore, r.found, r.state, r.proposedAt, r.proposedById, COALESCE(pp.name, pa.email) AS proposedBy, r.decidedAt,
    COALESCE(dp.name, da.email) AS decidedBy, r.destroyed, r.finishedAt
  FROM RetentionRun r JOIN Account pa ON pa.id = r.proposedById LEFT JOIN Person pp ON pp.id = pa.personId
    LEFT JOIN Account da ON da.id = r.decidedById LEFT JOIN Person dp ON dp.id = da.personId`

/** Every class with what is due and held, and past runs, latest first. */
export const readRetention = async (db: SqlDatabase, now: Date): Promise<{ classes: ClassState[]; runs: RunRow[] }> => {
  const months = await readMonths(db)
  const asked = runClasses.map((of) => ({ class: of, months: months[of], dueBefore: dueBefore(of, months[of], now) }))
  const { runs, classes } = await readTogether(db, {
    runs: all<RunRow>(db.prepare(`${runColumns} ORDER BY r.proposedAt DESC LIMIT 50`)),
    classes: each(
      asked.map((of) =>
        mapped(only<{ due: number; held: number }>(selectDue(db, of.class, of.dueBefore)), (counted) => ({ ...of, ...counted })),
      ),
    ),
  })
  return {
    classes: classes.map((of) => ({
      ...of,
      run: runs.find((run) => run.class === of.class && (run.state === 'proposed' || run.state === 'approved')),
    })),
    runs,
  }
}

export const countDue = async (db: SqlDatabase, of: RunClass, before: Instant): Promise<number> =>
  (await selectDue(db, of, before).first<{ due: number }>())?.due ?? 0

export const setMonths = (act: Act, of: RunClass, months: number): SqlStatement[] => [
  update(act.db, 'RetentionPeriod', { supersededAt: instant(act.now) }, { class: of, supersededAt: null }),
  insert(act.db, 'RetentionPeriod', { id: newId(act.now), class: of, months, ...stamp(act, 'created') }),
]

export const insertRun = (act: Act, run: { id: string; class: RunClass; dueBefore: Instant; found: number }): SqlStatement =>
  insert(act.db, 'RetentionRun', { id: run.id, class: run.class, dueBefore: run.dueBefore, found: run.found, ...signed(act, 'proposed') })

export const runById = (db: SqlDatabase, id: string): Promise<RunRow | null> =>
  db.prepare(`${runColumns} WHERE r.id = ?1`).bind(id).first<RunRow>()

export const decideRun = (act: Act, id: string, state: 'approved' | 'refused'): SqlStatement[] => [
  guard(act.db, `EXISTS (SELECT 1 FROM RetentionRun WHERE id = ?1 AND state = 'proposed')`, id),
  update(act.db, 'RetentionRun', { state, ...stamp(act, 'decided') }, { id }),
]

export type ApprovedRun = { id: string; class: RunClass; dueBefore: Instant; decidedById: string; proposedById: string; destroyed: number }

export const approvedRuns = async (db: SqlDatabase): Promise<ApprovedRun[]> =>
  (
    await db
      .prepare(
        `SELECT id, class, dueBefore, decidedById, proposedById, destroyed FROM RetentionRun WHERE state = 'approved' ORDER BY decidedAt`,
      )
      .all<ApprovedRun>()
  ).results

const stillApproved = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, `EXISTS (SELECT 1 FROM RetentionRun WHERE id = ?1 AND state = 'approved')`, id)

const countDoomed = (db: SqlDatabase, id: string, kind: string): SqlStatement =>
  db
    .prepare(`UPDATE RetentionRun SET destroyed = destroyed + (SELECT COUNT(*) FROM RowToDestroy d WHERE d.kind = ?2) WHERE id = ?1`)
    .bind(id, kind)

/** One piece of a run, except people: up to `most` rows of each kind, none held. */
export const destroyPiece = (db: SqlDatabase, run: ApprovedRun, most: number): { statements: SqlStatement[]; inserts: number[] } => {
  const statements = [stillApproved(db, run.id)]
  const inserts: number[] = []
  for (const { kind, due, destroy } of dueRows[run.class]) {
    inserts.push(statements.length)
    statements.push(
      db
        .prepare(
          `INSERT INTO RowToDestroy (kind, id, class, personId, eventId) SELECT '${kind}', q.id, '${run.class}', q.personId, q.eventId FROM (${due}) q
           WHERE NOT ${isHeld(run.class)} LIMIT ${most}`,
        )
        .bind(run.dueBefore),
      countDoomed(db, run.id, kind),
      ...destroy.map((sql) => db.prepare(sql)),
      db.prepare('DELETE FROM RowToDestroy'),
    )
  }
  return { statements, inserts }
}

/** People the run has yet to erase. */
export const peopleDue = async (db: SqlDatabase, run: ApprovedRun, most: number): Promise<string[]> =>
  (
    await db
      .prepare(`SELECT q.id FROM (${dueRows.people[0]?.due}) q WHERE NOT ${isHeld('people')} LIMIT ${most}`)
      .bind(run.dueBefore)
      .all<{ id: string }>()
  ).results.map(({ id }) => id)

/** Counts one erased person, in their batch. */
export const countErased = (db: SqlDatabase, run: ApprovedRun): SqlStatement[] => [
  stillApproved(db, run.id),
  update(db, 'RetentionRun', { destroyed: sql('destroyed + 1') }, { id: run.id }),
]

/** Ends a run, with its certificate in the log. */
export const finishRun = (act: Act, run: ApprovedRun, destroyed: number): SqlStatement[] => [
  guard(act.db, `EXISTS (SELECT 1 FROM RetentionRun WHERE id = ?1 AND state = 'approved' AND destroyed = ?2)`, run.id, destroyed),
  update(act.db, 'RetentionRun', { state: 'done', finishedAt: instant(act.now) }, { id: run.id }),
  logged(act, {
    act: 'records.destroyed',
    subject: ['retention run', run.id],
    after: { class: run.class, destroyed, dueBefore: run.dueBefore, proposedById: run.proposedById, approvedById: run.decidedById },
  }),
]

export const destroyedOf = async (db: SqlDatabase, id: string): Promise<number> =>
  (await db.prepare('SELECT destroyed FROM RetentionRun WHERE id = ?1').bind(id).first<number>('destroyed')) ?? 0

// The index has rows below 2, which SQLite does not infer from 0.
const withLinks = `m.redaction = 0 AND m.redaction < 2 AND m.createdAt < ?1 AND m.state IN ('sent', 'failed')`

export const recordsDue = ({ now }: Moment): Condition[] => [
  exists(
    `SELECT 1 FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE ${withLinks}`,
    instant(addMinutes(now, -linkDays * 24 * 60)),
  ),
  exists(`SELECT 1 FROM RetentionRun WHERE state = 'approved'`),
]

/** The same attachments; a calendar's long lines are folded, so that a link can stand on two. */
const bareFiles = (attachments: string): string =>
  JSON.stringify(
    (JSON.parse(attachments) as Attachment[]).map((one) => {
      if (!one.contentType.startsWith('text/calendar')) return one
      const unfolded = new TextDecoder().decode(fromBase64(one.content)).replaceAll(/\r?\n[ \t]/g, '')
      const bare = withoutSecrets(unfolded)
      return bare === unfolded ? one : { ...one, content: inBase64(new TextEncoder().encode(bare)) }
    }),
  )

/** Removes secret links from messages before an instant. @returns how many */
export const stripLinks = async (db: SqlDatabase, before: Instant, most: number): Promise<number> => {
  const { results } = await db
    .prepare(
      `SELECT m.id, b.text, b.html, b.headers, b.attachments FROM Message m JOIN MessageBody b ON b.messageId = m.id
       WHERE ${withLinks} ORDER BY m.createdAt LIMIT ${most}`,
    )
    .bind(before)
    .all<{ id: string; text: string; html: string; headers: string; attachments: string }>()
  if (results.length === 0) return 0
  const changed = results.flatMap(({ id, text, html, headers, attachments }) => {
    const bare = {
      text: withoutSecrets(text),
      html: withoutSecrets(html),
      headers: withoutSecrets(headers),
      attachments: bareFiles(attachments),
    }
    return JSON.stringify(bare) === JSON.stringify({ text, html, headers, attachments }) ? [] : [{ id, ...bare }]
  })
  await db.batch([
    db
      .prepare(
        `UPDATE MessageBody SET text = j.value ->> '$.text', html = j.value ->> '$.html', headers = j.value ->> '$.headers',
           attachments = j.value ->> '$.attachments'
         FROM json_each(?1) AS j WHERE MessageBody.messageId = j.value ->> '$.id'`,
      )
      .bind(JSON.stringify(changed)),
    db
      .prepare(`UPDATE Message SET redaction = 1 WHERE redaction = 0 AND id IN (SELECT value FROM json_each(?1))`)
      .bind(JSON.stringify(results.map(({ id }) => id))),
  ])
  return results.length
}
