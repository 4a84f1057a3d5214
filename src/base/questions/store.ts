/** SQL: questions that are answered in somebody's own words, or not. @param kind a column */
export const isInWords = (kind: string): string => `${kind} IN (SELECT id FROM QuestionKind WHERE isWords = 1)`
