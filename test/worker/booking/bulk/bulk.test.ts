// An act on many bookings is looked at first, done booking by booking, once, and goes on when the
// browser is closed.

import { expect, it, vi } from 'vitest'
import { tryAgain } from '#base/db/failed-job.ts'
import { atOnce } from '#booking/bulk/bulk.ts'
import { resumeBulkActs, runBulk } from '#booking/bulk/resume-bulk-acts.ts'
import { readBulk } from '#booking/bulk/store.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, htmlOf, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add, insert } from '#test/support/rows.ts'
import { aBooker, book as bookPriced } from '#test/worker/booking/pricing/priced.ts'
import { aBookingUnderTerms, chargesOf } from '#test/worker/booking/pricing/terms.ts'

const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: null, capacity: 500 }

const book = async (event: { code: string }, ask: { names?: string[]; unnamed?: number }) => {
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: (ask.names ?? []).map((name) => ({
      name,
      email: `${name}.${school.urn}@example.sch.uk`.toLowerCase(),
      roleId: 'dsl',
      represents: [],
    })),
    unnamed: ask.unnamed ?? 0,
  }).then(accepted)
  const [booking] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', placed.reference)
  const places = await rows<{ id: string }>('SELECT id FROM Place WHERE bookingId = ?1 ORDER BY rowid', booking?.id)
  return { reference: placed.reference, bookingId: booking?.id ?? '', placeIds: places.map((place) => place.id), actor }
}

const organiser = () => anAccount({ roles: ['organiser'] })

const prepare = async (cookie: string, form: Record<string, string | string[]>) => {
  const answer = await request('/organiser/bookings/bulk', { cookie, form })
  expect(answer.status).toBe(303)
  // What is due after the form is done before the test begins the act by hand.
  return (answer.headers.get('location') ?? '').split('/').at(-1) ?? ''
}

const start = (cookie: string, id: string, form: Record<string, string> = { x: '' }, left: Promise<unknown>[] = []) =>
  request(`/organiser/bookings/bulk/${id}/start`, { cookie, form, left })

const messagesOf = (bookingId: string, kind: string) =>
  rows<{ sequence: number | null }>('SELECT sequence FROM Message WHERE bookingId = ?1 AND kind = ?2 ORDER BY rowid', bookingId, kind)
const placesOf = (bookingId: string) => rows<{ state: string }>('SELECT state FROM Place WHERE bookingId = ?1 ORDER BY rowid', bookingId)

it('“Nothing is done before a page has said what would be done to how many places, who is told, and what is left out and why.”', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { names: ['Ann'], unnamed: 2 })
  const b = await book(event, { unnamed: 1 })
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'remind', which: 'ticked', place: [...a.placeIds, ...b.placeIds] })
  const page = await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()
  expect(plain(page, '')).toContain(
    '2 emails go to 2 people who booked: one for each booking, asking for names for 3 places in 2 bookings of 2 schools.',
  )
  expect(page).toContain('1 place has a name already')
  expect(await messagesOf(a.bookingId, 'names_due')).toEqual([])
  expect(await rows('SELECT state FROM BulkItem WHERE bulkId = ?1', id)).toEqual([{ state: 'waiting' }, { state: 'waiting' }])
})

it('“A press is once, however often it is pressed.”', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { unnamed: 2 })
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'remind', which: 'page', onPage: a.placeIds.join(' ') })
  const answers = await Promise.all([start(cookie, id), start(cookie, id), start(cookie, id)])
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
  await start(cookie, id)
  await request(`/organiser/bookings/bulk/${id}/continue`, { cookie, form: { x: '' } })
  expect(await messagesOf(a.bookingId, 'names_due')).toHaveLength(1)
  expect(await rows(`SELECT act FROM Log WHERE subjectId = ?1 AND act = 'booking.reminded'`, a.bookingId)).toHaveLength(1)
  const found = await readBulk(anAct({ now: new Date() }), id, 10)
  expect([found?.progress.done, found?.progress.donePlaces, found?.bulk.finishedAt !== null]).toEqual([1, 2, true])
})

