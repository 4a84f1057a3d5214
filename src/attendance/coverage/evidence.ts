// Evidence is a current mark of attended or in part, on a London day of the period, for the place's
// school (own staff), each represented school, or a walk-in's matched school; and earlier
// attendance with its source (own staff). What became of place or event does not matter. Grades,
// best first: own staff, own staff in part, represented, represented in part. Noted beside: signed
// register, earlier record or unregister signed off, and whether only through a merged or split
// predecessor.
import type { Made } from '#attendance/corrections/correction.ts'
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import type { SchoolName } from '#schools/schools/school.ts'

export type Grade = 'own_attended' | 'own_part' | 'represented_attended' | 'represented_part'
export type Basis = 'signed' | 'earlier' | 'provisional'

export type Reached = { grade: Grade; basis: Basis; throughPredecessor: boolean }

// The store takes the minimum of these: hundreds are the grade, ten a predecessor, units the kind
// of record.
export const gradeCodes: Record<Grade, number> = { own_attended: 100, own_part: 200, represented_attended: 300, represented_part: 400 }
export const basisCodes: Record<Basis, number> = { signed: 1, earlier: 2, provisional: 3 }
export const predecessorCode = 10

const named = <N extends string>(codes: Record<N, number>, value: number): N => {
  const key = (Object.keys(codes) as N[]).find((name) => codes[name] === value)
  if (!key) throw new Error(`${value} is no code of coverage`)
  return key
}

/** Decodes the store's code. */
export const reachedBy = (code: number): Reached => ({
  grade: named(gradeCodes, Math.floor(code / 100) * 100),
  basis: named(basisCodes, code % 10),
  throughPredecessor: code % 100 >= predecessorCode,
})

/** The same; undefined for a school that did not take part. */
export const reached = (code: number | null): Reached | undefined => (code === null ? undefined : reachedBy(code))

export const gradeNames: Record<Grade, string> = {
  own_attended: 'Own staff attended',
  own_part: 'Own staff attended in part',
  represented_attended: 'Represented',
  represented_part: 'Represented in part',
}

export const basisNames: Record<Basis, string> = {
  signed: 'Register signed off',
  earlier: 'Earlier record',
  provisional: 'Register not yet signed off',
}

/** Where the data comes from, and who came besides counted schools. */
export type Sources = {
  /** The first day of any register with marks or earlier record; undefined without any. */
  since: Day | undefined
  registers: number
  signedRegisters: number
  /** The date of the newest register applied here; undefined: none. */
  registerAsAt: Day | undefined
  earlier: { source: string; records: number; from: Day; to: Day }[]
  /** What closed registers of the question rest on, as two people corrected it. */
  corrections?: readonly Made[]
  /** Took part, but are not counted. */
  outside: number
  notOfArea: number
  unmatchedWalkIns: number
  /** Of the early years list, never of the schools; undefined: none is loaded. */
  earlyYears?: EarlyYears | undefined
}

/** The first day of any record. `source`: of the earlier record; undefined: of a register here. */
export type Beginning = { on: Day; source: string | undefined }

/** Settings on the list on the date, and how many of them had somebody attend. */
export type EarlyYears = { listed: number; tookPart: number; loadedOn: Day }

export type SchoolRow = SchoolName & {
  id: string
  urn: string
  category: string
  reached: Reached | undefined
  /** Of attendance on the topic asked, at whatever time; undefined: none. */
  firstOnTopic: Day | undefined
  lastOnTopic: Day | undefined
  /** Different events, and earlier records of others. */
  times: number
  /** The last day with attendance of the school at any event; undefined: never. */
  lastOn: Day | undefined
}

export type Evidence = {
  on: Day
  title: string
  /** The event's code; undefined for an earlier record. */
  code: string | undefined
  grade: Grade
  basis: Basis
  /** An earlier record's source. */
  source: string | undefined
  /** undefined: the school itself. */
  predecessor: SchoolName | undefined
  corrected: boolean
  late: boolean
  walkIn: boolean
  /** Watched at a colleague's screen, as was said. */
  stated: boolean
  /** Its entry of the protected record, if it is a mark and has one by now. */
  sealed: { entry: number; at: Instant } | undefined
  /** Falls within the question. */
  asked: boolean
  /** Only read for those who may see people. */
  person: string | undefined
  role: string | undefined
}

export type WrittenTo = {
  sendingId: string
  subject: string
  nature: 'service' | 'statutory' | 'promotion' | 'training'
  on: Day
  people: number
}

/** Records hold instants of sessions, and days of earlier attendance. */
export const dayOf = (at: string): string => (at.length === 10 ? at : londonDay(at))
