// SQL: every school that a question counts, with all that a report says of it: the rows that frozen
// reports are made of.
import { carriedFacts, groundParts, isAsked, openSchools, perSchool } from './store.ts'

export const frozenColumns =
  'schoolId, urn, name, town, sector, kind, phase, trustUid, trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand, code, lastAt, evidence'

/** Binds what `bound` gives. `proof`: marks and earlier records, of its predecessors too. */
export const selectFacts = `WITH ${groundParts},
  proof AS MATERIALIZED (SELECT c.rootId, c.id FROM (${openSchools("''")}) q CROSS JOIN CameFor c ON c.rootId = q.rootId WHERE ${isAsked}),
  proved AS MATERIALIZED (SELECT rootId AS id, json_group_array(DISTINCT id ORDER BY id) AS evidence FROM proof GROUP BY rootId)
  SELECT q.rootId AS schoolId, i.urn, i.name, i.town, i.sector, i.kind, i.phase, COALESCE(i.trustUid, '') AS trustUid,
    COALESCE(i.trustName, '') AS trustName, i.wardCode, i.wardName, i.districtCode, i.districtName, i.faith, i.gender, i.settlement, i.sizeBand,
    i.freeMealsBand, q.code, q.lastAt, COALESCE(p.evidence, '[]') AS evidence
  FROM (${perSchool('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
    LEFT JOIN proved p ON p.id = q.rootId
  WHERE q.facts IS NOT NULL ORDER BY q.rootId`
