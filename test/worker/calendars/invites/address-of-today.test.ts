// What waits to be sent goes to the address that is right when it leaves. Rules:
// docs/rules/outbox.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { anAccount, anAct, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { movable } from '#test/worker/people/people/movable.ts'
import { aMessage } from '#test/worker/upkeep/records/known.ts'

const waiting = (...ids: string[]) =>
  rows<{ state: string; email: string; toAddress: string; why: string | null }>(
    `SELECT m.state, b.email, b.toAddress, IIF(m.withheld = 1, m.lastError, NULL) AS why FROM Message m JOIN MessageBody b ON b.messageId = m.id
     WHERE m.id IN (SELECT value FROM json_each(?1)) ORDER BY m.rowid`,
    JSON.stringify(ids),
  )
const another = 'not tried: the address was another one by then'

const addressed = async (
  recipient: string,
  email: string,
  more: { text?: string; method?: string; invitationId?: string; kind?: string; placeId?: string } = {},
) => {
  const id = await aMessage({ recipient, email, name: 'Ann Gwyn' }, { state: 'queued', text: more.text ?? 'It begins at nine.' })
  await run('UPDATE MessageBody SET email = ?2 WHERE messageId = ?1', id, email)
  await run(
    `UPDATE Message SET lastError = NULL, method = ?2, invitationId = ?3, kind = COALESCE(?4, kind), placeId = ?5 WHERE id = ?1`,
    id,
    more.method ?? null,
    more.invitationId ?? null,
    more.kind ?? null,
    more.placeId ?? null,
  )
  return id
}

// “What waits to be sent follows a change of address; a text with a link to one’s own page, and
// a calendar entry that has not gone, are made anew instead.”
it('after a change of address what waits goes to the new one, and nothing with a key in it does', async () => {
  const school = await aSchool()
  const of = await anAccount({ name: 'Ann Gwyn', email: 'ann@old.example.sch.uk', schoolIds: [school.id] })
  const other = await anAccount({ email: 'other@old.example.sch.uk' })
  const ids = [
    await addressed(of.accountId, 'ann@old.example.sch.uk'),
    await addressed(of.accountId, 'ann@old.example.sch.uk', { kind: 'email_changed' }),
    await addressed(of.personId, 'ann@old.example.sch.uk'),
    await addressed(of.personId, 'ann@old.example.sch.uk', { text: 'See https://x/place/abc' }),
    await addressed(of.personId, 'ann@old.example.sch.uk', { method: 'REQUEST' }),
    await addressed(of.personId, 'ann@old.example.sch.uk', { method: 'CANCEL' }),
    await addressed(other.accountId, 'ann@old.example.sch.uk'),
  ]
  const tried = await addressed(of.accountId, 'ann@old.example.sch.uk')
  await run('UPDATE Message SET firstTriedAt = createdAt WHERE id = ?1', tried)
  await run('UPDATE Account SET email = ?2 WHERE id = ?1', of.accountId, 'ann@new.example.sch.uk')
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', of.personId, 'ann@new.example.sch.uk')
  const [old, now] = [
    { email: 'ann@old.example.sch.uk', toAddress: '"Ann Gwyn" <ann@old.example.sch.uk>' },
    { email: 'ann@new.example.sch.uk', toAddress: '"Ann Gwyn" <ann@new.example.sch.uk>' },
  ]
  expect(await waiting(...ids, tried)).toEqual([
    { state: 'queued', ...now, why: null },
    { state: 'queued', ...old, why: null },
    { state: 'queued', ...now, why: null },
    { state: 'failed', ...old, why: another },
    { state: 'failed', ...old, why: another },
    { state: 'queued', ...now, why: null },
    { state: 'queued', ...old, why: null },
    { state: 'queued', ...old, why: null },
  ])
})

