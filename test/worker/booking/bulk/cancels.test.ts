// What a page says before places of many bookings are cancelled is what cancelling does: places, whom it tells, what is taken back and charged.

import { expect, it } from 'vitest'
import { addDays, londonDay } from '#base/dates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { chance } from '#test/support/chance.ts'
import { anAccount, anAct, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { textOf } from '#test/support/plain.ts'
import { insert } from '#test/support/rows.ts'
import { setTerms, someTerms } from '../pricing/terms.ts'

const seed = 20_261_201
const { is, one } = chance(seed)
type Account = Awaited<ReturnType<typeof anAccount>>

const number = (said: string | undefined): number => Number((said ?? '0').replaceAll(',', ''))
const pence = (said: string | undefined): number => Math.round(number(said) * 100)

/** A day soon, when cancelling costs something, or later, with names that may be released and messages that may be off. */
const aDay = async () => {
  const day = addDays(londonDay(new Date()), one([2, 4, 12, 200]))
  const event = await aPricedEvent({
    event: { startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z`, capacity: one([5, 400]) },
    list: { defaultPence: one([8_000, 12_345]), freePlaces: one([0, 1, 2]) },
  })
  const termsId = await someTerms()
  await setTerms(event.id, termsId)
  const releases = is(0.3)
    ? [db.prepare('UPDATE Event SET namesRelease = 1, namesDueAt = ?2 WHERE id = ?1').bind(event.id, `${day}T08:00:00.000Z`)]
    : []
  const off = is(0.2)
    ? [insert('EventMessage', { eventId: event.id, kind: 'place_cancelled', isOn: 0, changedAt: '2026-03-01T00:00:00.000Z' })]
    : []
  if (releases.length + off.length > 0) await db.batch([...releases, ...off])
  return { code: event.code, termsId }
}

const names = ['Ann Lee', 'Bo Price', 'Cy Hall', 'Di Rowe', 'Ed Webb']

/** A booking by one of those at a school; some delegates have no address. */
const aBooking = async (
  organiser: Account,
  day: Awaited<ReturnType<typeof aDay>>,
  school: { id: string; urn: string },
  asked: Account | undefined,
) => {
  const from = one([0, 1, 2])
  const named = names.slice(from, from + one([0, 1, 2]))
  const placed = await placeBooking(anAct({ actor: organiser.actor }), {
    ...{ code: day.code, termsId: day.termsId, schoolId: school.id, formId: crypto.randomUUID(), channel: 'organiser', ifFull: 'wait' },
    delegates: named.map((name) => ({
      ...{ name, roleId: 'dsl', represents: [] },
      email: is(0.8) ? `${name.replace(' ', '.').toLowerCase()}-${school.urn}@example.sch.uk` : '',
    })),
    unnamed: named.length === 0 ? 1 : one([0, 1]),
    contact: asked && { name: asked.name, email: asked.email, telephone: '' },
  })
  return placed.ok ? placed.value.reference : undefined
}

const sum = async (sql: string, ids: unknown): Promise<number> =>
  (await rows<{ sum: number | null }>(sql, JSON.stringify(ids)))[0]?.sum ?? 0
const owedOf = (bookings: readonly string[]) =>
  sum('SELECT SUM(pence + vatPence) AS sum FROM LedgerLine WHERE bookingId IN (SELECT value FROM json_each(?1))', bookings)
const pricesOf = (bookings: readonly string[]) =>
  sum(
    `SELECT SUM(x.pence + x.vatPence) AS sum FROM PlacePrice x JOIN Place p ON p.id = x.placeId
     WHERE x.supersededAt IS NULL AND p.state = 'confirmed' AND x.bookingId IN (SELECT value FROM json_each(?1))`,
    bookings,
  )
const chargesOf = (bookings: readonly string[]) =>
  sum(
    `SELECT SUM(pence + vatPence) AS sum FROM LedgerLine WHERE kind = 'cancellation_charge' AND bookingId IN (SELECT value FROM json_each(?1))`,
    bookings,
  )
const toldBy = (kind: string, bookings: readonly string[]) =>
  sum(
    `SELECT COUNT(DISTINCT recipient) AS sum FROM Message WHERE kind = '${kind}' AND bookingId IN (SELECT value FROM json_each(?1))`,
    bookings,
  )

// “Before places of many bookings are cancelled a page says how many people are told and what is taken back and charged, as the press does it.”
it('what the page says before many are cancelled is what the press does; whoever has a name, or once booked, is not who is told', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const otherwise = { people: 0, bookers: 0, charged: 0 }
  for (let round = 0; round < 12; round += 1) {
    const days = [await aDay(), await aDay()]
    const schools = [await aSchool({ sector: 'independent' }), await aSchool()]
    const contacts = new Map<string, Account[]>()
    for (const { id } of schools) contacts.set(id, [await anAccount({ schoolIds: [id] }), await anAccount({ schoolIds: [id] })])
    const references: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const school = one(schools)
      const made = await aBooking(organiser, one(days), school, is(0.9) ? one(contacts.get(school.id) ?? []) : undefined)
      if (made) references.push(made)
    }
    // Somebody who booked has left: a colleague is told instead.
    const [left] = contacts.get(one(schools).id) ?? []
    await run(`UPDATE Claim SET state = 'ended', decidedAt = '2099-01-01T00:00:00.000Z' WHERE accountId = ?1`, left?.accountId)
    const places = await rows<{ id: string; bookingId: string; personId: string | null; bookedById: string | null; state: string }>(
      `SELECT p.id, p.bookingId, p.personId, b.bookedById, p.state FROM Place p JOIN Booking b ON b.id = p.bookingId
       WHERE b.reference IN (SELECT value FROM json_each(?1)) ORDER BY p.rowid`,
      JSON.stringify(references),
    )
    const chosen = places.filter((_, n) => n === 0 || is(0.7))
    const bookings = [...new Set(chosen.map(({ bookingId }) => bookingId))]
    const prepared = await request('/organiser/bookings/bulk', {
      cookie: organiser.cookie,
      form: { act: 'cancel', which: 'ticked', place: chosen.map(({ id }) => id) },
    })
    const path = prepared.headers.get('location') ?? ''
    const page = await textOf(request(path, { cookie: organiser.cookie }))
    const said = {
      places: number(/([\d,]+) places? in \d+ bookings? of/.exec(page)?.[1]),
      people: number(/ ([\d,]+) (?:person|people) with a place (?:is|are) told/.exec(page)?.[1]),
      bookers: number(/ ([\d,]+) (?:person|people) who booked (?:is|are) told/.exec(page)?.[1]),
      back: pence(/These places cost £([\d.,]+) altogether, which is taken back/.exec(page)?.[1]),
      charged: pence(/Cancelling costs £([\d.,]+) now/.exec(page)?.[1]),
    }
    const [owed, prices, charges] = [await owedOf(bookings), await pricesOf(bookings), await chargesOf(bookings)]
    const ofChosen = await sum(
      `SELECT SUM(pence + vatPence) AS sum FROM PlacePrice x JOIN Place p ON p.id = x.placeId
       WHERE x.supersededAt IS NULL AND p.state = 'confirmed' AND p.id IN (SELECT value FROM json_each(?1))`,
      chosen.map(({ id }) => id),
    )
    await request(`${path}/start`, { cookie: organiser.cookie, form: { reason: 'Too few', ...(is(0.3) ? { waive: 'yes' } : {}) } })
    const charged = (await chargesOf(bookings)) - charges
    // What a place was free by may have passed to one that stays.
    const cheaper = prices - ofChosen - (await pricesOf(bookings))
    expect(said, `seed ${seed}, round ${round}`).toEqual({
      places: await sum(
        `SELECT COUNT(*) AS sum FROM Place WHERE state = 'cancelled' AND id IN (SELECT value FROM json_each(?1))`,
        chosen.map(({ id }) => id),
      ),
      people: await toldBy('place_cancelled', bookings),
      bookers: await toldBy('booking_cancelled', bookings),
      back: owed - (await owedOf(bookings)) + charged - cheaper,
      charged,
    })
    // Controls: as it was counted before, by names on places and by who once booked.
    const distinct = (of: readonly (string | null)[]): number => new Set(of.filter((id) => id !== null)).size
    if (distinct(chosen.map(({ personId }) => personId)) !== said.people) otherwise.people += 1
    if (distinct(chosen.map(({ bookedById }) => bookedById)) !== said.bookers) otherwise.bookers += 1
    if (said.charged > 0) otherwise.charged += 1
  }
  expect(Object.values(otherwise).map((rounds) => rounds > 0)).toEqual([true, true, true])
})
