import { insertAbsenceCharges, selectAbsences } from '#attendance/attendance/absence-store.ts'
import { type Stay, staysOf } from '#attendance/attendance/arrival.ts'
import { insertMarksOfArrivals, type MarkOfArrival, selectUnmarked, type UnmarkedPerson } from '#attendance/attendance/arrival-store.ts'
import { type ListedPerson, schoolOf, shownAs } from '#attendance/attendance/listed-person.ts'
import { type Absence, type Figures, personName } from '#attendance/attendance/register.ts'
import { insertSignOff, selectFigures } from '#attendance/attendance/store.ts'
import type { Act } from '#base/act.ts'
import { type Instant, instant, londonDay, sayTime } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Answers, each, readNow, together } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { MarkType } from '#base/standing.ts'
import { makeMark, markFor } from './arrival-mark.ts'
import type { DoorEvent, DoorSession } from './day.ts'
import { disagreementsOf } from './device.ts'
import { atDoor, nameOf } from './people.ts'
import { nothingSaidSince, selectDoorPeople, selectHandMarks, selectLastSaid, selectSaid } from './people-store.ts'

export type CloseDayRefusal = 'nothing_to_close' | 'not_over' | 'figures_changed'

/**
 * A register as the press leaves it. `closes`: nobody of it is left out. `joined`: online, and no
 * report says for how long; `unheard`: to be online, and nothing says that they were; `notSeen`: to
 * be in the room, and nobody saw them.
 */
export type RegisterToClose = {
  session: DoorSession
  closes: boolean
  figures: Figures
  marks: MarkOfArrival[]
  notSeen: number
  joined: number
  unheard: number
}

/** `seen`: what the page shows of it, sent back by its form. */
export type DayToClose = {
  registers: RegisterToClose[]
  people: ListedPerson[]
  absences: Absence[]
  /** Who arrived, and was marked by hand as not attending: which is right? */
  disagreeing: { name: string; session: string; from: Instant; markType: MarkType }[]
  seen: string
}

export const titleOf = (session: DoorSession): string => session.title || `${sayTime(session.startsAt)} to ${sayTime(session.endsAt)}`

const selectRegisterToClose = (db: SqlDatabase, session: DoorSession) =>
  together({ unmarked: selectUnmarked(db, session.id), figures: selectFigures(db, session.id) })

type Read = Answers<{ one: ReturnType<typeof selectRegisterToClose> }>['one']
type Marked = { person: UnmarkedPerson; mark: MarkOfArrival; stays: Stay[] }

const registerToClose = (
  act: Act,
  session: DoorSession,
  { unmarked, figures }: Read,
  leftOut: ReadonlySet<string>,
): { register: RegisterToClose; everybody: Marked[] } => {
  const saidOf = Map.groupBy(unmarked.said, ({ key }) => key)
  const joinedAt = new Map(unmarked.joined.map(({ key, at }) => [key, at]))
  const is = { ...figures }
  const counts = { notSeen: 0, joined: 0, unheard: 0 }
  const hours = { sessionId: session.id, startsAt: session.startsAt, endsAt: session.endsAt, isSigned: 0 } as const
  const everybody = unmarked.people.map((person): Marked => {
    const arrivals = saidOf.get(person.key) ?? []
    const stays = staysOf(arrivals.filter(({ day }) => day === londonDay(session.startsAt)))
    const seen = markFor(act.now, person.kind, { ...hours, rowId: person.rowId, markId: null, markType: null, source: null }, arrivals)
    const at = joinedAt.get(person.key)
    if (!seen && !leftOut.has(person.key)) counts[at === undefined ? (person.isOnline === 1 ? 'unheard' : 'notSeen') : 'joined'] += 1
    // They came, and for how long no report says.
    const otherwise = at === undefined ? 'absent' : 'part'
    const by = { at: at ?? instant(act.now), accountId: act.actor.accountId ?? null }
    return { person, stays, mark: seen ?? makeMark(act.now, person, hours, otherwise, by) }
  })
  const marks = everybody.flatMap(({ person, mark }) => (leftOut.has(person.key) ? [] : [mark]))
  for (const { markType } of marks) is[markType] += 1
  return { register: { session, closes: marks.length === everybody.length, marks, figures: is, ...counts }, everybody }
}

const peopleOf = (of: readonly { register: RegisterToClose; everybody: readonly Marked[] }[]): ListedPerson[] => {
  const marked = of.flatMap(({ register, everybody }) => everybody.map((one) => ({ ...one, session: titleOf(register.session) })))
  return [...Map.groupBy(marked, ({ person }) => person.key)].flatMap(([key, all]) => {
    const [first] = all
    if (!first) return []
    const { name, unnamed, schoolId, schoolName, town, urn, organisation, cannotComeAt } = first.person
    return {
      key,
      name: personName({ name, unnamed: unnamed === 1 }),
      school: schoolOf(schoolId === null ? undefined : { name: schoolName, town, urn }, organisation),
      marks: all.map(({ mark, session }) => ({ session, markType: mark.markType })),
      stays: first.stays,
      cannotComeAt,
      apologies: first.person.apologies === 1,
    }
  })
}

