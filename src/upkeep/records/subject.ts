// The copy for somebody who asks for their own data: everything stored about them, in words,
// without other people's data and without keys.
import type { Day, Instant } from '#base/dates.ts'

export type RequestKind = 'access' | 'erasure' | 'rectification'
export const identityWords = {
  signed_in: 'They asked while signed in with their own address',
  known_to_us: 'We know them, and rang or saw them',
  through_school: 'Their school confirmed it from its own mailbox or telephone',
  document: 'They showed a document, of which nothing was kept',
} as const
export type IdentityHow = keyof typeof identityWords
export const outcomeWords = {
  given: 'The copy was given',
  done: 'It was done',
  refused: 'Refused, with the reason and how to complain',
} as const
export type Outcome = keyof typeof outcomeWords

export const requestWords: Record<RequestKind, string> = {
  access: 'A copy of their data (Article 15)',
  erasure: 'To be erased (Article 17)',
  rectification: 'To be corrected (Article 16)',
}

export type SubjectRequestRow = {
  id: string
  personId: string
  kind: RequestKind
  receivedOn: Day
  dueOn: Day
  recordedAt: Instant
  identityHow: IdentityHow | null
  identityAt: Instant | null
  madeAt: Instant | null
  outcome: Outcome | null
  answeredAt: Instant | null
}

/** How much is stored about somebody, by section of the copy. */
export type Stored = { name: string; counts: { title: string; rows: number }[] }

/** One month after a request, or the last day of a shorter month: UK GDPR Article 12(3). */
export const answerBy = (receivedOn: Day): Day => {
  const [year = 0, month = 1, of = 1] = receivedOn.split('-').map(Number)
  const next = new Date(Date.UTC(year, month, 1))
  const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  return `${next.toISOString().slice(0, 8)}${String(Math.min(of, last)).padStart(2, '0')}`
}

export type SubjectCell = string | number | null
/** One section of a copy, as a table. `source`: its name in the database. */
export type Section = { title: string; source: string; columns: string[]; rows: SubjectCell[][] }

export type Copy = { name: string; sections: Section[]; redactions: number }

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const anAddress = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/**
 * Removes names and addresses of others (UK GDPR Article 15(4)), marked and counted.
 * @param own the asker's names and addresses, which stay @param others names that may appear
 */
export const redacted = (name: string, sections: readonly Section[], own: readonly string[], others: readonly string[]): Copy => {
  let redactions = 0
  const mine = new Set(own.map((one) => one.toLowerCase()))
  const longest = others.filter((other) => other.length >= 3 && !mine.has(other.toLowerCase())).toSorted((a, b) => b.length - a.length)
  const names = longest.length > 0 ? new RegExp(longest.map(escaped).join('|'), 'giu') : undefined
  const mark = (text: string): string => {
    redactions += 1
    return text
  }
  const cleaned = (cell: SubjectCell): SubjectCell => {
    if (typeof cell !== 'string') return cell
    const bare = cell.replaceAll(anAddress, (found) => (mine.has(found.toLowerCase()) ? found : mark('[address of somebody else]')))
    return names ? bare.replaceAll(names, () => mark('[somebody else]')) : bare
  }
  return { name, sections: sections.map((section) => ({ ...section, rows: section.rows.map((row) => row.map(cleaned)) })), redactions }
}

/** `deliveredAt` as `Delivered at`. */
export const sayColumn = (column: string): string => {
  const words = column.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
