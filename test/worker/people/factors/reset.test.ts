import { beforeEach, expect, it } from 'vitest'
import { anAccount, request as ask, db, rows, run } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import guide from '../../../../docs/guide/deploy.md?raw'

const FACTOR_KEYS = `k1:${btoa('a'.repeat(32))}`
/** As the deployment of a council that has set a key. */
const request: typeof ask = (path, options = {}) => ask(path, { ...options, bindings: { FACTOR_KEYS, ...options.bindings } })

const long = '2099-01-01T00:00:00.000Z'

beforeEach(() => run('DELETE FROM LimitUse'))

/** Somebody of the council with an app and two printed codes, signed in with them. */
const withFactors = async (roles: Parameters<typeof anAccount>[0]) => {
  const account = await anAccount(roles)
  await db.batch([
    insert('Factor', {
      accountId: account.accountId,
      secret: 'k1:x',
      madeAt: '2026-03-01T00:00:00.000Z',
      confirmedAt: '2026-03-01T00:00:00.000Z',
    }),
    ...[1, 2].map(() =>
      insert('RecoveryCode', { codeHash: crypto.randomUUID(), accountId: account.accountId, madeAt: '2026-03-01T00:00:00.000Z' }),
    ),
    db.prepare(`UPDATE SignIn SET factorAt = ?2, factorBy = 'totp' WHERE accountId = ?1`).bind(account.accountId, long),
  ])
  return account
}

const anAdministrator = () => withFactors({ roles: ['administrator'] })
const home = (account: { accountId: string }): string => `/organiser/accounts/${account.accountId}/factors`

const askFor = (by: { cookie: string }, account: { accountId: string }) =>
  request(home(account), { cookie: by.cookie, form: { reason: 'lost' } })

const lastReset = async ({ accountId }: { accountId: string }) =>
  (await rows<{ id: string }>('SELECT id FROM FactorReset WHERE accountId = ?1 ORDER BY rowid DESC LIMIT 1', accountId))[0]?.id ?? ''

const agree = async (by: { cookie: string }, account: { accountId: string }, reset?: string) =>
  request(`${home(account)}/agree`, { cookie: by.cookie, form: { reset: reset ?? (await lastReset(account)) } })

/** What is left of an account's factors, codes and sign-ins. */
const left = async ({ accountId }: { accountId: string }) =>
  (
    await rows(
      `SELECT (SELECT COUNT(*) FROM Factor WHERE accountId = ?1 AND endedAt IS NULL) AS factors,
         (SELECT COUNT(*) FROM Factor WHERE accountId = ?1 AND secret IS NOT NULL) AS secrets,
         (SELECT COUNT(*) FROM RecoveryCode WHERE accountId = ?1) AS codes,
         (SELECT COUNT(*) FROM SignIn WHERE accountId = ?1 AND revokedAt IS NULL) AS signIns`,
      accountId,
    )
  )[0]

const all = { factors: 1, secrets: 1, codes: 2, signIns: 1 }
const none = { factors: 0, secrets: 0, codes: 0, signIns: 0 }

it('Somebody who lost every factor is helped by two administrators: one asks and says why, another agrees, and nothing changes before.', async () => {
  const [one, two, lost] = [await anAdministrator(), await anAdministrator(), await withFactors({ roles: ['organiser'] })]
  expect((await request(home(lost), { cookie: one.cookie, form: {} })).status).toBe(422)
  expect((await askFor(one, lost)).status).toBe(303)
  expect(await left(lost)).toEqual(all)
  expect(await (await request(home(lost), { cookie: one.cookie })).text()).not.toContain('Agree, and take them away')
  expect(await (await request(home(lost), { cookie: two.cookie })).text()).toContain('Agree, and take them away')
  expect((await agree(one, lost)).status).toBe(409)
  expect(await left(lost)).toEqual(all)
  expect((await agree(two, lost)).status).toBe(303)
  expect(await left(lost)).toEqual(none)
  expect(await rows('SELECT askedById, decidedById, outcome, reason FROM FactorReset WHERE accountId = ?1', lost.accountId)).toEqual([
    { askedById: one.accountId, decidedById: two.accountId, outcome: 'done', reason: 'lost' },
  ])
})

it('The account is signed out everywhere, its printed codes go, the person is told, and the log names both administrators.', async () => {
  const [one, two, lost] = [await anAdministrator(), await anAdministrator(), await withFactors({ roles: ['organiser'] })]
  await askFor(one, lost)
  await agree(two, lost)
  expect(await left(lost)).toEqual(none)
  expect((await request('/organiser', { cookie: lost.cookie })).headers.get('location')).toBe('/sign-in?next=%2Forganiser')
  expect(
    await rows(
      `SELECT b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'factors_reset' AND m.recipient = ?1`,
      lost.accountId,
    ),
  ).toEqual([{ subject: 'Your second factors in Safeguarding conferences are taken away' }])
  expect(await rows(`SELECT act, accountId, after FROM Log WHERE subjectId = ?1 ORDER BY rowid`, lost.accountId)).toEqual([
    { act: 'account.factors_reset_asked', accountId: one.accountId, after: '{"reason":"lost"}' },
    { act: 'account.factors_reset', accountId: two.accountId, after: JSON.stringify({ askedById: one.accountId, reason: 'lost' }) },
  ])
})

