// `npm run check`: writes what follows from other files, then looks at format, lint, types and dead
// code, two tools at a time. What one says is printed whole when it ends. What has not changed
// since it passed is not looked at again.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from './kept-build.ts'
import { cacheOf } from './kept-folder.ts'
import { root } from './settings.ts'

const kept = join(cacheOf(root), 'check')
const folders = ['assets', 'emails', 'prisma', 'public', 'src', 'docs', 'test', 'tools', '.ci', '.github']
const files = ['biome.json', 'package.json', 'package-lock.json', 'tsconfig.json', 'wrangler.toml', 'node_modules/.package-lock.json']
const print = (): string => fingerprintOf(root, folders, files)
const passed = (): string => {
  try {
    return readFileSync(join(kept, 'passed'), 'utf8')
  } catch {
    return ''
  }
}

const types = (name: string, folder: string): readonly string[] => [
  'tsc',
  '-p',
  folder,
  '--incremental',
  '--tsBuildInfoFile',
  join(kept, `${name}.tsbuildinfo`),
]
/** The longest first. */
const tools: readonly (readonly [finds: string, command: readonly string[]])[] = [
  ['types of the tests', types('test', 'test')],
  ['format and lint', ['biome', 'check', '.']],
  ['types of the Worker', types('src', '.')],
  ['dead code', ['knip', '--cache', '--cache-location', join(kept, 'knip')]],
  ['code that tests alone use', ['knip', '--production', '--config', 'knip.production.json']],
  ['types of the commands', types('commands', 'src/commands')],
  ['types of the door', types('assets', 'assets')],
]

/** Runs it and returns whether it found nothing. */
const run = ([finds, [command = '', ...args]]: (typeof tools)[number]): Promise<boolean> =>
  new Promise((ended) => {
    const startedAt = performance.now()
    const tool = spawn(command, args, {
      cwd: root,
      shell: process.platform === 'win32',
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    })
    let output = ''
    for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (text) => (output += String(text)))
    const end = (well: boolean): void => {
      console.log(`${well ? '✓' : '✗'} ${finds} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
      if (!well) console.log(`${[command, ...args].join(' ')}\n${output}`)
      ended(well)
    }
    tool.on('error', (error) => {
      output += error.message
      end(false)
    })
    tool.on('close', (code) => end(code === 0))
  })

mkdirSync(kept, { recursive: true })
if (print() === passed()) console.log('All of it passed, and nothing has changed since.')
else if (!(await run(['what follows from other files', ['npm', 'run', '-s', 'generate']]))) process.exitCode = 1
else {
  const before = print()
  const waiting = [...tools]
  let well = true
  const work = async (): Promise<void> => {
    for (let tool = waiting.shift(); tool; tool = waiting.shift()) well = (await run(tool)) && well
  }
  await Promise.all([work(), work()])
  if (well) writeFileSync(join(kept, 'passed'), before)
  else process.exitCode = 1
}
