// The last hour before the deadline of a return: a hundred people in fifty schools each save an
// answer every three seconds, while officers look at the progress. Some sign-ins end half-way, some
// heads submit after the deadline. Then the rows are counted by themselves, without the service.
import type { Running } from '#commands/worker.ts'
import { cookieOf, type Database, idOf, pourAccounts, withoutTriggers } from './data.ts'
import { ask } from './load.ts'
import { workerdCpu } from './memory.ts'
import { audited, fact, note, problem } from './report.ts'

const schools = 50
const seconds = { run: 60, between: 3 }
const officer = 900_001
const questions = 40
const ids = {
  form: idOf(9, 1),
  version: idOf(9, 2),
  round: idOf(9, 3),
  section: (n: number) => idOf(9, 10 + n),
  question: (n: number) => idOf(9, 100 + n),
}
const returnOf = (school: number): string => idOf(9, 1000 + school)

const iso = (inSeconds: number): string => new Date(Date.now() + inSeconds * 1000).toISOString()

/** A round of forty questions, whose deadline falls into the run; two people a school. */
const pourRound = (db: Database): Promise<void> =>
  withoutTriggers(db, async () => {
    const by = idOf(3, officer)
    const at = iso(-3600)
    await pourAccounts(db, officer, 1, 'officer')
    await pourAccounts(db, 1, 2 * schools)
    const series = `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)`
    const made = (kind: number, from: string): string => `printf('0190000${kind}-0000-7000-8000-%012x', ${from})`
    const run = (sql: string, ...values: unknown[]) => db.prepare(sql).bind(...values)
    await db.batch([
      // The second fifty act for the schools of the first.
      run(
        `${series} UPDATE Claim SET schoolId = (SELECT ${made(1, 'n.i + 1')} FROM n WHERE Claim.accountId = ${made(3, 'n.i + 1 + ?2')})
         WHERE accountId >= ${made(3, '?2 + 1')} AND accountId <= ${made(3, '2 * ?2')}`,
        schools - 1,
        schools,
      ),
      run(
        `${series} INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt, confirmedAt) SELECT ${made(9, '5000 + i')}, ${made(4, 'i + 1')}, ${made(1, 'i + 1')}, 'head', 'school', ?2, ?2 FROM n`,
        schools - 1,
        at,
      ),
      run(`INSERT INTO ReturnForm (id, title, createdAt) VALUES (?1, 'Return', ?2)`, ids.form, at),
      run(
        `INSERT INTO ReturnFormVersion (id, formId, number, bodySigns, createdAt, createdById, publishedAt) VALUES (?1, ?2, 1, 0, ?3, ?4, ?3)`,
        ids.version,
        ids.form,
        at,
        by,
      ),
      ...[0, 1, 2, 3].map((n) =>
        run(
          `INSERT INTO ReturnSection (id, versionId, position, title) VALUES (?1, ?2, ?3, ?4)`,
          ids.section(n),
          ids.version,
          n,
          `Part ${n + 1}`,
        ),
      ),
      ...Array.from({ length: questions }, (_, n) =>
        run(
          `INSERT INTO ReturnQuestion (id, versionId, sectionId, position, kind, label, mustAnswer, asksEvidence, asksAction) VALUES (?1, ?2, ?3, ?4, 'text', ?5, 0, 1, 1)`,
          ids.question(n),
          ids.version,
          ids.section(n % 4),
          n,
          `Question ${n + 1}`,
        ),
      ),
      run(
        `INSERT INTO ReturnRound (id, versionId, title, year, readers, controllers, deadlineAt, finalAt, createdAt, createdById, openedAt) VALUES (?1, ?2, 'Return', '2026-27', 'Officers', 'The council', ?3, ?4, ?5, ?6, ?5)`,
        ids.round,
        ids.version,
        iso(seconds.run / 2),
        iso(86_400),
        at,
        by,
      ),
      run(
        `${series} INSERT INTO SchoolReturn (id, roundId, schoolId, why, createdAt) SELECT ${made(9, '1001 + i')}, ?2, ${made(1, 'i + 1')}, 'opened', ?3 FROM n`,
        schools - 1,
        ids.round,
        at,
      ),
    ])
  })

type Saved = { id: string; seen: string; value: string; account: number; question: string; returnId: string }
type Person = { account: number; school: number; screen: Map<string, string>; signedOut: boolean }

