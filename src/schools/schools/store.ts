import { prisma } from '#base/db/client.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, each, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import type { School } from '#base/db/rows.ts'
import { hasCome, lastCame } from './attendance-store.ts'
import { type SchoolCard, type SchoolFilter, type SchoolName, type SchoolOption, schoolLabel, searchWords } from './school.ts'
import { findingIn, mostListed, noWords, type SchoolChoices, type SchoolWords } from './school-choice.ts'

/**
 * SQL: open area schools (codes `area`) and outside organisations, as roots. Each branch repeats
 * that, so that each uses its index.
 */
const selectable = (area: string, isStranger = false): string =>
  `((rootId = id AND origin = 'outside'${isStranger ? ` AND outsideKind <> 'childminder'` : ''}) OR (rootId = id AND isOpen AND laCode IN (SELECT value FROM json_each(${area}))))`

const optionColumns = 'id, name, town, urn, postcode'

/** Every word must match; words that begin so come first. */
const selectMatching = (db: SqlDatabase, area: string, typed: string, isStranger = false): SqlStatement => {
  const words = searchWords(typed)
  const values = [...new Set(words.flat())]
  const at = (word: string): string => `?${values.indexOf(word) + 2}`
  const holds = words.map((spellings) => `(${spellings.map((word) => `instr(searchText, ${at(word)}) > 0`).join(' OR ')})`)
  const begins = words.map((spellings) => `(${spellings.map((word) => `instr(searchText, ' ' || ltrim(${at(word)})) > 0`).join(' OR ')})`)
  return db
    .prepare(
      `SELECT ${optionColumns} FROM School WHERE ${selectable('?1', isStranger)} AND ${words.length > 0 ? holds.join(' AND ') : 'FALSE'}
       ORDER BY ${words.length > 0 ? `(${begins.join(' AND ')}) DESC,` : ''} name COLLATE NOCASE, town, urn LIMIT ${mostListed + 1}`,
    )
    .bind(area, ...values)
}

/**
 * Roots that match, at most `mostListed`, and whether there are more.
 * @param isStranger nobody is signed in: they do not see childminders, who are people at home
 */
export const findSchools = async (
  db: SqlDatabase,
  laCodes: readonly string[],
  typed: string,
  isStranger: boolean,
): Promise<{ schools: SchoolOption[]; more: boolean }> => {
  const { results } = await selectMatching(db, JSON.stringify(laCodes), typed, isStranger).all<SchoolOption>()
  return { schools: results.slice(0, mostListed), more: results.length > mostListed }
}

const byName = (a: SchoolOption, b: SchoolOption): number => schoolLabel(a).localeCompare(schoolLabel(b), 'en')

/** SQL: the school at which a person was last known to work. */
const schoolOf = (person: string): string =>
  `SELECT * FROM (SELECT o.rootId FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
     WHERE x.personId = ${person} AND x.supersededAt IS NULL AND x.toDate IS NULL ORDER BY x.learnedAt DESC LIMIT 1)`

/**
 * What a form's school fields show, in one round trip. @param laCodes three digits each
 * @param ids the chosen schools @param not `except`: a school that may not be chosen;
 * `isStranger`: childminders are left out; `of`: a person whose own school is chosen too
 */
export const readSchoolChoices = async (
  db: SqlDatabase,
  laCodes: readonly string[],
  ids: readonly string[] = [],
  typed: SchoolWords = noWords,
  { except, isStranger, of }: { except?: string | undefined; isStranger?: boolean; of?: string | undefined } = {},
): Promise<SchoolChoices> => {
  const area = JSON.stringify(laCodes)
  const { first, chosen, matching } = await readTogether(db, {
    // Sorted here: SQLite would read all rows to sort the first few.
    first: all<SchoolOption>(
      db.prepare(`SELECT ${optionColumns} FROM School WHERE ${selectable('?1', isStranger)} LIMIT ${mostListed + 1}`).bind(area),
    ),
    chosen: all<SchoolOption>(
      db
        .prepare(
          `SELECT ${optionColumns} FROM School WHERE id IN (SELECT value FROM json_each(?2) UNION ALL ${schoolOf('?3')}) AND ${selectable('?1', isStranger)}`,
        )
        .bind(area, JSON.stringify(ids), of ?? null),
    ),
    matching: each(typed.toFind.map((name) => all<SchoolOption>(selectMatching(db, area, typed.words[name] ?? '', isStranger)))),
  })
  const others = (schools: readonly SchoolOption[] = []) => schools.filter(({ id }) => id !== except)
  const isFew = first.length <= mostListed
  const matches = Object.fromEntries(
    typed.toFind.map((name, index) => {
      const schools = others(matching[index])
      return [name, { schools: schools.slice(0, mostListed), more: schools.length > mostListed }]
    }),
  )
  return {
    all: isFew ? others(first).sort(byName) : undefined,
    chosen: others(chosen),
    words: typed.words,
    found: matches,
    finding: isFew ? undefined : findingIn(typed, matches),
  }
}

/** The school with that id, if it may be chosen. */
export const selectableSchool = async (db: SqlDatabase, laCodes: readonly string[], id: string): Promise<SchoolOption | undefined> =>
  (await db
    .prepare(`SELECT ${optionColumns} FROM School WHERE id = ?2 AND ${selectable('?1')}`)
    .bind(JSON.stringify(laCodes), id)
    .first<SchoolOption>()) ?? undefined

