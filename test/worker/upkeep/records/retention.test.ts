// What is kept how long, what is held, and the runs that destroy. Rules: docs/rules/records.md.

import { expect, it } from 'vitest'
import { newToken } from '#base/id.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, htmlOf, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { decideOnRun, proposeRun, setPeriod } from '#upkeep/records/decide-run.ts'
import { erasePerson } from '#upkeep/records/erase-person.ts'
import { endHold, placeHold } from '#upkeep/records/place-hold.ts'
import { dueBefore } from '#upkeep/records/record.ts'
import { countDue, readMonths, readRetention } from '#upkeep/records/retention-store.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'
import { aKnownPerson, aMessage, tracesOf } from './known.ts'

const now = new Date('2033-02-01T10:00:00.000Z')
const staff = async (role: 'organiser' | 'administrator' = 'organiser') => anAct({ now, actor: (await anAccount({ roles: [role] })).actor })
const clock = async (times = 1) => {
  for (let i = 0; i < times; i += 1) await runRetention(anAct({ now, origin: 'schedule' }))
}
const due = async (of: string) => {
  const found = (await readRetention(db, now)).classes.find((one) => one.class === of)
  return { due: found?.due, held: found?.held }
}

const proposed = async (of: Parameters<typeof proposeRun>[1], by?: Awaited<ReturnType<typeof staff>>) => {
  const done = await proposeRun(by ?? (await staff()), of).then(accepted)
  return done.id
}

