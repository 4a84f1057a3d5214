// What page after page leaves in memory: in all of workerd, and in this Worker's own isolate.
import { settingsOf } from '#commands/settings.ts'
import { startWorker } from '#commands/worker.ts'
import { inspectHeaps } from './heap.ts'
import { load } from './load.ts'
import { workerdMemory } from './memory.ts'
import { fact, localVars, note, problem } from './report.ts'

const views = 40_000
const step = 10_000
const allowedHeap = 64

/** @param persist where a county lies, nobody else using it */
export const measureMemory = async (built: string, persist: string): Promise<void> => {
  const running = await startWorker({ port: 0, persist, vars: localVars, built, inspected: true })
  try {
    const { url, miniflare } = running
    const heaps = await inspectHeaps(miniflare, settingsOf(built).name)
    const levels: number[] = []
    for (let seen = 0; seen < views; seen += step) {
      // What is garbage is collected now and then: what stays is the least that was seen.
      const seenHeaps: number[] = []
      const seenAll = new AbortController()
      const looking = (async () => {
        while (!seenAll.signal.aborted) {
          seenHeaps.push((await heaps.own()).used)
          await new Promise((done) => setTimeout(done, 100))
        }
      })()
      const page = (n: number) => (n < step ? { path: n % 2 ? '/events' : '/events/BNCH01' } : undefined)
      const { wrong, firstWrong } = await load(url, page, { seconds: 600 })
      seenAll.abort()
      await looking
      const [least, most] = [Math.min(...seenHeaps), Math.max(...seenHeaps)]
      if (wrong > 0) problem(`Memory: ${wrong} of ${step} pages were wrong. ${firstWrong}`)
      levels.push(least)
      const around = await heaps.around()
      note(
        `Memory after ${(seen + step).toLocaleString('en-GB')} views: heap ${least.toFixed(0)}–${most.toFixed(0)} MB, of the runtime around it ${around.used.toFixed(0)} MB, RSS ${workerdMemory()?.toFixed(0) ?? '?'} MB`,
      )
    }
    const [, half = 0, , last = 0] = levels
    fact({ what: 'Heap that stays, after 20,000 views', value: half, unit: 'MB', aim: `≤ ${allowedHeap} MB` })
    fact({ what: 'Heap that stays, after 40,000 views', value: last, unit: 'MB', aim: 'no more than after 20,000' })
    fact({ what: 'workerd’s RSS after 40,000 views', value: workerdMemory() ?? Number.NaN, unit: 'MB', aim: '' })
    if (last > allowedHeap) problem(`Memory: the heap keeps ${last.toFixed(0)} MB`)
    heaps.close()
  } finally {
    await running.stop()
  }
}
