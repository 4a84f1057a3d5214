import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventById } from '#events/events/store.ts'
import { claimDue } from '#messages/outbox/claim-store.ts'
import { accepted, anAct, db, existing, rows, run, tick, tripsOf } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { aBooking, person } from '#test/worker/booking/delegates/bookings.ts'
import { actAt, booked, dayBefore, mails, move, runClock, sent, set, weekBefore } from './world.ts'

// “Each delegate is reminded a week and a day before each day of an event on which they attend
// something.” “The booker gets a list of who is coming with each reminder that is on.” “It
// says how many places have no name yet.”
it('delegates are reminded a week and a day before at 8am in London, and whoever booked gets a list both times', async () => {
  const { event, contact, places } = await booked(['Ann Lee', 'Bo Price'], 2)
  const office = contact.email.split('@')[0]
  await runClock('2026-06-05T06:59:59.000Z')
  expect(await sent(event.id)).toEqual([])
  for (const now of [weekBefore, '2026-06-05T07:01:00.000Z', '2026-06-11T06:59:00.000Z']) await runClock(now)
  const first = [`06-05T07:00 reminder_contact ${office}`, '06-05T07:00 reminder_week ann.lee', '06-05T07:00 reminder_week bo.price']
  expect(await sent(event.id)).toEqual(first)
  for (const now of [dayBefore, '2026-06-12T08:29:00.000Z', '2026-06-12T08:30:00.000Z']) await runClock(now)
  expect(await sent(event.id)).toEqual([
    ...first,
    ...[`06-11T07:00 reminder_contact ${office}`, '06-11T07:00 reminder_day ann.lee', '06-11T07:00 reminder_day bo.price'],
  ])
  const [mail] = await mails(event.id, 'reminder_day')
  expect(mail?.subject).toMatch(/^Reminder: Safeguarding conference, Friday 12 June 2026, 9:30am, for School \d+$/)
  expect(mail?.text).toContain('When: Friday 12 June 2026, 9:30am to 4pm')
  expect(mail?.text).toContain('Where: Three Counties Hotel, Belmont Road, Hereford, HR2 7BP')
  expect(mail?.text).toContain('https://www.openstreetmap.org/search?query=Three%20Counties%20Hotel')
  expect(mail?.text).toMatch(/Your place:\nhttp:\/\/localhost:8787\/place\/[\w-]{20,}/)
  expect(mail?.text).toContain('If you cannot come, someone else can come instead.')
  expect([mail?.replyTo, mail?.placeId, mail?.personId]).toEqual(['events@example.gov.uk', places[0]?.id, places[0]?.personId])
  const [list] = await mails(event.id, 'reminder_contact')
  expect(list?.toAddress).toContain(contact.email)
  expect(list?.text).toContain('* Ann Lee\n* Bo Price')
  expect(list?.text).toContain('2 places have no name yet')
  expect(await rows('SELECT kind, COUNT(*) AS n FROM SentOnce WHERE eventId = ?1 GROUP BY kind ORDER BY kind', event.id)).toEqual([
    { kind: 'reminder_contact_day', n: 1 },
    { kind: 'reminder_contact_week', n: 1 },
    { kind: 'reminder_day', n: 2 },
    { kind: 'reminder_week', n: 2 },
  ])
})

// “What is no longer so when it would leave is not sent, and its page says why.”
it('a reminder of a later day that is moved before it leaves does not leave, and that of a day which stands does', async () => {
  const day = (on: number) => ({ startsAt: `2026-06-${on}T08:30:00.000Z`, endsAt: `2026-06-${on}T15:00:00.000Z` })
  const { event } = await booked(['Ann Lee'], 0, { sessions: [day(12), day(24)] })
  const claim = async (now: string) => {
    // What goes to one person leaves in turn.
    for (let turn = 0; turn < 6; turn += 1) {
      await claimDue(db, new Date(now), { claim: newId(tick()), batch: newId(tick()) }, { alone: 100, together: 100 })
      await run(`UPDATE Message SET state = 'sent', sentAt = ?1 WHERE state = 'sending'`, now)
    }
    return rows(
      'SELECT lastError FROM Message WHERE eventId = ?1 AND kind IN (?2, ?3) AND createdAt >= ?4',
      event.id,
      ...kinds,
      now.slice(0, 10),
    )
  }
  const kinds = ['reminder_day', 'reminder_contact'] as const
  await runClock(dayBefore)
  await run(
    `UPDATE Session SET startsAt = '2026-06-25T08:30:00.000Z', endsAt = '2026-06-25T15:00:00.000Z' WHERE id = ?1`,
    event.sessions[1]?.id,
  )
  expect(await claim('2026-06-11T07:00:00.000Z')).toEqual([{ lastError: null }, { lastError: null }])
  await runClock('2026-06-24T07:00:00.000Z')
  await run(
    `UPDATE Session SET startsAt = '2026-06-26T08:30:00.000Z', endsAt = '2026-06-26T15:00:00.000Z' WHERE id = ?1`,
    event.sessions[1]?.id,
  )
  const late = { lastError: 'not tried: the day was called off, or begins at another time' }
  expect(await claim('2026-06-24T07:00:00.000Z')).toEqual([late, late])
})

