// Attendance recorded before this service. It counts with its source, because "no record" must not
// mean that an old list was thrown away. An import is undone as a whole and never deleted.
import { addDays, type Day, isDay } from '#base/dates.ts'
import { matchPeople } from '#base/match-person.ts'
import { nameKey } from '#base/person-name.ts'
import type { MarkType } from '#base/standing.ts'
import type { CsvRow } from '#base/web/csv.ts'
import { counted } from '#base/words.ts'
import { type RoleOption, roleNamed } from './role.ts'
import type { SchoolOption } from './school.ts'

export const earlierColumns = [
  ...(['URN', 'date', 'title', 'topic', 'attended', 'name', 'role'] as const),
  ...(['purpose', 'minutes', 'level', 'provider', 'evidence'] as const),
] as const

const purposes = ['training', 'update', 'briefing'] as const

/** null and '': unknown. `evidence`: what shows it. */
export type EarlierTraining = {
  purpose: (typeof purposes)[number] | null
  minutes: number | null
  level: string
  provider: string
  evidence: string
}

/** `Training, 360 minutes, level 3, by Kite Training`; '' when nothing is known. */
export const sayTraining = ({ purpose, minutes, level, provider, evidence }: EarlierTraining): string =>
  [
    purpose === null ? '' : purpose.charAt(0).toUpperCase() + purpose.slice(1),
    minutes === null ? '' : counted(minutes, 'minute'),
    level === '' ? '' : `level ${level}`,
    provider === '' ? '' : `by ${provider}`,
    evidence === '' ? '' : `evidence: ${evidence}`,
  ]
    .filter(Boolean)
    .join(', ')

/** Somebody told us, it was shown, or an officer checked it. */
export const evidenceLevels = ['stated', 'seen', 'verified'] as const
export type EvidenceLevel = (typeof evidenceLevels)[number]
export const evidenceNames: Record<EvidenceLevel, string> = { stated: 'Stated', seen: 'Seen', verified: 'Verified' }

export type EarlierRowRefusal =
  | 'urn_missing'
  | 'urn_unknown'
  | 'date_wrong'
  | 'date_in_future'
  | 'title_missing'
  | 'title_too_long'
  | 'topic_unknown'
  | 'attended_unknown'
  | 'name_too_long'
  | 'role_unknown'
  | 'purpose_unknown'
  | 'minutes_wrong'
  | 'training_too_long'
  | 'known_already'
  | 'twice_in_file'

export type PlannedEarlier = {
  line: number
  said: Record<'urn' | 'date' | 'title' | 'topic' | 'attended' | 'name' | 'role' | 'purpose' | 'minutes', string>
} & (
  | { outcome: 'refused' | 'skipped'; reason: EarlierRowRefusal }
  | {
      outcome: 'added'
      /** The root's member with this URN. */
      schoolId: string
      root: SchoolOption
      heldOn: Day
      topicId: string
      markType: MarkType
      roleId: string | null
      /** A known person of that name at the school; null: new. */
      personId: string | null
      training: EarlierTraining
    }
)

export type TopicLabel = { topicId: string; label: string; fromDate: Day | null; toDate: Day | null }
type HolderOfUrn = { urn: string; schoolId: string; root: SchoolOption; validFrom: Day | null; validTo: Day | null }

export type KnownForEarlier = {
  holders: readonly HolderOfUrn[]
  topics: readonly TopicLabel[]
  roles: readonly RoleOption[]
  /** Current rows of these schools. */
  standing: readonly { rootId: string; heldOn: Day; title: string; personName: string | null }[]
  people: readonly { rootId: string; personId: string; name: string }[]
}

const spellings: Record<string, MarkType> = {
  attended: 'attended',
  yes: 'attended',
  y: 'attended',
  present: 'attended',
  part: 'part',
  partly: 'part',
  'attended in part': 'part',
  absent: 'absent',
  no: 'absent',
  n: 'absent',
  'did not attend': 'absent',
  apologies: 'apologies',
  'sent apologies': 'apologies',
}

/** `2024-06-12`, `12/06/2024` or `12-06-2024`, day first as in Britain. */
export const dayTyped = (text: string): Day | undefined => {
  const british = text.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/)
  const day = british ? `${british[3]}-${(british[2] ?? '').padStart(2, '0')}-${(british[1] ?? '').padStart(2, '0')}` : text
  return isDay(day) && day >= '1990-01-01' ? day : undefined
}

const holds = (on: Day) => (span: { from: Day | null; to: Day | null }) => (span.from ?? '') <= on && (span.to === null || span.to > on)

