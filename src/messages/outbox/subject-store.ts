import { neutralTitle } from './message.ts'

/** SQL: event `e` in a subject, as `calendarTitleOf` in calendars/invites/invite.ts. */
export const titleInSubject = `CASE WHEN e.calendarTitle <> '' THEN e.calendarTitle
  WHEN e.calendarTitle IS NULL AND (SELECT t.sensitive FROM Topic t WHERE t.id = e.topicId) = 1 THEN '${neutralTitle}' ELSE e.title END`
