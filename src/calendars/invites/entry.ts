// A place's calendar entries are a pure function of its event and its sessions. After any change,
// the live invitations are compared with the entries there should be: missing ones are sent,
// different ones updated, and extra ones cancelled.
import { type Instant, instant, londonDay, sayDeadline, sayTime } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import {
  calendarTitleOf,
  daysOf,
  type EventForInvites,
  forEveryone,
  isHidden,
  type LiveInvitation,
  type Part,
  placeShown,
  plannedSessions,
  programmeOf,
  roomOf,
  type SessionForInvites,
  type Shown,
  sayRoom,
  shownOf,
  showsTheSame,
  whereOf,
} from './invite.ts'

/** What calendar files name as their maker, which some calendars show. */
export const calendarProduct = '//Council//Safeguarding events//EN'

/** An entry a calendar should have; `sessionId` identifies its invitation. */
export type Entry = { sessionId: string; shown: Shown }

/** @param attends the place's sessions; unknown ones are skipped */
export const entriesOf = (event: EventForInvites, attends: readonly Pick<SessionForInvites, 'id'>[]): Entry[] => {
  const ids = new Set(attends.map(({ id }) => id))
  const own = event.sessions.filter((session) => ids.has(session.id)).sort(byStart)
  if (event.calendarEntries !== 'day') return own.map((session) => ({ sessionId: session.id, shown: shownOf(event, session) }))
  return [...Map.groupBy(own, (session) => londonDay(session.startsAt)).values()].map((ofDay) => dayEntry(event, ofDay))
}

/** By start; the id orders two at the same time. */
const byStart = (one: SessionForInvites, other: SessionForInvites): number =>
  one.startsAt < other.startsAt || (one.startsAt === other.startsAt && one.id < other.id) ? -1 : 1

/** Identified by a session for everyone, if any: choosing another workshop keeps the entry. */
const dayEntry = (event: EventForInvites, ofDay: readonly SessionForInvites[]): Entry => {
  const first = ofDay[0] as SessionForInvites
  const anchor = forEveryone(ofDay)[0] ?? first
  const which = whichDay(event, first)
  const named = (title: string): string => (which ? `${title}: ${which}` : title)
  const hidden = isHidden(event)
  // Of a day at two venues each part says at which it is.
  const several = new Set(ofDay.map((session) => whereOf(event, [session]))).size > 1
  const inVenue = (session: SessionForInvites): SessionForInvites =>
    several ? { ...session, venueName: session.venueName || event.venueName } : { ...session, venueName: '' }
  const parts = ofDay.length > 1 || first.title ? ofDay.map((session) => partOf(inVenue(session), hidden)) : undefined
  return {
    sessionId: anchor.id,
    shown: {
      title: named(calendarTitleOf(event)),
      startsAt: first.startsAt,
      endsAt: ofDay
        .map(({ endsAt }) => endsAt)
        .sort()
        .at(-1) as Instant,
      ...placeShown(event, ofDay),
      ...(hidden ? { about: named(event.title) } : {}),
      ...(parts ? { parts } : {}),
    },
  }
}

const whichDay = (event: EventForInvites, first: SessionForInvites): string => {
  const days = [...new Set(plannedSessions(event).map(({ startsAt }) => londonDay(startsAt)))].sort()
  return days.length > 1 ? `day ${days.indexOf(londonDay(first.startsAt)) + 1} of ${days.length}` : ''
}

const partOf = (session: SessionForInvites, hidden: boolean): Part => {
  const { startsAt, endsAt } = session
  const name = session.title || session.block || ''
  const roomWords = roomOf(session)
  const room = roomWords ? { room: roomWords } : {}
  return hidden ? { title: session.block ? 'Workshop' : '', name, startsAt, endsAt, ...room } : { title: name, startsAt, endsAt, ...room }
}

/** `9:30am to 11am: Opening` for each part; neutral where a calendar must be. */
export const sayParts = (shown: Shown, where: 'calendar' | 'message'): string[] =>
  (shown.parts ?? []).map((part) => {
    const title = where === 'message' ? (part.name ?? part.title) : part.title
    return `${sayTime(part.startsAt)} to ${sayTime(part.endsAt)}${title ? `: ${title}` : ''}${sayRoom(part)}`
  })

/** A place with the entries its calendar should have. */
export type Wanted<P extends { placeId: string }> = { place: P; entries: readonly Entry[] }

export type Reconciled<P> = {
  missing: { place: P; entry: Entry }[]
  different: (LiveInvitation & { was: Shown })[]
  tooMany: LiveInvitation[]
  /** Invitations that get another session as their identity, whatever else changes. */
  moved: { id: string; sessionId: string }[]
}

