// A process that is killed while schools book: whoever was answered that they have a place has it afterwards.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { askAudit } from '#commands/auditing.ts'
import { writeEmptyDatabase } from '#commands/empty-database.ts'
import { settingsOf } from '#commands/settings.ts'
import { builtWorker, type Running, startWorker } from '#commands/worker.ts'
import { bookingOf } from '#tools/bench/bookings.ts'
import { type Database, madeUpSchools, pourAccounts, pourArea, pourEvents, pourSchools, withoutTriggers } from '#tools/bench/data.ts'
import { ask } from '#tools/bench/load.ts'

const schools = 400
const answeredBeforeTheKill = 40
const atOnce = 16

const children = (): number[] =>
  readdirSync('/proc').flatMap((name) => {
    try {
      const status = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/status`, 'utf8') : ''
      return /^Name:\s+workerd/m.test(status) && Number(status.match(/^PPid:\s+(\d+)/m)?.[1]) === process.pid ? [Number(name)] : []
    } catch {
      return []
    }
  })

const start = async (persist: string): Promise<{ running: Running; db: Database; kill: () => boolean }> => {
  const others = new Set(children())
  const built = await builtWorker()
  writeEmptyDatabase(persist, settingsOf(built).databaseId)
  const running = await startWorker({ port: 0, persist, vars: { LOCAL_MAIL: '1', LOCAL_TOKEN: 'killed' }, built })
  const own = children().filter((pid) => !others.has(pid))
  expect(own).toHaveLength(1)
  return { running, db: await running.miniflare.getD1Database('DB'), kill: () => process.kill(own[0] ?? 0, 'SIGKILL') }
}

/** The forms of those who were answered that they have booked, and how many got no answer. */
const bookUntilKilled = async (url: string, kill: () => boolean): Promise<{ answered: string[]; unanswered: number }> => {
  const answered: string[] = []
  let [next, unanswered] = [0, 0]
  const contact = async (): Promise<void> => {
    while (unanswered === 0 && next < schools) {
      const n = ++next
      const form = crypto.randomUUID()
      try {
        const { status } = await ask(url, bookingOf('BNCH01', n, n, form))
        expect(status).toBe(303)
        if (answered.push(form) === answeredBeforeTheKill) kill()
      } catch (error) {
        if (error instanceof Error && error.name === 'AssertionError') throw error
        unanswered += 1
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, contact))
  return { answered, unanswered }
}

/** Of these forms, those without a booking that has its place. */
const lost = async (db: Database, forms: readonly string[]): Promise<string[]> =>
  (
    await db
      .prepare(
        `SELECT value AS form FROM json_each(?1) WHERE NOT EXISTS (
           SELECT 1 FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE b.formId = value AND p.state = 'confirmed' AND p.personId IS NOT NULL)`,
      )
      .bind(JSON.stringify(forms))
      .all<{ form: string }>()
  ).results.map(({ form }) => form)

it.skipIf(!existsSync('/proc/self/status'))(
  'a service that is killed while schools book has every place of which it had told them, and the audit holds (skipped where there is no /proc)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-test-'))
    try {
      const first = await start(folder)
      await withoutTriggers(first.db, async () => {
        await pourSchools(first.db, madeUpSchools(schools, 900_001, '999'), 1)
        await pourAccounts(first.db, 1, schools)
        await pourEvents(first.db, 1, 1, 30)
        await pourArea(first.db, ['999'])
      })
      const { answered, unanswered } = await bookUntilKilled(first.running.url, first.kill)
      await first.running.stop().catch(() => {})
      expect(answered.length).toBeGreaterThanOrEqual(answeredBeforeTheKill)
      expect(unanswered).toBeGreaterThan(1)

      const { running, db } = await start(folder)
      try {
        expect(await lost(db, answered)).toEqual([])
        const { invariants } = await askAudit({ url: running.url, token: 'killed' })
        expect(invariants.filter(({ ok }) => !ok)).toEqual([])
        // Control: a booking that nobody stored would be seen.
        expect(await lost(db, [...answered, 'a form of which nothing is left'])).toEqual(['a form of which nothing is left'])
      } finally {
        await running.stop()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
