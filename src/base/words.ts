// Numbers, plurals and lists as pages and messages write them.

// Making a formatter is slow.
const number = new Intl.NumberFormat('en-GB')
const list = new Intl.ListFormat('en-GB')

/** `1,250` */
export const sayNumber = (n: number): string => number.format(n)

/** Without the number. */
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many)

/** `1 place`, `3 places`; with a verb `counted(n, 'place is', 'places are')`. */
export const counted = (n: number, one: string, many?: string): string => `${sayNumber(n)} ${plural(n, one, many)}`

/** `one place`, `3 places` */
export const inWords = (n: number, one: string, many?: string): string => `${n === 1 ? 'one' : n} ${plural(n, one, many)}`

/** At most so many UTF-16 characters, without half of one at the end. */
export const cutTo = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/** At the start of a sentence: `One place`, `3 places`. */
export const atStart = (n: number, one: string, many?: string): string => `${n === 1 ? 'One' : n} ${plural(n, one, many)}`

/** `a, b and c` */
export const listed = (things: readonly string[]): string => list.format(things)

/** With a capital letter at its beginning. */
export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
