// Whom the register names as head, kept as a mark: it tells that the name became another, and
// whose name it is cannot be read from it.
import { nameKey } from './register.ts'

const titles = new Set('mr mrs ms miss mx dr prof professor rev revd reverend sir dame sister father canon'.split(' '))

/** One of 65,536: many names share each. */
const surnameMark = (surname: string): string => {
  let sum = 0x811c9dc5
  for (const letter of surname) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193)
  return ((sum ^ (sum >>> 16)) & 0xffff).toString(16).padStart(4, '0')
}

/** Of the last surname and, where there is one, the initial: `7f3aj`; '' of nobody. */
export const headMark = (firstName: string, lastName: string): string => {
  const surname = nameKey(lastName.trim().split(/\s+/).at(-1) ?? '')
  return surname === '' ? '' : surnameMark(surname) + nameKey(firstName).slice(0, 1)
}

/** The mark of a name as people write it: `Mrs Jo Smith-Hughes`. */
export const markOfName = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => nameKey(word) !== '' && !titles.has(nameKey(word)))
  return headMark(words.length > 1 ? (words[0] ?? '') : '', words.at(-1) ?? '')
}

/** Whether both may be of one person: one surname, and no other initial. */
export const mayBeOne = (one: string, other: string): boolean =>
  one.slice(0, 4) === other.slice(0, 4) && (one.length < 5 || other.length < 5 || one === other)
