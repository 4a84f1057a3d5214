// The council's mail plan is shared: nobody sends so much in its name, or uses up what others need. Rules: docs/rules/outbox.md.
import { expect, it } from 'vitest'
import type { Act, Actor } from '#base/act.ts'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { AppError } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { counted } from '#base/limits/store.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { insertSending, selectSending } from '#messages/outbox/sending-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { aClaimant } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, db, request, rows, run } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aSchoolWithRoles } from '#test/worker/people/roles/world.ts'

const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)
const day = 24 * 60
const council = councilFrom('884')

const mails = (n: number, facts: Partial<OutgoingMessage> = {}): OutgoingMessage[] =>
  Array.from({ length: n }, () => ({
    ...{ id: newId(nine), kind: 'invitation', recipient: crypto.randomUUID(), bookingId: 'b' },
    ...{ to: { email: `${crypto.randomUUID()}@elsewhere.example` }, subject: 'S', text: 'T', html: '<p>T</p>' },
    ...facts,
  }))

/** Whether these go, all or none. */
const go = async (actor: Actor, at: Date, messages: readonly OutgoingMessage[], facts: Partial<Act> = {}): Promise<boolean> => {
  const before = await rows('SELECT COUNT(*) AS n FROM Message')
  try {
    await atomically(db, queuedAll(anAct({ actor, now: at, ...facts }), messages))
    return true
  } catch (error) {
    expect(error instanceof AppError && error.code).toBe('too_much_mail')
    expect(await rows('SELECT COUNT(*) AS n FROM Message')).toEqual(before)
    return false
  }
}

it('“At most 240 messages in an hour and 600 in a day go out for one person at a school, and 400 in a day for one school; the council’s own people have no such limit.”', async () => {
  const [school, second] = [await aSchool(), await aSchool()]
  const { actor } = await anAccount({ schoolIds: [school.id, second.id] })
  const of = (at: Date, n: number, schoolId = school.id) => go(actor, at, mails(n, { schoolId }))
  expect([await of(nine, 200), await of(nine, 41), await of(nine, 40), await of(nine, 1)]).toEqual([true, false, true, false])
  expect([await of(minutes(61), 161), await of(minutes(61), 160), await of(minutes(122), 1)]).toEqual([false, true, false])
  expect([await of(minutes(122), 200, second.id), await of(minutes(183), 1, second.id)]).toEqual([true, false])
  expect(await of(minutes(day), 1)).toBe(true)
  for (const role of ['organiser', 'reader'] as const)
    expect(await go((await anAccount({ roles: [role] })).actor, nine, mails(1000, { schoolId: school.id }))).toBe(true)
})