// “Whoever got their place, or was sent a change of it, after the time of a reminder does not
// get that reminder.”
it('a place that came after the moment of the week’s reminder gets that of the day only', async () => {
  const { event, contact } = await booked(['Ann Lee'], 1, { now: new Date('2026-06-05T07:00:00.000Z') })
  await runClock('2026-06-05T07:05:00.000Z')
  expect(await sent(event.id)).toEqual([])
  await runClock(dayBefore)
  expect(await sent(event.id)).toEqual([`06-11T07:00 reminder_contact ${contact.email.split('@')[0]}`, '06-11T07:00 reminder_day ann.lee'])
})

// “An event that is moved is reminded of again for its new date, and never twice for the same
// start.”
it('an event moved after its week’s reminder has another for the new date; one moved by an hour on the eve has none more', async () => {
  const { event } = await booked(['Ann Lee'])
  const reminders = async () => (await sent(event.id)).filter((one) => one.endsWith('ann.lee'))
  await runClock(weekBefore)
  await move(event.id, 14 * 1440, '2026-06-06T09:00:00.000Z')
  for (const now of ['2026-06-06T09:01:00.000Z', '2026-06-11T07:00:00.000Z', '2026-06-18T09:00:00.000Z', '2026-06-19T07:00:00.000Z'])
    await runClock(now)
  expect(await reminders()).toEqual(['06-05T07:00 reminder_week ann.lee', '06-19T07:00 reminder_week ann.lee'])
  // Back to where it was, and forth again: of those starts everybody knows.
  await move(event.id, -14 * 1440, '2026-06-10T09:00:00.000Z')
  await runClock('2026-06-10T09:01:00.000Z')
  await move(event.id, 14 * 1440, '2026-06-10T10:00:00.000Z')
  await runClock('2026-06-19T07:01:00.000Z')
  expect(await reminders()).toHaveLength(2)
  await runClock('2026-06-25T07:00:00.000Z')
  await move(event.id, 60, '2026-06-25T10:00:00.000Z')
  await runClock('2026-06-25T10:01:00.000Z')
  await runClock('2026-06-26T08:45:00.000Z')
  expect((await reminders()).slice(2)).toEqual(['06-25T07:00 reminder_day ann.lee'])
})

it('moved nearer, so that the week’s time is past already: the change has just been sent, and no reminder besides', async () => {
  const { event, contact } = await booked(['Ann Lee'], 0, { startsAt: '2026-08-12T08:30:00.000Z', endsAt: '2026-08-12T15:00:00.000Z' })
  await move(event.id, -61 * 1440, '2026-06-08T09:00:00.000Z')
  await runClock('2026-06-08T09:01:00.000Z')
  expect(await sent(event.id)).toEqual([])
  await runClock(dayBefore)
  expect(await sent(event.id)).toEqual([`06-11T07:00 reminder_contact ${contact.email.split('@')[0]}`, '06-11T07:00 reminder_day ann.lee'])
})

// “A reminder that was missed while nothing ran is sent late: that of a day until the start,
// that of a week until the day’s is due.”
it('after a time in which nothing ran, a day’s reminder comes late, and a week’s not beside it', async () => {
  const late = await booked(['Ann Lee'])
  await runClock('2026-06-09T15:00:00.000Z')
  expect((await sent(late.event.id)).filter((one) => one.includes('week'))).toEqual(['06-09T15:00 reminder_week ann.lee'])
  const later = await booked(['Bo Price'])
  await runClock('2026-06-12T07:00:00.000Z')
  expect((await sent(later.event.id)).filter((one) => one.endsWith('bo.price'))).toEqual(['06-12T07:00 reminder_day bo.price'])
  const over = await booked(['Cai Rees'])
  await runClock('2026-06-12T08:30:00.000Z')
  expect(await sent(over.event.id)).toEqual([])
})

