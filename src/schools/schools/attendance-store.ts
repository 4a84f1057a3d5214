// SQL: who came for a school, by any URN it had, or for one merged into it or split off to it.

/** SQL: mergers and splits, at any depth. */
export const successionParts = `
  step AS MATERIALIZED (
    SELECT DISTINCT f.rootId AS predecessor, t.rootId AS successor
    FROM Succession n JOIN School f ON f.id = n.fromSchoolId JOIN School t ON t.id = n.toSchoolId
    WHERE n.supersededAt IS NULL AND n.how IN ('merger', 'split') AND f.rootId <> t.rootId),
  before (successor, predecessor) AS (
    SELECT successor, predecessor FROM step
    UNION SELECT b.successor, s.predecessor FROM before b JOIN step s ON s.successor = b.predecessor WHERE s.predecessor <> b.successor)`

const idsOf = (root: string): string => `(SELECT counted.id FROM School counted WHERE counted.rootId IN (
    SELECT ${root} UNION ALL SELECT predecessor FROM (WITH RECURSIVE ${successionParts} SELECT * FROM before) WHERE successor = ${root}))`

/** SQL: each time somebody came for a root school: `at` an instant or a day. */
export const timesOf = (root: string): string => `
  SELECT held.startsAt AS at, occasion.topicId, reached.how
  FROM SchoolReached reached JOIN Session held ON held.id = reached.sessionId JOIN Event occasion ON occasion.id = held.eventId
  WHERE reached.schoolId IN ${idsOf(root)}
  UNION ALL
  SELECT earlier.heldOn, earlier.topicId, 'own' FROM EarlierAttendance earlier
  WHERE earlier.schoolId IN ${idsOf(root)} AND earlier.supersededAt IS NULL AND earlier.markType IN ('attended', 'part')`

/** SQL: somebody came for a root school. */
export const hasCome = (root: string): string => `EXISTS (${timesOf(root)})`
