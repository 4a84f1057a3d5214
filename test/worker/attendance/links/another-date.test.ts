// A link whose date cannot be booked any more offers the next one that fits, or tells when there is one.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bookByLink } from '#attendance/links/book-by-link.ts'
import { findBookingLink, shownOf } from '#attendance/links/find-link.ts'
import { newId } from '#base/id.ts'
import { askForDateByLink } from '#correspondence/dates/ask-date.ts'
import { tellOfDates } from '#correspondence/dates/tell-of-dates.ts'
import { look } from '#test/support/browsing.ts'
import { anAct, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { anEarlierTraining, leadTraining } from '../requirements/world.ts'
import { aLetter, bookingsOf, client, codeSentTo, fill, monday, quiet } from './world.ts'

type World = Awaited<ReturnType<typeof aLetter>>
const tokenOf = ({ path }: Pick<World, 'path'>): string => path.split('/').at(-1) ?? ''
const now = () => anAct({ now: new Date() })

/** What the form of its page sends. */
const shownAt = async (world: World): Promise<string> => {
  const found = await findBookingLink(now(), tokenOf(world))
  return found ? shownOf(found) : ''
}
const press = async (world: World, shown: string) => request(world.path, { form: { shown } })
const eventsOf = (personId: string) =>
  rows<{ code: string; state: string }>(
    'SELECT e.code, p.state FROM Place p JOIN Event e ON e.id = p.eventId WHERE p.personId = ?1 ORDER BY e.code',
    personId,
  )
const asked = (accountId: string) =>
  rows<{ passedIds: string; over: number }>('SELECT passedIds, endedAt IS NOT NULL AS over FROM DateAsked WHERE accountId = ?1', accountId)
const endRight = ({ office }: World) =>
  run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, office.accountId, tick().toISOString())
const moveTo = (event: { id: string }, day: string) =>
  run(`UPDATE Session SET startsAt = ?2, endsAt = ?3 WHERE eventId = ?1`, event.id, `${day}T08:30:00.000Z`, `${day}T15:00:00.000Z`)

/** The date of the letter is full, and there is another one at £80. */
const withAnother = async () => {
  const world = await aLetter()
  const next = await leadTraining('2026-05-12', { title: 'Lead training in May' })
  await setPrice(next.id, (await aPriceList({ basisPoints: 0, defaultPence: 8000 })).id)
  await fill(world.event)
  return { ...world, next }
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(monday.getTime() + 3_600_000) })
  await quiet()
})
afterEach(() => void vi.useRealTimers())

// “In place of such a date it offers the next one that fits this person, at its own price, and books
// it with one press on the same page; for more than the mail said it asks for a code.”
it('the next date is booked by one press on the page of the link, and the page then says what was booked', async () => {
  const { office, personId, path, next } = await withAnother()
  const reader = client()
  await reader.goto(path)
  for (const words of [
    'Book Sunita Rao for 12 May 2026 instead',
    'Our email offered “Lead training” on Tuesday 21 April 2026. No place is free for your school at this event any more.',
    'Lead training in May, for Ashgrove Primary',
    '£80 (our email said £95)',
  ])
    expect(reader.text).toContain(words)
  expect(await look(reader, 'a link that offers another date')).toEqual([])
  await reader.press('Book Sunita Rao for £80')
  expect([reader.presses, reader.paths.length]).toEqual([1, 2])
  const [booking, ...more] = await bookingsOf(personId)
  expect([booking, more]).toEqual([{ reference: booking?.reference, accountId: office.accountId, state: 'confirmed', pence: 8000 }, []])
  expect(await eventsOf(personId)).toEqual([{ code: next.code, state: 'confirmed' }])
  for (const words of [`booking ${booking?.reference}`, 'Lead training in May', 'Tuesday 12 May 2026']) expect(reader.text).toContain(words)
})

const other = (day: string) => leadTraining(day, { title: `Training of ${day}` })
const offered: [string, string, boolean, (world: World) => Promise<unknown>][] = [
  [
    'the event is called off',
    '12 May 2026',
    false,
    ({ event }) => run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, tick().toISOString()),
  ],
  [
    'booking closed',
    '12 May 2026',
    false,
    ({ event }) => run(`UPDATE Event SET bookingClosedAt = '2026-03-09T08:00:00.000Z', version = version + 1 WHERE id = ?1`, event.id),
  ],
  [
    'it needs an earlier course',
    '12 May 2026',
    false,
    ({ event }) =>
      add('EventAudience', { eventId: event.id, dimension: 'course', value: 'online-safety' }).then(() =>
        run('UPDATE Event SET version = version + 1 WHERE id = ?1', event.id),
      ),
  ],
  ['the event has moved', '22 April 2026', false, ({ event }) => moveTo(event, '2026-04-22')],
  [
    'it costs more',
    '21 April 2026',
    true,
    async ({ event }) => setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 9600 })).id),
  ],
]
it.each(offered)('once %s the link offers %s, with a code: %s', async (_, day, withCode, change) => {
  const world = await aLetter()
  await other('2026-05-12')
  await change(world)
  const page = await textOf(request(world.path))
  expect([page.includes(`Book Sunita Rao for ${day} instead`), page.includes('We ask for a code before')]).toEqual([true, withCode])
  expect((await press(world, '')).status).toBe(409)
  expect(await bookingsOf(world.personId)).toEqual([])
  expect((await press(world, await shownAt(world))).status).toBe(withCode ? 409 : 303)
  expect(await bookingsOf(world.personId)).toHaveLength(withCode ? 0 : 1)
})

