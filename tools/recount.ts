// `npm run recount [-- COUNTIES]`: asks every part of the answer of random counties, counts each anew from raw rows
// and writes how often each state was met to docs/recount.md. It fails where the service says something else.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Met = Record<string, Record<string, number>>
type Done = { questions: number; parts: Met; rows: Met }
type Results = { testResults: { assertionResults: { status: string; failureMessages: string[]; meta: { recounted?: Done } }[] }[] }

/** Fewer of a state would say little. */
const least = 30
const counties = Number(process.argv[2] ?? 20)
const folder = mkdtempSync(join(tmpdir(), 'recount-'))
const file = join(folder, 'results.json')
const startedAt = Date.now()
const words = ['run', '--config', 'test/vitest.config.ts', '--project', 'worker', 'test/worker/front/answer/recount.test.ts']
spawnSync('vitest', [...words, '--reporter=json', `--outputFile=${file}`], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, RECOUNT_COUNTIES: String(counties) },
})
const [result] = (JSON.parse(readFileSync(file, 'utf8')) as Results).testResults.flatMap(({ assertionResults }) => assertionResults)
rmSync(folder, { recursive: true })
const done = result?.meta.recounted
if (result?.status !== 'passed' || !done) {
  console.error(result?.failureMessages.join('\n') ?? 'Nothing was asked.')
  process.exit(1)
}

const number = (n: number): string => n.toLocaleString('en-GB')
const table = (head: readonly string[], met: Met): string =>
  [
    head,
    head.map(() => '---'),
    ...Object.entries(met).map(([what, states]) => [
      what,
      Object.entries(states)
        .map(([state, n]) => `${state} ${number(n)}`)
        .join(' · '),
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
const seconds = Math.round((Date.now() - startedAt) / 1000)
const text = `# The last recount

\`npm run recount\` asked ${number(done.questions)} questions of ${counties} random counties: a topic, guidance on it, a day, a line and a part of it. Each time it counted raw
rows of every table anew, by a program that knows nothing of the service (\`tools/recount\`). **Each number, each list of schools and the days said of each school were the same**, after ${seconds} seconds.

What each part counted, all questions together, of schools, people or pupils:

${table(['line', 'parts'], done.parts)}

Rows in which that was recorded:

${table(['rows', 'states'], done.rows)}
`
writeFileSync('docs/recount.md', text)
const few = [done.parts, done.rows].flatMap((met) =>
  Object.entries(met).flatMap(([what, states]) =>
    Object.entries(states).flatMap(([state, n]) => (n < least ? [`${what}: ${state} ${n}`] : [])),
  ),
)
console.log(`${number(done.questions)} questions, ${seconds} s: docs/recount.md`)
if (few.length > 0) console.error(`Met fewer than ${least} times:\n${few.join('\n')}`)
process.exitCode = few.length > 0 ? 1 : 0
