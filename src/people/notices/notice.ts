// What schools are told: a version of guidance, what is published of them, that their audit is
// open or has a later deadline, which roles they are asked about. At each school what became of it
// is one of these states on each day, found from what was appended (NoticeFact); only the first two
// are called reached.
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import { counted, sayNumber } from '#base/words.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { type Means, meansWords } from '#people/ladder/contact.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'

export const notices = ['guidance', 'line', 'return', 'deadline', 'roles'] as const satisfies readonly NoticeOf['notice'][]

/** `queued`: nothing is known yet of any mail, or none was written yet. */
export const reaches = ['confirmed', 'told', 'delivered', 'came_back', 'not_sent', 'queued'] as const
export type Reach = (typeof reaches)[number]

export const reachWords: Record<Reach, string> = {
  confirmed: 'Confirmed by a named person',
  told: 'Told another way and noted',
  delivered: 'Delivered, confirmed by nobody',
  came_back: 'Came back or failed',
  not_sent: 'Not sent: no working address',
  queued: 'Not sent yet, or sent and nothing reported yet',
}

export type NoticeFact = {
  id: string
  what: 'queued' | 'accepted' | 'came_back' | 'not_sent' | 'told' | 'confirmed' | 'withdrawn'
  at: Instant
  recordedAt: Instant
  messageId: string | null
  /** Of what somebody told another way and noted. */
  means: Means | null
  toWhom: string
  by: string
  /** Of a note that was withdrawn as a mistake, and why. */
  ofId: string | null
  reason: string
}

/** Notes of which nobody has said that they were a mistake. */
const standingNotes = (facts: readonly NoticeFact[]): NoticeFact[] => {
  const withdrawn = new Set(facts.map(({ ofId }) => ofId))
  return facts.filter(({ what, id }) => what === 'told' && !withdrawn.has(id))
}

/** What is known of one mail: what its server did last. Of one moment, that it came back. */
const ofMail = (facts: readonly NoticeFact[]): NoticeFact['what'] =>
  facts
    .filter(({ what }) => what !== 'queued')
    .toSorted((a, b) => a.at.localeCompare(b.at) || Number(a.what === 'came_back') - Number(b.what === 'came_back'))
    .at(-1)?.what ?? 'queued'

/** The state of a school that was told, by what was recorded until the end of a day. */
export const reachOn = (facts: readonly NoticeFact[], day: Day): Reach => {
  const known = facts.filter(({ recordedAt }) => londonDay(recordedAt) <= day)
  const has = (what: NoticeFact['what']): boolean => known.some((one) => one.what === what)
  if (has('confirmed')) return 'confirmed'
  if (standingNotes(known).length > 0) return 'told'
  const mails = [...Map.groupBy(known, ({ messageId }) => messageId)].flatMap(([id, of]) => (id === null ? [] : ofMail(of)))
  if (mails.includes('accepted')) return 'delivered'
  if (mails.includes('queued')) return 'queued'
  if (has('came_back')) return 'came_back'
  return has('not_sent') ? 'not_sent' : 'queued'
}

export const isReached = (reach: Reach): boolean => reach === 'confirmed' || reach === 'told'

/** Since when a school is reached: by the first confirmation, or else by the first note. */
export const reachedOn = (facts: readonly NoticeFact[], reach: Reach): Day | undefined =>
  (reach === 'told' ? standingNotes(facts) : facts.filter(({ what }) => what === 'confirmed' && what === reach))
    .map(({ at }) => londonDay(at))
    .toSorted()[0]

const whatWords: Record<NoticeFact['what'], string> = {
  queued: 'Email written',
  accepted: 'Accepted by the mail server',
  came_back: 'Email came back or failed',
  not_sent: 'No address left to send it to',
  told: 'Told another way',
  confirmed: 'Confirmed by a named person',
  withdrawn: 'Note withdrawn',
}

/** `Told another way on 4 Nov 2026: telephone, Pat Lee, noted by Sam Hill` */
export const sayFact = ({ what, at, means, toWhom, by, reason }: NoticeFact): string => {
  const more = [means && meansWords[means].toLowerCase(), toWhom, by && `${what === 'told' ? 'noted ' : ''}by ${by}`, reason]
  return [`${whatWords[what]} on ${sayDay(at)}`, more.filter(Boolean).join(', ')].filter(Boolean).join(': ')
}

/** How many schools count as told on a day by notes that were all withdrawn after it. */
export const withdrawnSince = (schools: readonly Pick<ToldSchool, 'facts'>[], day: Day): number =>
  schools.filter(
    ({ facts }) => reachOn(facts, day) === 'told' && !standingNotes(facts).some(({ recordedAt }) => londonDay(recordedAt) <= day),
  ).length

/** What pages say where the mail provider reports nothing. */
export const arrivalUnknown =
  'The mail service does not report to us, so nobody can know which emails arrived. Tell schools another way, and note it here.'

export type ReachFigures = Readonly<Record<Reach, number>>

export const figuresOf = (schools: readonly { reach: Reach }[]): ReachFigures =>
  Object.fromEntries(reaches.map((one) => [one, schools.filter(({ reach }) => reach === one).length])) as ReachFigures

export type ToldSchool = SchoolName &
  Pick<SchoolCard, 'outsideKind'> & {
    rootId: string
    telephone: string
    since: Instant
    /** What the page says beside it, such as why it was given guidance later than others. */
    says: string
    facts: readonly NoticeFact[]
  }

export type ReachedSchool = ToldSchool & { reach: Reach }

const callingOrder: readonly Reach[] = ['came_back', 'not_sent', 'delivered', 'queued', 'told', 'confirmed']

/** How each school that was told until then stands on a day, those to be told another way first. */
export const schoolsOn = (schools: readonly ToldSchool[], day: Day): ReachedSchool[] =>
  schools
    .filter(({ since }) => londonDay(since) <= day)
    .map((one) => ({ ...one, reach: reachOn(one.facts, day) }))
    .toSorted((a, b) => callingOrder.indexOf(a.reach) - callingOrder.indexOf(b.reach))

/** `Reached: 3 of 12 schools. Confirmed by a named person: 2; …`: the parts add up to all. */
export const sayReach = (schools: readonly { reach: Reach }[]): string => {
  const figures = figuresOf(schools)
  const parts = reaches
    .filter((one) => one !== 'queued' || figures.queued > 0)
    .map((one) => `${reachWords[one].toLowerCase()}: ${sayNumber(figures[one])}`)
  return `Reached: ${sayNumber(figures.confirmed + figures.told)} of ${counted(schools.length, 'school')}. Of all, ${parts.join('; ')}.`
}

export type Subject = { title: string; back: string; backText: string; followUp: string | null }

/** How many schools no mail about it reached, and nobody told yet. */
export type Unreached = NoticeOf & { title: string; schools: number }
