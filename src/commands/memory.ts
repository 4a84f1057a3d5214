// How much memory workerd holds, where the operating system tells it to anyone who asks: Linux, by /proc.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Resident memory of the workerd processes that this process started, in MB; undefined where it cannot be read. */
export const workerdMemory = (): number | undefined => {
  if (!existsSync('/proc/self/status')) return undefined
  const sizes = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const isOurs = /^Name:\s+workerd/m.test(status) && Number(status.match(/^PPid:\s+(\d+)/m)?.[1]) === process.pid
      return isOurs ? [Number(status.match(/^VmRSS:\s+(\d+)/m)?.[1]) / 1024] : []
    } catch {
      return []
    }
  })
  return sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) : undefined
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
