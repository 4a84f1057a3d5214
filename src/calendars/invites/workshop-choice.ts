// What a person has yet to choose of an event's workshops. Until then their day is longer than what
// is settled.
import { type Instant, instant, londonDay, sayDeadline } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { daysOf, type EventForInvites, forEveryone, programmeOf, type SessionForInvites, type Shown } from './invite.ts'

/** `blocks`: those without a choice, while `open`. `day`: the entry's day, if a block is on it. */
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
