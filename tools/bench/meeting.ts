// The report of an online meeting of a thousand people: read, shown as what it would mark, and
// applied, by the requests of an organiser.
import type { Running } from '#commands/worker.ts'
import { cookieOf, idOf, pourAttendances, pourEvents, withoutTriggers } from './data.ts'
import { fact, problem } from './report.ts'

const meeting = { event: 172, first: 520_000, count: 1000 }

export const measureReport = async (
  { url, miniflare }: Running,
  schools: { first: number; count: number },
  organiser: number,
): Promise<void> => {
  const db = await miniflare.getD1Database('DB')
  const { event, first, count } = meeting
  await withoutTriggers(db, async () => {
    await pourEvents(db, event, 1, -1)
    await pourAttendances(db, { first, count, event, events: 1, school: schools.first, schools: schools.count, marked: false })
    await db.batch([
      db.prepare(`UPDATE Event SET attendanceMode = 'online' WHERE id = ?1`).bind(idOf(6, event)),
      db
        .prepare(
          `UPDATE Person SET name = 'Anwen Morgan ' || substr(id, -4), email = 'anwen.' || substr(id, -4) || '@bench.example.uk' WHERE id BETWEEN ?1 AND ?2`,
        )
        .bind(idOf(8, first), idOf(8, first + count - 1)),
    ])
  })
  const session = await db
    .prepare('SELECT startsAt, endsAt FROM Session WHERE id = ?1')
    .bind(idOf(7, event))
    .first<{ startsAt: string; endsAt: string }>()
  if (!session) return problem('Report: there is no session')
  const people = await db
    .prepare('SELECT name, email FROM Person WHERE id BETWEEN ?1 AND ?2')
    .bind(idOf(8, first), idOf(8, first + count - 1))
    .all<{ name: string; email: string }>()
  const half = new Date((Date.parse(session.startsAt) + Date.parse(session.endsAt)) / 2).toISOString()
  const lines = people.results.flatMap(({ name, email }, n) =>
    // Every fourth lost the connection once.
    (n % 4 === 0
      ? [
          [session.startsAt, half],
          [half, session.endsAt],
        ]
      : [[session.startsAt, session.endsAt]]
    ).map(([from, to]) => [name, email, from, to].join(',')),
  )
  const send = async (path: string, body: FormData | URLSearchParams): Promise<{ at: string; seconds: number; status: number }> => {
    const began = performance.now()
    const headers = { cookie: cookieOf(organiser), origin: url }
    const answer = await fetch(url + path, { method: 'POST', redirect: 'manual', headers, body })
    await answer.arrayBuffer()
    return { at: answer.headers.get('location') ?? '', seconds: (performance.now() - began) / 1000, status: answer.status }
  }
  const file = new FormData()
  file.append('file', new Blob([['Name,Email,Join Time,Leave Time', ...lines].join('\r\n')], { type: 'text/csv' }), 'report.csv')
  const read = await send(`/organiser/meetings/${idOf(7, event)}/reports`, file)
  if (read.status !== 303) return problem(`Report: reading it answered ${read.status}`)
  const began = performance.now()
  const shown = await fetch(url + read.at, { headers: { cookie: cookieOf(organiser) } })
  const bytes = (await shown.arrayBuffer()).byteLength
  const showing = (performance.now() - began) / 1000
  const applied = await send(read.at, new URLSearchParams({ turn: '0' }))
  const marks = await db.prepare('SELECT COUNT(*) AS n FROM Mark WHERE sessionId = ?1').bind(idOf(7, event)).first<{ n: number }>()
  if (shown.status !== 200 || applied.status !== 303 || marks?.n !== count)
    problem(`Report: shown ${shown.status}, applied ${applied.status}, ${marks?.n} of ${count} marked`)
  const what = `Report of ${count} people, ${lines.length} lines`
  fact(
    { what: `${what}: read`, value: read.seconds, unit: 's', aim: '' },
    { what: 'What it would mark', value: showing, unit: 's', aim: '' },
    { what: 'What it would mark: size', value: Math.round(bytes / 1000), unit: 'kB', aim: '' },
    { what: 'Applied, with marks and minutes', value: applied.seconds, unit: 's', aim: '' },
  )
}