const seenIn = (html: string, question: string): string => new RegExp(`name="seen-${question}" value="([^"]*)"`).exec(html)?.[1] ?? ''
/** Of what a page says that it showed. */
const entryOf = (seen: string): string => seen.split('.')[0] ?? ''
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const share = (times: readonly number[], of: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * of))] ?? Number.NaN

type Heard = { times: number[]; saved: Saved[]; chosen: number; signedOut: number; refused: number; wrong: string[] }

/** One save as the page's script makes it; another's answer in between is chosen against or for. */
const saveOne = async (url: string, person: Person, n: number, heard: Heard): Promise<void> => {
  const number = (n * 7 + person.account) % questions
  const question = ids.question(number)
  const value = `${person.account} wrote this as number ${n}`
  const seen = person.screen.get(question) ?? ''
  const path = `/school/${idOf(1, person.school)}/returns/${returnOf(person.school)}/sections/${(number % 4) + 1}`
  const send = (over: string, keep: string) =>
    ask(url, {
      ...{ path, method: 'POST', cookie: cookieOf(person.account), headers: { 'x-muster-parts': 'question' } },
      body: new URLSearchParams({
        ...{
          only: question,
          [`value-${question}`]: value,
          [`evidence-${question}`]: '',
          [`action-${question}`]: '',
          [`seen-${question}`]: over,
        },
        ...(keep ? { [`keep-${question}`]: keep } : {}),
      }).toString(),
    })
  const startedAt = performance.now()
  const first = await send(seen, '')
  heard.times.push(performance.now() - startedAt)
  const note = (over: string, html: string): void => {
    const now = seenIn(html, question)
    heard.saved.push({ id: entryOf(now), seen: over, value, account: person.account, question, returnId: returnOf(person.school) })
    person.screen.set(question, now)
  }
  if (first.status === 200) return note(seen, first.text)
  if (first.status === 303) {
    heard.signedOut += 1
    person.signedOut = true
    return
  }
  if (first.status === 409) {
    heard.refused += 1
    return
  }
  if (first.status !== 422) {
    heard.wrong.push(`${first.status} ${first.text.slice(0, 100)}`)
    return
  }
  heard.chosen += 1
  const theirs = seenIn(first.text, question)
  person.screen.set(question, theirs)
  if (n % 2 === 0) return
  const again = await send(theirs, 'mine')
  if (again.status === 200) note(theirs, again.text)
}

/** What the rows say by themselves, without a line of the service. */
const recount = async (db: Database, heard: Heard): Promise<string[]> => {
  const { results } = await db
    .prepare('SELECT id, returnId, questionId, afterId, value, byId FROM ReturnEntry')
    .all<Record<string, string | null>>()
  const kept = new Map(results.map((row) => [row['id'], row]))
  // What its author typed on is the same entry: its last words stand.
  const last = [...new Map(heard.saved.map((one) => [one.id, one])).values()]
  const lost = last.filter(({ id, value, account }) => kept.get(id)?.['value'] !== value || kept.get(id)?.['byId'] !== idOf(3, account))
  const unseen = heard.saved.filter(({ id, seen }) => entryOf(seen) !== id && (kept.get(id)?.['afterId'] ?? '') !== entryOf(seen))
  const firsts = Map.groupBy(
    results.filter((row) => row['afterId'] === null),
    (row) => `${row['returnId']} ${row['questionId']}`,
  )
  const overs = Map.groupBy(
    results.filter((row) => row['afterId'] !== null),
    (row) => row['afterId'],
  )
  const branches = [...firsts.values(), ...overs.values()].filter((rows) => rows.length > 1)
  const acknowledged = new Set(heard.saved.map(({ id }) => id))
  const unsaid = results.filter((row) => !acknowledged.has(row['id'] ?? ''))
  note(
    `Rows counted by themselves: ${results.length} answers kept, ${heard.saved.length} said to be saved; ${lost.length} lost, ${unseen.length} over what was not on the screen, ${branches.length} twice over one, ${unsaid.length} that nobody was told of`,
  )
  return [
    ...(lost.length > 0 ? [`${lost.length} answers are lost`] : []),
    ...(unseen.length + branches.length > 0 ? [`${unseen.length + branches.length} answers were overwritten unseen`] : []),
    ...(unsaid.length > 0 ? [`${unsaid.length} answers are kept that nobody was told of`] : []),
  ]
}

