import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { chaseMissingNames } from '#booking/delegates/chase-missing-names.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { saveMessage } from '#correspondence/automatic/save-message.ts'
import { selectMessages } from '#correspondence/automatic/store.ts'
import { eventByCode } from '#events/events/store.ts'
import { switches } from '#messages/outbox/switch.ts'
import { anAccount, anAct, anEvent, counting, db, existing, request, rows, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aBooking, messagesOf } from '#test/worker/booking/delegates/bookings.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { booked, move, set } from './world.ts'

const far = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const page = async (path: string, cookie: string) => {
  const answer = await request(path, { cookie })
  return { status: answer.status, text: await textOf(answer) }
}
const version = async (eventId: string) =>
  String((await rows<{ version: number }>('SELECT version FROM Event WHERE id = ?1', eventId))[0]?.version)
const settings = (eventId: string) => rows('SELECT kind, isOn, minutes, note FROM EventMessage WHERE eventId = ?1 ORDER BY kind', eventId)

it('the page shows every message of the event: whether, when, to how many, and what went', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const { event } = await aBooking(['Ann Lee', 'Bo Price'], 0, far)
  const shown = await page(`/organiser/events/${event.code}/messages`, organiser.cookie)
  expect(shown.status).toBe(200)
  expect(shown.text).toMatch(/Reminder a week before Each delegate On 7 days before, at 8am 5 June 2099 at 8am, to 2 people None yet/)
  expect(shown.text).toMatch(/Reminder a day before Each delegate On 1 day before, at 8am 11 June 2099 at 8am, to 2 people/)
  expect(shown.text).toMatch(
    /List of who is coming The person who booked On With each reminder that is on 5 June 2099 at 8am, about 1 booking/,
  )
  expect(shown.text).toMatch(/Invitation for the calendar Each delegate On .* 2 (sent|waiting)|0 sent, 2 waiting/)
  expect(shown.text).toContain('Names are not asked for by a date')
  for (const one of switches.map((name) => name.replaceAll('_', '-'))) {
    const preview = await page(`/organiser/events/${event.code}/messages/${one}`, organiser.cookie)
    expect([one, preview.status, /Subject: .+/.test(preview.text), preview.text.includes('Safeguarding conference')]).toEqual([
      one,
      200,
      true,
      true,
    ])
  }
})

it('messages of no event, and of no kind, are not there', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, far)
  const { cookie } = await anAccount({ roles: ['administrator'] })
  expect((await request('/organiser/events/NOTHERE/messages', { cookie })).status).toBe(404)
  expect((await request(`/organiser/events/${event.code}/messages/nothing`, { cookie })).status).toBe(404)
})

// “The page of the event says what is switched off.”
it('switching off a change is confirmed under its warning, is logged, is on the page of the event, and keeps it from being sent', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const { event } = await booked(['Ann Lee'], 0, far)
  const path = `/organiser/events/${event.code}/messages/cancellation`
  expect((await page(path, organiser.cookie)).text).toContain('calendars will go on showing an event or a place that is cancelled')
  const refused = await request(path, { cookie: organiser.cookie, form: { isOn: 'off', version: await version(event.id) } })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Tick that you know what goes wrong')
  expect(await settings(event.id)).toEqual([])
  const saved = await request(path, {
    cookie: organiser.cookie,
    form: { isOn: 'off', understood: 'yes', version: await version(event.id) },
  })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, `/organiser/events/${event.code}/messages`])
  expect(await settings(event.id)).toEqual([
    { kind: 'event_cancelled', isOn: 0, minutes: null, note: '' },
    { kind: 'place_cancelled', isOn: 0, minutes: null, note: '' },
  ])
  expect(await rows(`SELECT accountId, before, after FROM Log WHERE act = 'event.message_set' AND eventId = ?1`, event.id)).toEqual([
    {
      accountId: organiser.accountId,
      before: '{"message":"cancellation","isOn":true,"minutes":null,"note":0}',
      after: '{"message":"cancellation","isOn":false,"minutes":null,"note":0}',
    },
  ])
  expect((await page(`/organiser/events/${event.code}`, organiser.cookie)).text).toContain('Switched off: cancellation.')
})

