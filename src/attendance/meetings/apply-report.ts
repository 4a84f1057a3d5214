import { withdrawExcused } from '#attendance/attendance/absence-store.ts'
import { came, isLate, isTooEarly, type Source } from '#attendance/attendance/mark.ts'
import type { Register } from '#attendance/attendance/register.ts'
import { insertMarks, type NewMark } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Marked } from '#base/standing.ts'
import { atOnce, type GiveWay, givingWay } from '#base/steps.ts'
import { withdrawCharges } from '#booking/bookings/charge-store.ts'
import { type Choice, type Decided, planReport, typedNames } from './meeting.ts'
import { insertStays, keepPending, readMeeting, sameTurn } from './report-store.ts'
import { clip, minutesOf } from './span.ts'

export type ApplyAsked = {
  sessionId: string
  reportId: string
  /** Of the report as it was shown. */
  turn: number
  choices: Choice
  /** Names typed for others of the queue, as they are offered. */
  typed?: ReadonlyMap<number, string>
  /** Places whose mark by a person gives way to the report. */
  take: ReadonlySet<string>
  /** Marks as absent whoever is in no report and did not press their link. */
  absent: boolean
  reason?: string | undefined
}

export type ReportRefusal = 'not_on_register' | 'changed' | 'register_is_signed' | 'event_cancelled' | 'too_early' | 'unknown_name'

/** What the database refuses of marks that a report makes. */
export const markRefusals = {
  [guardBroken]: 'changed',
  'Mark.id': 'changed',
  'Mark.sessionId': 'changed',
  'Mark.placeId': 'changed',
  'Mark.correctsId': 'changed',
  'MeetingAttendance.reportId': 'changed',
  not_on_this_register: 'changed',
  place_not_named: 'changed',
  report_taken_back: 'changed',
  before_its_day: 'too_early',
  register_is_signed: 'register_is_signed',
  session_called_off: 'event_cancelled',
} as const

const usualReason = 'By the report of the online meeting'

/** Why nothing can be marked now, if so. */
export const whyNotNow = ({ session }: Register, now: Date, reason: string | undefined): ReportRefusal | undefined => {
  if (session.isCalledOff) return 'event_cancelled'
  if (isTooEarly('attended', session, now)) return 'too_early'
  return session.signOff && !reason?.trim() ? 'register_is_signed' : undefined
}

/** A mark that a report, or a word about it, makes. */
export const markOf = (
  act: Act,
  { session, calendar }: Register,
  made: {
    placeId: string
    markType: Marked
    source: Source
    at?: Instant | undefined
    correctsId?: string | undefined
    reason?: string | undefined
  },
): NewMark => ({
  id: newId(act.now),
  sessionId: session.id,
  person: { kind: 'place', id: made.placeId },
  markType: made.markType,
  happenedAt: made.at ?? session.startsAt,
  notedAt: instant(act.now),
  source: made.source,
  late: isLate(made.source, session.endsAt, act.now, calendar),
  correctsId: made.correctsId,
  reason: made.reason?.trim() || (made.correctsId ? usualReason : undefined),
})

/** What must follow when somebody whose absence was already charged came, or is marked no more. */
export const afterComing = (act: Act, { session }: Register, marks: readonly NewMark[]): SqlStatement[] => {
  const there = marks.filter(({ markType }) => markType === 'none' || came(markType)).map(({ person }) => person.id)
  return session.signOff && there.length > 0 ? [withdrawCharges(act, there, 'not_attending'), withdrawExcused(act, session.eventId)] : []
}

const firstAt = ({ participants }: Decided, { session }: Register): Instant | undefined => {
  const begins = participants.flatMap(({ spans }) => clip(spans, session).map(([from]) => from))
  return begins.length > 0 ? instant(new Date(begins.reduce((first, at) => Math.min(first, at)))) : undefined
}

/**
 * Marks what a report shows, of everybody who is matched or was decided, and keeps their minutes. A
 * mark made by a person stands unless it is asked to give way. The rest waits in the queue.
 */
export const applyReport = async (
  act: Act,
  asked: ApplyAsked,
  giveWay: GiveWay = atOnce,
): Promise<Result<{ marked: number; left: number }, ReportRefusal>> => {
  const meeting = await readMeeting(act.db, act.actor, asked.sessionId)
  const report = meeting?.reports.find(({ id }) => id === asked.reportId)
  if (!meeting || !report) return refuse('not_on_register')
  if (report.turn !== asked.turn || report.takenBackAt) return refuse('changed')
  const { register } = meeting
  const why = whyNotNow(register, act.now, asked.reason)
  if (why) return refuse(why)
  const names = typedNames(meeting)
  const typed = [...(asked.typed ?? [])].map(([index, name]): [number, string | undefined] => [index, names.get(name)])
  if (typed.some(([, placeId]) => placeId === undefined)) return refuse('unknown_name')
  const choices = new Map([
    ...asked.choices,
    ...typed.flatMap(([index, placeId]): [number, string][] => (placeId ? [[index, placeId]] : [])),
  ])
  const { decided, undecided, left } = await givingWay(planReport(meeting, report.pending, choices), giveWay)
  const pending = undecided.map(({ participant }) => participant)
  const { reason } = asked
  const marks = [
    ...decided.flatMap((one) => {
      const { becomes: next, placeId } = one
      if (next.does === 'nothing' || (next.does === 'differs' && !asked.take.has(placeId))) return []
      return [
        markOf(act, register, {
          placeId,
          markType: next.markType,
          source: 'report',
          at: firstAt(one, register),
          correctsId: next.correctsId,
          reason,
        }),
      ]
    }),
    ...(asked.absent && pending.length === 0
      ? left
          .filter(({ joined }) => !joined)
          .map(({ placeId }) => markOf(act, register, { placeId, markType: 'absent', source: 'report', reason }))
      : []),
  ]
  const stays = decided.flatMap(({ placeId, how, participants }) =>
    participants.map(({ spans, open, stated, lines, ...participant }) => ({
      id: newId(act.now),
      reportId: report.id,
      placeId,
      how,
      evidence: 'report' as const,
      withPlaceId: null,
      spans: clip(spans, register.session),
      open,
      stated: stated,
      lines,
      minutes: minutesOf([{ spans, open, stated, ...participant }], register.session).minutes,
    })),
  )
  const result = await atomically<ReportRefusal>(
    act.db,
    [
      sameTurn(act.db, report.id, asked.turn),
      keepPending(act.db, report.id, pending),
      insertStays(act, asked.sessionId, stays),
      insertMarks(act, marks),
      ...afterComing(act, register, marks),
      logged(act, {
        act: 'meeting_report.applied',
        subject: ['meeting_report', report.id],
        eventId: register.session.eventId,
        after: {
          session: asked.sessionId,
          marks: marks.map(({ id }) => id),
          people: stays.length,
          left: pending.length,
        },
      }),
    ],
    markRefusals,
  )
  return result.ok ? ok({ marked: marks.length, left: pending.length }) : result
}
