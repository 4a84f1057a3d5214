// What officers do to a return while its school is at it, and what of it the database itself
// refuses.

import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { postponeRound } from '#returns/rounds/postpone-round.ts'
import { closeRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { signReturn } from '#returns/signing/sign-return.ts'
import { selectVersion } from '#returns/signing/store.ts'
import { anAccount, anAct, aSchool, before, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { actOf, aHolder, aReturn, inRole, standingOf } from '../filling/world.ts'
import { anOpenRound, count, officer, page, returnOf, send, submit, type as typeInto } from '../world.ts'

const words = 'Jory Penhale of 3B'
const plain = { questions: { more: { kind: 'text', label: 'Is there anything else?', mustAnswer: false } }, bodySigns: false }
const fields = (asked: { q: (name: string) => string }, value: string, seen = '') => ({
  [`value-${asked.q('more')}`]: value,
  [`seen-${asked.q('more')}`]: seen,
})
const seenIn = (html: string): string => /name="seen-[^"]*" value="([^"]*)"/.exec(html)?.[1] ?? ''
const redact = async (round: string, returnId: string) => {
  const [entry] = await rows<{ id: string }>('SELECT id FROM CurrentEntry WHERE returnId = ?1', returnId)
  return send(`/organiser/returns/${round}/schools/${returnId}/redactions/${entry?.id}`, {
    ...{ id: newId(tick()), part: 'value', reason: 'It named a child' },
  })
}

const aTyped = async () => {
  const asked = await aReturn(plain)
  const head = await aHolder(asked.school.id, 'head', 'Hana Price')
  const at = `${asked.at}/sections/1`
  const type = (value: string, seen = '') => request(at, { cookie: head.cookie, form: fields(asked, value, seen) })
  const { cookie } = await aHolder(asked.school.id, 'dsl', 'Lena Moss')
  await request(at, { cookie, form: fields(asked, `${words} was`) })
  await type(`${words} was helped`, seenIn(await page(at, head.cookie)))
  return { asked, head, at, type, part: await page(at, head.cookie) }
}

// “Words that are taken out are gone from what was typed there before, too.”
it('words that are taken out are gone from what was typed there before', async () => {
  const { asked } = await aTyped()
  expect((await redact(asked.round, asked.id)).status).toBe(303)
  const typed = await rows<{ value: string }>('SELECT value FROM ReturnEntry WHERE returnId = ?1 ORDER BY id', asked.id)
  expect(typed.map(({ value }) => value.startsWith('[Words taken out by the council, '))).toEqual([true, true])
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'return.redacted' AND subjectId = ?1`, asked.id)
  expect(log?.after).not.toContain('Penhale')
})

// “A page that was opened before words were taken out does not bring them back unseen.”
it('a page that was opened before does not bring the words back unseen', async () => {
  const { asked, type, part } = await aTyped()
  await redact(asked.round, asked.id)
  const mark = { more: expect.stringContaining('[Words taken out by the council, ') }
  expect((await type(`${words} was helped`, seenIn(part))).status).toBe(303)
  expect(await standingOf(asked.id, asked.questions)).toEqual(mark)
  const sent = await type(`${words} was helped again`, seenIn(part))
  const html = await sent.text()
  expect([sent.status, html.includes('[Words taken out by the council, '), html.includes('Choose which answer stands')]).toEqual([
    ...[409, true, true],
  ])
  expect(await standingOf(asked.id, asked.questions)).toEqual(mark)
  expect((await type('A child was helped by the nurse', seenIn(html))).status).toBe(303)
  expect(await standingOf(asked.id, asked.questions)).toEqual({ more: 'A child was helped by the nurse' })
})

/** The database, in which something else is written between the first read and what is written. */
const meanwhile = (does: () => Promise<unknown>): SqlDatabase => before(2, does)

/** The head submits while somebody writes something else: what they are told, and what is kept. */
const submitMeanwhile = async (other: (asked: Awaited<ReturnType<typeof aReturn>>) => Promise<unknown>, dates = {}) => {
  const asked = await aReturn({ ...plain, ...dates })
  const head = await aHolder(asked.school.id, 'head', 'Hana Price')
  const act = { ...actOf(head.actor), db: meanwhile(() => other(asked)) }
  const done = await signReturn(act, asked.place, await readNow(db, selectVersion(db, asked.id)))
  return { said: done.ok ? 'submitted' : done.reason, kept: await rows('SELECT came FROM ReturnSubmission WHERE returnId = ?1', asked.id) }
}

it('The head submits while an officer enters what came on paper: one of the two is kept. Without the trigger both would be.', async () => {
  const paper = ({ id }: { id: string }) =>
    add('ReturnOtherAudit', { returnId: id, about: 'A letter', receivedOn: '2026-01-02', byId: officer.accountId })
  expect(await submitMeanwhile(paper)).toEqual({ said: 'answered_otherwise', kept: [] })
  await run('DROP TRIGGER ReturnSubmission_came_otherwise')
  expect(await submitMeanwhile(paper)).toEqual({ said: 'submitted', kept: [{ came: 'by_deadline' }] })
})

it('The head submits late while an officer puts off the deadline: nothing is kept by dates that stand no more. Without the trigger it stays late.', async () => {
  const from = { deadlineAt: '2025-01-29T23:59:59.999Z', finalAt: '2099-02-26T23:59:59.999Z' }
  const to = { deadlineAt: '2099-02-10T23:59:59.999Z', finalAt: '2099-02-28T23:59:59.999Z' }
  const putOff = async ({ round }: { round: string }) => {
    const act = anAct({ actor: { ...nobody, ...officer, roles: ['officer'] } })
    expect(await postponeRound(act, { id: newId(tick()), roundId: round, from, to, reason: 'Snow' })).toMatchObject({ ok: true })
  }
  expect(await submitMeanwhile(putOff, from)).toEqual({ said: 'dates_changed', kept: [] })
  await run('DROP TRIGGER ReturnSubmission_in_time_or_late')
  expect(await submitMeanwhile(putOff, from)).toEqual({ said: 'submitted', kept: [{ came: 'by_final' }] })
})

it('A round that is closed before the clock has counted is counted all the same.', async () => {
  await run(`UPDATE School SET statusCode = '2' WHERE sector = 'academy'`)
  const school = await aSchool({ sector: 'academy' })
  const round = await anOpenRound({ sectors: ['academy'] })
  await submit(await returnOf(round, school), '2099-02-10T10:00:00.000Z')
  const found = await readNow(db, selectRound(db, round))
  const now = new Date('2099-02-28T17:00:01.000Z')
  expect(found && (await closeRound(anAct({ actor: { ...nobody, ...officer, roles: ['officer'] }, now }), found))).toMatchObject({
    ok: true,
  })
  while (await count('2099-02-28T17:01:00.000Z'));
  expect(await rows('SELECT moment, asked, submitted FROM ReturnCount WHERE roundId = ?1 ORDER BY moment', round)).toEqual([
    { moment: 'deadline', asked: 1, submitted: 0 },
    { moment: 'final', asked: 1, submitted: 1 },
  ])
})

it('An officer is told that nobody is chased where nobody is missing.', async () => {
  await run(`UPDATE School SET statusCode = '2' WHERE sector = 'academy'`)
  const school = await aSchool({ sector: 'academy' })
  const round = await anOpenRound({ sectors: ['academy'] })
  const chase = async () => {
    const sent = await send(`/organiser/returns/${round}/chases`)
    const cookie = `${officer.cookie}; ${sent.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')}`
    return await page(`/organiser/returns/${round}`, cookie)
  }
  expect(await chase()).toContain('1 school is followed up from now on')
  await submit(await returnOf(round, school))
  expect(await chase()).toContain('No school is missing, so none is followed up')
})

it('A dispute and a plan of another round are neither settled nor done here, and nothing says that they are.', async () => {
  const round = await anOpenRound()
  for (const [at, form] of [
    [`disputes/${newId(tick())}`, 'settled'],
    [`actions/${newId(tick())}`, 'doneOn'],
  ] as const)
    expect((await send(`/organiser/returns/${round}/${at}`, { [`${form}-${at.split('/')[1]}`]: '2026-01-02' })).status).toBe(404)
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act IN ('return.dispute_settled', 'return.action_done')`, round)).toEqual(
    [],
  )
})

it('Somebody who is head by one account and governor by another signs once.', async () => {
  const asked = await aReturn({ ...plain, bodySigns: true })
  const head = await aHolder(asked.school.id, 'head', 'Hana Price')
  const second = await anAccount({ name: 'Hana Price' })
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', second.accountId, head.personId)
  await inRole(head.personId, asked.school.id, 'governor')
  const version = await readNow(db, selectVersion(db, asked.id))
  expect(await signReturn(actOf(head.actor), asked.place, version)).toMatchObject({ ok: true })
  const insert = (byId: string) => add('ReturnSignature', { returnId: asked.id, signedAs: 'governor', byId })
  await expect(insert(second.accountId)).rejects.toThrow('body_is_somebody_else')
})

// “A return that comes after the deadline is in nobody else’s feedback, so that two sheets do
// not tell what one school answered.”
it('a late return changes no feedback of others', async () => {
  await run(`UPDATE School SET statusCode = '2' WHERE sector = 'academy'`)
  const all: { id: string }[] = []
  for (let n = 0; n < 8; n += 1) all.push(await aSchool({ sector: 'academy', phase: 'Secondary' }))
  const round = await anOpenRound({ sectors: ['academy'] })
  const ids = await Promise.all(all.map((school) => returnOf(round, school)))
  for (const [n, id] of ids.entries()) await typeInto(id, { value: n === 7 ? '4' : '2' })
  for (const id of ids.slice(0, 7)) await submit(id)
  const sheet = () => page(`/organiser/returns/${round}/schools/${ids[0]}/feedback`)
  const before = await sheet()
  expect(before).toContain('100% 2: in place')
  await submit(ids[7] ?? '', '2099-02-10T10:00:00.000Z')
  expect(await sheet()).toBe(before)
})
