// What no browser sends, to every route that takes a form: it is refused or taken, and nothing ever fails.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { request, run } from '#test/support/factories.ts'
import { remembering } from '#test/support/remembering.ts'
import { pathOf } from './addresses.ts'
import { actorOf, type KnownForms, learnForms, served } from './known-forms.ts'
import type { Row } from './route-table.ts'
import { changing, undoing, undoingTable, undone } from './undoing.ts'
import { aWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 900_000 })

const settings = {
  FACTOR_KEYS: `k1:${btoa('a'.repeat(32))}`,
  STRIPE_SECRET_KEY: `sk_test_hostile${crypto.randomUUID().replaceAll('-', '')}`,
  STRIPE_WEBHOOK_SECRET: 'whsec_pretend',
  RESEND_WEBHOOK_SECRET: `whsec_${btoa('pretend')}`,
}

let world: World
let tried: SqlDatabase
const failed: string[] = []
beforeAll(async () => {
  world = await aWorld()
  await run(undoingTable)
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  await run(`UPDATE SignIn SET provenAt = '2099-01-01T00:00:00.000Z'`)
  tried = remembering(undoing(), changing, true)
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    if (!words.join(' ').includes(undone)) failed.push(words.join(' '))
  })
})
afterAll(async () => {
  vi.restoreAllMocks()
  await run('DROP TABLE AllUndone')
})

const ask = (row: Row, path: string, body?: { form: FormData } | { typed: BodyInit }): Promise<Response> => {
  const cookie = world.people[actorOf(row.who)].cookie
  const sent = body === undefined ? {} : 'form' in body ? { body: body.form } : { body: body.typed }
  const type = body && 'typed' in body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  return request(path, {
    ...(cookie ? { cookie } : {}),
    ...(body ? { method: 'POST', ...sent } : {}),
    headers: { origin: 'http://localhost:8787', ...type, 'x-muster-token': 'test-token' },
    bindings: { ...settings, DB: tried },
  })
}

const posts = served.filter(({ method }) => method === 'POST')
let known: KnownForms

/** Every name that any form has or any route reads. */
const sources = import.meta.glob<string>(['../../../src/**/*forms.ts', '../../../src/**/*pages.tsx', '../../../src/**/views*/**/*.tsx'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const names = [
  ...new Set([
    ...Object.values(sources).flatMap((text) =>
      [...text.matchAll(/\bname="([\w-]+)"|\['([\w-]+)'\]|^\s+(\w+): (?:z\b|text|number|show)/gm)].map(
        (found) => found[1] ?? found[2] ?? found[3] ?? '',
      ),
    ),
    ...['name', 'email', 'role', 'school', 'field', 'heading', 'longest', 'text'].map((name) => `${name}-1`),
    '__proto__',
  ]),
]

const faces = '\u{1F600}'.repeat(3000)
/** What stands in a field that nobody would type; several of them are sent as several. */
const hostile: Record<string, string[]> = {
  nothing: [''],
  'no such word': ['no-such-word'],
  'a word of the language': ['__proto__'],
  'a method of everything': ['toString'],
  'the same name twice': ['1', 'constructor'],
  'a number beyond all numbers': ['9'.repeat(400)],
  'a number that no place holds exactly': ['9007199254740993'],
  'less than nothing': ['-1'],
  'a fraction': ['0.5'],
  'what only programs call a number': ['1e308'],
  'a day that never was': ['2026-02-31'],
  'a day before the calendar': ['0000-01-01'],
  'a day after it': ['+275760-09-14'],
  'a character that ends texts': ['a\0b', '\0'],
  'letters that need two places': [`a${faces}`, faces],
  'a form of JSON': ['{"id":"x","response":{"clientDataJSON":"bnVsbA","authenticatorData":1},"__proto__":null,"a":"\\ud800"}'],
  'an address of elsewhere': ['//evil.example/%0d%0aset-cookie:a=b', 'javascript:alert(1)'],
}

const wrong: string[] = []
const judge = async (row: Row, what: string, answer: Response): Promise<void> => {
  const text = await answer.text()
  const isFine = answer.status < 500 || (answer.status === 503 && failed.length === 0)
  if (!isFine || failed.length > 0)
    wrong.push(`${row.method} ${row.path} with ${what}: ${answer.status} ${failed.splice(0).join(' ').slice(0, 900)}`)
  else if (answer.status === 503 && !text.includes('Sorry')) wrong.push(`${row.path} with ${what}: ${text.slice(0, 100)}`)
}

type Field = [name: string, value: string]
const typed = (fields: Field[]) => ({ typed: new URLSearchParams(fields) })
/** The same values for each of these names. */
const alike = (names: readonly string[], values: readonly string[]): string =>
  String(new URLSearchParams(names.flatMap((name) => values.map((value): Field => [name, value.slice(0, 60)]))))
const everywhere = new Map(Object.entries(hostile).map(([what, values]) => [what, alike(names, values)]))
const parts = (fields: [name: string, value: string | File][]) => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value as string)
  return { form }
}
const unreadable: Record<string, string> = {
  'half of a letter': names.map((name) => `${name}=%ED%A0%80`).join('&'),
  'broken escapes': names.map((name) => `${name}=%E0%A4%A&${name}=%`).join('&'),
  'no form': '{',
}

/** Some of them, other ones at each turn. */
const some = <T>(all: readonly T[], many: number, turn: number): T[] =>
  all.filter((_, at) => (at - turn * many + all.length * 1000) % all.length < many)

/** Fields of rows that are alike are tried once. */
const unlike = (names: readonly string[]): string[] => {
  const kinds = names.map((name) => name.replaceAll(/\d+|[0-9a-f]{8}-[0-9a-f-]{27}/g, '#'))
  return names.filter((_, at) => kinds.indexOf(kinds[at] ?? '') === at)
}

// Where nobody types, nobody looks either: what a page hides is tried with everything, what people fill in with some of it, and what no page
// showed with more of it, for all that any form holds.
it('each route that takes a form refuses or takes what is hostile, and never fails', async () => {
  known = await learnForms(world, ask)
  // Where every page were refused, nothing would be tried.
  expect(known.size).toBeGreaterThan(180)
  const all = Object.entries(hostile)
  for (const [index, row] of posts.entries()) {
    const path = pathOf(world, row, actorOf(row.who))
    const form = known.get(path)
    const fields: Field[] = [...(form?.fields ?? [])]
    const ownNames = fields.map(([name]) => name).filter((name) => !names.includes(name))
    await judge(row, 'a form as it stands', await ask(row, path, typed(fields)))
    for (const [what, values] of some(all, form ? 3 : 6, index)) {
      const own = alike(ownNames, values)
      await judge(row, `everywhere ${what}`, await ask(row, path, { typed: `${everywhere.get(what)}&${own}` }))
    }
    for (const [at, name] of unlike(fields.map(([one]) => one)).entries()) {
      const others = fields.filter(([other]) => other !== name)
      for (const [what, values] of form?.hidden.has(name) ? all : some(all, 2, index + at))
        await judge(row, `${what} for ${name}`, await ask(row, path, typed([...others, ...values.map((value): Field => [name, value])])))
      await judge(row, `a file for ${name}`, await ask(row, path, parts([...others, [name, new File(['%PDF'], 'a.pdf')]])))
    }
    await judge(
      row,
      'files everywhere',
      await ask(row, path, parts([...names, ...ownNames].map((name) => [name, new File(['a'], 'a.txt')]))),
    )
    for (const [what, sent] of some(Object.entries(unreadable), 1, index)) await judge(row, what, await ask(row, path, { typed: sent }))
  }
  expect(wrong).toEqual([])
})