/**
 * By label; if its meaning changed, as of `on`. Retired labels still count: people wrote of
 * peer-on-peer abuse long after 2022.
 */
export const topicNamed = (topics: readonly TopicLabel[], said: string, on: Day): string | undefined => {
  const same = topics.filter((topic) => topic.label.toLowerCase() === said.toLowerCase() || topic.topicId === said.toLowerCase())
  return (same.find((topic) => holds(on)({ from: topic.fromDate, to: topic.toDate })) ?? same[0])?.topicId
}

const same = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

/** Optional columns, or why they are refused. */
const trainingIn = (cell: (name: string) => string): EarlierTraining | 'purpose_unknown' | 'minutes_wrong' | 'training_too_long' => {
  const purpose = cell('purpose').toLowerCase()
  const [known] = purposes.filter((one) => one === purpose)
  if (purpose !== '' && !known) return 'purpose_unknown'
  const minutes = cell('minutes')
  if (minutes !== '' && !/^[1-9]\d{0,3}$/.test(minutes)) return 'minutes_wrong'
  const [level, provider, evidence] = [cell('level'), cell('provider'), cell('evidence')]
  if (level.length > 60 || provider.length > 200 || evidence.length > 300) return 'training_too_long'
  return { purpose: known ?? null, minutes: minutes === '' ? null : Number(minutes), level, provider, evidence }
}

/** `today` in London. A repeated school, date, title and person is skipped. */
export const planEarlier = (rows: readonly CsvRow[], known: KnownForEarlier, today: Day): PlannedEarlier[] => {
  const keyOf = (rootId: string, heldOn: Day, title: string, name: string): string =>
    JSON.stringify([rootId, heldOn, same(title), nameKey(name)])
  const standing = new Set(known.standing.map((row) => keyOf(row.rootId, row.heldOn, row.title, row.personName ?? '')))
  const inFile = new Set<string>()
  const recordsOf = Map.groupBy(
    known.people.map(({ personId: id, rootId, name }) => ({ id, rootId, name, email: '', atSchool: true, hasLeft: false })),
    ({ rootId }) => rootId,
  )
  return rows.map(({ line, cells }) => {
    const cell = (name: string): string => (cells[name] ?? '').trim()
    const typed = {
      urn: cell('urn'),
      date: cell('date'),
      title: cell('title'),
      topic: cell('topic'),
      attended: cell('attended'),
      name: cell('name'),
      role: cell('role'),
      purpose: cell('purpose'),
      minutes: cell('minutes'),
    }
    const no = (reason: EarlierRowRefusal, outcome: 'refused' | 'skipped' = 'refused'): PlannedEarlier => ({
      line,
      said: typed,
      outcome,
      reason,
    })
    if (typed.urn === '') return no('urn_missing')
    const holders = known.holders.filter((holder) => holder.urn === typed.urn)
    if (holders.length === 0) return no('urn_unknown')
    const heldOn = dayTyped(typed.date)
    if (!heldOn) return no('date_wrong')
    if (heldOn >= addDays(today, 1)) return no('date_in_future')
    if (typed.title === '') return no('title_missing')
    if (typed.title.length > 200) return no('title_too_long')
    const topicId = topicNamed(known.topics, typed.topic, heldOn)
    if (!topicId) return no('topic_unknown')
    const markType = spellings[typed.attended.toLowerCase()]
    if (!markType) return no('attended_unknown')
    if (typed.name.length > 200) return no('name_too_long')
    const roleId = roleNamed(known.roles, typed.role)
    if (roleId === undefined) return no('role_unknown')
    const training = trainingIn(cell)
    if (typeof training === 'string') return no(training)
    const holder = holders.find((h) => holds(heldOn)({ from: h.validFrom, to: h.validTo })) ?? holders[0]
    if (!holder) return no('urn_unknown')
    const key = keyOf(holder.root.id, heldOn, typed.title, typed.name)
    if (standing.has(key)) return no('known_already', 'skipped')
    if (inFile.has(key)) return no('twice_in_file', 'skipped')
    inFile.add(key)
    const [match] = typed.name === '' ? [] : matchPeople([{ name: typed.name, email: '' }], recordsOf.get(holder.root.id) ?? [])
    const personId = match?.is === 'known' ? match.id : null
    const { schoolId, root } = holder
    return { line, said: typed, outcome: 'added', schoolId, root, heldOn, topicId, markType, roleId, personId, training }
  })
}

export type EarlierBatch = { batchId: string; source: string; learnedAt: string; rows: number; standing: number; schools: number }
