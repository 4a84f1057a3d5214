// Organisers may change some sentences of every message. A template of the catalogue says what a
// message is, to whom it goes and when; a wording is what the council says instead of the default.

import type { Council } from '#base/council.ts'
import type { Instant } from '#base/dates.ts'
import { sayNumber } from '#base/words.ts'
import type { Rendered, Sender } from '#emails/messages/mail.tsx'
import { fieldsIn, type OwnWords, type Slot, type Slots } from '#emails/messages/words.ts'
import type { Audience } from '#messages/outbox/kind.ts'

/** Who reads it, in the order in which the list shows them. */
export const audiences: Record<Audience, string> = {
  delegates: 'People with a place',
  bookers: 'People who booked',
  payers: 'People who book or pay, about money',
  accounts: 'People who act for a school or ask to, and those who decide',
  organisers: 'Organisers',
}

/** A field for words in braces, with its explanation. */
export const fieldWords = {
  title: 'the title of the event or return',
  day: 'the day on which it begins',
  when: 'its times',
  changes: 'what is new of it, as “time and place”',
  part: 'the part that is called off, with its times',
  mails: 'how many emails each person gets, as “2 emails”',
  moved: 'the day of the new date',
  school: 'the school',
  reference: 'the reference of the booking',
  name: 'the name of the person',
  names: 'the names of the people',
  time: 'the time at which it begins',
  contact: 'whom to ask',
  council: 'the name of the council',
  service: 'the name of this service',
  places: 'how many places, as “one place” or “5 places”',
  Places: 'the same where a sentence begins: “One place”',
  waiting: 'how many places wait, as “one place” or “5 places”',
  them: '“it” for one place, “them” for several',
  basis: 'the law, or what the safeguarding partners ask, that a notice rests on',
  topic: 'the topic of the training',
  report: 'The report with its number, as in “Report 14”',
  TheyAre: '“It is” for one place, “They are” for several',
  namesDueAt: 'until when names are due',
  acceptBy: 'until when the offer can be accepted',
  until: 'until when the places are held',
  asked: 'when it was asked for',
  how: 'how it was asked for, such as “by telephone”',
  because: 'why nothing was booked',
  what: '“New charge”, “New credits” or “New charges and credits”',
  why: 'what has changed and why',
  reason: 'why a payment was undone',
  recordedOn: 'the day on which a payment was recorded',
  who: 'who decided, named or sends it',
  sum: 'the sum of money',
  number: 'the number of the invoice, report or return',
  dueOn: 'the day by which to pay',
  days: 'how many school days there are to answer',
  finalOn: 'the last day on which it is counted',
  may: 'what they may do for the school now',
  payer: 'who pays',
  document: 'what the document is called',
} as const

type Field = keyof typeof fieldWords

export type Sample = { label: string; render: (sender: Sender, council: Council) => Rendered }

export type Template = {
  /** The key of its words; with hyphens in an address. */
  name: string
  label: string
  audience: Audience
  to: string
  when: string
  slots: Slots
  fields: readonly Field[]
  /** Why nobody may change it, if so. */
  fixed?: string
  samples: readonly [Sample, ...Sample[]]
}

/** One sample for each of several facts. */
export const eachOf = <const T extends readonly [unknown, ...unknown[]]>(
  [first, ...rest]: T,
  sample: (value: T[number]) => Sample,
): [Sample, ...Sample[]] => [sample(first), ...rest.map(sample)]

/** Most characters of a slot, as in the database, and of a line. */
export const longestWords = 2000
export const longestLine = 200

/** A change of words, for its history. */
export type WordingChange = { id: string; slot: string; text: string; changedAt: Instant; changedBy: string | null; stands: boolean }

/** Normalised letters and line ends, without control characters or bidirectional marks. */
export const cleanWords = (typed: string, slot: Slot): string => {
  const text = typed
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029\uFEFF]/gu, ' ')
  if (slot.line) return text.replaceAll(/\s+/g, ' ').trim()
  return text
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

const braced = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ')

/** What is wrong with words for a slot, and what to do; undefined if nothing. */
export const wrongWith = (template: Pick<Template, 'fields'>, slot: Slot, text: string): string | undefined => {
  if (text === '') return undefined
  const longest = slot.line ? longestLine : longestWords
  const unknown = fieldsIn(text).filter((name) => !(template.fields as readonly string[]).includes(name))
  const missing = (slot.must ?? []).filter((name) => !fieldsIn(text).includes(name))
  if (text.length > longest) return `“${slot.label}” must be ${sayNumber(longest)} characters or fewer`
  if (unknown.length > 0) {
    const use = template.fields.length > 0 ? `use ${braced(template.fields)}, or write it out` : 'write it out'
    return `“${slot.label}” holds ${braced(unknown)}, which this message does not know: ${use}`
  }
  if (missing.length > 0) return `“${slot.label}” must hold ${braced(missing)}, so that the message says what it is for`
  if (/[{}]/.test(text.replaceAll(/\{[a-zA-Z]+\}/g, '')))
    return `“${slot.label}” holds a brace that is no field: write fields like {${template.fields[0] ?? 'title'}}`
  return undefined
}

/** Typed words by slot, without those equal to the default. */
export const ownOf = (template: Template, typed: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(template.slots).flatMap(([name, slot]) => {
      const text = cleanWords(typed[name] ?? '', slot)
      return text === '' || text === slot.text ? [] : [[name, text]]
    }),
  )

/** The council's words with one template's replaced, for a preview before saving. */
export const withWords = (all: OwnWords | undefined, template: Template, words: Readonly<Record<string, string>>): OwnWords => ({
  ...all,
  [template.name]: words,
})

/** `booking_confirmed` in an address: `booking-confirmed`. */
export const pathOf = (template: Pick<Template, 'name'>): string => template.name.replaceAll('_', '-')
