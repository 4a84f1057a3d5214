// What a file of this project imports, read from its text.

const resolved = (from: string, name: string): string => {
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}

/** The path from the root that a file means by what it imports; undefined: a package. */
export const ownPath = (path: string, name: string): string | undefined => {
  if (name.startsWith('.')) return resolved(path, name)
  if (/^#(emails|test|tools)\//.test(name)) return name.slice(1)
  return name.startsWith('#') ? `src/${name.slice(1)}` : undefined
}

/**
 * As a type, at the start or later.
 * @param path from the root of the project
 * @returns `ours`: paths from the root; `packages`: names
 */
export const importsOf = (path: string, text: string): { ours: string[]; packages: string[] } => {
  const names = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"`])([^'"`\n]+)\1/g)].map((match) =>
    (match[2] ?? '').replace(/\?.*$/, ''),
  )
  const ours = names.flatMap((name) => ownPath(path, name) ?? [])
  return { ours, packages: names.filter((name) => !/^[.#]/.test(name)) }
}
