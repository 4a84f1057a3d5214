// Certificates of an event of 300 people: how fast they are issued, each with its mail, and how
// fast their PDFs are made and zipped.
import type { Running } from '#commands/worker.ts'
import { cookieOf, pourAccounts, pourAttendances, pourEvents, pourSignOffs, withoutTriggers } from './data.ts'
import { ask } from './load.ts'

const people = 300
const event = 700
const atOnce = 60
const aim = 15

/** @returns lines for the table, and what was wrong */
export const measureCertificates = async (
  { url, miniflare }: Running,
  organiser: number,
): Promise<{ lines: string[]; problems: string[] }> => {
  const db = await miniflare.getD1Database('DB')
  await withoutTriggers(db, async () => {
    await pourAccounts(db, 1, 1)
    await pourEvents(db, event, 1, -30)
    await pourAttendances(db, { first: 700_000, count: people, event, events: 1, school: 1, schools: 1, marked: true })
    await pourSignOffs(db, event, 1)
    await db.prepare(`UPDATE Person SET email = 'delegate' || substr(id, -6) || '@bench.example.uk' WHERE email IS NULL`).run()
  })
  const problems: string[] = []
  const issued = async (): Promise<number> => (await db.prepare('SELECT COUNT(*) AS n FROM Certificate').first<{ n: number }>())?.n ?? 0
  const pressed = performance.now()
  for (let n = 0; n < people / atOnce; n += 1) {
    const { status } = await ask(url, {
      path: `/organiser/events/BNCH${event}/certificates/issue`,
      method: 'POST',
      cookie: cookieOf(organiser),
      body: '',
    })
    if (status !== 303) problems.push(`Issuing certificates answered ${status}`)
  }
  const issuing = (performance.now() - pressed) / 1000
  const n = await issued()
  // Every twelfth was absent.
  const marks = await db
    .prepare(
      `SELECT COUNT(*) AS n FROM Event e JOIN Session x ON x.eventId = e.id JOIN Mark m ON m.sessionId = x.id
       WHERE e.code = ?1 AND m.markType IN ('attended', 'part')`,
    )
    .bind(`BNCH${event}`)
    .first<{ n: number }>()
  const came = marks?.n ?? people
  if (n < came) problems.push(`${n} certificates were issued, not ${came}`)
  const { results } = await db
    .prepare('SELECT m.rootId AS id FROM Certificate c JOIN School m ON m.id = c.schoolId LIMIT 1')
    .all<{ id: string }>()
  const zip = { path: `/school/${results[0]?.id}/certificates.zip`, cookie: cookieOf(1) }
  const first = await ask(url, zip)
  if (first.status !== 200) problems.push(`The ZIP answered ${first.status}`)
  const asked = performance.now()
  await ask(url, zip)
  const zipping = (performance.now() - asked) / 1000
  const rate = (count: number, seconds: number): string => `${(count / seconds).toFixed(0)} a second`
  if (n / issuing < aim || atOnce / zipping < aim) problems.push(`Certificates: under ${aim} a second`)
  return {
    lines: [
      `Certificates, ${n} issued with their mails, ${atOnce} at a press: ${rate(n, issuing)}   (to reach: ${aim})`,
      `PDFs of ${atOnce} certificates in a ZIP: ${rate(atOnce, zipping)}, ${zipping.toFixed(1)} s   (to reach: ${aim})`,
    ],
    problems,
  }
}
