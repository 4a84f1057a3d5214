// SQL that finds somebody's whole name or address, as whole words, in texts about others. Case and
// accents vary only as listed in the set `word`; hand-written texts are searched again in
// `text-store.ts`.

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** SQL: replaces pairs by walking a table: nested calls would exceed the database's depth limit. */
const replaced = (text: string, pairs: readonly (readonly [string, string])[]): string => {
  const [table, last] = [quoted(JSON.stringify(pairs)), pairs.length]
  return `(WITH RECURSIVE f (i, t) AS (SELECT 0, ${text} UNION ALL
    SELECT i + 1, replace(t, json_extract(${table}, '$[' || i || '][0]'), json_extract(${table}, '$[' || i || '][1]')) FROM f WHERE i < ${last})
    SELECT t FROM f WHERE i = ${last})`
}

const apostrophes = ['’', '‘'].map((sign) => [sign, "'"] as const)
const blanks = [
  String.raw`\n`,
  String.raw`\r`,
  String.raw`\t`,
  '\n',
  '\r',
  '\t',
  '\u00a0',
  ...`"“”.;:!?()<>[]{}/*=\\—–|`,
  "'s ",
  "' ",
  " '",
].map((sign) => [sign, ' '] as const)

/** SQL: a text as small words, with one blank between and around them. */
const spaced = (text: string): string =>
  replaced(`' ' || lower(${text}) || ' '`, [...apostrophes, ...blanks, [',', ' , '], ['  ', ' '], ['  ', ' '], ['  ', ' ']])

/** SQL: the text contains a word of the set, whole, or is exactly the name. */
export const mentions = (text: string): string =>
  `(EXISTS (SELECT 1 FROM {word} w WHERE instr(replace(lower(${text}), '’', ''''), substr(w.id, 2, instr(substr(w.id, 2), ' ') - 1)) > 0
      AND instr(${spaced(text)}, w.id) > 0)
    OR EXISTS (SELECT 1 FROM Person x WHERE x.id IN {person} AND x.name <> '' AND instr(lower(${text}), lower(json_quote(x.name))) > 0))`

const accented = [...'àáâãäåāăąçćčďđèéêëēėęěğìíîïīįłñńňòóôõöøōőřśşšťţùúûüūůűŵýÿŷźżž']
const bare = [...'aaaaaaaaacccddeeeeeeeegiiiiiilnnnoooooooorsssttuuuuuuuwyyyzzz']
const capitals = accented.map((letter) => letter.toUpperCase())
const pairs = (from: readonly string[], to: readonly string[]) => from.map((letter, index) => [letter, to[index] ?? ''] as const)

/** SQL: whole names in their spellings, and addresses. One part alone may be any word. */
export const wordsOf = (names: string, addresses: string): string => {
  const small = replaced('lower(n.name)', pairs(capitals, accented))
  const last = `replace(v.name, rtrim(v.name, replace(v.name, ' ', '')), '')`
  return `WITH s (name) AS (SELECT ${small} FROM (${names}) n WHERE instr(n.name, ' ') > 0),
      v (name) AS (SELECT name FROM s UNION SELECT ${replaced('s.name', pairs(accented, bare))} FROM s UNION SELECT ${replaced('s.name', pairs(accented, capitals))} FROM s),
      z (id) AS (SELECT v.name FROM v UNION SELECT ${last} || ', ' || substr(v.name, 1, instr(v.name, ' ') - 1) FROM v UNION SELECT id FROM (${addresses}))
    SELECT DISTINCT ${spaced('z.id')} AS id FROM z`
}