// “Somebody sent in another’s place gets the reminders whose time comes afterwards.”
it('somebody sent in another’s place gets the day’s reminder, and the one who does not come gets none; a name given back repeats nothing', async () => {
  const { event, contact, reference, places } = await booked(['Ann Lee'])
  const placeId = places[0]?.id ?? ''
  const swap = async (was: string | null, name: string, now: string) => {
    await nameDelegates(anAct({ actor: contact.actor, now: new Date(now) }), reference, [{ placeId, was, delegate: person(name) }]).then(
      accepted,
    )
    return (await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId))[0]?.personId ?? null
  }
  const delegates = async () => (await sent(event.id)).filter((one) => !one.includes('contact'))
  await runClock(weekBefore)
  const bo = await swap(places[0]?.personId ?? null, 'Bo Price', '2026-06-08T09:00:00.000Z')
  await runClock('2026-06-08T09:01:00.000Z')
  expect(await delegates()).toEqual(['06-05T07:00 reminder_week ann.lee'])
  await runClock(dayBefore)
  expect(await delegates()).toEqual(['06-05T07:00 reminder_week ann.lee', '06-11T07:00 reminder_day bo.price'])
  await swap(bo, 'Ann Lee', '2026-06-11T09:00:00.000Z')
  await runClock('2026-06-11T09:01:00.000Z')
  expect(await delegates()).toHaveLength(2)
})

it('a record merged into another is not reminded again under the one that was kept', async () => {
  const { event, places } = await booked(['Mair Watkins'])
  await runClock(weekBefore)
  const [place] = places
  await db.batch([
    insert('Person', { id: 'kept-mair', name: 'Mair Watkins', email: 'mair@example.sch.uk', createdAt: '2026-03-01T09:00:00.000Z' }),
    insert('PersonMerge', { id: 'merge-mair', keptId: 'kept-mair', mergedId: place?.personId ?? '', mergedAt: '2026-06-06T09:00:00.000Z' }),
    db.prepare(`UPDATE Place SET personId = 'kept-mair' WHERE id = ?1`).bind(place?.id),
  ])
  await runClock('2026-06-06T09:01:00.000Z')
  expect((await sent(event.id)).filter((one) => one.includes('reminder_week'))).toEqual(['06-05T07:00 reminder_week mair.watkins'])
})

// “A place that is held, waits or is cancelled gets no reminder, and neither does a cancelled
// event.”
it('held, waiting and cancelled places get no reminder, nor do those of a cancelled event', async () => {
  const first = await booked(['Ann Lee', 'Bo Price', 'Cai Rees'], 0, { capacity: 3 })
  const waits = await aBooking(['Evan Huws'], 0, { ifFull: 'wait' }, first.event)
  expect(waits.places).toHaveLength(1)
  await cancelBooking(anAct({ actor: first.contact.actor, now: new Date('2026-06-01T09:00:00.000Z') }), first.reference, [
    first.places[0]?.id ?? '',
  ])
  await run(`UPDATE Place SET state = 'held', heldUntil = '2026-06-20T09:00:00.000Z' WHERE id = ?1`, first.places[1]?.id)
  const off = await booked(['Dee Vaughan'])
  const event = await eventById(db, off.event.id, new Date('2026-06-02T09:00:00.000Z')).then(existing)
  await cancelEvent(anAct({ now: new Date('2026-06-02T09:00:00.000Z') }), { event, version: event.version, reason: 'Snow' })
  await runClock(weekBefore)
  expect((await sent(first.event.id)).filter((one) => !one.includes('contact'))).toEqual(['06-05T07:00 reminder_week cai.rees'])
  expect((await mails(first.event.id, 'reminder_contact'))[0]?.text).not.toMatch(/Ann Lee|Bo Price/)
  expect(await sent(off.event.id)).toEqual([])
})

