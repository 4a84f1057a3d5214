// Ports of this computer, and which process has one.
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'

/** Why `port` cannot be opened; undefined when it can. */
const problemOf = (port: number): Promise<'taken' | 'forbidden' | undefined> =>
  new Promise((answer) => {
    const probe = createServer()
    probe.once('error', (error) => answer('code' in error && error.code === 'EACCES' ? 'forbidden' : 'taken'))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => answer(undefined)))
  })

/** The first port from `port` on that is free. */
export const freePort = async (port: number): Promise<number> => ((await problemOf(port)) ? freePort(port + 1) : port)

/** What a program of this computer prints; '' where it is not there, or fails. */
const printed = (command: string, ...words: readonly string[]): string => {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** The number of the process that listens at `port`, where this computer tells us. */
export const listenerAt = (port: number): number | undefined => {
  const pid =
    printed('lsof', '-nPt', `-iTCP:${port}`, '-sTCP:LISTEN').match(/^\d+/)?.[0] ??
    printed('ss', '-Hltnp', `sport = :${port}`).match(/pid=(\d+)/)?.[1]
  return pid === undefined ? undefined : Number(pid)
}

const sayProcess = (pid: number): string => {
  const command = printed('ps', '-o', 'args=', '-p', String(pid)).trim().slice(0, 60)
  return command === '' ? `process ${pid}` : `“${command}” (process ${pid})`
}

/** Why `port` cannot be used and what to do, in a sentence; undefined when it can. */
export const whyNotPort = async (port: number): Promise<string | undefined> => {
  const problem = await problemOf(port)
  if (problem === undefined) return undefined
  if (problem === 'forbidden') return `You may not open port ${port}: npm start -- --port ${await freePort(8787)} uses another one.`
  const by = listenerAt(port)
  return `Port ${port} is taken${by === undefined ? '' : ` by ${sayProcess(by)}`}: npm start -- --port ${await freePort(port + 1)} uses another one.`
}
