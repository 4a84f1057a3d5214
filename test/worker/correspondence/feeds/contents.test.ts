// What is in each feed, and what becomes of it when places and events change. Rules: docs/rules/feeds.md.

import { expect, it } from 'vitest'
import { sha256 } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { nameDelegates } from '#booking/delegates/name-delegates.ts'
import { calendarText } from '#correspondence/feeds/calendar.ts'
import { ownEntry, placeOf, publicEntries, schoolEntries } from '#correspondence/feeds/feed.ts'
import { eventsIn, ownEntriesIn, readFeed, readPublicFeed, schoolEventsIn } from '#correspondence/feeds/store.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, db, existing, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aConference } from '#test/worker/booking/workshops/world.ts'
import { addressOf, aWorld, book, change, inTime, poll, readCalendar, readPoll } from './world.ts'

const place = placeOf({ baseUrl: 'http://localhost:8787', mailFrom: bindings.MAIL_FROM })

/** The feed at this address as it is at another time. */
const readAt = async (address: string, now: string) => {
  const found = await readFeed(db, await sha256(address.slice('/feeds/'.length, -'.ics'.length)), new Date(now))
  if (found.state !== 'live' || found.kind === 'trainer') throw new Error(found.state)
  const entries =
    found.kind === 'person'
      ? ownEntriesIn(found.rows).map((entry) => ownEntry(place, entry))
      : schoolEventsIn(found.rows).flatMap((event) => schoolEntries(place, event, found.school))
  return readCalendar(calendarText(entries, { name: 'x', lookEvery: 3600 }))
}

const publicAt = async (now: string, code: string) => {
  const { rows: found } = await readPublicFeed(db, new Date(now))
  const entries = eventsIn(found).flatMap((event) => publicEntries(place, event))
  return readCalendar(calendarText(entries, { name: 'x', lookEvery: 3600 })).entries.filter((entry) => entry.url.endsWith(code))
}

it('a person’s feed has every entry of theirs, under the UID and SEQUENCE of the invitation, without a link to join; the delegate’s own page adds it with theirs', async () => {
  const joiningLink = 'https://meet.example/secret'
  const { event, first } = await aWorld({ attendanceMode: 'online', joiningLink })
  const address = await addressOf({ kind: 'person', personId: first.personId })
  const read = await readPoll(address)
  expect(read).toEqual({
    name: 'Safeguarding training',
    method: 'PUBLISH',
    entries: [
      {
        uid: first.uid,
        sequence: '0',
        summary: 'Safeguarding conference',
        location: 'Online',
        description: `Join by your own link, which is in the messages about your place.\nDetails: http://localhost:8787/events/${event.code}`,
        url: `http://localhost:8787/events/${event.code}`,
        status: 'CONFIRMED',
        from: inTime.startsAt,
        to: inTime.endsAt,
      },
    ],
  })
  // At another school’s event they are on another place: the same feed has both.
  const other = await anEvent({ ...inTime, startsAt: '2099-07-01T08:30:00.000Z', endsAt: '2099-07-01T09:30:00.000Z' })
  const school = await aSchool()
  await book(other, school, await anAccount({ schoolIds: [school.id] }), [first.name], 0, event.code)
  expect((await readPoll(address)).entries).toHaveLength(2)
})

it('a move, a new name, a swap and a cancellation are in the feed at the next poll', async () => {
  const { event, reference, contact, places, first } = await aWorld()
  const address = await addressOf({ kind: 'person', personId: first.personId })
  await change(event.code, { title: 'Safeguarding day' }, { startsAt: '2099-06-13T08:30:00.000Z', endsAt: '2099-06-13T15:00:00.000Z' })
  const [moved] = (await readPoll(address)).entries
  expect(moved).toMatchObject({ uid: first.uid, sequence: '1', summary: 'Safeguarding day', from: '2099-06-13T08:30:00.000Z' })
  const bo = places[1]
  const theirs = await addressOf({ kind: 'person', personId: bo?.personId ?? '' })
  const swapped = await nameDelegates(anAct({ actor: contact.actor }), reference, [
    {
      placeId: first.id,
      was: first.personId,
      delegate: { name: 'Cai Rees', email: 'cairees@example.sch.uk', roleId: 'dsl', represents: [] },
    },
  ])
  expect(swapped.ok).toBe(true)
  expect((await readPoll(address)).entries).toEqual([])
  const [cai] = await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', first.id)
  const [came] = (await readPoll(await addressOf({ kind: 'person', personId: cai?.personId ?? '' }))).entries
  expect(came?.uid).not.toBe(first.uid)
  expect((await readPoll(theirs)).entries).toHaveLength(1)
  const cancelled = await cancelBooking(anAct({ actor: contact.actor }), reference, [bo?.id ?? ''])
  expect(cancelled.ok).toBe(true)
  expect((await readPoll(theirs)).entries).toEqual([])
})

