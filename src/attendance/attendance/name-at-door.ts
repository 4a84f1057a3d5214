import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isNoName } from '#booking/bookings/booking.ts'
import { type ChangeOfHands, changeHands, sameHands } from '#booking/delegates/store.ts'
import { invitePlaces } from '#calendars/invites/invite-places.ts'
import { eventById } from '#events/events/store.ts'
import { againstKnown, meantBy } from '#people/people/spelling.ts'
import { keepMeant, sameKnown, selectKnown } from '#people/people/spelling-store.ts'
import { type PlaceAtDoor, readPlaceAtDoor } from './door-name-store.ts'

export type NameAtDoorAsked = {
  sessionId: string
  placeId: string
  name: string
  email?: string | undefined
  roleId?: string | undefined
  /** Made by the device: the same again changes nothing. */
  personId?: string | undefined
}

export type NameAtDoorRefusal =
  | 'not_on_register'
  | 'named_already'
  | 'event_cancelled'
  | 'unknown_role'
  | 'not_a_name'
  | 'already_has_place'

/**
 * Names who came on a place booked without a name, by whoever takes the register, also during and
 * after the event. They are marked as anybody else; entries for the place's future sessions are
 * sent. @returns 'named_already' when the place has somebody
 */
export const nameAtDoor = async (act: Act, asked: NameAtDoorAsked): Promise<Result<{ placeId: string }, NameAtDoorRefusal>> => {
  for (let tries = 1; ; tries += 1) {
    const named = await againstKnown(() => tryNaming(act, asked))
    if (named.ok) return named
    if (named.reason !== 'session_called_off') return refuse(named.reason)
    if (tries === 3) return refuse('event_cancelled')
  }
}

/** Nobody is invited to a later session that was called off meanwhile. */
const tryNaming = async (
  act: Act,
  asked: NameAtDoorAsked,
): Promise<Result<{ placeId: string }, NameAtDoorRefusal | 'session_called_off' | 'known_changed'>> => {
  const { placeId } = asked
  const ask = { schoolId: placeId, emails: asked.email ? [asked.email] : [], eventId: placeId }
  const [place, known] = await Promise.all([
    readPlaceAtDoor(act.db, act.actor, { ...asked, now: instant(act.now) }),
    readNow(act.db, selectKnown(act.db, act.now, ask)),
  ])
  if (!place || place.state === 'held') return refuse('not_on_register')
  if (place.isCalledOff || place.state === 'cancelled') return refuse('event_cancelled')
  if (!place.roleKnown) return refuse('unknown_role')
  if (isNoName(asked.name)) return refuse('not_a_name')
  const [one] = meantBy(act.now, [{ name: asked.name, email: asked.email ?? '' }], known)
  const person = known.find(({ id }) => id === one?.id)
  // The form was sent twice: the person has the place.
  if (place.personId !== null)
    return place.personId === asked.personId || (person && person.id === place.personId)
      ? ok({ placeId: asked.placeId })
      : refuse('named_already')
  if (person?.hasPlace) return refuse('already_has_place')
  // What a device has named keeps the id that it gave.
  const meant = one ? [{ ...one, id: person?.id ?? asked.personId ?? one.id }] : []
  const change: ChangeOfHands = {
    placeId: asked.placeId,
    state: 'confirmed',
    was: null,
    personId: meant[0]?.id ?? '',
    newRole: asked.roleId !== undefined && !person?.roleIds.includes(asked.roleId),
    roleId: asked.roleId ?? null,
    represents: [],
  }
  const result = await atomically(
    act.db,
    [
      sameHands(act, [change]),
      sameKnown(act, ask, [asked.name], known),
      ...keepMeant(act, undefined, meant, known),
      ...changeHands(act, place.schoolId, [change]),
      ...(await invited(act, asked, place, change.personId)),
      logged(act, {
        act: 'place.named',
        subject: ['booking', place.bookingId],
        eventId: place.eventId,
        schoolId: place.schoolId,
        after: { places: [{ placeId: asked.placeId, personId: change.personId, roleId: change.roleId }], session: asked.sessionId },
      }),
    ],
    {
      'Place.eventId, Place.personId': 'already_has_place',
      session_called_off: 'session_called_off',
      // Of the place, or of those who are known: what is read again says which.
      [guardBroken]: 'known_changed',
    } as const,
  )
  return result.ok ? ok({ placeId: asked.placeId }) : result
}

const invited = async (
  act: Act,
  asked: NameAtDoorAsked,
  place: Pick<PlaceAtDoor, 'eventId' | 'bookingId' | 'schoolId' | 'schoolName' | 'attendance' | 'comingSessionIds'>,
  personId: string,
): Promise<SqlStatement[]> => {
  if (!asked.email || place.comingSessionIds.length === 0) return []
  const event = await eventById(act.db, place.eventId, act.now)
  if (!event) return []
  const to = {
    placeId: asked.placeId,
    personId,
    name: asked.name,
    email: asked.email,
    schoolId: place.schoolId,
    schoolName: place.schoolName,
    bookedByOther: true,
    byCouncil: true,
    bookingId: place.bookingId,
    attendance: place.attendance,
  }
  return invitePlaces(
    act,
    event,
    [to],
    event.sessions.filter((session) => place.comingSessionIds.includes(session.id)),
  )
}
