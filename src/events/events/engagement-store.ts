// SQL for what trainers give and rooms hold.

const columns = ['id', 'eventId', 'code', 'title', 'startsAt', 'endsAt', 'speakers', 'venue', 'room'] as const

/** SQL: everything given between two SQL instants. */
export const engagements = (from: string, to: string): string => `SELECT s.id, e.id AS eventId, e.code,
      IIF(s.title = '', e.title, e.title || ': ' || s.title) AS title, s.startsAt, s.endsAt, s.speakers, IIF(s.venueName = '', e.venueName, s.venueName) AS venue, s.room
    FROM ActiveSession s JOIN Event e ON e.id = s.eventId AND e.state <> 'cancelled'
    WHERE s.startsAt < ${to} AND s.startsAt > date(${from}, '-1 day') AND s.endsAt > ${from}
    UNION ALL SELECT x.id, NULL, NULL, x.title, x.startsAt, x.endsAt, x.trainer, x.place, ''
    FROM AskedSession x WHERE x.state = 'offered' AND x.startsAt < ${to} AND x.endsAt > ${from}`

const json = (row: string): string => `json_object(${columns.map((name) => `'${name}', ${row}.${name}`).join(', ')})`

/** SQL: the sessions of event `e` after ?1, each with what else there is at its time. */
export const engagementsOfEvent = `(SELECT json_group_array(json(v)) FROM (
    SELECT json_object('one', ${json('g')}, 'others', json((SELECT json_group_array(${json('o')}) FROM (${engagements('g.startsAt', 'g.endsAt')}) o
      WHERE o.id <> g.id AND (o.eventId IS NOT g.eventId OR o.id > g.id)))) AS v
    FROM (SELECT s.id, e.id AS eventId, e.code, s.title, s.startsAt, s.endsAt, s.speakers, IIF(s.venueName = '', e.venueName, s.venueName) AS venue, s.room
      FROM ActiveSession s WHERE s.eventId = e.id AND s.startsAt > ?1 AND e.state <> 'cancelled') g))`

/** SQL: a row for each trainer of a session; its id is the session’s and the number of the line. */
export const givenSessions = (which = '1'): string => `SELECT s.id || '-' || j.key AS id, s.id AS sessionId,
      trim(IIF(instr(j.value, ',') > 0, substr(j.value, 1, instr(j.value, ',') - 1), j.value)) AS trainer, e.id AS eventId, e.code, e.state,
      IIF(s.title = '', e.title, e.title || ': ' || s.title) AS title, s.startsAt, s.endsAt, IIF(s.venueName = '', e.venueName, s.venueName) AS venue, s.room,
      (SELECT r.name FROM AskedSession x JOIN School o ON o.id = x.schoolId JOIN School r ON r.id = o.rootId WHERE x.eventId = e.id) AS school
    FROM ActiveSession s JOIN Event e ON e.id = s.eventId AND e.state <> 'cancelled'
    JOIN json_each('[' || replace(json_quote(replace(s.speakers, char(92), '/')), '\\n', '","') || ']') j
    WHERE ${which} AND s.speakers <> '' AND trim(j.value) <> ''`