it('a school’s feed has one entry for each day on which it has places: how many, and a link to the booking, and nobody’s name', async () => {
  const joiningLink = 'https://meet.example/secret'
  const { event, school, contact, reference } = await aWorld({ attendanceMode: 'online', joiningLink }, ['Siân Ŵyn', 'Bo Lee'])
  const second = await book(event, school, contact, [], 1)
  const elsewhere = await aSchool({ name: 'Elsewhere' })
  await book(event, elsewhere, await anAccount({ schoolIds: [elsewhere.id] }), ['Dai Jones'])
  const address = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const read = await readPoll(address)
  const [session] = event.sessions
  const links = [reference, second].toSorted().map((one) => `http://localhost:8787/bookings/${one}`)
  expect(read).toEqual({
    name: 'Safeguarding training: St Mary’s',
    method: 'PUBLISH',
    entries: [
      {
        uid: `${school.id}.${session?.id}@${place.domain}`,
        sequence: expect.any(String),
        summary: 'Safeguarding conference',
        location: 'Online',
        description: `3 places for St Mary’s; who is coming: ${links.join(' , ')}\nDetails: http://localhost:8787/events/${event.code}`,
        url: links[0],
        status: 'CONFIRMED',
        from: inTime.startsAt,
        to: inTime.endsAt,
      },
    ],
  })
  const text = await (await poll(address)).text()
  for (const secret of ['Siân', 'Bo Lee', 'Dai', 'Olwen', 'example.sch.uk', 'meet.example', 'Elsewhere']) expect(text).not.toContain(secret)
  await cancelBooking(anAct({ actor: contact.actor }), reference, undefined)
  expect((await readPoll(address)).entries.map(({ description }) => description.split(';')[0])).toEqual(['1 place for St Mary’s'])
})

it('workshops are in a school’s feed with those who chose them', async () => {
  const { event, anxiety } = await aConference()
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  await book(event, school, contact, ['Ann Lee', 'Bo Price'])
  const [one] = await rows<{ id: string }>('SELECT id FROM Place WHERE eventId = ?1 ORDER BY rowid LIMIT 1', event.id)
  await add('PlaceSession', { placeId: one?.id, sessionId: anxiety })
  const { entries } = await readPoll(await addressOf({ kind: 'school', schoolId: school.id }, contact))
  expect(entries.map(({ summary, from, to, description }) => [summary, from, to, description.split(' for ')[0]])).toEqual([
    ['Safeguarding conference', '2099-06-12T08:30:00.000Z', '2099-06-12T14:00:00.000Z', '2 places'],
  ])
  expect(entries[0]?.description.split('\n').slice(1, -1)).toEqual([
    '9:30am to 11am: Opening',
    '11:30am to 12:30pm: Morning workshops: one of 2 workshops each',
    '2pm to 3pm: Afternoon workshops: one of 2 workshops each',
    'Anxiety: 1 place',
  ])
})

it('on a sensitive topic the school’s feed and the contact’s entries have a neutral title, unless the organiser says otherwise', async () => {
  const { event, school, contact, reference } = await aWorld({ title: 'Child-on-child abuse', calendarTitle: null })
  const address = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const titles = async () => [
    (await readPoll(address)).entries[0]?.summary,
    readCalendar(await (await request(`/bookings/${reference}/calendar.ics`, { cookie: contact.cookie })).text()).entries[0]?.summary,
  ]
  expect(await titles()).toEqual(['Safeguarding training', 'Safeguarding training'])
  await run('UPDATE Event SET calendarTitle = ?2 WHERE id = ?1', event.id, 'Twilight session')
  expect(await titles()).toEqual(['Twilight session', 'Twilight session'])
  await run(`UPDATE Event SET calendarTitle = '' WHERE id = ?1`, event.id)
  expect(await titles()).toEqual(['Child-on-child abuse', 'Child-on-child abuse'])
})

it('the public feed has every published event under its real title with a link to its page, and no link to join', async () => {
  const joiningLink = 'https://meet.example/secret'
  const shown = await anEvent({ ...inTime, title: 'Harmful behaviour', calendarTitle: null, attendanceMode: 'online', joiningLink })
  const draft = await anEvent({ ...inTime, title: 'Not out yet', state: 'draft' })
  await run('UPDATE Event SET publishedAt = NULL WHERE id = ?1', draft.id)
  const answer = await poll('/events.ics')
  const text = await answer.text()
  const read = readCalendar(text)
  expect([read.name, read.method]).toEqual(['Safeguarding events', 'PUBLISH'])
  expect(read.entries.filter(({ url }) => url.endsWith(shown.code))).toEqual([
    {
      uid: `${shown.sessions[0]?.id}@${place.domain}`,
      sequence: '1',
      summary: 'Harmful behaviour',
      location: 'Online',
      description: `Details: http://localhost:8787/events/${shown.code}`,
      url: `http://localhost:8787/events/${shown.code}`,
      status: 'CONFIRMED',
      from: inTime.startsAt,
      to: inTime.endsAt,
    },
  ])
  expect(text).not.toContain('meet.example')
  expect(text).not.toContain('Not out yet')
})

