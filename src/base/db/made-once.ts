// Caches what is made from a JSON text by the text itself: it is read each time, so nothing is ever
// out of date.

/** SQL: row `of` as JSON, for `rowOf`. @param json columns that are JSON themselves */
export const jsonOf = (of: string, columns: readonly string[], json: readonly string[] = []): string => {
  const values = [...columns.map((name) => `'${name}', ${of}.${name}`), ...json.map((name) => `'${name}', json(${of}.${name})`)]
  // A function of D1 takes at most 32 values.
  const parts = Array.from({ length: Math.ceil(values.length / 16) }, (_, n) => values.slice(n * 16, n * 16 + 16))
  return `json_array(${parts.map((part) => `json_object(${part.join(', ')})`).join(', ')})`
}

export const rowOf = <Row>(text: string): Row => Object.assign({}, ...(JSON.parse(text) as object[])) as Row

export const mostTexts = 500
export const mostCharacters = 1_000_000

/** Caches what `make` makes of a text; the oldest go first. Not for personal data. */
export const madeOnce = <T extends object>(make: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>()
  let characters = 0
  return (text) => {
    const earlier = known.get(text)
    if (earlier) return earlier
    const made = make(text)
    known.set(text, made)
    characters += text.length
    for (const oldest of known.keys()) {
      if (known.size <= mostTexts && characters <= mostCharacters) break
      known.delete(oldest)
      characters -= oldest.length
    }
    return made
  }
}
