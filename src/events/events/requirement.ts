// What training an event counts as: as set for it or a session, or else by its purpose, topic,
// level and length.
import type { Purpose } from './event.ts'

/** A first training, or a refresher. */
export type CountsAs = 'first' | 'refresher' | 'either' | 'none'

/** `session`: the title of the one that counts; undefined: the whole event. */
export type CountsTowards = {
  /** null: set to count as nothing. */
  requirementId: string | null
  label: string
  countsAs: CountsAs
  session: string | undefined
  /** Not set: by purpose, topic, level and length. */
  implied?: true
}

/** What an edition of a rule requires of training. */
export type Asks = { purposes: readonly Purpose[]; topicIds: readonly string[]; level: string; leastMinutes: number | undefined }

/** undefined where unknown. */
export type Taught = { purpose: Purpose | undefined; topicIds: readonly string[]; level: string; minutes: number | undefined }

export type NotAsked = 'purpose_not_stated' | 'other_purpose' | 'other_topic' | 'other_level' | 'too_short' | 'length_not_known'

/** Why training for which nothing was set does not count; undefined: it does. */
export const whyNotAsked = (asks: Asks, { purpose, topicIds, level, minutes }: Taught): NotAsked | undefined => {
  if (!purpose) return 'purpose_not_stated'
  if (!asks.purposes.includes(purpose)) return 'other_purpose'
  if (asks.topicIds.length > 0 && !topicIds.some((topic) => asks.topicIds.includes(topic))) return 'other_topic'
  if (asks.level !== '' && level !== asks.level) return 'other_level'
  if (asks.leastMinutes === undefined) return undefined
  return minutes === undefined ? 'length_not_known' : minutes < asks.leastMinutes ? 'too_short' : undefined
}

/** `requirementId` `*`: set to count as nothing. */
export type Count = { requirementId: string; countsAs: CountsAs; ofSession: boolean }

/** With what was set for it or its event. */
export type SessionTaught = { topicIds: readonly string[]; minutes: number; counts: readonly Count[] }

const ranks: Record<CountsAs, number> = { none: 0, refresher: 1, either: 2, first: 2 }
const better = (a: CountsAs, b: CountsAs): CountsAs => (ranks[b] > ranks[a] || (ranks[b] === ranks[a] && b === 'first') ? b : a)

/** What was set for the session, else for its event. */
const saidOf = ({ counts }: SessionTaught, requirementId: string): CountsAs | undefined => {
  const of = (ofSession: boolean, id: string) =>
    counts.flatMap((one) => (one.ofSession === ofSession && one.requirementId === id ? one.countsAs : []))
  const own = [of(true, requirementId), of(false, requirementId), of(false, '*')].find((said) => said.length > 0)
  return own?.reduce(better)
}

/** Sessions of a day as one training; one that does not count takes nothing from the others. */
export const together = (sessions: readonly SessionTaught[]) => {
  const ids = [...new Set(sessions.flatMap(({ counts }) => counts.map(({ requirementId }) => requirementId)))]
  const countsTowards: Record<string, CountsAs> = {}
  for (const id of ids) {
    const statements = sessions.flatMap((session) => saidOf(session, id) ?? [])
    const best = statements.reduce(better, 'none')
    if (best !== 'none' || statements.length === sessions.length) countsTowards[id] = best
  }
  return {
    topicIds: [...new Set(sessions.flatMap(({ topicIds }) => topicIds))],
    minutes: sessions.reduce((sum, { minutes }) => sum + minutes, 0),
    countsTowards,
  }
}

/** `day`: in London. `block`: '' for everyone. */
export type HeldSession = SessionTaught & { title: string; day: string; block: string }

type Edition = Asks & { requirementId: string; label: string }

/** What all workshops of a block have: whichever somebody chose, they had that. */
const leastOf = (workshops: readonly HeldSession[]): SessionTaught => {
  const [first, ...more] = workshops
  return {
    topicIds: (first?.topicIds ?? []).filter((topic) => more.every(({ topicIds }) => topicIds.includes(topic))),
    minutes: Math.min(...workshops.map(({ minutes }) => minutes)),
    counts: more.length === 0 ? (first?.counts ?? []) : (first?.counts ?? []).filter(({ ofSession }) => !ofSession),
  }
}

/** What it counts as by its own facts, or one of its workshops'. */
export const impliedBy = (
  event: Pick<Taught, 'purpose' | 'level'>,
  sessions: readonly HeldSession[],
  editions: readonly Edition[],
): CountsTowards[] => {
  const days = [...Map.groupBy(sessions, ({ day }) => day).values()].map((own) => [...Map.groupBy(own, ({ block }) => block)])
  const isMet = (edition: Edition, attended: readonly SessionTaught[]): boolean => {
    const { countsTowards, ...taught } = together(attended)
    const counts = countsTowards[edition.requirementId] ?? countsTowards['*']
    return counts === undefined && attended.length > 0 && whyNotAsked(edition, { ...event, ...taught }) === undefined
  }
  return editions.flatMap((edition): CountsTowards[] => {
    const of = { requirementId: edition.requirementId, label: edition.label, countsAs: 'either' as const, implied: true as const }
    const least = (blocks: (typeof days)[number], but?: string) =>
      blocks.flatMap(([block, own]): SessionTaught[] => (block === '' ? own : block === but ? [] : [leastOf(own)]))
    if (days.some((blocks) => isMet(edition, least(blocks)))) return [{ ...of, session: undefined }]
    return days.flatMap((blocks) =>
      blocks.flatMap(([block, own]) =>
        block === ''
          ? []
          : own.filter((workshop) => isMet(edition, [...least(blocks, block), workshop])).map(({ title }) => ({ ...of, session: title })),
      ),
    )
  })
}

const sayOne = ({ label, countsAs, session }: CountsTowards): string => {
  const notes = [
    ...(session === undefined ? [] : [`the session “${session}”`]),
    ...(countsAs === 'either' || countsAs === 'none' ? [] : [countsAs === 'first' ? 'as the first training' : 'as a refresher']),
  ]
  return notes.length === 0 ? label : `${label} (${notes.join(', ')})`
}

/** What it counts as, and what not, one by one. */
export const saidCounts = (counts: readonly CountsTowards[]): { as: string[]; not: string[] } => ({
  as: counts.filter(({ countsAs }) => countsAs !== 'none').map(sayOne),
  not: counts.filter(({ countsAs, requirementId }) => countsAs === 'none' && requirementId !== null).map(sayOne),
})

/** `Designated lead: training every two years; Governors: … (as a refresher)`, and what not. */
export const sayCountsTowards = (counts: readonly CountsTowards[]): string => {
  const { as, not } = saidCounts(counts)
  if (counts.length > 0 && as.length + not.length === 0) return 'Nothing'
  return [...as, ...(not.length > 0 ? [`not towards ${not.join('; ')}`] : [])].join('; ')
}

export const isSaid = (counts: readonly CountsTowards[]): boolean => counts.some(({ implied }) => !implied)

/** The same for an event with nothing set. */
export const sayUnsaid = (counts: readonly CountsTowards[]): string =>
  `Nobody has said: its purpose and topic decide${counts.length > 0 ? `. It counts towards ${sayCountsTowards(counts)}` : ''}.`
