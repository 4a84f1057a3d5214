// How one holder of a role stands with one requirement on a day: a pure function of the editions,
// the spell in the role, the trainings and the exceptions. It says only what our record holds, in
// the words of state.ts. Both ends of every span count as the days they name: what is in date until
// 14 March is in date on 14 March. Whoever has no training on record is not in date, though they
// may still have days in which to do it.
import { addDays, type Day } from '#base/dates.ts'
import { type Edition, editionOn, soonDays } from './requirement.ts'
import { type Satisfying, satisfying, type Training } from './training.ts'

export const states = ['in_date', 'due_soon', 'not_in_date', 'no_record', 'vacant', 'not_known', 'exempt'] as const
export type State = (typeof states)[number]

/** Of whoever has training to do, the furthest behind first. */
export const dueStates = ['not_in_date', 'due_soon', 'no_record'] as const satisfies readonly State[]

export const isDue = (state: string): boolean => dueStates.some((due) => due === state)

/** `not_asked`: no edition is in force that binds the school, as far as the register tells. */
export type KeptState = State | 'not_asked'

/** Whether somebody was asked if the school may see what they attended for others. */
export type Elsewhere = 'asked' | 'not_asked' | 'no_address'

/**
 * Somebody's time in a role. `to`: the first day after it. A disputed one is not known, nor what is
 * not in date while trainings for other schools are not looked at (`elsewhere`).
 */
export type Spell = {
  id: string
  personId: string
  roleId: string
  from: Day | undefined
  to: Day | undefined
  disputed: boolean
  elsewhere?: Elsewhere | undefined
}

/**
 * An exemption or an extension by an officer, with its reason; `until` is its last day.
 * `personId` undefined: the whole school.
 */
export type Exception = {
  id: string
  requirementId: string
  personId: string | undefined
  kind: 'exempt' | 'extended'
  from: Day
  until: Day | undefined
  reason: string
}

export type Standing = {
  state: State
  /** Of its sentence: in date until, overdue since, to be done by, or exempt until it. */
  day: Day | undefined
  /** The first later day on which the state is another if nothing happens; undefined: none. */
  turnsOn: Day | undefined
  edition: Edition
  /** The training that counts, and the last day on which it does (undefined: for good). */
  training: Training | undefined
  until: Day | undefined
  /** Whether the first training that counts came before the role began, where that is asked. */
  beforeRole: 'yes' | 'no' | 'not_known' | undefined
  /** The last day of grace, when it has run out and grace is given. */
  graceUntil: Day | undefined
  /** Why what is on record does not count, when nothing does. */
  nearest: Satisfying['nearest']
  exception: Exception | undefined
  /** The last day of induction, when that is still open. */
  inductionUntil: Day | undefined
}

export type Asked = {
  editions: readonly Edition[]
  spell: Spell
  trainings: readonly Training[]
  exceptions: readonly Exception[]
}

/**
 * The same day of the month some months later, or the last day of a shorter month: 29 February
 * and a year is 28 February.
 */
export const addMonths = (day: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}

const covers = ({ from, until }: Exception, day: Day): boolean => from <= day && (until === undefined || day <= until)

const beforeRole = (first: Training, { from }: Spell): 'yes' | 'no' | 'not_known' =>
  from === undefined ? 'not_known' : first.on <= from ? 'yes' : 'no'

const isHolding = ({ from, to }: Spell, day: Day): boolean => (from === undefined || from <= day) && (to === undefined || day < to)

const inductionEnd = ({ beforeInRole, inductionDays }: Edition, { from }: Spell): Day | undefined =>
  !beforeInRole && inductionDays > 0 && from !== undefined ? addDays(from, inductionDays) : undefined

type Found = Omit<Standing, 'turnsOn'>

