import { type KindRow, kinds, questionKinds } from './kind.ts'

/** SQL: a question is of one of the kinds of which something holds. @param kind a column */
export const isOfKind = (kind: string, holds: (of: KindRow) => boolean | undefined): string =>
  `${kind} IN (${kinds
    .filter((one) => holds(questionKinds[one]))
    .map((one) => `'${one}'`)
    .join(', ')})`

/** SQL: it is answered in somebody's own words. */
export const isInWords = (kind: string): string => isOfKind(kind, ({ isWords }) => isWords)
