// How long it takes from `npm start` to the first page, on data that is there, with the build kept.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { root } from '#commands/settings.ts'
import { ask } from './load.ts'
import { fact, problem } from './report.ts'

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })

const isUp = async (url: string): Promise<boolean> => {
  try {
    return (await ask(url, { path: '/events' })).status === 200
  } catch {
    return false
  }
}

/** Seconds until the first page, and the whole start stopped again. */
const start = async (state: string): Promise<number> => {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(root, 'src/commands/start.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MUSTER_STATE: state, PORT: String(port) },
  })
  // It is stopped once it has done all that a start does.
  const ready = new Promise<void>((done) => child.stdout.on('data', (text) => String(text).includes('Ctrl+C') && done()))
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  try {
    while (child.exitCode === null && !(await isUp(`http://127.0.0.1:${port}`))) await new Promise((done) => setTimeout(done, 10))
    const seconds = (performance.now() - startedAt) / 1000
    if (child.exitCode !== null) problem(`npm start ended with ${child.exitCode}`)
    await Promise.race([ready, ended])
    return seconds
  } finally {
    child.kill('SIGINT')
    await ended
  }
}

/** @param state the folder of local data that is there, nobody else using it */
export const measureStart = async (state: string): Promise<void> => {
  fact({ what: 'Start to the first page, data looked at first', value: await start(state), unit: 's', aim: '' })
  const times = [await start(state), await start(state), await start(state)].sort((a, b) => a - b)
  fact({ what: 'Start to the first page, data there', value: times[1] ?? Number.NaN, unit: 's', aim: '≤ 2 s' })
}
