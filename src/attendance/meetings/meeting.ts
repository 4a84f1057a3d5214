// What the reports of an online session say, beside what is marked: whose minutes are known, what
// each is worth, and what applying a report would do. It is shown before anything is marked.

import { isUnmarked, type Mark, standing } from '#attendance/attendance/mark.ts'
import { personName, type Register } from '#attendance/attendance/register.ts'
import type { Instant } from '#base/dates.ts'
import type { MarkType } from '#base/standing.ts'
import type { Steps } from '#base/steps.ts'
import { type Match, matchAll, type PlaceToMatch, type Threshold, type Way, type Worth, worthOf } from './match.ts'
import type { Participant } from './report.ts'
import { minutesOf, type Stay } from './span.ts'
import type { Zone } from './time.ts'
import type { Said } from './together.ts'

type Evidence = 'report' | 'stated'

/** A stay that is kept, of a report that was not taken back. */
export type KeptStay = Stay & {
  reportId: string
  placeId: string
  how: Way | 'decided' | 'together'
  evidence: Evidence
  lines: readonly number[]
}

export type ReportOfMeeting = {
  id: string
  uploadedAt: Instant
  by: string | null
  people: number
  telephones: number
  bots: number
  zone: Zone | ''
  turn: number
  pending: Participant[]
  takenBackAt: Instant | null
}

export type Meeting = {
  register: Register
  threshold: Threshold
  reports: ReportOfMeeting[]
  stays: KeptStay[]
  /** Who is said to have watched at whose screen. */
  said: Said[]
  /** Everyone with a place at the event, at whichever session. */
  places: PlaceToMatch[]
}

export const longestOf = ({ session }: Register): number => Math.round((Date.parse(session.endsAt) - Date.parse(session.startsAt)) / 60_000)

/** What becomes of somebody's mark. `differs`: a person marked them otherwise, and that stands. */
export type Becomes =
  | { does: 'marks'; markType: MarkType; correctsId?: string }
  | { does: 'differs'; markType: MarkType; correctsId: string; stands: MarkType }
  | { does: 'nothing' }

/** Marked by a report or by a word about it, and by nobody's hand. */
export const byReport = (mark: Mark): boolean => mark.source === 'report' || mark.source === 'stated'

export const becomes = (marks: readonly Mark[], worth: Worth): Becomes => {
  if (worth === 'not' || worth === 'unknown') return { does: 'nothing' }
  const stands = standing(marks)
  if (!stands) return { does: 'marks', markType: worth }
  if (stands.markType === worth) return { does: 'nothing' }
  return byReport(stands)
    ? { does: 'marks', markType: worth, correctsId: stands.id }
    : { does: 'differs', markType: worth, correctsId: stands.id, stands: stands.markType }
}

export type Decided = {
  placeId: string
  name: string
  school: string
  how: Way | 'decided'
  /** Of all reports together, with this one. */
  minutes: number | null
  atLeast: number
  worth: Worth
  becomes: Becomes
  /** Of this report. */
  participants: Participant[]
}

export type Undecided = { index: number; participant: Participant; near: PlaceToMatch[]; minutes: number | null; atLeast: number }

export type Plan = { decided: Decided[]; undecided: Undecided[]; left: { placeId: string; name: string; joined: boolean }[] }

/** What is said of people who are not marked yet; `shown`: a report has the screen's owner. */
export const saidScreens = ({ register, stays, said }: Meeting): { placeId: string; withIds: string[]; shown: boolean }[] => {
  const open = new Set(
    register.people.filter((person) => person.kind === 'place' && !person.isCancelled && isUnmarked(person)).map(({ id }) => id),
  )
  const shown = new Set(stays.filter(({ evidence }) => evidence === 'report').map(({ placeId }) => placeId))
  return [
    ...Map.groupBy(
      said.filter(({ placeId }) => open.has(placeId)),
      ({ withPlaceId }) => withPlaceId,
    ),
  ].map(([placeId, those]) => ({ placeId, withIds: those.map((one) => one.placeId), shown: shown.has(placeId) }))
}

