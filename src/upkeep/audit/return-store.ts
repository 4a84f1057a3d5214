import type { ReturnInvariant } from './audit.ts'

const logged = (act: string, id: string, table: string): string =>
  `SELECT ${id} AS id FROM Log l WHERE l.act = '${act}' AND ${id} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.id = ${id})`

export const returnViolations: Record<ReturnInvariant, string> = {
  return_submitted_by_head: `SELECT b.returnId AS id FROM ReturnSubmission b WHERE NOT EXISTS (
      SELECT 1 FROM ReturnSignature g WHERE g.returnId = b.returnId AND g.turn = b.turn AND g.signedAs = 'head' AND g.byId = b.byId)`,

  return_submitted_in_turn: `SELECT t.id FROM (SELECT t.id, (SELECT COUNT(*) FROM ReturnSubmission b WHERE b.returnId = t.id) AS submitted,
        (SELECT MAX(b.turn) + 1 FROM ReturnSubmission b WHERE b.returnId = t.id) AS turns,
        (SELECT COUNT(*) FROM ReturnReopening o WHERE o.returnId = t.id) AS reopened,
        EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = t.id) AS otherwise FROM SchoolReturn t) t
    WHERE t.submitted <> COALESCE(t.turns, 0) OR t.submitted - t.reopened NOT IN (0, 1) OR (t.otherwise AND t.submitted > 0)`,

  return_typed_in_a_row: `SELECT e.returnId AS id FROM ReturnEntry e JOIN ReturnEntry p ON p.id = e.afterId WHERE p.returnId <> e.returnId OR p.questionId <> e.questionId
    UNION SELECT e.returnId FROM CurrentEntry e GROUP BY e.returnId, e.questionId HAVING COUNT(*) > 1`,

  return_counts_add_up: `SELECT c.roundId AS id FROM ReturnCount c WHERE (c.asked, c.submitted, c.otherwise, c.begun) <> (
      SELECT COUNT(*), COUNT(*) FILTER (WHERE d.state = 'submitted'), COUNT(*) FILTER (WHERE d.state = 'otherwise'), COUNT(*) FILTER (WHERE d.state = 'begun')
      FROM ReturnCounted d WHERE d.roundId = c.roundId AND d.moment = c.moment)
    UNION SELECT s.roundId FROM ReturnSample s WHERE s.size <> (SELECT COUNT(*) FROM ReturnModeration m WHERE m.sampleId = s.id)`,

  logged_is_there: `SELECT j.value AS id FROM Log l, json_each(l.after, '$.entries') j
      WHERE l.act = 'return.entered' AND NOT EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.id = j.value)
    UNION ALL ${logged('return.submitted', `(l.after ->> '$.signatureId')`, 'ReturnSignature')}
    UNION ALL ${logged('return.signed', `(l.after ->> '$.signatureId')`, 'ReturnSignature')}
    UNION ALL ${logged('arrival.noted', `(l.after ->> '$.arrival')`, 'Arrival')}`,
}
