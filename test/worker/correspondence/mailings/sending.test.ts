// Sending a mailing: once to each, whatever is cut off; paused, stopped, and only to those who may get it.
import { expect, it } from 'vitest'
import type { Actor } from '#base/act.ts'
import { selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { followUnsubscribeLink } from '#correspondence/mailings/record-consent.ts'
import { queueMailing, sendMailings } from '#correspondence/mailings/send-mailings.ts'
import { prepareMailing, startMailing } from '#correspondence/mailings/start-mailing.ts'
import { stopMailing } from '#correspondence/mailings/stop-mailing.ts'
import { mailingRows } from '#correspondence/mailings/store.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { pauseSending, resumeSending } from '#messages/outbox/pause-sending.ts'
import { sendMessageAgain } from '#messages/outbox/send-message-again.ts'
import { endSendings, selectSending } from '#messages/outbox/sending-store.ts'
import { dyingAt } from '#test/support/database-with.ts'
import { anAccount, anAct, anEvent, aSchool, before, bindings, db, rows, tick } from '#test/support/factories.ts'
import { recording } from '#test/support/recording.ts'
import { anArea, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { aContact, aDraft, hasSaid, hasTrouble, mailing, sentTo, settledAs, start, toSchools, underWay } from './world.ts'

const run = async (id: string): Promise<void> => {
  for (let runs = 0; runs < 5; runs += 1) await queueMailing(anAct(), id)
}

const expected = (id: string, n: number) => Array.from({ length: n }, (_, at) => `r${at + 1}.${id}@example.sch.uk`)

/** At the batch of the nth piece: the mailing is read in one before. */
const cutOff = (nth: number, when: 'before' | 'after') => dyingAt(db, nth + 1, when, 'cut off')

const steps = [1, 2, 3, 4, 5].flatMap((nth) => (['before', 'after'] as const).map((when) => [nth, when] as const))

// “Each recipient is queued once, whatever is cut off when.”
it.each(steps)('500 recipients are queued once each when batch %i is cut off %s it is done', async (nth, when) => {
  const id = await underWay(500)
  await expect(queueMailing(anAct({ db: cutOff(nth, when) }), id)).rejects.toThrow('cut off')
  const half = (await sentTo(id)).length
  expect(half).toBe((nth - (when === 'before' ? 1 : 0)) * 100)
  expect((await settledAs(id)).filter((one) => one.state === 'queued')).toHaveLength(half)
  await run(id)
  expect(await sentTo(id)).toEqual(expected(id, 500))
  expect(await rows(`SELECT COUNT(DISTINCT messageId) AS n FROM SendingRecipient WHERE sendingId = ?1 AND state = 'queued'`, id)).toEqual([
    { n: 500 },
  ])
})

it.each([119, 600])('settling %i recipients reads rows in proportion to how many they are', async (n) => {
  const id = await underWay(n)
  const { db: recorded, trips } = recording()
  for (let runs = 0; runs < 2; runs += 1) await queueMailing(anAct({ db: recorded }), id)
  expect(await sentTo(id)).toHaveLength(n)
  const settling = trips.flat().filter(({ sql }) => sql.includes('UPDATE SendingRecipient SET state'))
  expect(settling).toHaveLength(Math.ceil(n / 100))
  expect(settling.reduce((sum, { read = 0 }) => sum + read, 0)).toBeLessThanOrEqual(8 * n)
})

it('eight runs at once queue each of 500 recipients once', async () => {
  const id = await underWay(500)
  await Promise.all(Array.from({ length: 8 }, () => queueMailing(anAct(), id)))
  await run(id)
  expect((await sentTo(id)).toSorted()).toEqual(expected(id, 500).toSorted())
})

it('“However often the button is pressed, a mailing starts once, to exactly those who were counted beside the button.”', async () => {
  const area = anArea()
  const act = () => anAct({ laCodes: [area] })
  for (let n = 0; n < 4; n += 1) await aContact(await aSchool({ laCode: area }), { email: `lead${n}.${area.toLowerCase()}@example.sch.uk` })
  const draft = await aDraft(toSchools(), {}, act())
  const { mark, chosen } = await prepareMailing(act(), draft)
  expect(chosen.counts.people).toBe(4)
  // A school comes to the set after the page was looked at.
  await aContact(await aSchool({ laCode: area }), { email: `late.${area.toLowerCase()}@example.sch.uk` })
  expect(await startMailing(act(), draft, mark)).toEqual({ ok: false, reason: 'set_changed' })
  const again = await prepareMailing(act(), draft)
  const answers = await Promise.all(Array.from({ length: 20 }, () => startMailing(act(), draft, again.mark)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.reason])))).toEqual(new Set(['changed_meanwhile']))
  expect(await settledAs(draft.id)).toHaveLength(5)
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act = 'mailing.started'`, draft.id)).toHaveLength(1)
  await Promise.all([sendMailings(act()), sendMailings(act())])
  expect(await sentTo(draft.id)).toHaveLength(5)
})

it('“What is chosen is read anew whenever it is looked at, and fixed when sending is started.”', async () => {
  const area = anArea()
  const act = () => anAct({ laCodes: [area] })
  const first = await aSchool({ laCode: area })
  await aContact(first, { email: `first.${area.toLowerCase()}@example.sch.uk` })
  const draft = await aDraft(toSchools(), {}, act())
  expect((await prepareMailing(act(), draft)).chosen.counts.people).toBe(1)
  await aContact(await aSchool({ laCode: area }), { email: `second.${area.toLowerCase()}@example.sch.uk` })
  expect((await prepareMailing(act(), draft)).chosen.counts.people).toBe(2)
  expect((await start(draft, act())).ok).toBe(true)
  await aContact(await aSchool({ laCode: area }), { email: `third.${area.toLowerCase()}@example.sch.uk` })
  await queueMailing(act(), draft.id)
  expect((await sentTo(draft.id)).toSorted()).toEqual([
    `first.${area.toLowerCase()}@example.sch.uk`,
    `second.${area.toLowerCase()}@example.sch.uk`,
  ])
})

it('“A paused mailing queues nobody until it goes on; a stopped one never does, and says so of each who was left out.”', async () => {
  const id = await underWay(250)
  // Paused while the job runs: the piece that was being written is the last.
  let pieces = 0
  const pausing = before(3, async () => {
    pieces += 1
    await pauseSending(anAct(), id)
  })
  await queueMailing(anAct({ db: pausing }), id)
  expect([pieces, (await sentTo(id)).length]).toEqual([1, 100])
  await run(id)
  expect(await sentTo(id)).toHaveLength(100)
  expect((await resumeSending(anAct(), id)).ok).toBe(true)
  // Stopped while the job runs.
  await queueMailing(anAct({ db: before(3, async () => stopMailing(anAct(), await mailing(id))) }), id)
  await run(id)
  expect(await sentTo(id)).toHaveLength(200)
  const settled = await settledAs(id)
  expect(settled.filter((one) => one.state === 'skipped')).toEqual(
    expected(id, 250)
      .slice(200)
      .map((email) => ({ email, state: 'skipped', why: 'stopped' })),
  )
  // What was queued and not tried does not go either.
  await deliverDue(bindings, new Date('2030-01-01T00:00:00.000Z'))
  expect(await rows('SELECT state, COUNT(*) AS n FROM Message WHERE sendingId = ?1 GROUP BY state', id)).toEqual([
    { state: 'failed', n: 200 },
  ])
  expect(await resumeSending(anAct(), id)).toEqual({ ok: false, reason: 'not_under_way' })
})

it('“A mailing pauses when whoever started it may start none any more; somebody else lets it go on, or stops it.”', async () => {
  const area = anArea()
  for (const n of [1, 2, 3]) await aContact(await aSchool({ laCode: area }), { email: `${n}.${area}@example.sch.uk`.toLowerCase() })
  const [leaver, drafter] = [await anAccount({ roles: ['organiser', 'reader'] }), await anAccount({ roles: ['officer'] })]
  const act = (actor: Actor) => anAct({ laCodes: [area], actor })
  const begun = async (by: Actor): Promise<string> => {
    const draft = await aDraft(toSchools(), {}, act(drafter.actor))
    expect((await start(draft, act(by))).ok).toBe(true)
    return draft.id
  }
  const [theirs, ofAnother] = [await begun(leaver.actor), await begun(drafter.actor)]
  const revoke = (role: string) =>
    db
      .prepare('UPDATE StaffRole SET revokedAt = ?3 WHERE accountId = ?1 AND role = ?2')
      .bind(leaver.accountId, role, tick().toISOString())
      .run()
  const states = async () => [(await mailing(theirs)).state, (await mailing(ofAnother)).state]
  await revoke('reader')
  expect(await states()).toEqual(['sending', 'sending'])
  await revoke('organiser')
  expect(await states()).toEqual(['paused', 'sending'])
  await run(theirs)
  expect(await sentTo(theirs)).toEqual([])
  expect((await resumeSending(act(drafter.actor), theirs)).ok).toBe(true)
  await run(theirs)
  expect(await sentTo(theirs)).toHaveLength(3)
})

const promised = async (n: number) => {
  const area = anArea()
  const act = () => anAct({ laCodes: [area] })
  const emails = Array.from({ length: n }, (_, at) => `p${at}.${area.toLowerCase()}@example.sch.uk`)
  for (const email of emails) await aContact(await aSchool({ laCode: area, name: `School ${email}` }), { email })
  return { act, emails }
}

it('“A promotion goes only to those who asked for it, also when they take that back after sending has started.”', async () => {
  const { act, emails } = await promised(5)
  const [never = '', withdrew = '', later = '', meanwhile = '', wants = ''] = emails
  await hasSaid(withdrew, 1)
  await hasSaid(withdrew, 0)
  for (const email of [later, meanwhile, wants]) await hasSaid(email, 1)
  const draft = await aDraft(toSchools(), { nature: 'promotion' }, act())
  expect((await start(draft, act())).ok).toBe(true)
  // One takes it back between the press and the queueing, by reporting a message; one in the very moment of it.
  await hasSaid(later, 0, 'complaint')
  await queueMailing({ ...act(), db: before(1, () => hasSaid(meanwhile, 0)) }, draft.id)
  await run(draft.id)
  expect(await sentTo(draft.id)).toEqual([wants])
  expect((await settledAs(draft.id)).toSorted((a, b) => (a.email < b.email ? -1 : 1))).toEqual([
    { email: never, state: 'skipped', why: 'no_consent' },
    { email: withdrew, state: 'skipped', why: 'no_consent' },
    { email: later, state: 'skipped', why: 'unsubscribed' },
    { email: meanwhile, state: 'skipped', why: 'unsubscribed' },
    { email: wants, state: 'queued', why: null },
  ])
})

it('a promotion that waits in the outbox does not go to somebody who has unsubscribed, and cannot be sent again', async () => {
  const { act, emails } = await promised(1)
  await hasSaid(emails[0] ?? '', 1)
  const draft = await aDraft(toSchools(), { nature: 'promotion' }, act())
  await start(draft, act())
  await queueMailing(act(), draft.id)
  const [body] = await rows<{ headers: string; messageId: string }>(
    'SELECT b.headers, b.messageId FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
    draft.id,
  )
  const token = body?.headers.match(/unsubscribe\/([\w-]+)>/)?.[1] ?? ''
  expect(await followUnsubscribeLink(act(), await sha256(token), false)).toBe(true)
  expect(await rows('SELECT state, attempts FROM Message WHERE sendingId = ?1', draft.id)).toEqual([{ state: 'failed', attempts: 0 }])
  expect(await sendMessageAgain(act(), body?.messageId ?? '')).toEqual({ ok: false, reason: 'not_to_be_sent_again' })
})

it('“A statutory notice goes also to those who want no promotions, and says why it comes.”', async () => {
  const { act, emails } = await promised(2)
  await hasSaid(emails[0] ?? '', 1)
  await hasSaid(emails[0] ?? '', 0, 'unsubscribe_link')
  const draft = await aDraft(toSchools(), { nature: 'statutory' }, act())
  await start(draft, act())
  await queueMailing(act(), draft.id)
  expect((await sentTo(draft.id)).toSorted()).toEqual(emails.toSorted())
  const bodies = await rows<{ text: string; headers: string }>(
    'SELECT b.text, b.headers FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
    draft.id,
  )
  for (const body of bodies) {
    expect(body.text).toContain('This is a notice that Your council must give, because of: Children Act 2004, section 16H.')
    expect(body.headers).toBe('{}')
  }
})

it('“Each promotion and each invitation to training holds a link to stop such messages, in its text and in its headers; no other message does.”', async () => {
  const { act, emails } = await promised(1)
  await hasSaid(emails[0] ?? '', 1)
  for (const nature of ['promotion', 'statutory'] as const) {
    const draft = await aDraft(toSchools(), { nature }, act())
    await start(draft, act())
    await queueMailing(act(), draft.id)
    const [body] = await rows<{ text: string; html: string; headers: string; nature: string }>(
      'SELECT b.text, b.html, b.headers, m.nature FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
      draft.id,
    )
    const headers = JSON.parse(body?.headers ?? '{}') as Record<string, string>
    expect(body?.nature).toBe(nature)
    if (nature === 'statutory') {
      expect([headers, body?.text.includes('/unsubscribe/')]).toEqual([{}, false])
      continue
    }
    const link = body?.text.match(/http:\/\/localhost:8787\/unsubscribe\/[\w-]{43}/)?.[0]
    expect(headers).toEqual({ 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' })
    // Only the hash is kept besides.
    expect(
      await rows('SELECT email, sendingId FROM UnsubscribeLink WHERE tokenHash = ?1', await sha256(link?.split('/').at(-1) ?? '')),
    ).toEqual([{ email: emails[0], sendingId: draft.id }])
  }
})

it('an address that comes to fail after the start gets nothing, and the record says why', async () => {
  const id = await underWay(3)
  await hasTrouble(`r2.${id}@example.sch.uk`)
  await queueMailing(anAct(), id)
  expect((await settledAs(id)).map((one) => [one.state, one.why])).toEqual([
    ['queued', null],
    ['skipped', 'address_fails'],
    ['queued', null],
  ])
})

it('“A service message goes only to people of an event.”', async () => {
  const { act } = await promised(1)
  expect(await start(await aDraft(toSchools(), { nature: 'service' }, act()), act())).toEqual({ ok: false, reason: 'not_ready' })
})

it('“Each mail names the school and the person for whom it was, so that it stands in their history.”', async () => {
  const event = await anEvent({ title: 'Online safety' })
  const school = await aSchool({ name: 'Wye Primary' })
  const placeId = await aPlace(event, school)
  const draft = await aDraft(
    { of: 'event', event: event.code, who: 'delegates' },
    { nature: 'service', subject: '{title}, {day}', body: 'Dear {name} of {school}, see {link}.', eventId: event.id },
  )
  await start(draft)
  await queueMailing(anAct(), draft.id)
  const [place] = await rows<{ personId: string; bookingId: string }>('SELECT personId, bookingId FROM Place WHERE id = ?1', placeId)
  expect(
    await rows(
      'SELECT m.kind, m.nature, m.schoolId, m.personId, m.placeId, m.bookingId, m.eventId, b.replyTo, b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
      draft.id,
    ),
  ).toEqual([
    {
      kind: 'mailing',
      nature: 'service',
      schoolId: school.id,
      personId: place?.personId,
      placeId,
      bookingId: place?.bookingId,
      eventId: event.id,
      replyTo: 'events@example.gov.uk',
      subject: 'Online safety, Friday 12 June 2026',
    },
  ])
  const [body] = await rows<{ text: string }>(
    'SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.sendingId = ?1',
    draft.id,
  )
  expect(body?.text).toContain(`Dear Rhiannon Pugh of Wye Primary, see http://localhost:8787/events/${event.code}.`)
  // Lists name the event too, instead of the field.
  const listed = (await readNow(db, selectSlice(db, mailingRows, {}))).rows.find(({ id }) => id === draft.id)
  expect([listed?.subject, (await readNow(db, selectSending(db, tick(), draft.id)))?.subject]).toEqual(
    Array(2).fill('Online safety, Friday 12 June 2026'),
  )
})

