import { expect, it } from 'vitest'
import { addDays } from '#base/dates.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anEvent, db, existing, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { aBookingUnderTerms } from '#test/worker/booking/pricing/terms.ts'

const { cookie } = await anAccount({ roles: ['organiser'] })

const year = new Date().getUTCFullYear() + 2

/** A Thursday in June: moved by days, its weekday follows. */
const first = Array.from({ length: 7 }, (_, n) => `${year}-06-0${n + 1}`).find((day) => new Date(day).getUTCDay() === 4) ?? ''
const at = (day: string, time: string): string => `${day}T${time}:00.000Z`

/** With all that has a time: two sessions, a break, its deadlines, and places reserved until a day. */
const aConference = async () => {
  const sessions = [
    { title: 'Opening', startsAt: at(first, '08:30'), endsAt: at(first, '11:00') },
    { title: 'Panel', startsAt: at(first, '12:00'), endsAt: at(first, '14:00') },
  ]
  const { event } = await aBookingUnderTerms({
    event: { sessions, bookingClosesAt: at(addDays(first, -2), '14:00') },
    people: 1,
    unnamed: 1,
  })
  await db.batch([
    db
      .prepare('UPDATE Event SET namesDueAt = ?2, earlyUntil = ?3, bookingOpensAt = ?4 WHERE id = ?1')
      .bind(event.id, at(addDays(first, -7), '11:00'), at(addDays(first, -28), '14:00'), '2026-01-05T09:00:00.000Z'),
    insert('EventBreak', { eventId: event.id, title: 'Lunch', startsAt: at(first, '11:00'), endsAt: at(first, '12:00') }),
    insert('HeldBack', {
      id: `kept-${event.id}`,
      eventId: event.id,
      places: 4,
      forWhom: 'no_record',
      releaseAt: at(addDays(first, -14), '11:00'),
      createdAt: at(first, '00:00').replace(/^\d+/, String(year - 3)),
    }),
  ])
  return { event, path: `/organiser/events/${event.code}/move` }
}

const versionOf = async (code: string): Promise<string> => String((await eventByCode(db, code).then(existing)).version)

// “An event is moved with its sessions, breaks and deadlines by as many days, at the same times of day. Who is sent what is shown first.”
it('an organiser sees what moves with an event and who is sent what, and then moves all of it by one press', async () => {
  const { event, path } = await aConference()
  const to = addDays(first, 14)
  const version = await versionOf(event.code)
  const shown = await request(path, { cookie, form: { day: '', days: '14', version } })
  const page = plain(await shown.text())
  expect(shown.status).toBe(200)
  expect(page).toContain('This changes: the day')
  expect(page).toContain('Save and send 3 messages')
  for (const what of ['Names by', 'Early price until', 'Booking closes', 'Reserved (4 places) until']) expect(page).toContain(what)
  expect(page).not.toContain('Booking opens')
  expect(await versionOf(event.code)).toBe(version)
  const saved = await request(path, { cookie, form: { day: to, version, confirmed: 'yes', freeUntil: first, do: 'save' } })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/organiser\/sendings\//)])
  const { sessions, breaks, rules, earlyUntil, bookingOpensAt, bookingClosesAt } = await eventByCode(db, event.code).then(existing)
  expect({
    sessions: sessions.map(({ id, startsAt, endsAt }) => [id, startsAt, endsAt]),
    breaks,
    namesDueAt: rules.namesDueAt,
    earlyUntil,
    bookingOpensAt,
    bookingClosesAt,
    released: await rows('SELECT releaseAt FROM HeldBack WHERE eventId = ?1', event.id),
  }).toEqual({
    sessions: [
      [event.sessions[0]?.id, at(to, '08:30'), at(to, '11:00')],
      [event.sessions[1]?.id, at(to, '12:00'), at(to, '14:00')],
    ],
    breaks: [{ title: 'Lunch', startsAt: at(to, '11:00'), endsAt: at(to, '12:00') }],
    namesDueAt: at(addDays(to, -7), '11:00'),
    earlyUntil: at(addDays(to, -28), '14:00'),
    // It has opened, and stays open.
    bookingOpensAt: '2026-01-05T09:00:00.000Z',
    bookingClosesAt: at(addDays(to, -2), '14:00'),
    released: [{ releaseAt: at(addDays(to, -14), '11:00') }],
  })
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'event_changed'`, event.id)).toEqual([{ n: 3 }])
  const [log] = await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'event.changed' AND eventId = ?1`, event.id)
  expect(JSON.parse(log?.after ?? '')).toMatchObject({
    changes: expect.arrayContaining(['date']),
    namesDueAt: at(addDays(to, -7), '11:00'),
    heldBack: [{ id: `kept-${event.id}`, releaseAt: at(addDays(to, -14), '11:00') }],
  })
})

