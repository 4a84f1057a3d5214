// SQL: every school that a question counts, with all that a report says of it: the rows that frozen
// reports are made of.
import { carriedFacts, earlierAsked, groundParts, ofPredecessors, perSchool } from './store.ts'

export const frozenColumns =
  'schoolId, urn, name, town, sector, kind, phase, trustUid, trustName, wardCode, wardName, districtCode, districtName, faith, gender, settlement, sizeBand, freeMealsBand, code, lastAt, evidence'

const came = `markType IN ('attended', 'part')`

/** Of marks and earlier records that a school's answer rests on, its predecessors' too. */
const proofs = `
    SELECT m.rootId AS id, r.markId AS proof FROM SchoolReached r CROSS JOIN scope x ON x.id = r.sessionId AND x.asked JOIN School m ON m.id = r.schoolId
    UNION SELECT b.successor, r.markId FROM ${ofPredecessors} CROSS JOIN SchoolReached r ON r.schoolId = m.id JOIN scope x ON x.id = r.sessionId AND x.asked
    UNION SELECT m.rootId, a.id FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId WHERE a.supersededAt IS NULL AND a.${came} AND ${earlierAsked}
    UNION SELECT b.successor, a.id FROM ${ofPredecessors} CROSS JOIN EarlierAttendance a ON a.schoolId = m.id
      WHERE a.supersededAt IS NULL AND a.${came} AND ${earlierAsked}`

/** Binds what `bound` gives. */
export const selectFacts = `WITH RECURSIVE ${groundParts},
  proved AS MATERIALIZED (SELECT id, json_group_array(proof) AS evidence FROM (SELECT id, proof FROM (${proofs}) ORDER BY id, proof) GROUP BY id)
  SELECT q.rootId AS schoolId, i.urn, i.name, i.town, i.sector, i.kind, i.phase, COALESCE(i.trustUid, '') AS trustUid,
    COALESCE(i.trustName, '') AS trustName, i.wardCode, i.wardName, i.districtCode, i.districtName, i.faith, i.gender, i.settlement, i.sizeBand,
    i.freeMealsBand, q.code, q.lastAt, COALESCE(p.evidence, '[]') AS evidence
  FROM (${perSchool('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
    LEFT JOIN proved p ON p.id = q.rootId
  WHERE q.facts IS NOT NULL ORDER BY q.rootId`
