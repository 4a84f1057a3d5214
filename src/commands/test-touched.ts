// `npm run test:touched -- BASE`: tests that a change since BASE can reach, uncommitted work too.
// Further words go to vitest.
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './settings.ts'
import { touchedTests } from './touched.ts'

const [base = 'HEAD', ...more] = process.argv.slice(2)
const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

const changed = [...new Set([...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')])]
const texts = new Map(
  ['src', 'emails', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('src/base/db/generated/'))
      .map((path): [string, string] => [path, readFileSync(join(root, path), 'utf8')]),
  ),
)
const tests = touchedTests(changed, texts)
const all = [...texts.keys()].filter((path) => /\.test\.tsx?$/.test(path)).length
console.log(`${changed.length} files changed since ${base}; they can reach ${tests.length} of ${all} files of tests.`)
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const run = spawnSync(process.execPath, [vitest, 'run', '--config', 'test/vitest.config.ts', ...tests, ...more], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = run.status ?? 1
