import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { MarkType } from '#base/standing.ts'
import { withdrawCharges } from '#booking/bookings/charge-store.ts'
import { withdrawExcused } from './absence-store.ts'
import { decide, holdsAt, isLate, isTooEarly, type Source } from './mark.ts'
import { readPersonToMark } from './register-store.ts'
import { insertMark } from './store.ts'

export type MarkAsked = {
  /** Made by the recording device; the same id again changes nothing. */
  id: string
  sessionId: string
  /** Id of the place or walk-in. */
  person: string
  markType: MarkType
  source: Source
  /** The device's clock; the server's when unknown. */
  notedAt?: Date | undefined
  /** When it was true, as typed from a paper sheet. */
  happenedAt?: Instant | undefined
  /** The current mark that the actor saw and corrects. */
  correctsId?: string | undefined
  reason?: string | undefined
}

export type MarkRefusal =
  | 'not_on_register'
  | 'id_used_otherwise'
  | 'already_marked'
  | 'corrected_meanwhile'
  | 'needs_reason'
  | 'register_is_signed'
  | 'event_cancelled'
  | 'place_not_named'
  | 'too_early'

/**
 * Marks a person at a session. Repeating is fine; another verdict must name the mark it corrects
 * and why, and after closing every mark needs a reason. Before the day only apologies. Withdraws an
 * absence charge of somebody who came.
 */
export const markAttendance = async (act: Act, asked: MarkAsked): Promise<Result<{ changed: boolean }, MarkRefusal>> => {
  // Retry only when somebody else marked them between reading and writing.
  for (let look = 1; look <= 3; look += 1) {
    const person = await readPersonToMark(act.db, act.actor, asked.sessionId, asked.person, asked.id)
    if (!person) return refuse('not_on_register')
    if (person.sameId) {
      const isReplay = person.sameId.personKey === asked.person && person.sameId.markType === asked.markType
      return isReplay ? ok({ changed: false }) : refuse(person.sameId.personKey === asked.person ? 'already_marked' : 'id_used_otherwise')
    }
    const decision = decide(person.marks, person.isSigned, asked)
    if (decision === 'nothing_new') return ok({ changed: false })
    if (decision !== 'first' && decision !== 'correction') return refuse(decision)
    if (decision === 'first' && person.isCalledOff) return refuse('event_cancelled')
    if (isTooEarly(asked.markType, person, act.now)) return refuse('too_early')
    const notedAt = asked.notedAt ?? act.now
    const came = person.kind === 'place' && (asked.markType === 'attended' || asked.markType === 'part')
    const corrected = person.marks.find((mark) => mark.id === asked.correctsId)
    const result = await atomically(
      act.db,
      [
        insertMark(act, {
          id: asked.id,
          sessionId: asked.sessionId,
          person: { kind: person.kind, id: asked.person },
          markType: asked.markType,
          happenedAt: asked.happenedAt ?? holdsAt(notedAt, act.now, person.endsAt),
          notedAt: instant(notedAt),
          source: asked.source,
          late: isLate(asked.source, person.endsAt, act.now, person.calendar),
          correctsId: decision === 'correction' ? asked.correctsId : undefined,
          reason: asked.reason?.trim() || undefined,
        }),
        ...(came && person.isSigned ? [withdrawCharges(act, [asked.person], 'not_attending'), withdrawExcused(act, person.eventId)] : []),
        logged(act, {
          act: decision === 'correction' ? 'mark.corrected' : 'mark.made',
          subject: [person.kind, asked.person],
          eventId: person.eventId,
          schoolId: person.schoolId ?? undefined,
          before: corrected ? { mark: corrected.id, markType: corrected.markType } : undefined,
          after: { mark: asked.id, session: asked.sessionId, markType: asked.markType, source: asked.source },
        }),
      ],
      {
        'Mark.id': 'marked_meanwhile',
        'Mark.sessionId': 'marked_meanwhile',
        'Mark.correctsId': 'marked_meanwhile',
        before_its_day: 'too_early',
        register_is_signed: 'register_is_signed',
        session_called_off: 'event_cancelled',
        place_not_named: 'place_not_named',
        // They have just chosen another workshop.
        not_on_this_register: 'not_on_register',
      },
    )
    if (result.ok) return ok({ changed: true })
    if (result.reason !== 'marked_meanwhile') return refuse(result.reason)
  }
  return refuse('corrected_meanwhile')
}
