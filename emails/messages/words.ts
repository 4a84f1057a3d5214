// What a message says in words that a council may change: named pieces of text with fields in braces. Facts, links, buttons and whatever the
// law wants said are no part of them, so no change of words can lose them.

export type Slot = {
  /** What an organiser sees it called. */
  label: string
  /** The words by default. An empty line begins a paragraph. */
  text: string
  /** Fields without which it would not say what it is for. */
  must?: readonly string[]
  /** One line: a subject or a heading. */
  line?: true
}

export type Slots = Record<string, Slot>

/** The council's own words, by message and slot. */
export type OwnWords = Partial<Record<string, Partial<Record<string, string>>>>

/** `{title}` in words, each a field by its name. */
export const fieldsIn = (words: string): string[] => [...new Set([...words.matchAll(/\{([a-zA-Z]+)\}/g)].map((found) => found[1] ?? ''))]

// Filled in one go, so that braces in a value stay what they are. A field that is nothing takes the comma or the space before it along.
const fill = (words: string, fields: Readonly<Record<string, string | undefined>>): string =>
  words
    .replaceAll(/(, | )?\{([a-zA-Z]+)\}/g, (whole, before: string | undefined, name: string) => {
      if (!Object.hasOwn(fields, name)) return whole
      return fields[name] ? `${before ?? ''}${fields[name]}` : ''
    })
    .trim()

/**
 * Reads a message's words, the council's own before those by default, with the fields filled in.
 *
 * @param kind as in `OwnWords`
 * @param fields what `{name}` stands for; one that is there and undefined becomes nothing
 * @param inSubject what stands for a field otherwise in a subject line, which others read on the recipient's screen
 */
export const wordsOf =
  <S extends Slots>(
    kind: string,
    slots: S,
    own: OwnWords | undefined,
    fields: Readonly<Record<string, string | undefined>>,
    inSubject: Readonly<Record<string, string | undefined>> = {},
  ) =>
  (slot: keyof S & string): string =>
    fill(own?.[kind]?.[slot] || (slots[slot]?.text ?? ''), /^subject|Subject$/.test(slot) ? { ...fields, ...inSubject } : fields)

/** One paragraph for each that the words have. */
export const paragraphsOf = (words: string): { paragraph: string }[] =>
  words
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => ({ paragraph }))

/** The slot of a subject line. */
export const subject = (text: string, must: readonly string[] = [], label = 'Subject'): Slot => ({ label, text, must, line: true })

/** The slot of the heading above the words. */
export const heading = (text: string, must: readonly string[] = [], label = 'Heading'): Slot => ({ label, text, must, line: true })

/** The slot of a sentence or of several paragraphs. */
export const sentence = (label: string, text: string, must: readonly string[] = []): Slot => ({ label, text, must })
