import { withdrawExcused } from '#attendance/attendance/absence-store.ts'
import { type ArrivalKind, type ArrivalWay, happenedAt, presenceOf, staysOf } from '#attendance/attendance/arrival.ts'
import {
  insertArrivals,
  insertMarksOfArrivals,
  type NewArrival,
  sameSaid,
  selectPeopleToArrive,
} from '#attendance/attendance/arrival-store.ts'
import { came } from '#attendance/attendance/mark.ts'
import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Answers, readNow } from '#base/db/read.ts'
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
  register_is_signed: 'changed_meanwhile',
  before_its_day: 'before_its_day',
  [guardBroken]: 'changed_meanwhile',
  'Arrival.id': 'changed_meanwhile',
  'Mark.correctsId': 'changed_meanwhile',
  'Mark.sessionId': 'changed_meanwhile',
}

type Read = Answers<{ context: ReturnType<typeof selectPeopleToArrive> }>['context']
type Decided = { answer: ArrivalAnswer; statements: D1PreparedStatement[] }

/** Where entries arrive: the event, and the device whose token they came with. */
export type AtDoor = { eventId: string; deviceId: string | null; isOpen: boolean }

const refused = (id: string, reason: ArrivalRefusal): Decided => ({ answer: { id, said: 'refused', reason }, statements: [] })

const decide = (act: Act, door: AtDoor, read: Read, asked: ArrivalAsked): Decided => {
  const known = read.known.find(({ id }) => id === asked.id)
  if (known)
    return known.key === asked.person ? { answer: { id: asked.id, said: 'ok' }, statements: [] } : refused(asked.id, 'id_used_otherwise')
  const person = read.people.find(({ key }) => key === asked.person)
  if (!person) return refused(asked.id, 'not_expected')
  const said = read.said.filter(({ key }) => key === asked.person)
  const undone = asked.undoesId === undefined ? undefined : said.find(({ id }) => id === asked.undoesId)
  if (asked.undoesId !== undefined) {
    if (!undone || undone.undoesId) return refused(asked.id, 'nothing_to_take_back')
    if (said.some(({ undoesId }) => undoesId === asked.undoesId)) return refused(asked.id, 'taken_back_already')
  } else if (person.unnamed) return refused(asked.id, 'no_name')
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
  const ofDay = said.filter(({ day }) => day === arrival.day)
  const is = [...ofDay, { ...arrival, accountId: act.actor.accountId ?? null }] satisfies SaidOfPerson[]
  const sessions = read.sessions.filter(({ key }) => key === asked.person)
  const marks = sessions.flatMap((session) => markFor(act.now, person.kind, session, is) ?? [])
  const isLateNews = sessions.some(
    ({ isSigned, sessionId }) => isSigned && marks.some((mark) => mark.sessionId === sessionId && came(mark.markType)),
  )
  const saysNothingNew = !undone && presenceOf(staysOf(ofDay)) === presenceOf(staysOf(is))
  return {
    answer: { id: asked.id, said: saysNothingNew ? 'already' : 'ok' },
    statements: [
      insertArrivals(act, door.eventId, door.deviceId, [arrival]),
      ...(marks.length > 0 ? [insertMarksOfArrivals(act, marks)] : []),
      ...(isLateNews ? [withdrawCharges(act, [asked.person], 'not_attending'), withdrawExcused(act, door.eventId)] : []),
      loggedAll(act, [
        {
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
      ]),
    ],
  }
}

/** Those of each person that may be written together: the second of one hangs on the first. */
const inTurns = (asked: readonly ArrivalAsked[]): ArrivalAsked[][] => {
  const turns: ArrivalAsked[][] = []
  const turnOf = new Map<string, number>()
  for (const one of asked) {
    const turn = turnOf.get(one.person) ?? 0
    turnOf.set(one.person, turn + 1)
    turns[turn] = [...(turns[turn] ?? []), one]
  }
  return turns
}

const read = (act: Act, door: AtDoor, asked: readonly ArrivalAsked[]): Promise<Read> =>
  readNow(
    act.db,
    selectPeopleToArrive(
      act.db,
      door.eventId,
      asked.map(({ person }) => person),
      asked.map(({ id }) => id),
    ),
  )

/** One batch of them all; why it was refused, if it was. */
const write = async (act: Act, context: Read, asked: readonly ArrivalAsked[], decided: readonly Decided[]) => {
  const statements = decided.flatMap((one) => one.statements)
  if (statements.length === 0) return undefined
  const people = asked.map(({ person }) => person)
  const written = await atomically(act.db, [sameSaid(act.db, people, context.said.length), ...statements], refusals)
  return written.ok ? undefined : written.reason
}

/**
 * Records what was said at an event's door, each entry for itself: one that is refused stops none.
 * A mark is made at once of each session that has begun, in the arrival's own batch.
 */
export const recordArrivals = async (act: Act, door: AtDoor, asked: readonly ArrivalAsked[]): Promise<ArrivalAnswer[]> => {
  if (!door.isOpen) return asked.map(({ id }) => ({ id, said: 'refused', reason: 'event_cancelled' }))
  const answers = new Map<string, ArrivalAnswer>()
  for (const turn of inTurns(asked)) {
    const context = await read(act, door, turn)
    const decided = turn.map((one) => decide(act, door, context, one))
    const written = await write(act, context, turn, decided)
    for (const [n, { answer }] of decided.entries()) {
      const one = turn[n]
      if (one) answers.set(one.id, written === undefined || answer.said === 'refused' ? answer : await recordAlone(act, door, one))
    }
  }
  return asked.flatMap(({ id }) => answers.get(id) ?? [])
}

/** What somebody else changed between reading and writing is read again. */
const recordAlone = async (act: Act, door: AtDoor, asked: ArrivalAsked): Promise<ArrivalAnswer> => {
  for (let look = 1; look <= 3; look += 1) {
    const context = await read(act, door, [asked])
    const decided = decide(act, door, context, asked)
    const refusal = await write(act, context, [asked], [decided])
    if (refusal === undefined) return decided.answer
    if (refusal !== 'changed_meanwhile') return { id: asked.id, said: 'refused', reason: refusal }
  }
  return { id: asked.id, said: 'refused', reason: 'not_expected' }
}