it('where changes are off nobody is written to, and the audit does not call that a fault', async () => {
  const { event } = await booked(['Ann Lee'], 0, far)
  await set(event.id, 'event_changed', { isOn: false })
  await move(event.id, 60, '2026-06-01T09:00:00.000Z')
  expect(await messagesOf(event.id, 'event_changed')).toEqual([])
  const audit = await auditAll(db, new Date('2026-06-01T10:00:00.000Z'))
  expect(audit.invariants.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([])
})

it('a time and a note are kept, and what is wrong is said with what was typed', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent(far)
  const path = `/organiser/events/${event.code}/messages/reminder-week`
  const form = { isOn: 'on', days: '10', time: '2.30pm', note: 'Parking is behind the hotel.' }
  expect((await request(path, { cookie, form: { ...form, version: await version(event.id) } })).status).toBe(303)
  expect(await settings(event.id)).toEqual([
    { kind: 'reminder_week', isOn: 1, minutes: 10 * 1440 - 870, note: 'Parking is behind the hotel.' },
  ])
  const again = await request(path, { cookie })
  expect(await again.text()).toMatch(/value="10"[\s\S]*value="14:30"[\s\S]*Parking is behind the hotel\./)
  const wrong = await request(path, { cookie, form: { ...form, days: '99', note: 'Kept', version: await version(event.id) } })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/Enter how many days before[\s\S]*value="99"[\s\S]*Kept/)
})

// “Two organisers who change the messages of an event at the same time do not overwrite each
// other.”
it('of two organisers at once one is saved, and the other sees what was typed and is told', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent(far)
  const seen = await version(event.id)
  const form = (note: string) => ({ isOn: 'on', hours: '3', note, version: seen })
  const path = `/organiser/events/${event.code}/messages/thanks`
  const answers = await Promise.all([request(path, { cookie, form: form('First') }), request(path, { cookie, form: form('Second') })])
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
  const lost = answers.find(({ status }) => status === 409)
  const text = (await lost?.text()) ?? ''
  expect(text).toContain('The event has changed since you opened this page')
  const [kept] = await rows<{ note: string }>('SELECT note FROM EventMessage WHERE eventId = ?1', event.id)
  expect(text).toContain(kept?.note === 'First' ? 'Second' : 'First')
  expect(await rows(`SELECT 1 FROM Log WHERE act = 'event.message_set' AND eventId = ?1`, event.id)).toHaveLength(1)
})

it('saving what is already so writes nothing, and nothing of a cancelled event can be set', async () => {
  const { actor } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent(far)
  const found = await readNow(db, selectMessages(db, event.code, anAct().now)).then(existing)
  const same = { isOn: true, minutes: 120, note: '' }
  const ask = { event: found.event, version: found.event.version, one: 'thanks' as const, was: same, setting: same }
  expect(await saveMessage(anAct({ actor }), ask)).toEqual({ ok: true, value: true })
  expect(await saveMessage(anAct({ actor }), { ...ask, event: { ...found.event, state: 'cancelled' } })).toEqual({
    ok: false,
    reason: 'cancelled',
  })
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, '2026-05-01T09:00:00.000Z')
  expect(await saveMessage(anAct({ actor }), { ...ask, setting: { ...same, note: 'x' } })).toEqual({ ok: false, reason: 'stale' })
  expect(await settings(event.id)).toEqual([])
})

// “A copy of an event has its messages switched, timed and noted as the original has.”
it('a copy of an event has its messages as the original has them', async () => {
  const { actor } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent(far)
  await set(event.id, 'reminder_week', { minutes: 12_000, note: 'Parking is behind the hotel.' })
  await set(event.id, 'absence_noted', { isOn: false })
  const details = await eventByCode(db, event.code).then(existing)
  const id = newId(new Date('2026-03-01T09:00:00.000Z'))
  expect((await copyEvent(anAct({ actor }), { event: details, id, startsOn: '2099-09-12', inSeries: false })).ok).toBe(true)
  expect(await settings(id)).toEqual(await settings(event.id))
})

// “While names are not chased for an event, no chase counts as sent.”
it('where names are not chased none is noted as sent, and they are chased from when it is on again', async () => {
  const { event } = await booked([], 2)
  await run(`UPDATE Event SET namesDueAt = '2026-05-20T16:00:00.000Z' WHERE id = ?1`, event.id)
  await set(event.id, 'names_due', { isOn: false })
  const follow = (now: string) => chaseMissingNames(anAct({ now: new Date(now), origin: 'schedule' }))
  await follow('2026-05-14T09:00:00.000Z')
  const chases = () => rows('SELECT kind FROM SentOnce WHERE eventId = ?1', event.id)
  expect([await chases(), await messagesOf(event.id, 'names_due')]).toEqual([[], []])
  await set(event.id, 'names_due', { isOn: true })
  await follow('2026-05-15T09:00:00.000Z')
  expect(await chases()).toEqual([{ kind: 'names_week_before' }])
  expect(await messagesOf(event.id, 'names_due')).toHaveLength(1)
})

it('the page takes one round trip, however many messages went', async () => {
  const { event } = await aBooking(['Ann Lee'], 0, far)
  const few = counting()
  await readNow(few.db, selectMessages(few.db, event.code, anAct().now))
  await aBooking(['Bo Price', 'Cai Rees', 'Dee Vaughan'], 2, {}, event)
  const many = counting()
  await readNow(many.db, selectMessages(many.db, event.code, anAct().now))
  expect([few.trips(), many.trips()]).toEqual([1, 1])
})
