import { insertAbsenceCharges, selectAbsences } from '#attendance/attendance/absence-store.ts'
import { insertMarksOfArrivals, type MarkOfArrival, selectUnmarked } from '#attendance/attendance/arrival-store.ts'
import type { Figures } from '#attendance/attendance/register.ts'
import { insertSignOff, selectFigures } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Answers, each, readNow, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { makeMark, markFor } from './arrival-mark.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import { nothingSaidSince, selectLastSaid } from './people-store.ts'

export type CloseDayRefusal = 'nothing_to_close' | 'not_over' | 'figures_changed'

/**
 * A register as closing leaves it. `joined`: online, and no report says for how long; `unheard`: to
 * be online, and nothing says that they were; `notSeen`: to be in the room, and nobody saw them.
 */
export type RegisterToClose = {
  session: DoorSession
  figures: Figures
  marks: MarkOfArrival[]
  notSeen: number
  joined: number
  unheard: number
}

const selectRegisterToClose = (db: D1Database, session: DoorSession) =>
  together({
    unmarked: selectUnmarked(db, session.id),
    figures: selectFigures(db, session.id),
    absences: selectAbsences(db, session.id),
  })

type Read = Answers<{ one: ReturnType<typeof selectRegisterToClose> }>['one']

const registerToClose = (act: Act, session: DoorSession, { unmarked, figures }: Read): RegisterToClose => {
  const saidOf = Map.groupBy(unmarked.said, ({ key }) => key)
  const joinedAt = new Map(unmarked.joined.map(({ key, at }) => [key, at]))
  const is = { ...figures }
  const counts = { notSeen: 0, joined: 0, unheard: 0 }
  const hours = { sessionId: session.id, startsAt: session.startsAt, endsAt: session.endsAt, isSigned: 0 } as const
  const marks = unmarked.people.map((person) => {
    const seen = markFor(
      act.now,
      person.kind,
      { ...hours, rowId: person.rowId, markId: null, markType: null, source: null },
      saidOf.get(person.key) ?? [],
    )
    const at = joinedAt.get(person.key)
    if (!seen) counts[at === undefined ? (person.isOnline === 1 ? 'unheard' : 'notSeen') : 'joined'] += 1
    // They came, and for how long no report says.
    const otherwise = at === undefined ? 'absent' : 'part'
    return seen ?? makeMark(act.now, person, hours, otherwise, { at: at ?? instant(act.now), accountId: act.actor.accountId ?? null })
  })
  for (const { markType } of marks) is[markType] += 1
  return { session, marks, figures: is, ...counts }
}

const open = (sessions: readonly DoorSession[]): DoorSession[] => sessions.filter(({ signedAt }) => signedAt === null)

const readDay = (act: Act, event: DoorEvent, sessions: readonly DoorSession[]) =>
  readNow(
    act.db,
    together({
      lastSaid: selectLastSaid(act.db, event.id),
      registers: each(open(sessions).map((session) => selectRegisterToClose(act.db, session))),
    }),
  )

/** What closing a day would sign, for whoever is asked to. */
export const readDayToClose = async (act: Act, event: DoorEvent, sessions: readonly DoorSession[]) => {
  const { registers } = await readDay(act, event, sessions)
  const asked = open(sessions)
  return registers.flatMap((read, n) => {
    const session = asked[n]
    return session ? [{ ...registerToClose(act, session, read), absences: read.absences }] : []
  })
}

const same = (one: Figures, other: Figures | undefined): boolean =>
  other !== undefined && (['attended', 'part', 'absent', 'apologies'] as const).every((markType) => one[markType] === other[markType])

/**
 * Closes every open register of a day in one batch, once the last session is over: whoever arrived
 * is marked by their arrival, whoever nobody saw as absent. `seen`: the figures of each register.
 */
export const closeDay = async (
  act: Act,
  event: DoorEvent,
  sessions: readonly DoorSession[],
  seen: Readonly<Record<string, Figures>>,
): Promise<Result<{ closed: number }, CloseDayRefusal>> => {
  if (open(sessions).length === 0 || event.state !== 'published') return refuse('nothing_to_close')
  if (sessions.some(({ endsAt }) => endsAt > instant(act.now))) return refuse('not_over')
  const { lastSaid, registers } = await readDay(act, event, sessions)
  const asked = open(sessions)
  const decided = registers.flatMap((read, n) => {
    const session = asked[n]
    return session ? [{ ...registerToClose(act, session, read), absences: read.absences, signOffId: newId(act.now) }] : []
  })
  if (decided.some(({ session, figures }) => !same(figures, seen[session.id]))) return refuse('figures_changed')
  const written = await atomically<CloseDayRefusal>(
    act.db,
    [
      nothingSaidSince(act.db, event.id, lastSaid.number),
      insertMarksOfArrivals(
        act,
        decided.flatMap(({ marks }) => marks),
      ),
      ...decided.flatMap(({ session, figures, signOffId, absences }) => [
        ...insertSignOff(act, signOffId, session.id, figures),
        ...insertAbsenceCharges(act, session.id, absences),
      ]),
      loggedAll(
        act,
        decided.map(({ session, figures, signOffId, marks }) => ({
          act: 'register.signed_off',
          subject: ['session', session.id],
          eventId: event.id,
          after: { signOff: signOffId, ...figures, marks: marks.length, withTheDay: true },
        })),
      ),
    ],
    {
      [guardBroken]: 'figures_changed',
      not_everyone_marked: 'figures_changed',
      'RegisterSignOff.sessionId': 'figures_changed',
      session_called_off: 'figures_changed',
      not_on_this_register: 'figures_changed',
      register_is_signed: 'figures_changed',
      session_is_not_over: 'not_over',
    },
  )
  return written.ok ? ok({ closed: decided.length }) : refuse(written.reason)
}