// “What is due is counted and proposed by one person and approved by another, whatever accounts they use; then the clock destroys it in pieces.”
// “The log certifies each run: the class, how many, from before when, who proposed and who approved.”
it('old messages lose their text when a second person has approved it, and the log certifies how many', async () => {
  const personId = await aPerson('Eluned Bowen')
  const to = { personId, recipient: personId, email: `${personId}@example.sch.uk`, name: 'Eluned Bowen' }
  const old = await aMessage(to, { sentAt: '2026-03-01T10:00:00.000Z' })
  const young = await aMessage(to, { sentAt: '2032-12-01T10:00:00.000Z' })
  const proposer = await staff()
  const second = await anAccount({ roles: ['organiser'] })
  // The same human being under another account.
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', second.accountId, proposer.actor.personId)
  const before = await due('messages')
  const id = await proposed('messages', proposer)
  await clock()
  expect(await due('messages')).toEqual(before)
  expect(await decideOnRun(proposer, id, 'approved')).toEqual({ ok: false, reason: 'own_destruction' })
  expect(await decideOnRun(anAct({ now, actor: second.actor }), id, 'approved')).toEqual({ ok: false, reason: 'own_destruction' })
  const approver = await staff()
  expect((await decideOnRun(approver, id, 'approved')).ok).toBe(true)
  await clock(2)
  expect(
    await rows(
      'SELECT messageId, email <> ?3 AS gone FROM MessageBody WHERE messageId IN (?1, ?2) ORDER BY messageId',
      old,
      young,
      to.email,
    ),
  ).toEqual([
    { messageId: old, gone: 1 },
    { messageId: young, gone: 0 },
  ])
  expect(await rows(`SELECT state, destroyed FROM RetentionRun WHERE id = ?1`, id)).toEqual([{ state: 'done', destroyed: before.due }])
  const [certificate] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'records.destroyed' AND subjectId = ?1`, id)
  expect(JSON.parse(certificate?.after ?? '{}')).toEqual({
    class: 'messages',
    destroyed: before.due,
    dueBefore: '2031-02-01T00:00:00.000Z',
    proposedById: proposer.actor.accountId,
    approvedById: approver.actor.accountId,
  })
  expect(await rows('SELECT COUNT(*) AS n FROM RowToDestroy')).toEqual([{ n: 0 }])
})

it('people whom nobody has heard of for six school years are erased by a run, and those heard of since are not', async () => {
  const known = await aKnownPerson()
  const recent = await aPerson('Myfanwy Probert')
  await aPlace(await anEvent({ startsAt: '2032-01-12T08:30:00.000Z', endsAt: '2032-01-12T15:00:00.000Z' }), await aSchool(), {
    personId: recent,
  })
  const id = await proposed('people')
  expect((await decideOnRun(await staff(), id, 'approved')).ok).toBe(true)
  await clock(60)
  expect(await tracesOf(known.traces)).toEqual([])
  expect(await rows('SELECT name FROM Person WHERE id = ?1', recent)).toEqual([{ name: 'Myfanwy Probert' }])
  expect(await rows(`SELECT ground FROM Erasure WHERE personId = ?1`, known.personId)).toEqual([{ ground: 'no_longer_needed' }])
  expect(await rows('SELECT state FROM RetentionRun WHERE id = ?1', id)).toEqual([{ state: 'done' }])
  const ours = (await auditAll(db, tick())).invariants.filter((one) => /erased|doomed/.test(one.name))
  expect(ours.map((one) => one.ok)).toEqual([true, true, true])
})

// “A hold on a class, a person or an event keeps it from being destroyed, by a trigger, whatever is due or asked.”
// “A run destroys what was due when it was proposed, and nothing that is held.”
it('a person is neither erased nor destroyed while they, an event they were at, or a class of what is theirs is held', async () => {
  const known = await aKnownPerson()
  const admin = await staff('administrator')
  for (const [scope, value] of [
    ['person', known.email],
    ['event', known.event.code],
    ['class', 'people'],
  ] as const) {
    const held = await placeHold(admin, { scope, value, reason: 'Inquiry 2033/7', reviewOn: '2034-01-01' }).then(accepted)
    expect(await erasePerson(await staff(), known.personId, 'asked'), scope).toEqual({ ok: false, reason: 'held' })
    expect((await due('people')).held, scope).toBeGreaterThan(0)
    expect((await tracesOf(known.traces)).length, scope).toBeGreaterThan(20)
    // The trigger by itself, whatever an act has read.
    await expect(
      add('RowToDestroy', { kind: 'person', id: known.personId, class: 'people', personId: known.personId, eventId: known.event.id }),
      scope,
    ).rejects.toThrow('record_is_held')
    expect((await endHold(admin, held.id, 'The inquiry has ended')).ok).toBe(true)
  }
  expect((await erasePerson(await staff(), known.personId, 'asked')).ok).toBe(true)
})

it('a hold that is placed between the approval and the clock keeps what it covers, and the rest goes', async () => {
  const [kept, gone] = [await aKnownPerson(), await aKnownPerson()]
  const id = await proposed('answers')
  expect((await decideOnRun(await staff(), id, 'approved')).ok).toBe(true)
  const admin = await staff('administrator')
  const hold = await placeHold(admin, { scope: 'event', value: kept.event.code, reason: 'Complaint', reviewOn: '2034-01-01' })
  await clock(2)
  const answers = (placeId: string) => rows('SELECT COUNT(*) AS n FROM Answer WHERE placeId = ?1', placeId)
  expect([await answers(kept.placeId), await answers(gone.placeId)]).toEqual([[{ n: 1 }], [{ n: 0 }]])
  expect(await rows('SELECT state FROM RetentionRun WHERE id = ?1', id)).toEqual([{ state: 'done' }])
  if (hold.ok) await endHold(admin, hold.value.id, 'The inquiry has ended')
})

// “A hold has an author, a reason and a day of review, and only an administrator ends it, for a reason that is kept.”
it('an organiser places a hold by a form, and cannot end it', async () => {
  const { cookie, actor } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent()
  const form = { scope: 'event', event: event.code.toLowerCase(), reason: 'Inquiry', reviewOn: '1/9/2099' }
  expect((await request('/organiser/records/holds/new', { cookie, form: { ...form, reason: '' } })).status).toBe(422)
  expect((await request('/organiser/records/holds/new', { cookie, form: { ...form, reviewOn: '1/9/2020' } })).status).toBe(422)
  expect((await request('/organiser/records/holds/new', { cookie, form })).status).toBe(303)
  expect((await request('/organiser/records/holds/new', { cookie, form })).status).toBe(409)
  const [hold] = await rows<{ id: string }>('SELECT id, createdById, reason, reviewOn FROM LegalHold WHERE value = ?1', event.id)
  expect(hold).toMatchObject({ createdById: actor.accountId, reason: 'Inquiry', reviewOn: '2099-09-01' })
  expect(await (await request('/organiser/records', { cookie })).text()).toContain(`The event “Safeguarding conference”`)
  expect((await request(`/organiser/records/holds/${hold?.id}/end`, { cookie, form: {} })).status).toBe(404)
  const administrator = await anAccount({ roles: ['administrator'] })
  const end = (form?: Record<string, string>) =>
    request(`/organiser/records/holds/${hold?.id}/end`, { cookie: administrator.cookie, ...(form ? { form } : {}) })
  expect(await (await end()).text()).toMatch(/End this legal hold\?.*The event “Safeguarding conference”.*Inquiry/s)
  const silent = await end({ why: ' ' })
  expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('Say why it is no longer held')])
  expect((await end({ why: 'The inquiry IICSA 12 has ended' })).status).toBe(303)
  expect(await rows('SELECT endedById, endReason FROM LegalHold WHERE id = ?1', hold?.id)).toEqual([
    { endedById: administrator.accountId, endReason: 'The inquiry IICSA 12 has ended' },
  ])
  expect(await rows(`SELECT accountId, act FROM Log WHERE subjectId = ?1 ORDER BY rowid`, hold?.id)).toEqual([
    { accountId: actor.accountId, act: 'hold.placed' },
    { accountId: administrator.accountId, act: 'hold.ended' },
  ])
  expect((await end({ why: 'Again' })).status).toBe(303)
  expect(await rows('SELECT endReason FROM LegalHold WHERE id = ?1', hold?.id)).toEqual([{ endReason: 'The inquiry IICSA 12 has ended' }])
  expect((await end()).status).toBe(404)
})

// “An address of several people holds none of them: each is held from their own record.”
it('an address of two people holds neither of them: each is held from their own record', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const email = 'office@two-people.sch.uk'
  const [sian, ann] = [await aPerson('Siân Parry'), await aPerson('Ann Parry')]
  await run('UPDATE Person SET email = ?3 WHERE id IN (?1, ?2)', sian, ann, email)
  const form = { scope: 'person', person: email, reason: 'Inquiry', reviewOn: '1/9/2099' }
  const both = await request('/organiser/records/holds/new', { cookie, form })
  expect([both.status, await both.text()]).toEqual([409, expect.stringContaining('Several people have this address')])
  expect(await rows('SELECT 1 FROM LegalHold WHERE value IN (?1, ?2)', sian, ann)).toEqual([])
  const record = await (await request(`/organiser/records/people/${ann}`, { cookie })).text()
  const link = record.match(/href="([^"]*holds\/new[^"]*)"/)?.[1] ?? ''
  expect(await (await request(link, { cookie })).text()).toContain('Place a legal hold on everything of Ann Parry')
  const nothing = await request(link, { cookie, form: { ...form, person: ann, reason: '' } })
  expect([nothing.status, await nothing.text()]).toEqual([422, expect.stringContaining('Place a legal hold on everything of Ann Parry')])
  expect((await request(link, { cookie, form: { ...form, person: ann } })).status).toBe(303)
  expect(await rows('SELECT value FROM LegalHold WHERE value IN (?1, ?2)', sian, ann)).toEqual([{ value: ann }])
})

// “A council chooses another period within limits, and only an administrator sets it.”
it('an administrator keeps answers for two years instead of one, not for ten, and an organiser cannot', async () => {
  const admin = await staff('administrator')
  expect(await setPeriod(await staff(), 'answers', 24)).toEqual({ ok: false, reason: 'changed' })
  expect(await setPeriod(admin, 'answers', 120)).toEqual({ ok: false, reason: 'out_of_limits' })
  expect(await setPeriod(admin, 'answers', 24)).toEqual({ ok: true, value: { months: 24 } })
  expect((await readRetention(db, now)).classes.find((one) => one.class === 'answers')).toMatchObject({
    months: 24,
    dueBefore: '2031-02-01T00:00:00.000Z',
  })
  expect(await rows(`SELECT "before", "after" FROM Log WHERE act = 'retention.period_set'`)).toEqual([
    { before: '{"months":12}', after: '{"months":24}' },
  ])
})

// “Before a period is set the page says how much is due now, and how much would be.”
it('a shorter period is set only once the page has said how much it makes due', async () => {
  const { cookie } = await anAccount({ roles: ['administrator'] })
  const personId = await aPerson()
  const to = { personId, recipient: personId, email: `${personId}@example.sch.uk`, name: 'Eluned Bowen' }
  const monthsAgo = (n: number) => new Date(Date.now() - n * 31 * 24 * 3_600_000).toISOString()
  await aMessage(to, { sentAt: monthsAgo(16) })
  const { messages } = await readMonths(db)
  const dueAfter = (months: number) => countDue(db, 'messages', dueBefore('messages', months, new Date()))
  const set = (form: Record<string, string>) => request('/organiser/records/periods/messages', { cookie, form })
  const html = await htmlOf(set({ months: '15' }), 200)
  const previewed = /name="previewed" value="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? ''
  const page = plain(html)
  expect(page).toContain('Keep for 15 months?')
  expect(page).toContain(`as now ${await dueAfter(messages)} 15 months, if you save it ${await dueAfter(15)} `)
  expect(await dueAfter(15)).toBeGreaterThan(0)
  expect((await readMonths(db)).messages).toBe(messages)
  // Another number than the one that was checked is checked again.
  expect((await set({ months: '13', previewed })).status).toBe(200)
  expect((await set({ months: '1200', previewed })).status).toBe(422)
  expect((await set({ months: '15', previewed })).status).toBe(303)
  expect((await readMonths(db)).messages).toBe(15)
})

// “Secret links are taken out of messages 30 days after they were written, whatever is held.”
it('a link by which a place was opened is in no message that is older than 30 days', async () => {
  const personId = await aPerson()
  const token = newToken()
  const to = { personId, recipient: personId, email: `${personId}@example.sch.uk` }
  const old = await aMessage(to, { sentAt: '2033-01-01T10:00:00.000Z', text: `See https://m/place/${token} for more` })
  const young = await aMessage(to, { sentAt: '2033-01-10T10:00:00.000Z', text: `See https://m/place/${token} for more` })
  await clock(20)
  expect(await rows('SELECT text, instr(html, ?2) AS inHtml FROM MessageBody WHERE messageId = ?1', old, token)).toEqual([
    { text: 'See https://m/place/… for more', inHtml: 0 },
  ])
  expect(await rows('SELECT instr(text, ?2) > 0 AS there FROM MessageBody WHERE messageId = ?1', young, token)).toEqual([{ there: 1 }])
})