it('invitations are sent again under the same UID with a higher SEQUENCE, and to nobody whose place has no name', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { names: ['Ann', 'Ben'], unnamed: 1 })
  const uids = await rows(
    'SELECT uid FROM Invitation WHERE placeId IN (SELECT value FROM json_each(?1)) ORDER BY uid',
    JSON.stringify(a.placeIds),
  )
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'invite_again', which: 'ticked', place: a.placeIds })
  await start(cookie, id)
  expect((await messagesOf(a.bookingId, 'invitation')).map((message) => message.sequence)).toEqual([0, 0, 1, 1])
  expect(
    await rows('SELECT uid FROM Invitation WHERE placeId IN (SELECT value FROM json_each(?1)) ORDER BY uid', JSON.stringify(a.placeIds)),
  ).toEqual(uids)
})

it('what a press writes is what the page says: nobody where reminders are switched off, nor of entries that are over', async () => {
  const { cookie } = await organiser()
  const page = async (id: string) => plain(await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text(), '')
  const [on, off] = [await anEvent(ahead), await anEvent(ahead)]
  await add('EventMessage', { eventId: off.id, kind: 'names_due', isOn: 0, changedAt: '2026-03-01T00:00:00.000Z' })
  const [asked, silent] = [await book(on, { unnamed: 2 }), await book(off, { unnamed: 3 })]
  const remind = await prepare(cookie, { act: 'remind', which: 'ticked', place: [...asked.placeIds, ...silent.placeIds] })
  const said = await page(remind)
  expect(said).toContain(
    '1 email goes to 1 person who booked: one for each booking, asking for names for 2 places in 1 booking of 1 school.',
  )
  expect(said).toContain('3 places are at an event whose reminders to name people are switched off')
  await start(cookie, remind)
  expect([(await messagesOf(asked.bookingId, 'names_due')).length, (await messagesOf(silent.bookingId, 'names_due')).length]).toEqual([
    1, 0,
  ])

  const day = (on: number) => ({ startsAt: `2099-07-0${on}T08:30:00.000Z`, endsAt: `2099-07-0${on}T15:00:00.000Z` })
  const event = await anEvent({ ...ahead, sessions: [day(1), day(2)] })
  const [both, first] = [await book(event, { names: ['Ann'] }), await book(event, { names: ['Ben'] })]
  const [one = '', two = ''] = event.sessions.map(({ id }) => id)
  // The first day is over, which is all that Ben is at.
  await db.batch([
    db.prepare('DELETE FROM PlaceSession WHERE placeId = ?1 AND sessionId = ?2').bind(first.placeIds[0], two),
    db.prepare(`DELETE FROM Invitation WHERE placeId = ?1 AND sessionId = ?2`).bind(first.placeIds[0], two),
    db.prepare(`UPDATE Session SET startsAt = '2026-01-05T08:30:00.000Z', endsAt = '2026-01-05T15:00:00.000Z' WHERE id = ?1`).bind(one),
    db.prepare(`UPDATE Invitation SET shown = json_set(shown, '$.endsAt', '2026-01-05T15:00:00.000Z') WHERE sessionId = ?1`).bind(one),
  ])
  const again = await prepare(cookie, { act: 'invite_again', which: 'ticked', place: [...both.placeIds, ...first.placeIds] })
  const preview = await page(again)
  expect(preview).toContain('1 person on 1 place in 1 booking of 1 school gets the invitation for their calendar once more.')
  expect(preview).toContain('1 place has no entry that can be sent again')
  const written = async ({ bookingId }: { bookingId: string }) => (await messagesOf(bookingId, 'invitation')).length
  const before = [await written(both), await written(first)]
  await start(cookie, again)
  expect([await written(both), await written(first)]).toEqual([(before[0] ?? 0) + 1, before[1]])
})

