// The table of checks names every item of levels 1 and 2 of OWASP ASVS 5.0 once, and files that are there.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** How many items of levels 1 and 2 each section begins with, or which they are where others stand between them. */
const sections: Record<string, number> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 11, '6.3': 3, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1, '9.1': 3, '9.2': 4 },
  ...{ '10.1': 2, '10.2': 2, '10.3': 4, '10.4': 11, '10.5': 5, '10.6': 2, '10.7': 3 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3 },
  ...{ '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
}
const items = Object.entries(sections).flatMap(([section, count]) => Array.from({ length: count }, (_, n) => `${section}.${n + 1}`))

type Row = { items: string[]; standing: string; what: string; file: string }

const rows: Row[] = [...read('docs/security/asvs.md').matchAll(/^\| ([\d., ]+) \| (\w+) \| (.*?) \| (?:`(.+)` )?\|$/gm)].map(
  ([, numbers = '', standing = '', what = '', file = '']) => ({ items: numbers.split(', '), standing, what, file }),
)

it('names every item of levels 1 and 2 once', () => {
  expect(rows.flatMap((row) => row.items).toSorted()).toEqual(items.toSorted())
})

it('reads every row of its tables', () => {
  const lines = read('docs/security/asvs.md')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
  expect(rows.length).toBe(lines.length)
})

it('says of each where it stands, and where it is met or met in part names a file that is there', () => {
  expect(rows.filter((row) => !['met', 'part', 'council', 'none'].includes(row.standing) || row.what.length < 5)).toEqual([])
  expect(rows.filter((row) => row.file === '' && ['met', 'part'].includes(row.standing))).toEqual([])
  expect(rows.filter((row) => row.file !== '' && !existsSync(join(root, row.file)))).toEqual([])
})

/** Secrets as the Worker's own list of settings has them: whoever adds one says in the table how it is changed. */
it('says of every secret of the deployment what it is for and how it is changed', () => {
  const settings = [...read('src/base/web/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+)\??:/gm)].map((match) => match[1] ?? '')
  const secrets = settings.filter((name) => /SECRET|KEY|TOKEN/.test(name))
  expect(secrets.length).toBeGreaterThan(4)
  const page = read('docs/security.md')
  expect(secrets.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([])
})
