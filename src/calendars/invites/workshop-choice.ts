// What somebody has still to choose of an event's workshops. Until they have, their day is longer than what is settled of it.
import { type Instant, instant, londonDay, sayDeadline } from '#base/dates.ts'
import { daysOf, type EventForInvites, forEveryone, programmeOf, type SessionForInvites, type Shown } from './invite.ts'

/**
 * `open`: workshops can still be chosen. `blocks`: those of which they have none yet, while they can; `by`: until when. `day`: what the day of
 * an entry will be with them, when there is one to choose on that day.
 */
export type Choosing = {
  open: boolean
  blocks: string[]
  by: Instant
  day: { startsAt: Instant; endsAt: Instant; programme: string[] } | undefined
}

const closesAt = ({ sessions, rules }: EventForInvites): Instant =>
  [rules?.choicesCloseAt, ...sessions.map(({ startsAt }) => startsAt)].filter((at) => typeof at === 'string').sort()[0] ?? '9999'

/** The sessions that they attend with all of the blocks of which they have still to choose. */
export const sessionsAhead = (
  event: Pick<EventForInvites, 'sessions'>,
  attends: readonly string[],
  blocks: readonly string[],
): SessionForInvites[] => {
  const ids = new Set([...attends, ...forEveryone(event.sessions).map(({ id }) => id)])
  return event.sessions.filter(({ id, block }) => ids.has(id) || (block !== undefined && blocks.includes(block)))
}

/** @param attends ids of the sessions of the place; `shown`: the entry whose day is asked about */
export const choosingOf = (event: EventForInvites, attends: readonly string[], shown: Shown, now: Date): Choosing => {
  const by = closesAt(event)
  const all = [...new Set(event.sessions.map(({ block }) => block ?? '').filter(Boolean))]
  const open = all.length > 0 && by > instant(now)
  const blocks = open ? all.filter((block) => !event.sessions.some((one) => one.block === block && attends.includes(one.id))) : []
  const ofDay = sessionsAhead(event, attends, blocks).filter(({ startsAt }) => londonDay(startsAt) === londonDay(shown.startsAt))
  const [span] = ofDay.some(({ block }) => block && blocks.includes(block)) ? daysOf(ofDay) : []
  return { open, blocks, by, day: span && { ...span, programme: programmeOf(ofDay, attends) } }
}

/** `Choose one workshop of “Morning” and one of “Afternoon” by Friday 5 June 2026, 3pm.`; nothing when none is to be chosen. */
export const sayToChoose = ({ blocks, by }: Choosing): string => {
  const of = blocks.map((block, index) => `one ${index === 0 ? 'workshop ' : ''}of “${block}”`)
  if (of.length === 0) return ''
  return `Choose ${of.length === 1 ? of[0] : `${of.slice(0, -1).join(', ')} and ${of.at(-1)}`} by ${sayDeadline(by)}.`
}
