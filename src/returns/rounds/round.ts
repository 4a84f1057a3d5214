// One year's audit with a published form: which schools, by when, and who reads the answers. Once
// it is open its text is fixed; schools that open later join it.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { type Kind, kinds, type Sector, sectors } from '#schools/schools/school.ts'

export type RoundFacts = {
  versionId: string
  title: string
  year: string
  readers: string
  controllers: string
  /** The lawful basis; '' for older rounds. */
  basis: string
  deadlineAt: Instant
  finalAt: Instant
}
/** None of a list: all of them. */
export type RoundAudience = { sectors: Sector[]; kinds: Kind[] }

export type Round = RoundFacts & {
  id: string
  form: string
  formNumber: number
  /** 1: it is signed by the lead, by the governing body. */
  leadSigns: number
  bodySigns: number
  openedAt: Instant | null
  /** Why it opened before all texts were checked; '': they were. */
  uncheckedWhy: string
  closedAt: Instant | null
  audience: RoundAudience
  unchecked: readonly Sector[]
}

export type ListedRound = Pick<Round, 'id' | 'title' | 'year' | 'deadlineAt' | 'finalAt' | 'openedAt' | 'closedAt'> & {
  asked: number
  answered: number
}

/** To be asked. */
export type AskedSchool = { id: string; name: string; sector: Sector; kind: Kind; hasAddress: 0 | 1 }

export const stateOfRound = (
  { openedAt, closedAt, deadlineAt, finalAt }: Pick<Round, 'openedAt' | 'closedAt' | 'deadlineAt' | 'finalAt'>,
  now: Instant,
): string =>
  openedAt === null
    ? 'Being prepared'
    : closedAt !== null
      ? 'Closed'
      : now <= deadlineAt
        ? 'Open'
        : now <= finalAt
          ? 'Open, past the deadline'
          : 'Open, past the final date'

/** A submission in words, by its round's dates. */
export const cameWords = {
  by_deadline: 'By the deadline',
  by_final: 'Late, by the final date',
  after_final: 'After the final date',
} as const
export type Came = keyof typeof cameWords

export const cameAt = (at: Instant, { deadlineAt, finalAt }: Pick<Round, 'deadlineAt' | 'finalAt'>): Came =>
  at <= deadlineAt ? 'by_deadline' : at <= finalAt ? 'by_final' : 'after_final'

/** For something known only by day. */
export const cameOn = (day: Day, { deadlineAt, finalAt }: Pick<Round, 'deadlineAt' | 'finalAt'>): Came =>
  day <= londonDay(deadlineAt) ? 'by_deadline' : day <= londonDay(finalAt) ? 'by_final' : 'after_final'

export const sayAudience = ({ sectors: ofSectors, kinds: ofKinds }: RoundAudience): string =>
  [
    ofSectors.length === 0 ? 'every sector' : ofSectors.map((one) => sectors[one]).join(', '),
    ofKinds.length === 0 ? 'every kind' : ofKinds.map((one) => kinds[one]).join(', '),
  ].join('; ')

export type SaveRoundRefusal = 'round_is_open' | 'no_such_form'
export type OpenRefusal = 'form_not_published' | 'already_open' | 'no_schools' | 'deadline_past' | 'texts_not_checked'
export type CloseRefusal = 'not_over' | 'already_closed' | 'school_has_longer'
