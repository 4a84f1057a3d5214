// What an organiser reads before two records are made one is what the press does: what passes to
// the record that is kept, and who is told.

import { expect, it } from 'vitest'
import { issueCertificates } from '#attendance/certificates/issue-certificates.ts'
import { newId } from '#base/id.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { type MovedTable, movedTables } from '#people/people/person.ts'
import { chance } from '#test/support/chance.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession, signOff } from '#test/worker/attendance/coverage/world.ts'

const seed = 20_261_203
const { is, one } = chance(seed)

/** The column by which a row of a table is a person's. */
const columnOf = (table: MovedTable): string => (table === 'Booking' ? 'bookerPersonId' : table === 'Message' ? 'recipient' : 'personId')
const tables = Object.keys(movedTables) as MovedTable[]
/** Of these only what has not ended or gone out is the person's to move. */
const standing: Partial<Record<MovedTable, string>> = { Message: `AND state IN ('queued', 'sending')`, Feed: 'AND endedAt IS NULL' }

/**
 * How many rows of each table name a person, by what the page calls them. `of`: SQL, of only some
 * of them.
 */
const rowsOf = async (personId: string, of = (_: MovedTable) => '', ...values: string[]): Promise<Record<string, number>> => {
  const counted = await Promise.all(
    tables.map(async (table): Promise<[MovedTable, number]> => {
      const [row] = await rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM ${table} WHERE ${columnOf(table)} = ?${values.length + 1} ${values.length === 0 ? (standing[table] ?? '') : ''} ${of(table)}`,
        ...values,
        personId,
      )
      return [table, row?.n ?? 0]
    }),
  )
  return Object.fromEntries(counted.flatMap(([table, n]) => (n === 0 ? [] : [[movedTables[table][n === 1 ? 0 : 1], n]])))
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
        .map((item) => plain(`<li${item}`).trim())
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
type Event = Awaited<ReturnType<typeof anEvent>>
const aRecord = async (organiser: Awaited<ReturnType<typeof anAccount>>, shared: Event | undefined, door: Event | undefined) => {
  const school = await aSchool()
  const name = one(['Ann Lee', 'A. Lee'])
  const account = is(0.4) ? await anAccount({ schoolIds: [school.id], name }) : undefined
  const id = account?.personId ?? (await aPerson(name))
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
    }).then(accepted)
    if (is(0.2)) await cancelBooking(anAct({ actor: organiser.actor }), placed.reference, undefined)
  }
  for (let n = one([0, 1, 2]); n > 0; n -= 1) {
    const past = await anEvent()
    await aMark(firstSession(past), { placeId: await aPlace(past, school, { personId: id }) }, one(['attended', 'attended', 'absent']))
    await signOff(past)
    if (is(0.3)) await add('EventMessage', { eventId: past.id, kind: 'certificate', isOn: 0 })
  }
  if (door) {
    const walkIn = await aWalkIn(door, school)
    await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkIn, id)
    await aMark(firstSession(door), { walkInId: walkIn }, 'attended')
  }
  for (const ofSchoolId of [...(account && is(0.6) ? [null] : []), ...(is(0.3) ? [school.id] : [])])
    await add('Feed', { personId: id, accountId: account?.accountId ?? null, tokenHash: newId(tick()), ofSchoolId })
  if (account) await run('UPDATE SignIn SET personId = ?2 WHERE accountId = ?1', account.accountId, id)
  if (is(0.3)) await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', await aWalkIn(await anEvent(), school), id)
  if (is(0.5)) await add('RoleAtSchool', { personId: id, schoolId: school.id, roleId: 'dsl', source: 'claim' })
  if (is(0.4))
    await add('EarlierAttendance', {
      batchId: newId(tick()),
      schoolId: school.id,
      topicId: 'prevent',
      title: 'Prevent',
      heldOn: '2024-06-12',
      personId: id,
      source: 'test',
    })
  return { id, email }
}

// “What the page of a comparison says would move is what the merge moves, and who is told what it
// says: coming entries and certificates issued anew, at the address that is kept.”
it('what the comparison says would move is what moves, and nobody is told but of coming entries and certificates; places that stand are another number', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const { cookie } = organiser
  const seen = { otherwise: 0, clashes: 0, entries: 0, certificates: 0, silent: 0, together: 0, feeds: 0, unsent: 0 }
  const issue = async () => {
    while (await issueCertificates(anAct({ now: new Date() })));
  }
  for (let round = 0; round < 24; round += 1) {
    const shared = is(0.2) ? await anEvent({ ...aDay(), placesPerSchool: null }) : undefined
    const door = is(0.2) ? await anEvent() : undefined
    const [first, second] = [await aRecord(organiser, shared, door), await aRecord(organiser, shared, door)]
    if (door) await signOff(door)
    await issue()
    while (await followAddresses(anAct({ now: new Date() })));
    // One that waits to be sent, as after an hour in which the provider was away.
    for (const { id } of [first, second])
      if (is(0.5))
        await run(
          `UPDATE Message SET state = 'queued', sentAt = NULL WHERE rowid = (SELECT MAX(rowid) FROM Message WHERE recipient = ?1)`,
          id,
        )
    const compared = `/organiser/people/compare?one=${first.id}&other=${second.id}`
    const page = await (await request(compared, { cookie })).text()
    const moves = said(page)
    const feeds = await Promise.all(
      [first, second].map(({ id }) => rows(`SELECT id FROM Feed WHERE personId = ?1 AND endedAt IS NULL AND ofSchoolId IS NULL`, id)),
    )
    // Links end with a merge, and of two addresses of accounts one.
    const moving = feeds.every(({ length }) => length > 0) ? 'AND false' : 'AND ofSchoolId IS NULL'
    const counted = (id: string) => rowsOf(id, (table) => (table === 'Feed' ? moving : ''))
    const before = [await counted(first.id), await counted(second.id)]
    expect([round, ...moves], `seed ${seed}`).toEqual([round, ...before])
    const offered = [...page.matchAll(/name="keep" value="([^"]+)".*?name="seen" value="([^"]+)"/gs)]
    if (offered.length === 0) {
      // Both have a place at one event, as it says, and pressing it all the same moves nothing.
      expect([round, plain(page).includes('Both records have a place at this event')]).toEqual([round, true])
      await request(compared, { cookie, form: { keep: first.id, seen: 'x' } })
      expect([await counted(first.id), await counted(second.id)]).toEqual(before)
      seen.clashes += 1
      continue
    }
    const [, keep = '', hash = ''] = one(offered)
    const [kept, other] = keep === first.id ? [first, second.id] : [second, first.id]
    const index = keep === first.id ? 1 : 0
    const live = (
      await rows<{ n: number }>(
        `SELECT COUNT(*) AS n FROM Invitation i JOIN Place p ON p.id = i.placeId JOIN Event e ON e.id = p.eventId
         WHERE i.personId = ?1 AND i.state = 'live' AND i.shown ->> '$.endsAt' > '2099'`,
        other,
      )
    )[0]?.n
    const upright = await rows(`SELECT id FROM Place WHERE personId = ?1 AND state = 'confirmed'`, other)
    const [last] = await rows<{ n: number }>('SELECT COALESCE(MAX(rowid), 0) AS n FROM Message')
    const follows = plain(page.split(`name="keep" value="${keep}"`)[1]?.split('</form>')[0] ?? '')
    const figure = (words: RegExp) => Number(words.exec(follows)?.[1] ?? 0)
    const anew = figure(/(\d+) certificates? (?:is|are) issued anew/)
    const together = figure(/Both came to (\d+) event/)
    const mailed = follows.includes('anew in this name and mailed') ? anew : figure(/name, (\d+) of them by mail/)
    const open = () => rows(`SELECT id FROM Feed WHERE personId IN (?1, ?2) AND endedAt IS NULL`, keep, other)
    const openBefore = (await open()).length
    const issuedBefore = await rows('SELECT id FROM Certificate')
    const done = await request(compared, { cookie, form: { keep, seen: hash } })
    expect([round, done.headers.get('location')]).toEqual([round, `/organiser/people/${keep}`])
    expect([round, openBefore - (await open()).length]).toEqual([round, figure(/(\d+) calendar address(?:es)? ends?/)])
    await issue()
    while (await followAddresses(anAct({ now: new Date() })));
    const of = `SELECT value FROM PersonMerge m, json_each(m.moved, '$.TABLE') WHERE m.mergedId = ?1`
    const moved = await rowsOf(keep, (table) => `AND ${table === 'Need' ? 'placeId' : 'id'} IN (${of.replace('TABLE', table)})`, other)
    expect([round, moved, await rowsOf(other)]).toEqual([round, moves[index], {}])
    const told = await rows<{ kind: string; email: string }>(
      'SELECT m.kind, b.email FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.rowid > ?1',
      last?.n,
    )
    const certificates = told.filter(({ kind }) => kind === 'certificate')
    expect([round, told.filter(({ kind }) => kind !== 'certificate')]).toEqual([
      round,
      Array.from({ length: live ?? 0 }, () => ({ kind: 'invitation_again', email: kept.email })),
    ])
    expect([round, certificates.filter(({ email }) => email !== kept.email)]).toEqual([round, []])
    const issued = (await rows('SELECT id FROM Certificate')).length - issuedBefore.length
    // Of what both came to one certificate may be issued anew, as the page says.
    expect([
      round,
      issued >= anew && issued <= anew + together,
      certificates.length >= mailed && certificates.length <= mailed + together,
    ]).toEqual([round, true, true])
    seen.certificates += mailed
    seen.silent += anew - mailed
    seen.together += together
    seen.feeds += openBefore - (await open()).length
    seen.unsent += Object.entries(moves[index] ?? {}).filter(([of]) => of.includes('not sent yet')).length
    seen.entries += live ?? 0
    const places = (moves[index]?.['place'] ?? 0) + (moves[index]?.['places'] ?? 0)
    if (upright.length !== places) seen.otherwise += 1
  }
  expect(Object.values(seen).map((n) => n > 0)).toEqual(Object.values(seen).map(() => true))
})
