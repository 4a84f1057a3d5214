// A mark is one statement about one person at one session, made by whoever took the register. It is
// never edited: a correction is another mark that names the one it corrects, and why.

import { type Calendar, nextWorkingDay } from '#base/council/working-day.ts'
import { type Instant, instant, londonDay } from '#base/dates.ts'
import { type Marked, type MarkType, markTypes } from '#base/standing.ts'

export const isMarkType = (text: string | undefined): text is MarkType => markTypes.some((markType) => markType === text)

/**
 * screen: entered as it happened; paper: entered later from a signed sheet; arrival: from what was
 * said at the door; report: by that of an online meeting; stated: watched at somebody's screen. The
 * rows of MarkSource.
 */
export const sources = ['screen', 'paper', 'arrival', 'report', 'stated'] as const
export type Source = (typeof sources)[number]

/**
 * Whether a session's London day has come; before it nobody can attend or be absent, and its
 * register cannot close.
 */
export const dayHasCome = (session: { startsAt: Instant }, now: Date): boolean => londonDay(session.startsAt) <= londonDay(now)

/** Before the day only apologies can be true. */
export const isTooEarly = (markType: MarkType, session: { startsAt: Instant }, now: Date): boolean =>
  markType !== 'apologies' && !dayHasCome(session, now)

/** Whether they were there. */
export const came = (markType: MarkType): boolean => markType === 'attended' || markType === 'part'

export type Mark = {
  id: string
  markType: Marked
  /** When it was true, when the device recorded it, and when we received it. */
  happenedAt: Instant
  notedAt: Instant
  receivedAt: Instant
  /** Who took the register, if known. */
  by: string | null
  source: Source
  correctsId: string | null
  reason: string | null
  late: boolean
}

export const quickReasons = ['Marked by mistake', 'Arrived later', 'Left early', 'Sheet checked', 'Other'] as const

export const reasonLimit = 500

/** A person's marks from the first to the current one. */
export const inOrder = (marks: readonly Mark[]): Mark[] => {
  const chain: Mark[] = []
  let next = marks.find((mark) => mark.correctsId === null)
  while (next && chain.length < marks.length) {
    const last = next
    chain.push(last)
    next = marks.find((mark) => mark.correctsId === last.id)
  }
  return chain
}

type StandingMark = Mark & { markType: MarkType }

const says = (mark: Mark): mark is StandingMark => mark.markType !== 'none'

/** The current mark, which nothing corrects and which was not taken back. */
export const standing = (marks: readonly Mark[]): StandingMark | undefined => inOrder(marks).slice(-1).find(says)

/** Whether somebody is still to be marked. */
export const isUnmarked = ({ marks }: { marks: readonly Mark[] }): boolean => standing(marks) === undefined

/**
 * Whether an entry is late. Screen marks should arrive on the session's London day; paper sheets
 * and reports by the end of the next working day.
 */
export const isLate = (source: Source, endsAt: Instant, receivedAt: Date, calendar: Calendar): boolean => {
  const day = londonDay(endsAt)
  return londonDay(receivedAt) > (source === 'screen' || source === 'arrival' ? day : nextWorkingDay(day, calendar))
}

const week = 7 * 24 * 60 * 60_000

/**
 * When a screen mark counts from: the device's time, unless its clock is ahead or over a week
 * behind; at most the session's end.
 */
export const holdsAt = (notedAt: Date, now: Date, endsAt: Instant): Instant => {
  const believable = notedAt <= now && now.getTime() - notedAt.getTime() < week
  const at = instant(believable ? notedAt : now)
  return at > endsAt ? endsAt : at
}

/**
 * When a paper entry without a time counts from: the session's start, for which people signed in.
 */
export const holdsWithoutTime = (source: Source, now: Date, session: { startsAt: Instant; endsAt: Instant }): Instant =>
  source === 'paper' ? session.startsAt : holdsAt(now, now, session.endsAt)

export type Statement = { markType: MarkType; correctsId?: string | undefined; reason?: string | undefined }

export type Decision =
  | 'nothing_new'
  | 'first'
  | 'correction'
  | 'already_marked'
  | 'corrected_meanwhile'
  | 'needs_reason'
  | 'register_is_signed'

/**
 * What a statement means given `marks`: the same verdict is nothing new, another is a correction
 * with a reason.
 */
export const decide = (marks: readonly Mark[], isSigned: boolean, said: Statement): Decision => {
  const stands = standing(marks)
  if (stands?.markType === said.markType) return 'nothing_new'
  const hasReason = Boolean(said.reason?.trim())
  if (!stands) return isSigned && !hasReason ? 'register_is_signed' : 'first'
  if (said.correctsId === undefined) return 'already_marked'
  if (said.correctsId !== stands.id) return 'corrected_meanwhile'
  return hasReason ? 'correction' : 'needs_reason'
}
