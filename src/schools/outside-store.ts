import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { logged } from '../log/store.ts'
import { nameKey, type OutsideFacts, type SchoolCard, type SchoolOption, searchWords } from './school.ts'
import { cardWhere } from './store.ts'

export const insertedOrganisation = (act: Act, id: string, facts: OutsideFacts): D1PreparedStatement[] => [
  act.db
    .prepare(
      `INSERT INTO School (id, rootId, origin, outsideKind, name, town, postcode, createdAt) VALUES (?1, ?1, 'outside', ?2, ?3, ?4, ?5, ?6)`,
    )
    .bind(id, facts.outsideKind, facts.name, facts.town, facts.postcode, instant(act.now)),
  logged(act, { act: 'organisation.entered', subject: ['school', id], schoolId: id, after: { outsideKind: facts.outsideKind } }),
]

export const changedOrganisation = (act: Act, id: string, facts: OutsideFacts): D1PreparedStatement[] => [
  act.db
    .prepare(`UPDATE School SET outsideKind = ?2, name = ?3, town = ?4, postcode = ?5 WHERE id = ?1 AND origin = 'outside'`)
    .bind(id, facts.outsideKind, facts.name, facts.town, facts.postcode),
  logged(act, { act: 'organisation.changed', subject: ['school', id], schoolId: id, after: { outsideKind: facts.outsideKind } }),
]

export const outsideOrganisation = (db: D1Database, id: string): Promise<SchoolCard | null> => cardWhere(db, { id, origin: 'outside' })

/** Schools and organisations whose name differs from `name` in spelling alone, or holds all its telling words; at most five. */
export const similarSchools = async (db: D1Database, name: string, exceptId: string | undefined): Promise<SchoolOption[]> => {
  const words = searchWords(nameKey(name)).map(([word = '']) => word)
  if (words.length === 0) return []
  const found = await db
    .prepare(
      `SELECT id, name, town, urn FROM School s WHERE rootId = id AND id <> ?1 AND ${words.map((_, at) => `instr(s.searchText, ?${at + 2}) > 0`).join(' AND ')}
       ORDER BY length(name) LIMIT 5`,
    )
    .bind(exceptId ?? '', ...words)
    .all<SchoolOption>()
  return found.results
}