const open = (sessions: readonly DoorSession[]): DoorSession[] => sessions.filter(({ signedAt }) => signedAt === null)

/** For page and press. `leftOut`: keys of people; the registers they are on stay open. */
const decideDay = async (act: Act, event: DoorEvent, sessions: readonly DoorSession[], leftOut: ReadonlySet<string>) => {
  const asked = open(sessions)
  const {
    lastSaid,
    people,
    said,
    marked: byHand,
    registers: read,
  } = await readNow(
    act.db,
    together({
      lastSaid: selectLastSaid(act.db, event.id),
      people: selectDoorPeople(act.db, event.id),
      said: selectSaid(act.db, event.id),
      marked: selectHandMarks(act.db, event.id),
      registers: each(asked.map((session) => selectRegisterToClose(act.db, session))),
    }),
  )
  const decided = read.flatMap((one, n) => {
    const session = asked[n]
    return session ? [registerToClose(act, session, one, leftOut)] : []
  })
  const registers = decided.map(({ register }) => register)
  const sessionIds = registers.flatMap(({ session, closes }) => (closes ? [session.id] : []))
  const marks = registers.flatMap((register) => register.marks)
  const absences = await readNow(act.db, selectAbsences(act.db, { sessionIds, marks }))
  const disagreeing = [...Map.groupBy(asked, ({ startsAt }) => londonDay(startsAt))].flatMap(([day, ofDay]) =>
    atDoor(
      people,
      said,
      day,
      ofDay.map(({ id }) => id),
    ).flatMap((person) =>
      disagreementsOf(person, byHand.marks, ofDay, act.now).flatMap(({ mark: { session: id, markType }, from }) => {
        const session = ofDay.find((one) => one.id === id)
        return session ? [{ name: nameOf(person), session: titleOf(session), from, markType }] : []
      }),
    ),
  )
  const marked = marks.map(({ sessionId, placeId, walkInId, markType }) => [sessionId, placeId ?? walkInId, markType])
  const seen = await shownAs([registers.map(({ session, closes, figures }) => [session.id, closes, figures]), marked], absences)
  return {
    lastSaid: lastSaid.number,
    sessionIds,
    marks,
    day: { registers, people: peopleOf(decided), absences, disagreeing, seen } satisfies DayToClose,
  }
}

export const readDayToClose = async (
  act: Act,
  event: DoorEvent,
  sessions: readonly DoorSession[],
  leftOut: ReadonlySet<string> = new Set(),
): Promise<DayToClose> => (await decideDay(act, event, sessions, leftOut)).day

/**
 * Closes the open registers of a day in one batch, once the last session is over: whoever arrived
 * is marked by their arrival, whoever nobody saw as absent. Registers of people who are left out
 * stay open. `seen`: what the page showed.
 */
export const closeDay = async (
  act: Act,
  event: DoorEvent,
  sessions: readonly DoorSession[],
  asked: { seen: string; leftOut?: ReadonlySet<string> },
): Promise<Result<{ closed: number }, CloseDayRefusal>> => {
  if (open(sessions).length === 0 || event.state !== 'published') return refuse('nothing_to_close')
  if (sessions.some(({ endsAt }) => endsAt > instant(act.now))) return refuse('not_over')
  const { lastSaid, sessionIds, marks, day } = await decideDay(act, event, sessions, asked.leftOut ?? new Set())
  if (day.seen !== asked.seen) return refuse('figures_changed')
  const signOffIds = new Map(sessionIds.map((id) => [id, newId(act.now)]))
  const result = await atomically<CloseDayRefusal>(
    act.db,
    [
      nothingSaidSince(act.db, event.id, lastSaid),
      insertMarksOfArrivals(act, marks),
      ...day.registers.flatMap(({ session, figures }) => {
        const signOffId = signOffIds.get(session.id)
        return signOffId ? insertSignOff(act, signOffId, session.id, figures) : []
      }),
      ...insertAbsenceCharges(act, sessionIds, day.absences),
      loggedAll(
        act,
        day.registers.map(({ session, closes, figures, marks: made }) => ({
          act: closes ? 'register.signed_off' : 'arrivals.marked',
          subject: ['session', session.id],
          eventId: event.id,
          after: { ...(closes ? { signOff: signOffIds.get(session.id), ...figures } : {}), marks: made.length, withTheDay: true },
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
  return result.ok ? ok({ closed: sessionIds.length }) : refuse(result.reason)
}