it('a cancelled event stays in the public feed for sixty days, marked as cancelled', async () => {
  const event = await anEvent({ ...inTime })
  const details = await eventByCode(db, event.code).then(existing)
  const act = anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })
  expect((await cancelEvent(act, { event: details, version: details.version, reason: '' })).ok).toBe(true)
  const after = (days: number, minutes: number) => new Date(act.now.getTime() + days * 86_400_000 + minutes * 60_000).toISOString()
  expect((await publicAt(after(60, -1), event.code)).map(({ status }) => status)).toEqual(['CANCELLED'])
  expect(await publicAt(after(60, 1), event.code)).toEqual([])
})

it('what is over stays in a feed for ninety days', async () => {
  const { event, school, contact, first } = await aWorld({ startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' })
  const own = await addressOf({ kind: 'person', personId: first.personId })
  const ours = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  for (const address of [own, ours]) {
    expect((await readAt(address, '2026-09-10T14:59:00.000Z')).entries).toHaveLength(1)
    expect((await readAt(address, '2026-09-10T15:01:00.000Z')).entries).toHaveLength(0)
  }
  expect(await publicAt('2026-09-10T14:59:00.000Z', event.code)).toHaveLength(1)
  expect(await publicAt('2026-09-10T15:01:00.000Z', event.code)).toHaveLength(0)
})

it('times are instants in UTC, right across both changes of the clock', async () => {
  const session = (startsAt: string, endsAt: string, title: string) => ({ startsAt, endsAt, title })
  const sessions = [
    // 9:30 to 15:30 in London on the days before and after each change, and through the hour that comes twice and the one that does not come.
    session('2026-10-24T08:30:00.000Z', '2026-10-24T14:30:00.000Z', 'Saturday'),
    session('2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', 'The hour that comes twice'),
    session('2026-10-26T09:30:00.000Z', '2026-10-26T15:30:00.000Z', 'Monday'),
    session('2027-03-27T09:30:00.000Z', '2027-03-27T15:30:00.000Z', 'Saturday in March'),
    session('2027-03-28T00:30:00.000Z', '2027-03-28T01:30:00.000Z', 'The hour that does not come'),
    session('2027-03-29T08:30:00.000Z', '2027-03-29T14:30:00.000Z', 'Monday in March'),
  ]
  const { event, school, contact, first } = await aWorld({ sessions })
  const expected = sessions.map(({ startsAt, endsAt }) => [startsAt, endsAt])
  const at = '2026-10-01T00:00:00.000Z'
  for (const entries of [
    (await readAt(await addressOf({ kind: 'person', personId: first.personId }), at)).entries,
    (await readAt(await addressOf({ kind: 'school', schoolId: school.id }, contact), at)).entries,
    await publicAt(at, event.code),
  ])
    expect(entries.map(({ from, to }) => [from, to])).toEqual(expected)
})

it('a hostile title breaks no feed', async () => {
  const title = 'A; B, C\\n "D"\r\nATTENDEE:mailto:x@evil.example\nEND:VEVENT 😀👩🏽‍🏫'.padEnd(180, 'ŵ')
  const { school, contact, first } = await aWorld({ title })
  for (const address of [
    await addressOf({ kind: 'person', personId: first.personId }),
    await addressOf({ kind: 'school', schoolId: school.id }, contact),
    '/events.ics',
  ]) {
    const found = (await readPoll(address)).entries.find(({ summary }) => summary.startsWith('A; B, C'))
    expect(found?.summary).toBe(title.replaceAll(/[\r\n]+/g, ' '))
  }
})

it('a feed without anything is an empty calendar', async () => {
  const { personId } = await anAccount()
  expect((await readPoll(await addressOf({ kind: 'person', personId }))).entries).toEqual([])
})

it('a school’s feed is of the school that two turned out to be', async () => {
  const { school, contact } = await aWorld()
  const address = await addressOf({ kind: 'school', schoolId: school.id }, contact)
  const old = await aSchool()
  await aPlace(await anEvent({ ...inTime }), old)
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', old.id, school.id)
  expect((await readPoll(address)).entries).toHaveLength(2)
})
