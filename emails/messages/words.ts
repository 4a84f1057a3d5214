// Words of a message that a council may change, with fields in braces. Facts, links, buttons and
// legally required text are not among them, so no change can lose them.

export type Slot = {
  /** Its label for organisers. */
  label: string
  /** The default words. An empty line begins a paragraph. */
  text: string
  /** Fields it must contain. */
  must?: readonly string[]
  /** One line: a subject or a heading. */
  line?: true
}

export type Slots = Record<string, Slot>

/** The council's own words, by message and slot. */
export type OwnWords = Partial<Record<string, Partial<Record<string, string>>>>

/** The names of the fields (`{title}`) in words. */
export const fieldsIn = (words: string): string[] => [...new Set([...words.matchAll(/\{([a-zA-Z]+)\}/g)].map((found) => found[1] ?? ''))]

// One pass, so that braces in a value stay. An empty field takes the comma or space before it.
const fill = (words: string, fields: Readonly<Record<string, string | undefined>>): string =>
  words
    .replaceAll(/(, | )?\{([a-zA-Z]+)\}/g, (whole, before: string | undefined, name: string) => {
      if (!Object.hasOwn(fields, name)) return whole
      return fields[name] ? `${before ?? ''}${fields[name]}` : ''
    })
    .trim()

/**
 * The council's words or the default. @param kind as in `OwnWords` @param fields values of
 * `{name}`; undefined: '' @param inSubject values for subjects, which others may see
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

/** One block per paragraph. */
export const paragraphsOf = (words: string): { paragraph: string }[] =>
  words
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => ({ paragraph }))

export const subject = (text: string, must: readonly string[] = [], label = 'Subject'): Slot => ({ label, text, must, line: true })

export const heading = (text: string, must: readonly string[] = [], label = 'Heading'): Slot => ({ label, text, must, line: true })

export const sentence = (label: string, text: string, must: readonly string[] = []): Slot => ({ label, text, must })
