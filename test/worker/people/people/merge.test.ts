// Two records of one person are made one, and one is made two again. Rules: docs/rules/people.md.

import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { movedTables } from '#people/people/person.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { someNeeds } from '#test/support/school-facts.ts'
import { aMark, aPerson, aPlace, aWalkIn, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { movable } from './movable.ts'

const organising = async () => anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })

const merging = async (keptId: string, mergedId: string, act?: Awaited<ReturnType<typeof organising>>) =>
  mergePeople(act ?? (await organising()), { keptId, mergedId, seen: await comparisonHash(await movable(keptId), await movable(mergedId)) })

const merged = async (keptId: string, mergedId: string): Promise<string> => {
  const done = await merging(keptId, mergedId).then(accepted)
  return done.mergeId
}

const personOf = async (placeId: string) =>
  (await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId))[0]?.personId

const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

beforeEach(async () => {
  await run('DELETE FROM LimitUse')
})

// “What was sent to the old address stays sent; coming calendar entries go to the address that
// was kept.”
// “An organiser makes the two records one instead: the record is then the same under either
// address.”
it('everything that named the merged record names the kept one, places with marks included, and the merge lists it', async () => {
  const [kept, school, event, past] = [await aPerson(), await aSchool(), await anEvent(), await anEvent()]
  const account = await anAccount({ schoolIds: [school.id] })
  const other = account.personId
  const placeId = await aPlace(event, school, { personId: other })
  const attended = await aPlace(past, school, { personId: other })
  await aMark(firstSession(past), { placeId: attended }, 'attended')
  const walkInId = await aWalkIn(await anEvent(), school)
  await run('UPDATE WalkIn SET personId = ?2 WHERE id = ?1', walkInId, other)
  const [roleId, earlierId] = [newId(tick()), newId(tick())]
  await add('RoleAtSchool', { id: roleId, personId: other, schoolId: school.id, roleId: 'dsl', source: 'claim' })
  await add('EarlierAttendance', {
    id: earlierId,
    batchId: earlierId,
    schoolId: school.id,
    topicId: 'prevent',
    title: 'Prevent',
    heldOn: '2024-06-12',
    personId: other,
    source: 'test',
  })
  const exceptionId = earlierId.replace(/.$/, 'x')
  await add('RequirementException', {
    id: exceptionId,
    requirementId: 'lead',
    schoolId: school.id,
    personId: other,
    fromDate: '2026-01-01',
    reason: 'abroad',
  })
  const needAt = await aPlace(await anEvent(), school, { personId: other })
  await someNeeds({ id: needAt }, {})
  const mergeId = await merged(kept, other)
  expect(await personOf(placeId)).toBe(kept)
  expect(await personOf(attended)).toBe(kept)
  expect(await rows('SELECT personId FROM WalkIn WHERE id = ?1', walkInId)).toEqual([{ personId: kept }])
  expect(await rows('SELECT personId FROM RoleAtSchool WHERE id = ?1', roleId)).toEqual([{ personId: kept }])
  expect(await rows('SELECT personId FROM EarlierAttendance WHERE id = ?1', earlierId)).toEqual([{ personId: kept }])
  expect(await rows('SELECT personId FROM Need WHERE placeId = ?1', needAt)).toEqual([{ personId: kept }])
  expect(await rows('SELECT personId FROM Account WHERE id = ?1', account.accountId)).toEqual([{ personId: kept }])
  const [merge] = await rows<{ moved: string }>('SELECT moved FROM PersonMerge WHERE id = ?1', mergeId)
  const moved = JSON.parse(merge?.moved ?? '{}') as Partial<Record<string, string[]>>
  expect({ ...moved, Place: moved['Place']?.toSorted() }).toEqual({
    ...{
      PlaceLink: [],
      Booking: [],
      Certificate: [],
      GuidanceReceipt: [],
      Claim: [],
      TrustClaim: [],
      UnlistedClaim: [],
      Invitation: [],
      SignIn: [],
      Feed: [],
      Message: [],
    },
    ...{
      Need: [needAt],
      Place: [placeId, attended, needAt].toSorted(),
      WalkIn: [walkInId],
      RoleAtSchool: [roleId],
      EarlierAttendance: [earlierId],
      RequirementException: [exceptionId],
    },
    Account: [account.accountId],
  })
  expect(
    await rows(`SELECT subjectId, after ->> '$.keptId' AS kept FROM Log WHERE act = 'person.merged' AND subjectId = ?1`, other),
  ).toEqual([{ subjectId: other, kept }])
})

