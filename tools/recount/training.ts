// How schools stand with requirements, worked out from raw rows alone: nothing of src is asked, neither its SQL nor its function.
import { isOpenOn, type Raw, type Rows } from './schools.ts'

export const trainingTables = [
  ...(['School', 'SchoolIdentity', 'Succession', 'RoleAtSchool', 'RoleGap', 'RoleDispute', 'RequirementEdition'] as const),
  ...(['RequirementException', 'StaffStatement', 'CountsTowards', 'Session', 'Event', 'Mark', 'Place', 'PlaceRepresents'] as const),
  ...(['WalkIn', 'EarlierAttendance'] as const),
] as const
export type TrainingRows = Rows<(typeof trainingTables)[number]>

/** The rows as they were known at an instant; `schools` are those of that time, for what they turned out to be is not dated. */
export const knownAt = (all: TrainingRows, at: string, schools: Raw[]): TrainingRows => {
  const then = (rows: Raw[]): Raw[] =>
    rows
      .filter((row) => (row['learnedAt'] ?? row['createdAt'] ?? row['receivedAt'] ?? row['raisedAt'] ?? '') <= at)
      .map((row) => ({
        ...row,
        supersededAt: (row['supersededAt'] ?? '9999') > at ? null : (row['supersededAt'] ?? null),
        answer: (row['answeredAt'] ?? '') > at ? null : (row['answer'] ?? null),
      }))
  return { ...(Object.fromEntries(trainingTables.map((table) => [table, then(all[table])])) as TrainingRows), School: schools }
}

const listIn = (row: Raw, name: string): string[] => JSON.parse(row[name] ?? '[]') as string[]

const later = (day: string, by: { months?: number; days?: number }): string => {
  const at = new Date(`${day}T00:00:00Z`)
  if (by.months) {
    const date = at.getUTCDate()
    at.setUTCDate(1)
    at.setUTCMonth(at.getUTCMonth() + by.months)
    const longest = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
    at.setUTCDate(Math.min(date, longest))
  }
  at.setUTCDate(at.getUTCDate() + (by.days ?? 0))
  return at.toISOString().slice(0, 10)
}

type Learned = { on: string; purpose: string; topics: string[]; minutes: number; level: string; said: Record<string, string> }

/** What each person did, by day. A part of a day, and a walk-in of no school, is nothing. */
const learnedBy = (all: TrainingRows, day: string): Map<string, Learned[]> => {
  const done = new Map<string, Learned[]>()
  const add = (person: string, one: Learned): void => void done.set(person, [...(done.get(person) ?? []), one])
  const byId = (rows: Raw[]): Map<string, Raw> => new Map(rows.map((row) => [row['id'] ?? '', row]))
  const [places, walkIns, sessions, events] = [byId(all.Place), byId(all.WalkIn), byId(all.Session), byId(all.Event)]
  const corrected = new Set(all.Mark.map((mark) => mark['correctsId']))
  const days = new Map<string, Learned>()
  for (const mark of all.Mark) {
    if (mark['markType'] !== 'attended' || corrected.has(mark['id'] ?? '')) continue
    const session = sessions.get(mark['sessionId'] ?? '')
    const event = events.get(session?.['eventId'] ?? '')
    const walkIn = walkIns.get(mark['walkInId'] ?? '')
    const person = walkIn ? (walkIn['schoolId'] ? walkIn['personId'] : null) : places.get(mark['placeId'] ?? '')?.['personId']
    const on = session?.['startsAt']?.slice(0, 10) ?? ''
    if (!event || !person || on > day || session?.['calledOffAt'] || event['state'] === 'cancelled') continue
    const minutes = (Date.parse(session?.['endsAt'] ?? '') - Date.parse(session?.['startsAt'] ?? '')) / 60_000
    const key = `${person} ${event['id']} ${on}`
    const known = days.get(key)
    if (known) known.minutes += minutes
    else {
      const said = Object.fromEntries(
        all.CountsTowards.filter((one) => one['eventId'] === event['id'] && one['supersededAt'] === null).map((one) => [
          one['requirementId'] ?? '*',
          one['countsAs'] ?? '',
        ]),
      )
      const one = { on, purpose: event['purpose'] ?? '', topics: [event['topicId'] ?? ''], minutes, level: event['level'] ?? '', said }
      days.set(key, one)
      add(person, one)
    }
  }
  for (const one of all.EarlierAttendance)
    if (one['supersededAt'] === null && one['markType'] === 'attended' && one['personId'] && (one['heldOn'] ?? '') <= day)
      add(one['personId'], {
        ...{ on: one['heldOn'] ?? '', purpose: one['purpose'] ?? '', topics: [one['topicId'] ?? ''], level: one['level'] ?? '' },
        ...{ minutes: Number(one['minutes'] ?? Number.NaN), said: {} },
      })
  return done
}

