// What a school submitted is reopened by two officers.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { decideReopening, reopenReturn } from '#returns/progress/change-return.ts'
import { anAccount, anAct, aSchool, before, db, request, rows, tick } from '#test/support/factories.ts'
import { anOpenRound, returnOf, submit, type } from '../world.ts'

const olive = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const ben = await anAccount({ roles: ['officer'], name: 'Ben Rees' })
const as = ({ actor }: typeof olive, on = db) => anAct({ db: on, actor })

const aSubmitted = async () => {
  const school = await aSchool({ sector: 'academy', name: 'Aylestone' })
  const round = await anOpenRound({ sectors: ['academy'] })
  const returnId = await returnOf(round, school)
  await type(returnId)
  await submit(returnId)
  const id = newId(tick())
  const propose = () => reopenReturn(as(olive), { id, returnId, schoolId: school.id, reason: 'A grade was wrong' })
  const turns = async () => (await rows('SELECT byId FROM ReturnReopening WHERE returnId = ?1', returnId)).map(({ byId }) => byId)
  return { round, returnId, id, propose, turns }
}

it('A submitted return is reopened by two officers, unless the settings leave it to one; it is signed and submitted again, and stays in time.', async () => {
  const { round, returnId, id, propose, turns } = await aSubmitted()
  const at = `/organiser/returns/${round}/schools/${returnId}`
  const page = async (path: string) => (await request(path, { cookie: ben.cookie })).text()
  expect(await page(at)).toContain('Propose to reopen it')
  expect([await propose(), await propose(), await turns()]).toEqual([
    { ok: true, value: { proposed: id } },
    { ok: true, value: { proposed: id } },
    [],
  ])
  expect(await page(at)).toContain('It waits to be reopened until a second officer decides')
  expect(await page('/organiser/proposals')).toContain('A submitted audit to be reopened: Aylestone')
  expect(await page(`/organiser/proposals/${id}`)).toContain('A grade was wrong')
  const form = { decision: 'approved', note: '' }
  const own = await request(`/organiser/proposals/${id}`, { cookie: olive.cookie, form })
  expect([own.status, await turns()]).toEqual([409, []])
  expect((await request(`/organiser/proposals/${id}`, { cookie: ben.cookie, form })).status).toBe(303)
  expect(await turns()).toEqual([ben.accountId])
  expect(await page(at)).toContain('Reopened, not submitted again')
  expect(await rows('SELECT state, doneAt IS NOT NULL AS done FROM StaffProposal WHERE id = ?1', id)).toEqual([
    { state: 'approved', done: 1 },
  ])
})

it('what is withdrawn at the same moment is not reopened, and nothing once the round is closed; without the triggers both are', async () => {
  const race = async (meanwhile: (of: Awaited<ReturnType<typeof aSubmitted>>) => Promise<unknown>) => {
    const of = await aSubmitted()
    await of.propose()
    const done = await decideReopening(
      as(
        ben,
        before(2, () => meanwhile(of)),
      ),
      { id: of.id, decision: 'approved', note: '' },
    )
    return [done.ok || done.reason, (await of.turns()).length]
  }
  const withdraw = ({ id }: { id: string }) => decideReopening(as(olive), { id, decision: 'withdrawn', note: '' })
  const close = ({ round }: { round: string }) =>
    rows('UPDATE ReturnRound SET closedAt = deadlineAt, closedById = openedById WHERE id = ?1', round)
  expect([await race(withdraw), await race(close)]).toEqual([
    ['already_decided', 0],
    ['round_closed', 0],
  ])
  const guards = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE name IN ('StaffProposal_decided_once', 'ReturnReopening_while_open')`,
  )
  await db.batch(guards.map(({ name }) => db.prepare(`DROP TRIGGER ${name}`)))
  expect([await race(withdraw), await race(close)]).toEqual([
    [true, 1],
    [true, 1],
  ])
  await db.batch(guards.map(({ sql }) => db.prepare(sql)))
})
