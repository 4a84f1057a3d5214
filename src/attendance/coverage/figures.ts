// The numbers of a coverage report. Each is printed with its denominator.
/** Of `open` schools. Both the four grades and the three kinds of record add up to `tookPart`. */
export type Figures = {
  open: number
  tookPart: number
  ownAttended: number
  ownPart: number
  representedAttended: number
  representedPart: number
  signed: number
  earlier: number
  provisional: number
  /** Of `tookPart`: only through a predecessor. */
  predecessor: number
  /** Of those that did not: no attendance at any event, ever. */
  never: number
}

export type Category = Figures & { key: string; label: string }

/** As they are now. `onTopic`: came on the topic at some time, those that took part among them. */
export type LiveFigures = Figures & { onTopic: number }
export type LiveCategory = Category & LiveFigures

export const figureNames = [
  'open',
  'tookPart',
  'ownAttended',
  'ownPart',
  'representedAttended',
  'representedPart',
  'signed',
  'earlier',
  'provisional',
  'predecessor',
  'never',
] as const satisfies readonly (keyof Figures)[]

/** A school is in one category of a dimension, so categories add up to the whole. */
export const total = (categories: readonly Figures[]): Figures =>
  Object.fromEntries(figureNames.map((name) => [name, categories.reduce((sum, category) => sum + category[name], 0)])) as Figures

export const liveTotal = (categories: readonly LiveFigures[]): LiveFigures => ({
  ...total(categories),
  onTopic: categories.reduce((sum, { onTopic }) => sum + onTopic, 0),
})

/** Below this many schools a percentage misleads, and is not printed. */
const fewestForShare = 10

/** A whole percentage; undefined when `of` is too small. Only all is 100 and only none is 0. */
export const share = (n: number, of: number): number | undefined =>
  of < fewestForShare ? undefined : n === 0 ? 0 : n === of ? 100 : Math.min(99, Math.max(1, Math.round((n / of) * 100)))

export const sayShare = (n: number, of: number): string => {
  const percent = share(n, of)
  return percent === undefined ? '–' : `${percent}%`
}

export const figureHeadings: Record<keyof Figures, string> = {
  open: 'Schools open',
  tookPart: 'Took part',
  ownAttended: 'Own staff attended',
  ownPart: 'Own staff, in part only',
  representedAttended: 'Represented only',
  representedPart: 'Represented, in part only',
  signed: 'Register signed off',
  earlier: 'Earlier record',
  provisional: 'Register not yet signed off',
  predecessor: 'Only through a predecessor',
  never: 'No attendance on record at all',
}

/** What a table of figures shows beside the schools open. */
export const columnSets = ['reach', 'how', 'basis'] as const
export type ColumnSet = (typeof columnSets)[number]
export const columnSetNames: Record<ColumnSet, string> = {
  reach: 'Whether they took part',
  how: 'How they took part',
  basis: 'What these figures are based on',
}
