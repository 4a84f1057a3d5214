// The addresses of pages, by the file that has them, with every mount that leads there.

type Router = { path: string; name: string; own: string[] }
type Mount = { under: string; at: string; name: string }

const literal = "['`](\\/[^'`]*)['`]"
const answers = new RegExp(`\\.(?:get|post|put|all|on|use)\\(\\s*${literal}`, 'g')
const mounting = new RegExp(`(?:\\.route\\(|\\[)\\s*${literal},\\s*(\\w+)`, 'g')

/** What does not vary of an address: '/events' and '/book' of '/events/:code/book'. */
const partsOf = (address: string): string[] =>
  address
    .split('/')
    .filter((part) => /^[\w.-]+$/.test(part))
    .map((part) => `/${part}`)

/**
 * @param texts paths from the root of the project to what is in them
 * @returns for each file of pages its addresses, each as the parts of it that do not vary
 */
export const addressesOf = (texts: ReadonlyMap<string, string>): Map<string, string[][]> => {
  const routers: Router[] = []
  const mounts: Mount[] = []
  for (const [path, text] of texts) {
    if (!/^(src|tools\/local)\//.test(path) || !/(pages|api|routes|app|local)\.tsx?$/.test(path)) continue
    for (const piece of text.split(/^(?:export )?const (?=\w+)/m)) {
      const name = piece.match(/^(\w+)(?=: | = )/)?.[1] ?? ''
      routers.push({ path, name, own: [...piece.matchAll(answers)].map(([, address = '']) => address) })
      for (const [, at = '', child = ''] of piece.matchAll(mounting)) mounts.push({ under: name, at, name: child })
    }
  }
  const above = (name: string, below: readonly string[]): string[] => {
    const own = mounts.filter((mount) => mount.name === name && !below.includes(mount.under))
    return own.length === 0 ? [''] : own.flatMap(({ under, at }) => above(under, [...below, name]).map((mount) => mount + at))
  }
  const addresses = new Map<string, string[][]>()
  for (const { path, name, own } of routers) {
    const parts = above(name, []).flatMap((mount) => own.map((address) => partsOf(mount + address)))
    addresses.set(path, [...(addresses.get(path) ?? []), ...parts.filter((one) => one.length > 0)])
  }
  return addresses
}
