// How somebody or a school stands, as state.ts says it, and why: what our record holds and no more.
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import type { EditionFacts } from './edition-change.ts'
import { type Edition, isOfSettings, type Purpose, type Strength, settingKinds, type Whose } from './requirement.ts'
import type { SchoolStanding } from './school-standing.ts'
import { type Elsewhere, isUnshown, type Standing, states } from './standing.ts'
import { lowerFirst, type Seer, sayNote, sayState } from './state.ts'
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
    ({ spell, standing }) => lowerFirst(isUnshown(spell, standing) ? sayNote('unshown') : sayState({ state: standing.state }, seer)),
  )
  return `Of ${holders.length} in the role: ${[...of].map(([name, own]) => `${own.length} ${name}`).join(', ')}.`
}

/** Whether how a school stands may not be shown to it. */
const isSchoolUnshown = ({ state, holders }: SchoolStanding): boolean =>
  state === 'not_known' && holders.some(({ spell, standing }) => isUnshown(spell, standing))

/** How a school stands, without why. */
export const saySchoolState = (found: SchoolStanding, seer: Seer = 'council'): string =>
  isSchoolUnshown(found)
    ? sayNote('unshown')
    : sayState(found.edition.whose === 'statement' ? { ...found, stated: found.statement ?? null } : found, seer)

