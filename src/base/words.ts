// Numbers, plurals and lists, as every page and message says them.

// Made once: a number that is asked to spell itself makes a formatter each time.
const number = new Intl.NumberFormat('en-GB')
const list = new Intl.ListFormat('en-GB')

/** `1,250` */
export const sayNumber = (n: number): string => number.format(n)

/** `place`, `places`: where the number stands apart, or is said without its comma. */
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many)

/** `1 place`, `3 places`; with a verb `counted(n, 'place is', 'places are')`. */
export const counted = (n: number, one: string, many?: string): string => `${sayNumber(n)} ${plural(n, one, many)}`

/** `one place`, `3 places` */
export const inWords = (n: number, one: string, many?: string): string => `${n === 1 ? 'one' : n} ${plural(n, one, many)}`

/** `One place`, `3 places`: as a sentence begins. */
export const atStart = (n: number, one: string, many?: string): string => `${n === 1 ? 'One' : n} ${plural(n, one, many)}`

/** `a, b and c` */
export const listed = (things: readonly string[]): string => list.format(things)
