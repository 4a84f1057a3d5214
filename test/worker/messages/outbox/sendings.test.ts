// Messages that went to a group: how far it has come, pausing it, and the list of all.
import { expect, it } from 'vitest'
import { selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { pauseSending, resumeSending } from '#messages/outbox/pause-sending.ts'
import { endSendings, insertSending, selectSending, sendingRows } from '#messages/outbox/sending-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, db, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const organiser = await anAccount({ roles: ['organiser'], name: 'Mair Hughes' })
const { cookie } = organiser

/** A sending of an event with a message in each of the states given. */
const aSending = async (states: readonly Record<string, string | number>[] = [], facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', ...facts })
  const act = anAct({ actor: organiser.actor })
  const id = newId(act.now)
  const messages = states.map((_, index) => ({
    id: newId(act.now),
    kind: 'event_changed' as const,
    to: { name: `Person ${index}`, email: `person${index}@example.sch.uk` },
    subject: 'Changed',
    text: 'The place changed.',
    html: '<p>The place changed.</p>',
    recipient: crypto.randomUUID(),
    eventId: event.id,
  }))
  await db.batch([
    insertSending(act, { id, kind: 'change', eventId: event.id, subject: event.title, state: 'sending' }),
    ...queuedAll({ ...act, sendingId: id }, messages),
    ...states.flatMap((state, index) =>
      Object.entries(state).map(([column, value]) =>
        db.prepare(`UPDATE Message SET ${column} = ?2 WHERE id = ?1`).bind(messages[index]?.id, value),
      ),
    ),
  ])
  return { id, event, ids: messages.map((message) => message.id) }
}

const sent = { state: 'sent', sentAt: '2026-03-02T09:01:00.000Z' }
const deliveryStatus = (of: string) => ({ ...sent, deliveryStatus: of, deliveryStatusAt: '2026-03-02T09:02:00.000Z' })

// “The page of a sending says how many messages wait, were sent, were accepted by the recipients'
// mail servers, were not sent and bounced, and brings itself up to date until all have left.”
it('the page of a sending counts its messages by what became of them, and brings itself up to date until all have left', async () => {
  const { id } = await aSending([
    {},
    {},
    sent,
    deliveryStatus('delayed'),
    deliveryStatus('delivered'),
    deliveryStatus('bounced'),
    deliveryStatus('complained'),
    { state: 'failed' },
    { state: 'failed', withheld: 1 },
  ])
  expect((await readNow(db, selectSending(db, tick(), id)))?.progress).toEqual({
    recipients: 0,
    waiting: 2,
    sent: 5,
    delivered: 1,
    failed: 2,
    bounced: 2,
    outcomes: { waiting: 2, sent: 1, delayed: 1, accepted: 1, complained: 1, bounced: 1, failed: 1, withheld: 1 },
  })
  const answer = await request(`/organiser/sendings/${id}`, { cookie })
  expect(answer.headers.get('refresh')).toBe('10')
  const page = await answer.text()
  expect(page).toContain('<progress id="progress" class="muster-progress" max="9" value="7">')
  expect(page).toContain('Pause')
  expect(page).toContain('person0@')
  const still = await request(`/organiser/sendings/${id}?still=yes`, { cookie })
  expect(still.headers.get('refresh')).toBeNull()
  await run(`UPDATE Message SET state = 'sent', sentAt = ?2 WHERE sendingId = ?1 AND state = 'queued'`, id, tick().toISOString())
  const over = await request(`/organiser/sendings/${id}`, { cookie })
  expect([over.headers.get('refresh'), (await over.text()).includes('Finished')]).toEqual([null, true])
  expect(await endSendings(db, tick())).toBeGreaterThan(0)
  expect(await rows('SELECT state, endedAt IS NOT NULL AS ended FROM Sending WHERE id = ?1', id)).toEqual([{ state: 'done', ended: 1 }])
})

// “An organiser pauses a sending and lets it go on.” “Pausing twice is pausing once, and a
// finished sending is not paused.”
it('a sending is paused once however often it is pressed, goes on, and is not paused when it is over', async () => {
  const { id } = await aSending([{}])
  const act = anAct({ actor: organiser.actor })
  const pressed = await Promise.all([1, 2, 3].map(() => pauseSending(act, id)))
  expect(pressed.map((one) => one.ok)).toEqual([true, true, true])
  expect(await rows('SELECT state FROM Sending WHERE id = ?1', id)).toEqual([{ state: 'paused' }])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'sending.paused' AND subjectId = ?1`, id)).toEqual([{ n: 1 }])
  const page = await (await request(`/organiser/sendings/${id}`, { cookie })).text()
  expect(page).toContain('Go on sending')
  expect((await Promise.all([1, 2].map(() => resumeSending(act, id)))).map((one) => one.ok)).toEqual([true, true])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'sending.resumed' AND subjectId = ?1`, id)).toEqual([{ n: 1 }])
  await run(`UPDATE Message SET state = 'sent' WHERE sendingId = ?1`, id)
  await endSendings(db, tick())
  expect(await pauseSending(act, id)).toEqual({ ok: false, reason: 'not_under_way' })
  expect((await request('/organiser/sendings/none/pause', { cookie, form: { go: '1' } })).status).toBe(404)
})

