import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, given, mapped, only, type Read, together } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import { searchWords } from '#schools/schools/school.ts'
import { movableOf, movesOf, selectClashes, selectMergesOf, selectReissued, standing } from './merge-store.ts'
import {
  type Compared,
  duplicatesShown,
  type LikelyPair,
  type MergeLine,
  type OwnRecord,
  type PersonListed,
  type WholePerson,
} from './person.ts'
import { selectLines, selectPerson } from './record-store.ts'
import { selectRoles } from './role-store.ts'

/** SQL: root ids of a person's schools. */
const schoolsOf = (p: string): string => `
  SELECT o.rootId FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId WHERE x.personId = ${p}.id AND x.supersededAt IS NULL
  UNION SELECT o.rootId FROM Place l JOIN School o ON o.id = l.schoolId WHERE l.personId = ${p}.id
  UNION SELECT o.rootId FROM WalkIn w JOIN School o ON o.id = w.schoolId WHERE w.personId = ${p}.id
  UNION SELECT o.rootId FROM EarlierAttendance a JOIN School o ON o.id = a.schoolId WHERE a.personId = ${p}.id AND a.supersededAt IS NULL`

const listed = (p: string): string => `${p}.id, ${p}.name, ${p}.email,
  (SELECT json_group_array(name) FROM (SELECT s.name FROM School s WHERE s.id IN (${schoolsOf(p)}) ORDER BY s.name LIMIT 4)) AS schools,
  (SELECT COUNT(*) FROM Place c WHERE c.personId = ${p}.id) AS places`

type ListedRow = Omit<PersonListed, 'schools' | 'mergedInto'> & { schools: string }

const listedOf = (row: ListedRow): PersonListed => ({
  id: row.id,
  name: row.name,
  email: row.email,
  places: row.places,
  schools: JSON.parse(row.schools) as string[],
  mergedInto: null,
})

// D1 refuses long LIKE patterns, so words are found with instr.
const matching = (ask: { q: string; school: string }): { where: string; values: string[] } => {
  const values: string[] = []
  const bound = (value: string): string => `?${values.push(value)}`
  const words = ask.q.toLocaleLowerCase('en-GB').split(' ').filter(Boolean).slice(0, 6)
  const conditions = words.map((word) => {
    const value = bound(word)
    return `(instr(lower(p.name), ${value}) > 0 OR instr(COALESCE(p.email, ''), ${value}) > 0)`
  })
  const ofSchool = searchWords(ask.school).map(
    (spellings) => `(${spellings.map((spelling) => `instr(s.searchText, ${bound(spelling)}) > 0`).join(' OR ')})`,
  )
  if (ofSchool.length > 0)
    conditions.push(`EXISTS (SELECT 1 FROM School s WHERE ${ofSchool.join(' AND ')} AND s.id IN (${schoolsOf('p')}))`)
  return { where: [standing('p'), ...conditions].join(' AND '), values }
}

/** Records that may be of one person: what a school proposed, then the likeliest that are kept. */
export const likelySql = `
  SELECT pair.why, ${listed('p')} FROM (
    SELECT * FROM (
      SELECT 1 AS rank, r.oneId AS one, r.otherId AS other, 'proposed' AS why FROM PersonPair r
      WHERE r.isOne = 1 AND NOT EXISTS (SELECT 1 FROM MergedPair g WHERE g.oneId = r.oneId AND g.otherId = r.otherId AND g.at > r.saidAt)
        AND EXISTS (SELECT 1 FROM Person a WHERE a.id = r.oneId AND ${standing('a')}) AND EXISTS (SELECT 1 FROM Person b WHERE b.id = r.otherId AND ${standing('b')})
      ORDER BY r.saidAt LIMIT ${duplicatesShown})
    UNION ALL SELECT * FROM (SELECT 2, oneId, otherId, why FROM LikelyPair ORDER BY why, oneId, otherId LIMIT ${duplicatesShown})
    LIMIT ${duplicatesShown}) pair
  JOIN Person p ON p.id IN (pair.one, pair.other) ORDER BY pair.rank, pair.why, pair.one, pair.other, p.id`