// “Bookers can be reminded to name people, invitations sent again, places moved to another date,
// or cancelled with a reason that the booker reads.”
it('cancelling asks for a reason, cancels the chosen places alone, and tells who is concerned', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { names: ['Ann', 'Ben'] })
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'cancel', which: 'ticked', place: a.placeIds[1] ?? '' })
  expect(await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()).toContain('Cancelling costs nothing now.')
  expect(await htmlOf(start(cookie, id, { reason: '   ' }), 422)).toContain('Say why the places are cancelled')
  expect(await placesOf(a.bookingId)).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }])
  await start(cookie, id, { reason: 'The room is smaller than we thought', waive: 'yes' })
  expect(await placesOf(a.bookingId)).toEqual([{ state: 'confirmed' }, { state: 'cancelled' }])
  expect(await messagesOf(a.bookingId, 'place_cancelled')).toHaveLength(1)
  expect(await messagesOf(a.bookingId, 'booking_cancelled')).toHaveLength(1)
  const [told] = await rows<{ text: string }>(
    `SELECT b.text FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE m.bookingId = ?1 AND m.kind = 'booking_cancelled'`,
    a.bookingId,
  )
  expect(told?.text).toContain('The room is smaller than we thought')
})

it('“Cancelling charges by the terms; the organiser may ask to waive the charges, and a second person decides.”', async () => {
  const starts = Date.now() + 2 * 24 * 3600_000
  const soon = { startsAt: new Date(starts).toISOString(), endsAt: new Date(starts + 3600_000).toISOString() }
  const { cookie } = await organiser()
  for (const [waive, due] of [
    [{}, []],
    [{ waive: 'yes' }, [{ kind: 'waiver', pence: 7000, reason: 'Too few', state: 'proposed' }]],
  ] as const) {
    const { event, placeIds } = await aBookingUnderTerms({ event: soon, people: 1 })
    const id = await prepare(cookie, { act: 'cancel', which: 'ticked', place: placeIds })
    expect(await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()).toContain(
      'Cancelling costs £70.00 now, by the terms that each booking accepted.',
    )
    await start(cookie, id, { reason: 'Too few', ...waive })
    // Pressed again in a second tab.
    expect((await start(cookie, id, {})).headers.get('location')).toBe(`/organiser/bookings/bulk/${id}`)
    expect((await chargesOf(event.id)).map(({ pence, withdrawn }) => ({ pence, withdrawn }))).toEqual([{ pence: 7000, withdrawn: 0 }])
    expect(
      await rows(
        'SELECT m.kind, m.pence, m.reason, m.state FROM MoneyProposal m JOIN Charge c ON c.id = m.chargeId WHERE c.eventId = ?1',
        event.id,
      ),
    ).toEqual(due)
  }
})

it('places move to another date of the series, booking by booking, and those that do not fit stay with the reason', async () => {
  const seriesId = crypto.randomUUID()
  const [from, to] = [
    await anEvent(ahead),
    await anEvent({ ...ahead, startsAt: '2099-07-03T08:30:00.000Z', endsAt: '2099-07-03T15:00:00.000Z', capacity: 2 }),
  ]
  await db.batch([
    insert('Series', { id: seriesId, title: 'S', topicId: 'child-on-child-abuse', createdAt: '2026-01-01T00:00:00.000Z' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(seriesId, from.id, to.id),
  ])
  const [a, b] = [await book(from, { names: ['Ann', 'Ben'] }), await book(from, { names: ['Cat'] })]
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'move', which: 'all', event: from.code })
  const page = await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()
  expect(page).toContain('(2 places left)')
  expect((await start(cookie, id)).status).toBe(422)
  await start(cookie, id, { to: to.code })
  const found = await readBulk(anAct({ now: new Date() }), id, 10)
  expect(found?.items.map((item) => [item.state, item.reason, item.places]).sort((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1))).toEqual(
    (await placesOf(a.bookingId))[0]?.state === 'cancelled'
      ? [
          ['done', null, 2],
          ['refused', 'event_full', 0],
        ]
      : [
          ['done', null, 1],
          ['refused', 'event_full', 0],
        ],
  )
  const live = await rows(`SELECT COUNT(*) AS n FROM Place WHERE state = 'confirmed' AND eventId IN (?1, ?2)`, from.id, to.id)
  expect(live).toEqual([{ n: 3 }])
  expect((await placesOf(b.bookingId)).length).toBe(1)
})

