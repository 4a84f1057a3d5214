import { standing } from '#attendance/attendance/mark.ts'
import { insertMarks } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { MarkType } from '#base/standing.ts'
import { markOf, markRefusals, type ReportRefusal, whyNotNow } from './apply-report.ts'
import { worthOf } from './match.ts'
import { longestOf, type Meeting } from './meeting.ts'
import { readMeeting, sameTurn, takeBack } from './report-store.ts'
import { minutesOf } from './span.ts'

type Corrected = { placeId: string; markType: MarkType; correctsId: string; source: 'report' | 'stated' }

/** Marks of this report that would no longer be so: what other reports show, or else absent. */
export const correctionsOf = ({ register, threshold, stays }: Meeting, reportId: string): Corrected[] => {
  const places = new Set(stays.filter((stay) => stay.reportId === reportId).map(({ placeId }) => placeId))
  return [...places].flatMap((placeId) => {
    const person = register.people.find(({ id }) => id === placeId)
    const stands = person && standing(person.marks)
    if (!stands || (stands.source !== 'report' && stands.source !== 'stated')) return []
    const rest = stays.filter((stay) => stay.placeId === placeId && stay.reportId !== reportId)
    const { minutes, atLeast } = minutesOf(rest, register.session)
    const worth = worthOf(minutes, atLeast, longestOf(register), threshold)
    const markType = worth === 'attended' || worth === 'part' ? worth : 'absent'
    return markType === stands.markType ? [] : [{ placeId, markType, correctsId: stands.id, source: stands.source }]
  })
}

/**
 * Takes a report back: each mark that rests on it alone is corrected to absent, with the reason,
 * and nothing is deleted. Marks made by a person stand.
 */
export const undoReport = async (
  act: Act,
  asked: { sessionId: string; reportId: string; turn: number; reason: string },
): Promise<Result<number, ReportRefusal>> => {
  const meeting = await readMeeting(act.db, act.actor, asked.sessionId)
  const report = meeting?.reports.find(({ id }) => id === asked.reportId)
  if (!meeting || !report) return refuse('not_on_register')
  if (report.turn !== asked.turn || report.takenBackAt) return refuse('changed')
  const { register } = meeting
  const why = whyNotNow(register, act.now, asked.reason)
  if (why) return refuse(why)
  const marks = correctionsOf(meeting, report.id).map((one) => markOf(act, register, { ...one, reason: asked.reason }))
  const written = await atomically<ReportRefusal>(
    act.db,
    [
      sameTurn(act.db, report.id, asked.turn),
      insertMarks(act, marks),
      takeBack(act, report.id),
      logged(act, {
        act: 'meeting_report.taken_back',
        subject: ['meeting_report', report.id],
        eventId: register.session.eventId,
        after: { session: asked.sessionId, marks: marks.map(({ id }) => id) },
      }),
    ],
    markRefusals,
  )
  return written.ok ? ok(marks.length) : written
}