/** People whose name, address or school contains the words, by name. */
export const peopleRows = (ask: { q: string; school: string }): Rows<PersonListed, ListedRow> => {
  const { where, values } = matching(ask)
  return {
    sql: `SELECT p.* FROM Person p WHERE ${where}`,
    values,
    by: ['name COLLATE NOCASE', 'id'],
    size: 25,
    shown: `SELECT ${listed('page')} FROM page`,
    made: listedOf,
  }
}

export const selectLikely = (db: SqlDatabase): Read<LikelyPair[]> =>
  mapped(all<ListedRow & { why: LikelyPair['why'] }>(db.prepare(likelySql)), (rows) =>
    rows.flatMap((row, index) => {
      const other = rows[index + 1]
      return index % 2 === 0 && other ? [{ why: row.why, one: listedOf(row), other: listedOf(other) }] : []
    }),
  )

const ownReads = (db: SqlDatabase, id: string) => ({
  person: selectPerson(db, id),
  roles: selectRoles(db, { whose: 'council', personId: id }),
  lines: selectLines(db, id),
})

export const selectOwn = (db: SqlDatabase, personId: string): Read<OwnRecord | undefined> =>
  mapped(together(ownReads(db, personId)), ({ person, ...rest }) => person && { person, ...rest })

/** All that would move with person ?1, and their calendar addresses made by links, which end. */
const selectMoves = (db: SqlDatabase, personId: string): Read<Pick<WholePerson, 'movable' | 'moves' | 'linkFeeds'>> =>
  only<Pick<WholePerson, 'movable' | 'moves' | 'linkFeeds'>>(
    db
      .prepare(
        `SELECT ${movableOf('?1')} AS movable, ${movesOf('?1')} AS moves,
             (SELECT COUNT(*) FROM Feed WHERE personId = ?1 AND endedAt IS NULL AND ofSchoolId IS NOT NULL) AS linkFeeds`,
      )
      .bind(personId),
    { moves: 'json' },
  )

const selectWhole = (db: SqlDatabase, id: string): Read<WholePerson | undefined> =>
  mapped(together({ ...ownReads(db, id), of: selectMoves(db, id) }), ({ person, of, ...rest }) => person && { person, ...rest, ...of })

export const selectWithMerges = (db: SqlDatabase, id: string): Read<(OwnRecord & { merges: MergeLine[] }) | undefined> =>
  mapped(together({ own: selectOwn(db, id), merges: selectMergesOf(db, id) }), ({ own, merges }) => own && { ...own, merges })

/** Two records side by side; undefined if either is unknown, erased or merged. */
export const selectCompared = (db: SqlDatabase, oneId: string, otherId: string): Read<Compared | undefined> => {
  if (oneId === otherId) return given(undefined)
  const reads = {
    one: selectWhole(db, oneId),
    other: selectWhole(db, otherId),
    clashes: selectClashes(db, oneId, otherId),
    reissued: together({ one: selectReissued(db, oneId, otherId), other: selectReissued(db, otherId, oneId) }),
    both: only<{ n: number }>(
      db.prepare(`SELECT COUNT(*) AS n FROM Person p WHERE p.id IN (?1, ?2) AND ${standing('p')}`).bind(oneId, otherId),
    ),
  }
  return mapped(together(reads), ({ one, other, both, ...rest }) => (one && other && both.n === 2 ? { one, other, ...rest } : undefined))
}

export const correctRow = (act: Act, id: string, is: { name: string; telephone: string }): SqlStatement =>
  update(act.db, 'Person', { name: is.name, telephone: is.telephone || null }, { id })

/** What others typed of a person at their schools, if nobody else has the name. */
export const changeTypedName = (db: SqlDatabase, id: string, name: string): SqlStatement =>
  db.prepare('UPDATE NameToChange SET name = ?2 WHERE personId = ?1').bind(id, name)

/** Guard for a correction: the record exists and is as read. */
export const personUnchanged = (db: SqlDatabase, id: string, was: { name: string | null; telephone: string | null }): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM Person p WHERE p.id = ?1 AND p.name IS ?2 AND p.telephone IS ?3 AND ${standing('p')})`,
    id,
    was.name,
    was.telephone,
  )
