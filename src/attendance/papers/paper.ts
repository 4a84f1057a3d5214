// The paper of a frozen report: first what a member reads in a minute, then the schools that it
// names with what each answered, then how it was counted. Made once, when it is issued.
import type { Made } from '#attendance/corrections/correction.ts'
import { notCovered, sayEarlyYears } from '#attendance/coverage/answer.ts'
import { share } from '#attendance/coverage/figures.ts'
import { confidential, ofAnswersFrom, ofRolesFrom, ofShown, type Shown } from '#attendance/coverage/suppression.ts'
import type { FrozenReport, FrozenSchool } from '#attendance/reports/frozen.ts'
import { aboutWords, frozenCounts } from '#attendance/reports/frozen-standing.ts'
import {
  groupsOf,
  groupsWithoutFew,
  hiddenCounts,
  isFew,
  phaseOf,
  type ShownGroup,
  sayStood,
  sectorOf,
} from '#attendance/reports/suppression.ts'
import { type Day, type Instant, sayDay, sayInstant } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import { counted, plural } from '#base/words.ts'
import { type TriedSchool, triedBlocks } from './contact.ts'
import { correctionLines, type PaperLine } from './line.ts'
import { answerLabels, decisionLabels, type NamedSchool } from './reply.ts'

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

export type TrendPoint = { number: number; frozenAt: string; reached: number; counted: number }

const percent = (n: number, of: number): string => {
  const found = share(n, of)
  return found === undefined ? 'not given' : `${found}%`
}

/** The group that is furthest from all others together, among those of ten schools or more. */
const gapOf = (groups: readonly ShownGroup[], all: { reached: Shown; counted: Shown }): string => {
  const gaps = groups.flatMap((group) => {
    const found = ofShown([group.reached, group.counted, all.reached, all.counted], (reached, counted, allReached, allCounted) => {
      const [own, others] = [share(reached, counted), share(allReached - reached, allCounted - counted)]
      return own === undefined || others === undefined ? undefined : { group, own, others }
    })
    return found === confidential || found === undefined ? [] : [found]
  })
  const [widest] = gaps.toSorted((a, b) => Math.abs(b.own - b.others) - Math.abs(a.own - a.others))
  return widest
    ? `The widest gap is of ${widest.group.label}: ${widest.own}% (${widest.group.reached} of ${widest.group.counted}), all others ${widest.others}%, a difference of ${Math.abs(widest.own - widest.others)} points.`
    : 'No group of ten schools or more can be compared with the others.'
}

const groupTable = (sheet: string, what: string, groups: readonly ShownGroup[], word: string): DocumentTable => ({
  ...{ kind: 'table', sheet, caption: `By ${what}` },
  columns: [
    { name: what.charAt(0).toUpperCase() + what.slice(1), width: 30 },
    { name: 'Schools', figures: true },
    { name: word, figures: true },
    { name: 'Share', figures: true },
  ],
  rows: groups.map(({ label, reached, counted: of }) => [label, of, reached, ofShown([reached, of], percent)]),
})

const sayAnswered = ({ reply }: NamedSchool): string =>
  reply?.answer === undefined ? 'No answer' : `${answerLabels[reply.answer]}${reply.words ? `: ${reply.words}` : ''}`

const sayDecided = ({ reply }: NamedSchool): string => (reply?.decision ? `${decisionLabels[reply.decision]}: ${reply.reason}` : '')

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

const schoolTable = (lines: readonly PaperLine[], replies: readonly NamedSchool[], tried: PaperGround['tried']): DocumentTable => {
  const byId = new Map(replies.map((one) => [one.schoolId, one]))
  const named = namedOf(lines)
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

/** Without names, no figure is given that would name a school or say something of few. */
const figuresOf = (
  lines: readonly PaperLine[],
  kind: PaperKind,
  attendance: boolean,
  smallest: number,
): { bySector: readonly ShownGroup[]; byPhase: readonly ShownGroup[]; reached: Shown; counted: Shown } => {
  const [bySector, byPhase] = [groupsOf(lines, sectorOf), groupsOf(lines, phaseOf)]
  if (kind === 'unnamed' && !attendance) return hiddenCounts(lines, smallest)
  const whole = { reached: lines.filter((one) => one.counted && one.reached).length, counted: lines.filter((one) => one.counted).length }
  return kind === 'unnamed'
    ? { bySector: groupsWithoutFew(bySector, smallest), byPhase: groupsWithoutFew(byPhase, smallest), ...whole }
    : { bySector, byPhase, ...whole }
}

/** @param ask what members are asked, in the officer's words */
export const paperOf = (
  { report, about, stated, lines, replies, trend, tried, made, today, council }: PaperGround,
  kind: PaperKind,
  ask: string,
): Document => {
  const { smallest, replyDays, dueSoonDays } = report.thresholds
  const of = lines.filter((line) => line.counted)
  const attendance = report.about === 'attendance'
  const guidance = report.about === 'guidance'
  const { column: word, is, named: namedAs, says } = aboutWords[report.about]
  const named = lines.filter((line) => line.named).length
  const { bySector, byPhase, reached, counted: all } = figuresOf(lines, kind, attendance, smallest)
  const answer =
    report.about === 'requirements' && reached !== confidential
      ? (sayStood(frozenCounts(lines), stated, kind === 'unnamed' ? smallest : undefined) ?? confidential)
      : ofShown([reached, all], (n, most) => `${n} of ${counted(most, 'school')} ${plural(n, ...is)} (${percent(n, most)}).`)
  const schools: DocumentBlock[] =
    kind === 'unnamed'
      ? [
          {
            kind: 'paragraph',
            text:
              answer === confidential
                ? 'No school is named in this paper.'
                : `${counted(named, 'school')} ${plural(named, 'is', 'are')} not named in this paper.`,
          },
        ]
      : [
          {
            kind: 'paragraph',
            text: `Each school was shown its line and had ${replyDays} working days in term to answer. No person is named.`,
          },
          schoolTable(lines, replies, tried),
        ]
  const contacts =
    kind === 'unnamed' && answer === confidential
      ? []
      : triedBlocks(
          namedOf(lines).map(({ school }) => ({
            ...{ school: placed(school), urn: school.urn, tried: tried.get(school.schoolId) ?? nothingTried },
          })),
          today,
          kind === 'private' ? 'each' : kind === 'named' ? 'summed' : 'counted',
          smallest,
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
        text: answer === confidential ? `${counted(of.length, 'school')} are counted. How many ${is[1]} is not given.` : answer,
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
              rows: trend.map((one) => {
                const hides =
                  kind === 'unnamed' && !attendance && (isFew(one.reached, smallest) || isFew(one.counted - one.reached, smallest))
                const n = hides || (one.number === report.number && answer === confidential) ? confidential : one.reached
                return [`Report ${one.number}`, sayDay(one.frozenAt), one.counted, n, ofShown([n, one.counted], percent)]
              }),
            },
          ]),
      { kind: 'heading', text: 'The gap' },
      { kind: 'paragraph', text: gapOf(bySector, { reached, counted: all }) },
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
          ...(kind !== 'unnamed'
            ? []
            : [
                attendance
                  ? `Groups of fewer than ${smallest} schools are put together, so that no figure names a school.`
                  : (guidance ? ofAnswersFrom : ofRolesFrom)(smallest).reason,
              ]),
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
          ...correctionLines(made, report, kind !== 'unnamed'),
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
      groupTable('Sector and kind', 'sector and kind', bySector, word),
      groupTable('Phase', 'phase', byPhase, word),
    ],
  }
}
