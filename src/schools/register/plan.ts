import { isOpen } from './facts.ts'
import { type Area, covers, type Held, type Seen } from './register.ts'
import { findReviews, type KnownReview, type PlannedReview } from './review.ts'
import { disjointGroups, type Edge, type Links } from './succession.ts'

type Joining = { youngerId: string; olderId: string }

type PlannedSuccession = Edge & { fromSchoolId: string; toSchoolId: string; join: Joining | null }

type Assigned = { schoolId: string; rootId: string; isNew: boolean }

export type Plan = {
  /** URNs of the file that the import covers, sorted. */
  scope: readonly string[]
  /** Rows of the area. */
  inArea: number
  /** For each URN covered or held; `rootId` after the joins. */
  schools: ReadonlyMap<string, Assigned>
  successions: readonly PlannedSuccession[]
  joins: readonly Joining[]
  /** Including earlier ones. */
  reviews: readonly PlannedReview[]
  /** Undecided reviews the file answers. */
  settled: readonly string[]
  /** Linked pairs that a person decided are different. */
  keptApart: readonly Edge[]
}

export type PlanAsk = {
  area: Area
  /** In the area, held, or linked. */
  rows: ReadonlyMap<string, Seen>
  /** The current identity of each URN. */
  held: ReadonlyMap<string, Held>
  links: Links
  /** As `from>to`. */
  recorded: ReadonlySet<string>
  reviews: readonly KnownReview[]
  newSchoolId: () => string
}

const edgeKey = (edge: { from: string; to: string }): string => `${edge.from}>${edge.to}`

export const makePlan = (ask: PlanAsk): Plan => {
  const { area, rows, held, links } = ask
  const ours = (urn: string): boolean => {
    const [row, known] = [rows.get(urn), held.get(urn)]
    return (row !== undefined && covers(area, row.laCode)) || (known !== undefined && covers(area, known.laCode))
  }
  const exists = (urn: string): boolean => rows.has(urn) || held.has(urn)
  // Links between unknown schools, or outside the area, are ignored.
  const edges = links.edges.filter((edge) => exists(edge.from) && exists(edge.to) && (ours(edge.from) || ours(edge.to)))
  const scope = new Set<string>()
  let inArea = 0
  for (const [urn, row] of rows) {
    if (covers(area, row.laCode)) inArea += 1
    if (ours(urn)) scope.add(urn)
  }
  for (const edge of edges) for (const urn of [edge.from, edge.to]) if (rows.has(urn) && !held.has(urn)) scope.add(urn)

  const different = new Set(ask.reviews.filter((r) => r.decision === 'different_schools').map((r) => `${r.urn}>${r.otherUrn}`))
  const keptApart = edges.filter((e) => e.how === 'one_to_one' && (different.has(edgeKey(e)) || different.has(`${e.to}>${e.from}`)))
  const apart = new Set(keptApart.map(edgeKey))
  const continuing = edges.filter((e) => e.how === 'one_to_one' && !apart.has(edgeKey(e)))
  const { schools, joinOf, joins } = assignSchools([...scope], held, continuing, ask.newSchoolId)

  const successions = edges
    .filter((edge) => !ask.recorded.has(edgeKey(edge)) && !apart.has(edgeKey(edge)))
    .map((edge) => ({
      ...edge,
      fromSchoolId: schools.get(edge.from)?.schoolId ?? '',
      toSchoolId: schools.get(edge.to)?.schoolId ?? '',
      join: joinOf.get(edgeKey(edge)) ?? null,
    }))
  const reviewing = findReviews({
    area,
    rows,
    held,
    scope,
    known: ask.reviews,
    answered: (a, b) =>
      (links.related(a, b) && !apart.has(`${a}>${b}`)) ||
      ask.recorded.has(`${a}>${b}`) ||
      ask.recorded.has(`${b}>${a}`) ||
      schools.get(a)?.rootId === schools.get(b)?.rootId,
  })
  return { scope: [...scope].sort((a, b) => (a < b ? -1 : 1)), inArea, schools, successions, joins, keptApart, ...reviewing }
}

