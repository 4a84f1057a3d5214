// docs/rules/online.md, sentence by sentence: joining.

import { beforeAll, expect, it, vi } from 'vitest'
import { closeDay, readDayToClose } from '#attendance/door/close-day.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { recordJoining } from '#attendance/meetings/record-joining.ts'
import { readJoiningPlace } from '#attendance/meetings/store.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { joinTokenOf, newPlaceLinks } from '#calendars/invites/invite-places.ts'
import { anAccount, anAct, anEvent, aSchool, before, db, existing, leadsTo, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace, cancelPlace } from '#test/worker/attendance/attendance/places.ts'
import { dueRows } from '#upkeep/records/due-store.ts'

// A morning, so that three hours before and after are of one day.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T10:05:00.000Z') })
})

const meeting = 'https://meet.example.gov.uk/j/948'
const hours = (from: number, to: number) => ({
  startsAt: new Date(Date.now() + from * 3_600_000).toISOString(),
  endsAt: new Date(Date.now() + to * 3_600_000).toISOString(),
})

/** Somebody's place at an online event that has begun, and the two links that they got. */
const aDelegate = async (facts: Parameters<typeof anEvent>[0] = hours(-1, 1), attendance?: 'online') => {
  const event = await anEvent({ attendanceMode: 'online', joiningLink: meeting, ...facts })
  const school = await aSchool()
  const place = await aPlace(event, school, { name: 'Siân Ŵyn', ...(attendance && { attendance }) })
  const links = await newPlaceLinks(anAct(), [place])
  await db.batch(links.statements)
  return {
    event,
    school,
    ...place,
    link: new URL(links.joinOf(place.placeId) ?? '').pathname,
    page: new URL(links.pageOf(place.placeId) ?? '').pathname,
  }
}

const joined = (placeId: string) =>
  rows<{ sessionId: string; otherName: string }>(
    'SELECT j.sessionId, j.otherName FROM Joining j JOIN PlaceLink l ON l.id = j.linkId WHERE l.placeId = ?1 ORDER BY j.rowid',
    placeId,
  )

const press = (link: string, form: Record<string, string> = { who: 'own' }) => request(link, { form })

it('opening the link writes nothing, for programs that look for bad mail open every link; only the press notes the time and leads on to the meeting', async () => {
  const { placeId, event, link } = await aDelegate()
  const page = await request(link)
  const text = await page.text()
  expect([page.status, await joined(placeId)]).toEqual([200, []])
  expect(text).toContain('I am Siân Ŵyn, join')
  expect(text).not.toContain(meeting)
  expect([page.headers.get('referrer-policy'), page.headers.get('cache-control'), page.headers.get('x-robots-tag')]).toEqual([
    'no-referrer',
    'private, no-store',
    'noindex, nofollow',
  ])
  // A browser lets a form lead to another site only where its page says so.
  expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' https:`)
  expect(await leadsTo(press(link))).toBe(meeting)
  expect(await joined(placeId)).toEqual([{ sessionId: event.sessions[0]?.id, otherName: '' }])
  expect(await rows(`SELECT accountId, personId FROM Log WHERE act = 'place.joined' AND subjectId = ?1`, placeId)).toEqual([
    { accountId: null, personId: null },
  ])
})

it('whoever is somebody else says their name, which is noted apart, and is led on too', async () => {
  const { placeId, link, event } = await aDelegate()
  const empty = await press(link, { who: 'other', name: ' ' })
  expect([empty.status, await joined(placeId)]).toEqual([422, []])
  const again = await empty.text()
  expect(again).toContain('Enter your name')
  expect([...again.matchAll(/name="who" value="(\w+)"/g)].map(([, who]) => who).slice(0, 2)).toEqual(['own', 'other'])
  expect(await leadsTo(press(link, { who: 'other', name: ' Omar  Haddad ' }))).toBe(meeting)
  expect(await joined(placeId)).toEqual([{ sessionId: event.sessions[0]?.id, otherName: 'Omar Haddad' }])
  expect(await rows(`SELECT 1 FROM Log WHERE after LIKE '%Haddad%'`)).toEqual([])
})