it('Nobody agrees to their own request, nor to the loss of their own factors; others do not see the page.', async () => {
  const [one, two] = [await anAdministrator(), await anAdministrator()]
  expect((await askFor(one, one)).status).toBe(409)
  await askFor(one, two)
  expect((await agree(two, two)).status).toBe(409)
  expect((await agree(one, two)).status).toBe(409)
  expect(await left(two)).toEqual(all)
  const organiser = await withFactors({ roles: ['organiser'] })
  expect((await request(home(two), { cookie: organiser.cookie })).status).toBe(404)
  expect((await agree(organiser, two)).status).toBe(404)
  const late = await anAdministrator()
  await run(`UPDATE SignIn SET factorAt = '2026-03-01T00:00:00.000Z' WHERE accountId = ?1`, late.accountId)
  expect((await agree(late, two)).headers.get('location')).toContain('/account/prove?next=')
  expect(await left(two)).toEqual(all)
})

it('A request ends after 24 hours, or when it is taken back; then it can be made anew.', async () => {
  const [one, two, lost] = [await anAdministrator(), await anAdministrator(), await withFactors({ roles: ['organiser'] })]
  await askFor(one, lost)
  expect((await askFor(two, lost)).status).toBe(409)
  const old = new Date(Date.now() - 24 * 60 * 60_000 - 1000).toISOString()
  await run('UPDATE FactorReset SET askedAt = ?2 WHERE accountId = ?1', lost.accountId, old)
  const first = await lastReset(lost)
  expect((await agree(two, lost, first)).status).toBe(409)
  await expect(
    run(
      `UPDATE FactorReset SET outcome = 'done', decidedById = ?2, decidedAt = ?3 WHERE id = ?1`,
      first,
      two.accountId,
      new Date().toISOString(),
    ),
  ).rejects.toThrow('reset_has_ended')
  expect((await askFor(one, lost)).status).toBe(303)
  const second = await lastReset(lost)
  expect((await request(`${home(lost)}/withdraw`, { cookie: one.cookie, form: { reset: second } })).status).toBe(303)
  expect((await agree(two, lost, second)).status).toBe(409)
  expect(await left(lost)).toEqual(all)
  expect(await rows('SELECT outcome FROM FactorReset WHERE accountId = ?1', lost.accountId)).toEqual([
    { outcome: 'withdrawn' },
    { outcome: 'withdrawn' },
  ])
})

const race = async () => {
  const [one, lost] = [await anAdministrator(), await withFactors({ roles: ['organiser'] })]
  const others = [await anAdministrator(), await anAdministrator(), await anAdministrator()]
  await askFor(one, lost)
  const reset = await lastReset(lost)
  const answers = await Promise.all(others.map((other) => agree(other, lost, reset)))
  const [done] = await rows<{ n: number }>(
    `SELECT COUNT(*) AS n FROM Log WHERE act = 'account.factors_reset' AND subjectId = ?1`,
    lost.accountId,
  )
  return { statuses: answers.map(({ status }) => status).toSorted(), done: done?.n }
}

it('Of administrators who agree at the same moment one does it; the others are told.', async () => {
  expect(await race()).toEqual({ statuses: [303, 409, 409], done: 1 })
})

it('control: without the triggers each of them does it, and whoever asked as well', async () => {
  const named = `SELECT name, sql FROM sqlite_master WHERE name IN ('FactorReset_once', 'FactorReset_by_another')`
  const triggers = await rows<{ name: string; sql: string }>(named)
  for (const { name } of triggers) await run(`DROP TRIGGER ${name}`)
  expect(await race()).toEqual({ statuses: [303, 303, 303], done: 3 })
  const [one, lost] = [await anAdministrator(), await withFactors({ roles: ['organiser'] })]
  await askFor(one, lost)
  expect((await agree(one, lost)).status).toBe(303)
  expect(await left(lost)).toEqual(none)
  for (const { sql } of triggers) await db.prepare(sql).run()
})

it('With a single administrator the statements of the guide take factors, codes and sign-ins away, and write it to the log.', async () => {
  const [lost, other] = [await anAdministrator(), await anAdministrator()]
  const sql = guide.match(/<<'SQL'\n([\s\S]+?)\nSQL\n/)?.[1]?.replaceAll('their@address', lost.email) ?? ''
  const statements = sql.split(/;(?:\n|$)/).filter((statement) => statement.trim())
  expect(statements).toHaveLength(4)
  await db.batch(statements.map((statement) => db.prepare(statement)))
  expect([await left(lost), await left(other)]).toEqual([none, all])
  expect(await rows(`SELECT act, origin, length(id) AS id, accountId FROM Log WHERE subjectId = ?1`, lost.accountId)).toEqual([
    { act: 'account.factors_reset', origin: 'command', id: 36, accountId: null },
  ])
})
