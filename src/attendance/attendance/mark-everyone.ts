import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { MarkType } from '#base/standing.ts'
import { holdsWithoutTime, isLate, isTooEarly, type Source } from './mark.ts'
import { readRegister } from './register-store.ts'
import { insertMarks } from './store.ts'

export type EveryoneAsked = {
  sessionId: string
  markType: MarkType
  source: Source
  reason?: string | undefined
  /** The people listed, each with the id of their new mark. */
  marks: readonly { person: string; id: string }[]
}

export type EveryoneRefusal =
  | 'not_on_register'
  | 'marked_meanwhile'
  | 'register_is_signed'
  | 'event_cancelled'
  | 'place_not_named'
  | 'too_early'

/**
 * First marks for everyone listed, all or none: if somebody was marked meanwhile, the actor reviews
 * the list.
 */
export const markEveryone = async (act: Act, asked: EveryoneAsked): Promise<Result<{ changed: number }, EveryoneRefusal>> => {
  const register = await readRegister(act.db, act.actor, asked.sessionId)
  if (!register) return refuse('not_on_register')
  const { session, people, calendar } = register
  const listed = asked.marks.map(({ person, id }) => ({ id, person: people.find((one) => one.id === person) }))
  const known = listed.flatMap(({ id, person }) => (person ? [{ id, person }] : []))
  if (known.length < listed.length) return refuse('marked_meanwhile')
  if (known.every(({ id, person }) => person.marks.some((mark) => mark.id === id))) return ok({ changed: 0 })
  if (session.isCalledOff) return refuse('event_cancelled')
  if (isTooEarly(asked.markType, session, act.now)) return refuse('too_early')
  if (session.signOff && !asked.reason?.trim()) return refuse('register_is_signed')
  const result = await atomically(
    act.db,
    [
      insertMarks(
        act,
        known.map(({ id, person }) => ({
          id,
          sessionId: session.id,
          person: { kind: person.kind, id: person.id },
          markType: asked.markType,
          happenedAt: holdsWithoutTime(asked.source, act.now, session),
          notedAt: instant(act.now),
          source: asked.source,
          late: isLate(asked.source, session.endsAt, act.now, calendar),
          reason: asked.reason?.trim() || undefined,
        })),
      ),
      logged(act, {
        act: 'register.marked_together',
        subject: ['session', session.id],
        eventId: session.eventId,
        after: { markType: asked.markType, source: asked.source, people: known.map(({ person }) => person.id) },
      }),
    ],
    {
      'Mark.id': 'marked_meanwhile',
      'Mark.sessionId': 'marked_meanwhile',
      'Mark.correctsId': 'marked_meanwhile',
      before_its_day: 'too_early',
      register_is_signed: 'register_is_signed',
      place_not_named: 'place_not_named',
      session_called_off: 'event_cancelled',
      not_on_this_register: 'marked_meanwhile',
    },
  )
  if (result.ok) return ok({ changed: known.length })
  // The same form was sent twice at once, and the other made these marks.
  if (result.reason === 'marked_meanwhile') {
    const again = await readRegister(act.db, act.actor, asked.sessionId)
    const made = new Set(again?.people.flatMap((person) => person.marks.map((mark) => mark.id)))
    if (known.every(({ id }) => made.has(id))) return ok({ changed: 0 })
  }
  return refuse(result.reason)
}