it('undoing a merge moves back what it moved and still names the kept record; what changed since stays, and how much is said', async () => {
  const [kept, other, school] = [await aPerson(), await aPerson(), await aSchool()]
  const [first, second, after] = [await anEvent(), await anEvent(), await anEvent()]
  const stays = await aPlace(first, school, { personId: other })
  await aMark(firstSession(first), { placeId: stays }, 'attended')
  const swapped = await aPlace(second, school, { personId: other })
  const mergeId = await merged(kept, other)
  const third = await aPerson()
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', swapped, third, tick().toISOString())
  const since = await aPlace(after, school, { personId: kept })
  const undone = await undoMerge(await organising(), mergeId)
  expect(undone).toEqual({ ok: true, value: { keptId: kept, mergedId: other, back: 1, left: 1 } })
  expect([await personOf(stays), await personOf(swapped), await personOf(since)]).toEqual([other, third, kept])
  expect(await undoMerge(await organising(), mergeId)).toEqual({ ok: false, reason: 'already_undone' })
  // Once undone the two are two: what names the other record stays with it.
  expect(await personOf(await aPlace(await anEvent(), school, { personId: other }))).toBe(other)
  expect(await rows(`SELECT id FROM PersonMerge WHERE mergedId = ?1 AND undoneAt IS NULL`, other)).toEqual([])
})

// “Of several merges in a row the last is undone first.”
it('a calendar entry made after a merge goes back with its place, through several merges', async () => {
  const [one, two, three, school] = [await aPerson(), await aPerson(), await aPerson(), await aSchool()]
  const event = await anEvent()
  const placeId = await aPlace(event, school, { personId: one })
  const first = await merged(two, one)
  const second = await merged(three, two)
  const id = newId(tick())
  await add('Invitation', { id, placeId, personId: three, sessionId: firstSession(event), uid: id, state: 'live', shown: '{}' })
  for (const mergeId of [second, first]) expect((await undoMerge(await organising(), mergeId)).ok).toBe(true)
  expect(await personOf(placeId)).toBe(one)
  expect(await rows('SELECT personId FROM Invitation WHERE id = ?1', id)).toEqual([{ personId: one }])
})

it('a merge is refused when both records have a live place at one event, and when either was merged before', async () => {
  const [one, two, school, event] = [await aPerson(), await aPerson(), await aSchool(), await anEvent()]
  const mine = await aPlace(event, school, { personId: one })
  await aPlace(event, school, { personId: two })
  expect(await merging(one, two)).toEqual({ ok: false, reason: 'both_have_place' })
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, mine, tick().toISOString())
  const mergeId = await merged(one, two)
  expect(await merging(await aPerson(), two)).toEqual({ ok: false, reason: 'already_merged' })
  expect(await merging(two, await aPerson())).toEqual({ ok: false, reason: 'already_merged' })
  expect(await merging(one, one)).toEqual({ ok: false, reason: 'same_record' })
  const last = await aPerson()
  await merged(last, one)
  expect(await undoMerge(await organising(), mergeId)).toEqual({ ok: false, reason: 'kept_was_merged' })
})

it('nobody merges what they have not seen: a place booked after the comparison is looked at first', async () => {
  const [one, two, school] = [await aPerson(), await aPerson(), await aSchool()]
  const seen = await comparisonHash(await movable(one), await movable(two))
  await aPlace(await anEvent(), school, { personId: two })
  expect(await mergePeople(await organising(), { keptId: one, mergedId: two, seen })).toEqual({ ok: false, reason: 'changed' })
  expect(await rows('SELECT id FROM PersonMerge WHERE mergedId = ?1', two)).toEqual([])
})