it('the link works from half an hour before the first session begins until the last has ended; outside that time its page says when', async () => {
  for (const [facts, says, status] of [
    [hours(0.51, 2), 'You can join by this page from 30 minutes before', 409],
    [hours(0.49, 2), 'I am Siân Ŵyn, join', 303],
    [hours(-2, -0.01), 'It is over', 409],
    [{ ...hours(-1, 1), joiningLink: '' }, 'The link to the meeting is not known yet', 409],
    [{ ...hours(-1, 1), attendanceMode: 'in_person' }, 'Your place is not online', 409],
  ] as const) {
    const { link, placeId } = await aDelegate(facts)
    const page = await request(link)
    expect([page.status, (await page.text()).includes(says)]).toEqual([200, true])
    expect((await press(link)).status).toBe(status)
    expect(await joined(placeId)).toHaveLength(status === 303 ? 1 : 0)
  }
  const { link, placeId, event } = await aDelegate()
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, new Date().toISOString())
  expect([(await request(link)).status, (await press(link)).status, await joined(placeId)]).toEqual([200, 409, []])
  expect(await (await request(link)).text()).toContain('The event is cancelled')
})

it('a press counts for the session that runs, or else for the next', async () => {
  const running = await aDelegate({ sessions: [hours(-3, -2), hours(-1, 1), hours(2, 3)] })
  const between = await aDelegate({ sessions: [hours(-3, -2), hours(2, 3)] })
  await press(running.link)
  await press(between.link)
  expect(await joined(running.placeId)).toEqual([{ sessionId: running.event.sessions[1]?.id, otherName: '' }])
  expect(await joined(between.placeId)).toEqual([{ sessionId: between.event.sessions[1]?.id, otherName: '' }])
  expect(await rows('SELECT 1 FROM Mark WHERE placeId IN (?1, ?2)', running.placeId, between.placeId)).toEqual([])
})

// “It shows that somebody came, and stands as their arrival of that day; how long they stayed is not known until a report says so.”
it('whoever joins has arrived, once a day however often they press, and is marked by nobody; who was somebody else has not', async () => {
  const { placeId, link, event } = await aDelegate({ sessions: [hours(-0.02, -0.01), hours(-0.01, 0.02)] })
  await Promise.all([press(link), press(link), press(link, { who: 'other', name: 'Omar Haddad' })])
  await press(link)
  const [arrival, ...more] = await rows('SELECT kind, how, day, deviceId, accountId FROM Arrival WHERE placeId = ?1', placeId)
  const day = londonDay(event.sessions[0]?.startsAt ?? '')
  expect([arrival, more]).toEqual([{ kind: 'arrived', how: 'join', day, deviceId: null, accountId: null }, []])
  expect(await joined(placeId)).toHaveLength(4)
  expect(await rows('SELECT 1 FROM Mark WHERE placeId = ?1', placeId)).toEqual([])
  expect(await rows('SELECT 1 FROM SessionToMark t JOIN Session s ON s.id = t.sessionId WHERE s.eventId = ?1', event.id)).toEqual([])
  const other = await aDelegate()
  await press(other.link, { who: 'other', name: 'Omar Haddad' })
  expect(await rows('SELECT 1 FROM Arrival WHERE placeId = ?1', other.placeId)).toEqual([])
})

