// A question about a school's identity that only a person can answer. Open ones block nothing.
import { isClosed, isOpen } from './facts.ts'
import { type Area, covers, type Held, nameKey, type Seen } from './register.ts'

export type ReviewKind = 'no_link' | 'other_authority' | 'not_in_file'

export const decisions = ['same_school', 'different_schools', 'moved_away', 'still_ours'] as const
export type Decision = (typeof decisions)[number]

/** The possible answers to a question. */
export const answersTo: Record<ReviewKind, readonly Decision[]> = {
  no_link: ['same_school', 'different_schools'],
  other_authority: ['moved_away', 'still_ours'],
  not_in_file: ['still_ours', 'moved_away'],
}

type Resemblance = 'same_number' | 'same_name'

type ReviewDetail = {
  name: string
  town: string
  otherName?: string
  otherTown?: string
  because?: Resemblance
  /** The authority in the file. */
  laCode?: string
  laName?: string
  asAt?: string
}

/** For no_link: `urn` is closed or closing, `otherUrn` open. */
export type PlannedReview = { kind: ReviewKind; urn: string; otherUrn: string | null; detail: ReviewDetail }

/** Undecided, or decided and not undone. */
export type KnownReview = {
  id: string
  kind: ReviewKind
  urn: string
  otherUrn: string | null
  decision: Decision | null
  laCode: string | null
}

const key = (review: { kind: string; urn: string; otherUrn: string | null; laCode?: string | null | undefined }): string =>
  `${review.kind}|${review.urn}|${review.otherUrn ?? ''}|${review.kind === 'other_authority' ? (review.laCode ?? '') : ''}`

const agree = (a: string, b: string): boolean => {
  const [x, y] = [nameKey(a), nameKey(b)]
  return x === '' || y === '' || x === y
}

type Ask = {
  area: Area
  rows: ReadonlyMap<string, Seen>
  held: ReadonlyMap<string, Held>
  scope: ReadonlySet<string>
  known: readonly KnownReview[]
  answered: (urn: string, otherUrn: string) => boolean
}

/**
 * Asked: a closed or closing and an open school of one authority with the same establishment
 * number, or the same name and no conflicting town or postcode, without a link; a school that moved
 * to another authority; one omitted.
 */
export const findReviews = (ask: Ask): { reviews: PlannedReview[]; settled: string[] } => {
  const { area, rows, held, scope } = ask
  const planned: PlannedReview[] = []
  const pool: Seen[] = []
  for (const urn of scope) {
    const row = rows.get(urn)
    if (row && covers(area, row.laCode)) pool.push(row)
  }
  for (const [urn, known] of held) {
    if (!covers(area, known.laCode)) continue
    const row = rows.get(urn)
    if (!row) {
      pool.push(known)
      if (!isClosed(known.statusCode)) {
        planned.push({ kind: 'not_in_file', urn, otherUrn: null, detail: { name: known.name, town: known.town } })
      }
    } else if (!covers(area, row.laCode)) {
      const detail = { name: row.name, town: row.town, laCode: row.laCode, laName: row.laName }
      planned.push({ kind: 'other_authority', urn, otherUrn: null, detail })
    }
  }
  planned.push(...lookAlikes(pool, ask.answered))
  planned.sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const decided = new Set(ask.known.filter((review) => review.decision !== null).map(key))
  const reviews = planned.filter((review) => !decided.has(key({ ...review, laCode: review.detail.laCode })))
  const standing = new Set(reviews.map((review) => key({ ...review, laCode: review.detail.laCode })))
  const settled = ask.known.filter((review) => review.decision === null && !standing.has(key(review)) && isAnswered(review, ask))
  return { reviews, settled: settled.map((review) => review.id) }
}

/** Reviews of other areas, or of schools not in this file, stay. */
const isAnswered = (review: KnownReview, { area, rows, held, answered }: Ask): boolean => {
  if (review.kind === 'no_link') return review.otherUrn !== null && answered(review.urn, review.otherUrn)
  const [row, known] = [rows.get(review.urn), held.get(review.urn)]
  return row !== undefined && known !== undefined && covers(area, known.laCode)
}

const lookAlikes = (pool: readonly Seen[], answered: Ask['answered']): PlannedReview[] => {
  const open = new Map<string, Seen[]>()
  const file = (bucket: string, school: Seen): void => {
    const list = open.get(bucket)
    if (list) list.push(school)
    else open.set(bucket, [school])
  }
  const numberKey = (s: Seen): string => `${s.laCode}#${s.establishmentNumber}`
  const nameBucket = (s: Seen): string => `${s.laCode}=${nameKey(s.name)}`
  for (const school of pool) {
    if (!isOpen(school.statusCode) || school.laCode === '') continue
    if (school.establishmentNumber !== '') file(numberKey(school), school)
    file(nameBucket(school), school)
  }
  const reviews: PlannedReview[] = []
  for (const ending of pool) {
    if (!(isClosed(ending.statusCode) || ending.statusCode === '3') || ending.laCode === '') continue
    const seen = new Set([ending.urn])
    const look = (others: readonly Seen[], because: Resemblance): void => {
      for (const other of others) {
        // Of two schools proposed to close, neither succeeds the other.
        if (seen.has(other.urn) || (ending.statusCode === '3' && other.statusCode === '3') || answered(ending.urn, other.urn)) continue
        if (because === 'same_name' && !(agree(ending.town, other.town) && agree(ending.postcode, other.postcode))) continue
        seen.add(other.urn)
        const detail = { name: ending.name, town: ending.town, otherName: other.name, otherTown: other.town, because }
        reviews.push({ kind: 'no_link', urn: ending.urn, otherUrn: other.urn, detail })
      }
    }
    if (ending.establishmentNumber !== '') look(open.get(numberKey(ending)) ?? [], 'same_number')
    look(open.get(nameBucket(ending)) ?? [], 'same_name')
  }
  return reviews
}

/** Our facts about one school of a question. */
export type Side = {
  schoolId: string
  rootId: string
  name: string
  urn: string
  town: string
  postcode: string
  laName: string
  establishmentNumber: string
  typeName: string
  statusName: string
  opensOn: string | null
  closesOn: string | null
  counts: Moved
}

/** What moves with a school to another; sums in pence. `priced`: bookings with a price. */
export type Moved = Record<
  | 'bookings'
  | 'priced'
  | 'places'
  | 'waiting'
  | 'requests'
  | 'attended'
  | 'walkIns'
  | 'earlier'
  | 'certificates'
  | 'roles'
  | 'contacts'
  | 'approvals'
  | 'claims'
  | 'documents'
  | 'audits'
  | 'chases'
  | 'exceptions'
  | 'owed'
  | 'credit',
  number
>

/** The younger joins the older, by the instant in ids; made at once, the ended is older. */
export const joinOf = <S extends Pick<Side, 'rootId'>>(ended: S, open: S): { younger: S; older: S } =>
  open.rootId.slice(0, 13) < ended.rootId.slice(0, 13) ? { younger: ended, older: open } : { younger: open, older: ended }

export type Review = {
  id: string
  kind: ReviewKind
  urn: string
  otherUrn: string | null
  raisedAt: string
  /** `joined`: what a join moved, to move it back. */
  detail: ReviewDetail & { joined?: { younger: string; members: string[]; moved: Moved } }
  decision: Decision | 'withdrawn' | null
  reason: string | null
  decidedAt: string | null
  undoneAt: string | null
}
