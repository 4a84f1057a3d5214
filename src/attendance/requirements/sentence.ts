// How somebody or a school stands, as state.ts says it, and why: what our record holds and no more.
import { sayDay } from '#base/dates.ts'
import { type Basis, sayBasis, sayMonths } from './edition-sentence.ts'
import type { Edition } from './requirement.ts'
import type { SchoolStanding } from './school-standing.ts'
import { type Elsewhere, isUnshown, type Standing, states } from './standing.ts'
import { lowerFirst, type Seer, sayState } from './state.ts'
import type { Shortfall, Training } from './training.ts'

const inBrackets = (edition: Basis): string => `(${lowerFirst(sayBasis(edition))})`

const sayTraining = ({ title, on }: Training): string => `“${title}” on ${sayDay(on)}`

const shortfalls: Record<Shortfall, (edition: Edition) => string> = {
  other_purpose: ({ purposes }) => (purposes.includes('update') ? 'it was no update' : 'it was not the training asked'),
  purpose_not_stated: () => 'its purpose is not stated',
  other_topic: () => 'it was on another topic',
  other_level: ({ level }) => `it was not at the level asked, ${level}`,
  too_short: ({ leastMinutes = 0 }) => `it was shorter than ${leastMinutes} minutes`,
  length_not_known: () => 'nobody noted how long it was',
  said_not: () => 'it was said not to count',
  no_first: () => 'it refreshes a training of which there is no record',
}

const counting = (training: Training, { everyMonths }: Edition): string =>
  everyMonths === undefined ? sayTraining(training) : `${sayMonths(everyMonths)} after ${sayTraining(training)}`

const main = (standing: Standing, seer: Seer): string => {
  const { state, training, until, edition, exception, nearest, inductionUntil, graceUntil } = standing
  const [said, source] = [sayState(standing, seer), inBrackets(edition)]
  if (state === 'exempt') return `${said}: ${exception?.reason ?? ''}.`
  if (state === 'not_known') return `${said}: whoever is named says that it is not them.`
  const induction = inductionUntil === undefined ? '' : `${edition.inductionDays} days after the role began`
  if (!training) {
    const by = exception?.kind === 'extended' && until !== undefined && standing.day === until
    const why = by ? `, to which day an officer extended it: ${exception.reason}` : induction && `, ${induction}`
    const short = nearest ? ` ${sayTraining(nearest.training)} does not count: ${shortfalls[nearest.why](edition)}.` : ''
    return `${said}${why} ${source}.${short}`
  }
  if (until === undefined) return `${said}: ${sayTraining(training)}; it need not be done again ${source}.`
  const grace = graceUntil === undefined ? '' : ` Nobody is followed up about it until ${sayDay(graceUntil)}.`
  const open = induction && ` It may still be done until ${sayDay(inductionUntil ?? until)}, ${induction}.`
  const isLate = state === 'not_in_date'
  if (exception?.kind === 'extended') {
    const extended = isLate ? `an officer had extended it to ${sayDay(until)}` : 'to which day an officer extended it'
    return `${said}${isLate ? ':' : ','} ${extended}: ${exception.reason} ${source}.${grace}${open}`
  }
  return isLate
    ? `${said}: ${counting(training, edition)} was ${sayDay(until)} ${source}.${grace}${open}`
    : `${said}, ${counting(training, edition)} ${source}.`
}

const before = ({ beforeRole }: Standing): string =>
  beforeRole === 'no'
    ? ' It was done after the role began.'
    : beforeRole === 'not_known'
      ? ' Whether it was done before the role began is not known.'
      : ''

/** How a holder stands, and why. */
export const sayStanding = (standing: Standing, seer: Seer = 'council'): string => main(standing, seer) + before(standing)

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
    ? `Not confirmed yet. ${main(standing, 'school').replace('No training on our record', 'Nothing that they attended for the school counts')}`
    : `Not confirmed yet. By what they attended for the school they would be: ${lowerFirst(main(standing, 'school'))}`

/** Why it is not known who holds a role: nobody has said anything, or somebody is only proposed. */
const untoldWords = {
  untold: 'nobody has told us who holds the role',
  proposed: 'somebody is proposed for the role, and nobody has confirmed them',
  gap: 'the school says that it does not know who holds the role',
}

export const sayUntold = (about: keyof typeof untoldWords, edition: Basis, seer: Seer): string =>
  `${sayState({ state: 'not_known' }, seer)}: ${untoldWords[about]} ${inBrackets(edition)}.`

export const sayVacant = (from: SchoolStanding['day'], edition: Basis): string =>
  `${sayState({ state: 'vacant', day: from })} ${inBrackets(edition)}.`

const counts = ({ holders }: SchoolStanding, seer: Seer): string => {
  const of = Map.groupBy(
    states.flatMap((state) => holders.filter(({ standing }) => standing.state === state)),
    ({ spell, standing }) => (isUnshown(spell, standing) ? 'not shown yet' : lowerFirst(sayState({ state: standing.state }, seer))),
  )
  return `Of ${holders.length} in the role: ${[...of].map(([name, own]) => `${own.length} ${name}`).join(', ')}.`
}

/** How a school stands, without why. */
export const saySchoolState = (found: SchoolStanding, seer: Seer = 'council'): string =>
  found.holders.some(({ spell, standing }) => found.state === 'not_known' && isUnshown(spell, standing))
    ? 'Not shown yet'
    : sayState(found.edition.whose === 'statement' ? { ...found, stated: found.statement ?? null } : found, seer)

/** How a school stands, and why, without names. */
export const saySchoolStanding = (found: SchoolStanding, seer: Seer = 'council'): string => {
  const { state, holders, edition, exception } = found
  const said = saySchoolState(found, seer)
  if (state === 'exempt' && exception) return `${said}: ${exception.reason}.`
  if (state === 'not_asked')
    return `${said}: the register does not say enough to know whether it is asked of this school ${inBrackets(edition)}.`
  if (edition.whose === 'statement') return `${said}${found.until ? `; due again by ${sayDay(found.until)}` : ''} ${inBrackets(edition)}.`
  const [only] = holders
  if (!only) return state === 'vacant' ? sayVacant(found.day, edition) : `${said}: nobody is confirmed in the role ${inBrackets(edition)}.`
  if (holders.length > 1 || state !== only.standing.state) return `${said}. ${counts(found, seer)}`
  return isUnshown(only.spell, only.standing) ? sayAsked(only.spell.elsewhere) : sayStanding(only.standing, seer)
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