// “Whoever joined is shown at the door as online, and is on no evacuation list.”
// “Whoever joined and is in no report when the day is closed is marked as there in part, and not as absent.”
it('at the door of a mixed event those online are told from those in the room, also when the day is closed', async () => {
  const { placeId, link, event, school } = await aDelegate(
    { ...hours(-0.02, 1), attendanceMode: 'mixed', onlineCapacity: 10, placesPerSchool: null },
    'online',
  )
  const [inRoom, missing] = [
    await aPlace(event, school, { name: 'Gwen Parry', attendance: 'in_person' }),
    await aPlace(event, school, { name: 'Nia Rees', attendance: 'in_person' }),
  ]
  const unheard = await aPlace(event, school, { name: 'Eleri Pugh', attendance: 'online' })
  const { cookie, actor } = await anAccount({ doorEventIds: [event.id] })
  await press(link)
  const form = { id: newId(tick()), person: inRoom.placeId, kind: 'arrived', how: 'tap' }
  await request(`/door/${event.code}/arrivals`, { cookie, form })
  const page = await (await request(`/door/${event.code}?show=all`, { cookie })).text()
  expect(page).toContain('1 here, 0 left, 2 online, 1 of 2 still expected')
  expect(page).toMatch(/Joined online at \d/)
  const list = await (await request(`/door/${event.code}/evacuation`, { cookie })).text()
  expect([list.includes('Gwen Parry'), list.includes('Siân Ŵyn')]).toEqual([true, false])
  const after = { ...anAct({ actor }), now: new Date(Date.now() + 7_200_000) }
  const { event: ofDoor, sessions } = await readNow(db, selectDoor(db, event.code))
  if (!ofDoor) throw new Error('no door')
  const { registers, seen } = await readDayToClose(after, ofDoor, sessions)
  const [register] = registers
  expect([register?.joined, register?.notSeen, register?.unheard]).toEqual([1, 1, 1])
  expect(await closeDay(after, ofDoor, sessions, { seen })).toEqual({ ok: true, value: { closed: 1 } })
  const marks = await rows<{ placeId: string; markType: string }>(
    'SELECT placeId, markType FROM Mark WHERE sessionId = ?1',
    sessions[0]?.id,
  )
  expect(Object.fromEntries(marks.map((one) => [one.placeId, one.markType]))).toEqual({
    [placeId]: 'part',
    [inRoom.placeId]: 'attended',
    [missing.placeId]: 'absent',
    [unheard.placeId]: 'absent',
  })
})

it('the link does not open the page of the place, and only its hash is stored', async () => {
  const { link, page, placeId } = await aDelegate()
  const token = link.slice('/join/'.length)
  expect((await request(`/place/${token}`)).status).toBe(404)
  expect((await request(page.replace('/place/', '/join/'))).status).toBe(404)
  expect(await joinTokenOf(page.slice('/place/'.length))).toBe(token)
  expect(await rows('SELECT joinHash FROM PlaceLink WHERE placeId = ?1', placeId)).toEqual([{ joinHash: await sha256(token) }])
})

it('when the place is cancelled or changes hands, the link leads nowhere and says so', async () => {
  const { link, placeId } = await aDelegate()
  await cancelPlace(placeId)
  for (const answer of [await request(link), await press(link), await request('/join/short'), await request(`/join/${'x'.repeat(43)}`)]) {
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('This link does not work')
  }
  expect(await joined(placeId)).toEqual([])
})

it('It leads nowhere from a day after the event has ended.', async () => {
  const today = await aDelegate(hours(-3, -1))
  const yesterday = await aDelegate(hours(-27, -25))
  expect([(await request(today.link)).status, (await request(yesterday.link)).status]).toEqual([200, 404])
  expect([(await press(yesterday.link)).status, await joined(yesterday.placeId)]).toEqual([404, []])
})

it('more than thirty presses in an hour on one place are not noted, and lead on all the same', async () => {
  const { link, placeId } = await aDelegate()
  for (let nth = 1; nth <= 31; nth += 1) expect((await press(link)).headers.get('location')).toBe(meeting)
  expect(await joined(placeId)).toHaveLength(30)
})

it('an event that is moved in the moment of the press is not joined; without the trigger it would be', async () => {
  const moved = async (guarded: boolean) => {
    const { placeId, event, link } = await aDelegate()
    const place = await readJoiningPlace(anAct(), await sha256(link.slice('/join/'.length))).then(existing)
    if (!guarded) for (const trigger of ['Joining_in_its_time', 'Arrival_of_someone_expected']) await run(`DROP TRIGGER ${trigger}`)
    const later = hours(24, 26)
    const act = anAct({
      now: new Date(),
      db: before(1, () => run('UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1', event.id, later.startsAt, later.endsAt)),
    })
    return [await recordJoining(act, place, ''), await joined(placeId)]
  }
  expect(await moved(true)).toEqual([{ ok: false, reason: 'not_now' }, []])
  expect(await moved(false)).toEqual([{ ok: true, value: meeting }, [expect.anything()]])
})