it('“Each booking is done by itself: what is refused for one does not keep it from the others, and the page says why.”', async () => {
  const [event, other] = [await anEvent(ahead), await anEvent(ahead)]
  const a = await book(event, { names: ['Ann'] })
  const b = await book(other, { names: ['Ben'] })
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'invite_again', which: 'ticked', place: [...a.placeIds, ...b.placeIds] })
  await run(`UPDATE Place SET state = 'cancelled' WHERE bookingId = ?1`, b.bookingId)
  await start(cookie, id)
  const page = await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()
  expect(page).toContain('Nothing left to do: it was done or cancelled meanwhile')
  expect((await readBulk(anAct({ now: new Date() }), id, 10))?.items.map(({ state, reason }) => [state, reason])).toEqual([
    ['refused', 'nothing_left'],
    ['done', null],
  ])
})

it('“An act goes on when the browser is closed”, in pieces', async () => {
  const event = await anEvent(ahead)
  const bookings = []
  for (let n = 0; n < atOnce + 6; n += 1) bookings.push(await book(event, { unnamed: 1 }))
  const { cookie } = await organiser()
  const id = await prepare(cookie, { act: 'remind', which: 'all', event: event.code })
  const left: Promise<unknown>[] = []
  await start(cookie, id, { x: '' }, left)
  const half = await readBulk(anAct({ now: new Date() }), id, 10)
  expect([half?.progress.done, half?.progress.waiting, half?.bulk.finishedAt]).toEqual([atOnce, 6, null])
  const page = await (await request(`/organiser/bookings/bulk/${id}`, { cookie })).text()
  expect(page).toContain('also when you close this page')
  await Promise.all(left)
  // Nobody looks at it any more: what is due every minute goes on with it.
  expect(await resumeBulkActs(anAct({ now: new Date() }))).toBe(
    (await readBulk(anAct({ now: new Date() }), id, 1))?.bulk.finishedAt === null,
  )
  for (let tries = 0; tries < 5 && (await resumeBulkActs(anAct({ now: new Date() }))); tries += 1);
  const whole = await readBulk(anAct({ now: new Date() }), id, 10)
  expect([whole?.progress.done, whole?.progress.waiting]).toEqual([atOnce + 6, 0])
  for (const { bookingId } of bookings) expect(await messagesOf(bookingId, 'names_due')).toHaveLength(1)
})

it('a run that died is taken up again, and one that is at it is not disturbed', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { unnamed: 1 })
  const { cookie, actor } = await organiser()
  const id = await prepare(cookie, { act: 'remind', which: 'ticked', place: a.placeIds })
  await run('UPDATE BulkAct SET startedAt = createdAt WHERE id = ?1', id)
  await run(`UPDATE BulkItem SET claimedUntil = '2026-06-01T00:00:00.000Z' WHERE bulkId = ?1`, id)
  const bulk = (await readBulk(anAct({ now: new Date() }), id, 1))?.bulk
  if (!bulk) throw new Error('no bulk')
  expect(await runBulk(anAct({ actor, now: new Date('2026-05-31T23:59:00.000Z') }), bulk)).toBe(false)
  expect(await runBulk(anAct({ actor, now: new Date('2026-06-01T00:00:00.000Z') }), bulk)).toBe(true)
  expect(await messagesOf(a.bookingId, 'names_due')).toHaveLength(1)
})

