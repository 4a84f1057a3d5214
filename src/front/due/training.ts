// What of a school's training is due: of each requirement, whoever is not in date by our record, is
// due soon or has no record, and the next event that counts.

import { stateNames } from '#attendance/requirements/sentence.ts'
import type { State } from '#attendance/requirements/standing.ts'
import type { nextEvents, StandingRow } from '#attendance/requirements/standing-row.ts'
import { sayShortDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import type { DueFact } from './due.ts'

// The furthest behind first.
const dueStates = ['not_in_date', 'due_soon', 'no_record'] as const satisfies readonly State[]

export type HowStands = { schoolId: string; rows: readonly StandingRow[]; next: ReturnType<typeof nextEvents> }

const sayRow = ({ who, state, due }: StandingRow): string =>
  `${who}${state === 'due_soon' && due !== undefined ? ` by ${sayShortDay(due)}` : ''}`

/** One thing for each requirement of which somebody's training is due. */
export const trainingDue = ({ schoolId, rows, next }: HowStands): DueFact[] =>
  [...Map.groupBy(rows, ({ requirementId }) => requirementId)].flatMap(([requirementId, all]) => {
    const own = all.filter(({ state, who }) => who !== '' && dueStates.some((one) => one === state))
    const [first] = own
    if (!first) return []
    const event = next.find(({ edition }) => edition.requirementId === requirementId)?.event
    const said = dueStates.flatMap((state) => {
      const people = own.filter((row) => row.state === state)
      return people.length === 0 ? [] : [`${stateNames[state]}: ${listed(people.map(sayRow))}.`]
    })
    return [
      {
        ...{ schoolId, kind: 'training' as const, whom: listed(own.map(({ who }) => who)) },
        what: `Training: ${first.requirement}`,
        why: said.join(' '),
        by: own.flatMap(({ due }) => due ?? []).toSorted()[0],
        press: event
          ? { text: `Book “${event.title}”, ${sayShortDay(event.startsAt)}`, href: `/events/${event.code}/book?school=${schoolId}` }
          : { text: 'See how the school stands', href: `/school/${schoolId}/requirements` },
      },
    ]
  })
