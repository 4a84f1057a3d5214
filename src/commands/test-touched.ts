// `npm run test:touched -- BASE`: tests that a change since BASE can reach, uncommitted work too.
// Further words go to vitest.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './settings.ts'
import { touchedTests } from './touched.ts'

const [base = 'HEAD', ...more] = process.argv.slice(2)
const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

const before = (path: string): string => {
  try {
    return execFileSync('git', ['show', `${base}:${path}`], { cwd: root, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 })
  } catch {
    return ''
  }
}
const after = (path: string): string => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')

const changed = [...new Set([...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')])]
const texts = new Map(
  ['src', 'emails', 'test', 'tools', 'prisma/migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.(tsx?|sql)$/.test(path) && !path.includes('/generated/'))
      .map((path): [string, string] => [path, readFileSync(join(root, path), 'utf8')]),
  ),
)
const tests = touchedTests(
  changed.map((path) => ({ path, before: before(path), after: after(path) })),
  texts,
)
const all = [...texts.keys()].filter((path) => /\.test\.tsx?$/.test(path)).length
console.log(`${changed.length} files changed since ${base}; they can reach ${tests.length} of ${all} files of tests.`)
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const run = spawnSync(process.execPath, [vitest, 'run', '--config', 'test/vitest.config.ts', ...tests, ...more], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = run.status ?? 1
