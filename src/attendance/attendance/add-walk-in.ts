import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { changeHands, sameHands } from '#booking/delegates/store.ts'
import { againstKnown, type KnownPerson, type MeantPerson, meantBy } from '#people/people/spelling.ts'
import { keepMeant, sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import { withdrawExcused } from './absence-store.ts'
import { holdsWithoutTime, isLate, isTooEarly, type Source } from './mark.ts'
import { readSessionToWrite, type SessionToWrite } from './register-store.ts'
import { type Here, insertMarks, insertWalkIns, selectHere } from './store.ts'

type Came = { name: string; email?: string | undefined; roleId?: string | undefined }

type Asked = {
  sessionId: string
  schoolId?: string | undefined
  /** What they said if no school was chosen. */
  organisation: string
  source: Source
  reason?: string | undefined
}

/** `id`: from the form, so that sending it twice adds nobody. */
export type WalkInAsked = Asked & Came & { id: string }

export type WalkInRefusal =
  | 'not_your_register'
  | 'unknown_school'
  | 'unknown_role'
  | 'register_is_signed'
  | 'id_used_otherwise'
  | 'has_come_already'
  | 'event_cancelled'
  | 'too_early'

/**
 * Adds a walk-in, marked as attended in the same batch, so that no register closes in between. Uses
 * no place and no limit.
 */
export const addWalkIn = async (act: Act, asked: WalkInAsked): Promise<Result<{ walkInId: string }, WalkInRefusal>> => {
  const done = await againstKnown(() => tryAdding(act, asked, [asked], asked.id))
  return done.ok ? ok({ walkInId: asked.id }) : done
}

/**
 * Marks everybody on a list of those who came: on their own place, else on one that their school
 * has without a name, else as a walk-in. Whoever is marked already stays as they are.
 * @returns how many it marked
 */
export const addPeople = (act: Act, asked: Asked & { people: readonly Came[] }): Promise<Result<number, WalkInRefusal>> =>
  againstKnown(() => tryAdding(act, asked, asked.people))

/** @param id of the walk-in whom a form adds; undefined: a list, some of whom have places */
const tryAdding = async (
  act: Act,
  asked: Asked,
  people: readonly Came[],
  id?: string,
): Promise<Result<number, WalkInRefusal | 'known_changed'>> => {
  const isList = id === undefined
  const named = people.map(({ name, email = '' }) => ({ name, email }))
  const emails = named.flatMap(({ email }) => email || [])
  const ask = { schoolId: asked.schoolId ?? '', emails, ...(isList ? { eventId: asked.sessionId } : {}) }
  const [session, known, here] = await Promise.all([
    readSessionToWrite(act.db, act.actor, asked.sessionId, { ...asked, roleId: people[0]?.roleId, walkInId: id ?? '' }),
    readNow(act.db, selectKnown(act.db, act.now, ask)),
    isList ? readNow(act.db, selectHere(act.db, asked.sessionId, ask.schoolId)) : [],
  ])
  if (!session) return refuse('not_your_register')
  if (session.walkIn) return session.walkIn.sessionId === asked.sessionId ? ok(0) : refuse('id_used_otherwise')
  if (session.isCalledOff) return refuse('event_cancelled')
  if (isTooEarly('attended', session, act.now)) return refuse('too_early')
  if (asked.schoolId && !session.schoolId) return refuse('unknown_school')
  if (people[0]?.roleId && !session.roleId) return refuse('unknown_role')
  if (session.isSigned && !asked.reason?.trim()) return refuse('register_is_signed')
  const meant = meantBy(act.now, named, known)
  const came = placed(act, meant, { people, known, here, id })
  if (came.length === 0) return ok(0)
  const names = named.map(({ name }) => name)
  const result = await atomically(
    act.db,
    [sameKnown(act, ask, names, known), ...keepMeant(act, undefined, came, known), ...marked(act, asked, session, came)],
    {
      'WalkIn.id': 'added_already',
      has_come_already: isList ? 'known_changed' : 'has_come_already',
      id_of_a_place: 'id_used_otherwise',
      [guardBroken]: 'known_changed',
      'Mark.placeId, Mark.sessionId': 'known_changed',
      'Place.eventId, Place.personId': 'known_changed',
      before_its_day: 'too_early',
      register_is_signed: 'register_is_signed',
      session_called_off: 'event_cancelled',
    } as const,
  )
  if (result.ok || result.reason === 'added_already') return ok(came.length)
  return refuse(result.reason)
}

type Read = { people: readonly Came[]; known: readonly KnownPerson[]; here: readonly Here[]; id: string | undefined }

/** Whoever is to be marked, each on the place that they have or take, if any. */
const placed = (act: Act, meant: readonly MeantPerson[], { people, known, here, id }: Read) => {
  const free = here.filter(({ personId }) => personId === null)
  return meant.flatMap((one, index) => {
    const stands = here.find(({ personId }) => personId === one.id)
    const person = known.find((two) => two.id === one.id)
    const place = stands ?? (person?.hasPlace ? undefined : free.shift())
    const roleId = people[index]?.roleId || null
    const newRole = roleId !== null && !person?.roleIds.includes(roleId)
    const key = place?.placeId ?? id ?? newId(act.now)
    return stands?.isMarked ? [] : [{ ...one, place, key, roleId, newRole, markId: newId(act.now) }]
  })
}

const marked = (act: Act, asked: Asked, session: SessionToWrite, came: ReturnType<typeof placed>): SqlStatement[] => {
  const { sessionId, source, organisation } = asked
  const { eventId, schoolId } = session
  const of = { eventId, schoolId: schoolId ?? undefined }
  const changes = came.flatMap(({ id: personId, place, roleId, newRole }) =>
    place?.personId === null ? [{ ...place, state: 'confirmed' as const, was: null, personId, newRole, roleId, represents: [] }] : [],
  )
  const marks = came.map(({ key, markId, place }) => ({
    id: markId,
    sessionId,
    person: { kind: place ? ('place' as const) : ('walk_in' as const), id: key },
    markType: 'attended' as const,
    happenedAt: holdsWithoutTime(source, act.now, session),
    notedAt: instant(act.now),
    source,
    late: isLate(source, session.endsAt, act.now, session.calendar),
    reason: asked.reason?.trim() || undefined,
  }))
  const walkIns = came.flatMap(({ key, id: personId, roleId, place }) => (place ? [] : [{ id: key, personId, roleId }]))
  return [
    ...(changes.length > 0 ? [sameHands(act, changes), ...changeHands(act, schoolId ?? '', changes)] : []),
    insertWalkIns(act, walkIns, { sessionId, eventId, schoolId, organisation }),
    insertMarks(act, marks),
    ...(session.isSigned ? [withdrawExcused(act, eventId)] : []),
    loggedAll(act, [
      ...changes.map(({ bookingId, placeId, personId, roleId }) => ({
        act: 'place.named',
        subject: ['booking', bookingId] as const,
        ...of,
        after: { places: [{ placeId, personId, roleId }], session: sessionId },
      })),
      ...came.map(({ key, markId, place, roleId }) => ({
        act: place ? 'mark.made' : 'walk_in.added',
        subject: [place ? 'place' : 'walk_in', key] as const,
        ...of,
        after: { session: sessionId, mark: markId, markType: 'attended', source, role: roleId },
      })),
    ]),
  ]
}
