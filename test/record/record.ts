// `npm run record -- --checkout DIR --out FOLDER` keeps as text all that anybody sees
// of the demonstration; `--compare EARLIER LATER` compares two such folders. See
// docs/changing.md.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { record } from './record-asking.ts'
import { startRecorded } from './record-muster.ts'
import { type Change, changesIn } from './record-text.ts'

const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(2)
}

const options = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { checkout: { type: 'string' }, out: { type: 'string' }, compare: { type: 'boolean', default: false } },
    })
  } catch {
    return fail('Say: npm run record -- --checkout DIR --out FOLDER, or --compare EARLIER LATER')
  }
}

const mostLines = 12

const linesOfChange = ({ removed, added, times, files }: Change): string[] => {
  const shown = (lines: readonly string[], sign: string): string[] => [
    ...lines.slice(0, mostLines).map((line) => `  ${sign} ${line.length > 300 ? `${line.slice(0, 300)} …` : line}`),
    ...(lines.length > mostLines ? [`  ${sign} … and ${lines.length - mostLines} more lines`] : []),
  ]
  const places = `${files.length} ${files.length === 1 ? 'file' : 'files'}${times > files.length ? `, ${times} times` : ''}`
  return [`${places}, such as ${files[0]}`, ...shown(removed, '-'), ...shown(added, '+'), '']
}

const compare = (earlier: string, later: string): void => {
  for (const folder of [earlier, later]) if (!existsSync(folder)) fail(`There is no folder ${folder}.`)
  const words = [
    '-c',
    'core.quotePath=false',
    'diff',
    '--no-index',
    '--no-renames',
    '--no-color',
    '--unified=0',
    '--no-prefix',
    earlier,
    later,
  ]
  const { status, stdout, stderr } = spawnSync('git', words, { encoding: 'utf8', maxBuffer: 2 ** 29 })
  if (status === 0) {
    console.log('Nothing differs.')
    return
  }
  if (status !== 1) fail(`The folders could not be compared: ${stderr}`)
  const changes = changesIn(stdout, (path) => {
    const full = resolve('/', path)
    return relative(full.startsWith(`${later}/`) ? later : earlier, full)
  })
  for (const change of changes) for (const line of linesOfChange(change)) console.log(line)
  const files = new Set(changes.flatMap((change) => change.files)).size
  console.log(`${changes.length} ${changes.length === 1 ? 'change' : 'changes'} in ${files} ${files === 1 ? 'file' : 'files'}.`)
  process.exitCode = 1
}

const keep = async (checkout: string, out: string): Promise<void> => {
  if (existsSync(out) && readdirSync(out).length > 0) fail(`${out} is not empty.`)
  const startedAt = performance.now()
  const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`
  const state = mkdtempSync(join(tmpdir(), 'muster-record-'))
  const { log } = console
  // What the Worker logs is not what is recorded.
  Object.assign(console, { log: () => {}, error: () => {} })
  const muster = await startRecorded(checkout, state)
  try {
    log(`The demonstration is loaded (${seconds()}).`)
    const { counts, forms } = await record(muster, checkout, out, (sentence) => log(`${sentence} (${seconds()})`))
    const said = [
      [...counts].map(([kind, count]) => `${count} ${kind}`).join(', '),
      `${forms.forms} forms sent: ${forms.right} taken when filled in, ${forms.wrong} refused when wrong; ${forms.nothingWrong} have nothing but a button; ${forms.left.length} left out`,
      ...forms.failed.map((one) => `failed: ${one}`),
      ...forms.notRight.map((one) => `not taken: ${one}`),
      ...forms.notWrong.map((one) => `not refused: ${one}`),
      ...forms.left.map((one) => `left out: ${one}`),
    ]
    writeFileSync(join(out, 'counts.txt'), `${said.join('\n')}\n`)
    log(`${said.slice(0, 2).join('\n')} (${seconds()})`)
  } finally {
    await muster.stop()
    rmSync(state, { recursive: true, force: true })
  }
}

const { values, positionals } = options()
const [earlier, later] = positionals
if (values.compare && earlier !== undefined && later !== undefined) compare(resolve(earlier), resolve(later))
else if (values.checkout !== undefined && values.out !== undefined) await keep(resolve(values.checkout), resolve(values.out))
else fail('Say: npm run record -- --checkout DIR --out FOLDER, or --compare EARLIER LATER')
