// Whose place somebody in a report is on: by their own link, then by address, then by a name that
// is one place and one identity. What none of these settles a person decides; nothing is guessed.

import { plain } from '#attendance/attendance/register.ts'
import { looksShared } from '#base/mailbox.ts'
import { likenessOf, readName } from '#base/person-name.ts'
import { type Steps, stepping } from '#base/steps.ts'
import type { Participant } from './report.ts'

export type PlaceToMatch = {
  placeId: string
  name: string | null
  email: string | null
  school: string
  /** Expected at the session of the report. */
  expected: boolean
  /** When the place's own link was pressed, in milliseconds, and by whom else; '': by them. */
  joinings: readonly { at: number; otherName: string }[]
}

export type Way = 'link' | 'address' | 'name'

/** `near`: places to propose, the likeliest first. */
export type Match = { how: Way; placeId: string } | { how: 'open'; near: string[] }

const before = 2 * 60_000
const after = 10 * 60_000

/** The meeting's own clock may be a little behind; whoever waits in a lobby comes in later. */
const follows = (participant: Participant, at: number): boolean =>
  [...participant.spans.map(([from]) => from), ...participant.open].some((from) => from >= at - before && from <= at + after)

const namesOf = ({ name, before: was }: Participant): string[] => [...new Set([plain(name), plain(was)])].filter((text) => text !== '')

const pairsOf = (text: string): Set<string> => {
  const letters = text.replaceAll(' ', '')
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)))
}

const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let shared = 0
  for (const pair of a) if (b.has(pair)) shared += 1
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}

/** Whether the address is one person's own, or the name is theirs too. */
const tells = ({ email, name, before: was }: Participant, place: PlaceToMatch): boolean =>
  !looksShared(email) || [name, was].some((one) => likenessOf(readName(one), readName(place.name ?? '')) !== 'other')

const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined)

const mostNear = 5

/** Names that are compared with a place's in one step. */
const atOneStep = 5000

export function* matchAll(participants: readonly Participant[], places: readonly PlaceToMatch[]): Steps<Match[]> {
  const byAddress = Map.groupBy(
    places.filter(({ email }) => email),
    ({ email }) => (email ?? '').toLowerCase(),
  )
  const byName = Map.groupBy(
    places.filter(({ name }) => name),
    ({ name }) => plain(name ?? ''),
  )
  const identities = new Map<string, number>()
  for (const name of participants.flatMap(namesOf)) identities.set(name, (identities.get(name) ?? 0) + 1)
  const pairs = new Map(places.map((place) => [place, pairsOf(plain(place.name ?? ''))]))

  const settled = participants.map((participant): { how: Way; placeId: string } | undefined => {
    const names = namesOf(participant)
    const named = [...new Set(names.flatMap((name) => byName.get(name) ?? []))]
    const linked = named.filter((place) => place.joinings.some(({ at, otherName }) => otherName === '' && follows(participant, at)))
    const atAddress = only(byAddress.get(participant.email) ?? [])
    const address = atAddress && tells(participant, atAddress) ? atAddress : undefined
    const link = only(linked)
    if (link && (!address || address === link)) return { how: 'link', placeId: link.placeId }
    if (link || linked.length > 1) return undefined
    if (address) return { how: 'address', placeId: address.placeId }
    const same = only(named)
    return same && names.every((name) => identities.get(name) === 1) ? { how: 'name', placeId: same.placeId } : undefined
  })
  const strength: Record<Way, number> = { link: 3, address: 2, name: 1 }
  const claims = Map.groupBy(
    settled.flatMap((one) => one ?? []),
    ({ placeId }) => placeId,
  )
  /** Of several for one place the best-founded stays; of equals none does. */
  const stays = (one: { how: Way; placeId: string }): boolean => {
    const others = (claims.get(one.placeId) ?? []).filter((other) => other !== one)
    return others.every((other) => strength[other.how] < strength[one.how])
  }
  const expected = new Set(places.filter((place) => place.expected).map(({ placeId }) => placeId))
  const taken = new Set(settled.flatMap((one) => (one && stays(one) ? [one.placeId] : [])))

  const matchOf = (participant: Participant, at: number): Match => {
    const match = settled[at]
    if (match && stays(match) && expected.has(match.placeId)) return match
    const names = namesOf(participant)
    const own = names.map(pairsOf)
    const near = places
      .filter((place) => place.expected && (!taken.has(place.placeId) || place.placeId === match?.placeId))
      .map((place) => {
        const isNamed = place.joinings.some(
          ({ otherName, at: joined }) => otherName !== '' && names.includes(plain(otherName)) && follows(participant, joined),
        )
        const likest = Math.max(0, ...own.map((letters) => likeness(letters, pairs.get(place) ?? new Set())))
        return { placeId: place.placeId, score: isNamed || (participant.email !== '' && participant.email === place.email) ? 2 : likest }
      })
      .filter(({ score }) => score >= 0.4)
      .sort((a, b) => b.score - a.score)
      .slice(0, mostNear)
    return { how: 'open', near: near.map(({ placeId }) => placeId) }
  }
  const matches: Match[] = []
  const add = (participant: Participant, at: number) => void matches.push(matchOf(participant, at))
  yield* stepping(participants, add, Math.ceil(atOneStep / (places.length + 1)))
  return matches
}

export type Threshold = { kind: 'percent' | 'minutes'; amount: number }

export const usualThreshold: Threshold = { kind: 'percent', amount: 80 }

/** What minutes are worth; 'unknown': they are not known, and what is known is not enough. */
export type Worth = 'attended' | 'part' | 'not' | 'unknown'

export const worthOf = (minutes: number | null, atLeast: number, longest: number, threshold: Threshold): Worth => {
  const needed = threshold.kind === 'percent' ? (longest * threshold.amount) / 100 : Math.min(threshold.amount, longest)
  if (atLeast >= needed) return 'attended'
  if (minutes === null) return 'unknown'
  return minutes > 0 ? 'part' : 'not'
}