/** How many can be marked as said. */
export const readyIn = (meeting: Meeting): number =>
  saidScreens(meeting).reduce((sum, { shown, withIds }) => sum + (shown ? withIds.length : 0), 0)

/** Whose screen it can have been, and who can be marked as having watched there too. */
export const screenChoices = ({ places, stays, register }: Meeting) => {
  const names = new Map(places.map(({ placeId, name }) => [placeId, name ?? 'Not named']))
  const shown = new Set(stays.filter(({ evidence }) => evidence === 'report').map(({ placeId }) => placeId))
  const others = register.people.filter((one) => one.kind === 'place' && !one.isCancelled && !one.unnamed && isUnmarked(one))
  return {
    shown: [...shown].map((placeId) => ({ value: placeId, text: names.get(placeId) ?? '' })),
    others: others.map((one) => ({ value: one.id, text: `${personName(one)}${one.school ? `, ${one.school.name}` : ''}` })),
  }
}

/** Whom somebody in a report can be, by what is typed of them; two of one label are numbered. */
export const typedNames = ({ places }: Meeting): Map<string, string> => {
  const names = new Map<string, string>()
  const named = places.filter(({ expected, name }) => expected && name)
  for (const { name, school, placeId } of named.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'en-GB'))) {
    const label = `${name}, ${school}`
    let free = label
    for (let n = 2; names.has(free); n += 1) free = `${label} (${n})`
    names.set(free, placeId)
  }
  return names
}

/** What was decided of each in the queue, by its number: a place, or 'nobody' of ours. */
export type Choice = ReadonlyMap<number, string>

export function* planReport(
  { register, threshold, stays, places, said: together }: Meeting,
  pending: readonly Participant[],
  choices: Choice,
): Steps<Plan> {
  const { session, people } = register
  const matches = yield* matchAll(pending, places)
  const known = new Map(places.map((place) => [place.placeId, place]))
  const onRegister = new Map(people.map((person) => [person.id, person]))
  const ofPlace = Map.groupBy(
    stays.filter(({ evidence }) => evidence === 'report'),
    ({ placeId }) => placeId,
  )
  const taken = new Map<string, { how: Way | 'decided'; participants: Participant[] }>()
  const undecided: Undecided[] = []
  for (const [index, participant] of pending.entries()) {
    const match: Match = matches[index] ?? { how: 'open', near: [] }
    const chosen = choices.get(index)
    if (chosen === 'nobody') continue
    const placeId = match.how === 'open' ? chosen : match.placeId
    if (placeId === undefined || !onRegister.has(placeId)) {
      const near = match.how === 'open' ? match.near.flatMap((id) => known.get(id) ?? []) : []
      undecided.push({ index, participant, near, ...minutesOf([participant], session) })
      continue
    }
    const before = taken.get(placeId)
    if (before) before.participants.push(participant)
    else taken.set(placeId, { how: match.how === 'open' ? 'decided' : match.how, participants: [participant] })
  }
  const decided = [...taken].map(([placeId, { how, participants }]): Decided => {
    const person = onRegister.get(placeId)
    const total = minutesOf([...(ofPlace.get(placeId) ?? []), ...participants], session)
    const worth = worthOf(total.minutes, total.atLeast, longestOf(register), threshold)
    const place = known.get(placeId)
    return {
      placeId,
      name: place?.name ?? 'Not named',
      school: place?.school ?? '',
      how,
      ...total,
      worth,
      participants,
      becomes: person?.unnamed ? { does: 'nothing' } : becomes(person?.marks ?? [], worth),
    }
  })
  const placeIds = new Set([...taken.keys(), ...ofPlace.keys(), ...together.map(({ placeId }) => placeId)])
  const left = people
    .filter((person) => person.kind === 'place' && !person.isCancelled && isUnmarked(person) && !placeIds.has(person.id))
    .map((person) => ({ placeId: person.id, name: person.name ?? 'Not named', joined: (known.get(person.id)?.joinings.length ?? 0) > 0 }))
  return { decided, undecided, left }
}
