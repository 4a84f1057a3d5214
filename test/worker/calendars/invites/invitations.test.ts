import ICAL from 'ical.js'
import { expect, it } from 'vitest'
import type { Act, Actor } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { messagesOfCancellation, messagesOfChange } from '#calendars/invites/notify-of-change.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { sentAs } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, bindings, db, existing, rows } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

type Mail = {
  kind: string
  method: string | null
  sequence: number | null
  fromAddress: string
  toAddress: string
  subject: string
  text: string
  ics: string
  contentType: string
}

const mailsOf = async (eventId: string, where = `m.method IS NOT NULL`): Promise<Mail[]> =>
  (
    await rows<Omit<Mail, 'ics' | 'contentType'> & { attachments: string }>(
      `SELECT m.kind, m.method, m.sequence, b.fromAddress, b.toAddress, b.subject, b.text, b.attachments
       FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND ${where} ORDER BY m.rowid`,
      eventId,
    )
  ).map(({ attachments, ...mail }) => {
    const [attachment] = JSON.parse(attachments) as { contentType: string; content: string }[]
    const bytes = Uint8Array.from(atob(attachment?.content ?? ''), (letter) => letter.charCodeAt(0))
    return { ...mail, ics: new TextDecoder().decode(bytes), contentType: attachment?.contentType ?? '' }
  })

const read = (ics: string) => {
  const calendar = new ICAL.Component(ICAL.parse(ics))
  const event = calendar.getFirstSubcomponent('vevent')
  if (!event) throw new Error('no VEVENT')
  const value = (name: string): string => String(event.getFirstPropertyValue(name) ?? '')
  return { calendar, event, value, method: String(calendar.getFirstPropertyValue('method')) }
}

const notifyOfChange = async (act: Act, before: EventDetails, after: EventDetails): Promise<SqlStatement[]> => {
  const { statements, messages } = await messagesOfChange(act, before, after)
  return [...statements, ...queuedAll(act, messages)]
}

const aBooking = async (facts: Parameters<typeof anEvent>[0] = {}, names = ['Siân Ŵyn ap Llŷr', 'Bo Lee; x, y: z']) => {
  const event = await anEvent({ contactEmail: 'jo@example.gov.uk', ...facts })
  const school = await aSchool({ name: 'St Mary’s' })
  const { actor, email } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: names.map((name, index) => ({ name, email: `d${index}@example.sch.uk`, roleId: 'dsl', represents: [] })),
  }).then(accepted)
  const details = await eventByCode(db, event.code).then(existing)
  return { event: details, school, actor, email, reference: placed.reference }
}

const change = async (before: EventDetails, facts: Partial<EventDetails>, overrides: Partial<Act> = {}): Promise<number> => {
  const statements = await notifyOfChange(anAct(overrides), before, { ...before, ...facts })
  if (statements.length > 0) await db.batch(statements)
  return statements.length
}

const live = (eventId: string) =>
  rows<{ uid: string; sequence: number; state: string; shown: string }>(
    `SELECT i.uid, i.sequence, i.state, i.shown FROM Invitation i JOIN Place p ON p.id = i.placeId WHERE p.eventId = ?1 ORDER BY i.id`,
    eventId,
  )

