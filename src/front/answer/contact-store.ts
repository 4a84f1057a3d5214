// SQL: with which schools somebody was in contact because they did not come, or did not answer.
import { periodBounds } from '#attendance/coverage/coverage.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { sayMatter, sayStep, stepOf } from '#people/ladder/chase.ts'
import { selectChases } from '#people/ladder/chase-store.ts'
import { type Means, meansWords, type Result, resultWords } from '#people/ladder/contact.ts'
import { type Rung, rungWords } from '#people/ladder/rung.ts'
import type { Contact, NextStep } from './population.ts'

type Row = { schoolId: string; at: Instant; rung: Rung; means: Means; result: Result; invitedTo: string | null }

const sayContact = ({ rung, means, result, at, invitedTo }: Row): string =>
  invitedTo === null
    ? `${sayDay(at)}. ${rungWords[rung]}, ${meansWords[means].toLowerCase()}: ${resultWords[result].toLowerCase()}.`
    : `${sayDay(at)}. Invited by email to ${invitedTo}.`

/** Of the period, with schools as they are now, the last first. */
export const selectContacts = (db: SqlDatabase, asked: { topicId: string; documentId: string; from: Day; to: Day }): Read<Contact[]> => {
  const { start, end } = periodBounds(asked)
  return mapped(
    all<Row>(
      db
        .prepare(
          `SELECT s.rootId AS schoolId, t.happenedAt AS at, t.rung, t.means, t.result, NULL AS invitedTo
           FROM CurrentContact t LEFT JOIN Chase c ON c.id = t.chaseId JOIN School s ON s.id = t.schoolId
           WHERE t.happenedAt >= ?3 AND t.happenedAt < ?4 AND (COALESCE(t.matter, c.matter) = 'never_reached'
             OR COALESCE(t.matter, c.matter) = 'guidance' AND COALESCE(c.subjectId, t.subjectId) = ?2)
           UNION ALL
           SELECT s.rootId, MAX(k.sentAt), 'office', 'message', 'written_to', e.title
           FROM Event e CROSS JOIN Sending g ON g.eventId = e.id AND g.nature = 'training'
             CROSS JOIN Message k ON k.sendingId = g.id AND k.state = 'sent' JOIN School s ON s.id = k.schoolId
           WHERE e.topicId = ?1 AND k.sentAt >= ?3 AND k.sentAt < ?4 AND COALESCE(k.deliveryStatus, '') NOT IN ('bounced', 'suppressed', 'failed')
           GROUP BY s.rootId, g.id
           ORDER BY at DESC`,
        )
        .bind(asked.topicId, asked.documentId, start, end),
    ),
    (rows) => rows.map((row) => ({ schoolId: row.schoolId, on: londonDay(row.at), result: row.result, says: sayContact(row) })),
  )
}

/** Of follow-up that is open now. */
export const selectNextSteps = (db: SqlDatabase, documentId: string): Read<NextStep[]> =>
  mapped(together({ chases: selectChases(db, { ownerId: undefined, q: '' }), calendar: selectCalendar(db) }), ({ chases, calendar }) =>
    chases.flatMap((chase) => {
      const step = stepOf(chase, calendar)
      const isOfThis = chase.matter === 'never_reached' || (chase.matter === 'guidance' && chase.subjectId === documentId)
      return step && isOfThis
        ? [
            {
              schoolId: chase.school.id,
              on: step.on,
              says: `Next, ${sayDay(step.on)}: ${sayStep(step, chase.owner)}. ${sayMatter(chase)}. Owner: ${chase.owner}.`,
            },
          ]
        : []
    }),
  )
