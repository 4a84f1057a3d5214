// What is done in a day has an end: the log counts it, and whatever writes leads to the log. Both
// are read from the source.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { type Files, formRoutes } from '#test/support/mail-routes.ts'
import { schema } from '#test/support/schema.ts'

const root = join(import.meta.dirname, '../../../..')
const files: Files = Object.fromEntries(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/generated|src\/(commands|upkeep\/(demonstration|dev))\//.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

const log = 'src/base/log/store.ts'
const nameOf = ({ file, path }: { file: string; path: string }): string =>
  `${file.split('/').slice(-2).join('/')} ${path.replace(/^\/?\$\{\w+\}/, '…').replaceAll(/\{(?:\$\{\w+\}|[^}])*\}/g, '')}`

/** Pages of the council, and what one's own computer has alone. */
const ofCouncil = /\/(organiser|report|local)-[\w-]*pages\.tsx |\/local-pages/

/** Forms that write nothing into the log, and why they need no budget of a day. */
const without: Record<string, string> = {
  'trusts/school-book-pages.tsx …/events/:code': 'it shows what booking would say, and writes nothing',
  'due/public-asked-pages.tsx …/:request/send': 'one code by mail, which are counted more narrowly',
  'factors/public-pages.tsx /factor/passkey/options': 'its challenge is deleted soon after five minutes',
  'factors/school-pages.tsx /factors/passkey/options': 'the same, and of the council’s people',
  'factors/school-pages.tsx /factors/app': 'an app that waits to be confirmed is one row, and of the council’s people',
  'factors/school-prove-pages.tsx /prove': 'one code by mail, which are counted more narrowly',
  'due/public-link-pages.tsx /:token/send': 'one code by mail, which are counted more narrowly',
  'people/school-earlier-pages.tsx …/code': 'tries of that code, which are few',
  'people/school-earlier-pages.tsx …/earlier': 'one code by mail',
  'people/school-pages.tsx /account/email': 'one code by mail',
  'sign-in/public-pages.tsx /sign-in': 'one code by mail',
}

it('every form of a school’s people is counted by what it logs, or it is said here why it needs no budget', () => {
  const found = formRoutes(files, [`${log}#logged`, `${log}#loggedAll`])
    .filter(({ leads }) => !leads)
    .map(nameOf)
    .filter((name) => !ofCouncil.test(name))
  expect(found.sort()).toEqual(Object.keys(without).sort())
})

it('control: a form that writes and logs nothing is found', () => {
  const some: Files = {
    'src/a/school-pages.tsx': `import { keep } from './keep-note.ts'\nexport const pages = new Hono()\n  .post('/kept', async (c) => keep(c))\n  .post('/said', async (c) => say(c))\nconst say = (c) => c.text('')\n`,
    'src/a/keep-note.ts': `import { logged } from '#base/log/store.ts'\nexport const keep = () => [logged()]\n`,
    'src/base/log/store.ts': 'export const logged = () => 1\n',
  }
  expect(formRoutes(some, [`${log}#logged`])).toEqual([
    { file: 'src/a/school-pages.tsx', path: '/kept', leads: true },
    { file: 'src/a/school-pages.tsx', path: '/said', leads: false },
  ])
})

const database = new DatabaseSync(':memory:')
database.exec(schema)
const budgets = database.prepare('SELECT act, account, school, link FROM DayBudget').all() as {
  act: string
  account: number | null
  school: number | null
  link: number | null
}[]

it('each budget is of an act that somebody logs', () => {
  const texts = Object.values(files).join('\n')
  const words = new Set([...texts.matchAll(/'(\w+\.\w+)'/g)].map(([, word]) => word))
  const beginnings = [...texts.matchAll(/`(\w+\.\w*)\$\{/g)].map(([, word = '']) => word)
  const unknown = budgets.filter(({ act }) => act !== '' && !words.has(act) && !beginnings.some((word) => act.startsWith(word)))
  expect(unknown).toEqual([])
})

it('a school has at least what one account has, but for what one account does at many', () => {
  const all = budgets.find(({ act }) => act === '')
  expect(all).toEqual({ act: '', account: 2000, school: 4000, link: 100 })
  for (const { account, school } of budgets) {
    expect(account ?? 0).toBeLessThanOrEqual(2000)
    expect(school ?? 0).toBeLessThanOrEqual(4000)
  }
})
