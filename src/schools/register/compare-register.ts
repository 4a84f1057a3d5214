// Compares the area's rows with ours, some hundred at a time, and stages the differences.
import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { actionFor, correctsLife, differences, type Facts, type FieldChange, factsOf, isClosed } from './facts.ts'
import { placeOf } from './grid.ts'
import { isAnotherHead } from './head.ts'
import type { Change, ChangeDetail, ChangeKind, StagedRow, Summary } from './import.ts'
import { stage } from './import-store.ts'
import { countSchools, makePlan, type Outcome, type Plan } from './plan.ts'
import { type HeldFacts, heldFacts, type Known, membersOf } from './plan-store.ts'
import { type Reading, seenRows, unpackRow } from './reading.ts'
import { FileRefused } from './refusal.ts'
import { type Area, covers, type Seen } from './register.ts'
import { type Links, readLinks } from './succession.ts'
import { warningsOf } from './warning.ts'

type Ask = { importId: string; area: Area; asAt: Day; reading: Reading; known: Known }

const chunkRows = 400

/** @returns the dry run's figures */
export const compareRegister = async (act: Act, ask: Ask): Promise<{ summary: Summary; inArea: number }> => {
  const { importId, reading, known, area, asAt } = ask
  const links = readLinks(reading.links)
  const plan = makePlan({
    area,
    rows: rowsOf(ask, links),
    held: known.held,
    links,
    recorded: known.recorded,
    reviews: known.reviews,
    newSchoolId: () => newId(act.now),
  })
  if (plan.inArea === 0) {
    throw new FileRefused({ reason: 'no_row_of_area', laCodes: area === 'all' ? ['all'] : area, rows: reading.rows })
  }
  const changes = listedChanges(plan, known)
  const compared = await stageRows(act, ask, plan, changes)
  const newlySucceeded = new Set(rootsGivenWay(plan, compared.outcomes))
  const counts = countSchools(compared.outcomes, new Set([...known.succeeded, ...newlySucceeded]), newlySucceeded)
  const successions = await successionChanges(act, plan, reading, known)
  const further = function* () {
    for (const { urn, facts, urns } of newSchools(reading, compared.outcomes)) yield changes.add('created', urn, facts, { ...facts, urns })
    for (const { urn, name, town, detail } of successions)
      yield changes.add('succession', urn, { name, town }, { ...detail, fields: compared.fieldsOf.get(urn) ?? [] })
    for (const review of plan.reviews)
      yield changes.add('review', review.urn, review.detail, { review: { ...review, detail: { ...review.detail, asAt } } })
  }
  for (let part: Listed[] = [], rest = further(), over = false; !over; part = []) {
    while (!over && part.length < chunkRows * 5) {
      const next = rest.next()
      over = next.done === true
      if (!next.done) part.push(next.value)
    }
    await stage(act.db, importId, [], part, act.now)
  }
  return {
    inArea: plan.inArea,
    summary: {
      ...counts,
      closing: compared.closing,
      successions: plan.successions.length,
      needsReview: plan.reviews.length,
      warnings: warningsOf({ area, asAt, reading, plan, links, lastAsAt: known.lastAsAt }),
      settled: plan.settled,
      listed: changes.figures,
      withFutureBookings: changes.booked.size,
      endingWithFutureBookings: changes.bookedAndEnding.size,
    },
  }
}

type Listed = Omit<Change, 'id'>

/** Numbers the changes as they are added, and counts them. */
const listedChanges = (plan: Plan, known: Known) => {
  const figures: Partial<Record<ChangeKind, number>> = {}
  const [booked, bookedAndEnding] = [new Set<string>(), new Set<string>()]
  let position = 0
  const add = (kind: ChangeKind, urn: string, { name, town }: Pick<Facts, 'name' | 'town'>, detail: ChangeDetail): Listed => {
    const school = plan.schools.get(urn)
    const futureBookings = school ? (known.futureBookings.get(school.rootId) ?? 0) : 0
    if (school && futureBookings > 0) booked.add(school.rootId)
    if (school && futureBookings > 0 && (kind === 'closed' || kind === 'closing')) bookedAndEnding.add(school.rootId)
    figures[kind] = (figures[kind] ?? 0) + 1
    position += 1
    return { kind, urn, position, schoolId: school?.isNew ? null : (school?.rootId ?? null), name, town, detail, futureBookings }
  }
  return { add, figures, booked, bookedAndEnding }
}

/** Stages the rows that differ from ours, and lists what changed about a school that stays. */
const stageRows = async (act: Act, ask: Ask, plan: Plan, list: ReturnType<typeof listedChanges>) => {
  const { known, asAt } = ask
  const newlyFrom = new Set(plan.successions.map((s) => s.from))
  const successorOf = new Map(plan.successions.filter((s) => s.how === 'one_to_one').map((s) => [s.from, s]))
  const outcomes: Outcome[] = []
  const fieldsOf = new Map<string, FieldChange[]>()
  const created = new Set<string>()
  let closing = 0
  for (let from = 0; from < plan.scope.length; from += chunkRows) {
    const urns = plan.scope.slice(from, from + chunkRows)
    const held = known.held.size > 0 ? await heldFacts(act.db, urns) : new Map<string, HeldFacts>()
    const rows: StagedRow[] = []
    const changes: Listed[] = []
    for (const urn of urns) {
      const school = plan.schools.get(urn)
      const before = held.get(urn)
      const facts = school && factsInFile(ask, urn, before, successorOf.get(urn))
      if (!facts) continue
      const fields = before ? differences(before, facts) : []
      const differs = !before || fields.length > 0
      const wasOpen = before !== undefined && !isClosed(before.statusCode)
      outcomes.push({ urn, rootId: school.rootId, isNewSchool: school.isNew, differs, wasOpen, statusCode: facts.statusCode })
      if (!differs) continue
      const newSchool = school.isNew && !created.has(school.schoolId)
      if (newSchool) created.add(school.schoolId)
      rows.push({
        urn,
        schoolId: school.schoolId,
        action: before ? actionFor(fields, asAt, before.validFrom) : 'new',
        newSchool,
        wholeLife: correctsLife(fields),
        facts: JSON.stringify({ ...facts, ...otherHead(before, facts, known.heads.get(school.rootId)) }),
      })
      if (!before) continue
      fieldsOf.set(urn, fields)
      if (newlyFrom.has(urn)) continue
      const closesNow = wasOpen && isClosed(facts.statusCode)
      const isClosing = !isClosed(facts.statusCode) && becomesClosing(before, facts, asAt)
      if (isClosing) closing += 1
      changes.push(list.add(closesNow ? 'closed' : isClosing ? 'closing' : 'changed', urn, facts, { fields, closesOn: facts.closesOn }))
    }
    await stage(act.db, ask.importId, rows, changes, act.now)
  }
  return { outcomes, fieldsOf, closing }
}

