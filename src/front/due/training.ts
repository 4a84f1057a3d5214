// What of a school's training is due: of each requirement, whoever is overdue or due soon on our
// record, or has no training on it, and has no place yet, and what follows for them.

import { addressOf, isDate, isSeen, type NextDate, type NextStep, sayBookDue, sayDate, sayNext } from '#attendance/requirements/coming.ts'
import { dueStates, isDue } from '#attendance/requirements/standing.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { sayDue } from '#attendance/requirements/state.ts'
import { sayShortDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import type { DueFact } from './due.ts'

export type HowStands = { schoolId: string; rows: readonly StandingRow[] }

/** What somebody has already, said once for all of whom it is so. */
const sayPlaces = (rows: readonly StandingRow[]): string[] =>
  [...Map.groupBy(rows, ({ next }) => (next && !isDate(next) ? sayNext(next) : ''))].flatMap(([words, same]) =>
    words === '' ? [] : [`${listed(same.map(({ who }) => who))}: ${words.slice(0, 1).toLowerCase()}${words.slice(1)}.`],
  )

const dateOf = (step: NextStep | undefined): NextDate | undefined => (step && isDate(step) ? step : step?.instead)

const inOrder: readonly NextDate['is'][] = ['book', 'ask', 'opens', 'full', 'clash']

/** What to press: a date with room before one that opens later or is full. */
type DateOf = NextDate & { who: string }

const pressOf = (schoolId: string, rows: readonly StandingRow[]): DueFact['press'] & { date?: DateOf } => {
  const dates = rows.flatMap(({ next, who }) => {
    const date = dateOf(next)
    return date ? [{ ...date, who }] : []
  })
  const date = inOrder.flatMap((is) => dates.find((one) => one.is === is) ?? [])[0]
  const waits = rows.find(({ next }) => next?.is === 'waiting')?.next
  const booking = date?.is === 'book' && sayBookDue(rows)
  if (booking) return { text: booking, href: `/school/${schoolId}/due`, date }
  if (date) {
    const on = `“${date.title}”, ${sayShortDay(date.days[0] ?? '')}`
    const words = {
      book: `Book ${on}`,
      ask: `Ask for a place at ${on}`,
      opens: `See ${on}`,
      full: `Join the waiting list of ${on}`,
      clash: `See ${on}`,
    }
    return { text: words[date.is], href: addressOf(date, schoolId) ?? '', date }
  }
  return waits
    ? { text: 'See your place on the waiting list', href: addressOf(waits, schoolId) ?? `/events/${waits.code}` }
    : { text: 'See what your people need', href: `/school/${schoolId}/requirements` }
}

/** What is asked of all staff is stated on a form. */
const stating = (schoolId: string, { requirementId }: StandingRow): ReturnType<typeof pressOf> => ({
  text: 'State how many staff have done it',
  href: `/school/${schoolId}/statements/new?about=${requirementId}`,
})

const sayNoRoom = (date: DateOf | undefined): string[] =>
  date === undefined ? [] : [date.is === 'opens' || date.is === 'clash' ? `${sayNext(date)}.` : '', sayDate(date, date.who)].filter(Boolean)

export const trainingDue = ({ schoolId, rows }: HowStands): DueFact[] =>
  [...Map.groupBy(rows, ({ requirementId }) => requirementId).values()].flatMap((all) => {
    const own = all.filter(({ state, who }) => who !== '' && isDue(state))
    const toDo = own.filter(({ next }) => !isSeen(next))
    const [first] = toDo
    if (!first) return []
    const isStated = first.about === 'school'
    const inOrderOfState = dueStates.flatMap((state) => toDo.filter((row) => row.state === state))
    const sentences = [...Map.groupBy(inOrderOfState, (row) => sayDue(row, 'school'))].map(
      ([words, same]) => `${words}${isStated ? '' : `: ${listed(same.map(({ who }) => who))}`}.`,
    )
    const { date, ...press } = isStated ? stating(schoolId, first) : pressOf(schoolId, toDo)
    return [
      {
        schoolId,
        kind: isStated ? ('statement' as const) : ('training' as const),
        whom: listed(toDo.map(({ who }) => who)),
        press,
        what: `Training: ${first.requirement}`,
        why: [...sentences, ...sayPlaces(own), ...sayNoRoom(date)].join(' '),
        by: toDo.flatMap(({ due }) => due ?? []).toSorted()[0],
      },
    ]
  })
