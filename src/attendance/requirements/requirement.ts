// A requirement says who must be trained in what, and how often. It has editions: a new one each
// September adds a row and never changes what was true under the last. Which edition is in force
// is asked of a day. The usual ones are shipped; every citation can be
// edited.
import { usualThresholds } from '#base/council/thresholds.ts'
import type { Day } from '#base/dates.ts'

/**
 * Whose a requirement is: of each holder of a role, of one holder at least, or what the school
 * itself states of its staff.
 */
export const whoseWays = ['every_holder', 'one_holder', 'statement'] as const
export type Whose = (typeof whoseWays)[number]

/** What a training was for; a lead's two-yearly training is not the yearly update. */
export const purposes = ['training', 'update', 'briefing'] as const
export type Purpose = (typeof purposes)[number]

/** What asks it: an Act, regulations or a statutory framework; guidance; or the council itself. */
export const strengths = ['law', 'guidance', 'local'] as const
export type Strength = (typeof strengths)[number]

export type Edition = {
  id: string
  requirementId: string
  label: string
  whose: Whose
  /** Roles it binds; none when it is stated of all staff. */
  roleIds: readonly string[]
  /** Kinds and sectors of school it binds; empty: all. */
  kinds: readonly string[]
  sectors: readonly string[]
  /** Binds only schools with children under five. */
  underFives: boolean
  purposes: readonly Purpose[]
  topicIds: readonly string[]
  /** The level asked, '' for any, and the shortest training that counts. */
  level: string
  leastMinutes: number | undefined
  /** Months until it must be done again; undefined: once. */
  everyMonths: number | undefined
  /** Whether it must be done before the role begins. */
  beforeInRole: boolean
  /** Days from the start of the role in which it may still be done. */
  inductionDays: number
  /** Days before it runs out in which it is due soon; undefined: as usual. */
  dueSoonDays?: number | undefined
  /** Days after it has run out in which nobody is chased. It is out of date all the same. */
  graceDays: number
  strength: Strength
  /**
   * «KCSIE 2026, Annex C», what it says there, and whether somebody must still read the text in
   * force.
   */
  source: string
  citation: string
  toCheck: boolean
  /** When the source came out; undefined: not known. */
  publishedOn: Day | undefined
  /** The first day on which it is in force. */
  validFrom: Day
  /** The first day on which it is no longer in force. */
  validTo: Day | undefined
}

/** Settings that are no school, by the kinds that an edition can name beside those of schools. */
export const settingKinds = { childminder: 'Childminder', early_years: 'Nursery or pre-school that is no school' } as const

/** Of which no requirement asks anything unless it names them; `other_setting` none names. */
const isSettingKind = (kind: string): boolean => Object.hasOwn(settingKinds, kind) || kind === 'other_setting'

/** Whether an edition is of settings alone. */
export const isOfSettings = ({ kinds }: Pick<Edition, 'kinds'>): boolean => kinds.length > 0 && kinds.every(isSettingKind)

/** What of a school decides whether a requirement binds it. */
export type SchoolFacts = {
  /** As of schools, or a kind of setting. */
  kind: string
  sector: string
  /**
   * The youngest age that the register gives, and what it says of a nursery; '' when it says
   * nothing.
   */
  lowAge: string
  nurseryProvision: string
}

/** The edition in force on a day, if any: of two, the one that began last. */
export const editionOn = (editions: readonly Edition[], day: Day): Edition | undefined =>
  editions
    .filter(({ validFrom, validTo }) => validFrom <= day && (validTo === undefined || day < validTo))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : a.id < b.id ? 1 : -1))[0]

/** Of each requirement the edition in force on a day, in their order. */
export const editionsOn = (editions: readonly Edition[], day: Day): Edition[] =>
  [...Map.groupBy(editions, ({ requirementId }) => requirementId).values()].flatMap((own) => editionOn(own, day) ?? [])

/** Whether a school has children under five; undefined when the register says neither. */
const hasUnderFives = ({ lowAge, nurseryProvision }: SchoolFacts): boolean | undefined => {
  if (/^has nursery/i.test(nurseryProvision)) return true
  if (/^\d+$/.test(lowAge)) return Number(lowAge) < 5
  return nurseryProvision === '' || /^not (recorded|applicable)/i.test(nurseryProvision) ? undefined : false
}

/** Whether an edition is of the world of a school, or of a setting of its kind. */
export const isOfKind = (edition: Pick<Edition, 'kinds'>, { kind }: Pick<SchoolFacts, 'kind'>): boolean =>
  isSettingKind(kind) ? edition.kinds.includes(kind) : !isOfSettings(edition)

/** Whether an edition binds a school; undefined when the register does not say enough. */
export const binds = (edition: Edition, school: SchoolFacts): boolean | undefined => {
  if (!isOfKind(edition, school)) return false
  if (isSettingKind(school.kind)) return true
  if (edition.kinds.length > 0 && !edition.kinds.includes(school.kind)) return school.kind === 'not_known' ? undefined : false
  if (edition.sectors.length > 0 && !edition.sectors.includes(school.sector)) return school.sector === 'not_known' ? undefined : false
  return edition.underFives ? hasUnderFives(school) : true
}

/** Days before it runs out in which a training is due soon. */
export const soonDays = (edition: Pick<Edition, 'dueSoonDays'> | undefined): number => edition?.dueSoonDays ?? usualThresholds.dueSoonDays
