// What is sealed, by kind. Each table has an AFTER trigger that names the row in `RowToSeal`.
// Columns are never changed; another column makes another kind.
import { all, given, mapped, type Read } from '#base/db/read.ts'
import type { SealKind } from './seal.ts'

type Kind = {
  table: string
  /** Its primary key, if not `id`. */
  key?: string
  /** In the order in which they are hashed. */
  columns: readonly string[]
  /** The instant it was written, as the row says. */
  at: string
  /** SQL, if not all rows are sealed. */
  only?: string
  /** SQL: row t's person. */
  person?: string
}

const kinds: Readonly<Record<SealKind, Kind>> = {
  mark: {
    table: 'Mark',
    columns: 'id sessionId placeId walkInId markType happenedAt notedAt receivedAt accountId source correctsId late'.split(' '),
    at: 'receivedAt',
    person: 'COALESCE((SELECT p.personId FROM Place p WHERE p.id = t.placeId), (SELECT w.personId FROM WalkIn w WHERE w.id = t.walkInId))',
  },
  sign_off: {
    table: 'RegisterSignOff',
    columns: 'id sessionId signedAt signedById attended part absent apologies'.split(' '),
    at: 'signedAt',
  },
  import: {
    table: 'RegisterImport',
    columns: 'id asAt laCodes bytesRead rows inArea summary baseVersion startedAt startedById readyAt appliedAt appliedById'.split(' '),
    at: 'appliedAt',
    only: 't.appliedAt IS NOT NULL',
  },
  report: {
    table: 'FrozenReport',
    columns: 'id number about question sources frozenAt frozenById'.split(' '),
    at: 'frozenAt',
  },
  position: { table: 'Report', columns: 'id number topicId onDay knownAt contentHash replyDays madeById'.split(' '), at: 'knownAt' },
  final: {
    table: 'FinalReport',
    key: 'reportId',
    columns: 'reportId form exemption interest beside finalOn finalAt finalById'.split(' '),
    at: 'finalAt',
  },
  certificate: {
    table: 'Certificate',
    columns:
      'id number eventId placeId walkInId schoolId replacesId attended minutes partSessions fromDay toDay renewBy issuedAt issuedById'.split(
        ' ',
      ),
    at: 'issuedAt',
    person: 't.personId',
  },
  certificate_end: {
    table: 'CertificateEnd',
    key: 'certificateId',
    columns: 'certificateId how why endedAt endedById'.split(' '),
    at: 'endedAt',
    person: '(SELECT c.personId FROM Certificate c WHERE c.id = t.certificateId)',
  },
}

const listed = Object.entries(kinds)

/** SQL: the hashed text of the row that q (kind, subjectId) names; NULL if it is gone. */
export const canonical = `CASE q.kind ${listed
  .map(
    ([kind, { table, columns, key = 'id' }]) =>
      `WHEN '${kind}' THEN (SELECT json_array('${kind}', ${columns.map((column) => `t.${column}`).join(', ')}) FROM ${table} t WHERE t.${key} = q.subjectId)`,
  )
  .join(' ')} END`

/** SQL: the person of the row that q names is erased. */
export const ofErased = listed
  .flatMap(([kind, { table, person, key = 'id' }]) =>
    person === undefined
      ? []
      : [
          `(q.kind = '${kind}' AND EXISTS (SELECT 1 FROM ${table} t JOIN Person n ON n.id = ${person} WHERE t.${key} = q.subjectId AND n.erasedAt IS NOT NULL))`,
        ],
  )
  .join(' OR ')

// D1 takes five selects in one UNION.
const united = (selects: readonly string[]): string =>
  Array.from(
    { length: Math.ceil(selects.length / 4) },
    (_, n) => `SELECT * FROM (${selects.slice(n * 4, n * 4 + 4).join(' UNION ALL ')})`,
  ).join(' UNION ALL ')

/** SQL: every row to seal, by the instant it states. */
export const everyRow = united(
  listed.map(
    ([kind, { table, at, only = '1', key = 'id' }]) =>
      `SELECT '${kind}' AS kind, t.${key} AS subjectId, t.${at} AS at FROM ${table} t WHERE ${only}`,
  ),
)

// Stored with a final report; their root is part of its entry.
const schoolColumns =
  'schoolId, urn, name, town, sector, kind, phase, trustUid, trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand, code, lastAt, evidence'
const standingColumns = 'schoolId, requirementId, state, why, turnsOn, evidence, facts'
const tablesOfReport = [0, 1]

/** [] for most kinds. @param id SQL: the id of the row that `subject`, as ?1, names */
export const selectRows = (db: SqlDatabase, kind: SealKind, subject: string | number, id = '?1'): Read<string[][]> => {
  if (kind === 'position' || kind === 'final') {
    const frozen = db.prepare(
      `SELECT content AS row, 'position' AS kind, '' AS name FROM Report WHERE id = ${id}
       UNION ALL SELECT json_array(name, hash, base64), 'final', name FROM FinalFile WHERE reportId = ${id}
       ORDER BY kind, name`,
    )
    return mapped(all<{ row: string; kind: SealKind; name: string }>(frozen.bind(subject)), (found) => [
      found.flatMap((one) => (one.kind === kind ? [one.row] : [])),
    ])
  }
  if (kind !== 'report') return given([])
  const statement = db.prepare(
    `SELECT 0 AS part, schoolId AS first, '' AS second, json_array(${schoolColumns}) AS row FROM FrozenSchool WHERE reportId = ${id}
     UNION ALL SELECT 1, schoolId, requirementId, json_array(${standingColumns}) FROM FrozenStanding WHERE reportId = ${id}
     ORDER BY part, first, second`,
  )
  return mapped(all<{ part: number; row: string }>(statement.bind(subject)), (found) =>
    tablesOfReport.map((of) => found.flatMap(({ part, row }) => (part === of ? [row] : []))),
  )
}