/** The last day that counts, of trainings in order. */
const lastCounted = (edition: Raw, learned: readonly Learned[]): string | undefined => {
  let last: string | undefined
  for (const one of learned.toSorted((a, b) => (a.on < b.on ? -1 : 1))) {
    const said = one.said[edition['requirementId'] ?? ''] ?? one.said['*']
    const topics = listIn(edition, 'topicIds')
    const asked =
      listIn(edition, 'purposes').includes(one.purpose) &&
      (topics.length === 0 || one.topics.some((topic) => topics.includes(topic))) &&
      (!edition['level'] || edition['level'] === one.level) &&
      (edition['leastMinutes'] === null || one.minutes >= Number(edition['leastMinutes']))
    const counts = said ? said === 'first' || said === 'either' || (said === 'refresher' && last !== undefined) : asked
    if (counts) last = one.on
  }
  return last
}

const during = (row: Raw, day: string): boolean => (row['fromDate'] ?? '') <= day && day <= (row['untilDate'] ?? '9999')

const bySpan = (until: string | undefined, day: string): string =>
  until === undefined || day < later(until, { days: -90 }) ? 'in_date' : day <= until ? 'due_soon' : 'not_in_date'

const holderState = (edition: Raw, spell: Raw, learned: readonly Learned[], exceptions: readonly Raw[], disputed: boolean, day: string) => {
  const own = exceptions.filter((one) => one['personId'] === null || one['personId'] === spell['personId'])
  if (own.some((one) => one['kind'] === 'exempt' && during(one, day))) return 'exempt'
  if (disputed) return 'not_known'
  const last = lastCounted(edition, learned)
  const months = edition['everyMonths'] === null ? undefined : Number(edition['everyMonths'])
  const ends = last === undefined || months === undefined ? undefined : later(last, { months })
  const extended = own
    .filter((one) => one['kind'] === 'extended' && (one['fromDate'] ?? '') <= day)
    .map((one) => one['untilDate'] ?? '')
    .toSorted()
    .at(-1)
  // Days in which it may still be done put nobody in date.
  return last === undefined ? 'no_record' : bySpan(ends !== undefined && extended !== undefined && extended > ends ? extended : ends, day)
}

/** What the register says of a school on a day: of an open one rather than a closed one, of the one that opened last. */
const factsOf = (all: TrainingRows, ids: readonly string[], root: Raw, day: string): Raw => {
  const inForce = all.SchoolIdentity.filter(
    (i) =>
      ids.includes(i['schoolId'] ?? '') && i['supersededAt'] === null && (i['validFrom'] ?? '') <= day && day < (i['validTo'] ?? '9999'),
  )
  const rank = (i: Raw): string => `${isOpenOn(i, day) ? 1 : 0}${i['opensOn'] ?? '0000-00-00'}${i['urn']}`
  return inForce.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))[0] ?? root
}

/** undefined: the register does not say. */
const isBound = (edition: Raw, facts: Raw): boolean | undefined => {
  for (const [asked, own] of [
    [listIn(edition, 'kinds'), facts['kind']],
    [listIn(edition, 'sectors'), facts['sector']],
  ] as const)
    if (asked.length > 0 && !asked.includes(own ?? '')) return own === 'not_known' ? undefined : false
  if (!Number(edition['underFives'])) return true
  const nursery = (facts['nurseryProvision'] ?? '').toLowerCase()
  if (nursery.startsWith('has nursery')) return true
  if (/^\d+$/.test(facts['lowAge'] ?? '')) return Number(facts['lowAge']) < 5
  return ['', 'not recorded', 'not applicable'].includes(nursery) ? undefined : false
}

const worstFirst = ['not_in_date', 'no_record', 'vacant', 'not_known', 'due_soon', 'in_date']
const bestFirst = ['in_date', 'due_soon', 'not_in_date', 'no_record', 'not_known', 'vacant']

const saidOf: Readonly<Record<string, string>> = {
  ...{ in_date: 'in_date', due_soon: 'in_date', not_in_date: 'overdue', no_record: 'no_training', not_known: 'not_told' },
  ...{ vacant: 'vacant', exempt: 'exempt', not_asked: 'not_asked', waiting: 'waiting' },
}

/** Stored states as they are said, and how many of those in date are due soon. */
export const saidCounts = (states: Readonly<Record<string, number>>): Record<string, number> => {
  const found: Record<string, number> = {}
  for (const [state, n] of Object.entries(states)) {
    const said = saidOf[state] ?? state
    found[said] = (found[said] ?? 0) + n
    if (state === 'due_soon') found['due_soon'] = n
  }
  return found
}