/** undefined: the file does not name it. */
const factsInFile = ({ reading, area, asAt }: Ask, urn: string, before?: HeldFacts, link?: Plan['successions'][number]) => {
  const packed = reading.kept.get(urn)
  if (packed === undefined) return undefined
  const row = unpackRow(packed, reading.present)
  // A person decides which authority our school belongs to, not the file.
  if (before && covers(area, before.laCode) && !covers(area, row.laCode ?? '')) {
    row.laCode = before.laCode
    row.laName = before.laName
  }
  const heir = link && reading.kept.get(link.to)
  const succeededOn = link ? link.happenedOn || (heir ? unpackRow(heir, reading.present).openDate : '') || undefined : undefined
  return factsOf(row, before, { asAt, succeededOn }, placeOf)
}

/** In the area, held by us, or linked to such a row. */
const rowsOf = ({ reading, known, area }: Ask, links: Links): Map<string, Seen> => {
  if (area === 'all') return seenRows(reading, () => true)
  const rows = seenRows(reading, (urn, laCode) => covers(area, laCode) || known.held.has(urn))
  const concerned = (urn: string): boolean => rows.has(urn) || known.held.has(urn)
  const beside = new Set(links.edges.flatMap(({ from, to }) => [...(concerned(from) ? [to] : []), ...(concerned(to) ? [from] : [])]))
  for (const [urn, row] of seenRows(reading, (urn) => beside.has(urn))) rows.set(urn, row)
  return rows
}

/** Confirmed heads of a school for which the file names somebody else. */
const otherHead = (before: Facts | undefined, { headMark }: Facts, heads: readonly { id: string; name: string }[] = []) =>
  heads.length > 0 &&
  isAnotherHead(
    before?.headMark ?? '',
    headMark,
    heads.map(({ name }) => name),
  )
    ? { otherHeadThan: heads.map(({ id }) => id) }
    : {}

const becomesClosing = (before: Facts, after: Facts, asAt: Day): boolean =>
  (after.statusCode === '3' && before.statusCode !== '3') ||
  (after.closesOn !== null && after.closesOn > asAt && after.closesOn !== before.closesOn)

/** Continued one to one by a new succession, or closed by a merger or split. */
const rootsGivenWay = (plan: Plan, outcomes: readonly Outcome[]): string[] => {
  const closed = new Set(outcomes.filter((outcome) => isClosed(outcome.statusCode)).map((outcome) => outcome.urn))
  return plan.successions.flatMap((s) => {
    const root = plan.schools.get(s.from)?.rootId
    return root !== undefined && (s.how === 'one_to_one' || closed.has(s.from)) ? [root] : []
  })
}

/** Each once, by its open URN or else its last. */
function* newSchools(reading: Reading, outcomes: readonly Outcome[]) {
  const urnsOf = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    if (!outcome.isNewSchool) continue
    const list = urnsOf.get(outcome.rootId)
    if (list) list.push(outcome)
    else urnsOf.set(outcome.rootId, [outcome])
  }
  for (const own of urnsOf.values()) {
    const shown = own.find((outcome) => !isClosed(outcome.statusCode)) ?? own.at(-1)
    const packed = shown ? reading.kept.get(shown.urn) : undefined
    if (!shown || packed === undefined) continue
    const row = unpackRow(packed, reading.present)
    const facts = { name: row.name ?? '', town: row.town ?? '', typeName: row.typeName ?? '', statusName: row.statusName ?? '' }
    yield { urn: shown.urn, facts, urns: own.map((outcome) => outcome.urn) }
  }
}

const successionChanges = async (act: Act, plan: Plan, reading: Reading, known: Known) => {
  const members = await membersOf(
    act.db,
    plan.joins.map((join) => join.youngerId),
  )
  const nameOf = (urn: string): { name: string; town: string } => {
    const packed = reading.kept.get(urn)
    const row = packed === undefined ? known.held.get(urn) : unpackRow(packed, reading.present)
    return { name: row?.name ?? '', town: row?.town ?? '' }
  }
  return plan.successions.map((s) => {
    const [old, heir] = [nameOf(s.from), nameOf(s.to)]
    const join = s.join ? { ...s.join, members: members.get(s.join.youngerId) ?? [] } : null
    const { from, to, how, happenedOn, fromSchoolId, toSchoolId } = s
    return {
      urn: from,
      name: old.name,
      town: old.town || heir.town,
      detail: { from, to, how, happenedOn, fromSchoolId, toSchoolId, toName: heir.name, join },
    }
  })
}