// “They are taken out of the calendars that are attached to them, too.”
it('a link in the calendar that is attached to a message goes with those of its text, also where it is folded', async () => {
  const token = newToken()
  const id = await aMessage({ recipient: 'x', email: 'x@other.example' }, { sentAt: '2033-01-01T10:00:00.000Z' })
  const text = `BEGIN:VCALENDAR\r\nDESCRIPTION:Join at https://m/join/${token.slice(0, 12)}\r\n ${token.slice(12)}\r\nEND:VCALENDAR\r\n`
  const files = [
    { filename: 'invite.ics', contentType: 'text/calendar; charset=utf-8', content: btoa(text) },
    { filename: 'map.pdf', contentType: 'application/pdf', content: btoa('map') },
  ]
  await run('UPDATE MessageBody SET attachments = ?2 WHERE messageId = ?1', id, JSON.stringify(files))
  await clock(20)
  const [kept] = await rows<{ attachments: string }>('SELECT attachments FROM MessageBody WHERE messageId = ?1', id)
  const [ics, map] = JSON.parse(kept?.attachments ?? '[]') as typeof files
  expect([atob(ics?.content ?? ''), map]).toEqual([
    'BEGIN:VCALENDAR\r\nDESCRIPTION:Join at https://m/join/…\r\nEND:VCALENDAR\r\n'.replace('…', '\u00e2\u0080\u00a6'),
    files[1],
  ])
})

