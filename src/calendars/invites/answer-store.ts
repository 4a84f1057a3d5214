// SQL fragments for other stores: current answers of calendars.

/** SQL: a person's answers to a place's live entries, as JSON; '[]' without any. */
export const answersOf = (placeId: string, personId: string): string =>
  `(SELECT json_group_array(json_object('answer', q.answer, 'receivedAt', q.receivedAt, 'old', q.sequence < i.sequence, 'title', i.shown ->> '$.title'))
    FROM Invitation i JOIN CurrentReply q ON q.invitationId = i.id WHERE i.placeId = ${placeId} AND i.personId = ${personId} AND i.state = 'live')`

/** SQL: how many people with a place at an event gave this answer to a live entry. */
export const countAnswers = (eventId: string, answer: string): string =>
  `(SELECT COUNT(DISTINCT pl.id) FROM Place pl JOIN Invitation i ON i.placeId = pl.id AND i.personId = pl.personId AND i.state = 'live'
    JOIN CurrentReply q ON q.invitationId = i.id AND q.answer = '${answer}' WHERE pl.eventId = ${eventId} AND pl.state = 'confirmed')`