// “A deadline that would have passed already ends when the event begins.”
it('a day on which schools do not work is said before the move, and a deadline that would have passed ends when the event begins', async () => {
  const { event, path } = await aConference()
  const saturday = addDays(first, -5 * 7 + 2)
  const sooner = Math.round((Date.parse(saturday) - Date.parse(first)) / 86_400_000)
  const page = plain(await (await request(path, { cookie, form: { days: String(sooner), version: await versionOf(event.code) } })).text())
  expect(page).toMatch(/Saturday \d+ \w+ \d{4} is at a weekend\./)
  const days = Math.floor((Date.parse(first) - Date.now()) / 86_400_000) - 3
  const soon = plain(await (await request(path, { cookie, form: { days: String(-days), version: await versionOf(event.code) } })).text())
  expect(soon).toMatch(/Names by.*When the event begins/s)
})

it('an event is not moved to no day, to the day on which it is, or once somebody else has changed it; a draft is moved without a message', async () => {
  const { event, path } = await aConference()
  const version = await versionOf(event.code)
  const answer = async (form: Record<string, string>) => {
    const answered = await request(path, { cookie, form })
    return [answered.status, plain(await answered.text())] as const
  }
  const problems: [form: Record<string, string>, status: number, says: string][] = [
    [{ day: '', days: '' }, 422, 'Enter either the new day, such as 12/6/2026, or a number of days'],
    [{ day: addDays(first, 7), days: '7' }, 422, 'Enter either the new day, such as 12/6/2026, or a number of days'],
    [{ day: 'soon', days: '' }, 422, 'Enter the new day, such as 12/6/2026'],
    [{ day: '', days: '+-7' }, 422, 'Enter a number of days, such as 7 or -7'],
    [{ day: '', days: 'a week' }, 422, 'Enter a number of days, such as 7 or -7'],
    [{ day: '', days: '0' }, 422, 'already. Enter another day'],
    [{ day: first, days: '' }, 422, 'already. Enter another day'],
    [
      { day: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10), days: '' },
      409,
      'neither the event nor a part of it can be moved into the past',
    ],
    [{ day: addDays(first, 7), days: '', confirmed: 'yes', version: '0' }, 409, 'The event has'],
  ]
  for (const [form, status, says] of problems) {
    const [was, page] = await answer({ version, ...form })
    expect([form, was]).toEqual([form, status])
    expect(page).toContain(says)
  }
  expect(await versionOf(event.code)).toBe(version)
  const draft = await anEvent({ state: 'draft', startsAt: at(first, '08:30'), endsAt: at(first, '15:00') })
  const ofDraft = { day: addDays(first, 7), version: await versionOf(draft.code) }
  const seen = await request(`/organiser/events/${draft.code}/move`, { cookie, form: ofDraft })
  expect(plain(await seen.text())).toContain('Nobody will be sent anything')
  const moved = await request(`/organiser/events/${draft.code}/move`, { cookie, form: { ...ofDraft, confirmed: 'yes' } })
  expect([moved.status, moved.headers.get('location')]).toEqual([303, `/organiser/events/${draft.code}`])
  expect((await eventByCode(db, draft.code).then(existing)).sessions[0]?.startsAt).toBe(at(addDays(first, 7), '08:30'))
})

it('a row of reserved places may end or move its end, and is otherwise as it was', async () => {
  const { event } = await aConference()
  const set = (what: string) => run(`UPDATE HeldBack SET ${what} WHERE eventId = ?1`, event.id)
  await set(`releaseAt = '${at(addDays(first, -10), '11:00')}'`)
  for (const what of ['places = 5', `releaseAt = '${at(first, '08:00')}', withdrawnAt = '${at(first, '07:00')}'`, 'createdById = NULL'])
    await expect(set(what)).rejects.toThrow('held_back_only_ends')
  await set(`withdrawnAt = '${at(addDays(first, -12), '11:00')}'`)
  await expect(set(`releaseAt = '${at(first, '08:00')}'`)).rejects.toThrow('held_back_only_ends')
})
