// A certificate says what one person attended of one event, and what that counted towards on its
// day. It is one row and never edited: when the register, the name or the school turns out to be
// otherwise, another takes its place or it is revoked, and anybody who has its number can see that.

import type { Logo } from '#base/council.ts'
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'
import type { CountsAs } from '#events/events/requirement.ts'

/** A requirement that it counted towards, as its edition of that day had it. */
export type Towards = { requirementId: string; editionId: string; label: string; source: string; from: Day; as: CountsAs }

export const endReasons = {
  mark: 'what the register says was corrected',
  name: 'the name was corrected',
  school: 'the school was found that they came for',
  event: 'what the record says of the event was corrected',
  merge: 'two records of the same person became one',
  by_hand: 'the council revoked it',
} as const
export type EndReason = keyof typeof endReasons

/** `words`: what an organiser wrote. `next`: the number of the one that took its place. */
export type Ended = {
  how: 'revoked' | 'superseded'
  why: EndReason
  words: string
  endedAt: Instant
  next: string | undefined
}

/** What it says of the person's part in the event. */
export type Part = { attended: 'whole' | 'part'; minutes: number; partSessions: number }

export type Certificate = Part & {
  id: string
  number: string
  eventId: string
  /** '' once the person is erased. */
  name: string
  schoolName: string
  title: string
  fromDay: Day
  toDay: Day
  topics: readonly string[]
  level: string
  provider: string
  council: string
  colour: string
  /** The council’s at the moment of issue, with how many pieces its file has. */
  logo: (Logo & { pieces: number }) | undefined
  /** The address of the service, where its number is checked. */
  checkAt: string
  towards: readonly Towards[]
  /** The last day on which it counts as in force; undefined: nobody set one. */
  renewBy: Day | undefined
  issuedAt: Instant
  ended: Ended | undefined
}

/** At most so many are issued or changed in one request or run of the job, and put in one ZIP. */
export const mostAtOnce = 60

export const numberLength = 28

/** `K7QF-2ABC-…`, as it is printed and read out. */
export const sayCertificateNumber = (number: string): string => (number.match(/.{1,4}/g) ?? []).join('-')

/** The number as somebody typed it, without blanks and dashes; undefined if it cannot be one. */
export const readNumber = (typed: string): string | undefined => {
  const number = typed.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')
  return new RegExp(`^[2-9A-HJ-Z]{${numberLength}}$`).test(number) ? number : undefined
}

export type State = 'valid' | 'expired' | 'superseded' | 'revoked'

/** The day by which it is to be renewed is the last on which it is in force. */
export const stateOf = ({ ended, renewBy }: Pick<Certificate, 'ended' | 'renewBy'>, today: Day): State =>
  ended?.how ?? (renewBy !== undefined && renewBy < today ? 'expired' : 'valid')

export const stateNames: Record<State, string> = {
  valid: 'In force',
  expired: 'To be renewed',
  superseded: 'Superseded by another',
  revoked: 'Revoked',
}

export const sayHeld = ({ fromDay, toDay }: Pick<Certificate, 'fromDay' | 'toDay'>): string =>
  fromDay === toDay ? sayDay(fromDay) : `${sayDay(fromDay)} to ${sayDay(toDay)}`

const sayLength = (minutes: number): string => {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 && counted(hours, 'hour'), rest > 0 && counted(rest, 'minute')].filter(Boolean).join(' ')
}

/** `3 hours 30 minutes, and part of one session, of which the length was not recorded` */
export const sayMinutes = ({ minutes, partSessions }: Pick<Part, 'minutes' | 'partSessions'>): string =>
  partSessions === 0
    ? sayLength(minutes)
    : `${minutes > 0 ? `${sayLength(minutes)}, and part` : 'Part'} of ${counted(partSessions, 'session')}, of which the length was not recorded`

export const attendedNames: Record<Part['attended'], string> = { whole: 'The whole event', part: 'A part of the event' }

const ways: Record<CountsAs, string> = { first: ', as first training', refresher: ', as a refresher', either: '', none: '' }

/** `Designated lead: training every two years (KCSIE 2026, in force from 1 September 2026)` */
export const sayTowards = ({ label, source, from, as }: Towards): string => `${label}${ways[as]} (${source}, in force from ${sayDay(from)})`

export const sayTopics = (topics: readonly string[]): string => listed(topics)

/** `Revoked on 3 March 2026: …` */
export const sayEnd = ({ how, why, words, endedAt }: Ended): string =>
  `${stateNames[how]} on ${sayDay(endedAt)}: ${words ? `${endReasons[why]} (${words})` : endReasons[why]}`

/** What an organiser set for an event; without a row all but briefings give certificates. */
export type Giving = {
  isOn: boolean
  renewMonths: number | undefined
  /** Whoever is asked what it was worth has theirs once they have answered, or could have. */
  afterEvaluation: boolean
  version: number
}

export type EventGiving = Giving & { id: string; code: string; title: string }
