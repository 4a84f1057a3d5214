import { isUnmarked } from '#attendance/attendance/mark.ts'
import { insertMarks } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { afterComing, markOf, markRefusals, type ReportRefusal, whyNotNow } from './apply-report.ts'
import { worthOf } from './match.ts'
import { becomes, longestOf, type Meeting } from './meeting.ts'
import { insertStays, readMeeting } from './report-store.ts'
import { minutesOf } from './span.ts'

export type TogetherAsked = {
  sessionId: string
  /** Whose screen it was, somebody whom a report shows, and who watched there too. */
  screens: readonly { placeId: string; withIds: readonly string[] }[]
  reason?: string | undefined
}

/** Who of a screen can be marked, and what its owner's stays are worth; undefined: changed. */
const ofScreen = ({ register, stays, threshold }: Meeting, { placeId, withIds }: TogetherAsked['screens'][number]) => {
  const shown = stays.filter((stay) => stay.placeId === placeId && stay.evidence === 'report')
  const people = register.people.filter(
    (person) => withIds.includes(person.id) && person.kind === 'place' && !person.unnamed && person.id !== placeId && isUnmarked(person),
  )
  if (shown.length === 0 || people.length < new Set(withIds).size) return undefined
  const { minutes, atLeast } = minutesOf(shown, register.session)
  return { placeId, shown, people, minutes, worth: worthOf(minutes, atLeast, longestOf(register), threshold) }
}

/**
 * Says that people watched at the screen of somebody whom a report shows. They have the same
 * minutes, as stated and not as shown. Whoever is marked already stays as they are.
 */
export const markTogether = async (act: Act, asked: TogetherAsked): Promise<Result<{ marked: number }, ReportRefusal>> => {
  const meeting = await readMeeting(act.db, act.actor, asked.sessionId)
  if (!meeting) return refuse('not_on_register')
  const { register } = meeting
  const screens = asked.screens.flatMap((screen) => ofScreen(meeting, screen) ?? [])
  if (screens.length < asked.screens.length || screens.length === 0) return refuse('changed')
  const why = whyNotNow(register, act.now, asked.reason)
  if (why) return refuse(why)
  const marks = screens.flatMap(({ people, worth }) =>
    people.flatMap((person) => {
      const next = becomes(person.marks, worth)
      return next.does === 'marks'
        ? [markOf(act, register, { placeId: person.id, markType: next.markType, source: 'stated', reason: asked.reason })]
        : []
    }),
  )
  const result = await atomically<ReportRefusal>(
    act.db,
    [
      insertStays(
        act,
        asked.sessionId,
        screens.flatMap(({ placeId, people, shown, minutes }) =>
          people.flatMap((person) =>
            shown.map(({ reportId, spans, open, stated, lines }) => ({
              id: newId(act.now),
              reportId,
              placeId: person.id,
              how: 'together' as const,
              evidence: 'stated' as const,
              withPlaceId: placeId,
              spans,
              open,
              stated,
              lines,
              minutes,
            })),
          ),
        ),
      ),
      insertMarks(act, marks),
      ...afterComing(act, register, marks),
      ...screens.map(({ placeId, people }) =>
        logged(act, {
          act: 'meeting.watched_together',
          subject: ['place', placeId],
          eventId: register.session.eventId,
          after: { session: asked.sessionId, with: people.map(({ id }) => id), marks: marks.map(({ id }) => id) },
        }),
      ),
    ],
    markRefusals,
  )
  return result.ok ? ok({ marked: marks.length }) : result
}
