// The export of 10,000 people while visitors browse: how long each file takes, how much memory,
// and how long visitors wait.
import type { Running } from '#commands/worker.ts'
import { cookieOf, pourAttendances, pourEvents, withoutTriggers } from './data.ts'
import { ask, isRight, load, saidBy } from './load.ts'
import { peakAbove } from './memory.ts'

const people = { first: 600_000, count: 10_000, event: 400, events: 50, days: 60 }
const seconds = 6
const visitors = 8

/**
 * @param at.school number of the first of `at.schools` schools that the people are of
 * @returns lines for the table, and what was wrong
 */
export const measureExport = async (
  { url, miniflare }: Running,
  at: { organiser: number; school: number; schools: number },
): Promise<{ lines: string[]; problems: string[] }> => {
  const db = await miniflare.getD1Database('DB')
  await withoutTriggers(db, async () => {
    await pourEvents(db, people.event, people.events, people.days)
    await pourAttendances(db, { ...people, school: at.school, schools: at.schools, marked: false })
  })
  const problems: string[] = []
  const from = new Date(Date.now() + (people.days - 1) * 86_400_000).toISOString().slice(0, 10)
  const cookie = cookieOf(at.organiser)
  const list = await load(url, () => ({ path: `/organiser/bookings?from=${from}`, cookie }), {
    ...{ seconds: 2, connections: 1, right: { says: 'Delegate' } },
  })
  if (list.wrong > 0) problems.push(`The list: ${list.wrong} wrong answers. ${list.firstWrong}`)
  const browse = () => load(url, () => ({ path: '/events' }), { seconds, connections: visitors, right: { says: 'Conference' } })
  const alone = await browse()
  const lines = [
    `List of ${people.count.toLocaleString('en-GB')} places, a page of it: p50 ${list.p50.toFixed(0)} ms, p99 ${list.p99.toFixed(0)} ms, alone`,
  ]
  for (const format of ['xlsx', 'csv']) {
    const asked = {
      path: `/organiser/bookings/places.${format}?from=${from}`,
      cookie,
    }
    const one = await peakAbove(() => ask(url, asked))
    const right = { says: format === 'csv' ? 'Delegate' : 'PK' }
    if (!isRight(right, one.value)) problems.push(`Export as ${format} answered ${saidBy(one.value)}`)
    const stop = new AbortController()
    const times: number[] = []
    const exporting = (async () => {
      while (!stop.signal.aborted) {
        const sentAt = performance.now()
        const answer = await ask(url, asked)
        times.push(performance.now() - sentAt)
        if (!isRight(right, answer)) problems.push(`Export as ${format} while visitors browse answered ${saidBy(answer)}`)
      }
    })()
    const during = await browse()
    stop.abort()
    await exporting
    times.sort((a, b) => a - b)
    if (during.wrong > 0) problems.push(`Visitors during the export: ${during.wrong} wrong answers. ${during.firstWrong}`)
    lines.push(
      `Export of ${people.count.toLocaleString('en-GB')} people as ${format.toUpperCase()}, one after another: ${((times[Math.floor(times.length / 2)] ?? 0) / 1000).toFixed(2)} s each, workerd ${
        one.peak === undefined ? 'memory not readable here' : `${one.peak.toFixed(0)} MB above ${one.idle?.toFixed(0)} MB idle`
      }; ${visitors} visitors on the event list meanwhile p99 ${during.p99.toFixed(0)} ms, without it ${alone.p99.toFixed(0)} ms`,
    )
  }
  return { lines, problems }
}
