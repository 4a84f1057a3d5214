// SQL that others put into what they read: the answers of calendars that stand.

/** The answers of the person who is on a place to its live entries, as JSON; '[]' when there are none. */
export const answersOf = (placeId: string, personId: string): string =>
  `(SELECT json_group_array(json_object('answer', q.answer, 'receivedAt', q.receivedAt, 'old', q.sequence < i.sequence, 'title', i.shown ->> '$.title'))
    FROM Invitation i JOIN CurrentReply q ON q.invitationId = i.id WHERE i.placeId = ${placeId} AND i.personId = ${personId} AND i.state = 'live')`

/** How many people with a place at an event have answered so to one of its live entries. */
export const countAnswers = (eventId: string, answer: string): string =>
  `(SELECT COUNT(DISTINCT pl.id) FROM Place pl JOIN Invitation i ON i.placeId = pl.id AND i.personId = pl.personId AND i.state = 'live'
    JOIN CurrentReply q ON q.invitationId = i.id AND q.answer = '${answer}' WHERE pl.eventId = ${eventId} AND pl.state = 'confirmed')`
