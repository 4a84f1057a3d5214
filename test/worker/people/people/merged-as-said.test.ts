// What an organiser reads before two records are made one is what the press does: what passes to the record that is kept, and who is told.
import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/bookings/cancel-booking.ts'
import { placeBooking } from '#booking/bookings/place-booking.ts'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { type MovedTable, movedTables } from '#people/people/person.ts'
import { chance } from '#test/support/chance.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, settled, tick } from '#test/support/factories.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'

const seed = 20_261_203
const { is, one } = chance(seed)
const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

const run = (sql: string, ...values: unknown[]) =>
  db
    .prepare(sql)
    .bind(...values)
    .run()

/** The column by which a row of a table is a person's. */
const columnOf = (table: MovedTable): string => (table === 'Booking' ? 'bookerPersonId' : table === 'Message' ? 'recipient' : 'personId')
const tables = Object.keys(movedTables) as MovedTable[]
const restless: readonly MovedTable[] = ['Message', 'SignIn', 'Feed']

/** How many rows of each table name a person, by what the page calls them. `of`: SQL, of only some of them. */
const rowsOf = async (personId: string, of = (_: MovedTable) => '', ...values: string[]): Promise<Record<string, number>> => {
  const counted = await Promise.all(
    tables.map(async (table): Promise<[MovedTable, number]> => {
      const [row] = await rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM ${table} WHERE ${columnOf(table)} = ?${values.length + 1} ${of(table)}`,
        ...values,
        personId,
      )
      return [table, row?.n ?? 0]
    }),
  )
  return Object.fromEntries(
    counted.flatMap(([table, n]) => (n === 0 || restless.includes(table) ? [] : [[movedTables[table][n === 1 ? 0 : 1], n]])),
  )
}

/** What the page says moves with the record of either side. */
const said = (page: string): Record<string, number>[] =>
  page
    .split('Moves if merged')
    .slice(1)
    .map((part) => {
      const list = part.split('</dd>')[0] ?? ''
      const items = list
        .split('<li')
        .slice(1)
        .map((item) => textOf(`<li${item}`).trim())
      return Object.fromEntries(items.map((item) => [item.replace(/^\d+ /, ''), Number(/^\d+/.exec(item)?.[0])]))
    })

let month = 0
/** A day of its own in 2099, so that nobody has to be at two places. */
const aDay = () => {
  month += 1
  const day = `2099-${String((month % 12) + 1).padStart(2, '0')}-${String((Math.floor(month / 12) % 28) + 1).padStart(2, '0')}`
  return { startsAt: `${day}T08:30:00.000Z`, endsAt: `${day}T15:00:00.000Z` }
}

/** A record with an address, and some of all that one can have. */
const aRecord = async (organiser: Awaited<ReturnType<typeof anAccount>>, shared: Awaited<ReturnType<typeof anEvent>> | undefined) => {
  const school = await aSchool()
  const account = is(0.4) ? await anAccount({ schoolIds: [school.id], name: 'Ann Lee' }) : undefined
  const id = account?.personId ?? (await aPerson('Ann Lee'))
  const [person] = await rows<{ email: string }>('SELECT email FROM Person WHERE id = ?1', id)
  const email = person?.email ?? ''
  for (const event of [
    ...(is(0.6) ? [await anEvent(aDay())] : []),
    ...(is(0.5) ? [await anEvent(aDay())] : []),
    ...(shared ? [shared] : []),
  ]) {
    const placed = await placeBooking(anAct({ actor: organiser.actor }), {
      ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), channel: 'organiser' },
      delegates: [{ name: 'Ann Lee', email, roleId: 'dsl', represents: [] }],
    })
    if (!placed.ok) throw new Error(placed.reason)
    if (is(0.2)) await cancelBooking(anAct({ actor: organiser.actor }), placed.value.reference, undefined)
  }
  for (let n = one([0, 1, 2]); n > 0; n -= 1) {
    const past = await anEvent()
    await aMark(firstSession(past), { placeId: await aPlace(past, school, { personId: id }) }, one(['attended', 'absent']))
  }
  if (is(0.3)) await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', await aWalkIn(await anEvent(), school), id)
  if (is(0.5))
    await run(
      `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt) VALUES (?1, ?2, ?3, 'dsl', 'claim', ?4)`,
      ...[newId(tick()), id, school.id, tick().toISOString()],
    )
  if (is(0.4))
    await run(
      `INSERT INTO EarlierAttendance (id, batchId, schoolId, topicId, title, heldOn, markType, personId, source, learnedAt)
       VALUES (?1, ?1, ?2, 'prevent', 'Prevent', '2024-06-12', 'attended', ?3, 'test', ?4)`,
      ...[newId(tick()), school.id, id, tick().toISOString()],
    )
  return { id, email }
}

// “What the page of a comparison says would move is what the merge moves, and who is told what it says: coming entries, at the address that is kept.”
it('what the comparison says would move is what moves, and nobody is told but of coming entries; places that stand are another number', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const { cookie } = organiser
  const seen = { otherwise: 0, clashes: 0, entries: 0 }
  for (let round = 0; round < 24; round += 1) {
    const shared = is(0.2) ? await anEvent({ ...aDay(), placesPerSchool: null }) : undefined
    const [first, second] = [await aRecord(organiser, shared), await aRecord(organiser, shared)]
    await settled()
    while (await followAddresses(anAct({ now: new Date() })));
    const page = await (await request(`/organiser/people/compare?one=${first.id}&other=${second.id}`, { cookie })).text()
    const moves = said(page)
    const before = [await rowsOf(first.id), await rowsOf(second.id)]
    expect([round, ...moves], `seed ${seed}`).toEqual([round, ...before])
    const offered = [...page.matchAll(/name="keep" value="([^"]+)".*?name="other" value="([^"]+)".*?name="seen" value="([^"]+)"/gs)]
    if (offered.length === 0) {
      // Both have a place at one event, as it says, and pressing it all the same moves nothing.
      expect([round, textOf(page).includes('Both records have a place at this event')]).toEqual([round, true])
      await request('/organiser/people/merge', { cookie, form: { keep: first.id, other: second.id, one: first.id, seen: 'x' } })
      expect([await rowsOf(first.id), await rowsOf(second.id)]).toEqual(before)
      seen.clashes += 1
      continue
    }
    const [, keep = '', other = '', hash = ''] = one(offered)
    const kept = keep === first.id ? first : second
    const index = keep === first.id ? 1 : 0
    const live = (
      await rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM Invitation i JOIN Place p ON p.id = i.placeId JOIN Event e ON e.id = p.eventId
         WHERE i.personId = ?1 AND i.state = 'live' AND i.shown ->> '$.endsAt' > '2099'`,
        other,
      )
    )[0]?.n
    const standing = await rows(`SELECT id FROM Place WHERE personId = ?1 AND state = 'confirmed'`, other)
    const [last] = await rows<{ n: number }>('SELECT COALESCE(MAX(rowid), 0) AS n FROM Message')
    const done = await request('/organiser/people/merge', { cookie, form: { keep, other, one: first.id, seen: hash } })
    expect([round, done.headers.get('location')]).toEqual([round, `/organiser/people/${keep}`])
    await settled()
    while (await followAddresses(anAct({ now: new Date() })));
    const of = `SELECT value FROM PersonMerge m, json_each(m.moved, '$.TABLE') WHERE m.mergedId = ?1`
    const moved = await rowsOf(keep, (table) => `AND ${table === 'Need' ? 'placeId' : 'id'} IN (${of.replace('TABLE', table)})`, other)
    expect([round, moved, await rowsOf(other)]).toEqual([round, moves[index], {}])
    const told = await rows<{ kind: string; email: string }>(
      'SELECT m.kind, b.email FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.rowid > ?1',
      last?.n,
    )
    expect([round, told]).toEqual([round, Array.from({ length: live ?? 0 }, () => ({ kind: 'invitation_again', email: kept.email }))])
    seen.entries += live ?? 0
    const places = (moves[index]?.['place'] ?? 0) + (moves[index]?.['places'] ?? 0)
    if (standing.length !== places) seen.otherwise += 1
  }
  expect(Object.values(seen).map((n) => n > 0)).toEqual([true, true, true])
})