/** What a figure of the service says, without what is nothing. */
export const withoutNone = ({ counts, dueSoon }: { counts: Readonly<Record<string, number>>; dueSoon: number }): Record<string, number> =>
  Object.fromEntries(Object.entries({ ...counts, due_soon: dueSoon }).filter(([, n]) => n > 0))

export type Counted = { schools: Map<string, string>; holders: Map<string, string> }

/** By «root requirement» and by «spell requirement». */
export const standingsOn = (all: TrainingRows, day: string): Counted => {
  const [schools, holders] = [new Map<string, string>(), new Map<string, string>()]
  const learned = learnedBy(all, day)
  const disputed = new Set(all.RoleDispute.filter((one) => one['answer'] === null).map((one) => one['roleAtSchoolId']))
  const live = (rows: readonly Raw[], ids: readonly string[]): Raw[] =>
    rows.filter((row) => row['supersededAt'] === null && ids.includes(row['schoolId'] ?? ''))
  const editions = all.RequirementEdition.filter((one) => one['supersededAt'] === null)
  for (const root of all.School.filter((one) => one['rootId'] === one['id'])) {
    const ids = all.School.filter((one) => one['rootId'] === root['id']).map((one) => one['id'] ?? '')
    const setting = { childminder: 'childminder', nursery: 'early_years', partner_agency: 'other_setting' }[root['outsideKind'] ?? '']
    const known = factsOf(all, ids, root, day)
    const facts: Raw = setting ? { ...known, kind: setting } : known
    const spells = live(all.RoleAtSchool, ids).filter(
      (one) => one['confirmedAt'] !== null && (one['fromDate'] ?? '') <= day && day < (one['toDate'] ?? '9999'),
    )
    const isOf = (edition: Raw): boolean =>
      setting
        ? listIn(edition, 'kinds').includes(setting)
        : !listIn(edition, 'kinds').some((kind) => ['childminder', 'early_years'].includes(kind))
    for (const id of new Set(editions.filter(isOf).map((one) => one['requirementId'] ?? ''))) {
      const edition = editions.find(
        (one) => one['requirementId'] === id && (one['validFrom'] ?? '') <= day && day < (one['validTo'] ?? '9999'),
      )
      const bound = edition ? isBound(edition, facts) : false
      const say = (state: string): void => void schools.set(`${root['id']} ${id}`, state)
      // Where the register does not say enough, nothing is asked.
      if (!edition || !bound) say('not_asked')
      else {
        const exceptions = live(all.RequirementException, ids).filter((one) => one['requirementId'] === id)
        const whole = exceptions.some((one) => one['personId'] === null && one['kind'] === 'exempt' && during(one, day))
        if (edition['whose'] === 'statement') {
          const last = live(all.StaffStatement, ids)
            .filter((one) => one['requirementId'] === id && (one['asAt'] ?? '') <= day)
            .toSorted((a, b) => ((a['asAt'] ?? '') + a['id'] < (b['asAt'] ?? '') + b['id'] ? 1 : -1))[0]
          const until =
            last && edition['everyMonths'] !== null ? later(last['asAt'] ?? '', { months: Number(edition['everyMonths']) }) : undefined
          const stated = !last ? 'no_record' : Number(last['trained']) < Number(last['staff']) ? 'not_in_date' : bySpan(until, day)
          say(whole ? 'exempt' : stated)
          continue
        }
        const found = spells
          .filter((one) => listIn(edition, 'roleIds').includes(one['roleId'] ?? ''))
          .map((spell) => {
            const own = learned.get(spell['personId'] ?? '') ?? []
            const state = holderState(edition, spell, own, exceptions, disputed.has(spell['id'] ?? ''), day)
            holders.set(`${spell['id']} ${id}`, state)
            return state
          })
        const gaps = live(all.RoleGap, ids)
          .filter(
            (one) =>
              listIn(edition, 'roleIds').includes(one['roleId'] ?? '') && (one['fromDate'] ?? '') <= day && day < (one['toDate'] ?? '9999'),
          )
          .map((one) => one['answer'] ?? '')
        const every = edition['whose'] === 'every_holder'
        const all_ = every ? [...found, ...gaps] : found
        const first =
          (every ? worstFirst : bestFirst).find((state) => all_.includes(state)) ?? (all_.includes('exempt') ? 'exempt' : undefined)
        say(whole ? 'exempt' : (first ?? (gaps.includes('vacant') ? 'vacant' : 'not_known')))
      }
    }
  }
  return { schools, holders }
}