it('each delegate gets an entry that a calendar can read: UTC, one method, the sender as organiser, their own UID', async () => {
  const { event } = await aBooking({ title: 'Safeguarding, and what follows; it — ŵ'.padEnd(150, 'ŵ') })
  const mails = await mailsOf(event.id)
  expect(mails).toHaveLength(2)
  for (const [index, mail] of mails.entries()) {
    expect(mail.contentType).toBe('text/calendar; charset=utf-8; method=REQUEST')
    expect(mail.ics.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(mail.ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of mail.ics.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(mail.ics).toContain('DTSTART:20260612T083000Z')
    expect(mail.ics).not.toMatch(/TZID|TIMEZONE/)
    const { calendar, event: entry, value, method } = read(mail.ics)
    expect(method).toBe('REQUEST')
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1)
    expect(calendar.getFirstSubcomponent('vtimezone')).toBeNull()
    expect(value('dtstart')).toBe('2026-06-12T08:30:00Z')
    expect(value('dtend')).toBe('2026-06-12T15:00:00Z')
    expect(value('dtstamp')).toMatch(/Z$/)
    expect(value('sequence')).toBe('0')
    expect(value('status')).toBe('CONFIRMED')
    expect(value('summary')).toBe(event.title)
    expect(value('location')).toBe('Three Counties Hotel, Belmont Road, Hereford, HR2 7BP')
    expect(mail.fromAddress).toBe(sentAs(bindings.MAIL_FROM, 'Your council'))
    expect(value('organizer').toLowerCase()).toBe('mailto:conferences@example.gov.uk')
    expect(entry.getFirstProperty('organizer')?.getParameter('cn')).toBe('Your council')
    const attendees = entry.getAllProperties('attendee')
    expect(attendees).toHaveLength(1)
    expect(String(attendees[0]?.getFirstValue()).toLowerCase()).toBe(`mailto:d${index}@example.sch.uk`)
    expect(mail.toAddress).toContain(`<d${index}@example.sch.uk>`)
    expect(attendees[0]?.getParameter('rsvp')).toBe('TRUE')
    expect(attendees[0]?.getParameter('partstat')).toBe('NEEDS-ACTION')
  }
  const uids = mails.map((mail) => read(mail.ics).value('uid'))
  expect(new Set(uids).size).toBe(2)
  expect(new Set((await live(event.id)).map(({ uid }) => uid))).toEqual(new Set(uids))
})

it('a delegate is told where their details came from, and nothing about the other delegates', async () => {
  const { event } = await aBooking()
  const [first] = await mailsOf(event.id)
  expect(first?.text).toContain('St Mary’s gave us your name, email address and role')
  expect(first?.text).toContain('/privacy')
  expect(first?.text).not.toContain('Lee')
  expect(first?.ics).not.toContain('d1@example.sch.uk')
})

// “Each entry comes in a message of its own, a course on two days in two: an invitation that is
// one of several says how many more there are.”
it('several sessions are several entries, each with its own UID and message', async () => {
  const { event } = await aBooking(
    {
      sessions: [
        { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z' },
        { startsAt: '2026-11-12T09:00:00.000Z', endsAt: '2026-11-12T11:00:00.000Z' },
      ],
    },
    ['Ann'],
  )
  const mails = await mailsOf(event.id)
  expect(mails.map((mail) => read(mail.ics).value('dtstart'))).toEqual(['2026-06-12T08:30:00Z', '2026-11-12T09:00:00Z'])
  expect(mails.map((mail) => read(mail.ics).value('summary'))).toEqual([
    'Safeguarding conference: part 1 of 2',
    'Safeguarding conference: part 2 of 2',
  ])
  expect(mails[0]?.text).toContain('9:30am')
  expect(mails[1]?.text).toContain('9am')
  const more = 'The other part comes in an email of its own: keep both.'
  expect(mails.map(({ text }) => text.includes(more))).toEqual([true, true])
})

it('their own joining link is in the entry of those with a place', async () => {
  const { event } = await aBooking({ attendanceMode: 'online', joiningLink: 'https://meet.example/abc' }, ['Ann'])
  const [mail] = await mailsOf(event.id)
  expect(read(mail?.ics ?? '').value('location')).toMatch(/^https?:\/\/[^/]+\/join\/[\w-]{43}$/)
  const [confirmation] = await mailsOf(event.id, `m.kind = 'booking_confirmed'`)
  expect(confirmation?.text).not.toContain('meet.example')
})

it('a new time replaces the entry: same UID, higher sequence, and the contact is told as well', async () => {
  const { event, email } = await aBooking()
  const sessions = event.sessions.map((session) => ({
    ...session,
    startsAt: '2026-06-13T08:30:00.000Z',
    endsAt: '2026-06-13T15:00:00.000Z',
  }))
  await change(event, { sessions })
  const mails = await mailsOf(event.id, `m.kind = 'event_changed'`)
  expect(mails.map(({ method, sequence }) => [method, sequence])).toEqual([
    ['REQUEST', 1],
    ['REQUEST', 1],
    [null, null],
  ])
  expect(mails[2]?.toAddress).toContain(email)
  expect(mails[2]?.text).toContain('was Friday 12 June 2026')
  const { value, method } = read(mails[0]?.ics ?? '')
  expect([method, value('sequence'), value('dtstart')]).toEqual(['REQUEST', '1', '2026-06-13T08:30:00Z'])
  const before = read((await mailsOf(event.id, `m.kind = 'invitation' AND b.toAddress = '${mails[0]?.toAddress}'`))[0]?.ics ?? '')
  expect(value('uid')).toBe(before.value('uid'))
  expect(value('organizer')).toBe(before.value('organizer'))
  expect((await live(event.id)).map(({ sequence, state }) => [sequence, state])).toEqual([
    [1, 'live'],
    [1, 'live'],
  ])
})

it('a change that no calendar shows sends nothing', async () => {
  const { event } = await aBooking()
  expect(await change(event, { description: 'Bring a pen', capacity: 80, contactName: 'Jo' })).toBe(0)
  expect(await mailsOf(event.id, `m.kind = 'event_changed'`)).toEqual([])
})

it('an event that is over is not announced anew when its title is put right', async () => {
  const { event } = await aBooking()
  expect(await change(event, { title: 'Corrected' }, { now: new Date('2026-06-20T09:00:00.000Z') })).toBe(0)
})

it('a session that is added later is in the calendars of those who have a place, and one taken out leaves them', async () => {
  const { event } = await aBooking({}, ['Ann'])
  const added = {
    id: crypto.randomUUID(),
    position: 2,
    title: 'Afternoon',
    startsAt: '2026-07-01T12:00:00.000Z',
    endsAt: '2026-07-01T14:00:00.000Z',
    block: '',
    capacity: null,
    chosen: 0,
    ...{ room: '', about: '', speakers: '' },
  }
  const after = { ...event, sessions: [...event.sessions, added] }
  await db.batch([
    insert('Session', { id: added.id, eventId: event.id, position: 2, title: added.title, startsAt: added.startsAt, endsAt: added.endsAt }),
    ...(await notifyOfChange(anAct(), event, after)),
  ])
  expect(await rows('SELECT COUNT(*) AS n FROM PlaceSession WHERE sessionId = ?1', added.id)).toEqual([{ n: 1 }])
  expect((await live(event.id)).map(({ sequence }) => sequence)).toEqual([1, 0])
  await change(after, { sessions: event.sessions })
  expect((await live(event.id)).map(({ state }) => state)).toEqual(['live', 'cancelled'])
})

it('cancelling the event takes every entry out and tells each contact', async () => {
  const { event, email } = await aBooking()
  const told = await messagesOfCancellation(anAct(), event, 'The hotel is flooded.')
  await db.batch([...told.statements, ...queuedAll(anAct(), told.messages)])
  const mails = await mailsOf(event.id, `m.kind = 'event_cancelled'`)
  expect(mails.map(({ method, sequence }) => [method, sequence])).toEqual([
    ['CANCEL', 1],
    ['CANCEL', 1],
    [null, null],
  ])
  expect(mails[2]?.toAddress).toContain(email)
  expect(mails[0]?.text).toContain('The hotel is flooded.')
  const { value, method, event: entry } = read(mails[0]?.ics ?? '')
  expect([method, value('status'), value('sequence')]).toEqual(['CANCEL', 'CANCELLED', '1'])
  expect(mails[0]?.contentType).toBe('text/calendar; charset=utf-8; method=CANCEL')
  const before = read((await mailsOf(event.id, `m.kind = 'invitation' AND b.toAddress = '${mails[0]?.toAddress}'`))[0]?.ics ?? '')
  expect(value('uid')).toBe(before.value('uid'))
  expect(entry.getFirstPropertyValue('attendee')).toBe(before.event.getFirstPropertyValue('attendee'))
  expect(value('dtstart')).toBe(before.value('dtstart'))
})

it('cancelling a place withdraws that entry alone, also after a change', async () => {
  const { event, actor, reference } = await aBooking()
  await change(event, { venueName: 'Shire Hall' })
  const [place] = await rows<{ id: string }>(`SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid`, event.id)
  const done = await cancelBooking(anAct({ actor }), reference, [place?.id ?? ''])
  expect(done).toEqual({ ok: true, value: 1 })
  const mails = await mailsOf(event.id, `m.kind = 'place_cancelled'`)
  expect(mails.map(({ method, sequence, toAddress }) => [method, sequence, toAddress.includes('d0@')])).toEqual([['CANCEL', 2, true]])
  expect(read(mails[0]?.ics ?? '').value('location')).toContain('Shire Hall')
  expect((await live(event.id)).filter(({ state }) => state === 'cancelled')).toHaveLength(1)
  expect(await rows(`SELECT p.state FROM Place p WHERE p.eventId = ?1 ORDER BY p.rowid`, event.id)).toEqual([
    { state: 'cancelled' },
    { state: 'confirmed' },
  ])
})

it('a place that is booked while a change is being written is not forgotten: the change is refused and read again', async () => {
  const { event } = await aBooking({ placesPerSchool: 3, capacity: 60 }, ['Ann'])
  const after = { ...event, venueName: 'Shire Hall' }
  const stale = await notifyOfChange(anAct(), event, after)
  const other = await aSchool()
  const { actor } = await anAccount({ schoolIds: [other.id] })
  await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: other.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Late', email: 'late@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  expect(await atomically(db, stale, { [guardBroken]: 'read_again' })).toEqual({ ok: false, reason: 'read_again' })
  await db.batch(await notifyOfChange(anAct(), event, after))
  expect((await live(event.id)).map(({ sequence }) => sequence)).toEqual([1, 1])
})

it('a change of a large event is a handful of statements, and its mails stay in order', async () => {
  const event = await anEvent({ capacity: 200, placesPerSchool: null })
  const details = await eventByCode(db, event.code).then(existing)
  for (let n = 0; n < 6; n++) {
    const school = await aSchool()
    const { actor }: { actor: Actor } = await anAccount({ schoolIds: [school.id] })
    await placeBooking(anAct({ actor }), {
      code: event.code,
      schoolId: school.id,
      formId: crypto.randomUUID(),
      delegates: Array.from({ length: 20 }, (_, i) => ({
        name: `P ${i}`,
        email: `p${n}-${i}@example.sch.uk`,
        roleId: 'dsl',
        represents: [],
      })),
    })
  }
  const statements = await notifyOfChange(anAct(), details, { ...details, venueName: 'Shire Hall' })
  expect(statements.length).toBeLessThan(20)
  await db.batch(statements)
  expect(await rows(`SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1 AND kind = 'event_changed'`, event.id)).toEqual([{ n: 126 }])
})
