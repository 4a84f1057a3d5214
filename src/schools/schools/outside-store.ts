import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { logged } from '#base/log/store.ts'
import { nameKey, type OutsideFacts, type SchoolCard, type SchoolOption, searchWords } from './school.ts'
import { cardWhere } from './store.ts'

/** Only schools have trusts. */
const trustOf = ({ outsideKind, trust }: OutsideFacts): { trustUid: string | null; trustName: string | null } =>
  outsideKind === 'school_elsewhere' && trust ? { trustUid: trust.uid, trustName: trust.name } : { trustUid: null, trustName: null }

const columnsOf = (facts: OutsideFacts) => ({ ...pick(facts, ['outsideKind', 'name', 'town', 'postcode']), ...trustOf(facts) })
const valuesOf = (facts: OutsideFacts) => ({ outsideKind: facts.outsideKind, trustUid: trustOf(facts).trustUid ?? undefined })

export const insertedOrganisation = (act: Act, id: string, facts: OutsideFacts): SqlStatement[] => [
  insert(act.db, 'School', { id, rootId: id, origin: 'outside', ...columnsOf(facts), createdAt: instant(act.now) }),
  logged(act, { act: 'organisation.entered', subject: ['school', id], schoolId: id, after: valuesOf(facts) }),
]

export const changedOrganisation = (act: Act, id: string, facts: OutsideFacts): SqlStatement[] => [
  update(act.db, 'School', columnsOf(facts), { id, origin: 'outside' }),
  logged(act, { act: 'organisation.changed', subject: ['school', id], schoolId: id, after: valuesOf(facts) }),
]

export const outsideOrganisation = async (db: SqlDatabase, id: string): Promise<(SchoolCard & { trustUid: string | null }) | null> => {
  const card = await cardWhere(db, { id, origin: 'outside' })
  const row = card && (await db.prepare('SELECT trustUid FROM School WHERE id = ?1').bind(id).first<{ trustUid: string | null }>())
  return card && { ...card, trustUid: row?.trustUid ?? null }
}

/** Same postcode, or all distinctive words of the name. */
export const selectLikely = (db: SqlDatabase, name: string, postcode: string): Read<(SchoolOption & { postcode: string })[]> => {
  const words = searchWords(nameKey(name)).map(([word = '']) => word)
  const named = words.length > 0 ? words.map((_, at) => `instr(s.searchText, ?${at + 2}) > 0`).join(' AND ') : '0'
  return all(
    db
      .prepare(
        `SELECT s.id, s.name, s.town, s.urn, s.postcode FROM School s WHERE s.rootId = s.id AND (s.origin = 'outside' OR s.urn IS NOT NULL)
         AND (replace(s.postcode, ' ', '') = ?1 COLLATE NOCASE OR (${named}))
         ORDER BY replace(s.postcode, ' ', '') = ?1 COLLATE NOCASE DESC, s.name COLLATE NOCASE LIMIT 8`,
      )
      .bind(postcode.replaceAll(' ', ''), ...words),
  )
}

/** Names with other spelling, or with all distinctive words; at most five. */
export const similarSchools = async (db: SqlDatabase, name: string, exceptId: string | undefined): Promise<SchoolOption[]> => {
  const words = searchWords(nameKey(name)).map(([word = '']) => word)
  if (words.length === 0) return []
  const { results } = await db
    .prepare(
      `SELECT id, name, town, urn FROM School s WHERE rootId = id AND id <> ?1 AND ${words.map((_, at) => `instr(s.searchText, ?${at + 2}) > 0`).join(' AND ')}
       ORDER BY length(name) LIMIT 5`,
    )
    .bind(exceptId ?? '', ...words)
    .all<SchoolOption>()
  return results
}