/** A day's entry whose identifying session is gone gets the day's first session now. */
const knownByDay = <P extends { placeId: string }>(wanted: readonly Wanted<P>[], live: readonly LiveInvitation[]): LiveInvitation[] => {
  const ofPlace = Map.groupBy(live, ({ placeId }) => placeId)
  const moved = new Map<string, string>()
  for (const { place, entries } of wanted) {
    const own = ofPlace.get(place.placeId) ?? []
    const left = own.filter((invitation) => !entries.some((entry) => entry.sessionId === invitation.sessionId))
    for (const entry of entries.filter(({ sessionId }) => !own.some((invitation) => invitation.sessionId === sessionId))) {
      const same = left.find(({ id, shown }) => !moved.has(id) && londonDay(shown.startsAt) === londonDay(entry.shown.startsAt))
      if (same) moved.set(same.id, entry.sessionId)
    }
  }
  return live.map((invitation) => ({ ...invitation, sessionId: moved.get(invitation.id) ?? invitation.sessionId }))
}

/**
 * Makes these places' live invitations match the wanted ones. Past entries stay and nothing past is
 * sent; other places are left alone.
 * @param byDay entries are for days, before and after
 */
export const reconcile = <P extends { placeId: string }>(
  wanted: readonly Wanted<P>[],
  read: readonly LiveInvitation[],
  now: Instant,
  byDay = false,
): Reconciled<P> => {
  const live = byDay ? knownByDay(wanted, read) : read
  const key = (placeId: string, sessionId: string): string => `${placeId} ${sessionId}`
  const places = new Set(wanted.map(({ place }) => place.placeId))
  const liveAt = new Map(live.map((invitation) => [key(invitation.placeId, invitation.sessionId), invitation]))
  const should = wanted.flatMap(({ place, entries }) => entries.map((entry) => ({ place, entry })))
  const wantedKeys = new Set(should.map(({ place, entry }) => key(place.placeId, entry.sessionId)))
  return {
    moved: live.filter(({ sessionId }, index) => sessionId !== read[index]?.sessionId).map(({ id, sessionId }) => ({ id, sessionId })),
    missing: should.filter(({ place, entry }) => entry.shown.endsAt > now && !liveAt.has(key(place.placeId, entry.sessionId))),
    different: should.flatMap(({ place, entry: { sessionId, shown } }) => {
      const invitation = liveAt.get(key(place.placeId, sessionId))
      if (!invitation || showsTheSame(invitation.shown, shown)) return []
      if (invitation.shown.endsAt <= now && shown.endsAt <= now) return []
      return [{ ...invitation, was: invitation.shown, shown }]
    }),
    tooMany: live.filter(
      ({ placeId, sessionId, shown }) => places.has(placeId) && !wantedKeys.has(key(placeId, sessionId)) && shown.endsAt > now,
    ),
  }
}

/**
 * What they have yet to choose of an event's workshops: until then their day is longer than what is
 * settled. `blocks`: without a choice, while `open`. `day`: the entry's day, if a block is on it.
 */
export type Choosing = {
  open: boolean
  blocks: string[]
  by: Instant
  day: { startsAt: Instant; endsAt: Instant; programme: string[] } | undefined
}

const closesAt = ({ sessions, rules }: EventForInvites): Instant =>
  [rules?.choicesCloseAt, ...sessions.map(({ startsAt }) => startsAt)].filter((at) => typeof at === 'string').sort()[0] ?? '9999'

/** Their sessions with all blocks they have yet to choose from. */
export const sessionsAhead = (
  event: Pick<EventForInvites, 'sessions'>,
  attends: readonly string[],
  blocks: readonly string[],
): SessionForInvites[] => {
  const ids = new Set([...attends, ...forEveryone(event.sessions).map(({ id }) => id)])
  return event.sessions.filter(({ id, block }) => ids.has(id) || (block !== undefined && blocks.includes(block)))
}

/** @param attends the place's session ids @param shown the entry whose day is meant */
export const choosingOf = (event: EventForInvites, attends: readonly string[], shown: Shown, now: Date): Choosing => {
  const by = closesAt(event)
  const all = [...new Set(event.sessions.map(({ block }) => block ?? '').filter(Boolean))]
  const open = all.length > 0 && by > instant(now)
  const blocks = open ? all.filter((block) => !event.sessions.some((one) => one.block === block && attends.includes(one.id))) : []
  const ofDay = sessionsAhead(event, attends, blocks).filter(({ startsAt }) => londonDay(startsAt) === londonDay(shown.startsAt))
  const [span] = ofDay.some(({ block }) => block && blocks.includes(block)) ? daysOf(ofDay) : []
  return { open, blocks, by, day: span && { ...span, programme: programmeOf(ofDay, attends) } }
}

/** `Choose one workshop of “Morning” by Friday 5 June 2026, 3pm.`; '' when all are chosen. */
export const sayToChoose = ({ blocks, by }: Choosing): string => {
  const of = blocks.map((block, index) => `one ${index === 0 ? 'workshop ' : ''}of “${block}”`)
  return of.length === 0 ? '' : `Choose ${listed(of)} by ${sayDeadline(by)}.`
}