export const measureReturn = async (running: Running): Promise<void> => {
  const { url, miniflare } = running
  const db = await miniflare.getD1Database('DB')
  await pourRound(db)
  const people = Array.from(
    { length: 2 * schools },
    (_, n): Person => ({
      ...{ account: n + 1, school: (n % schools) + 1 },
      ...{ screen: new Map(), signedOut: false },
    }),
  )
  const heard: Heard = { times: [], saved: [], chosen: 0, signedOut: 0, refused: 0, wrong: [] }
  const progress: number[] = []
  const empty: number[] = []
  const setEnd = (account: number, at: string | null) =>
    db.prepare('UPDATE SignIn SET revokedAt = ?2 WHERE accountId = ?1').bind(idOf(3, account), at).run()
  let cpu: number | undefined
  await audited(running, 'the last hour', async () => {
    const cpuBefore = workerdCpu()
    const startedAt = performance.now()
    const runs = () => performance.now() - startedAt < seconds.run * 1000
    const officers = async (): Promise<void> => {
      while (runs()) {
        const at = performance.now()
        const page = await ask(url, { path: `/organiser/returns/${ids.round}`, cookie: cookieOf(officer) })
        if (page.status === 200) progress.push(performance.now() - at)
        else heard.wrong.push(`The page of progress answered ${page.status}`)
        const bare = performance.now()
        await ask(url, { path: '/robots.txt' })
        empty.push(performance.now() - bare)
        await wait(1000)
      }
    }
    const line = async (person: Person, place: number): Promise<void> => {
      await wait((seconds.between * 1000 * place) / people.length)
      for (let n = 0; runs(); n += 1) {
        const at = performance.now()
        if (person.signedOut) {
          // They sign in again; what they had typed is sent with what their page showed.
          await setEnd(person.account, null)
          person.signedOut = false
        }
        await saveOne(url, person, n, heard)
        await wait(Math.max(0, seconds.between * 1000 - (performance.now() - at)))
      }
    }
    const happens = async (): Promise<void> => {
      await wait(seconds.run * 400)
      for (const { account } of people.filter((_, n) => n % 10 === 3)) await setEnd(account, new Date().toISOString())
      await wait(seconds.run * 300)
      for (const person of people.slice(0, 5)) {
        const at = `/school/${idOf(1, person.school)}/returns/${returnOf(person.school)}/check`
        // A colleague who saves meanwhile makes the head look again.
        for (let tried = 0; tried < 8; tried += 1) {
          const shown = await ask(url, { path: at, cookie: cookieOf(person.account) })
          const version = /name="version" value="([^"]*)"/.exec(shown.text)?.[1] ?? ''
          const done = await ask(url, {
            path: at,
            method: 'POST',
            cookie: cookieOf(person.account),
            body: new URLSearchParams({ agreed: 'yes', version }).toString(),
          })
          if (done.status === 303) break
        }
      }
    }
    await Promise.all([...people.map(line), officers(), happens()])
    const cpuAfter = workerdCpu()
    if (cpuBefore !== undefined && cpuAfter !== undefined) cpu = (cpuAfter - cpuBefore) / heard.times.length
  })
  const late = await db.prepare(`SELECT count(*) AS n FROM ReturnSubmission WHERE came = 'by_final'`).first<{ n: number }>()
  fact(
    { what: 'Return, last hour: answers saved', value: heard.saved.length, unit: '', aim: '' },
    { what: 'Return, last hour: p50 of saving one answer', value: share(heard.times, 0.5), unit: 'ms', aim: '' },
    { what: 'Return, last hour: p99 of saving one answer', value: share(heard.times, 0.99), unit: 'ms', aim: '≤ 300 ms' },
    { what: 'Return, last hour: processor time for each answer, with all else', value: cpu ?? Number.NaN, unit: 'ms', aim: '' },
    { what: 'Return, last hour: p99 of an empty route meanwhile', value: share(empty, 0.99), unit: 'ms', aim: '' },
    { what: 'Return, last hour: p99 of the page of progress', value: share(progress, 0.99), unit: 'ms', aim: '≤ 200 ms' },
    { what: 'Return, last hour: answers of two people, to choose', value: heard.chosen, unit: '', aim: '> 0' },
    { what: 'Return, last hour: sign-ins that had ended', value: heard.signedOut, unit: '', aim: '> 0' },
    { what: 'Return, last hour: submitted after the deadline', value: late?.n ?? 0, unit: '', aim: '5' },
  )
  problem(...(await recount(db, heard)), ...heard.wrong.slice(0, 3))
  if (share(heard.times, 0.99) > 300) problem('Return: saving an answer took longer than 300 ms')
}
