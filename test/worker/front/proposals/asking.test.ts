// Whoever proposes something asks one person of the council, such as a director, to decide on it.
import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { askPerson } from '#people/proposals/ask-person.ts'
import { selectTheirs } from '#people/proposals/store.ts'
import { decideReopening, reopenReturn } from '#returns/progress/change-return.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { anAccount, anAct, aSchool, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { anOpenRound, returnOf, submit, type } from '#test/worker/returns/world.ts'

const olive = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
const director = await anAccount({ roles: ['reader'], name: 'Dee Rowe' })
const other = await anAccount({ roles: ['finance'], name: 'Fay Wynn' })
const later = new Date('2026-12-16T09:00:00.000Z')
const as = ({ actor }: typeof olive, { on = db, now = new Date('2026-12-01T09:00:00.000Z') } = {}) => anAct({ db: on, actor, now })

/** The audit of a school that an officer proposes to reopen. */
const aProposal = async () => {
  const school = await aSchool({ sector: 'academy', name: 'Aylestone' })
  const returnId = await returnOf(await anOpenRound({ sectors: ['academy'] }), school)
  await type(returnId)
  await submit(returnId)
  const id = newId(tick())
  await reopenReturn(as(olive), { id, returnId, schoolId: school.id, reason: 'A grade was wrong' })
  const [proposal] = await readNow(db, selectTheirs(as(olive), id))
  if (!proposal) throw new Error('nothing is proposed')
  const ask = (who: typeof olive) =>
    askPerson(
      as(olive),
      { table: 'StaffProposal', id, path: `/organiser/proposals/${id}` },
      { accountId: who.accountId, what: 'A submitted audit to be reopened', council: councilFrom('884') },
    )
  const approve = (who: typeof olive, of: Parameters<typeof as>[1] = {}) =>
    decideReopening(as(who, of), { id, decision: 'approved', note: '' })
  const turns = () => rows('SELECT byId FROM ReturnReopening WHERE returnId = ?1', returnId)
  return { id, path: `/organiser/proposals/${id}`, ask, approve, turns }
}
const statusOf = async (path: string, { cookie }: typeof olive) => (await request(path, { cookie })).status
const mailsTo = ({ accountId }: typeof olive) =>
  rows<{ text: string }>(
    `SELECT b.text FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.kind = 'second_person' AND m.recipient = ?1`,
    accountId,
  )

it('What waits for a second person is one list, in which each sees what they may decide.', async () => {
  const { path } = await aProposal()
  const organiser = await anAccount({ roles: ['organiser'] })
  const administrator = await anAccount({ roles: ['administrator'] })
  expect([await statusOf(path, organiser), await statusOf(path, administrator)]).toEqual([404, 200])
  const list = async ({ cookie }: typeof olive) => (await request('/organiser/proposals', { cookie })).text()
  expect([(await list(organiser)).includes(path), (await list(administrator)).includes(path)]).toEqual([false, true])
})

it('Whoever proposes something can ask one of the council’s people to decide, by a mail that leads to its page; they may, whatever their role.', async () => {
  const { id, path, approve, turns } = await aProposal()
  expect([await statusOf(path, director), await approve(director)]).toEqual([404, { ok: false, reason: 'not_allowed' }])
  const counted = async () =>
    (await rows<{ n: number }>(`SELECT COALESCE(SUM(n), 0) AS n FROM LimitUse WHERE key LIKE 'mails:%'`))[0]?.n ?? 0
  const before = await counted()
  expect((await request(`${path}/asking`, { cookie: olive.cookie, form: { person: director.accountId } })).status).toBe(303)
  const [mail] = await mailsTo(director)
  expect(mail?.text).toContain(path)
  expect(mail?.text).toContain('Olive Grant')
  expect(mail?.text).not.toContain('Aylestone')
  expect((await counted()) - before).toBe(1)
  // “The mail leads nobody else there, and whoever is not signed in is asked to sign in first.”
  expect(await statusOf(path, other)).toBe(404)
  const unknown = await request(path)
  expect([unknown.status, unknown.headers.get('location')]).toEqual([303, expect.stringContaining(encodeURIComponent(path))])
  expect(await statusOf(path, director)).toBe(200)
  const form = { decision: 'approved', note: '' }
  expect((await request(path, { cookie: director.cookie, form })).status).toBe(303)
  expect([await turns(), await statusOf(path, director)]).toEqual([[{ byId: director.accountId }], 200])
  expect(await rows('SELECT state, decidedById FROM StaffProposal WHERE id = ?1', id)).toEqual([
    { state: 'approved', decidedById: director.accountId },
  ])
})

it('What somebody was asked ends when it is decided, when another is asked, and after 14 days.', async () => {
  const { path, ask, approve, turns } = await aProposal()
  await ask(director)
  expect(await approve(director, { now: later })).toEqual({ ok: false, reason: 'not_allowed' })
  await ask(other)
  expect([await statusOf(path, director), await statusOf(path, other)]).toEqual([404, 200])
  expect([await approve(director), await turns()]).toEqual([{ ok: false, reason: 'not_allowed' }, []])
  // At the same moment; and without the guard whoever is asked no more decides.
  const race = async (on: SqlDatabase) => {
    const asked = await aProposal()
    await asked.ask(director)
    const done = await asked.approve(director, { on: before(2, () => asked.ask(other), on) })
    return [done.ok || done.reason, (await asked.turns()).length]
  }
  expect([await race(db), await race(withoutGuards)]).toEqual([
    ['not_allowed', 0],
    [true, 1],
  ])
})

it('Nobody is asked who proposed it, also under another address, or who has no role of the council.', async () => {
  const { id, path, ask } = await aProposal()
  const twin = await anAccount({ roles: ['reader'] })
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', twin.accountId, olive.personId)
  const outsider = await anAccount({ name: 'Nia Wyn' })
  for (const who of [olive, twin, outsider]) expect(await ask(who)).toEqual({ ok: false, reason: 'not_askable' })
  const sent = await request(`${path}/asking`, { cookie: olive.cookie, form: { person: outsider.accountId } })
  expect([sent.status, await sent.text()]).toEqual([409, expect.stringContaining('Choose one of the council’s people')])
  expect(
    (await request(`${path}/asking`, { cookie: (await anAccount({ roles: ['officer'] })).cookie, form: { person: director.accountId } }))
      .status,
  ).toBe(404)
  expect(await rows('SELECT askedId FROM StaffProposal WHERE id = ?1', id)).toEqual([{ askedId: null }])
})

it('an officer asks a director on the page of what they proposed, who signs in and approves', async () => {
  const { path } = await aProposal()
  const [ada, dee] = [aBrowser(olive), aBrowser(director)]
  await ada.goto(path)
  ada.choose('Ask one person to decide', `Dee Rowe, ${director.actor.email}`)
  await ada.press('Ask them by mail')
  expect(ada.text).toContain('They get a mail that leads to this page')
  expect(ada.text).toContain('Dee Rowe, until')
  expect(await look(ada, 'a proposal whose proposer can ask somebody')).toEqual([])
  await dee.goto(path)
  await dee.press('Approve')
  expect(dee.text).toContain('Approved. The audit is reopened')
})