const cardColumnNames = [
  'id',
  'name',
  'town',
  'urn',
  'origin',
  'outsideKind',
  'postcode',
  'laCode',
  'sector',
  'kind',
  'phase',
  'trustName',
  'wardName',
  'statusCode',
] as const satisfies readonly (keyof SchoolCard & keyof School)[]

/** Of a SchoolCard, from table `s`. */
export const cardColumns = (s: string): string => cardColumnNames.map((column) => `${s}.${column}`).join(', ')

/** By a condition on its row; the database ensures valid columns. */
export const cardWhere = async (db: SqlDatabase, where: Partial<Pick<School, 'id' | 'rootId' | 'origin'>>): Promise<SchoolCard | null> =>
  (await prisma(db)).school.findFirst({
    where,
    select: Object.fromEntries(cardColumnNames.map((column) => [column, true])),
  }) as Promise<SchoolCard | null>

const lastAttended = (root: string): string => `COALESCE(${lastCame(root)}, '')`

/** On root `s`. */
const condition = (filter: SchoolFilter): { where: string; values: string[] } => {
  const values: string[] = []
  const bound = (value: string): string => `?${values.push(value)}`
  // A register school without a URN is left from an undone import.
  const parts = ['s.rootId = s.id', `(s.origin = 'outside' OR s.urn IS NOT NULL)`]
  const words = searchWords(filter.q)
  if (words.length > 0) {
    const holds = words.map((spellings) => `(${spellings.map((word) => `instr(m.searchText, ${bound(word)}) > 0`).join(' OR ')})`)
    // A school is also found by former names and URNs.
    const former = /^\d{5,7}$/.test(filter.q.trim())
      ? ` OR s.id IN (SELECT m.rootId FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE i.urn = ${bound(filter.q.trim())} AND i.supersededAt IS NULL)`
      : ''
    parts.push(`(s.id IN (SELECT m.rootId FROM School m WHERE ${holds.join(' AND ')})${former})`)
  }
  if (filter.sector) parts.push(`s.sector = ${bound(filter.sector)}`, `s.origin = 'register'`)
  if (filter.kind) parts.push(`s.kind = ${bound(filter.kind)}`, `s.origin = 'register'`)
  // One exact name, or words in names.
  const named = (column: 'trustName' | 'wardName', typed: string): void => {
    const spelled = `' ' || lower(replace(replace(s.${column}, '''', ''), '’', ''))`
    const holds = searchWords(typed).map(
      (spellings) => `(${spellings.map((word) => `instr(${spelled}, ${bound(word)}) > 0`).join(' OR ')})`,
    )
    const exactly = bound(typed)
    parts.push(
      `CASE WHEN EXISTS (SELECT 1 FROM School x WHERE x.${column} = ${exactly}) THEN s.${column} = ${exactly} ELSE ${holds.join(' AND ') || 'FALSE'} END`,
    )
  }
  if (filter.trust) named('trustName', filter.trust)
  if (filter.ward) named('wardName', filter.ward)
  if (filter.state === 'open') parts.push(`s.origin = 'register' AND s.isOpen`)
  if (filter.state === 'closed') parts.push(`s.isClosed`)
  if (filter.outside) parts.push(`s.origin = 'outside'`)
  if (filter.noRecord) parts.push(`NOT ${hasCome('s.id')}`)
  return { where: parts.join(' AND '), values }
}

export type ListedSchool = SchoolCard & { lastAttended: string }

export const schoolRows = (filter: SchoolFilter): Rows<ListedSchool> => {
  const { where, values } = condition(filter)
  return {
    sql: `SELECT ${cardColumns('s')}, COALESCE(s.urn, '') AS byUrn FROM School s WHERE ${where}`,
    values,
    by: ['name COLLATE NOCASE', 'town', 'byUrn', 'id'],
    size: 25,
    shown: `SELECT page.*, ${lastAttended('page.id')} AS lastAttended FROM page`,
  }
}

const mostInFilter = 100

/** The area's trusts and wards, if few enough to choose from. */
export const selectAreaChoices = (db: SqlDatabase, laCodes: readonly string[]) => {
  const choices = (column: string): Read<string[] | undefined> =>
    mapped(
      all<{ text: string }>(
        db
          .prepare(
            `SELECT DISTINCT ${column} AS text FROM School WHERE rootId = id AND laCode IN (SELECT value FROM json_each(?1)) AND ${column} <> ''
             LIMIT ${mostInFilter + 1}`,
          )
          .bind(JSON.stringify(laCodes)),
      ),
      (rows) => (rows.length > mostInFilter ? undefined : rows.map(({ text }) => text).sort((a, b) => a.localeCompare(b, 'en'))),
    )
  return together({ trusts: choices('trustName'), wards: choices('wardName') })
}

/** A school's root; undefined if unknown. */
export const rootOf = async (db: SqlDatabase, id: string): Promise<string | undefined> =>
  (await (await prisma(db)).school.findUnique({ where: { id }, select: { rootId: true } }))?.rootId

/** undefined for one that has a later id. */
export const selectSchoolName = (db: SqlDatabase, rootId: string): Read<(SchoolName & Pick<SchoolCard, 'outsideKind'>) | undefined> =>
  one<SchoolName & Pick<SchoolCard, 'outsideKind'>>(
    db.prepare('SELECT name, town, urn, outsideKind FROM School WHERE id = ?1 AND rootId = id').bind(rootId),
  )

export const schoolCard = (db: SqlDatabase, rootId: string): Promise<SchoolCard | null> => cardWhere(db, { id: rootId, rootId })
