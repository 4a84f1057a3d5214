// What an organiser reads before two schools are made one is what the press does: what counts for
// the one counts for the other, and nobody is told.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { listed } from '#base/words.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { repricePlaces } from '#booking/pricing/reprice-places.ts'
import { decideReview } from '#schools/register/decide-review.ts'
import type { Moved } from '#schools/register/review.ts'
import { sayMoved } from '#schools/register/views/moved.tsx'
import { chance } from '#test/support/chance.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { aPaidBooking } from '#test/worker/money/ledger/booked.ts'

const seed = 20_261_205
const { is, one } = chance(seed)

/** What counts for a school under any of these ids, from raw rows. */
const countedOf = async (...ids: string[]): Promise<Moved> => {
  const of = JSON.stringify(ids)
  const n = async (table: string, where = 'true') =>
    (await rows(`SELECT 1 FROM ${table} x WHERE schoolId IN (SELECT value FROM json_each(?1)) AND ${where}`, of)).length
  const came = (column: string) =>
    `(SELECT COUNT(*) FROM CurrentMark k WHERE k.${column} = x.id AND k.markType IN ('attended', 'part')) > 0`
  const balances = await rows<{ owed: number }>(
    `SELECT SUM(pence + vatPence) AS owed FROM LedgerLine WHERE schoolId IN (SELECT value FROM json_each(?1)) GROUP BY bookingId, payerId`,
    of,
  )
  return {
    bookings: await n('Booking', 'cancelledAt IS NULL'),
    priced: await n('Booking', 'id IN (SELECT bookingId FROM PlacePrice WHERE supersededAt IS NULL)'),
    places: await n('Place', `state = 'confirmed'`),
    waiting: await n('Place', `state = 'held'`),
    requests: await n('BookingRequest', `state = 'waiting'`),
    attended: await n('Place', came('placeId')),
    walkIns: await n('WalkIn', came('walkInId')),
    earlier: await n('EarlierAttendance', 'supersededAt IS NULL'),
    certificates: await n('Certificate', 'id NOT IN (SELECT certificateId FROM CertificateEnd)'),
    roles: await n('RoleAtSchool', 'toDate IS NULL AND supersededAt IS NULL'),
    contacts: await n('SchoolContact', 'endedAt IS NULL'),
    approvals: await n('Claim', `state = 'approved'`),
    claims: await n('Claim', `state = 'requested'`),
    documents: await n('GuidanceIssue'),
    audits: await n('SchoolReturn'),
    chases: await n('Chase', 'endedAt IS NULL'),
    exceptions: await n('RequirementException', 'supersededAt IS NULL'),
    owed: balances.reduce((sum, { owed }) => sum + Math.max(owed, 0), 0),
    credit: -balances.reduce((sum, { owed }) => sum + Math.min(owed, 0), 0),
  }
}
const said = (moved: Moved): string => listed(sayMoved(moved)) || 'Nothing yet'

/** A school with some of all that one can have; `of`: under the root of another. */
const someSchool = async (facts: Parameters<typeof aSchool>[0], organiser: Awaited<ReturnType<typeof anAccount>>, of?: string) => {
  const school = await aSchool(facts)
  if (is(0.6)) {
    const event = await anEvent({ startsAt: '2099-05-12T08:30:00.000Z', endsAt: '2099-05-12T15:00:00.000Z', capacity: 2 })
    if (is(0.5)) for (const other of [1, 2]) await aPlace(event, await aSchool({ name: `Other ${other}` }))
    const delegates = ['Ann Lee', 'Jo Rees'].map((name) => ({ name, email: '', roleId: 'dsl', represents: [] }))
    // Where it is full they wait. The school may be closed: then nothing is booked.
    await placeBooking(anAct({ actor: organiser.actor }), {
      ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), channel: 'organiser', ifFull: 'wait' },
      delegates: delegates.slice(0, one([1, 2])),
    })
  }
  if (is(0.5)) {
    const paid = await aPaidBooking({ school, places: one([1, 2]) })
    if (is(0.4))
      await add('LedgerLine', {
        ...{ kind: 'payment', source: crypto.randomUUID(), payerId: paid.payerId, route: 'invoice', bookingId: paid.bookingId },
        ...{ schoolId: school.id, pence: -50_000, vatPence: 0, period: '2026-03', happenedOn: '2026-03-02', reason: 'Paid' },
      })
  }
  for (let n = one([0, 1, 2]); n > 0; n -= 1) {
    const past = await anEvent({
      sessions: [1, 2].map((hour) => ({ startsAt: `2026-02-1${n}T0${hour}:30:00.000Z`, endsAt: `2026-02-1${n}T0${hour}:50:00.000Z` })),
    })
    const placeId = await aPlace(past, school, { personId: await aPerson('Ann Lee') })
    for (const session of past.sessions) await aMark(session.id, { placeId }, one(['attended', 'absent']))
  }
  if (is(0.3)) {
    const event = await anEvent()
    await aMark(firstSession(event), { walkInId: await aWalkIn(event, school) }, 'attended')
  }
  if (is(0.5)) await add('RoleAtSchool', { personId: await aPerson('Ann Lee'), schoolId: school.id, roleId: 'dsl', source: 'claim' })
  if (is(0.4)) await add('SchoolContact', { schoolId: school.id, email: `${newId(tick())}@example.sch.uk` })
  if (is(0.4)) await anAccount({ schoolIds: [school.id] })
  if (of) await run('UPDATE School SET rootId = ?2 WHERE id = ?1', school.id, of)
  return school
}

