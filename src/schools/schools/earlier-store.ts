import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, only, type Read, readTogether } from '#base/db/read.ts'
import type { School, SchoolIdentity } from '#base/db/rows.ts'
import { insertEach, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { nameKey } from '#base/person-name.ts'
import { chunks } from './contact-store.ts'
import type { EarlierBatch, KnownForEarlier, PlannedEarlier, TopicLabel } from './earlier-attendance.ts'
import type { RoleOption } from './role.ts'

const askedRoots = `SELECT DISTINCT m.rootId FROM json_each(?1) j JOIN SchoolIdentity i ON i.urn = j.value AND i.supersededAt IS NULL JOIN School m ON m.id = i.schoolId`
const standingState = `(SELECT COUNT(*) || ' ' || TOTAL(rowid) FROM EarlierAttendance WHERE supersededAt IS NULL)`

/** For planning a list, with a hash of the state read. */
export const knownForEarlier = async (db: SqlDatabase, urns: readonly string[]): Promise<KnownForEarlier & { state: string }> => {
  const asked = JSON.stringify([...new Set(urns)])
  const { holders, topics, roles, standing, people, state } = await readTogether(db, {
    holders: all<HolderRow>(
      db
        .prepare(
          `SELECT i.urn, i.schoolId, i.validFrom, i.validTo, r.id, r.name, r.town, r.urn AS nowUrn FROM json_each(?1) j
             JOIN SchoolIdentity i ON i.urn = j.value AND i.supersededAt IS NULL JOIN School m ON m.id = i.schoolId JOIN School r ON r.id = m.rootId
           ORDER BY i.validTo IS NULL DESC`,
        )
        .bind(asked),
    ),
    topics: all<TopicLabel>(db.prepare('SELECT topicId, label, fromDate, toDate FROM TopicLabel ORDER BY preferred DESC, id')),
    roles: all<RoleOption>(db.prepare('SELECT id, label FROM Role ORDER BY position')),
    standing: all<KnownForEarlier['standing'][number]>(
      db
        .prepare(
          `SELECT m.rootId, a.heldOn, a.title, n.name AS personName FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId LEFT JOIN Person n ON n.id = a.personId
           WHERE a.supersededAt IS NULL AND m.rootId IN (${askedRoots})`,
        )
        .bind(asked),
    ),
    people: all<KnownForEarlier['people'][number]>(
      db
        .prepare(
          `SELECT DISTINCT m.rootId, n.id AS personId, n.name FROM School m JOIN EarlierAttendance a ON a.schoolId = m.id AND a.supersededAt IS NULL JOIN Person n ON n.id = a.personId
           WHERE n.name IS NOT NULL AND m.rootId IN (${askedRoots})
           UNION
           SELECT m.rootId, n.id, n.name FROM School m JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL JOIN Person n ON n.id = x.personId
           WHERE n.name IS NOT NULL AND m.rootId IN (${askedRoots})
           UNION
           SELECT m.rootId, n.id, n.name FROM School m JOIN Place l ON l.schoolId = m.id JOIN Person n ON n.id = l.personId
           WHERE n.name IS NOT NULL AND m.rootId IN (${askedRoots})
           UNION
           SELECT m.rootId, n.id, n.name FROM School m JOIN WalkIn w ON w.schoolId = m.id JOIN Person n ON n.id = w.personId
           WHERE n.name IS NOT NULL AND m.rootId IN (${askedRoots})`,
        )
        .bind(asked),
    ),
    state: only<{ state: string }>(db.prepare(`SELECT ${standingState} AS state`)),
  })
  type HolderRow = Pick<SchoolIdentity, 'urn' | 'schoolId' | 'validFrom' | 'validTo'> &
    Pick<School, 'id' | 'name' | 'town'> & { nowUrn: string }
  return {
    holders: holders.map(({ id, name, town, nowUrn, ...identity }) => ({ ...identity, root: { id, name, town, urn: nowUrn } })),
    topics,
    roles,
    standing,
    people,
    state: state.state,
  }
}

/** Guard: nothing was added or undone since, and this batch is new. */
export const earlierUnchanged = (db: SqlDatabase, state: string, batchId: string): SqlStatement =>
  guard(db, `${standingState} = ?1 AND NOT EXISTS (SELECT 1 FROM EarlierAttendance WHERE batchId = ?2)`, state, batchId)

/** With new people, one per name of a school. */
export const insertedEarlier = (act: Act, batchId: string, source: string, planned: readonly PlannedEarlier[]): SqlStatement[] => {
  const people = new Map<string, { id: string; name: string }>()
  const rows = planned.flatMap((row) => {
    if (row.outcome !== 'added') return []
    const { schoolId, topicId, heldOn, markType, roleId, said, training } = row
    const key = JSON.stringify([row.root.id, nameKey(said.name)])
    if (said.name !== '' && row.personId === null && !people.has(key)) people.set(key, { id: newId(act.now), name: said.name })
    const personId = row.personId ?? (said.name === '' ? null : (people.get(key)?.id ?? null))
    return [{ id: newId(act.now), schoolId, topicId, title: said.title, heldOn, markType, personId, roleId, ...training }]
  })
  return [
    ...chunks([...people.values()], 500).map((some) => insertEach(act.db, 'Person', some, ['id', 'name'], { createdAt: instant(act.now) })),
    ...chunks(rows, 500).map((some) =>
      insertEach(
        act.db,
        'EarlierAttendance',
        some,
        [
          'id',
          'schoolId',
          'topicId',
          'title',
          'heldOn',
          'markType',
          'personId',
          'roleId',
          'purpose',
          'minutes',
          'level',
          'provider',
          'evidence',
        ],
        { batchId, source, ...stamp(act, 'learned') },
      ),
    ),
  ]
}

export const supersededBatch = (act: Act, batchId: string): SqlStatement =>
  update(act.db, 'EarlierAttendance', { supersededAt: instant(act.now) }, { batchId, supersededAt: null })

const batches = `SELECT a.batchId, a.source, a.learnedAt, COUNT(*) AS rows, SUM(a.supersededAt IS NULL) AS standing, COUNT(DISTINCT m.rootId) AS schools
  FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId`

export const selectEarlierBatches = (db: SqlDatabase): Read<EarlierBatch[]> =>
  all(db.prepare(`${batches} GROUP BY a.batchId ORDER BY a.learnedAt DESC LIMIT 100`))

export const selectEarlierBatch = (db: SqlDatabase, batchId: string): Read<EarlierBatch | undefined> =>
  one(db.prepare(`${batches} WHERE a.batchId = ?1 GROUP BY a.batchId`).bind(batchId))

/** Values of `topic` in the file, for its help. */
export const selectTopicLabels = (db: SqlDatabase): Read<{ label: string }[]> =>
  all(
    db.prepare('SELECT DISTINCT l.label FROM TopicLabel l JOIN Topic t ON t.id = l.topicId ORDER BY t.position, l.preferred DESC, l.label'),
  )
