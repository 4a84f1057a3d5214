// How a school was reached, as coverage.ts grades it, and the records that say so.
import type { Day } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type Grade = 'own_attended' | 'own_part' | 'represented_attended' | 'represented_part'
export type Basis = 'signed' | 'earlier' | 'provisional'

export type Reached = { grade: Grade; basis: Basis; throughPredecessor: boolean }

// The store asks the database for the smallest of these numbers: hundreds for the grade, ten for a predecessor, units for the record.
export const gradeCodes: Record<Grade, number> = { own_attended: 100, own_part: 200, represented_attended: 300, represented_part: 400 }
export const basisCodes: Record<Basis, number> = { signed: 1, earlier: 2, provisional: 3 }
export const predecessorCode = 10

/** What a code of the store means; undefined for a school that did not take part. */
export const reached = (code: number | null): Reached | undefined => {
  if (code === null) return undefined
  const named = <N extends string>(codes: Record<N, number>, value: number): N | undefined =>
    (Object.keys(codes) as N[]).find((name) => codes[name] === value)
  const grade = named(gradeCodes, Math.floor(code / 100) * 100)
  const basis = named(basisCodes, code % 10)
  return grade && basis ? { grade, basis, throughPredecessor: code % 100 >= predecessorCode } : undefined
}

export const gradeNames: Record<Grade, string> = {
  own_attended: 'Own staff attended',
  own_part: 'Own staff attended in part',
  represented_attended: 'Represented',
  represented_part: 'Represented in part',
}

export const basisNames: Record<Basis, string> = {
  signed: 'Signed register',
  earlier: 'Earlier record',
  provisional: 'Register not yet signed',
}

/** Whose record the report rests on, and who came besides the schools that are counted. */
export type Sources = {
  /** The first day of any register with marks or of any earlier record; undefined when there is none at all. */
  since: Day | undefined
  registers: number
  signedRegisters: number
  /** Of what day the newest register is that was applied here; undefined: none was. */
  registerAsAt: Day | undefined
  earlier: { source: string; records: number; from: Day; to: Day }[]
  /** Took part in what is asked, but are not counted. */
  outside: number
  notOfArea: number
  unmatchedWalkIns: number
}

export type SchoolRow = SchoolName & {
  id: string
  category: string
  reached: Reached | undefined
  /** The last day on which anyone is recorded as there for the school, at any event; undefined: never. */
  lastOn: Day | undefined
}

export type Evidence = {
  on: Day
  title: string
  /** Where to read about the event; undefined for an earlier record. */
  code: string | undefined
  grade: Grade
  basis: Basis
  /** Named for an earlier record. */
  source: string | undefined
  /** The school itself when undefined. */
  predecessor: SchoolName | undefined
  corrected: boolean
  late: boolean
  walkIn: boolean
  /** Falls within what is asked. */
  asked: boolean
  /** Only read for those who may see people. */
  person: string | undefined
  role: string | undefined
}

/** A message that an organiser wrote to the school; contact, and no attendance. */
export type WrittenTo = { sendingId: string; subject: string; nature: 'service' | 'statutory' | 'promotion'; on: Day; people: number }

/** `counted`: open in the area on the date of the report. `written`: only read for those who may see people. */
export type SchoolEvidence = {
  school: SchoolName & { id: string }
  counted: boolean
  evidence: Evidence[]
  written: WrittenTo[]
  /** The first day of any record at all. */
  since: Day | undefined
}

const gradeOf = (one: Reached): number => gradeCodes[one.grade] + (one.throughPredecessor ? predecessorCode : 0) + basisCodes[one.basis]

/** The one under which a school is printed. */
export const best = (evidence: readonly Evidence[]): Reached | undefined =>
  evidence
    .map(({ grade, basis, predecessor }) => ({ grade, basis, throughPredecessor: predecessor !== undefined }))
    .reduce<Reached | undefined>((found, one) => (found === undefined || gradeOf(one) < gradeOf(found) ? one : found), undefined)
