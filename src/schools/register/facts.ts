// What the national register (GIAS) says of a URN. Identifiers stay text: leading zeros matter.
import { addDays, type Day } from '#base/dates.ts'
import { type Classification, classify } from './classification.ts'

/** Kept columns by header, in any order: columns come and go twice a year. */
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
  girls: 'NumberOfGirls',
  censusOn: 'CensusDate',
  capacity: 'SchoolCapacity',
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
  /** With `HeadFirstName` it becomes a mark; the name is not kept (`head.ts`). */
  headMark: 'HeadLastName',
  easting: 'Easting',
  northing: 'Northing',
} as const

export type TextFact = keyof typeof columns
export const textFacts = Object.keys(columns) as TextFact[]

/** A file without these is refused; missing ones are named in this order. */
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

/** A missing column is absent, an empty cell ''. Dates are days or ''. */
export type FileRow = Partial<Record<TextFact, string>>

export type Place = { latitude: number | null; longitude: number | null }

export type Facts = Record<TextFact, string> &
  Classification &
  Place & {
    /** Its first day; null: always, as far as known. */
    opensOn: Day | null
    /** The first day it is closed; null: unknown. */
    closesOn: Day | null
  }

/** `01-09-2022`, `01/09/2022` and `2022-09-01` as a day; else ''. */
export const dayFrom = (text: string): Day | '' => {
  const british = text.match(/^(\d{1,2})[-/](\d{1,2})[-/](\d{4})/)
  const day = british
    ? `${british[3]}-${(british[2] ?? '').padStart(2, '0')}-${(british[1] ?? '').padStart(2, '0')}`
    : (text.match(/^\d{4}-\d{2}-\d{2}/)?.[0] ?? '')
  const time = Date.parse(`${day}T00:00:00.000Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? '' : day
}

export const isClosed = (statusCode: string): boolean => statusCode === '2'
/** Also if proposed to close, as coverage counts. */
export const isOpen = (statusCode: string): boolean => statusCode === '1' || statusCode === '3'

export type Dating = {
  /** The day the file describes. */
  asAt: Day
  /** When a linked URN takes over: its first day, if known. */
  succeededOn: Day | undefined
  held: Pick<Facts, 'statusCode' | 'opensOn' | 'closesOn'> | undefined
}

/**
 * The register's closing date is the last open day; we store the day after. A closed school without
 * a date counts as closed from the first file that says it is.
 */
export const lifeOf = (facts: FileRow, { asAt, succeededOn, held }: Dating): Pick<Facts, 'opensOn' | 'closesOn'> => {
  const opensOn = facts.openDate || (facts.statusCode === '4' ? '9999-12-31' : null)
  if (facts.closeDate) return { opensOn, closesOn: addDays(facts.closeDate, 1) }
  if (!isClosed(facts.statusCode ?? '')) return { opensOn, closesOn: null }
  if (held && isClosed(held.statusCode) && held.closesOn) return { opensOn, closesOn: held.closesOn }
  return { opensOn, closesOn: succeededOn ?? asAt }
}

/** Missing columns keep our values. @param place converts a British grid reference in metres */
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

/** Facts listed in the dry run when they change; others follow from them. */
const compared = [...textFacts.filter((fact) => fact !== 'urn'), 'opensOn', 'closesOn', 'sector', 'kind'] as const
export type ComparedFact = (typeof compared)[number]

export type FieldChange = { fact: ComparedFact; old: string; new: string }

/** The differing fields. */
export const differences = (held: Facts, found: Facts): FieldChange[] =>
  compared.flatMap((fact) => {
    const [old, now] = [held[fact] ?? '', found[fact] ?? '']
    return old === now ? [] : [{ fact, old, new: now }]
  })

/** Facts of a whole life: correcting them corrects past spans too. */
const ofWholeLife: readonly ComparedFact[] = ['openDate', 'closeDate', 'opensOn', 'closesOn']
export const correctsLife = (changes: readonly FieldChange[]): boolean => changes.some((change) => ofWholeLife.includes(change.fact))
const onlyCorrectsLife = (changes: readonly FieldChange[]): boolean => changes.every((change) => ofWholeLife.includes(change.fact))

/** dated: true from the file's day, ending the old one. replaced: the old one was never right. */
export type Action = 'new' | 'dated' | 'replaced'

export const actionFor = (changes: readonly FieldChange[], asAt: Day, heldFrom: Day | null): Exclude<Action, 'new'> =>
  onlyCorrectsLife(changes) || (heldFrom !== null && asAt <= heldFrom) ? 'replaced' : 'dated'