// “Somebody who booked only for themselves gets the reminder and no list.”
it('whoever booked only for themselves has the reminder alone', async () => {
  const alone = await booked(['Ann Lee'])
  await run('UPDATE Account SET email = ?2 WHERE id = ?1', alone.contact.accountId, 'ann.lee@example.sch.uk')
  await runClock(weekBefore)
  expect(await sent(alone.event.id)).toEqual(['06-05T07:00 reminder_week ann.lee'])
  const unnamed = await booked([], 1)
  await runClock(weekBefore)
  expect(await sent(unnamed.event.id)).toEqual([`06-05T07:00 reminder_contact ${unnamed.contact.email.split('@')[0]}`])
  expect((await mails(unnamed.event.id, 'reminder_contact'))[0]?.text).toContain('One place has no name yet')
})

// “A day that follows another of the same event within a week has no week’s reminder of its
// own.”
it('an event of several days is reminded of before each, and a week before the next one only where that is far enough', async () => {
  const two = await booked(['Ann Lee'], 0, {
    sessions: [
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T11:00:00.000Z', title: 'Morning' },
      { startsAt: '2026-06-12T12:00:00.000Z', endsAt: '2026-06-12T15:00:00.000Z', title: 'Afternoon' },
      { startsAt: '2026-06-15T08:30:00.000Z', endsAt: '2026-06-15T15:00:00.000Z', title: 'Second day' },
      { startsAt: '2026-07-03T08:30:00.000Z', endsAt: '2026-07-03T15:00:00.000Z', title: 'Recall day' },
    ],
  })
  for (const now of [weekBefore, '2026-06-08T07:00:00.000Z', dayBefore, '2026-06-12T11:30:00.000Z', '2026-06-14T07:00:00.000Z'])
    await runClock(now)
  for (const now of ['2026-06-26T07:00:00.000Z', '2026-07-02T07:00:00.000Z', '2026-07-03T08:00:00.000Z']) await runClock(now)
  expect((await sent(two.event.id)).filter((one) => one.endsWith('ann.lee'))).toEqual([
    '06-05T07:00 reminder_week ann.lee',
    '06-11T07:00 reminder_day ann.lee',
    '06-14T07:00 reminder_day ann.lee',
    '06-26T07:00 reminder_week ann.lee',
    '07-02T07:00 reminder_day ann.lee',
  ])
  const days = await mails(two.event.id, 'reminder_day')
  expect(days[0]?.text).toContain(
    'Morning: Friday 12 June 2026, 9:30am to midday\nAfternoon: Friday 12 June 2026, 1pm to 4pm\nSecond day: Monday 15 June 2026',
  )
  expect(days[1]?.text).not.toContain('Morning')
})

