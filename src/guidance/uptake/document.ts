// The report of uptake as a document: its PDF and its workbook are made of it.
import { categoryOf } from '#attendance/reports/frozen.ts'
import { sayDay } from '#base/dates.ts'
import type { Document, DocumentTable } from '#base/document.ts'
import type { Column } from '#base/web/csv.ts'
import { stateWords } from '#guidance/answers/state.ts'
import { howWords, levelWords } from '#guidance/issuing/answer.ts'
import { reaches, reachWords } from '#people/notices/notice.ts'
import type { Uptake } from './store.ts'
import { type Figure, figures, groupsBy, inChasingOrder, numberOf, sayMeasure, sayOf, spreads, type UptakeSchool } from './uptake.ts'

export const whatIsCounted =
  'Counted is every school of the register that is open in the area today and that the document is for, once. Only schools that a named person confirmed it for, or that were told another way, count as reached. “Adopted” says what the school told us, and how we know it. An adoption from before the version was issued to the school counts, but no days are counted for it. Without an answer nothing is known of what the school did. That somebody came to a conference is no adoption.'

export const mainFigures: readonly Figure[] = [
  ...reaches.map((reach) => `reach_${reach}` as const),
  ...([
    'had',
    'opened_later',
    'seen_by',
    'acknowledged_by',
    'answered',
    'adopted',
    'early',
    'is_own_policy',
    'is_not_adopting',
    'is_not_applicable',
  ] as const),
  ...(['no_answer', 'stated', 'seen', 'verified', 'published', 'attended'] as const),
]

export const uptakeColumns: readonly Column<UptakeSchool>[] = [
  { name: 'URN', width: 10, value: ({ school }) => school.urn },
  { name: 'School', width: 36, value: ({ school }) => school.name },
  { name: 'Town', width: 18, value: ({ school }) => school.town },
  ...(['sector-kind', 'phase', 'trust', 'ward'] as const).map((by) => ({
    name: { 'sector-kind': 'Sector and kind', phase: 'Phase', trust: 'Trust', ward: 'Ward' }[by],
    width: 22,
    value: ({ school }: UptakeSchool) => categoryOf(by, school),
  })),
  { name: 'Reached', width: 26, value: ({ reach }) => reachWords[reach] },
  { name: 'State', width: 26, value: ({ state }) => stateWords[state] },
  { name: 'How we know', width: 20, value: ({ level }) => (level ? levelWords[level] : '') },
  { name: 'Answered', width: 22, value: ({ how }) => (how ? howWords[how] : '') },
  ...(['available', 'issued', 'opened', 'acknowledged', 'answered', 'adopted', 'published'] as const).map((name) => ({
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)} on`,
    width: 12,
    value: ({ dates }: UptakeSchool) => dates[name],
  })),
  { name: 'Opened after it was issued', width: 10, value: ({ later }) => (later ? 'yes' : 'no') },
  { name: 'Came to the launch', width: 10, value: ({ attended }) => (attended ? 'yes' : 'no') },
  { name: 'Why', width: 60, value: ({ why }) => why },
]

export const sayDays = (n: number): string => (Number.isInteger(n) ? String(n) : n.toFixed(1))

const byTable = (sheet: string, caption: string, rows: DocumentTable['rows']): DocumentTable => ({
  kind: 'table',
  sheet,
  caption,
  rows,
  columns: [
    { name: caption.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase()), width: 30 },
    ...['Schools', 'Answered', 'Adopted', 'No answer', 'Published', 'Came to the launch'].map((name) => ({ name, figures: true })),
  ],
})

export const uptakeDocument = ({ document, version, day, schools }: Uptake, council: string): Document => ({
  title: `${document.title}, version ${version.number}: uptake`,
  lines: [council, `As at ${sayDay(day)}`],
  blocks: [
    { kind: 'paragraph', strong: true, text: `Adopted: ${sayOf(numberOf(schools, 'adopted'), schools.length)} schools.` },
    {
      kind: 'table',
      sheet: 'Figures',
      caption: 'All schools',
      columns: [
        { name: 'Figure', width: 40 },
        { name: 'Schools', figures: true },
      ],
      rows: mainFigures.map((figure) => [figures[figure].says, sayOf(numberOf(schools, figure), schools.length)]),
    },
    {
      kind: 'table',
      sheet: 'Days',
      caption: 'Days between the dates of this version',
      columns: [{ name: 'From and to', width: 40 }, ...['Schools', 'Median', 'Least', 'Most'].map((name) => ({ name, figures: true }))],
      rows: spreads(schools, version.number).map(({ spread, ...of }) => [
        sayMeasure(of),
        ...(spread ? [spread.schools, sayDays(spread.median), spread.least, spread.most] : [0, '–', '–', '–']),
      ]),
    },
    { kind: 'paragraph', text: whatIsCounted },
    ...(['sector', 'kind', 'phase', 'trust', 'ward'] as const).map((by) =>
      byTable(
        by,
        `By ${by}`,
        groupsBy(schools, by).map((one) => [
          one.label,
          one.asked,
          one.answered,
          one.adopted,
          one.asked - one.answered,
          one.published,
          one.attended,
        ]),
      ),
    ),
    { kind: 'page' },
    {
      kind: 'table',
      sheet: 'Schools',
      caption: 'Schools, those without an answer first',
      columns: [
        { name: 'School', width: 30 },
        { name: 'URN', width: 10 },
        { name: 'State', width: 26 },
        { name: 'How we know', width: 18 },
        { name: 'Issued', width: 14 },
        { name: 'Adopted', width: 14 },
      ],
      rows: inChasingOrder(schools).map(({ school, state, level, dates }) => [
        `${school.name}${school.town ? `, ${school.town}` : ''}`,
        school.urn,
        stateWords[state],
        level ? levelWords[level] : '–',
        dates.issued ? sayDay(dates.issued) : '–',
        dates.adopted ? sayDay(dates.adopted) : '–',
      ]),
    },
  ],
})