it('each person is led to an online event by a link of their own, in messages, on their page and in their calendar', async () => {
  const event = await anEvent({
    startsAt: '2099-06-12T08:30:00.000Z',
    endsAt: '2099-06-12T15:00:00.000Z',
    attendanceMode: 'online',
    joiningLink: meeting,
    placesPerSchool: 10,
  })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const people = ['Ann Berry', 'Bo Cole']
  await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    form: [
      ['school', school.id],
      ['formId', crypto.randomUUID()],
      ['rows', '2'],
      ...people.flatMap((name, index): [string, string][] => [
        [`name-${index + 1}`, name],
        [`email-${index + 1}`, `d${index}@example.sch.uk`],
        [`role-${index + 1}`, 'dsl'],
      ]),
    ],
  })
  const mails = await rows<{ text: string; attachments: string; shown: string }>(
    `SELECT y.text, y.attachments, i.shown FROM Message m JOIN MessageBody y ON y.messageId = m.id JOIN Invitation i ON i.id = m.invitationId
     WHERE m.eventId = ?1 AND m.kind = 'invitation'`,
    event.id,
  )
  const links = mails.map(({ text }) => text.match(/http\S+\/join\/[\w-]{43}/)?.[0] ?? 'none')
  expect(new Set(links).size).toBe(2)
  for (const [index, { text, attachments, shown }] of mails.entries()) {
    const place = text.match(/\/place\/([\w-]{43})/)
    const calendar = (JSON.parse(attachments) as { content: string }[])[0]?.content ?? ''
    const entry = (calendar.includes('BEGIN:VCALENDAR') ? calendar : atob(calendar)).replaceAll(/\r\n /g, '')
    expect(text).not.toContain(meeting)
    expect(entry).toContain(links[index])
    expect(entry).not.toContain(meeting)
    // What the entry shows is kept with the event's own link, and so changes with it alone.
    expect(shown).toContain(meeting)
    expect(await (await request(place?.[0] ?? '')).text()).toContain(new URL(links[index] ?? '').pathname)
  }
  // “A subscribed calendar has no link to join, and says that it is in the messages about the place.”
  const [booked] = await rows<{ reference: string }>('SELECT reference FROM Booking WHERE eventId = ?1', event.id)
  await cancelBooking(anAct({ actor: contact.actor }), booked?.reference ?? '', undefined)
  const taken = await rows<{ body: string }>(
    `SELECT y.text || y.html || y.attachments AS body FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.eventId = ?1 AND m.method = 'CANCEL'`,
    event.id,
  )
  expect(taken).toHaveLength(2)
  const read = (body: string) =>
    body.replaceAll(/"content":"([^"]*)"/g, (_, content: string) => (content.includes('BEGIN') ? content : atob(content)))
  for (const { body } of taken) expect(read(body).replaceAll(/\r\n /g, '')).not.toMatch(/meet\.example|\/join\//)
})

it('what was pressed goes with the answers to the event’s questions, when their time is over', async () => {
  const { link, placeId, personId } = await aDelegate()
  await press(link)
  const due = dueRows.answers.find(({ kind }) => kind === 'Joining')
  const found = (day: string) => rows<{ id: string; personId: string }>(due?.due ?? '', day)
  const row = (await found('2099-01-01')).find((one) => one.personId === personId)
  expect([await found('2020-01-01'), row !== undefined]).toEqual([[], true])
  await add('RowToDestroy', { kind: 'Joining', id: row?.id })
  for (const sql of due?.destroy ?? []) await db.prepare(sql).run()
  expect(await joined(placeId)).toEqual([])
})
