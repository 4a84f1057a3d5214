// What the recording of forms is told, because no page says it.

/** What is typed into the forms of an address, by its shape. */
export const typedByHand: readonly (readonly [action: RegExp, typed: Readonly<Record<string, string>>])[] = []

type Upload = { name: string; type: string; text: string }
const csv = (text: string): Upload => ({ name: 'a.csv', type: 'text/csv', text })

/** The file that a form takes. */
export const filesByHand: readonly (readonly [action: RegExp, file: Upload])[] = [[/./, csv('a,b\n1,2\n')]]

/** Forms that are not sent, and why. */
export const leftOut: readonly (readonly [form: RegExp, why: string])[] = [[/^\/dev\//, 'it is of the local copy alone']]
