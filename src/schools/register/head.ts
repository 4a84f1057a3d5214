// The head's name as a mark: it shows that the name changed, but the name cannot be read from it.
import { nameKey } from './register.ts'

const titles = new Set('mr mrs ms miss mx dr prof professor rev revd reverend sir dame sister father canon'.split(' '))

/** So few digits that many names share them. */
const shared = (name: string, digits: number): string => {
  let sum = 0x811c9dc5
  for (const letter of name) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193)
  return ((sum ^ (sum >>> 16)) >>> 0).toString(16).slice(-digits).padStart(digits, '0')
}

/** Of surname, initial and, if longer, whole first name: `7f3aj5c`; '' for nobody. */
export const headMark = (firstName: string, lastName: string): string => {
  const surname = nameKey(lastName.trim().split(/\s+/).at(-1) ?? '')
  const first = nameKey(firstName.trim().split(/\s+/)[0] ?? '')
  return surname === '' ? '' : shared(surname, 4) + first.slice(0, 1) + (first.length > 1 ? shared(first, 2) : '')
}

/** The mark of a name as people write it: `Mrs Jo Smith-Hughes`. */
export const markOfName = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => nameKey(word) !== '' && !titles.has(nameKey(word)))
  return headMark(words.length > 1 ? (words[0] ?? '') : '', words.at(-1) ?? '')
}

/** Jo may be Joanna: one surname, and no other initial. */
export const mayBeOne = (one: string, other: string): boolean =>
  one.slice(0, 4) === other.slice(0, 4) && (one.length < 5 || other.length < 5 || one[4] === other[4])

/**
 * No confirmed head matches the register's new name. If it named the same surname and initial
 * before, the whole first name must match.
 */
export const isAnotherHead = (before: string, now: string, heads: readonly string[]): boolean =>
  now !== '' &&
  now !== before &&
  !heads.some((name) => {
    const own = markOfName(name)
    const isRenamed = before.length === now.length && now.length > 5 && mayBeOne(before, now)
    return isRenamed ? own === now : mayBeOne(own, now)
  })