it('“At most thirty in an hour go from one person to others about no booking, and forty in a day to one address that is not their own, whichever school it is for.”', async () => {
  const [school, second] = [await aSchool(), await aSchool()]
  const { actor, email } = await anAccount({ schoolIds: [school.id, second.id] })
  expect([await go(actor, nine, mails(30, { bookingId: undefined })), await go(actor, nine, mails(1, { bookingId: undefined }))]).toEqual([
    true,
    false,
  ])
  const to = (schoolId: string, n: number, address = 'Victim@elsewhere.example') =>
    go(actor, nine, mails(n, { schoolId, to: { email: address } }))
  expect([await to(school.id, 39), await to(second.id, 2), await to(second.id, 1), await to(school.id, 1)]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(await to(school.id, 60, email)).toBe(true)
  expect(JSON.stringify(await rows('SELECT key FROM LimitUse'))).not.toContain('elsewhere')
})

it('a trust books forty schools in a morning with three people each, and a school books, moves and cancels sixty people in an hour', async () => {
  const schools = await Promise.all(Array.from({ length: 40 }, () => aSchool()))
  const trust = await anAccount({ schoolIds: schools.map(({ id }) => id) })
  for (const { id: schoolId } of schools) {
    const own = mails(1, { schoolId, kind: 'booking_confirmed', to: { email: trust.email } })
    const theLead = mails(1, { schoolId, to: { email: 'lead@trust.example' } })
    expect(await go(trust.actor, nine, [...own, ...theLead, ...mails(2, { schoolId })])).toBe(true)
  }
  const [school] = [await aSchool()]
  const { actor } = await anAccount({ schoolIds: [school.id] })
  for (const at of [0, 10, 20]) expect(await go(actor, minutes(at), mails(61, { schoolId: school.id }))).toBe(true)
})

it('sixty mails to one address at the same moment are forty; without the trigger they are sixty', async () => {
  const { actor } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const allAtOnce = async (email: string) => {
    const sent = await Promise.allSettled(
      Array.from({ length: 60 }, () => atomically(db, queuedAll(anAct({ actor, now: nine }), mails(1, { to: { email } })))),
    )
    return sent.filter(({ status }) => status === 'fulfilled').length
  }
  expect(await allAtOnce('one@elsewhere.example')).toBe(40)
  await dropTriggers('LimitUse_within_limit')
  expect(await allAtOnce('other@elsewhere.example')).toBe(60)
})

it('“Somebody not confirmed yet sends twenty mails in a day; all of them together share a fifth of the plan.”', async () => {
  await run('DELETE FROM LimitUse')
  const stranger = async (n: number, own: string, wider: string, mailsPerDay = 1000) =>
    go((await anAccount()).actor, nine, mails(n), { plan: { mailsPerDay, network: { own, wider } } })
  expect([await stranger(21, 'a', 'A'), await stranger(20, 'a', 'A'), await stranger(20, 'a', 'A'), await stranger(1, 'a', 'A')]).toEqual([
    ...[false, true, true, false],
  ])
  expect([await stranger(20, 'b', 'A'), await stranger(20, 'c', 'A'), await stranger(1, 'd', 'A')]).toEqual([true, true, false])
  for (const wider of ['B', 'C', 'D', 'E', 'F', 'G']) expect(await stranger(20, wider, `${wider}${wider}`)).toBe(true)
  expect(await stranger(1, 'H', 'HH')).toBe(false)
  // So do the council’s own people whose roles rest: they are no strangers.
  const whileRolesRest = { plan: { mailsPerDay: 1000, network: { own: 'a', wider: 'A' }, ofStaff: true } }
  expect(await go((await anAccount()).actor, nine, mails(21), whileRolesRest)).toBe(true)
  // A school and a link of a booking go on.
  const { actor } = await anAccount({ schoolIds: [(await aSchool()).id] })
  expect(await go(actor, nine, mails(5), { plan: { mailsPerDay: 1000, network: undefined } })).toBe(true)
})

it('“Schools and all others together spend three fifths of the mail plan; the rest is for codes to known addresses, for what was paid and for what the council cancels.”', async () => {
  await run('DELETE FROM LimitUse')
  const plan = { mailsPerDay: 100, network: undefined }
  const { actor } = await anAccount({ schoolIds: [(await aSchool()).id] })
  const organiser = (await anAccount({ roles: ['organiser'] })).actor
  expect([
    await go(organiser, nine, mails(30), { plan }),
    await go(organiser, nine, mails(500, { kind: 'event_cancelled' }), { plan }),
  ]).toEqual([true, true])
  expect([
    await go(actor, nine, mails(31), { plan }),
    await go(actor, nine, mails(30), { plan }),
    await go(actor, nine, mails(1), { plan }),
  ]).toEqual([false, true, false])
  expect(await go(organiser, nine, mails(1), { plan })).toBe(true)
})

it('“What goes to very many, such as invitations to training, weekly letters and guidance, waits for the next day once it has used its third of the plan; nothing of it is refused.”', async () => {
  await db.batch(['DELETE FROM LimitUse', 'DELETE FROM MessageBody', 'DELETE FROM Message'].map((sql) => db.prepare(sql)))
  await saveCouncil(anAct(), council, { ...council, mailsPerDay: 100 })
  const act = anAct({ now: nine, origin: 'schedule' })
  const id = newId(nine)
  await insertSending(act, { id, kind: 'mailing', eventId: null, subject: 'S', state: 'sending' }).run()
  await atomically(
    db,
    queuedAll({ ...act, sendingId: id }, [
      ...mails(60, { kind: 'mailing', nature: 'training' }),
      ...mails(20, { kind: 'guidance_issued' }),
    ]),
  )
  await atomically(db, queuedAll(act, mails(10, { kind: 'reminder_day' })))
  const sent = () => rows(`SELECT kind, COUNT(*) AS n FROM Message WHERE state = 'sent' GROUP BY kind ORDER BY kind`)
  for (const at of [1, 2, 3]) await deliverDue(bindings, minutes(at), { messages: 500 })
  expect(await sent()).toEqual([
    { kind: 'mailing', n: 35 },
    { kind: 'reminder_day', n: 10 },
  ])
  // The page of the sending says so.
  const waits = async (at: number) => (await readNow(db, selectSending(db, minutes(at), id)))?.waitsForPlan
  expect([await waits(4), await waits(day + 4)]).toEqual([1, 0])
  await deliverDue(bindings, minutes(day + 4), { messages: 500 })
  expect(await sent()).toMatchObject([{ kind: 'guidance_issued', n: 10 }, { n: 60 }, { n: 10 }])
  await run(`DELETE FROM Setting WHERE key = 'council'`)
  await saveCouncil(anAct(), council, council)
})

it('“Beyond a limit nothing is changed: the page says when to go on, keeps what was typed, and sends it again with one press.”', async () => {
  const { approver, base, school } = await aSchoolWithRoles()
  const form = (n: number) => ({
    ...{ answer: 'named', dateNotKnown: 'yes', others: 'both' },
    ...{ name: `Ann Lee${String.fromCharCode(97 + n)}`, email: `ann${n}@elsewhere.example` },
  })
  const name = (n: number) => request(`${base}/link_governor`, { cookie: approver.cookie, form: form(n) })
  await counted(db, new Date(), [{ key: `mails:typed:${approver.accountId}`, minutes: 60, most: 30, n: 28 }]).run()
  expect([(await name(1)).status, (await name(2)).status]).toEqual([303, 303])
  const refused = await name(3)
  const page = await refused.text()
  expect([refused.status, Number(refused.headers.get('retry-after')) > 3500]).toEqual([429, true])
  expect(page).toContain(
    'Nothing has been changed. As many messages as we send for you, or for everybody, have gone out. You can go on in 60 minutes',
  )
  for (const [field, value] of Object.entries(form(3))) expect(page).toContain(`name="${field}" value="${value}"`)
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE kind = 'role_named' AND schoolId = ?1`, school.id)).toEqual([{ n: 2 }])
  expect(await rows(`SELECT id FROM Person WHERE name = 'Ann Leed'`)).toEqual([])
  expect(await rows('SELECT reason FROM RefusalCount')).toEqual([{ reason: 'too_much_mail' }])
  await run('DELETE FROM LimitUse')
  expect((await name(3)).status).toBe(303)
})

it('unknown accounts of one network send no more than their part, however many they are', async () => {
  await run('DELETE FROM LimitUse')
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const headers = { 'cf-connecting-ip': '203.0.113.7' }
  const form = (school: string) => ({ school, formId: crypto.randomUUID(), rows: '1', places: '1', naming: 'later', wait: 'all' })
  await counted(db, new Date(), [{ key: 'mails:strangers', minutes: day, most: 320, n: 318 }]).run()
  const done: number[] = []
  for (let n = 0; n < 4; n += 1) {
    const school = await aSchool()
    const { cookie } = await aClaimant(school.id)
    done.push((await request(`/events/${event.code}/request`, { cookie, headers, form: form(school.id) })).status)
  }
  expect(done).toEqual([303, 303, 429, 429])
  expect(await rows(`SELECT SUM(n) AS n FROM LimitUse WHERE key LIKE 'mails:network:%'`)).toEqual([{ n: 4 }])
})

it('“Once a part is used up the organisers’ page says whose acts are refused.”', async () => {
  await run('DELETE FROM LimitUse')
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const said = async () =>
    /The part of your mail plan for (.*?) is used up/s.exec(await (await request('/organiser', { cookie })).text())?.[1]
  const spend = (key: string, n: number) => counted(db, new Date(), [{ key, minutes: day, most: 1_000_000, n }]).run()
  await spend('mails:strangers', 319)
  await spend('mails:all', 959)
  expect(await said()).toBeUndefined()
  await spend('mails:strangers', 1)
  expect(await said()).toBe('people you do not know')
  await spend('mails:all', 1)
  expect(await said()).toBe('schools and people you do not know')
  await run('DELETE FROM LimitUse')
})
