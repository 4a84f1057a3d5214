// What is due soon of each training rule, against the places that are planned.
import { type ComingEvent, countsFor } from '#attendance/requirements/coming.ts'
import { type Edition, editionsOn, soonDays } from '#attendance/requirements/requirement.ts'
import type { dueStates } from '#attendance/requirements/standing.ts'
import { addDays, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { allPlaces, firstStart } from '#events/events/event.ts'

type DueState = (typeof dueStates)[number]

/** People of a rule, or schools where one holder is enough. `placed`: they have a place already. */
export type DueCount = { requirementId: string; state: DueState; people: number; placed: number }

type Planned = { code: string; title: string; startsAt: Instant; draft: boolean; free: number }

export type Demand = {
  edition: Edition
  /** The last day on which what is due soon has to be done. */
  by: Day
  counts: Record<DueState, number>
  /** Those of the counts without a place. */
  without: number
  planned: Planned[]
  /** Free places of events that begin by that day. */
  free: number
}

const isFor = (edition: Edition, { roleIds }: ComingEvent): boolean =>
  roleIds.length === 0 || edition.roleIds.length === 0 || edition.roleIds.some((id) => roleIds.includes(id))

/** Rules in force of which places can be planned: what a school states of all staff has none. */
const rulesOn = (editions: readonly Edition[], day: Day): Edition[] =>
  editionsOn(editions, day).filter(({ whose }) => whose !== 'statement')

/** Rules that one holder meets for their school. */
export const bySchoolOf = (editions: readonly Edition[], now: Date): string[] =>
  rulesOn(editions, londonDay(now)).flatMap(({ whose, requirementId }) => (whose === 'one_holder' ? [requirementId] : []))

/** Events that begin later and count for a rule. */
const plannedFor = (edition: Edition, events: readonly ComingEvent[], now: Date): ComingEvent[] =>
  events.filter((event) => (firstStart(event) ?? '') > instant(now) && isFor(edition, event) && countsFor(edition, event))

/** Which events count for which rule, to find who has a place. */
export const pairsOf = (
  editions: readonly Edition[],
  events: readonly ComingEvent[],
  now: Date,
): [requirementId: string, eventId: string][] =>
  rulesOn(editions, londonDay(now)).flatMap((edition) =>
    plannedFor(edition, events, now).map(({ id }): [string, string] => [edition.requirementId, id]),
  )

/** Each rule in force, as many as are due, and the places that are free for them. */
export const demandOf = (
  editions: readonly Edition[],
  events: readonly ComingEvent[],
  counts: readonly DueCount[],
  now: Date,
): Demand[] => {
  const today = londonDay(now)
  return rulesOn(editions, today).map((edition) => {
    const by = addDays(today, soonDays(edition))
    const own = counts.filter(({ requirementId }) => requirementId === edition.requirementId)
    const planned = plannedFor(edition, events, now).map((event) => ({
      code: event.code,
      title: event.title,
      startsAt: firstStart(event) ?? '',
      draft: event.state === 'draft',
      free: Math.max(0, allPlaces(event) - event.taken),
    }))
    const peopleIn = (state: DueState): number => own.find((one) => one.state === state)?.people ?? 0
    return {
      edition,
      by,
      counts: { not_in_date: peopleIn('not_in_date'), no_record: peopleIn('no_record'), due_soon: peopleIn('due_soon') },
      without: own.reduce((sum, { people, placed }) => sum + people - placed, 0),
      planned,
      free: planned.reduce((sum, one) => sum + (londonDay(one.startsAt) <= by ? one.free : 0), 0),
    }
  })
}
