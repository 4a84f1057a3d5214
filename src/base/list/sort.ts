// The order of a list that is read whole, chosen by the headings of its columns in the address:
// `?sort=owed`, and `?sort=-owed` for the highest first.

export type Sorted<Row> = {
  name: string
  /** Its heading sorts the list by this. */
  order?(row: Row): string | number
}

const keyOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')
const nameOf = (sort: string): string => sort.replace(/^-/, '')
const compared = (a: string | number, b: string | number): number =>
  typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b, 'en-GB', { sensitivity: 'base' }) : Number(a) - Number(b)

/** Rows in that order; as they are where it names no column. */
export const sortedBy = <Row>(rows: readonly Row[], columns: readonly Sorted<Row>[], sort: string): readonly Row[] => {
  const order = columns.find(({ name }) => keyOf(name) === nameOf(sort))?.order
  const sign = sort.startsWith('-') ? -1 : 1
  return order ? rows.toSorted((a, b) => sign * compared(order(a), order(b))) : rows
}

/** What the heading of a column leads to. Figures begin with the highest. */
export const sortFor = (column: { name: string; numeric?: boolean | undefined }, sort: string) => {
  const key = keyOf(column.name)
  const now = nameOf(sort) === key ? (sort === key ? ('ascending' as const) : ('descending' as const)) : undefined
  return { now, next: now === 'descending' || !(now || column.numeric) ? key : `-${key}` }
}
