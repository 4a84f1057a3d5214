// Makes the files of pages from `assets/` and GOV.UK Frontend. The name of each holds a hash of
// its content, so that a browser may keep it for a year.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import * as sass from 'sass'
import { headersOfPages } from '#base/web/security-headers.ts'
import { fontFiles } from './fonts.ts'
import { prunedCss } from './pruned-css.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const publicFolder = join(root, 'public')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const filesIn = (path: string): string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name.replaceAll('\\', '/')}`)

export const wholeCss = (): string =>
  sass.compile(join(root, 'src/base/web/muster.scss'), { style: 'compressed', quietDeps: true, loadPaths: [join(root, 'node_modules')] })
    .css

const govukScript = (): string => read('node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js')

/** What a class belongs to: govuk-table of govuk-table__cell--numeric. */
const blockOf = (name: string): string => name.replace(/(__|--).*$/, '')

/** Whether any page may have a class: named in our pages, or added by GOV.UK Frontend's script. */
export const usedClasses = (): ((name: string) => boolean) => {
  const sources = [
    ...[...filesIn('src'), ...filesIn('tools/local')].filter((path) => /\.tsx?$/.test(path) && !/^src\/(commands|db)\//.test(path)),
    ...filesIn('assets/js'),
    ...filesIn('assets/door'),
  ]
  const classes = new Set(sources.flatMap((path) => read(path).match(/(?:govuk|muster|js)-[\w!-]+/g) ?? []))
  // Of `govuk-tag--${colour}` the beginning is written.
  const beginnings = [...classes].filter((name) => name.endsWith('-'))
  const blocks = new Set([...classes].map(blockOf))
  const byScript = new Set(govukScript().match(/(?:govuk|js)-[\w-]+/g) ?? [])
  return (name) =>
    !/^(govuk|muster)-/.test(name) ||
    classes.has(name) ||
    beginnings.some((beginning) => name.startsWith(beginning)) ||
    (byScript.has(name) && blocks.has(blockOf(name)))
}

/** The script of the door, with what it shares with the server. */
const doorScript = (): string =>
  buildSync({
    entryPoints: [join(root, 'assets/door/door.ts')],
    bundle: true,
    minify: true,
    format: 'esm' as const,
    target: 'es2022',
    write: false,
    absWorkingDir: root,
  }).outputFiles[0]?.text ?? ''

const hashed = (name: string, content: string | Uint8Array): string =>
  name.replace(/(\.\w+)$/, `.${createHash('sha256').update(content).digest('hex').slice(0, 12)}$1`)

/** Files have the headers that pages have, but no Worker answers them. */
const headers = [
  '/*',
  ...(await headersOfPages()).map((line) => `  ${line}`),
  '  cache-control: public, max-age=31536000, immutable',
  '',
].join('\n')

/** What is there already stays untouched: others may be reading it. */
const write = (path: string, content: string | Uint8Array): void => {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(content))) writeFileSync(path, content)
}

/** Makes `public/`, and what the Worker knows of it. */
export const makePublicFiles = (): void => {
  const scripts = filesIn('assets/js').map((path): [string, string] => [path.slice('assets/'.length), read(path)])
  const plain: [name: string, content: string][] = [
    ['favicon.svg', read('assets/favicon.svg')],
    ['muster.css', prunedCss(wholeCss(), usedClasses())],
    ['govuk-frontend.js', govukScript()],
    ['verify-log.mjs', read('assets/verify-log.mjs')],
    ...scripts,
    ['js/door.js', doorScript()],
  ]
  const addresses: Record<string, string> = {}
  const files = new Map<string, string | Uint8Array>([['_headers', headers]])
  for (const [name, content] of plain) {
    const script = content.replaceAll(/from '\/([\w./-]+)'/g, (all, other: string) =>
      addresses[other] ? `from '${addresses[other]}'` : all,
    )
    addresses[name] = `/${hashed(name, script)}`
    files.set(hashed(name, script), script)
  }
  const ofDoor = ['muster.css', 'govuk-frontend.js', 'js/start.js', 'js/door.js', 'favicon.svg'].map((name) => addresses[name])
  const worker = read('assets/door-worker.js').replace('FILES', JSON.stringify([...ofDoor, '/theme.css']))
  const version = createHash('sha256').update(worker).digest('hex').slice(0, 12)
  files.set('door-worker.js', worker.replace('VERSION', `door-${version}`))
  for (const [name, path] of Object.entries(fontFiles(root))) {
    const file = hashed(`fonts/${name}.ttf`, readFileSync(path))
    addresses[`fonts/${name}.ttf`] = `/${file}`
    files.set(file, readFileSync(path))
  }
  for (const folder of ['js', 'fonts']) mkdirSync(join(publicFolder, folder), { recursive: true })
  for (const [name, content] of files) write(join(publicFolder, name), content)
  for (const path of filesIn('public'))
    if (!/^public\/(js|fonts)$/.test(path) && !files.has(path.slice('public/'.length))) rmSync(join(root, path))
  mkdirSync(join(root, 'src/base/web/generated'), { recursive: true })
  write(join(root, 'src/base/web/generated/files.ts'), `export const files = ${JSON.stringify(addresses, null, 2)} as const\n`)
}
