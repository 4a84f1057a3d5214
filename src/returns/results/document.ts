// The results of an audit as a document: its page and its files are made of it.
import { dimensionNames } from '#attendance/coverage/coverage.ts'
import { share } from '#attendance/coverage/figures.ts'
import { sayDay } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import { type Breakdown, breakdowns, groupsIn, measures, type Result, type Share } from './result.ts'

export type Results = {
  number: number
  label: string
  /** What the year before is called; undefined: there is none. */
  before: string | undefined
  frozenOn: string
  on: string
  /** How many schools submitted, answered otherwise and did not, as they may be shown. */
  came: readonly (readonly [what: string, n: string])[]
  fewest: number
  sections: readonly { title: string; results: readonly Result[] }[]
}

const tooFew = 'c'
const notGiven = 'Not given: it would say something of few schools'

/** `80 of 97 (82%)`; “c” where it would say something of few. */
export const sayShare = (one: Share): string => {
  if (one === undefined) return tooFew
  const percent = share(one.inPlace, one.of)
  return `${one.inPlace} of ${one.of}${percent === undefined ? '' : ` (${percent}%)`}`
}

const sectionTable = ({ title, results }: Results['sections'][number], at: number, before: string | undefined): DocumentTable => ({
  ...{ kind: 'table', caption: title, sheet: `${at + 1} ${title}`.replaceAll(/[^\p{L}\d ]/gu, '').slice(0, 31) },
  columns: [
    { name: 'Question', width: 46 },
    { name: 'Counted', width: 14 },
    { name: 'Schools', width: 16 },
    ...(before
      ? [
          { name: 'Same schools, now', width: 16 },
          { name: `Same schools, ${before}`, width: 16 },
        ]
      : []),
  ],
  rows: results.map(({ question, all, same }) => [
    ...[question.label, measures[question.kind], sayShare(all)],
    ...(before ? (same ? [sayShare(same.now), sayShare(same.before)] : ['Not asked then', '']) : []),
  ]),
})

/** All questions by the groups of a breakdown, for spreadsheets. */
const breakdownTable = ({ sections }: Results, by: Breakdown): DocumentTable => ({
  ...{ kind: 'table', caption: `By ${dimensionNames[by].toLowerCase()}`, sheet: `By ${dimensionNames[by].toLowerCase()}` },
  columns: [
    { name: 'Question', width: 46 },
    { name: 'Counted', width: 14 },
    { name: dimensionNames[by], width: 30 },
    { name: 'In place', figures: true },
    { name: 'Of', figures: true },
  ],
  rows: sections.flatMap(({ results }) =>
    results.flatMap((one) =>
      (groupsIn(one, by) ?? [{ label: notGiven, share: undefined }]).map((group) => [
        ...[one.question.label, measures[one.question.kind], group.label],
        ...[group.share?.inPlace ?? tooFew, group.share?.of ?? tooFew],
      ]),
    ),
  ),
})

const chosenBlocks = (result: Result, by: Breakdown): DocumentBlock[] => [
  {
    ...{ kind: 'table', caption: `${result.question.label}: by ${dimensionNames[by].toLowerCase()}`, sheet: 'Chosen' },
    columns: [
      { name: dimensionNames[by], width: 40 },
      { name: measures[result.question.kind], width: 20 },
    ],
    rows: [...(groupsIn(result, by) ?? [{ label: notGiven, share: undefined }]), { label: 'All schools', share: result.all }].map((one) => [
      ...[one.label, sayShare(one.share)],
    ]),
  },
]

/** @param more one question by a breakdown, or every question by all of them */
export const resultsDocument = (
  results: Results,
  council: string,
  more: { result?: Result | undefined; by: Breakdown } | 'all',
): Document => ({
  title: `${results.label}: what schools answered`,
  lines: [council, `Report ${results.number}, final, ${sayDay(results.frozenOn)}`],
  blocks: [
    { kind: 'paragraph', strong: true, text: `${results.came.map(([what, n]) => `${what}: ${n}`).join('. ')}.` },
    ...(more === 'all' || more.result === undefined ? [] : chosenBlocks(more.result, more.by)),
    ...results.sections.map((section, n) => sectionTable(section, n, results.before)),
    ...(more === 'all' ? breakdowns.map((by) => breakdownTable(results, by)) : []),
    {
      kind: 'paragraph',
      text: `Counted are schools that submitted the audit, were asked the question and are open on ${sayDay(results.on)}. Schools answered for themselves. What came on paper or as another audit is not in these figures. “In the year before” counts dates in the year before the deadline.${
        results.before ? ` “Same schools” are those that were asked the same words in ${results.before}.` : ''
      }`,
    },
    {
      kind: 'paragraph',
      text: `Where a count would be from 1 to ${results.fewest - 1}, or one could be worked out by taking one figure from another, “c” stands there or groups are put together, so that no figure names a school.`,
    },
  ],
})