/** @param known trainings after this day are not looked at, whatever day the state is asked of */
const foundOn = ({ editions, spell, trainings, exceptions }: Asked, day: Day, known: Day): Found | undefined => {
  const edition = editionOn(editions, day)
  if (!edition || !isHolding(spell, day)) return undefined
  const own = trainings.filter(({ personId }) => personId === spell.personId)
  const { counted, nearest } = satisfying(edition, own, day < known ? day : known)
  const training = counted.at(-1)
  const ranOut = training && edition.everyMonths !== undefined ? addMonths(training.on, edition.everyMonths) : undefined
  const mine = exceptions.filter(
    (one) => one.requirementId === edition.requirementId && (one.personId === undefined || one.personId === spell.personId),
  )
  const exempt = mine.find((one) => one.kind === 'exempt' && covers(one, day))
  const extended = mine
    .filter(({ kind, from, until }) => kind === 'extended' && from <= day && until !== undefined)
    .toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1))[0]
  const longer = extended?.until !== undefined && (ranOut ?? '') < extended.until && (!training || ranOut !== undefined)
  const until = longer ? extended?.until : ranOut
  const ends = inductionEnd(edition, spell)
  const inductionUntil = ends !== undefined && day <= ends && (until === undefined ? !training : until < day) ? ends : undefined
  const first = counted[0]
  const facts = {
    edition,
    training,
    until,
    beforeRole: edition.beforeInRole && first ? beforeRole(first, spell) : undefined,
    graceUntil: until !== undefined && until < day && edition.graceDays > 0 ? addDays(until, edition.graceDays) : undefined,
    nearest: training ? undefined : nearest,
    exception: exempt ?? (longer ? extended : undefined),
    inductionUntil,
  }
  const state = stateOf(facts, spell, exempt, day)
  return { ...facts, state, day: dayOf(state, facts, day) }
}

const dayOf = (state: State, { until, exception, inductionUntil }: Pick<Found, 'until' | 'exception' | 'inductionUntil'>, day: Day) => {
  if (state === 'exempt') return exception?.until
  if (state === 'in_date' || state === 'due_soon') return until
  if (state === 'no_record') return until !== undefined && day <= until ? until : inductionUntil
  return state === 'not_in_date' && until !== undefined ? addDays(until, 1) : undefined
}

/** Whether the school is not told how somebody stands: it sees what they attended for it alone. */
export const isUnshown = ({ elsewhere, disputed }: Spell, { state }: Pick<Standing, 'state'>): boolean =>
  elsewhere !== undefined && !disputed && state === 'not_known'

const stateOf = (facts: Parameters<typeof wholeStateOf>[0], spell: Spell, exempt: Exception | undefined, day: Day): State => {
  const state = wholeStateOf(facts, spell, exempt, day)
  return spell.elsewhere && (state === 'not_in_date' || state === 'no_record') ? 'not_known' : state
}

const wholeStateOf = (
  { edition, training, until }: Pick<Found, 'edition' | 'training' | 'until'>,
  spell: Spell,
  exempt: Exception | undefined,
  day: Day,
): State => {
  if (exempt) return 'exempt'
  if (spell.disputed) return 'not_known'
  if (!training) return 'no_record'
  return until === undefined || day < addDays(until, -soonDays(edition)) ? 'in_date' : day <= until ? 'due_soon' : 'not_in_date'
}

/** Days on which the state of a spell can change, without anything happening. */
const turningDays = ({ editions, spell, exceptions }: Asked, found: Found | undefined): Day[] =>
  [
    ...editions.flatMap(({ validFrom, validTo }) => [validFrom, validTo]),
    spell.from,
    spell.to,
    ...exceptions.flatMap(({ from, until }) => [from, until && addDays(until, 1), until && addDays(until, -soonDays(editions[0]))]),
    ...(found?.until === undefined ? [] : [addDays(found.until, -soonDays(found.edition)), addDays(found.until, 1)]),
  ].filter((day) => day !== undefined)

/** The same as `standingOn`, without the day on which it turns: that is most of the work. */
export const bareStandingOn = (asked: Asked, day: Day): Standing | undefined => {
  const standing = foundOn(asked, day, day)
  return standing && { ...standing, turnsOn: undefined }
}

/**
 * How the holder of a role stands on a day; undefined on a day on which the role is not held or no
 * edition is in force.
 */
export const standingOn = (asked: Asked, day: Day): Standing | undefined => {
  const standing = foundOn(asked, day, day)
  if (!standing) return undefined
  // A later edition may give the same training another end.
  const ends = asked.editions.flatMap((edition) => {
    const later = edition.validFrom > day ? foundOn(asked, edition.validFrom, day) : undefined
    return later ? turningDays(asked, later) : []
  })
  const turnsOn = [...new Set([...turningDays(asked, standing), ...ends])]
    .filter((turning) => turning > day)
    .toSorted()
    .find((turning) => foundOn(asked, turning, day)?.state !== standing.state)
  return { ...standing, turnsOn }
}
