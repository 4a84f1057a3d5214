// SQL: who came for a school, by any URN it had, or for one merged into it or split off to it.

/**
 * SQL: when somebody last came for a root school, an instant or a day; NULL: never.
 * @param where of row `c` of `CameFor`
 */
export const lastCame = (root: string, where = '1'): string =>
  `(SELECT c.at FROM CameFor c WHERE c.rootId = ${root} AND ${where} ORDER BY c.at DESC LIMIT 1)`

/** SQL: somebody came for a root school. */
export const hasCome = (root: string): string => `EXISTS (SELECT 1 FROM CameFor c WHERE c.rootId = ${root})`
