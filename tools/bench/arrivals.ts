// People who arrive at a door, each by a press of a device, and how its pages open.
import { randomUUID } from 'node:crypto'
import { londonDay, londonInstant } from '#base/dates.ts'
import type { Running } from '#commands/worker.ts'
import { cookieOf, type Database, idOf, pourAttendances, pourEvents, withoutTriggers } from './data.ts'
import { type Asked, ask, load } from './load.ts'
import { audited, beside, besideOne, fact, problem, report } from './report.ts'

const doors = { arrivals: { event: 170, first: 500_000, count: 9000 }, page: { event: 171, first: 510_000, count: 500 } }
const letterPage = 200_000

/** How much of London's day is gone: people arrive on the day of their session. */
const sinceMidnight = (): number => {
  const now = new Date()
  return (now.getTime() - (londonInstant(londonDay(now), '00:00')?.getTime() ?? 0)) / 86_400_000
}

/** An event that goes on now, with people whose names begin with every letter. */
const pourDoor = (db: Database, { event, first, count }: typeof doors.page, schools: { first: number; count: number }): Promise<void> =>
  withoutTriggers(db, async () => {
    await pourEvents(db, event, 1, -Math.min(0.05, sinceMidnight() / 2))
    await pourAttendances(db, { first, count, event, events: 1, school: schools.first, schools: schools.count, marked: false })
    await db
      .prepare(`UPDATE Person SET name = 'Anwen ' || char(65 + rowid % 26) || 'organ' WHERE id BETWEEN ?1 AND ?2`)
      .bind(idOf(8, first), idOf(8, first + count - 1))
      .run()
  })

const asJson = { 'content-type': 'application/json' }

/** @param organiser who opens the door on a device */
export const measureArrivals = async (running: Running, schools: { first: number; count: number }, organiser: number): Promise<void> => {
  const { url, miniflare } = running
  const { event, first, count } = doors.arrivals
  await pourDoor(await miniflare.getD1Database('DB'), doors.arrivals, schools)
  const door = `/door/BNCH${event}`
  const device = JSON.stringify({ id: randomUUID(), deviceId: randomUUID(), deviceNow: new Date().toISOString() })
  const opened = await ask(url, { path: `${door}/devices`, method: 'POST', cookie: cookieOf(organiser), body: device, headers: asJson })
  if (opened.status !== 200) return problem(`Arrivals: the door was not opened, ${opened.status}`)
  const headers = { ...asJson, 'x-muster-door': (JSON.parse(opened.text) as { token: string }).token }
  await audited(running, 'the arrivals', async () => {
    let next = 0
    const asking = (most: number, until: number) => (): Asked | undefined => {
      if (next + most > until) return undefined
      const entries = Array.from({ length: most }, () => {
        const person = idOf(8, first + next++)
        return { id: randomUUID(), do: 'arrived', person, how: 'scan', notedAt: new Date().toISOString(), clockAhead: 0 }
      })
      return { path: `${door}/entries`, method: 'POST', headers, body: JSON.stringify({ entries }) }
    }
    const few = (asked: () => Asked | undefined) => () => load(url, (n) => (n < 8 ? asked() : undefined))
    const alone = asking(1, count / 3)
    await beside(url, { what: 'Arrival, with the mark that follows', aim: '≥ 300 /s', first: few(alone) }, () =>
      load(url, alone, { seconds: 6 }),
    )
    const waited = asking(50, count)
    await beside(url, { what: 'Fifty that waited, in one request', aim: '', first: few(waited) }, () => load(url, waited, { seconds: 6 }))
    const value = (report.rows.at(-1)?.perSecond ?? 0) * 50
    fact({ what: 'Arrivals that waited', value, unit: '/s', aim: '≥ 300' })
    const written = await (await miniflare.getD1Database('DB'))
      .prepare('SELECT COUNT(*) AS n FROM Arrival a JOIN Mark m ON m.placeId = a.placeId WHERE a.eventId = ?1')
      .bind(idOf(6, event))
      .first<{ n: number }>()
    if (written?.n !== next) problem(`Arrivals: ${next} were sent and ${written?.n} stand with their mark`)
  })
}

/** How a door and a register of 500 people open without JavaScript. */
export const measureRegister = async (
  { url, miniflare }: Running,
  schools: { first: number; count: number },
  organiser: number,
): Promise<void> => {
  const { event } = doors.page
  await pourDoor(await miniflare.getD1Database('DB'), doors.page, schools)
  const cookie = cookieOf(organiser)
  for (const [what, path, most] of [
    ['Door of 500, a letter', `/door/BNCH${event}`, letterPage],
    ['Register of 500, a page', `/register/${idOf(7, event)}`, letterPage],
  ] as const) {
    const page = await ask(url, { path, cookie })
    const bytes = Buffer.byteLength(page.text)
    fact({ what: `${what}: size`, value: Math.round(bytes / 1000), unit: 'kB', aim: `≤ ${most / 1000}` })
    if (page.status !== 200) problem(`${what}: ${page.status}`)
    if (bytes > most) problem(`${what}: ${bytes} bytes`)
    await besideOne(url, { what, right: { says: 'Delegate' } }, { path, cookie }, { seconds: 3 })
  }
}
