import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .flatMap((path) => (statSync(join(root, path)).isDirectory() ? filesUnder(path) : [path]))
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('src/db/generated/'))

const files = [...filesUnder('src'), ...filesUnder('emails')]
const text = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What a file imports from this project, as paths from the root, and from packages, by name. */
const importsOf = (path: string): { ours: string[]; packages: string[] } => {
  const found = [...text(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
  return {
    ours: found
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, resolve(root, dirname(path), name)).replaceAll('\\', '/')),
    packages: found.filter((name) => !name.startsWith('.')),
  }
}

// Each concept may import those before it. src/dev and src/demonstration are the local-only ends.
const order = [
  'log',
  'limits',
  'council',
  'terms',
  'outbox',
  'words',
  'wordings',
  'schools',
  'accounts',
  'factors',
  'people',
  'imports',
  'prices',
  'payers',
  'ledger',
  'invites',
  'events',
  'questions',
  'bookings',
  'delegates',
  'workshops',
  'waiting',
  'series',
  'bulk',
  'needs',
  'attendance',
  'feeds',
  'automatic',
  'delivery',
  'replies',
  'batches',
  'stripe',
  'cards',
  'invoices',
  'accounting',
  'coverage',
  'mailings',
  'records',
  'audit',
  'dev',
  'demonstration',
]
const flat = [
  'env.ts',
  'act.ts',
  'ahead.ts',
  'result.ts',
  'errors.ts',
  'id.ts',
  'dates.ts',
  'money.ts',
  'standing.ts',
  'due.ts',
  'job.ts',
  'mail.ts',
  'follow.ts',
  'app.tsx',
  'routes.ts',
  'index.ts',
  'local.ts',
]
const forbiddenNames = /^(utils?|helpers?|common|misc|lib|services?|manager|types|constants|index)\.tsx?$/
const pages = /^(public|school|organiser|report|door|local)(-[a-z]+)*-pages\.tsx$/
const conceptOf = (path: string): string | undefined => path.match(/^src\/([a-z]+)\//)?.[1]
const isConcept = (path: string): boolean => order.includes(conceptOf(path) ?? '')

it('src holds the shared nouns, and one folder a concept', () => {
  const strange = files.filter((path) => {
    if (path.startsWith('emails/')) return false
    const [, first = '', ...rest] = path.split('/')
    return rest.length === 0 ? !flat.includes(first) : ![...order, 'web', 'db', 'commands'].includes(first)
  })
  expect(strange).toEqual([])
})

it('a concept folder holds only the agreed kinds of file', () => {
  const allowed = (path: string): boolean => {
    const name = path.split('/').slice(2).join('/')
    if (forbiddenNames.test(name)) return false
    if (/^views\/[a-z-]+\.tsx$/.test(name)) return true
    if (pages.test(name) || name === 'views.tsx' || name === 'api.ts') return true
    // nouns, stores, verbs and adapters are plain TypeScript in kebab case; markup lives in views and pages
    return /^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)
  }
  expect(files.filter((path) => isConcept(path) && !allowed(path))).toEqual([])
})

it('no file is longer than a reader takes in at one sitting', () => {
  const long = files.filter((path) => text(path).split('\n').length > 300)
  expect(long).toEqual([])
})

it('the architecture names every concept, in the order in which they may depend on each other', () => {
  expect([...text('ARCHITECTURE.md').matchAll(/^\| `([a-z]+)` \|/gm)].map((row) => row[1])).toEqual(order)
})

it('concepts depend one way and so form no cycle', () => {
  const wrong = files.flatMap((path) => {
    const concept = conceptOf(path)
    if (!concept || !order.includes(concept)) return []
    return importsOf(path)
      .ours.filter((target) => isConcept(target) && order.indexOf(conceptOf(target) ?? '') > order.indexOf(concept))
      .map((target) => `${path} imports ${target}`)
  })
  expect(wrong).toEqual([])
})

