import { withdrawExcused } from '#attendance/attendance/absence-store.ts'
import { type ArrivalKind, type ArrivalWay, happenedAt, presenceOf, staysOf } from '#attendance/attendance/arrival.ts'
import {
  insertArrivals,
  insertMarksOfArrivals,
  type MarkOfArrival,
  type NewArrival,
  type PersonToArrive,
  type SessionOfPerson,
  sameSaid,
  selectPeopleToArrive,
} from '#attendance/attendance/arrival-store.ts'
import { came } from '#attendance/attendance/mark.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Answers, readNow } from '#base/db/read.ts'
import type { LogEntry } from '#base/log/entry.ts'
import { loggedAll } from '#base/log/store.ts'
import { withdrawCharges } from '#booking/bookings/charge-store.ts'
import { markFor, type SaidOfPerson } from './arrival-mark.ts'

export type ArrivalAsked = {
  /** Made by the device; the same id again changes nothing. */
  id: string
  /** Id of the place or walk-in. */
  person: string
  kind: ArrivalKind
  how: ArrivalWay
  notedAt: Date
  /** By how many seconds the device's clock was ahead. */
  clockAhead: number
  /** The statement that this one takes back. */
  undoesId?: string | undefined
}

export type ArrivalRefusal =
  | 'not_expected'
  | 'no_name'
  | 'before_its_day'
  | 'id_used_otherwise'
  | 'nothing_to_take_back'
  | 'taken_back_already'
  | 'event_cancelled'
  | 'device_ended'

/** already: it was said before, by this device or another. Both statements stand. */
export type ArrivalAnswer = { id: string; said: 'ok' | 'already' } | { id: string; said: 'refused'; reason: ArrivalRefusal }

const refusals: Record<string, ArrivalRefusal | 'changed_meanwhile'> = {
  nobody_expected_that_day: 'not_expected',
  arrival_has_no_name: 'no_name',
  arrival_before_its_day: 'before_its_day',
  takes_back_another: 'nothing_to_take_back',
  door_device_ended: 'device_ended',
  'Arrival.undoesId': 'taken_back_already',
  session_called_off: 'changed_meanwhile',
  place_not_named: 'no_name',
  not_on_this_register: 'changed_meanwhile',
  corrects_mark_of_another: 'changed_meanwhile',
  register_is_signed: 'changed_meanwhile',
  before_its_day: 'before_its_day',
  [guardBroken]: 'changed_meanwhile',
  'Arrival.id': 'changed_meanwhile',
  'Mark.correctsId': 'changed_meanwhile',
  'Mark.sessionId': 'changed_meanwhile',
}

export type PeopleToArrive = Answers<{ context: ReturnType<typeof selectPeopleToArrive> }>['context']
type Decided = { answer: ArrivalAnswer; arrival?: NewArrival; marks: MarkOfArrival[]; isLateNews: boolean; entry?: LogEntry }

/** Where entries arrive: the event, and the device whose token they came with. */
export type AtDoor = { eventId: string; deviceId: string | null; isOpen: boolean }

/** What was read, and on it what is decided: each entry counts for the next. */
type Course = {
  known: Map<string, string>
  people: Map<string, PersonToArrive>
  sessions: Map<string, SessionOfPerson[]>
  said: Map<string, SaidOfPerson[]>
}

const courseOf = (door: AtDoor, read: PeopleToArrive): Course => ({
  known: new Map(read.known.map(({ id, key }) => [id, key])),
  people: new Map(read.people.filter(({ eventId }) => eventId === door.eventId).map((person) => [person.key, person])),
  sessions: Map.groupBy(
    read.sessions.map((session) => ({ ...session })),
    ({ key }) => key,
  ),
  said: Map.groupBy<string, SaidOfPerson & { key: string }>(read.said, ({ key }) => key),
})

const refused = (id: string, reason: ArrivalRefusal): Decided => ({ answer: { id, said: 'refused', reason }, marks: [], isLateNews: false })

