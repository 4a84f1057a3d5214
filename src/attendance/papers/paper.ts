// The paper of a frozen report: first what a member reads in a minute, then the schools that it
// names with what each answered, then how it was counted. Made once, when it is issued.
import type { Made } from '#attendance/corrections/correction.ts'
import { notCovered, sayEarlyYears } from '#attendance/coverage/answer.ts'
import { share } from '#attendance/coverage/figures.ts'
import { type Given, sayGiven, sayGroup, sayRule } from '#attendance/coverage/suppression.ts'
import { type FrozenReport, type FrozenSchool, type Group, groupsBy } from '#attendance/reports/frozen.ts'
import { aboutWords, frozenCounts, sayStood } from '#attendance/reports/frozen-standing.ts'
import { type Day, type Instant, sayDay, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import { counted, plural } from '#base/words.ts'
import { type TriedSchool, triedBlocks } from './contact.ts'
import { correctionLines, type PaperLine } from './line.ts'
import { type NamedSchool, reachedIds, sayAnswered, sayDecided, sayReached } from './reply.ts'

export const paperKindNames = { named: 'Names schools', unnamed: 'Names no school', private: 'Private pack for members' } as const
export type PaperKind = keyof typeof paperKindNames

export type PackWords = { exemption: string; interest: string }

/** A paper that waits for a second person; what members are asked is the reason of the proposal. */
export type PaperAsked = { title: string; report: number; requirementId: string; kind: PaperKind; words?: PackWords | undefined }

const whichNames = { named: 'that names schools', unnamed: 'that names no school', private: 'as a private pack for members' } as const

/** What a proposal to issue one says of it. */
export const linesOfPaper = ({ report, kind, words }: PaperAsked): string[] => [
  `A paper of report ${report} ${whichNames[kind]}`,
  ...(words ? [`Exemption: ${words.exemption}`, `Public interest: ${words.interest}`] : []),
]

export type ListedPaper = { number: number; report: number; kind: PaperKind; title: string; issuedOn: Day }
export type IssuedPaper = ListedPaper & { id: string; issuedAt: Instant; document: Document; exemption: string; interest: string }

/** So many schools at most are named in one paper: its content is one value of the database. */
export const mostNamed = 3000

/** `given…`: of people in roles, to whoever sees no schools; null: nothing. */
export type TrendPoint = {
  number: number
  frozenAt: string
  reached: number
  counted: number
  givenReached: number | null
  givenCounted: number | null
}

const percent = (n: number, of: number): string => {
  const found = share(n, of)
  return found === undefined ? 'not given' : `${found}%`
}

const allOf = (groups: readonly Group[]): Pick<Group, 'reached' | 'counted'> => ({
  reached: groups.reduce((sum, one) => sum + one.reached, 0),
  counted: groups.reduce((sum, one) => sum + one.counted, 0),
})

/** The group that is furthest from all others together, among those of ten schools or more. */
const gapOf = (groups: readonly Group[]): string => {
  const all = allOf(groups)
  const gaps = groups.flatMap((group) => {
    const [own, others] = [share(group.reached, group.counted), share(all.reached - group.reached, all.counted - group.counted)]
    return own === undefined || others === undefined ? [] : [{ group, own, others }]
  })
  const [widest] = gaps.toSorted((a, b) => Math.abs(b.own - b.others) - Math.abs(a.own - a.others))
  return widest
    ? `The widest gap is of ${widest.group.label}: ${widest.own}% (${widest.group.reached} of ${widest.group.counted}), all others ${widest.others}%, a difference of ${Math.abs(widest.own - widest.others)} points.`
    : 'No group of ten schools or more can be compared with the others.'
}

const capital = (what: string): string => what.charAt(0).toUpperCase() + what.slice(1)

const groupTable = (what: string, groups: readonly Group[], word: string): DocumentTable => ({
  ...{ kind: 'table', sheet: capital(what), caption: `By ${what}` },
  columns: [
    { name: capital(what), width: 30 },
    { name: 'Schools', figures: true },
    { name: word, figures: true },
    { name: 'Share', figures: true },
  ],
  rows: groups.map(({ label, reached, counted: of }) => [label, of, reached, percent(reached, of)]),
})

const namedOf = (lines: readonly PaperLine[]): PaperLine[] =>
  lines
    .filter((line) => line.named)
    .toSorted(
      ({ school: a }, { school: b }) =>
        Number(a.trustName === '') - Number(b.trustName === '') ||
        a.trustName.localeCompare(b.trustName, 'en-GB') ||
        a.name.localeCompare(b.name, 'en-GB'),
    )

const nothingTried: TriedSchool = { rungs: [], next: undefined }

const placed = ({ name, town }: FrozenSchool): string => `${name}${town ? `, ${town}` : ''}`

const timesOf = ({ rungs }: TriedSchool): number => rungs.reduce((sum, { times }) => sum + times, 0)

const schoolTable = (named: readonly PaperLine[], replies: readonly NamedSchool[], tried: PaperGround['tried']): DocumentTable => {
  const byId = new Map(replies.map((one) => [one.schoolId, one]))
  return {
    ...{ kind: 'table', sheet: 'Schools', caption: `${counted(named.length, 'school')}, by trust` },
    columns: [
      { name: 'School', width: 21 },
      { name: 'URN', width: 11 },
      { name: 'Trust', width: 16 },
      { name: 'Line', width: 30 },
      { name: 'What the school answers', width: 21 },
      { name: 'What was decided', width: 17 },
      { name: 'Contacts tried', width: 13, figures: true },
    ],
    rows: named.map(({ school, says }) => {
      const reply = byId.get(school.schoolId)
      return [
        ...[placed(school), school.urn, school.trustName || 'Not in a trust', says],
        ...[reply ? sayAnswered(reply) : 'No answer', (reply && sayDecided(reply)) || 'Nothing to decide'],
        timesOf(tried.get(school.schoolId) ?? nothingTried),
      ]
    }),
  }
}

export type PaperGround = {
  report: FrozenReport
  /** '': attendance. */
  requirementId: string
  /** What it is about, in words. */
  about: string
  /** Whether it is of what schools state of all staff. */
  stated: boolean
  lines: readonly PaperLine[]
  replies: readonly NamedSchool[]
  trend: readonly TrendPoint[]
  /** What was tried with each school that is named, until `today`. */
  tried: ReadonlyMap<string, TriedSchool>
  /** What two people corrected of closed registers that it counts, until `today`. */
  made: readonly Made[]
  today: Day
  council: string
}

/** By what schools are counted. @param given of people in roles, where no school is named */
const groupsIn = (lines: readonly PaperLine[], given: Given | undefined | 'all'): { what: string; groups: readonly Group[] }[] =>
  given === 'all'
    ? [
        { what: 'sector and kind', groups: groupsBy('sector-kind', lines) },
        { what: 'phase', groups: groupsBy('phase', lines) },
      ]
    : (given ? [given] : []).map(({ groups }) => ({
        what: 'kind of school',
        groups: groups.map((group) => ({ label: sayGroup(group), reached: group.inDate, counted: group.asked })),
      }))

/** @param ask what members are asked, in the officer's words */
export const paperOf = (
  { report, requirementId, about, stated, lines: every, replies, trend, tried, made, today, council }: PaperGround,
  kind: PaperKind,
  ask: string,
): Document => {
  const { smallest, replyDays, dueSoonDays } = report.thresholds
  const given = kind === 'unnamed' && report.about === 'requirements' ? report.given[requirementId] : 'all'
  // What those that stand apart do would follow from a count of all.
  const lines = given === 'all' ? every : every.filter(({ school }) => given && !given.apart.includes(school.schoolId))
  const attendance = report.about === 'attendance'
  const guidance = report.about === 'guidance'
  const { column: word, is, named: namedAs, says } = aboutWords[report.about]
  const named = namedOf(lines)
  const reachedOf = reachedIds(replies)
  const isReached = ({ school }: PaperLine): boolean => reachedOf.has(school.schoolId)
  const by = groupsIn(lines, given)
  const [{ groups: first } = { groups: [] }] = by
  const { reached, counted: all } = allOf(first)
  const answer =
    given !== 'all'
      ? sayGiven(given, stated)
      : report.about === 'requirements'
        ? sayStood(frozenCounts(lines), stated)
        : `${reached} of ${counted(all, 'school')} ${plural(reached, ...is)} (${percent(reached, all)}).`
  const schools: DocumentBlock[] =
    kind === 'unnamed'
      ? [
          {
            kind: 'paragraph',
            text:
              given === undefined
                ? 'No school is named in this paper.'
                : `${counted(named.length, 'school')} ${plural(named.length, 'is', 'are')} not named in this paper.`,
          },
        ]
      : [
          {
            kind: 'paragraph',
            text: `${sayReached({ named: named.length, reached: named.filter(isReached).length })} Each of those had ${replyDays} school days to answer, from the first email that arrived, a call or a letter. No person is named.`,
          },
          schoolTable(named.filter(isReached), replies, tried),
        ]
  const contacts =
    given === undefined
      ? []
      : triedBlocks(
          named.map((line) => ({
            ...{ school: placed(line.school), urn: line.school.urn, isNamed: isReached(line) },
            tried: tried.get(line.school.schoolId) ?? nothingTried,
          })),
          today,
          kind === 'private' ? 'each' : 'summed',
        )
  return {
    title: `${attendance ? 'Schools reached by safeguarding conferences' : about}`,
    lines: [
      council,
      `${attendance ? `${about}. ` : ''}Report ${report.number}, frozen ${sayInstant(report.frozenAt)}`,
      ...(kind === 'private' ? ['Private: for members only'] : []),
    ],
    blocks: [
      {
        kind: 'paragraph',
        text: answer,
        strong: true,
      },
      ...(guidance ? [] : [{ kind: 'paragraph' as const, text: attendance ? sayEarlyYears(report.sources) : notCovered }]),
      { kind: 'heading', text: 'How it has changed' },
      ...(trend.length < 2
        ? [{ kind: 'paragraph' as const, text: 'There is no earlier report of the same question to compare it with.' }]
        : [
            {
              ...{ kind: 'table' as const, sheet: 'Trend', caption: 'Frozen reports of the same question' },
              columns: [
                { name: 'Report', width: 10 },
                { name: 'Frozen', width: 20 },
                { name: 'Schools', figures: true },
                { name: word, figures: true },
                { name: 'Share', figures: true },
              ],
              rows: trend.map(({ number, frozenAt, ...one }) => {
                const isExact = report.about !== 'requirements' || kind === 'private' || (given === 'all' && number === report.number)
                const [n, most] = isExact ? [one.reached, one.counted] : [one.givenReached, one.givenCounted]
                const figures = n === null || most === null ? ['not given', 'not given', 'not given'] : [most, n, percent(n, most)]
                return [`Report ${number}`, sayDay(frozenAt), ...figures]
              }),
            },
          ]),
      { kind: 'heading', text: 'The gap' },
      { kind: 'paragraph', text: gapOf(first) },
      { kind: 'heading', text: 'What members are asked' },
      { kind: 'paragraph', text: ask },
      { kind: 'page' },
      { kind: 'heading', text: `Schools that ${namedAs}` },
      ...schools,
      ...contacts,
      { kind: 'heading', text: 'What is counted' },
      {
        kind: 'list',
        items: [
          `Every school of the national register that was open in the area on ${sayDay(report.question.on)}${attendance ? '' : ' and of which this is asked'}, once.`,
          attendance
            ? 'A school took part when a register or an earlier record says that somebody of it, or who represented it, attended.'
            : says,
          ...(attendance || guidance ? [] : [`What runs out in the next ${dueSoonDays} days is in date until then.`]),
          'No share is given of fewer than ten schools.',
          ...(given === 'all' ? [] : [sayRule(smallest)]),
        ],
      },
      { kind: 'heading', text: 'Sources' },
      {
        kind: 'list',
        items: [
          `${counted(report.sources.registers, 'register')} taken in this service, ${report.sources.signedRegisters} signed off.`,
          ...report.sources.earlier.map((one) => `${one.source}: ${counted(one.records, 'earlier record')}.`),
          report.sources.registerAsAt
            ? `The national register as at ${sayDay(report.sources.registerAsAt)}.`
            : 'No file of the national register was applied.',
          ...correctionLines(made, report.number, report.frozenAt, kind !== 'unnamed'),
        ],
      },
      { kind: 'heading', text: 'What it does not say' },
      {
        kind: 'list',
        items: [
          report.sources.since ? `Nothing is known of before ${sayDay(report.sources.since)}.` : 'There were no records of attendance yet.',
          guidance
            ? 'What a school did with guidance and did not tell us.'
            : 'Training elsewhere of which nobody told us is not in the record.',
        ],
      },
      { kind: 'heading', text: 'Annex' },
      ...by.map(({ what, groups }) => groupTable(what, groups, word)),
    ],
  }
}