it('for more than the letter said the office types the code that its mailbox gets, under what it books', async () => {
  const { office, personId, event, path } = await aLetter()
  await setPrice(event.id, (await aPriceList({ basisPoints: 0, defaultPence: 9600 })).id)
  const reader = client()
  await reader.goto(path)
  await reader.press('Send the code')
  expect(reader.text).toContain('£96 (our email said £95)')
  await reader.fill('6-digit code', await codeSentTo(office.email))
  await reader.press('Book Sunita Rao for £96')
  expect((await bookingsOf(personId)).map(({ accountId, pence }) => [accountId, pence])).toEqual([[office.accountId, 9600]])
})

it('a date that clashes, one that the school may not have and one for other roles are passed over', async () => {
  const world = await withAnother()
  await add('StaffDay', { schoolId: world.school.id, heldOn: '2026-05-12', what: 'INSET' })
  await add('EventAudience', { eventId: (await other('2026-05-19')).id, dimension: 'kind', value: 'secondary' })
  await add('EventAudience', { eventId: (await other('2026-05-20')).id, dimension: 'role', value: 'head' })
  await other('2026-05-26')
  expect(await textOf(request(world.path))).toContain('Book Sunita Rao for 26 May 2026 instead')
})

it('two presses at once, and a press of the letter’s date beside it, make one booking', async () => {
  const world = await withAnother()
  const shown = await shownAt(world)
  const both = await Promise.all([press(world, shown), press(world, shown), press(world, '')])
  expect(
    both
      .map(({ status }) => status)
      .toSorted()
      .slice(0, 2),
  ).toEqual([303, 303])
  expect((await press(world, shown)).status).toBe(303)
  expect(await eventsOf(world.personId)).toEqual([{ code: world.next.code, state: 'confirmed' }])
})

it('where the offered date is full at the press nothing is booked, and the date after it is offered', async () => {
  const world = await withAnother()
  const reader = client()
  await reader.goto(world.path)
  await fill(world.next)
  await other('2026-06-02')
  await reader.press('Book Sunita Rao for £80')
  expect(reader.text).toContain('Nothing was booked: what this link can book has changed. It is below.')
  expect(reader.text).toContain('Book Sunita Rao for 2 June 2026 instead')
  expect(await bookingsOf(world.personId)).toEqual([])
  await reader.press('Book Sunita Rao, free of charge')
  expect(await bookingsOf(world.personId)).toHaveLength(1)
})

it('what a page showed is booked and no other: a form of another price, time or event is refused', async () => {
  const world = await withAnother()
  const shown = await shownAt(world)
  for (const changed of [
    shown.replace('8000', '7000'),
    shown.replace('2026-05-12', '2026-05-13'),
    shown.replace(world.next.code, world.event.code),
    'x',
  ])
    expect((await press(world, changed)).status).toBe(409)
  // A place of the letter's date is given back: the form of the other date books neither.
  await run('UPDATE Event SET capacity = 5, version = version + 1 WHERE id = ?1', world.event.id)
  expect((await press(world, shown)).status).toBe(409)
  expect(await bookingsOf(world.personId)).toEqual([])
})

it.each([
  ['it is refused', db, 0],
  ['control: without guards it is booked', withoutGuards, 1],
])('the offered date moves between reading and writing: %s', async (_, on, expected) => {
  const world = await withAnother()
  const shown = await shownAt(world)
  await bookByLink(anAct({ db: before(5, () => moveTo(world.next, '2026-05-13'), on), now: new Date() }), tokenOf(world), { shown })
  expect(await bookingsOf(world.personId)).toHaveLength(expected)
})

// “Where no date fits, one press asks that its account is told of the next one.”
it('where no date fits the office asks to hear of one with one press, once, and is told of the next', async () => {
  const { office, event, path } = await aLetter()
  await add('EventAudience', { eventId: event.id, dimension: 'course', value: 'online-safety' })
  await run('UPDATE Event SET version = version + 1 WHERE id = ?1', event.id)
  const reader = client()
  await reader.goto(path)
  expect(reader.text).toContain('No other date fits yet. We can write once to the address that got this link')
  await Promise.all([request(`${path}/tell`, { form: {} }), request(`${path}/tell`, { form: {} })])
  await reader.press('Tell me when there is a date')
  expect([
    reader.presses,
    reader.text.includes('We write once to the address that got this link'),
    reader.text.includes('Tell me'),
  ]).toEqual([1, true, false])
  expect(await asked(office.accountId)).toEqual([{ passedIds: JSON.stringify([event.id]), over: 0 }])
  const morning = (day: string) => anAct({ now: new Date(`${day}T09:00:00.000Z`) })
  expect(await tellOfDates(morning('2026-03-10'))).toBe(false)
  await other('2026-06-02')
  expect(await tellOfDates(morning('2026-03-11'))).toBe(true)
  expect(
    await rows(
      `SELECT b.subject FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'date_found' AND b.email = ?1`,
      office.email,
    ),
  ).toEqual([{ subject: 'There is a date: Training of 2026-06-02' }])
  expect((await asked(office.accountId)).map(({ over }) => over)).toEqual([1])
})

it.each([
  ['nothing is stored', db, 0],
  ['control: without guards it is', withoutGuards, 1],
])('the right ends between reading and asking for a date: %s', async (_, on, expected) => {
  const world = await aLetter()
  await fill(world.event)
  await askForDateByLink(anAct({ db: before(4, () => endRight(world), on), now: new Date() }), tokenOf(world), newId(tick()))
  expect(await asked(world.office.accountId)).toHaveLength(expected)
})

it('nobody is told of dates for somebody who is not due any more', async () => {
  const world = await aLetter()
  await fill(world.event)
  await anEarlierTraining(world.personId, world.school, '2026-03-02')
  expect(await textOf(request(world.path))).not.toContain('Tell me')
  expect((await request(`${world.path}/tell`, { form: {} })).status).toBe(409)
})