it('every column that names a person is moved by a merge: a table that is added later must be too', async () => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
  )
  const named: string[] = []
  for (const { name } of tables)
    for (const key of await rows<{ table: string; from: string }>(`SELECT "table", "from" FROM pragma_foreign_key_list('${name}')`))
      if (key.table === 'Person') named.push(`${name}.${key.from}`)
  const known = (Object.keys(movedTables) as (keyof typeof movedTables)[])
    .filter((table) => table !== 'Message')
    .map((table) => `${table}.${table === 'Booking' ? 'bookerPersonId' : 'personId'}`)
  const byName = (a: string, b: string): number => (a < b ? -1 : 1)
  // Whoever is erased is merged with nobody any more; what was said of two records is said of these
  // two; what a school knows follows by a trigger, and links that book end by one.
  const ofRecords = [
    'AddressAtSchool.personId',
    'BookingLink.personId',
    'Erasure.personId',
    'ErasureToRepeat.personId',
    'LikelyPair.oneId',
    'LikelyPair.otherId',
    'PersonMerge.keptId',
    'PersonMerge.mergedId',
    'PersonPair.oneId',
    'PersonPair.otherId',
    'PersonToCompare.personId',
  ]
  expect(named.toSorted(byName)).toEqual([...known, ...ofRecords].toSorted(byName))
})

it('only an organiser makes two records one', async () => {
  const [one, two] = [await aPerson(), await aPerson()]
  const contact = anAct({ actor: (await anAccount()).actor })
  expect((await merging(one, two, contact)).ok).toBe(false)
  expect(await rows('SELECT id FROM PersonMerge WHERE mergedId = ?1', two)).toEqual([])
})

// One organiser merges two records while a school books the merged one for an event at which the
// kept one has a place.
const race = async (n: number) => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const event = await anEvent({ ...inTime, placesPerSchool: 5 })
  const kept = await aPerson(`Rhiannon Pugh ${n}`)
  const other = await aPerson(`Rhiannon Pugh ${n}`)
  await aPlace(event, school, { personId: kept })
  const organiser = await organising()
  const [done, booked] = await Promise.all([
    merging(kept, other, organiser),
    request(`/events/${event.code}/bookings`, {
      cookie,
      form: {
        school: school.id,
        formId: crypto.randomUUID(),
        rows: '1',
        'name-1': `Rhiannon Pugh ${n}`,
        'email-1': `${other}@example.sch.uk`,
        'role-1': 'dsl',
      },
    }),
  ])
  const live = await rows<{ personId: string }>(
    `SELECT personId FROM Place WHERE eventId = ?1 AND state = 'confirmed' ORDER BY personId`,
    event.id,
  )
  return { done, status: booked.status, live: live.map(({ personId }) => personId), kept, other }
}

it('a merge and a booking of the merged record at the same moment: one of them is refused, nothing is lost and nobody has two places', async () => {
  const all = []
  for (let round = 0; round < 6; round++) all.push(...(await Promise.all([0, 1, 2, 3].map((n) => race(round * 10 + n)))))
  for (const { done, status, live, kept, other } of all) {
    if (done.ok) expect([status, live]).toEqual([409, [kept]])
    else
      expect([done.reason === 'changed' || done.reason === 'both_have_place', status, live]).toEqual([true, 303, [kept, other].toSorted()])
  }
  expect(await rows('SELECT p.id FROM Place p JOIN PersonMerge m ON m.mergedId = p.personId AND m.undoneAt IS NULL')).toEqual([])
})

it('control: without the unique index and the triggers that follow a merge, a person gets two places at one event', async () => {
  const dropped = await rows<{ name: string; type: string; sql: string }>(
    `SELECT name, type, sql FROM sqlite_master WHERE name IN ('Place_one_per_person', 'Place_follows_merge_on_insert')`,
  )
  expect(dropped).toHaveLength(2)
  const [kept, other, school, event] = [await aPerson(), await aPerson(), await aSchool(), await anEvent()]
  await aPlace(event, school, { personId: kept })
  await merged(kept, other)
  const written = () => aPlace(event, school, { personId: other })
  await expect(written()).rejects.toThrow('Place.eventId, Place.personId')
  for (const { name, type } of dropped) await run(`DROP ${type} ${name}`)
  try {
    await written()
    expect(await rows(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`, event.id)).toEqual([{ n: 2 }])
    await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE eventId = ?1`, event.id, tick().toISOString())
  } finally {
    for (const { sql } of dropped) await run(sql)
  }
})
