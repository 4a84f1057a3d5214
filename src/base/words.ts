// Numbers, plurals and lists as pages and messages write them.

// Made once, because making a formatter is slow.
const number = new Intl.NumberFormat('en-GB')
const list = new Intl.ListFormat('en-GB')

/** `1,250` */
export const sayNumber = (n: number): string => number.format(n)

/** `place`, `places`, without the number. */
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many)

/** `1 place`, `3 places`; with a verb `counted(n, 'place is', 'places are')`. */
export const counted = (n: number, one: string, many?: string): string => `${sayNumber(n)} ${plural(n, one, many)}`

/** `one place`, `3 places` */
export const inWords = (n: number, one: string, many?: string): string => `${n === 1 ? 'one' : n} ${plural(n, one, many)}`

/** The beginning of a text, of at most so many characters (UTF-16), and of no half of one. */
export const cutTo = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/** `One place`, `3 places`, at the start of a sentence. */
export const atStart = (n: number, one: string, many?: string): string => `${n === 1 ? 'One' : n} ${plural(n, one, many)}`

/** `a, b and c` */
export const listed = (things: readonly string[]): string => list.format(things)
