// Uptake of guidance in a council of 600 schools: a document of two versions, with whoever had it,
// what each school answered, how well that is known and where it is published.
import { join } from 'node:path'
import { migrate, startWorker } from '#commands/worker.ts'
import { cookieOf, type Database, idOf, madeUpSchools, pourAccounts, pourArea, pourSchools, withoutTriggers } from './data.ts'
import { ask } from './load.ts'
import { besideOne, localVars, problem } from './report.ts'

const schools = 600
const officer = 900_000
const at = '2026-02-02T09:00:00.000Z'
const document = idOf(9, 1)
const version = (n: number): string => idOf(9, 10 + n)

const pour = (db: Database): Promise<void> =>
  withoutTriggers(db, async () => {
    await pourSchools(db, madeUpSchools(schools, 200_000, '999'), 1)
    await pourAccounts(db, officer, 1, 'officer')
    await pourArea(db, ['999'])
    const by = idOf(3, officer)
    const series = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${schools})`
    const id = (kind: number, more: number): string => `printf('0190000${kind}-0000-7000-8000-%012x', i + ${more})`
    const run = (sql: string, ...values: unknown[]) => db.prepare(sql).bind(...values)
    await db.batch([
      run(
        `INSERT INTO GuidanceDocument (id, title, kind, asked, createdAt, createdById) VALUES (?1, 'Advice', 'model', 'adopt', ?2, ?3)`,
        document,
        at,
        by,
      ),
      run(
        `INSERT INTO GuidanceAudience (documentId, dimension, value) SELECT DISTINCT ?1, 'sector', sector FROM SchoolIdentity
         UNION SELECT DISTINCT ?1, 'kind', kind FROM SchoolIdentity UNION SELECT ?1, 'role', 'head'`,
        document,
      ),
      run(
        `INSERT INTO NationalAdvice (id, title, address, publishedOn, notedAt, notedById) VALUES (?1, 'Advice', 'https://www.gov.uk/advice', '2026-01-05', ?2, ?3)`,
        ...[document, at, by],
      ),
      ...[1, 2].flatMap((n) => [
        run(
          `INSERT INTO GuidanceVersion (id, documentId, number, text, whatChanged, whatToDo, askAgain, adviceId, dueBy, dueOn, changedAt, changedById, issuedAt, issuedById)
           VALUES (?1, ?2, ?3, 'What to do.', 'All.', 'Adopt it.', 0, ?2, 'day', '2026-06-01', ?4, ?5, ?4, ?5)`,
          ...[version(n), document, n, at, by],
        ),
        run(
          `${series} INSERT INTO GuidanceIssue (id, versionId, schoolId, issuedAt, why, recordedAt, toldAt)
           SELECT ${id(9, 10_000 * n)}, ?1, ${id(1, 0)}, ?2, 'issued', ?2, ?2 FROM n`,
          version(n),
          at,
        ),
        ...(['sent', 'acknowledged'] as const).map((what, m) =>
          run(
            `${series} INSERT INTO GuidanceReceipt (id, issueId, what, level, name, day, recordedAt)
             SELECT ${id(8, 10_000 * (2 * n + m))}, ${id(9, 10_000 * n)}, ?1, ?2, 'Ann Lee', '2026-02-03', ?3 FROM n WHERE ?1 = 'sent' OR i % 3 > 0`,
            ...[what, what === 'sent' ? 'seen' : 'stated', at],
          ),
        ),
      ]),
      run(
        `${series} INSERT INTO GuidanceAnswer (id, issueId, versionId, answer, body, decidedOn, how, accountId, answeredAt)
         SELECT ${id(7, 0)}, ${id(9, 10_000)}, ?1, IIF(i % 4 = 1, 'with_changes', 'as_is'), 'governing_body', '2026-01-30', 'signed_in', ?2, ?3 FROM n WHERE i % 2 = 0`,
        ...[version(1), by, at],
      ),
      run(
        `${series} INSERT INTO GuidanceAnswerCheck (id, answerId, level, at, byId) SELECT ${id(6, 0)}, ${id(7, 0)}, 'seen', ?1, ?2 FROM n WHERE i % 6 = 0`,
        at,
        by,
      ),
      run(
        `${series} INSERT INTO GuidancePublished (id, issueId, address, checkedAt, checkedById, outcome)
         SELECT ${id(5, 0)}, ${id(9, 20_000)}, 'https://school.example/', ?1, ?2, 'found' FROM n WHERE i % 4 = 0`,
        at,
        by,
      ),
    ])
  })

export const measureGuidance = async (built: string, scratch: string): Promise<void> => {
  const vars = { ...localVars, BASE_URL: 'http://localhost:8787' }
  const running = await startWorker({ port: 0, persist: join(scratch, 'guidance'), vars, built })
  try {
    await migrate(running.miniflare)
    await pour(await running.miniflare.getD1Database('DB'))
    const { url } = running
    const cookie = cookieOf(officer)
    const path = `/guidance/${document}/uptake`
    const { text } = await ask(url, { path, cookie })
    if (!text.includes(`Adopted: ${schools / 2} of ${schools}`)) problem('Guidance: uptake does not say what was poured in')
    const alone = { seconds: 4, connections: 1 }
    await besideOne(url, { what: '600 schools: uptake of guidance', aim: 'p50 ≤ 60 ms' }, { path, cookie }, alone)
    await besideOne(url, { what: '600 schools: the answer', aim: '' }, { path: '/answer', cookie }, alone)
    await besideOne(
      url,
      { what: '600 schools: guidance without an answer', aim: '' },
      { path: `/organiser/chasing/lists/guidance?of=${document}`, cookie },
      alone,
    )
    await besideOne(url, { what: '600 schools: next steps', aim: '' }, { path: '/organiser/chasing', cookie }, alone)
  } finally {
    await running.stop()
  }
}
