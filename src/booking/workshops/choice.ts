// A choice is which workshops a place has, at most one of each block. The school or the delegate
// chooses until the event's cut-off; an organiser can change it until the workshops concerned
// begin.
import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { type Attendance, blocksOf, type EventDetails, type EventSession, firstStart } from '#events/events/event.ts'
import { choiceProblem, leftIn } from '#events/events/workshop.ts'

/** Who chooses: the school, the delegate, or the council. */
export type Chooser = 'school' | 'delegate' | 'organiser'

export type ChoiceRefusal =
  | 'no_such_place'
  | 'event_cancelled'
  | 'event_started'
  | 'choices_closed'
  | 'workshop_started'
  | 'place_not_confirmed'
  | 'unknown_workshop'
  | 'one_workshop_a_block'
  | 'workshops_clash'
  | 'workshop_full'
  | 'place_has_marks'
  | 'choice_changed'

export type ChoosingPlace = {
  id: string
  bookingId: string
  reference: string
  state: 'held' | 'confirmed' | 'cancelled'
  /** null: unnamed. */
  personId: string | null
  name: string | null
  email: string | null
  schoolId: string
  schoolName: string
  attendance: Attendance | null
  workshopIds: string[]
}

/** A place's new choice, by what it leaves and joins. */
export type Change = { place: ChoosingPlace; leaves: EventSession[]; joins: EventSession[] }

type Chosen = {
  rules: Pick<EventDetails['rules'], 'choicesCloseAt'>
  sessions: readonly Pick<EventSession, 'startsAt' | 'endsAt' | 'block'>[]
}

/** From when a school and a delegate can no longer choose. */
export const choicesCloseAt = (event: Chosen): Instant =>
  [event.rules.choicesCloseAt, firstStart(event)].filter((at) => typeof at === 'string').sort((a, b) => (a < b ? -1 : 1))[0] ?? '9999'

/** What is still to be chosen once it is booked; '': nothing. */
export const sayChosenLater = ({ sessions, rules }: Chosen, now: Date): string =>
  blocksOf(sessions).length > 0 && choicesCloseAt({ sessions, rules }) > instant(now)
    ? `You choose workshops after booking${rules.choicesCloseAt ? `, by ${sayDeadline(rules.choicesCloseAt)}` : ''}.`
    : ''

/** What choosing sends: to the chooser, or to each person chosen for. */
export const sayWhatIsSent = ({ calendarEntries }: Pick<EventDetails, 'calendarEntries'>, whose: 'own' | 'others'): string => {
  const [to, theirs, leave] = whose === 'own' ? ['you', 'your', 'you leave'] : ['each person whose workshops change', 'their', 'they leave']
  return calendarEntries === 'day'
    ? `When you save, we send ${to} an update of the entry for the day in ${theirs} calendar.`
    : `When you save, we send ${to} an entry for ${theirs} calendar for each new workshop, and what takes out the entry of a workshop that ${leave}.`
}

export const choosingRefusal = (event: EventDetails, by: Chooser, now: Date): ChoiceRefusal | undefined => {
  const at = instant(now)
  if (event.state === 'cancelled') return 'event_cancelled'
  if (by === 'organiser')
    return blocksOf(event.sessions).every(({ workshops }) => workshops.every((one) => one.startsAt <= at)) ? 'workshop_started' : undefined
  if ((firstStart(event) ?? '9999') <= at) return 'event_started'
  return choicesCloseAt(event) <= at ? 'choices_closed' : undefined
}

/** The event's workshops with these ids; undefined if one is not its own. */
export const workshopsOf = (event: Pick<EventDetails, 'sessions'>, ids: readonly string[]): EventSession[] | undefined => {
  const workshops = event.sessions.filter((session) => session.block !== '' && ids.includes(session.id))
  return workshops.length === new Set(ids).size ? workshops : undefined
}

export const changeOf = (event: Pick<EventDetails, 'sessions'>, place: ChoosingPlace, wanted: readonly string[]): Change => ({
  place,
  leaves: event.sessions.filter((session) => place.workshopIds.includes(session.id) && !wanted.includes(session.id)),
  joins: event.sessions.filter((session) => wanted.includes(session.id) && !place.workshopIds.includes(session.id)),
})

/** Those leaving a workshop make room for those joining. */
export const changesRefusal = (
  event: EventDetails,
  changes: readonly Change[],
  by: Chooser,
  now: Date,
): Exclude<ChoiceRefusal, 'no_such_place'> | undefined => {
  const at = instant(now)
  const general = choosingRefusal(event, by, now)
  if (general && general !== 'no_such_place') return general
  if (changes.some(({ place }) => place.state !== 'confirmed')) return 'place_not_confirmed'
  if (changes.some(({ leaves, joins }) => [...leaves, ...joins].some((one) => one.startsAt <= at))) return 'workshop_started'
  for (const { place, leaves, joins } of changes) {
    const left = new Set(leaves.map((one) => one.id))
    const kept = event.sessions.filter((session) => session.block !== '' && place.workshopIds.includes(session.id) && !left.has(session.id))
    const problem = choiceProblem([...kept, ...joins])
    if (problem) return problem
  }
  return event.sessions.some((session) => netOf(changes, session) > (leftIn(session) ?? Number.POSITIVE_INFINITY))
    ? 'workshop_full'
    : undefined
}

const netOf = (changes: readonly Change[], session: EventSession): number => {
  const count = (of: 'joins' | 'leaves'): number => changes.filter((change) => change[of].some((one) => one.id === session.id)).length
  const joining = count('joins')
  // A workshop already over its limit, by an old edit, may still be left.
  return joining === 0 ? 0 : joining - count('leaves')
}
