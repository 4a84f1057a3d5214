// What a page says that moving many places costs each of them is what the press charges: of random bookings, with free places and agreements
// that several of them share.

import { expect, it } from 'vitest'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { showMoved } from '#booking/placing/show-price.ts'
import { inOrderOfMove } from '#booking/series/series.ts'
import { eventByCode } from '#events/events/store.ts'
import { chance } from '#test/support/chance.ts'
import { accepted, anAccount, anAct, aSchool, db, request, rows } from '#test/support/factories.ts'
import { anAgreement, aPricedEvent } from '#test/support/money.ts'
import { plain } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { people } from '../pricing/priced.ts'

const seed = 20_261_130
const { is, one } = chance(seed)

/** Two dates of a series, dearer or cheaper, each perhaps with a free place a school. */
const twoDates = async () => {
  const [id, mixed] = [crypto.randomUUID(), is(0.5)]
  const date = (day: string) =>
    aPricedEvent({
      event: {
        ...{ startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z`, capacity: 400 },
        ...(mixed ? { attendanceMode: 'mixed' as const, onlineCapacity: 400, joiningLink: 'https://meet.example/1' } : {}),
      },
      list: { defaultPence: one([8_000, 10_000, 12_345]), freePlaces: one([0, 1, 2]), ...(mixed ? { onlineLessPence: 2_500 } : {}) },
    })
  const [from, to] = [await date('2099-06-12'), await date('2099-07-03')]
  await db.batch([
    insert('Series', { id, title: 'Two dates', topicId: 'child-on-child-abuse' }),
    db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(id, from.id, to.id),
  ])
  return { from, to, mixed }
}

type Price = { who: string; was: number; is: number }
const pounds = (said: string): number => Math.round(Number(said.replaceAll(/[£,]/g, '')) * 100)

/** The rows of the page, by booking. */
const said = (page: string): Record<string, Price[]> => {
  const all: Record<string, Price[]> = {}
  for (const row of page.split('<tr').slice(2)) {
    const [, reference = '', who = '', was = '', will = ''] = row
      .split(/<t[hd]/)
      .slice(1)
      .map((cell) => plain(`<${cell}`, ''))
    all[reference] = [...(all[reference] ?? []), { who, was: pounds(was), is: pounds(will) }]
  }
  return all
}

const livePrices = async (of: string, id: string) =>
  rows<{ id: string; who: string; gross: number }>(
    `SELECT p.id, COALESCE(n.name, 'No name yet') AS who, x.pence + x.vatPence AS gross FROM Booking b JOIN Place p ON p.bookingId = b.id
       JOIN PlacePrice x ON x.placeId = p.id AND x.supersededAt IS NULL LEFT JOIN Person n ON n.id = p.personId WHERE ${of} = ?1 ORDER BY p.rowid`,
    id,
  )

type Moving = { id: string; reference: string; places: string[] }

/** Reads what a move of these costs, presses and compares. `otherwise`: how many would cost another sum by themselves. */
const press = async (organiser: Awaited<ReturnType<typeof anAccount>>, to: { code: string }, moving: readonly Moving[]) => {
  const prepared = await request('/organiser/bookings/bulk', {
    cookie: organiser.cookie,
    form: { act: 'move', which: 'ticked', place: moving.flatMap(({ places }) => places) },
  })
  const path = prepared.headers.get('location') ?? ''
  const bulkId = path.split('/').at(-1)
  const check = await request(`${path}/start`, { cookie: organiser.cookie, form: { to: to.code } })
  const page = await check.text()
  expect([check.status, await rows('SELECT startedAt FROM BulkAct WHERE id = ?1', bulkId)]).toEqual([200, [{ startedAt: null }]])
  const shown = said(page)
  const before = new Map<string, number>()
  for (const { id } of moving) for (const place of await livePrices('b.id', id)) before.set(place.id, place.gross)
  // Control: each booking is priced for itself, as the page of a single move does it.
  const [act, target] = [anAct({ actor: organiser.actor, now: new Date() }), await eventByCode(db, to.code, new Date())]
  let otherwise = 0
  for (const { reference, places } of moving) {
    const found = await readBooking(act, reference)
    if (!found || !target) throw new Error('gone')
    const its = inOrderOfMove(
      target,
      found.event,
      found.booking.places.filter(({ id }) => places.includes(id)),
    )
    const price = await showMoved(act, target, found.booking.schoolId, its, found.payer)
    if (price?.gross !== shown[reference]?.reduce((sum, place) => sum + place.is, 0)) otherwise += 1
  }
  const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const stale = await request(`${path}/start`, { cookie: organiser.cookie, form: { to: to.code, seen: 'another' } })
  expect([stale.status, (await stale.text()).includes('What the places cost has changed')]).toEqual([409, true])
  await request(`${path}/start`, { cookie: organiser.cookie, form: { to: to.code, seen } })
  const stayed = await rows<{ bookingId: string; reason: string }>(
    `SELECT bookingId, reason FROM BulkItem WHERE bulkId = ?1 AND state <> 'done'`,
    bulkId,
  )
  expect(stayed.filter(({ reason }) => reason !== 'price_changed')).toEqual([])
  const did: Record<string, Price[]> = {}
  for (const { id, reference, places } of moving) {
    const ids = JSON.stringify(places)
    if (stayed.some(({ bookingId }) => bookingId === id)) {
      expect(await rows(`SELECT id FROM Place WHERE id IN (SELECT value FROM json_each(?1)) AND state <> 'confirmed'`, ids)).toEqual([])
      delete shown[reference]
      continue
    }
    const moved = await rows<{ id: string }>(
      `SELECT p.id FROM json_each(?1) j JOIN Place p ON p.id = j.value ORDER BY p.personId IS NULL, IIF(p.personId IS NULL, p.attendance IS NOT 'online', 0), p.rowid`,
      ids,
    )
    const at = await livePrices('b.movedFromId', id)
    did[reference] = at.map(({ who, gross }, n) => ({ who, was: before.get(moved[n]?.id ?? '') ?? -1, is: gross }))
  }
  expect(shown, `seed ${seed}`).toEqual(did)
  return { otherwise, stayed: moving.filter(({ id }) => stayed.some(({ bookingId }) => bookingId === id)) }
}

// “Before places of many bookings move, a page says what each costs now and at the other date; a booking moves at that price or not at all.”
it('what the page of a move says of each place is what moving charges; computed booking by booking it is not', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  let alone = 0
  for (let round = 0; round < 4; round += 1) {
    const { from, to, mixed } = await twoDates()
    const trust = { trustUid: `B${round}`, trustName: 'Shared Trust' }
    await anAgreement({ trustUid: trust.trustUid }, { places: one([2, 3, 5]), fromDay: '2026-09-01' })
    const schools = []
    for (let n = 0; n < 4; n += 1) schools.push(await aSchool({ sector: 'independent', ...(is(0.6) ? trust : {}) }))
    const booked: Moving[] = []
    for (let n = 0; n < 7; n += 1) {
      const school = one(schools)
      const delegates = people(`${school.urn}-${n}`, one([0, 1, 2])).map((person) => ({
        ...person,
        name: `${person.name} ${'KLMNOPQ'[n]}`,
        ...(mixed ? { attendance: one(['in_person', 'online'] as const) } : {}),
      }))
      const unnamed = delegates.length === 0 ? 2 : one([0, 1])
      const placed = await placeBooking(anAct({ actor: organiser.actor }), {
        ...{ code: from.code, schoolId: school.id, formId: crypto.randomUUID(), channel: 'organiser', delegates, unnamed },
        ...(mixed ? { unnamedOnline: one([0, unnamed]) } : {}),
      }).then(accepted)
      const [row] = await rows<{ id: string }>('SELECT id FROM Booking WHERE reference = ?1', placed.reference)
      const places = await livePrices('b.id', row?.id ?? '')
      booked.push({ id: row?.id ?? '', reference: placed.reference, places: places.map(({ id }) => id) })
    }
    let moving = booked.map((booking) => ({ ...booking, places: booking.places.filter((_, n) => n === 0 || is(0.7)) }))
    // A free place that passes on to one that moves later changes its price: it stays, and is chosen again.
    for (let again = 0; moving.length > 0; again += 1) {
      const { otherwise, stayed } = await press(organiser, to, moving)
      alone += otherwise
      expect([again < 4, stayed.length < moving.length]).toEqual([true, true])
      moving = stayed
    }
  }
  expect(alone).toBeGreaterThan(0)
})
