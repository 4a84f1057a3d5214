import { inOrder, type Source, standing } from '#attendance/attendance/mark.ts'
import { insertMarks } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Marked } from '#base/standing.ts'
import { afterComing, markOf, markRefusals, type ReportRefusal, whyNotNow } from './apply-report.ts'
import { worthOf } from './match.ts'
import { byReport, longestOf, type Meeting } from './meeting.ts'
import { readMeeting, sameTurn, takeBack } from './report-store.ts'
import { minutesOf } from './span.ts'

export type UndoRefusal = ReportRefusal | 'taken_back_already'

type Corrected = { placeId: string; markType: Marked; correctsId: string; source: Source }

/**
 * Marks that rest on this report and would no longer be so: they become what other reports show,
 * else what somebody had marked before any report, else nothing is marked.
 */
export const correctionsOf = ({ register, reports, threshold, stays }: Meeting, reportId: string): Corrected[] => {
  const isLast = !reports.some(({ id, takenBackAt }) => id !== reportId && takenBackAt === null)
  return register.people.flatMap(({ id: placeId, marks }): Corrected[] => {
    const stands = standing(marks)
    if (!stands || !byReport(stands)) return []
    const shown = stays.filter((stay) => stay.placeId === placeId)
    const rest = shown.filter((stay) => stay.reportId !== reportId)
    // An absence rests on all reports together, which do not show the person.
    if (shown.length === 0 ? !isLast : rest.length === shown.length) return []
    const { minutes, atLeast } = minutesOf(rest, register.session)
    const worth = worthOf(minutes, atLeast, longestOf(register), threshold)
    const byHand = inOrder(marks).findLast((mark) => !byReport(mark))
    const is =
      rest.length > 0 && (worth === 'attended' || worth === 'part')
        ? { markType: worth, source: stands.source }
        : { markType: byHand?.markType ?? ('none' as const), source: byHand?.source ?? stands.source }
    return is.markType === stands.markType ? [] : [{ placeId, ...is, correctsId: stands.id }]
  })
}

/**
 * Takes a report back: each mark that rests on it alone is corrected, with the reason, and nothing
 * is deleted. Marks made by a person stand.
 */
export const undoReport = async (
  act: Act,
  asked: { sessionId: string; reportId: string; turn: number; reason: string },
): Promise<Result<number, UndoRefusal>> => {
  const meeting = await readMeeting(act.db, act.actor, asked.sessionId)
  const report = meeting?.reports.find(({ id }) => id === asked.reportId)
  if (!meeting || !report) return refuse('not_on_register')
  if (report.takenBackAt) return refuse('taken_back_already')
  if (report.turn !== asked.turn) return refuse('changed')
  const { register } = meeting
  const why = whyNotNow(register, act.now, asked.reason)
  if (why) return refuse(why)
  const marks = correctionsOf(meeting, report.id).map((one) => markOf(act, register, { ...one, reason: asked.reason }))
  const result = await atomically<ReportRefusal>(
    act.db,
    [
      sameTurn(act.db, report.id, asked.turn),
      insertMarks(act, marks),
      ...afterComing(act, register, marks),
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
  return result.ok ? ok(marks.length) : result
}