it('“What was sent stays as it was sent.”', async () => {
  const id = await underWay(1)
  for (const change of [`subject = 'Other'`, `body = 'Other'`, `nature = 'promotion'`, `state = 'draft'`])
    await expect(db.prepare(`UPDATE Sending SET ${change} WHERE id = ?1`).bind(id).run()).rejects.toThrow('sending_stands')
  await expect(db.prepare('DELETE FROM Sending WHERE id = ?1').bind(id).run()).rejects.toThrow('sending_stands')
  await queueMailing(anAct(), id)
  await expect(db.prepare(`UPDATE SendingRecipient SET state = 'waiting' WHERE sendingId = ?1`).bind(id).run()).rejects.toThrow(
    'recipient_is_settled',
  )
})

it('a mailing whose messages have all gone is done', async () => {
  const id = await underWay(2)
  await sendMailings(anAct())
  expect((await mailing(id)).state).toBe('sending')
  await db.prepare(`UPDATE Message SET state = 'sent', providerId = 'x', sentAt = createdAt WHERE sendingId = ?1`).bind(id).run()
  await endSendings(db, new Date())
  expect((await mailing(id)).state).toBe('done')
})

it('after all of this the audit finds nobody written to twice, and no promotion that was not wanted', async () => {
  const { invariants } = await auditAll(db, new Date('2026-06-01T09:00:00.000Z'))
  const ours = invariants.filter(({ name }) => name === 'mailing_to_each_once' || name === 'promotion_was_wanted')
  expect(ours.map(({ name, ok }) => [name, ok])).toEqual([
    ['mailing_to_each_once', true],
    ['promotion_was_wanted', true],
  ])
})
