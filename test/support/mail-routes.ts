// Which forms can cause mail or lead elsewhere, read from the source: those of which the handler leads to what counts and stores messages.
export type Files = Readonly<Record<string, string>>

/** Where every message is counted: whatever stores one leads here. */
const counting = 'src/messages/outbox/mail-plan.ts'

const resolved = (from: string, to: string): string => {
  if (to.startsWith('#')) return `src/${to.slice(1)}`
  const parts = from.split('/').slice(0, -1)
  for (const part of to.split('/'))
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  return parts.join('/')
}

/** Names that a file imports, with where they are declared. */
const importedIn = (path: string, text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^import \{([^}]*)\} from '([#.][^']+)'/gm)].flatMap(([, names = '', from = '']) =>
      names.split(',').flatMap((name): [string, string][] => {
        const [, declared, as] = /^\s*(\w+)(?: as (\w+))?\s*$/.exec(name) ?? []
        return declared ? [[as ?? declared, `${resolved(path, from)}#${declared}`]] : []
      }),
    ),
  )

const declaredIn = (path: string, text: string): [string, string][] =>
  text.split(/^(?=(?:export )?(?:const|let|async function|function) )/m).flatMap((part): [string, string][] => {
    const name = /^(?:export )?(?:const|let|async function|function) (\w+)/.exec(part)?.[1]
    return name ? [[`${path}#${name}`, part]] : []
  })

export type FormRoute = { file: string; path: string; leads: boolean }

/** The last words of the address of each form, by the file of its page, and whether it leads to one of these. @param files texts by path from the root */
export const formRoutes = (files: Files, to: readonly string[]): FormRoute[] => {
  const declared = new Map(Object.entries(files).flatMap(([path, text]) => declaredIn(path, text)))
  const imported = new Map(Object.entries(files).map(([path, text]) => [path, importedIn(path, text)]))
  const uses = (path: string, text: string): string[] =>
    [...new Set(text.match(/\b[A-Za-z_]\w*\b/g))].flatMap((name) => {
      const own = `${path}#${name}`
      return [...(declared.has(own) ? [own] : []), ...(imported.get(path)?.get(name) ?? [])].length > 0
        ? [declared.has(own) ? own : (imported.get(path)?.get(name) ?? '')]
        : []
    })
  const usedBy = new Map<string, string[]>()
  const isPage = /^const \w+ = (?:page|press|question)\(/
  for (const [one, text] of [...declared].filter(([, text]) => !isPage.test(text)))
    for (const other of uses(one.split('#')[0] ?? '', text)) usedBy.set(other, [...(usedBy.get(other) ?? []), one])
  const reaching = new Set(to)
  for (const one of reaching) for (const user of usedBy.get(one) ?? []) reaching.add(user)
  return [...declared].flatMap(([one, text]) => {
    const file = one.split('#')[0] ?? ''
    const leads = (part: string): boolean => uses(file, part).some((name) => reaching.has(name))
    const named = (name: string): string[] => {
      const own = files[file] ?? ''
      const [, , said] = new RegExp(`const ${name} = (['\`])(.*?)\\1`).exec(own) ?? []
      const given = [...own.matchAll(new RegExp(`\\b${one.split('#')[1]}\\((['\`])(/.*?)\\1`, 'g'))].map(([, , path = '']) => path)
      return said === undefined ? (given.length > 0 ? given : [name]) : [said]
    }
    const pressed = [...text.matchAll(/^( *).*\b(?:press|question)\(\{\s+at(?:: (?:(['`])(.*?)\2|(\w+)))?,$[\s\S]*?^\1\}\)/gm)]
    const presses = file.endsWith('-pages.tsx')
      ? pressed.flatMap(([press, , , path, name = 'at']) =>
          (path === undefined ? named(name) : [path]).map((at) => ({ file, path: at, leads: leads(press) })),
        )
      : []
    if (!text.includes('new Hono')) return presses
    return presses.concat(
      text.split(/^(?= +\.(?:get|post)\()|(?<=withPages\(.*\))(?=\.(?:get|post)\()/m).flatMap((route) => {
        const [, , quoted, given] = /^ *\.post\(\s*(?:(['`])(.*?)\1|(\w+))/.exec(route) ?? []
        const path = quoted ?? (given && `\${${given}}`)
        return path === undefined ? [] : [{ file, path, leads: leads(route) }]
      }),
    )
  })
}

/** Those that can cause mail. */
export const mailRoutes = (files: Files): Omit<FormRoute, 'leads'>[] =>
  formRoutes(files, [`${counting}#mailLimits`, `${counting}#againLimits`]).flatMap(({ leads, ...route }) => (leads ? [route] : []))
