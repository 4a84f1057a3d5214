// An event of 1,000 places is moved: how fast its invitations are written and all handed to the
// provider.
import { join } from 'node:path'
import { senderDomain, settingsOf } from '#commands/settings.ts'
import { migrate, type Running, startWorker } from '#commands/worker.ts'
import { cookieOf, madeUpSchools, pourAccounts, pourArea, pourAttendances, pourEvents, pourSchools, withoutTriggers } from './data.ts'
import { ask } from './load.ts'

const schools = 200
const places = 1000
const perSecond = 10
const organiser = 900_000
const event = 500
const longestSeconds = 400

/** What a browser would send of a page's form: hidden and typed fields, choices, long text. */
const fieldsOf = (html: string): [string, string][] => {
  const unescaped = (text: string): string =>
    text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const of = (tag: string, name: string): string | undefined => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
  const inputs = [...main.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]): [string, string][] => {
    const name = of(tag, 'name')
    if (!name || (/type="(radio|checkbox)"/.test(tag) && !/\schecked/.test(tag))) return []
    return [[name, unescaped(of(tag, 'value') ?? '')]]
  })
  const texts = [...main.matchAll(/<textarea\b([^>]*)>([^<]*)<\/textarea>/g)].map(([, tag = '', text = '']): [string, string] => [
    of(tag, 'name') ?? '',
    unescaped(text),
  ])
  const chosen = [...main.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)].map(([, tag = '', options = '']): [string, string] => [
    of(tag, 'name') ?? '',
    unescaped(options.match(/<option\b[^>]*value="([^"]*)"[^>]*\sselected/)?.[1] ?? ''),
  ])
  return [...inputs, ...texts, ...chosen]
}

const pour = async (running: Running): Promise<void> => {
  const db = await running.miniflare.getD1Database('DB')
  await withoutTriggers(db, async () => {
    await pourSchools(db, madeUpSchools(schools, 900_001, '999'), 1)
    await pourAccounts(db, 1, schools)
    await pourAccounts(db, organiser, 1, 'organiser')
    await pourEvents(db, event, 1, 30, 5000)
    await pourAttendances(db, { first: 1000, count: places, event, events: 1, school: 1, schools, marked: false })
    await pourArea(db, ['999'])
    await db.batch([
      db.prepare(`UPDATE Person SET email = 'delegate' || substr(id, -6) || '@bench.example.uk' WHERE email IS NULL`),
      db.prepare(`UPDATE Booking SET channel = 'school', bookedById = '01900003' || substr(schoolId, 9)`),
      db.prepare(
        `INSERT INTO Invitation (id, placeId, personId, sessionId, uid, state, shown, createdAt, changedAt)
         SELECT p.id, p.id, p.personId, s.id, p.id || '@bench.example.uk', 'live', json_object('title', e.title, 'startsAt', s.startsAt,
           'endsAt', s.endsAt, 'where', 'Guildhall, High Street, AK1 1AA', 'joiningLink', ''), p.createdAt, p.createdAt
         FROM Place p JOIN Event e ON e.id = p.eventId JOIN Session s ON s.eventId = e.id`,
      ),
    ])
  })
}

/** @returns lines for the table, and what was wrong */
export const measureMessages = async (built: string, scratch: string): Promise<{ lines: string[]; problems: string[] }> => {
  const { startResendTwin } = await import('#tools/twins/resend/server.ts')
  const twin = await startResendTwin({ port: 0, domains: [senderDomain(settingsOf(built))] })
  const vars = { LOCAL_MAIL: '1', LOCAL_TOKEN: 'bench', RESEND_API_KEY: 're_bench', RESEND_BASE_URL: twin.url }
  const running = await startWorker({ port: 0, persist: join(scratch, 'messages'), vars, built })
  const lines: string[] = []
  const problems: string[] = []
  try {
    await migrate(running.miniflare)
    await pour(running)
    twin.twin.account('re_bench').settings.perSecond = perSecond
    const path = `/organiser/events/BNCH${event}/edit`
    const cookie = cookieOf(organiser)
    const form = await ask(running.url, { path, cookie })
    const fields = new URLSearchParams(fieldsOf(form.text))
    const at = fields.get('session-1-end') ?? '10:00'
    fields.set('session-1-end', at === '23:30' ? '23:45' : '23:30')
    fields.set('do', 'save')
    const timed = async () => {
      const sentAt = performance.now()
      const { status, text } = await ask(running.url, { path, cookie, method: 'POST', body: fields.toString() })
      return { status, text, seconds: (performance.now() - sentAt) / 1000 }
    }
    const preview = await timed()
    if (preview.status !== 200)
      problems.push(
        `The page before a change answered ${preview.status}: ${preview.text.match(/error-summary__list.*?<\/ul>/s)?.[0].replaceAll(/<[^>]*>/g, ' ') ?? ''}`,
      )
    fields.set('confirmed', 'yes')
    const changed = await timed()
    if (changed.status !== 303) problems.push(`The change answered ${changed.status}`)
    lines.push(
      `Invitations of ${places} people rendered for the page before a change: ${(places / preview.seconds).toFixed(0)} a second; rendered and stored with the change: ${(places / changed.seconds).toFixed(0)} a second`,
    )
    const db = await running.miniflare.getD1Database('DB')
    const count = async (states: string): Promise<number> =>
      (await db.prepare(`SELECT COUNT(*) AS n FROM Message WHERE state IN (${states})`).first<{ n: number }>())?.n ?? 0
    const worker = await running.miniflare.getWorker()
    const startedAt = performance.now()
    const passed = (): number => (performance.now() - startedAt) / 1000
    while ((await count(`'queued', 'sending'`)) > 0 && passed() < longestSeconds)
      await worker.scheduled({ cron: '* * * * *', scheduledTime: new Date() })
    const seconds = passed()
    const { calls } = twin.twin.account('re_bench')
    const sending = calls.filter(({ method }) => method === 'POST')
    const [sent, failed] = [await count(`'sent'`), await count(`'failed'`)]
    const turnedAway = sending.filter(({ status }) => status === 429).length
    lines.push(
      `Outbox of ${sent} messages drained at ${perSecond} calls a second: ${seconds.toFixed(0)} s, ${sending.length} calls, ${turnedAway} of them turned away; the limit alone needs ${(sending.length / perSecond).toFixed(0)} s`,
    )
    if (failed > 0 || sent < places) problems.push(`${sent} of at least ${places} messages were sent, ${failed} failed`)
  } finally {
    await running.stop()
    await twin.stop()
  }
  return { lines, problems }
}
