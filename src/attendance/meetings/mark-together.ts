import { insertMarks } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { afterComing, markOf, markRefusals, type ReportRefusal, whyNotNow } from './apply-report.ts'
import { worthOf } from './match.ts'
import { becomes, longestOf } from './meeting.ts'
import { insertStays, readMeeting } from './report-store.ts'
import { minutesOf } from './span.ts'

export type TogetherAsked = {
  sessionId: string
  /** Whose screen it was: somebody whom a report shows. */
  placeId: string
  /** Who watched there too. */
  withIds: readonly string[]
  reason?: string | undefined
}

/**
 * Says that people watched at the screen of somebody whom a report shows. They have the same
 * minutes, as stated and not as shown. Whoever is marked already stays as they are.
 */
export const markTogether = async (act: Act, asked: TogetherAsked): Promise<Result<{ marked: number }, ReportRefusal>> => {
  const meeting = await readMeeting(act.db, act.actor, asked.sessionId)
  if (!meeting) return refuse('not_on_register')
  const { register, stays, threshold } = meeting
  const shown = stays.filter(({ placeId, evidence }) => placeId === asked.placeId && evidence === 'report')
  const [first] = shown
  if (!first) return refuse('changed')
  const why = whyNotNow(register, act.now, asked.reason)
  if (why) return refuse(why)
  const people = register.people.filter(
    (person) =>
      asked.withIds.includes(person.id) &&
      person.kind === 'place' &&
      !person.unnamed &&
      person.id !== asked.placeId &&
      person.marks.length === 0,
  )
  if (people.length < new Set(asked.withIds).size) return refuse('changed')
  const { minutes, atLeast } = minutesOf(shown, register.session)
  const worth = worthOf(minutes, atLeast, longestOf(register), threshold)
  const marks = people.flatMap((person) => {
    const next = becomes(person.marks, worth)
    return next.does === 'marks'
      ? [markOf(act, register, { placeId: person.id, markType: next.markType, source: 'stated', reason: asked.reason })]
      : []
  })
  const written = await atomically<ReportRefusal>(
    act.db,
    [
      insertStays(
        act,
        asked.sessionId,
        people.flatMap((person) =>
          shown.map(({ reportId, spans, open, stated, lines }) => ({
            ...{ id: newId(act.now), reportId, placeId: person.id, how: 'together' as const, evidence: 'stated' as const },
            ...{ withPlaceId: asked.placeId, spans, open, stated, lines, minutes },
          })),
        ),
      ),
      insertMarks(act, marks),
      ...afterComing(act, register, marks),
      logged(act, {
        act: 'meeting.watched_together',
        subject: ['place', asked.placeId],
        eventId: register.session.eventId,
        after: { session: asked.sessionId, with: people.map(({ id }) => id), marks: marks.map(({ id }) => id) },
      }),
    ],
    markRefusals,
  )
  return written.ok ? ok({ marked: marks.length }) : written
}
