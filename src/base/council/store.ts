import type { Act } from '#base/act.ts'
import type { Council, Logo } from '#base/council.ts'
import { councilSettings } from '#base/council-settings.ts'
import { instant } from '#base/dates.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { prisma } from '#base/db/client.ts'
import { one, type Read } from '#base/db/read.ts'
import { insert, upsert } from '#base/db/write.ts'
import type { StoredFile } from '#base/files/file.ts'
import { fileColumns } from '#base/files/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { differenceOf } from '#base/setting.ts'
import { databaseItself } from '#base/web/measured-database.ts'
import type { PageKey } from './page-text.ts'

// Every page needs the settings and they rarely change, so an isolate keeps the stored ones for
// some seconds. Not the defaults, which differ between callers.
const keepSeconds = 10
const kept = new WeakMap<SqlDatabase, { until: number; stored: Partial<Council> }>()

export const readCouncil = async (db: SqlDatabase, defaults: Council): Promise<Council> => {
  const known = kept.get(databaseItself(db))
  if (known && known.until > Date.now()) return { ...defaults, ...known.stored }
  const row = await db
    .prepare(
      `SELECT (SELECT value FROM Setting WHERE key = 'council') AS value,
         (SELECT json_object('id', fileId, 'width', width, 'height', height, 'inFiles', json(IIF(inFiles, 'true', 'false'))) FROM Logo WHERE until IS NULL) AS logo`,
    )
    .first<{ value: string | null; logo: string | null }>()
  const stored = { ...(JSON.parse(row?.value ?? '{}') as Partial<Council>), logo: JSON.parse(row?.logo ?? 'null') ?? undefined }
  kept.set(databaseItself(db), { until: Date.now() + keepSeconds * 1000, stored })
  return { ...defaults, ...stored }
}

/** After a change, for this isolate. */
export const forgetCouncil = (db: SqlDatabase): void => void kept.delete(databaseItself(db))

export const insertLogo = ({ db, now }: Act, { id, ...logo }: Logo): SqlStatement =>
  insert(db, 'Logo', { fileId: id, ...logo, inFiles: logo.inFiles ? 1 : 0, at: instant(now) })

export const endLogo = ({ db, now }: Act): SqlStatement => db.prepare('UPDATE Logo SET until = ?1 WHERE until IS NULL').bind(instant(now))

/** Also one that is not shown any more. */
export const selectLogo = (db: SqlDatabase, id: string): Read<StoredFile | undefined> =>
  one<StoredFile>(db.prepare(`SELECT ${fileColumns} FROM Logo l JOIN StoredFile f ON f.id = l.fileId WHERE l.fileId = ?1`).bind(id))

/** SQL: what a setting is now, or the usual. */
export const settingSql = (name: Exclude<keyof typeof councilSettings, 'laCodes'>): string => {
  const { usual } = councilSettings[name]
  return `COALESCE((SELECT value ->> '$.${name}' FROM Setting WHERE key = 'council'), ${typeof usual === 'number' ? usual : `'${usual}'`})`
}

/** What is not among the changes stays as it is stored. */
export const saveCouncil = async (act: Act, before: Council, changes: Partial<Council>): Promise<void> => {
  await atomically(act.db, [
    act.db
      .prepare(
        `INSERT INTO Setting (key, value, changedAt) VALUES ('council', ?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = json_patch(value, ?1), changedAt = ?2`,
      )
      .bind(JSON.stringify(changes), instant(act.now)),
    logged(act, { act: 'council.changed', subject: ['setting', 'council'], ...differenceOf(before, changes, councilSettings) }),
  ])
  forgetCouncil(act.db)
}

/** Open schools by authority code, 0 if none. @param laCodes three digits each */
export const schoolsPerAuthority = async (db: SqlDatabase, laCodes: readonly string[]): Promise<{ laCode: string; schools: number }[]> =>
  (
    await db
      .prepare(
        `SELECT c.value AS laCode, COUNT(s.id) AS schools FROM json_each(?1) c
         LEFT JOIN School s ON s.laCode = c.value AND s.rootId = s.id AND s.origin <> 'outside' AND s.isOpen
         GROUP BY c.value ORDER BY c.value`,
      )
      .bind(JSON.stringify(laCodes))
      .all<{ laCode: string; schools: number }>()
  ).results

export type StoredPage = { text: string | undefined; changedAt: string | undefined }

export const readPage = async (db: SqlDatabase, page: PageKey): Promise<StoredPage> => {
  const row = await (await prisma(db)).setting.findUnique({ select: { value: true, changedAt: true }, where: { key: `page.${page}` } })
  return { text: row ? ((JSON.parse(row.value) as string | null) ?? undefined) : undefined, changedAt: row?.changedAt }
}

/** null: the default again. Refused if it changed since `changedAt`; the log keeps the old text. */
export const savePage = async (
  act: Act,
  page: PageKey,
  change: { before: string | null; after: string | null; changedAt: string | undefined },
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  const key = `page.${page}`
  const result = await atomically(
    act.db,
    [
      guard(act.db, `(SELECT changedAt FROM Setting WHERE key = ?1) IS ?2`, key, change.changedAt ?? null),
      upsert(act.db, 'Setting', ['key'], { key, value: JSON.stringify(change.after), changedAt: instant(act.now) }),
      logged(act, { act: 'page.changed', subject: ['setting', key], before: { text: change.before }, after: { text: change.after } }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
