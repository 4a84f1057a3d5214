import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { entriesOf } from '#calendars/invites/entry.ts'
import type { AttendingPlace } from '#calendars/invites/invite.ts'
import { settlingEntries } from '#calendars/invites/settle-entries.ts'
import { liveInvitationsOfPlaces, sameInvitationsOfPlaces } from '#calendars/invites/store.ts'
import { type EventDetails, plenary } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { type Change, type ChoiceRefusal, type Chooser, type ChoosingPlace, changeOf, changesRefusal, workshopsOf } from './choice.ts'
import { type ChoosingGround, readChoosing, sameChoosing, writeChanges } from './store.ts'

/**
 * Gives a place exactly these workshops, with calendar entries and log in one batch; repeating is
 * fine. @param ask.by 'school' and 'organiser' are checked; for 'delegate' the caller has checked
 * the link @returns how many places changed
 */
export const chooseWorkshops = (
  act: Act,
  ask: { placeId: string; sessionIds: readonly string[]; by: Chooser },
): Promise<Result<number, ChoiceRefusal>> => chooseForPlaces(act, { choices: [ask], by: ask.by })

/** As `chooseWorkshops`, for several places of one event, all or none. */
export const chooseForPlaces = (
  act: Act,
  ask: { choices: readonly { placeId: string; sessionIds: readonly string[] }[]; by: Chooser },
): Promise<Result<number, ChoiceRefusal>> => {
  const wanted = new Map(ask.choices.map((choice) => [choice.placeId, choice.sessionIds]))
  return changeChoices(act, [...wanted.keys()], ask.by, ({ event, places }) => {
    const known = [...wanted.values()].every((ids) => workshopsOf(event, ids) !== undefined)
    return known ? ok(places.map((place) => ({ place, wanted: wanted.get(place.id) ?? [] }))) : refuse('unknown_workshop')
  })
}

type Wanted = { place: ChoosingPlace; wanted: readonly string[] }

/** Retries when somebody else changes the places meanwhile. */
export const changeChoices = async (
  act: Act,
  placeIds: readonly string[],
  by: Chooser,
  decide: (ground: ChoosingGround) => Result<Wanted[], ChoiceRefusal>,
): Promise<Result<number, ChoiceRefusal>> => {
  for (let tries = 1; ; tries += 1) {
    const done = await tryChanging(act, placeIds, by, decide)
    if (done.ok || done.reason !== 'choice_changed' || tries === 5) return done
  }
}

const tryChanging = async (
  act: Act,
  placeIds: readonly string[],
  by: Chooser,
  decide: (ground: ChoosingGround) => Result<Wanted[], ChoiceRefusal>,
): Promise<Result<number, ChoiceRefusal>> => {
  const ground = await readChoosing(act, placeIds, by)
  if (!ground) return refuse('no_such_place')
  const { event } = ground
  const decided = decide(ground)
  if (!decided.ok) return decided
  const changes = decided.value
    .map(({ place, wanted }) => changeOf(event, place, wanted))
    .filter(({ leaves, joins }) => leaves.length + joins.length > 0)
  if (changes.length === 0) return ok(0)
  const refusal = changesRefusal(event, changes, by, act.now)
  if (refusal) return refuse(refusal)
  const result = await atomically<ChoiceRefusal>(
    act.db,
    [
      ...sameChoosing(act, { event, places: changes.map(({ place }) => place) }),
      ...writeChanges(act, changes),
      ...(await calendars(act, event, changes)),
      logOf(act, event, changes, by),
    ],
    {
      workshop_full: 'workshop_full',
      one_workshop_a_block: 'one_workshop_a_block',
      workshops_clash: 'workshops_clash',
      place_not_confirmed: 'place_not_confirmed',
      place_has_marks: 'place_has_marks',
      [guardBroken]: 'choice_changed',
    },
  )
  return result.ok ? ok(changes.length) : result
}

/** Old entries go first, so that a calendar never shows both. */
const calendars = async (act: Act, event: EventDetails, changes: readonly Change[]): Promise<SqlStatement[]> => {
  const placeIds = changes.map(({ place }) => place.id)
  const live = await liveInvitationsOfPlaces(act.db, placeIds)
  const places = changes.flatMap((change): AttendingPlace[] => {
    const { personId, name, email, schoolId, schoolName, bookingId, attendance } = change.place
    if (personId === null) return []
    return [
      {
        placeId: change.place.id,
        personId,
        name,
        email,
        schoolId,
        schoolName,
        bookingId,
        attendance,
        bookedByOther: false,
        attends: [...plenary(event.sessions).map(({ id }) => id), ...workshopsAfter(change)],
      },
    ]
  })
  const { statements, messages } = await settlingEntries(act, event, places, live, {
    changed: ({ placeId }) => ({ because: leavesNone(changes, placeId) ? 'first_choice' : 'choice' }),
    gone: { kind: 'place_cancelled', because: 'left_workshop' },
    hadBefore: (placeId) =>
      entriesOf(
        event,
        sessionsBefore(
          event,
          changes.find(({ place }) => place.id === placeId),
        ),
      ),
  })
  return [sameInvitationsOfPlaces(act.db, placeIds, live), ...statements, ...queuedAll(act, messages)]
}

const leavesNone = (changes: readonly Change[], placeId: string): boolean =>
  changes.find(({ place }) => place.id === placeId)?.leaves.length === 0

const sessionsBefore = (event: EventDetails, change: Change | undefined): EventDetails['sessions'] =>
  event.sessions.filter(({ id, block }) => block === '' || (change?.place.workshopIds.includes(id) ?? false))

const workshopsAfter = ({ place, leaves, joins }: Change): string[] => {
  const left = new Set(leaves.map(({ id }) => id))
  return [...place.workshopIds.filter((id) => !left.has(id)), ...joins.map(({ id }) => id)]
}

/** One log entry per booking, so that its history shows who chose what for whom. */
const logOf = (act: Act, event: EventDetails, changes: readonly Change[], by: Chooser): SqlStatement => {
  const ids = (sessions: Change['joins']): string[] => sessions.map((session) => session.id)
  return loggedAll(
    act,
    [...Map.groupBy(changes, ({ place }) => place.bookingId)].map(([bookingId, ofBooking]) => ({
      act: 'booking.workshops_chosen',
      subject: ['booking', bookingId] as const,
      eventId: event.id,
      schoolId: ofBooking[0]?.place.schoolId,
      before: { places: ofBooking.map(({ place, leaves }) => ({ id: place.id, workshops: ids(leaves) })) },
      after: { by, places: ofBooking.map(({ place, joins }) => ({ id: place.id, workshops: ids(joins) })) },
    })),
  )
}