it('what the page says moves is what counts for the other school; what stands under one number alone would be less', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const { cookie } = organiser
  const otherwise = { marks: 0, id: 0, late: 0, told: 0, waiting: 0 }
  for (let round = 0; round < 16; round += 1) {
    const [first, second] = is(0.5) ? ['2', '1'] : ['1', '2']
    const older = await someSchool({ name: 'Pembridge', statusCode: first }, organiser)
    const younger = await someSchool({ name: 'Pembridge', statusCode: second }, organiser)
    const [ended, open] = first === '2' ? [older, younger] : [younger, older]
    // Either may have been joined by another before.
    const earlier = is(0.4) ? await someSchool({ name: 'Pembridge' }, organiser, younger.id) : undefined
    await run(`UPDATE School SET rootId = id WHERE id IN (?1, ?2)`, ended.id, open.id)
    const id = newId(tick())
    await add('RegisterReview', {
      id,
      urn: ended.urn,
      otherUrn: open.urn,
      schoolId: ended.id,
      otherSchoolId: open.id,
      detail: '{"name":"Pembridge","town":"","otherName":"Pembridge","otherTown":"","because":"same_name"}',
    })
    const path = `/organiser/register-imports/reviews/${id}`
    const html = await (await request(path, { cookie })).text()
    const shown = () => [...html.matchAll(/Counts for it<\/dt>\s*<dd[^>]*>([^<]*)/g)].map(([, words]) => words)
    const [ofOlder, ofYounger] = [await countedOf(older.id), await countedOf(younger.id, earlier?.id ?? '')]
    expect([round, shown()], `seed ${seed}`).toEqual([round, (older === ended ? [ofOlder, ofYounger] : [ofYounger, ofOlder]).map(said)])
    const nothing = said(ofYounger) === 'Nothing yet'
    expect([round, plain(html)]).toEqual([
      round,
      expect.stringContaining(nothing ? 'there is nothing to move' : `these count there: ${said(ofYounger)}.`),
    ])
    const seen = /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const form = { decision: 'same_school', reason: 'The head said it by telephone.', seen }
    if (is(0.3)) {
      // What has changed since the page was shown is not decided upon.
      await anAccount({ schoolIds: [younger.id] })
      const late = await request(path, { cookie, form })
      expect([round, late.status, await textOf(late)]).toEqual([
        round,
        409,
        expect.stringContaining('has changed since the page was shown'),
      ])
      otherwise.late += 1
      continue
    }
    const messages = () => rows<{ kind: string; bookingId: string }>('SELECT kind, bookingId FROM Message ORDER BY rowid')
    const before = await messages()
    expect(await decideReview(anAct({ actor: organiser.actor }), { ...form, id, decision: 'same_school' })).toEqual({
      ok: true,
      value: undefined,
    })
    const ids = (await rows<{ id: string }>('SELECT id FROM School WHERE rootId = ?1', older.id)).map((row) => row.id)
    expect([round, ids.toSorted()]).toEqual([round, [older.id, younger.id, ...(earlier ? [earlier.id] : [])].toSorted()])
    const sum = Object.fromEntries(Object.entries(ofOlder).map(([name, count]) => [name, count + ofYounger[name as keyof Moved]]))
    expect([round, await countedOf(...ids)]).toEqual([round, sum])
    const after = await (await request(path, { cookie })).text()
    expect([round, /Moved<\/dt>\s*<dd[^>]*>([^<]*)/.exec(after)?.[1]]).toEqual([round, nothing ? 'Nothing' : said(ofYounger)])
    while (await repricePlaces(anAct({ now: new Date() })));
    const told = (await messages()).slice(before.length)
    const priced = ofOlder.priced + ofYounger.priced
    expect([round, told.filter(({ kind }) => kind !== 'booking_repriced'), told.length <= priced]).toEqual([round, [], true])
    expect([round, plain(html).includes('Nobody is told.')]).toEqual([round, priced === 0])
    otherwise.told += told.length
    otherwise.waiting += ofYounger.waiting
    // Controls: of the one id alone, and a person once for every session.
    if (said(await countedOf(younger.id)) !== said(ofYounger)) otherwise.id += 1
    const marks = (
      await rows(
        `SELECT k.id FROM Place p JOIN CurrentMark k ON k.placeId = p.id AND k.markType = 'attended' WHERE p.schoolId = ?1`,
        younger.id,
      )
    ).length
    if (!earlier && marks !== ofYounger.attended) otherwise.marks += 1
  }
  expect(Object.values(otherwise).map((rounds) => rounds > 0)).toEqual([true, true, true, true, true])
})