it('what the clock does in a minute is bounded, and reads no more when many old messages are done', async () => {
  const read = async () => {
    const { meta } = await db
      .prepare(
        `SELECT m.id, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.redaction = 0 AND m.createdAt < '2033-01-02' AND m.state IN ('sent', 'failed') ORDER BY m.createdAt LIMIT 25`,
      )
      .all()
    return meta.rows_read
  }
  await clock(20)
  expect(await read()).toBeLessThan(60)
})

it('an organiser’s page proposes a run, another person approves it there, and marks and figures stay', async () => {
  const [event, school, personId] = [
    await anEvent({ startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }),
    await aSchool(),
    await aPerson('Tegwen Rees'),
  ]
  const placeId = await aPlace(event, school, { personId })
  await aMark(firstSession(event), { placeId }, 'attended')
  await aMessage({ recipient: 'council', email: 'e@example.gov.uk' }, { sentAt: '2020-01-01T10:00:00.000Z' })
  const [one, other] = [await anAccount({ roles: ['organiser'] }), await anAccount({ roles: ['organiser'] })]
  const page = await (await request('/organiser/records', { cookie: one.cookie })).text()
  expect(page).toContain('Texts of messages, and to whom they went')
  expect((await request('/organiser/records/runs', { cookie: one.cookie, form: { class: 'messages' } })).status).toBe(303)
  expect((await request('/organiser/records/runs', { cookie: one.cookie, form: { class: 'messages' } })).status).toBe(409)
  const [open] = await rows<{ id: string }>(`SELECT id FROM RetentionRun WHERE state = 'proposed'`)
  const own = await (await request('/organiser/records', { cookie: one.cookie })).text()
  expect(own).toContain('Take back')
  expect(own).not.toContain('Approve: destroy them')
  expect((await request(`/organiser/records/runs/${open?.id}`, { cookie: one.cookie, form: { decision: 'approved' } })).status).toBe(409)
  expect((await request(`/organiser/records/runs/${open?.id}`, { cookie: other.cookie, form: { decision: 'approved' } })).status).toBe(303)
  expect(await rows('SELECT markType FROM Mark WHERE placeId = ?1', placeId)).toEqual([{ markType: 'attended' }])
})

