// The clock's run when nothing is due, after years of work: 100,000 places, all reminders sent.
import { join } from 'node:path'
import { migrate, startWorker } from '#commands/worker.ts'
import { historyStatements } from '#tools/history-rows.ts'
import { withoutTriggers } from './data.ts'
import { costBetween } from './figures.ts'
import { workerdCpu } from './memory.ts'
import { askedOf, audited, fact, localVars, note, problem } from './report.ts'

const places = 100_000
const runs = 20
const mostFirst = 400

export const measureClock = async (built: string, scratch: string): Promise<void> => {
  const now = new Date()
  const running = await startWorker({
    ...{ port: 0, persist: join(scratch, 'clock'), built },
    vars: { ...localVars, BASE_URL: 'http://localhost:8787' },
  })
  try {
    const { url, miniflare } = running
    await migrate(miniflare)
    const db = await miniflare.getD1Database('DB')
    const startedAt = performance.now()
    await withoutTriggers(db, async () => {
      for (const statement of historyStatements(now)) await db.prepare(statement).bind(1, places).run()
      // Prices are followed, and links are taken out of old messages: work of other nights.
      await db.batch([
        db.prepare('UPDATE Message SET redaction = 1'),
        db.prepare('UPDATE PricesFollowed SET doneUpTo = ?1, upTo = NULL').bind(now.toISOString()),
      ])
    })
    const poured = (performance.now() - startedAt) / 1000
    const [reminders] = (await db.prepare(`SELECT COUNT(*) AS n FROM SentOnce WHERE kind LIKE 'reminder%'`).all<{ n: number }>()).results
    note(
      `The clock: ${places.toLocaleString('en-GB')} places and ${reminders?.n.toLocaleString('en-GB')} reminders sent, poured in ${poured.toFixed(0)} s`,
    )
    const worker = await miniflare.getWorker()
    const minute = () => worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    await audited(running, 'the clock', async () => {
      // What was poured in is followed first: only then is nothing due.
      const cost = async (work: () => Promise<unknown>) => {
        const from = await askedOf(url)
        await work()
        return costBetween(from, await askedOf(url), 1)
      }
      const firstAt = performance.now()
      let first = 0
      while (first < mostFirst && (await cost(minute)).trips > 1) first += 1
      note(`The clock: after ${first} runs, in ${((performance.now() - firstAt) / 1000).toFixed(0)} s, nothing is due`)
      if (first === mostFirst) problem(`The clock: after ${mostFirst} runs something is still due`)
      const [before, from] = [workerdCpu(), await askedOf(url)]
      const times: number[] = []
      for (let n = 0; n < runs; n += 1) {
        const at = performance.now()
        await minute()
        times.push(performance.now() - at)
      }
      const [after, to] = [workerdCpu(), await askedOf(url)]
      const each = costBetween(from, to, runs)
      times.sort((a, b) => a - b)
      const what = 'Scheduled run, nothing due'
      fact({ what, value: times[Math.floor(runs / 2)] ?? Number.NaN, unit: 'ms', aim: '≤ 10 ms' })
      if (before !== undefined && after !== undefined) fact({ what: `${what}, CPU`, value: (after - before) / runs, unit: 'ms', aim: '' })
      fact({ what: `${what}, trips`, value: each.trips, unit: `with ${each.statements.toFixed(1)} statements`, aim: '1 trip' })
      if (each.trips > 1) problem(`${what}: ${each.trips} trips`)
      fact({ what: `${what}, rows read`, value: each.rows, unit: '', aim: '≤ 60' })
    })
  } finally {
    await running.stop()
  }
}