it('an invitation that had not gone is made anew for the new address, with a link of its own', async () => {
  const [school, event] = [await aSchool(), await anEvent()]
  const of = await anAccount({ name: 'Ann Gwyn', email: 'ann@one.example.sch.uk', schoolIds: [school.id] })
  const placeId = await aPlace(event, school, { personId: of.personId })
  const invitationId = newId(tick())
  const at = tick().toISOString()
  await add('Invitation', {
    id: invitationId,
    placeId,
    personId: of.personId,
    sessionId: event.sessions[0]?.id,
    uid: invitationId,
    state: 'live',
    shown: JSON.stringify({
      title: 'Leads',
      startsAt: event.sessions[0]?.startsAt,
      endsAt: event.sessions[0]?.endsAt,
      location: '',
      description: '',
    }),
    createdAt: at,
    changedAt: at,
  })
  const first = await addressed(of.personId, 'ann@one.example.sch.uk', { method: 'REQUEST', invitationId, placeId })
  await run('UPDATE Message SET sequence = 0 WHERE id = ?1', first)
  await run('UPDATE Account SET email = ?2 WHERE id = ?1', of.accountId, 'ann@two.example.sch.uk')
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', of.personId, 'ann@two.example.sch.uk')
  await add('EmailChange', {
    accountId: of.accountId,
    oldEmail: 'ann@one.example.sch.uk',
    newEmail: 'ann@two.example.sch.uk',
    createdAt: at,
    expiresAt: '2099-01-01',
    usedAt: at,
  })
  await followAddresses(anAct())
  expect(
    await rows(
      `SELECT m.method, m.state, b.email, instr(b.text, '/place/') > 0 AS linked FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.invitationId = ?1 ORDER BY m.rowid`,
      invitationId,
    ),
  ).toEqual([
    { method: 'REQUEST', state: 'failed', email: 'ann@one.example.sch.uk', linked: 0 },
    { method: 'REQUEST', state: 'queued', email: 'ann@two.example.sch.uk', linked: 1 },
  ])
})

// “An entry that went to an address typed wrongly is taken back there; one that had not gone is
// neither sent nor taken back.”
it('after a correction an entry is taken back only where it went', async () => {
  const personId = await aPerson('Bryn Rees')
  const email = `${personId}@example.sch.uk`
  const [gone, unsent] = [newId(tick()), newId(tick())]
  const sent = await addressed(personId, email, { method: 'REQUEST', invitationId: gone })
  await run(`UPDATE Message SET state = 'sent', firstTriedAt = createdAt, sentAt = createdAt WHERE id = ?1`, sent)
  const before = await addressed(personId, email, { method: 'CANCEL', invitationId: gone })
  const request = await addressed(personId, email, { method: 'REQUEST', invitationId: unsent })
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', personId, 'right@example.sch.uk')
  const backs: string[] = []
  for (const invitationId of [gone, unsent]) {
    const id = await add('Message', { kind: 'place_cancelled', state: 'queued', recipient: personId, invitationId, method: 'CANCEL' })
    await add('MessageBody', { messageId: id, fromAddress: 'm', toAddress: email, email, html: '' })
    backs.push(id)
  }
  expect((await waiting(before, request, ...backs)).map(({ state, email: to, why }) => ({ state, to, why }))).toEqual([
    { state: 'queued', to: email, why: null },
    { state: 'failed', to: email, why: another },
    { state: 'queued', to: email, why: null },
    { state: 'failed', to: email, why: 'not tried: what it takes back was never sent' },
  ])
})

// “What waits for somebody whose record is merged goes to the address of the record that is
// kept.”
it('after a merge what waits goes to the address that is kept', async () => {
  const [kept, merged] = [await aPerson('Cerys Lloyd'), await aPerson('Cerys Lloyd')]
  const ids = [
    await addressed(merged, `${merged}@example.sch.uk`),
    await addressed(merged, `${merged}@example.sch.uk`, { method: 'REQUEST' }),
    await addressed(merged, 'office@example.sch.uk'),
  ]
  const act = anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })
  const seen = await comparisonHash(await movable(kept), await movable(merged))
  expect((await mergePeople(act, { keptId: kept, mergedId: merged, seen })).ok).toBe(true)
  expect((await waiting(...ids)).map(({ state, email }) => ({ state, email }))).toEqual([
    { state: 'queued', email: `${kept}@example.sch.uk` },
    { state: 'failed', email: `${merged}@example.sch.uk` },
    { state: 'queued', email: 'office@example.sch.uk' },
  ])
})

// “A person who is no longer on a place is told only that it has ended.”
it('after a swap what waits for whoever was on the place is not sent, but that their place has ended is', async () => {
  const [school, event] = [await aSchool(), await anEvent()]
  const [was, is] = [await aPerson('Dilys Owen'), await aPerson('Elin Puw')]
  const placeId = await aPlace(event, school, { personId: was })
  const email = `${was}@example.sch.uk`
  const ids = [
    await addressed(was, email, { placeId, kind: 'reminder_day' }),
    await addressed(was, email, { placeId, method: 'CANCEL' }),
    await addressed(was, email),
  ]
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', placeId, is, tick().toISOString())
  expect((await waiting(...ids)).map(({ state, why }) => ({ state, why }))).toEqual([
    { state: 'failed', why: `not tried: the place was somebody else's by then` },
    { state: 'queued', why: null },
    { state: 'queued', why: null },
  ])
})
