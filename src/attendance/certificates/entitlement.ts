// To which certificate somebody is entitled by the registers of an event as they stand, and what
// follows for the one that they have.

import type { Edition, Purpose } from '#attendance/requirements/requirement.ts'
import { editionsOn } from '#attendance/requirements/requirement.ts'
import { type SessionAttended, satisfying, trainingsOf } from '#attendance/requirements/training.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import type { MarkType } from '#base/standing.ts'
import type { CountsAs } from '#events/events/requirement.ts'
import type { EndReason, Part, Towards } from './certificate.ts'

export type SessionHeld = {
  id: string
  startsAt: Instant
  endsAt: Instant
  closed: boolean
  topicIds: readonly string[]
  counts: SessionAttended['counts']
}

/** `correctedAt`: when what its closed registers rest on was last corrected. */
export type EventHeld = {
  id: string
  title: string
  purpose: Purpose
  level: string
  correctedAt: Instant | null
  sessions: readonly SessionHeld[]
}

/** Somebody at one session: on a place or as a walk-in. */
export type Presence = {
  personId: string
  sessionId: string
  placeId: string | null
  walkInId: string | null
  schoolId: string | null
  schoolName: string
  markType: MarkType | null
  /** Of a session attended in part, where a meeting's report or the door tells; null: not known. */
  minutes?: number | null
}

export type Entitled = Part & {
  personId: string
  placeId: string | null
  walkInId: string | null
  schoolId: string | null
  schoolName: string
  fromDay: string
  toDay: string
  topicIds: readonly string[]
  towards: readonly Towards[]
}

const weight: Record<MarkType, number> = { attended: 3, part: 2, absent: 1, apologies: 1 }
const weightOf = ({ markType }: Presence): number => (markType ? weight[markType] : 0)

const minutesOf = ({ startsAt, endsAt }: SessionHeld): number => Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000)

const towardsOf = (event: EventHeld, personId: string, attended: readonly SessionHeld[], editions: readonly Edition[]): Towards[] => {
  const trainings = trainingsOf(
    attended.map((session) => ({
      personId,
      eventId: event.id,
      sessionId: session.id,
      title: event.title,
      where: '',
      purpose: event.purpose,
      level: event.level,
      on: londonDay(session.startsAt),
      minutes: minutesOf(session),
      topicIds: [...session.topicIds],
      counts: session.counts,
    })),
  )
  const counted = trainings.flatMap((training) =>
    editionsOn(editions, training.on).flatMap((edition): Towards[] => {
      const { requirementId, id: editionId, label, source, validFrom: from, whose } = edition
      const as: CountsAs = training.countsTowards[requirementId] ?? 'either'
      // What a school states of all its staff is met by no one person. Whether a refresher had
      // its first training is for the standing of the person to say.
      const counts = { ...training, countsTowards: as === 'refresher' ? { [requirementId]: 'either' as const } : training.countsTowards }
      if (whose === 'statement' || satisfying(edition, [counts], training.on).counted.length === 0) return []
      return [{ requirementId, editionId, label, source, from, as }]
    }),
  )
  return [...new Map(counted.map((one) => [one.editionId, one])).values()]
}

/**
 * Undefined while a register of theirs is open; null for somebody who attended nothing.
 * @param own where they were expected or came, of one person
 */
export const entitledTo = (event: EventHeld, own: readonly Presence[], editions: readonly Edition[]): Entitled | null | undefined => {
  const best = new Map<string, Presence>()
  for (const one of own) if (weightOf(one) >= weightOf(best.get(one.sessionId) ?? { ...one, markType: null })) best.set(one.sessionId, one)
  const expected = event.sessions.flatMap((session) => {
    const presence = best.get(session.id)
    return presence ? [{ session, presence }] : []
  })
  if (expected.some(({ session }) => !session.closed)) return undefined
  const came = expected.filter(({ presence }) => weightOf(presence) >= 2)
  const [first] = came.toSorted((a, b) => weightOf(b.presence) - weightOf(a.presence))
  if (!first) return null
  const whole = came.filter(({ presence }) => presence.markType === 'attended').map(({ session }) => session)
  const known = came.flatMap(({ presence }) => (presence.markType === 'part' && presence.minutes ? [presence.minutes] : []))
  const days = came.map(({ session }) => londonDay(session.startsAt)).sort()
  const { personId, placeId, walkInId, schoolId, schoolName } = first.presence
  return {
    personId,
    placeId,
    walkInId,
    schoolId,
    schoolName,
    attended: whole.length === expected.length ? 'whole' : 'part',
    minutes: [...whole.map(minutesOf), ...known].reduce((sum, minutes) => sum + minutes, 0),
    partSessions: came.length - whole.length - known.length,
    fromDay: days[0] ?? '',
    toDay: days.at(-1) ?? '',
    topicIds: [...new Set(came.flatMap(({ session }) => session.topicIds))],
    towards: towardsOf(event, personId, whole, editions),
  }
}

/** What certificates of one person at the event are there, oldest first. */
export type Held = Part & {
  id: string
  number: string
  toDay: Day
  personId: string
  placeId: string | null
  name: string
  schoolId: string | null
  issuedAt: Instant
  how: 'revoked' | 'superseded' | null
  why: EndReason | null
}

export type Change =
  | { kind: 'issue'; entitled: Entitled; replaces?: { id: string; why: EndReason }; after?: string }
  | { kind: 'revoke'; id: string; why: EndReason }

const differs = (held: Held, name: string, entitled: Entitled, correctedAt: Instant | null): EndReason | undefined =>
  held.attended !== entitled.attended || held.minutes !== entitled.minutes || held.partSessions !== entitled.partSessions
    ? 'mark'
    : held.name !== name
      ? 'name'
      : held.schoolId !== entitled.schoolId
        ? 'school'
        : correctedAt !== null && correctedAt > held.issuedAt
          ? 'event'
          : undefined

/**
 * What is to be done for one person; one revoked by hand is not issued again by itself. @param
 * person.name null once erased: nothing changes; `giving`: the event gives them and waits for
 * nothing; `again`: of which an organiser takes the revocation back; `correctedAt`: of the event
 */
export const changesOf = (
  person: { name: string | null; giving: boolean; again?: string | undefined; correctedAt?: Instant | null },
  entitled: Entitled | null | undefined,
  held: readonly Held[],
): Change[] => {
  const standing = held.filter(({ how }) => how === null)
  const last = standing.at(-1)
  const spare = standing.slice(0, -1).map(({ id }): Change => ({ kind: 'revoke', id, why: 'merge' }))
  if (person.name === null || entitled === undefined) return spare
  if (!entitled) return [...spare, ...(last ? [{ kind: 'revoke' as const, id: last.id, why: 'mark' as const }] : [])]
  const revoked = held.at(-1)?.why === 'by_hand' ? held.at(-1)?.id : undefined
  if (!last && revoked !== undefined) return revoked === person.again ? [...spare, { kind: 'issue', entitled, after: revoked }] : spare
  if (!last) return person.giving ? [...spare, { kind: 'issue', entitled }] : spare
  const why = differs(last, person.name, entitled, person.correctedAt ?? null)
  return [...spare, ...(why ? [{ kind: 'issue' as const, entitled, replaces: { id: last.id, why } }] : [])]
}