/** The school that holds the URN, the one it continues, or a new one. The older school survives. */
const assignSchools = (
  scope: readonly string[],
  held: ReadonlyMap<string, Held>,
  continuing: readonly Edge[],
  newSchoolId: () => string,
) => {
  const groups = disjointGroups()
  for (const edge of continuing) groups.join(edge.from, edge.to)
  const members = new Map<string, string[]>()
  for (const urn of new Set([...continuing.flatMap((edge) => [edge.from, edge.to]), ...scope])) {
    const group = groups.of(urn)
    const list = members.get(group)
    if (list) list.push(urn)
    else members.set(group, [urn])
  }
  const schools = new Map<string, Assigned>()
  for (const [urn, { schoolId, rootId }] of held) schools.set(urn, { schoolId, rootId, isNew: false })
  const rootAfter = new Map<string, string>()
  const joins: Joining[] = []
  for (const urns of members.values()) {
    const roots = [...new Set(urns.flatMap((urn) => held.get(urn)?.rootId ?? []))].sort((a, b) => (a < b ? -1 : 1))
    const [oldest] = roots
    // Ids are in order of time: the smallest is the oldest.
    for (const younger of roots.slice(1)) {
      if (oldest === undefined) continue
      rootAfter.set(younger, oldest)
      joins.push({ youngerId: younger, olderId: oldest })
    }
    const fresh = urns.filter((urn) => !held.has(urn))
    if (fresh.length === 0) continue
    const schoolId = oldest ?? newSchoolId()
    for (const urn of fresh) schools.set(urn, { schoolId, rootId: schoolId, isNew: oldest === undefined })
  }
  for (const [urn, school] of schools) {
    const root = rootAfter.get(school.rootId)
    if (root !== undefined) schools.set(urn, { ...school, rootId: root })
  }
  // A join is shown beside its link.
  const joinOf = new Map<string, Joining>()
  const untold = new Map(joins.map((join) => [join.youngerId, join]))
  for (const edge of continuing) {
    for (const urn of [edge.to, edge.from]) {
      const join = untold.get(held.get(urn)?.rootId ?? '')
      if (!join) continue
      joinOf.set(edgeKey(edge), join)
      untold.delete(join.youngerId)
      break
    }
  }
  return { schools, joinOf, joins }
}

/** For one URN of the file. */
export type Outcome = {
  urn: string
  rootId: string
  isNewSchool: boolean
  /** Its facts differ from ours, or it is new. */
  differs: boolean
  wasOpen: boolean
  statusCode: string
}

export type Counts = { created: number; changed: number; closed: number; unchanged: number }

/**
 * Schools, not URNs, each once: created, closed (no longer open, no successor), changed or
 * unchanged; new successions separately. @param succeeded roots continued or ended by any @param
 * newlySucceeded by a new one
 */
export const countSchools = (outcomes: readonly Outcome[], succeeded: ReadonlySet<string>, newlySucceeded: ReadonlySet<string>): Counts => {
  const bySchool = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const list = bySchool.get(outcome.rootId)
    if (list) list.push(outcome)
    else bySchool.set(outcome.rootId, [outcome])
  }
  const counts: Counts = { created: 0, changed: 0, closed: 0, unchanged: 0 }
  for (const [rootId, own] of bySchool) {
    const differs = own.some((outcome) => outcome.differs)
    const closes = differs && own.some((outcome) => outcome.wasOpen) && !own.some((outcome) => isOpen(outcome.statusCode))
    const isNew = own.some((outcome) => outcome.isNewSchool)
    if (!isNew && newlySucceeded.has(rootId)) continue
    counts[isNew ? 'created' : closes && !succeeded.has(rootId) ? 'closed' : differs ? 'changed' : 'unchanged'] += 1
  }
  return counts
}