const decide = (act: Act, door: AtDoor, course: Course, asked: ArrivalAsked): Decided => {
  const known = course.known.get(asked.id)
  if (known !== undefined)
    return known === asked.person
      ? { answer: { id: asked.id, said: 'ok' }, marks: [], isLateNews: false }
      : refused(asked.id, 'id_used_otherwise')
  const person = course.people.get(asked.person)
  if (!person) return refused(asked.id, 'not_expected')
  const arrivals = course.said.get(asked.person) ?? []
  const undone = asked.undoesId === undefined ? undefined : arrivals.find(({ id }) => id === asked.undoesId)
  if (asked.undoesId !== undefined) {
    if (!undone || undone.undoesId) return refused(asked.id, 'nothing_to_take_back')
    if (arrivals.some(({ undoesId }) => undoesId === asked.undoesId)) return refused(asked.id, 'taken_back_already')
  } else if (person.cancelled) return refused(asked.id, 'not_expected')
  else if (person.unnamed) return refused(asked.id, 'no_name')
  const at = happenedAt(asked.notedAt, asked.clockAhead, act.now)
  const arrival: NewArrival = {
    id: asked.id,
    key: asked.person,
    isPlace: person.kind === 'place',
    day: undone?.day ?? londonDay(at),
    kind: undone?.kind ?? asked.kind,
    how: asked.how,
    happenedAt: instant(at),
    notedAt: instant(asked.notedAt),
    clockAhead: asked.clockAhead,
    undoesId: asked.undoesId ?? null,
  }
  const sessions = course.sessions.get(asked.person) ?? []
  if (!undone && !sessions.some(({ startsAt }) => londonDay(startsAt) === arrival.day)) return refused(asked.id, 'not_expected')
  const news: SaidOfPerson = { ...arrival, number: (arrivals.at(-1)?.number ?? 0) + 1, accountId: act.actor.accountId ?? null }
  const ofDay = arrivals.filter(({ day }) => day === arrival.day)
  const is = [...ofDay, news]
  const marks = sessions.flatMap((session) => markFor(act.now, person.kind, session, is) ?? [])
  const isLateNews = sessions.some(
    ({ isSigned, sessionId }) => isSigned && marks.some((mark) => mark.sessionId === sessionId && came(mark.markType)),
  )
  const saysNothingNew = !undone && presenceOf(staysOf(ofDay)) === presenceOf(staysOf(is))
  course.known.set(asked.id, asked.person)
  course.said.set(asked.person, [...arrivals, news])
  for (const { id, sessionId, markType } of marks)
    for (const session of sessions) if (session.sessionId === sessionId) Object.assign(session, { markId: id, markType, source: 'arrival' })
  return {
    answer: { id: asked.id, said: saysNothingNew ? 'already' : 'ok' },
    arrival,
    marks,
    isLateNews,
    entry: {
      act: undone ? 'arrival.taken_back' : arrival.kind === 'left' ? 'departure.noted' : 'arrival.noted',
      subject: [person.kind, asked.person],
      eventId: door.eventId,
      schoolId: person.schoolId ?? undefined,
      after: {
        arrival: asked.id,
        device: door.deviceId,
        ...(undone && { undoes: undone.id }),
        marks: marks.map(({ id, sessionId, markType }) => ({ id, sessionId, markType })),
      },
    },
  }
}

/** What entries depend on, to be read before they are recorded. */
export const selectToRecord = (db: SqlDatabase, asked: readonly ArrivalAsked[]) =>
  selectPeopleToArrive(
    db,
    asked.map(({ person }) => person),
    asked.map(({ id }) => id),
  )

/** One batch of as many statements, however many entries; why it was refused, if it was. */
const write = async (act: Act, door: AtDoor, read: PeopleToArrive, decided: readonly Decided[]) => {
  const arrivals = decided.flatMap(({ arrival }) => arrival ?? [])
  if (arrivals.length === 0) return undefined
  const keys = [...new Set(arrivals.map(({ key }) => key))]
  const marks = decided.flatMap((one) => one.marks)
  const late = decided.flatMap(({ isLateNews, arrival }) => (isLateNews && arrival ? arrival.key : []))
  const result = await atomically(
    act.db,
    [
      sameSaid(act.db, keys, read.said.filter(({ key }) => keys.includes(key)).length),
      insertArrivals(act, door.eventId, door.deviceId, arrivals),
      ...(marks.length > 0 ? [insertMarksOfArrivals(act, marks)] : []),
      ...(late.length > 0 ? [withdrawCharges(act, late, 'not_attending'), withdrawExcused(act, door.eventId)] : []),
      loggedAll(
        act,
        decided.flatMap(({ entry }) => entry ?? []),
      ),
    ],
    refusals,
  )
  return result.ok ? undefined : result.reason
}

/**
 * Records what was said at an event's door, each entry for itself: one that is refused stops none.
 * A mark is made at once of each session that has begun, in the arrival's own batch.
 * @param ahead what `selectToRecord` answered to these entries, and perhaps others
 */
export const recordArrivals = async (
  act: Act,
  door: AtDoor,
  asked: readonly ArrivalAsked[],
  ahead?: PeopleToArrive,
): Promise<ArrivalAnswer[]> => {
  if (!door.isOpen) return asked.map(({ id }) => ({ id, said: 'refused', reason: 'event_cancelled' }))
  const read = ahead ?? (await readNow(act.db, selectToRecord(act.db, asked)))
  const course = courseOf(door, read)
  const decided = asked.map((one) => decide(act, door, course, one))
  if ((await write(act, door, read, decided)) === undefined) return decided.map(({ answer }) => answer)
  const answers: ArrivalAnswer[] = []
  for (const one of asked) answers.push(await recordAlone(act, door, one))
  return answers
}

/** What somebody else changed between reading and writing is read again. */
const recordAlone = async (act: Act, door: AtDoor, asked: ArrivalAsked): Promise<ArrivalAnswer> => {
  for (let look = 1; look <= 3; look += 1) {
    const read = await readNow(act.db, selectToRecord(act.db, [asked]))
    const decided = decide(act, door, courseOf(door, read), asked)
    const refusal = await write(act, door, read, [decided])
    if (refusal === undefined) return decided.answer
    if (refusal !== 'changed_meanwhile') return { id: asked.id, said: 'refused', reason: refusal }
  }
  return { id: asked.id, said: 'refused', reason: 'not_expected' }
}