/** How a school stands, and why, without names. */
export const saySchoolStanding = (found: SchoolStanding, seer: Seer = 'council'): string => {
  const { state, holders, edition, exception } = found
  const standing = saySchoolState(found, seer)
  if (state === 'exempt' && exception) return `${standing}: ${exception.reason}.`
  if (state === 'not_asked')
    return `${standing}: the register does not say enough to know whether it is asked of this school ${inBrackets(edition)}.`
  if (edition.whose === 'statement')
    return `${standing}${found.until ? `; due again by ${sayDay(found.until)}` : ''} ${inBrackets(edition)}.`
  const [only] = holders
  if (!only)
    return state === 'vacant' ? sayVacant(found.day, edition) : `${standing}: nobody is confirmed in the role ${inBrackets(edition)}.`
  if (holders.length > 1 || state !== only.standing.state) return `${standing}. ${counts(found, seer)}`
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

/** Roles and topics by their ids, in their order. */
export type Names = { roles: ReadonlyMap<string, string>; topics: ReadonlyMap<string, string> }

export const whoseNames: Record<Whose, string> = {
  every_holder: 'Everybody who holds one of the roles',
  one_holder: 'At least one person who holds one of the roles',
  statement: 'All staff: the school states how many',
}

export const purposeNames: Record<Purpose, string> = { training: 'Training', update: 'Update', briefing: 'Briefing' }

export const strengthNames: Record<Strength, string> = { law: 'Law', guidance: 'Guidance', local: 'Local rule' }

/** `KCSIE 2026, Annex C, published 1 July 2026` */
export const sayPublished = (source: string, publishedOn: Day | undefined): string =>
  publishedOn === undefined ? source : `${source}, published ${sayDay(publishedOn)}`

export type Basis = Pick<EditionFacts, 'strength' | 'source' | 'publishedOn'>

/** What asks it, and where: `Guidance: KCSIE 2026, Annex C`. */
export const sayBasis = ({ strength, source, publishedOn }: Basis): string =>
  `${strengthNames[strength]}: ${sayPublished(source, publishedOn)}`

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

const namesOf = (ids: readonly string[], names: ReadonlyMap<string, string>): string[] =>
  ids.map((id) => names.get(id) ?? id).toSorted((a, b) => [...names.values()].indexOf(a) - [...names.values()].indexOf(b))

/** `a year`, `two years`, `18 months` */
const sayMonths = (months: number): string => {
  if (months % 12 > 0) return months === 1 ? 'a month' : `${months} months`
  return months === 12 ? 'a year' : months === 24 ? 'two years' : `${months / 12} years`
}

const sayOften = (months: number | undefined): string => (months === undefined ? 'once' : `every ${sayMonths(months).replace(/^a /, '')}`)

const kindNames: Readonly<Record<string, string>> = { ...kinds, ...settingKinds }

const saySchools = ({ kinds: ofKinds, sectors: ofSectors, underFives }: EditionFacts): string => {
  const namedKinds = ofKinds.map((one) => kindNames[one] ?? one)
  if (isOfSettings({ kinds: ofKinds })) return `of settings that are no school (${namedKinds.join(', ')})`
  const named = [ofSectors.map((one) => sectors[one as keyof typeof sectors]).join(', '), namedKinds.join(', ')].filter(Boolean)
  if (named.length === 0 && !underFives) return 'of every school'
  return `of schools${underFives ? ' with children under five' : ''}${named.length > 0 ? ` (${named.join('; ')})` : ''}`
}

const whom = (edition: EditionFacts, names: Names): string => {
  const schools = saySchools(edition)
  if (edition.whose === 'statement') return `All staff ${schools}`
  const roles = either.format(namesOf(edition.roleIds, names.roles))
  return `${edition.whose === 'every_holder' ? 'Everybody' : 'At least one person'} in the role ${roles}, ${schools}`
}

const what = ({ purposes: ofPurposes, topicIds, level, leastMinutes }: EditionFacts, names: Names): string =>
  [
    either.format(ofPurposes.map((purpose) => purposeNames[purpose].toLowerCase())),
    ...(topicIds.length > 0 ? [`on ${either.format(namesOf(topicIds, names.topics))}`] : []),
    ...(level ? [`at the level ${level}`] : []),
    ...(leastMinutes === undefined ? [] : [`of at least ${counted(leastMinutes, 'minute')}`]),
  ].join(' ')

const first = ({ beforeInRole, inductionDays }: EditionFacts): string =>
  beforeInRole
    ? ', the first before the role begins'
    : inductionDays > 0
      ? `, the first within ${counted(inductionDays, 'day')} of its start`
      : ''

/** `Everybody in the role Headteacher, of every school: training, every two years.` */
export const sayEdition = (edition: EditionFacts, names: Names): string => {
  const grace = edition.graceDays > 0 ? ` Nobody is followed up until ${counted(edition.graceDays, 'day')} after it has run out.` : ''
  return `${whom(edition, names)}: ${what(edition, names)}, ${sayOften(edition.everyMonths)}${first(edition)}.${grace}`
}

/** `From 1 September 2026`, `From 2 September 2019, until 31 August 2026` */
export const sayDaysInForce = ({ validFrom, validTo }: Pick<EditionFacts, 'validFrom' | 'validTo'>): string =>
  `From ${sayDay(validFrom)}${validTo === undefined ? '' : `, until ${sayDay(addDays(validTo, -1))}`}`

/** Every fact of an edition with its name, as people read it. */
export const factsOf = (edition: EditionFacts, names: Names): [name: string, said: string][] => {
  const list = (said: readonly string[], none: string): string => (said.length > 0 ? listed(said) : none)
  return [
    ['Called', edition.label],
    ['Whose', whoseNames[edition.whose]],
    ['Roles', list(namesOf(edition.roleIds, names.roles), 'None')],
    [
      'Sectors',
      list(
        edition.sectors.map((one) => sectors[one as keyof typeof sectors]),
        'All',
      ),
    ],
    [
      'Kinds of school or setting',
      list(
        edition.kinds.map((one) => kindNames[one] ?? one),
        'All schools',
      ),
    ],
    ['Only with children under five', edition.underFives ? 'Yes' : 'No'],
    [
      'What counts',
      list(
        edition.purposes.map((purpose) => purposeNames[purpose]),
        'Nothing',
      ),
    ],
    ['Topics', list(namesOf(edition.topicIds, names.topics), 'Any')],
    ['Level', edition.level || 'Any'],
    ['Shortest', edition.leastMinutes === undefined ? 'Any length' : counted(edition.leastMinutes, 'minute')],
    ['How often', sayOften(edition.everyMonths)],
    ['Before the role begins', edition.beforeInRole ? 'Yes' : 'No'],
    ['Induction', edition.inductionDays === 0 ? 'None' : counted(edition.inductionDays, 'day')],
    ['Grace', edition.graceDays === 0 ? 'None' : counted(edition.graceDays, 'day')],
    ['What asks it', strengthNames[edition.strength]],
    ['Source', edition.source],
    ['Where the source says it', edition.citation || 'Not given'],
    ['Compared with the text in force', edition.toCheck ? 'Not yet' : 'Yes'],
    ['Published', edition.publishedOn === undefined ? 'Not given' : sayDay(edition.publishedOn)],
    ['In force', sayDaysInForce(edition)],
  ]
}

/** Where two editions say something different. */
export const differencesOf = (before: EditionFacts, after: EditionFacts, names: Names): [name: string, before: string, after: string][] => {
  const was = factsOf(before, names)
  return factsOf(after, names).flatMap(([name, said], n) => (was[n]?.[1] === said ? [] : [[name, was[n]?.[1] ?? '', said]]))
}
