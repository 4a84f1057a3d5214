// An audit's results as a document, for its page and files.
import { share } from '#attendance/coverage/figures.ts'
import { type Group, sayGroup } from '#attendance/coverage/suppression.ts'
import { sayDay } from '#base/dates.ts'
import type { Document, DocumentBlock, DocumentTable } from '#base/document.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { measureOf } from './result.ts'
import { type GivenAnswer, isExact, type Share } from './suppression.ts'

export type Result = GivenAnswer & { question: Question }

export type Results = {
  number: number
  label: string
  /** The year before; undefined: none. */
  before: string | undefined
  frozenOn: string
  on: string
  /** Schools that submitted, answered otherwise or did not, after suppression. */
  came: readonly (readonly [what: string, n: string])[]
  fewest: number
  sections: readonly { title: string; results: readonly Result[] }[]
}

const tooFew = 'c'
const numberOf = ({ from, to, of }: Share): string | number =>
  from === to ? from : to === of ? `at least ${from}` : from === 0 ? `at most ${to}` : `${from} to ${to}`

/** `80 of 97 (82%)`, `at least 93 of 97`; “c” where it would reveal a few. */
export const sayShare = (one: Share | undefined): string => {
  if (one === undefined) return tooFew
  const percent = isExact(one) ? share(one.from, one.of) : undefined
  return `${numberOf(one)} of ${one.of}${percent === undefined ? '' : ` (${percent}%)`}`
}

const sectionTable = ({ title, results }: Results['sections'][number], at: number, before: string | undefined): DocumentTable => ({
  kind: 'table',
  caption: title,
  sheet: `${at + 1} ${title}`.replaceAll(/[^\p{L}\d ]/gu, '').slice(0, 31),
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
    question.label,
    measureOf(question),
    sayShare(all),
    ...(before ? (same ? [sayShare(same.now), sayShare(same.before)] : ['Not compared', '']) : []),
  ]),
})

const byKind = 'By kind of school'
const shareOf = ({ inDate, asked }: Group): Share => ({ from: inDate, to: inDate, of: asked })
const allOf = ({ all }: Result): { label: string; share: Share | undefined } => ({ label: 'All schools', share: all })
const groupsOf = ({ groups }: Result) => groups.map((group) => ({ label: sayGroup(group), share: shareOf(group) }))

/** For spreadsheets. */
const kindTable = ({ sections }: Results): DocumentTable => ({
  kind: 'table',
  caption: byKind,
  sheet: byKind,
  columns: [
    { name: 'Question', width: 46 },
    { name: 'Counted', width: 14 },
    { name: 'Kind of school', width: 30 },
    { name: 'In place', figures: true },
    { name: 'Of', figures: true },
  ],
  rows: sections.flatMap(({ results }) =>
    results.flatMap((one) =>
      [...groupsOf(one), allOf(one)].map(({ label, share: said }) => [
        one.question.label,
        measureOf(one.question),
        label,
        ...(said ? [numberOf(said), said.of] : [tooFew, tooFew]),
      ]),
    ),
  ),
})

const chosenBlocks = (result: Result): DocumentBlock[] => [
  {
    kind: 'table',
    caption: `${result.question.label}: by kind of school`,
    sheet: 'Chosen',
    columns: [
      { name: 'Kind of school', width: 40 },
      { name: measureOf(result.question), width: 20 },
    ],
    rows: [...groupsOf(result), allOf(result)].map(({ label, share: said }) => [label, sayShare(said)]),
  },
]

/** @param more one question by kind of school, or all */
export const resultsDocument = (results: Results, council: string, more: Result | undefined | 'all'): Document => ({
  title: `${results.label}: what schools answered`,
  lines: [council, `Kept since ${sayDay(results.frozenOn)}`],
  blocks: [
    { kind: 'paragraph', strong: true, text: `${results.came.map(([what, n]) => `${what}: ${n}`).join('. ')}.` },
    ...(more === 'all' || more === undefined ? [] : chosenBlocks(more)),
    ...results.sections.map((section, n) => sectionTable(section, n, results.before)),
    ...(more === 'all' ? [kindTable(results)] : []),
    {
      kind: 'paragraph',
      text: `Counted are schools that submitted the audit, were asked the question and are open on ${sayDay(results.on)}. Schools answered for themselves. What came on paper or as another audit is not in these figures. “In the year before” counts dates in the year before the deadline.${
        results.before
          ? ` “Same schools” are those that were asked the same words in ${results.before}. Not compared is a question that is new, that only some schools are asked, or whose two years together would tell what few schools answered.`
          : ''
      }`,
    },
    {
      kind: 'paragraph',
      text: `No figure tells what a single school answered. Kinds of school are counted together until at least ${results.fewest} schools of each group are in the figure and ${results.fewest} are not. Where an exact number would tell of few, we give a range, such as “at least 93” or “33 to 35”; “c” means that even a range would tell of few.`,
    },
  ],
})
