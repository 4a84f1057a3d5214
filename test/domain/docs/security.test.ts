// The table of checks names every item of levels 1 and 2 of OWASP ASVS 5.0 once, and quotes what holds it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { fileTypes, mostBytes } from '#base/files/file.ts'
import { access, mostForAll } from '#base/web/access.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** How many items of levels 1 and 2 each section begins with. */
const sections: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3 },
  ...{ '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3, '17.1': 1, '17.2': 4, '17.3': 2 },
}
const items = Object.entries(sections).flatMap(([section, count]) => Array.from({ length: count }, (_, n) => `${section}.${n + 1}`))

type Row = { items: string[]; standing: string; what: string; held: string }

const rows: Row[] = [...read('docs/security/asvs.md').matchAll(/^\| ([\d., ]+) \| (\w+) \| (.*?) \| (?:(`.+”) )?\|$/gm)].map(
  ([, numbers = '', standing = '', what = '', held = '']) => ({ items: numbers.split(', '), standing, what, held }),
)

const files = ['src', 'test', 'docs', '.ci'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
)

/** What is quoted of a file that is not there, is named as two are, or does not say so: `path` “words”, with commas between. */
const notHeld = ({ held }: Row): string[] => {
  const quoted = [...held.matchAll(/`([^`]+)` “([^”]+)”/g)].map(([, path = '', words = '']) => ({ path, words }))
  const rest = held.replaceAll(/`[^`]+` “[^”]+”/g, '').replaceAll(/[, ]/g, '')
  return [
    ...(rest === '' ? [] : [rest]),
    ...quoted.flatMap(({ path, words }) => {
      const found = existsSync(join(root, path)) ? [path] : files.filter((file) => file.endsWith(`/${path}`))
      return found.length === 1 && read(found[0] ?? '').includes(words) ? [] : [`${path}: ${words}`]
    }),
  ]
}

it('names every item of levels 1 and 2 once', () => {
  expect(rows.flatMap((row) => row.items).toSorted()).toEqual(items.toSorted())
})

it('reads every row of its tables', () => {
  const lines = read('docs/security/asvs.md')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
  expect(rows.length).toBe(lines.length)
})

it('says of each where it stands, and quotes the test or line that holds what is met', () => {
  expect(
    rows.filter((row) => !['met', 'part', 'not', 'council', 'platform', 'none'].includes(row.standing) || row.what.length < 4),
  ).toEqual([])
  expect(rows.filter((row) => row.held === '' && ['met', 'part', 'council'].includes(row.standing))).toEqual([])
  expect(rows.flatMap(notHeld)).toEqual([])
})

it('control: a file that is not there, two that may be meant, and words that nobody says are found', () => {
  const held =
    '`web/nowhere.test.ts` “a”, `store.ts` “SELECT”, `src/base/id.ts` “512 random bits”, `src/base/id.ts`, `src/base/id.ts` “256 random bits”'
  expect(notHeld({ items: [], standing: 'met', what: '', held })).toEqual([
    '`src/base/id.ts`',
    'web/nowhere.test.ts: a',
    'store.ts: SELECT',
    'src/base/id.ts: 512 random bits',
  ])
})

/** Of what the table says that Muster has none. */
const unused =
  /\beval\(|new Function\(|child_process|(inner|outer)HTML|insertAdjacentHTML|document\.write|postMessage|WebSocket|RTCPeer|access-control-allow|x-forwarded|graphql|\b(ldap|xpath|memcached?)\b/i

it('what Muster is said not to have is not in its code', () => {
  const code = ['src', 'assets', 'emails'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(tsx?|js|mjs)$/.test(path) && !/^src\/commands\/|\/generated\//.test(path)),
  )
  expect(code.length).toBeGreaterThan(1000)
  expect(code.filter((path) => unused.test(read(path)))).toEqual([])
  expect(unused.test('field.innerHTML = typed')).toBe(true)
})

/** Whatever asks another host: these files alone. */
const asking = /(?<![.\w])fetch\(|\bnew (Resend|Stripe)\(|from 'oauth4webapi'/

it('asks others from these files alone, each of whom it knows, and goes nowhere that they lead to', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/^src\/(commands|upkeep\/(dev|demonstration))\//.test(path))
  const found = files.filter((path) => asking.test(read(path).replaceAll(/^\s*(\/?\*|\/\/).*$/gm, '')))
  expect(found.toSorted()).toEqual([
    'src/base/files/scan.ts',
    'src/guidance/answers/read-page.ts',
    'src/messages/outbox/resend-inbound.ts',
    'src/messages/outbox/resend-webhook.ts',
    'src/messages/outbox/resend.ts',
    'src/payments/stripe/client.ts',
    'src/people/providers/oidc.ts',
  ])
  // The library of OpenID Connect does it by itself; a webhook is only checked.
  expect(found.filter((path) => !read(path).includes(`redirect: 'manual'`))).toEqual([
    'src/messages/outbox/resend-webhook.ts',
    'src/people/providers/oidc.ts',
  ])
  expect(readFileSync(join(root, 'node_modules/oauth4webapi/build/index.js'), 'utf8')).not.toContain(`redirect: 'follow'`)
})

it('says of every form that takes files what it takes', () => {
  const [, forms = ''] = read('docs/rules/files.md').split('## Which forms take files')
  const large = [...access].filter(([route, { most }]) => route.startsWith('POST ') && most !== mostForAll && !route.endsWith('/apply'))
  expect(large.length).toBeGreaterThan(8)
  expect(large.map(([route]) => route.slice('POST '.length)).filter((path) => !forms.includes(`\`${path}\``))).toEqual([])
  expect(forms).toContain(`| ${Object.keys(fileTypes).join(', ')} | ${mostBytes / 1_000_000} MB each, 30 MB together |`)
})

/** Secrets as the Worker's own list of settings has them: whoever adds one says in the table how it is changed. */
it('says of every secret of the deployment what it is for and how it is changed', () => {
  const settings = [...read('src/base/web/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+)\??:/gm)].map((match) => match[1] ?? '')
  const secrets = settings.filter((name) => /SECRET|KEY|TOKEN/.test(name))
  expect(secrets.length).toBeGreaterThan(4)
  const page = read('docs/security.md')
  expect(secrets.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([])
})
