// How it is said how a person, a school or a post stands: five states that say what is known, and
// apart from them those of whom nothing is asked. Pages, papers, files and mails have it from here.
import { type Day, sayDay } from '#base/dates.ts'
import type { SchoolStanding } from './school-standing.ts'
import type { KeptState } from './standing.ts'

/** Together they are all of whom something is asked, in the order in which they are counted. */
export const knownStates = ['in_date', 'overdue', 'no_training', 'not_told', 'vacant'] as const
export type KnownState = (typeof knownStates)[number]

/** `waiting`: not worked out yet, such as of a file of the register applied a minute ago. */
export type SaidState = KnownState | 'exempt' | 'not_asked' | 'waiting'

/** As which of them each stored state is said; what is due soon is in date until its day. */
export const saidAs: Readonly<Record<KeptState | 'waiting', SaidState>> = {
  in_date: 'in_date',
  due_soon: 'in_date',
  not_in_date: 'overdue',
  no_record: 'no_training',
  not_known: 'not_told',
  vacant: 'vacant',
  exempt: 'exempt',
  not_asked: 'not_asked',
  waiting: 'waiting',
}

/** Which stored states are said as one of `said`, as JSON for statements. */
export const storedAs = (...said: readonly SaidState[]): string =>
  JSON.stringify(Object.entries(saidAs).flatMap(([stored, as]) => (said.includes(as) ? [stored] : [])))

/** Who gets to read it: the school, or the council and whoever it is about. */
export type Seer = 'school' | 'council'

const names: Record<SaidState, string> = {
  in_date: 'In date',
  overdue: 'Overdue on our record',
  no_training: 'No training on our record',
  not_told: 'The school has not told us who it is',
  vacant: 'Post vacant',
  exempt: 'Exempt',
  not_asked: 'Not asked',
  waiting: 'Not worked out yet',
}

/** Of what each school states of all its staff. */
const statedNames: Record<SaidState, string> = {
  ...names,
  in_date: 'All staff, in date',
  overdue: 'Not all staff, or too long ago',
}

const dayWords: Partial<Record<SaidState, string>> = {
  in_date: ' until ',
  overdue: ' since ',
  no_training: ', to be done by ',
  vacant: ' since ',
  exempt: ' until ',
}

/** `day`: as of a `Standing`; undefined: of several, or there is none. */
export type Stands = {
  state: KeptState | 'waiting'
  day?: Day | undefined
  /** What the school stated of all staff; null: nothing, or of several schools. */
  stated?: SchoolStanding['statement'] | null
}

/** Group names and the sentence of one: `Overdue on our record since 3 March 2026`. */
export const sayState = ({ state, day, stated }: Stands, seer: Seer = 'council'): string => {
  const group = saidAs[state]
  if (stated && group !== 'exempt') return `${stated.trained} of ${stated.staff} on ${sayDay(stated.asAt)}, stated by ${stated.saidBy}`
  if (group === 'not_told' && seer === 'school') return 'You have not told us who it is'
  const name = (stated === undefined ? names : statedNames)[group]
  const words = dayWords[group]
  return day === undefined || !words ? name : `${name}${words}${sayDay(day)}`
}

/** The same to whoever has it to do: `Due by 3 March 2027`. */
export const sayDue = (of: Stands, seer: Seer): string =>
  of.state === 'due_soon' && of.day && !of.stated ? `Due by ${sayDay(of.day)}` : sayState(of, seer)

/** A note in place of a standing that may not be shown, or of somebody who is not confirmed. */
export const sayNote = (about: 'asked' | 'unshown' | 'proposed', seer: Seer = 'council'): string =>
  ({
    asked: 'We have asked them',
    unshown: 'Not shown yet',
    proposed: `Not confirmed by ${seer === 'school' ? 'your' : 'the'} school`,
  })[about]

export const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** How many are said as each. */
export type Counts = Readonly<Record<SaidState, number>>

export const countsOf = (states: Iterable<readonly [state: KeptState | 'waiting', n: number]>): Counts => {
  const counts = { in_date: 0, overdue: 0, no_training: 0, not_told: 0, vacant: 0, exempt: 0, not_asked: 0, waiting: 0 }
  for (const [state, n] of states) counts[saidAs[state]] += n
  return counts
}

/** Of how many something is asked: what the five states add up to. */
export const askedOf = (counts: Counts): number => knownStates.reduce((sum, one) => sum + counts[one], 0)

/** How a group is called; of what schools state of all staff otherwise than of people in roles. */
export const groupName = (said: SaidState, isStated: boolean): string => (isStated ? statedNames : names)[said]

/** The states of a headline: what is stated of all staff is of no post. */
export const groupsOf = (isStated: boolean): readonly KnownState[] => (isStated ? knownStates.slice(0, 3) : knownStates)

/** `In date 24 · overdue on our record 9 · … = 119 schools` */
export const sayParts = (counts: Readonly<Record<KnownState, number | string>>, isStated: boolean, sum: string): string =>
  `${groupsOf(isStated)
    .map((one, n) => `${n === 0 ? groupName(one, isStated) : lowerFirst(groupName(one, isStated))} ${counts[one]}`)
    .join(' · ')} = ${sum}`

/** How a school stands with guidance (src/guidance/answers/state.ts), which a report keeps too. */
export const guidanceStateNames = {
  as_is: 'Adopted as it is',
  with_changes: 'Adopted with changes',
  own_policy: 'Own policy kept',
  not_adopting: 'Not adopting it',
  not_applicable: 'Does not apply to the school',
  acknowledged: 'Confirmed, no answer',
  opened: 'Opened, not confirmed',
  issued: 'Issued, no record that anybody opened it',
  not_issued: 'Not issued yet',
} as const
