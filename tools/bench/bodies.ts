// What a visitor waits for an event's page, from memory, while others send as much as they can and
// ask for what takes long, all at once.
import type { Running } from '#commands/worker.ts'
import { cookieOf, idOf, pourAccounts, pourAttendances, pourEvents, withoutTriggers } from './data.ts'
import { type Asked, ask } from './load.ts'
import { peakAbove, workerdCpu } from './memory.ts'
import { fact, note, problem } from './report.ts'

const meeting = { event: 173, first: 530_000, count: 100 }
const organisers = { first: 900_100, count: 12 }
const contacts = 20
const certificates = 12

const pour = async ({ miniflare }: Running): Promise<void> => {
  const db = await miniflare.getD1Database('DB')
  await withoutTriggers(db, async () => {
    await pourAccounts(db, organisers.first, organisers.count, 'organiser')
    await pourAccounts(db, 1, contacts)
    await pourEvents(db, meeting.event, 1, -1)
    const { event, ...people } = meeting
    await pourAttendances(db, { ...people, event, events: 1, school: 1, schools: contacts, marked: false })
    await db.batch([
      db.prepare(`UPDATE Event SET attendanceMode = 'online' WHERE id = ?1`).bind(idOf(6, event)),
      db
        .prepare(
          `INSERT INTO Certificate (id, number, eventId, personId, placeId, schoolId, name, schoolName, attended, minutes, partSessions, title, fromDay, toDay,
             topics, level, provider, council, colour, checkAt, towards, issuedAt)
           SELECT p.id, hex(randomblob(14)), p.eventId, p.personId, p.id, p.schoolId, 'Anwen Morgan', 'A school', 'whole', 180, 0, 'Conference', '2026-09-01', '2026-09-01',
             '["Online safety"]', '', 'Bench', 'Bench', '#00504e', 'http://localhost', '[]', '2026-09-02T09:00:00.000Z'
           FROM (SELECT q.*, ROW_NUMBER() OVER (PARTITION BY schoolId ORDER BY id) AS n FROM Place q WHERE personId IS NOT NULL) p
           WHERE n <= ?1 AND p.schoolId BETWEEN ?2 AND ?3`,
        )
        .bind(certificates, idOf(1, 1), idOf(1, contacts)),
    ])
  })
}

/** Lines of people as a meeting program writes them, up to 3.9 MB. */
const aReport = async ({ miniflare }: Running): Promise<string> => {
  const session = await (await miniflare.getD1Database('DB'))
    .prepare('SELECT startsAt, endsAt FROM Session WHERE id = ?1')
    .bind(idOf(7, meeting.event))
    .first<{ startsAt: string; endsAt: string }>()
  const line = (n: number): string => `Anwen Morgan ${n % 3000},anwen.${n % 3000}@bench.example,${session?.startsAt},${session?.endsAt}\r\n`
  const lines = Array.from({ length: Math.floor(3_850_000 / line(2999).length) }, (_, n) => line(n))
  return `Name,Email,Join Time,Leave Time\r\n${lines.join('')}`
}

const inParts = { 'content-type': 'multipart/form-data; boundary=edge' }
const aFile = (name: string, content: string): string =>
  `--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}\r\n--edge--\r\n`

/** Everything at once; each with the statuses that are right, 0 where the connection was cut. */
const everything = async (running: Running): Promise<readonly (readonly [asked: Asked, right: readonly number[]])[]> => {
  const materials = `/organiser/events/BNCH${meeting.event}/materials`
  const organiser = (n: number): string => cookieOf(organisers.first + n)
  const post = (path: string, body: string, cookie: string | undefined, headers = {}): Asked => ({
    ...{ path, method: 'POST', body: Buffer.from(body), cookie, headers },
  })
  const ampersands = 'a&'.repeat(14_500_000)
  const parts = '--edge\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(500_000)
  const get = (path: string, cookie: string): Asked => ({ path, cookie })
  return [
    [post(materials, ampersands, undefined), [303, 0]],
    [post(materials, ampersands, 'muster=made-up'), [303, 0]],
    [post(materials, ampersands, organiser(0)), [413, 0]],
    [post(materials, parts, 'muster=made-up', inParts), [303, 0]],
    [post(materials, parts, organiser(0), inParts), [413, 0]],
    [post(materials, aFile('a.txt', '\r\n--edg\r'.repeat(3_600_000)), organiser(0), inParts), [422]],
    [post(materials, aFile('a.txt', '\r\n--edg\r'.repeat(5_000_000)), organiser(0), inParts), [422]],
    [
      post(`/organiser/meetings/${idOf(7, meeting.event)}/reports`, aFile('report.csv', await aReport(running)), organiser(0), inParts),
      [303],
    ],
    ...Array.from({ length: 10 }, (_, n) => [get('/organiser/audit', organiser(2 + n)), [200]] as const),
    ...Array.from({ length: 10 }, () => [get('/organiser/audit', organiser(1)), [200, 429]] as const),
    ...Array.from({ length: contacts }, (_, n) => [get(`/school/${idOf(1, 1 + n)}/certificates.zip`, cookieOf(1 + n)), [200]] as const),
  ]
}

/** Once in so many milliseconds somebody asks for the page, whether or not others were answered. */
const everyMs = 20

const visited = async (url: string, work: () => Promise<unknown>): Promise<number[]> => {
  const page: Asked = { path: '/events/BNCH01' }
  await ask(url, page)
  const visits: Promise<number>[] = []
  const visit = async (): Promise<number> => {
    const at = performance.now()
    const { status } = await ask(url, page)
    if (status !== 200) problem(`Beside all of it the page answered ${status}`)
    return performance.now() - at
  }
  const visiting = setInterval(() => visits.push(visit()), everyMs)
  await work()
  clearInterval(visiting)
  return (await Promise.all(visits)).sort((a, b) => a - b)
}

export const measureBodies = async (running: Running): Promise<void> => {
  const { url } = running
  await pour(running)
  const quiet = await visited(url, () => new Promise((done) => setTimeout(done, 5000)))
  const all = await everything(running)
  const [at, cpu] = [performance.now(), workerdCpu() ?? 0]
  const { value, idle, peak } = await peakAbove(() =>
    visited(url, () =>
      Promise.all(
        all.map(async ([asked, right]) => {
          const { status } = await ask(url, asked).catch(() => ({ status: 0 }))
          if (!right.includes(status))
            problem(`${asked.method ?? 'GET'} ${asked.path} of ${asked.body?.length ?? 0} bytes answered ${status}`)
        }),
      ),
    ),
  )
  const share = (times: readonly number[], of: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * of))] ?? Number.NaN
  note(
    `All at once: ${all.length} requests in ${((performance.now() - at) / 1000).toFixed(1)} s, ${(((workerdCpu() ?? 0) - cpu) / 1000).toFixed(1)} s of processor time; RSS ${idle?.toFixed(0)} MB and ${peak?.toFixed(0)} MB above it at most`,
  )
  fact(
    { what: 'A visitor’s page with nothing beside it, 99 %', value: share(quiet, 0.99), unit: 'ms', aim: '' },
    { what: 'A visitor’s page beside all at once, half', value: share(value, 0.5), unit: 'ms', aim: '' },
    { what: 'A visitor’s page beside all at once, 99 %', value: share(value, 0.99), unit: 'ms', aim: '≤ 100' },
    { what: 'A visitor’s page beside all at once, the slowest', value: share(value, 1), unit: 'ms', aim: '' },
  )
}