// “An act goes on when the browser is closed, as long as its organiser is still one.”
it('“as long as whoever began it is an organiser” and not longer', async () => {
  const event = await anEvent(ahead)
  const a = await book(event, { unnamed: 1 })
  const { cookie, accountId } = await organiser()
  const id = await prepare(cookie, { act: 'remind', which: 'ticked', place: a.placeIds })
  await run('UPDATE BulkAct SET startedAt = createdAt WHERE id = ?1', id)
  await run(`UPDATE StaffRole SET revokedAt = '2026-06-01T00:00:00.000Z' WHERE accountId = ?1`, accountId)
  await resumeBulkActs(anAct({ now: new Date() }))
  expect(await messagesOf(a.bookingId, 'names_due')).toEqual([])
})

it('nothing ticked is said where to put it right', async () => {
  const { cookie } = await organiser()
  expect(await htmlOf(request('/organiser/bookings/bulk', { cookie, form: { act: 'cancel', which: 'ticked' } }), 422)).toContain(
    'Tick at least one place',
  )
})

it('a booking at which the act fails keeps no other from being done, and is tried again; the words typed are not kept once all is done', async () => {
  const event = await anEvent(ahead)
  const bookings = [await book(event, { names: ['Ann'] }), await book(event, { names: ['Ben'] }), await book(event, { names: ['Cai'] })]
  const { cookie, actor } = await organiser()
  const id = await prepare(cookie, { act: 'cancel', which: 'ticked', place: bookings.flatMap(({ placeIds }) => placeIds) })
  const [first] = bookings.map(({ bookingId }) => bookingId).sort()
  await run(`CREATE TRIGGER Broken_bulk BEFORE INSERT ON Log WHEN NEW.subjectId = '${first}' BEGIN SELECT RAISE(ABORT, 'broken'); END`)
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await start(cookie, id, { reason: 'Mr Pugh asked us to', waive: 'yes' })
  said.mockRestore()
  expect((await readBulk(anAct({ now: new Date() }), id, 10))?.progress.done).toBe(2)
  await run('DROP TRIGGER Broken_bulk')
  const bulk = (await readBulk(anAct({ now: new Date() }), id, 1))?.bulk
  if (!bulk) throw new Error('no bulk')
  expect(bulk.typed.reason).toBe('Mr Pugh asked us to')
  const later = new Date(Date.now() + 6 * 60_000)
  await tryAgain(db, { now: later })
  await runBulk(anAct({ actor, now: later }), bulk)
  const whole = await readBulk(anAct({ now: new Date() }), id, 10)
  expect([whole?.progress.done, whole?.bulk.finishedAt !== null, whole?.bulk.typed.reason]).toEqual([3, true, undefined])
})

it('before places are cancelled or moved the page says what they cost and what each booking owes', async () => {
  const event = await aPricedEvent({ event: ahead })
  const { cookie } = await organiser()
  const [one, other] = [await aBooker(), await aBooker()]
  const first = await bookPriced(one, event, 24_000, { places: 2 })
  const second = await bookPriced(other, event, 12_000)
  const id = await prepare(cookie, { act: 'cancel', which: 'ticked', place: [...first.placeIds.slice(1), ...second.placeIds] })
  const page = await textOf(request(`/organiser/bookings/bulk/${id}`, { cookie }))
  expect(page).toContain('These places cost £240.00 altogether, which is taken back; their bookings owe £360.00 now.')
  expect(page).toContain(`${first.reference} 1 £240.00 £120.00 Not yet`)
  expect(page).toContain(`${second.reference} 1 £120.00 £120.00 Not yet`)
  const free = await prepare(cookie, { act: 'cancel', which: 'ticked', place: (await book(await anEvent(ahead), { unnamed: 1 })).placeIds })
  expect(await (await request(`/organiser/bookings/bulk/${free}`, { cookie })).text()).not.toContain('altogether')
})