it('SQL is written only in stores', () => {
  const sql = /\.prepare\(\s*[`'"]|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b[\s\S]{0,200}\b(FROM|VALUES|SET|WHERE)\b/
  const allowed = /(^|-|\/)store\.ts$/
  const wrong = files.filter(
    (path) => isConcept(path) && !allowed.test(path) && sql.test(text(path).replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
  )
  expect(wrong).toEqual([])
})

it('only stores touch Prisma and the batch, and each outside library has one door', () => {
  const doors: [name: RegExp, door: RegExp][] = [
    [/^@prisma\//, /^src\/db\/made-client\.ts$/],
    [/^resend$/, /^src\/outbox\/resend[a-z-]*\.ts$/],
    [/^postal-mime$/, /^src\/replies\/read-mail\.ts$/],
    [/^ical\.js$/, /^src\/replies\/calendar-answer\.ts$/],
    [/^stripe$/, /^src\/stripe\/client\.ts$/],
    [/^ical-generator$/, /^src\/(invites|feeds)\/calendar\.ts$/],
    [/^geodesy/, /^src\/imports\//],
    [/^@simplewebauthn\//, /^src\/factors\/webauthn\.ts$/],
    [/^oauth4webapi$/, /^src\/accounts\/oidc\.ts$/],
    [/^(node:|wrangler$|miniflare$|sass$)/, /^src\/commands\//],
  ]
  const wrong = files.flatMap((path) =>
    importsOf(path).packages.flatMap((name) => {
      const rule = doors.find(([pattern]) => pattern.test(name))
      return rule && !rule[1].test(path) ? [`${path} imports ${name}`] : []
    }),
  )
  const prismaUsers = files.filter((path) => importsOf(path).ours.includes('src/db/client.ts') && !/(^|-|\/)store\.ts$/.test(path))
  expect([...wrong, ...prismaUsers]).toEqual([])
})

it('Prisma is loaded when it is first asked for: nothing names what loads it in an import that runs at the start', () => {
  const atStart = (path: string): string[] =>
    [...text(path).matchAll(/^(?:import (?!type\b)|export [*{])[^']*'([^']+)'/gm)].map(([, name = '']) => name)
  const loads = (name: string): boolean => /^@prisma\/|generated\/client\.ts$|made-client\.ts$/.test(name)
  expect(files.filter((path) => atStart(path).some(loads))).toEqual(['src/db/made-client.ts'])
})

it('rules know nothing of HTTP: Hono is imported by pages, JSON, guards, sessions and views alone', () => {
  const mayUseHono =
    /(pages\.tsx|views\.tsx|views\/.*\.tsx|api\.ts|session\.ts|^src\/web\/|^src\/app\.tsx|^src\/(ahead|routes|local)\.ts|^emails\/)/
  const wrong = files.filter(
    (path) => !mayUseHono.test(path) && importsOf(path).packages.some((name) => name === 'hono' || name.startsWith('hono/')),
  )
  expect(wrong).toEqual([])
})

it('zod is imported as a namespace: of its object `z` a bundle keeps everything, with its words in sixty languages', () => {
  expect(files.filter((path) => text(path).includes("import { z } from 'zod'"))).toEqual([])
})

it('views read nothing: they import no store and no verb that writes', () => {
  const wrong = files
    .filter((path) => /views(\.tsx|\/)/.test(path))
    .flatMap((path) =>
      importsOf(path)
        .ours.filter((target) => /store\.ts$/.test(target))
        .map((target) => `${path} imports ${target}`),
    )
  expect(wrong).toEqual([])
})

it('the Worker imports nothing of the commands, and web knows no concept but the council of the page frame', () => {
  const wrong = files.flatMap((path) =>
    importsOf(path)
      .ours.filter(
        (target) =>
          (target.startsWith('src/commands/') && !path.startsWith('src/commands/')) ||
          (path.startsWith('src/web/') && isConcept(target) && target !== 'src/council/council.ts'),
      )
      .map((target) => `${path} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

it('nothing but a flat noun reads the clock inside a verb or a store', () => {
  const wrong = files.filter(
    (path) =>
      isConcept(path) &&
      !/(pages\.tsx|session\.ts|api\.ts)$/.test(path) &&
      path !== 'src/council/store.ts' &&
      /new Date\(\)|Date\.now\(\)/.test(text(path)),
  )
  expect(wrong).toEqual([])
})

it('what is logged is written by `atomically` alone, which notes that something may follow from it', () => {
  const bare = /\.batch\(\[(?:[^\]]|\](?!\)))*?\blogged(All)?\(|\blogged(All)?\([^;]*?\)\s*\.run\(\)/
  expect(files.filter((path) => isConcept(path) && conceptOf(path) !== 'demonstration' && bare.test(text(path)))).toEqual([])
})
