// Seconds of processor time. Whoever is waited for when it ends counts with whoever started it; Chromium does not, since it is ended together with the
// process of tests that started it. That process writes down what its Chromium has taken, each time that a file has done with it.
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Process = { id: number; parent: number; seconds: number }

/** All that run, each with those that it started and waited for; none where the system does not say. */
const all = (): Process[] =>
  globSync('/proc/[0-9]*/stat').flatMap((file) => {
    try {
      // Behind the name in brackets, which may hold anything: the 4th field, and the 14th to the 17th in hundredths of a second.
      const fields = readFileSync(file, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number)
      return {
        id: Number(file.split('/')[2]),
        parent: fields[1] ?? 0,
        seconds: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) / 100,
      }
    } catch {
      // It has ended meanwhile.
      return []
    }
  })

const secondsUnder = (id: number, running: Process[]): number =>
  running
    .filter((one) => one.id === id || one.parent === id)
    .reduce((sum, one) => sum + (one.id === id ? one.seconds : secondsUnder(one.id, running)), 0)

const note = 'chromium-'
const isChromium = ({ id }: Process): boolean => {
  const file = `/proc/${id}/cmdline`
  return existsSync(file) && readFileSync(file, 'utf8').includes('--remote-debugging-pipe')
}

/** Writes down what the Chromium of this process has taken so far. @param folder of this run */
export const noteChromium = (folder: string): void => {
  const running = all()
  const found = running.filter((one) => one.parent === process.pid && isChromium(one))
  writeFileSync(join(folder, note + process.pid), String(found.reduce((sum, { id }) => sum + secondsUnder(id, running), 0)))
}

/** What this process and all that it started have taken, with what was written down by those that have ended; nothing where the system does not say. */
export const processorSeconds = (folder: string): number | undefined => {
  const running = all()
  const noted = readdirSync(folder)
    .filter((name) => name.startsWith(note) && !running.some(({ id }) => note + id === name))
    .reduce((sum, name) => sum + Number(readFileSync(join(folder, name), 'utf8')), 0)
  return running.length === 0 ? undefined : secondsUnder(process.pid, running) + noted
}