// “A message that was sent again counts once, as what became of it in the end.”
// “A sending whose messages wait behind a paused one to the same people says so, and leads to
// it.”
it('a sending that waits behind a paused one to the same people says so until that goes on', async () => {
  const change = await aSending([{ recipient: 'behind' }])
  const cancellation = await aSending([{ recipient: 'behind' }])
  const page = async () => (await request(`/organiser/sendings/${cancellation.id}`, { cookie })).text()
  expect(await page()).not.toContain('is paused')
  await pauseSending(anAct(), change.id)
  expect(await page()).toContain(`href="/organiser/sendings/${change.id}"`)
  expect((await readNow(db, selectSending(db, tick(), change.id)))?.waitsFor).toBeNull()
  await resumeSending(anAct(), change.id)
  expect(await page()).not.toContain('is paused')
})

it('a message that was sent again counts once', async () => {
  const { id, ids } = await aSending([{ state: 'failed', lastError: '422' }, sent])
  expect((await request(`/organiser/messages/${ids[0]}/again`, { cookie, form: { again: '1' } })).status).toBe(303)
  expect((await readNow(db, selectSending(db, tick(), id)))?.progress.outcomes).toMatchObject({ failed: 0, sent: 2, waiting: 0 })
})

it('recipients of a mailing that are not queued yet count as waiting', async () => {
  const { id } = await aSending([sent])
  await add('SendingRecipient', { sendingId: id, number: 1, email: 'a@example.sch.uk' })
  await add('SendingRecipient', { sendingId: id, number: 2, email: 'b@example.sch.uk' })
  expect((await readNow(db, selectSending(db, tick(), id)))?.progress).toMatchObject({ recipients: 2, sent: 1 })
  expect(await (await request(`/organiser/sendings/${id}`, { cookie })).text()).toContain('max="3" value="1"')
})

it('all sendings are listed, those of an event alone when it is named, in one round trip', async () => {
  const one = await aSending([sent], { title: 'Spring briefing' })
  const other = await aSending([sent], { title: 'Autumn conference' })
  const all = await (await request('/organiser/sendings', { cookie })).text()
  expect(all.indexOf('Autumn conference')).toBeLessThan(all.indexOf('Spring briefing'))
  const mine = await (await request(`/organiser/sendings?event=${one.event.code}`, { cookie })).text()
  expect([mine.includes(one.id), mine.includes(other.id)]).toEqual([true, false])
  expect(await tripsOf((on) => readNow(on, selectSlice(on, sendingRows(''), {})))).toBe(1)
})
