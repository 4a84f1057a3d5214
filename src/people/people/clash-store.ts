/** SQL: a list of `Clash`; the other event is named to its own school (a root) alone. */
export const clashesOf = (personId: string, eventId: string, rootId: string): string =>
  `(SELECT json_group_array(json_object('title', c.title, 'startsAt', c.startsAt, 'endsAt', c.endsAt)) FROM (
    SELECT IIF((SELECT z.rootId FROM School z WHERE z.id = o.schoolId) = ${rootId}, ev.title, '') AS title,
      MIN(y.startsAt) AS startsAt, MAX(y.endsAt) AS endsAt
    FROM Place o JOIN Event ev ON ev.id = o.eventId AND ev.state = 'published' JOIN ActiveSession y ON y.eventId = o.eventId
      JOIN ActiveSession x ON x.eventId = ${eventId} AND date(x.startsAt) = date(y.startsAt)
    WHERE o.personId = ${personId} AND o.eventId <> ${eventId} AND o.state = 'confirmed'
    GROUP BY o.id, date(y.startsAt) HAVING MIN(y.startsAt) < MAX(x.endsAt) AND MIN(x.startsAt) < MAX(y.endsAt)
    ORDER BY startsAt, o.id) c)`

/** The same of place `alias`, against its own event. */
export const clashesOfPlace = (alias: string): string =>
  clashesOf(`${alias}.personId`, `${alias}.eventId`, `(SELECT z.rootId FROM School z WHERE z.id = ${alias}.schoolId)`)
