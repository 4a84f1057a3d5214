// What was tried with the schools that a paper names: each school in a private pack, and all of
// them in sum in what the public reads. Neither says who rang or who answered, and no note of it.
import { type Day, type Instant, londonDay, sayDay } from '#base/dates.ts'
import type { DocumentBlock, DocumentTable } from '#base/document.ts'
import { type Means, meansWords, type Result, resultWords } from '#people/ladder/contact.ts'
import { isProposed, type Step } from '#people/ladder/ladder.ts'
import { type Rung, rungs, rungWords } from '#people/ladder/rung.ts'

/** How often one rung of a school was contacted, and how the last time went. */
export type TriedRung = { rung: Rung; times: number; firstAt: Instant; lastAt: Instant; means: Means; result: Result; spoke: 0 | 1 }

/** What was tried with a school. `next` undefined: nobody is to be contacted. */
export type TriedSchool = { rungs: readonly TriedRung[]; next: Step | undefined }

/** A school as its table names it, unless it is only counted. */
type Named = { school: string; urn: string; isNamed: boolean; tried: TriedSchool }

const sayRung = ({ rung, times, lastAt, means, result }: TriedRung): string => {
  const how = result === 'answered' ? 'answered' : resultWords[result].toLowerCase()
  const when = times === 1 ? 'once, on' : `${times} times, last on`
  return `${rungWords[rung]}: ${when} ${sayDay(londonDay(lastAt))} (${meansWords[means].toLowerCase()}: ${how}).`
}

const sayTried = ({ rungs: tried }: TriedSchool): string =>
  tried.length === 0
    ? 'Nobody was contacted.'
    : tried
        .toSorted((a, b) => rungs.indexOf(a.rung) - rungs.indexOf(b.rung))
        .map(sayRung)
        .join(' ')

const sayNext = ({ next }: TriedSchool): string =>
  next ? `${rungWords[next.rung]}, from ${sayDay(next.on)}${isProposed(next.rung) ? ', if an officer decides so' : ''}` : 'None'

const schoolTable = (schools: readonly Named[]): DocumentTable => ({
  ...{ kind: 'table', sheet: 'What was tried', caption: 'What was tried with each school' },
  columns: [
    { name: 'School', width: 26 },
    { name: 'URN', width: 10 },
    { name: 'Who was contacted, when, and with what result', width: 58 },
    { name: 'Next step', width: 30 },
  ],
  rows: schools.filter(({ isNamed }) => isNamed).map(({ school, urn, tried }) => [school, urn, sayTried(tried), sayNext(tried)]),
})

const sumTable = (schools: readonly TriedSchool[]): DocumentTable => {
  const nextTo = (rung: Rung | undefined): number => schools.filter(({ next }) => next?.rung === rung).length
  const rows = rungs.flatMap((rung) => {
    const tried = schools.flatMap((school) => school.rungs.filter((one) => one.rung === rung))
    if (tried.length === 0 && nextTo(rung) === 0) return []
    const [first = ''] = tried.map(({ firstAt }) => firstAt).toSorted()
    const last =
      tried
        .map(({ lastAt }) => lastAt)
        .toSorted()
        .at(-1) ?? ''
    const spoke = tried.filter((one) => one.spoke).length
    return [
      [
        ...[rungWords[rung], tried.length, tried.reduce((sum, { times }) => sum + times, 0)],
        ...[first ? sayDay(londonDay(first)) : 'Never', last ? sayDay(londonDay(last)) : 'Never'],
        ...[spoke, nextTo(rung)],
      ],
    ]
  })
  const nobody = schools.filter((school) => school.rungs.length === 0).length
  return {
    ...{ kind: 'table', sheet: 'Contacts', caption: 'What was tried with these schools together' },
    columns: [
      { name: 'Who was contacted', width: 30 },
      { name: 'Schools', figures: true },
      { name: 'Times', figures: true },
      { name: 'First', width: 18 },
      { name: 'Last', width: 18 },
      { name: 'Schools that were spoken to or answered', width: 16, figures: true },
      { name: 'Schools where they are next', width: 14, figures: true },
    ],
    rows: [...rows, ['Nobody', nobody, 0, 'Never', 'Never', 0, nextTo(undefined)]],
  }
}

/** @param kind 'each': school by school too */
export const triedBlocks = (schools: readonly Named[], today: Day, kind: 'summed' | 'each'): DocumentBlock[] => [
  { kind: 'heading', text: 'What was tried with these schools' },
  {
    kind: 'paragraph',
    text: `As noted until ${sayDay(today)}, about this, about who holds the school’s roles, and by the weekly note of what is due. “Written to” says that a message or letter went out, not that anybody read it.`,
  },
  ...(schools.every(({ tried }) => tried.rungs.length === 0 && !tried.next)
    ? [{ kind: 'paragraph' as const, text: 'Nobody was contacted at any of them, and no next step is planned.' }]
    : [...(kind === 'each' ? [schoolTable(schools)] : []), sumTable(schools.map(({ tried }) => tried))]),
]
