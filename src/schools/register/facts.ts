// What the national register (GIAS) says of one URN, in the words that Muster keeps. Every identifier stays text: leading zeros carry meaning.
import { addDays, type Day } from '#base/dates.ts'
import { type Classification, classify } from './classification.ts'

/** The columns that Muster keeps, by the register's own header. Columns come and go twice a year, so they are bound by name, in any order. */
export const columns = {
  urn: 'URN',
  name: 'EstablishmentName',
  laCode: 'LA (code)',
  laName: 'LA (name)',
  establishmentNumber: 'EstablishmentNumber',
  typeCode: 'TypeOfEstablishment (code)',
  typeName: 'TypeOfEstablishment (name)',
  typeGroupCode: 'EstablishmentTypeGroup (code)',
  typeGroupName: 'EstablishmentTypeGroup (name)',
  statusCode: 'EstablishmentStatus (code)',
  statusName: 'EstablishmentStatus (name)',
  phaseCode: 'PhaseOfEducation (code)',
  phase: 'PhaseOfEducation (name)',
  lowAge: 'StatutoryLowAge',
  highAge: 'StatutoryHighAge',
  trustUid: 'Trusts (code)',
  trustName: 'Trusts (name)',
  federationName: 'Federations (name)',
  openDate: 'OpenDate',
  closeDate: 'CloseDate',
  closeReason: 'ReasonEstablishmentClosed (name)',
  street: 'Street',
  locality: 'Locality',
  address3: 'Address3',
  town: 'Town',
  county: 'County (name)',
  postcode: 'Postcode',
  website: 'SchoolWebsite',
  telephone: 'TelephoneNum',
  ukprn: 'UKPRN',
  uprn: 'UPRN',
  pupils: 'NumberOfPupils',
  wardCode: 'AdministrativeWard (code)',
  wardName: 'AdministrativeWard (name)',
  districtCode: 'DistrictAdministrative (code)',
  districtName: 'DistrictAdministrative (name)',
  urbanRural: 'UrbanRural (name)',
  gender: 'Gender (name)',
  religiousCharacter: 'ReligiousCharacter (name)',
  diocese: 'Diocese (name)',
  nurseryProvision: 'NurseryProvision (name)',
  freeMealsPercent: 'PercentageFSM',
  easting: 'Easting',
  northing: 'Northing',
} as const

export type TextFact = keyof typeof columns
export const textFacts = Object.keys(columns) as TextFact[]

/** Without these a file cannot be compared. They are named in this order when they are missing. */
export const requiredFacts = [
  'urn',
  'laCode',
  'establishmentNumber',
  'name',
  'typeCode',
  'typeName',
  'statusCode',
  'statusName',
  'phase',
  'openDate',
  'closeDate',
  'town',
  'postcode',
] as const satisfies readonly TextFact[]

/** One row of the file: the kept columns that the file has. An absent column is absent, an empty cell is ''. Dates are days or ''. */
export type FileRow = Partial<Record<TextFact, string>>

export type Place = { latitude: number | null; longitude: number | null }

export type Facts = Record<TextFact, string> &
  Classification &
  Place & {
    /** The first day on which it is open; null: always open as far as we know. */
    opensOn: Day | null
    /** The first day on which it is no longer open; null: none known. */
    closesOn: Day | null
  }

/** `01-09-2022`, `01/09/2022` and `2022-09-01` as a day; anything else as ''. */
export const dayFrom = (text: string): Day | '' => {
  const british = text.match(/^(\d{1,2})[-/](\d{1,2})[-/](\d{4})/)
  const day = british
    ? `${british[3]}-${(british[2] ?? '').padStart(2, '0')}-${(british[1] ?? '').padStart(2, '0')}`
    : (text.match(/^\d{4}-\d{2}-\d{2}/)?.[0] ?? '')
  const time = Date.parse(`${day}T00:00:00.000Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? '' : day
}

export const isClosed = (statusCode: string): boolean => statusCode === '2'
/** Open, or open but proposed to close: what coverage counts as open. */
export const isOpen = (statusCode: string): boolean => statusCode === '1' || statusCode === '3'

export type Dating = {
  /** The day for which the file speaks. */
  asAt: Day
  /** When a linked URN takes over, the first day of the other, if known. */
  succeededOn: Day | undefined
  held: Pick<Facts, 'statusCode' | 'opensOn' | 'closesOn'> | undefined
}

/**
 * When it opens and when it is no longer open. A closing date is the last day, so the first day no longer open is the one after. A closed
 * school without a date counts as closed from the day of the first file that said so, and keeps that day.
 */
export const lifeOf = (facts: FileRow, { asAt, succeededOn, held }: Dating): Pick<Facts, 'opensOn' | 'closesOn'> => {
  const opensOn = facts.openDate || (facts.statusCode === '4' ? '9999-12-31' : null)
  if (facts.closeDate) return { opensOn, closesOn: addDays(facts.closeDate, 1) }
  if (!isClosed(facts.statusCode ?? '')) return { opensOn, closesOn: null }
  if (held && isClosed(held.statusCode) && held.closesOn) return { opensOn, closesOn: held.closesOn }
  return { opensOn, closesOn: succeededOn ?? asAt }
}

/**
 * The facts of a row as the register of Muster will hold them. What the file has no column for stays as it is held.
 *
 * @param place converts a British grid reference (metres) to latitude and longitude
 */
export const factsOf = (
  row: FileRow,
  held: Facts | undefined,
  dating: Omit<Dating, 'held'>,
  place: (easting: string, northing: string) => Place,
): Facts => {
  const text = Object.fromEntries(textFacts.map((fact) => [fact, row[fact] ?? held?.[fact] ?? ''])) as Record<TextFact, string>
  const samePlace = held && held.easting === text.easting && held.northing === text.northing
  return {
    ...text,
    ...classify(text),
    ...(samePlace ? { latitude: held.latitude, longitude: held.longitude } : place(text.easting, text.northing)),
    ...lifeOf(text, { ...dating, held }),
  }
}

/** Facts whose change is worth a line of the dry run; the rest follow from these. */
const compared = [...textFacts.filter((fact) => fact !== 'urn'), 'opensOn', 'closesOn', 'sector', 'kind'] as const
export type ComparedFact = (typeof compared)[number]

export type FieldChange = { fact: ComparedFact; old: string; new: string }

/** What differs, field by field. */
export const differences = (held: Facts, found: Facts): FieldChange[] =>
  compared.flatMap((fact) => {
    const [old, now] = [held[fact] ?? '', found[fact] ?? '']
    return old === now ? [] : [{ fact, old, new: now }]
  })

/** Facts about the whole life of a URN rather than about a span of it: learning them corrects the past spans too. */
const ofWholeLife: readonly ComparedFact[] = ['openDate', 'closeDate', 'opensOn', 'closesOn']
export const correctsLife = (changes: readonly FieldChange[]): boolean => changes.some((change) => ofWholeLife.includes(change.fact))
const onlyCorrectsLife = (changes: readonly FieldChange[]): boolean => changes.every((change) => ofWholeLife.includes(change.fact))

/** new: not held before. dated: true from the file's day on, so what was held ends there. replaced: what was held was never right. */
export type Action = 'new' | 'dated' | 'replaced'

export const actionFor = (changes: readonly FieldChange[], asAt: Day, heldFrom: Day | null): Exclude<Action, 'new'> =>
  onlyCorrectsLife(changes) || (heldFrom !== null && asAt <= heldFrom) ? 'replaced' : 'dated'
