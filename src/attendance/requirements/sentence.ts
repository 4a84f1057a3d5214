// A state in words, and the sentence that says why. Each says what our record holds and no more.
import { addDays, sayDay } from '#base/dates.ts'
import { sayMonths } from './edition-sentence.ts'
import type { Edition } from './requirement.ts'
import type { SchoolStanding } from './school-standing.ts'
import { type Elsewhere, isUnshown, type Standing, type State, states } from './standing.ts'
import type { Shortfall, Training } from './training.ts'

export const stateNames: Record<State, string> = {
  in_date: 'In date',
  due_soon: 'Due soon',
  not_in_date: 'Not in date by our record',
  no_record: 'No record',
  vacant: 'Vacant',
  not_known: 'Not known',
  exempt: 'Exempt',
}

const sayTraining = ({ title, on }: Training): string => `“${title}” on ${sayDay(on)}`

const shortfalls: Record<Shortfall, (edition: Edition) => string> = {
  other_purpose: ({ purposes }) => (purposes.includes('update') ? 'it was no update' : 'it was not the training asked'),
  other_topic: () => 'it was on another topic',
  other_level: ({ level }) => `it was not at the level asked, ${level}`,
  too_short: ({ leastMinutes = 0 }) => `it was shorter than ${leastMinutes} minutes`,
  length_not_known: () => 'nobody noted how long it was',
  said_not: () => 'it was said not to count',
  no_first: () => 'it refreshes a training of which there is no record',
}

const counting = (training: Training, { everyMonths }: Edition): string =>
  everyMonths === undefined ? sayTraining(training) : `${sayMonths(everyMonths)} after ${sayTraining(training)}`

const atLower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

const main = ({ state, training, until, edition, exception, nearest, inductionUntil, graceUntil }: Standing): string => {
  const source = `(${edition.source})`
  if (state === 'exempt') return `Exempt${exception?.until ? ` until ${sayDay(exception.until)}` : ''}: ${exception?.reason ?? ''}.`
  if (state === 'not_known') return 'Not known: whoever is named says that it is not so.'
  if (exception?.kind === 'extended' && until !== undefined && state !== 'no_record') {
    const what = state === 'not_in_date' ? `Not in date by our record since ${sayDay(addDays(until, 1))}` : `Due by ${sayDay(until)}`
    return `${what}, to which day an officer extended it: ${exception.reason} ${source}.`
  }
  if (training && until === undefined) return `In date: ${sayTraining(training)}; it need not be done again ${source}.`
  if (training && until !== undefined) {
    if (state === 'in_date') return `In date until ${sayDay(until)}, ${counting(training, edition)} ${source}.`
    if (state === 'due_soon') return `Due by ${sayDay(until)}, ${counting(training, edition)} ${source}.`
    const grace = graceUntil === undefined ? '' : ` Nobody is chased for it until ${sayDay(graceUntil)}.`
    return `Not in date by our record since ${sayDay(addDays(until, 1))}: ${counting(training, edition)} was ${sayDay(until)} ${source}.${grace}`
  }
  if (inductionUntil !== undefined) return `Due by ${sayDay(inductionUntil)}, ${edition.inductionDays} days after the role began ${source}.`
  const short = nearest ? ` ${sayTraining(nearest.training)} does not count: ${shortfalls[nearest.why](edition)}.` : ''
  return `No record of what is asked ${source}.${short}`
}

const before = ({ beforeRole }: Standing): string =>
  beforeRole === 'no'
    ? ' It was done after the role began.'
    : beforeRole === 'not_known'
      ? ' Whether it was done before the role began is not known.'
      : ''

/** How a holder stands, and why. */
export const sayStanding = (standing: Standing): string => main(standing) + before(standing)

/** That a school does not see what somebody attended for others. */
export const sayAsked = (elsewhere: Elsewhere | undefined): string =>
  `What they attended for other schools is shown once they, or the council, agree. ${
    elsewhere === 'asked'
      ? 'We have asked them.'
      : elsewhere === 'no_address'
        ? 'We have no address to ask them at: add one, or ask the council.'
        : 'They can do so on their record, under “Your account”.'
  }`

/** How somebody who is only proposed would stand, by what they attended for the school. */
export const sayProposed = (standing: Standing): string =>
  standing.state === 'no_record'
    ? `Not confirmed yet. ${main(standing).replace('No record of what is asked', 'Nothing that they attended for the school counts')}`
    : `Not confirmed yet. By what they attended for the school they would be: ${atLower(main(standing))}`

/** That nobody is in a role, nobody is proposed for it, and nobody has said that it is vacant. */
export const sayUntold = ({ source }: Pick<Edition, 'source'>): string => `Nobody has told us who holds the role (${source}).`

/** That somebody is proposed for a role in which nobody is confirmed, without a name. */
export const sayAwaited = ({ source }: Pick<Edition, 'source'>): string =>
  `Somebody is proposed for the role, and nobody has confirmed them (${source}).`

export const sayGap = (answer: 'vacant' | 'not_known', { source }: Pick<Edition, 'source'>): string =>
  answer === 'vacant'
    ? `Vacant: the school says that nobody holds the role (${source}).`
    : `Not known: the school says that it does not know who holds the role (${source}).`

const counts = ({ holders }: SchoolStanding): string => {
  const of = states.flatMap((state) => {
    const n = holders.filter(({ standing }) => standing.state === state).length
    return n === 0 ? [] : [`${n} ${stateNames[state].toLowerCase()}`]
  })
  return `Of ${holders.length} in the role: ${of.join(', ')}.`
}

const sayStatement = ({ state, statement, until, edition }: SchoolStanding): string => {
  if (!statement) return `No record: the school has stated nothing (${edition.source}).`
  const stated = `${statement.trained} of ${statement.staff} staff as at ${sayDay(statement.asAt)}, stated by ${statement.saidBy} (${edition.source})`
  if (state === 'not_in_date' && until !== undefined && statement.trained >= statement.staff)
    return `Not in date by our record since ${sayDay(addDays(until, 1))}: ${stated}.`
  return `${stateNames[state]}${until === undefined || state === 'not_in_date' ? '' : ` until ${sayDay(until)}`}: ${stated}.`
}

/** How a school stands, and why, without names. */
export const saySchoolStanding = (found: SchoolStanding): string => {
  const { state, holders, edition, exception } = found
  if (state === 'exempt' && exception) return `Exempt${exception.until ? ` until ${sayDay(exception.until)}` : ''}: ${exception.reason}.`
  if (edition.whose === 'statement') return sayStatement(found)
  if (!found.bound) return `Not known: the register does not say enough to know whether it is asked of this school (${edition.source}).`
  const [only] = holders
  if (state === 'vacant') return `${sayGap('vacant', edition)}${holders.length > 0 ? ` ${counts(found)}` : ''}`
  if (!only) return `Not known: nobody is confirmed in the role (${edition.source}).`
  if (holders.length > 1) return counts(found)
  return isUnshown(only.spell, only.standing) ? sayAsked(only.spell.elsewhere) : sayStanding(only.standing)
}

const reasonKept = 'officers can read why'

const keptBack = <T extends { reason: string } | undefined>(exception: T): T => exception && { ...exception, reason: reasonKept }

/** The same without what may name somebody: for whoever sees schools, not people. */
export const withoutPeople = (found: SchoolStanding): SchoolStanding => ({
  ...found,
  exception: keptBack(found.exception),
  statement: found.statement && { ...found.statement, saidBy: 'the school' },
  holders: found.holders.map(({ spell, standing }) => ({ spell, standing: { ...standing, exception: keptBack(standing.exception) } })),
})