it('each is reminded of the workshops that they chose, and before the first of them', async () => {
  const { event, places } = await booked(['Ann Lee', 'Bo Price'], 0, {
    sessions: [
      { startsAt: '2026-06-11T12:00:00.000Z', endsAt: '2026-06-11T13:00:00.000Z', title: 'Opening' },
      { startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T10:00:00.000Z', title: 'Anxiety', block: 'Workshops' },
      { startsAt: '2026-06-12T11:00:00.000Z', endsAt: '2026-06-12T12:00:00.000Z', title: 'Bullying', block: 'Workshops' },
    ],
  })
  const choose = (place: number, session: number) =>
    add('PlaceSession', { placeId: places[place]?.id, sessionId: event.sessions[session]?.id })
  await choose(0, 1)
  await choose(1, 2)
  await runClock('2026-06-10T07:00:00.000Z')
  await runClock(dayBefore)
  const days = (await mails(event.id, 'reminder_day')).slice(2)
  expect(days.map(({ text }) => [text.includes('Anxiety'), text.includes('Bullying')])).toEqual([
    [true, false],
    [false, true],
  ])
  expect(
    await rows(
      `SELECT moment FROM SentOnce WHERE eventId = ?1 AND kind = 'reminder_day' AND moment > '2026-06-12' ORDER BY moment`,
      event.id,
    ),
  ).toEqual([{ moment: '2026-06-12T08:30:00.000Z' }, { moment: '2026-06-12T11:00:00.000Z' }])
})

// “The link to join stands in the reminder of whoever has a place, as it is when that is
// written, and in no list.”
it('an online event says UK time and the link of that moment, to delegates and not in the list', async () => {
  const { event } = await booked(['Ann Lee', 'Bo Price'], 0, { attendanceMode: 'online', joiningLink: 'https://meet.example/old' })
  await run(`UPDATE Event SET joiningLink = 'https://meet.example/new' WHERE id = ?1`, event.id)
  await set(event.id, 'reminder_week', { note: 'Bring a notebook.\n\nHeadphones help.' })
  await runClock(weekBefore)
  const [mail] = await mails(event.id, 'reminder_week')
  // Their own link leads to wherever the meeting is at that moment.
  expect(mail?.text).toMatch(/Join online:\nhttps?:\/\/[^/]+\/join\/[\w-]{43}/)
  expect(mail?.text).not.toContain('meet.example')
  expect(mail?.text).toContain('9:30am to 4pm, UK time')
  expect(mail?.text).toContain('Bring a notebook.\n\nHeadphones help.')
  const [list] = await mails(event.id, 'reminder_contact')
  expect(list?.text).not.toContain('meet.example')
  expect(list?.html).not.toContain('meet.example')
  expect(list?.text).toContain('Bring a notebook.')
})

it('a sensitive topic is not in the subject of an event with a neutral title', async () => {
  await run(`UPDATE Topic SET sensitive = 1 WHERE id = 'child-on-child-abuse'`)
  const neutral = await booked(['Ann Lee'], 0, { title: 'Child sexual abuse', calendarTitle: null })
  const own = await booked(['Ann Lee'], 0, { title: 'Child sexual abuse', calendarTitle: 'Spring update' })
  await runClock(weekBefore)
  await run(`UPDATE Topic SET sensitive = 0 WHERE id = 'child-on-child-abuse'`)
  expect((await mails(neutral.event.id, 'reminder_week'))[0]?.subject).toMatch(
    /^Reminder: Safeguarding training, Friday 12 June 2026, 9:30am, for School \d+$/,
  )
  expect((await mails(own.event.id, 'reminder_contact'))[0]?.subject).toMatch(
    /^Who is coming: Spring update \([0-9A-Z]{6}\), Friday 12 June 2026, 9:30am, for /,
  )
})

// “Each message can be switched off for one event.”
it('what is off for an event is neither sent nor noted as sent, and goes once it is on again in time', async () => {
  const { event, contact } = await booked(['Ann Lee'], 1)
  await set(event.id, 'reminder_week', { isOn: false })
  await runClock(weekBefore)
  expect(await sent(event.id)).toEqual([])
  expect(await rows('SELECT 1 FROM SentOnce WHERE eventId = ?1', event.id)).toEqual([])
  await set(event.id, 'reminder_week', { isOn: true, minutes: 9600 })
  await set(event.id, 'reminder_contact', { isOn: false })
  await runClock('2026-06-06T09:00:00.000Z')
  expect(await sent(event.id)).toEqual(['06-06T09:00 reminder_week ann.lee'])
  await set(event.id, 'reminder_contact', { isOn: true })
  await runClock('2026-06-06T09:01:00.000Z')
  expect((await sent(event.id)).slice(1)).toEqual([`06-06T09:01 reminder_contact ${contact.email.split('@')[0]}`])
  // Two days before at 2.30pm instead.
  await set(event.id, 'reminder_day', { minutes: 2 * 1440 - 870 })
  await runClock('2026-06-10T13:29:00.000Z')
  expect(await sent(event.id)).toHaveLength(2)
  await runClock('2026-06-10T13:30:00.000Z')
  expect(await sent(event.id)).toHaveLength(4)
})

it('round trips do not grow with people, and looking for what is due takes one or two when nothing is', async () => {
  const trips = async (people: number): Promise<number> => {
    await booked(
      Array.from({ length: people }, (_, n) => `Person ${'abcdefghijklmnop'[n]}`),
      0,
      {
        placesPerSchool: 20,
        startsAt: '2027-06-11T08:30:00.000Z',
        endsAt: '2027-06-11T15:00:00.000Z',
      },
    )
    return tripsOf(async (on) => {
      expect(await followAutomatic(actAt('2027-06-04T07:00:00.000Z', { db: on }))).toBe(true)
    })
  }
  expect(await trips(1)).toBe(await trips(9))
  expect(
    await tripsOf(async (on) => {
      expect(await followAutomatic(actAt('2027-06-04T07:01:00.000Z', { db: on }))).toBe(false)
    }),
  ).toBe(2)
  expect(
    await tripsOf(async (on) => {
      expect(await followAutomatic(actAt('2028-06-04T07:01:00.000Z', { db: on }))).toBe(false)
    }),
  ).toBe(1)
})