it('why somebody was refused goes after two years and what the mail service told after half a year; that it was, and the fate, stay', async () => {
  const { accountId } = await anAccount()
  const school = await aSchool()
  const claim = (id: string, decidedAt: string) =>
    add('Claim', {
      id,
      accountId,
      schoolId: school.id,
      state: 'refused',
      evidence: 'self_asserted',
      requestedAt: decidedAt,
      decidedAt,
      decidedById: accountId,
      reason: 'Not of this school',
    })
  await claim('old-claim', '2031-01-31T10:00:00.000Z')
  await claim('young-claim', '2031-02-02T10:00:00.000Z')
  const personId = await aPerson()
  const to = { personId, recipient: personId, email: `${personId}@example.sch.uk` }
  const [old, young] = [
    await aMessage(to, { sentAt: '2032-07-31T10:00:00.000Z' }),
    await aMessage(to, { sentAt: '2032-08-02T10:00:00.000Z' }),
  ]
  for (const [messageId, at] of [
    [old, '2032-07-31T10:05:00.000Z'],
    [young, '2032-08-02T10:05:00.000Z'],
  ] as const) {
    await run(`UPDATE Message SET deliveryStatus = 'delivered', deliveryStatusAt = ?2 WHERE id = ?1`, messageId, at)
    await add('MailEvent', {
      id: `told ${messageId}`,
      type: 'email.delivered',
      at,
      receivedAt: at,
      providerId: messageId,
      messageId,
      followedAt: at,
    })
  }
  for (const of of ['claims', 'mail_reports'] as const)
    expect((await decideOnRun(await staff(), await proposed(of), 'approved')).ok).toBe(true)
  await clock(3)
  expect(await rows(`SELECT id, state, reason FROM Claim WHERE accountId = ?1 ORDER BY id`, accountId)).toEqual([
    { id: 'old-claim', state: 'refused', reason: null },
    { id: 'young-claim', state: 'refused', reason: 'Not of this school' },
  ])
  expect(await rows(`SELECT messageId FROM MailEvent WHERE messageId IN (?1, ?2)`, old, young)).toEqual([{ messageId: young }])
  expect(await rows('SELECT deliveryStatus FROM Message WHERE id = ?1', old)).toEqual([{ deliveryStatus: 'delivered' }])
  expect((await auditAll(db, now)).invariants.find((one) => one.name === 'delivery_status_as_told')?.violations).toEqual([])
})

it('a decision that is neither is asked for again, and decides nothing', async () => {
  const personId = await aPerson('Nia Penry')
  await aMessage({ personId, recipient: personId, email: `${personId}@example.sch.uk` }, { sentAt: '2026-03-01T10:00:00.000Z' })
  const id = await proposed('messages')
  const { cookie } = await anAccount({ roles: ['organiser'] })
  for (const form of [{ decision: 'x' }, {}]) {
    const answer = await request(`/organiser/records/runs/${id}`, { cookie, form })
    expect([answer.status, (await answer.text()).includes('Say whether it is approved or refused')]).toEqual([422, true])
  }
  expect(await rows('SELECT state FROM RetentionRun WHERE id = ?1', id)).toEqual([{ state: 'proposed' }])
  expect((await request(`/organiser/records/runs/${id}`, { cookie, form: { decision: 'refused' } })).status).toBe(303)
})
