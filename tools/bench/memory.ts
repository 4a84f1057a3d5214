// How much memory and processor time workerd takes, from /proc, so only on Linux.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * From /proc: `file` of each workerd that this process started; undefined where there is no /proc.
 */
const ofWorkerd = (file: string): string[] | undefined => {
  if (!existsSync('/proc/self/status')) return undefined
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const isOurs = /^Name:\s+workerd/m.test(status) && Number(status.match(/^PPid:\s+(\d+)/m)?.[1]) === process.pid
      return isOurs ? [readFileSync(`/proc/${name}/${file}`, 'utf8')] : []
    } catch {
      return []
    }
  })
}

/** Resident memory of workerd, in MB; undefined where it cannot be read. */
export const workerdMemory = (): number | undefined => {
  const found = ofWorkerd('status')
  return found?.length ? found.reduce((sum, status) => sum + Number(status.match(/^VmRSS:\s+(\d+)/m)?.[1]) / 1024, 0) : undefined
}

/** Processor time of workerd so far, in milliseconds; undefined where it cannot be read. */
export const workerdCpu = (): number | undefined => {
  // After the name in brackets, fields 12 and 13: user and kernel mode, in hundredths of a
  // second.
  const found = ofWorkerd('stat')?.map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
  return found?.length ? found.reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10, 0) : undefined
}

/** Runs `fn` and says how far the memory rose above what it was before. */
export const peakAbove = async <T>(fn: () => Promise<T>): Promise<{ value: T; idle: number | undefined; peak: number | undefined }> => {
  const idle = workerdMemory()
  let most = idle ?? 0
  const look = setInterval(() => {
    most = Math.max(most, workerdMemory() ?? 0)
  }, 50)
  try {
    const value = await fn()
    most = Math.max(most, workerdMemory() ?? 0)
    return { value, idle, peak: idle === undefined ? undefined : most - idle }
  } finally {
    clearInterval(look)
  }
}
