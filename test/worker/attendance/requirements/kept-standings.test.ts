// What is kept of how schools stand is what the function says, whatever changes: a trigger has it
// found anew, and so does its day.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveEdition } from '#attendance/editions/save-edition.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { type Kept, keptOn } from '#attendance/requirements/kept-standing.ts'
import { selectKept } from '#attendance/requirements/kept-standing-store.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { kindsDue } from '#due.ts'
import { kinds } from '#jobs.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { lead } from '#test/domain/attendance/requirements/world.ts'
import { accepted, anAccount, anAct, aSchool, aSetting, before, counting, db, rows, run, tick } from '#test/support/factories.ts'
import { add, addOnce, all, insertEach } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, cameTo, firstSession } from '../coverage/world.ts'
import { anEarlierTraining, aRole, leadTraining, walkedIn } from './world.ts'

const now = new Date('2026-11-28T12:00:00.000Z')
const day = londonDay(now)
const follow = async (at = now): Promise<void> => {
  do await followStandings(anAct({ now: at }))
  while ((await db.prepare('SELECT COUNT(*) AS n FROM StandingToFollow').first<number>('n')) ?? 0)
}

const allRoots = async () => (await rows<{ id: string }>('SELECT id FROM School WHERE rootId = id')).map(({ id }) => id)

const said = async (roots: readonly string[], on = day) => {
  const { editions, known } = await readTogether(db, { editions: selectEditions(db), known: selectSchoolsKnown(db, roots, on) })
  const kept = known.map((one) => keptOn(editions, one, on))
  const order = (of: (kept: Kept) => { requirementId: string }[]) => kept.flatMap(of)
  return {
    standings: order(({ standings }) => standings),
    holders: order(({ holders }) => holders),
    looks: kept.map(({ rootId, lookOn = null }) => ({ rootId, lookOn })),
  }
}

/** Whether what is kept is what the function says. */
const agrees = async (on = day, some?: string[]): Promise<boolean> => {
  const roots = some ?? (await allRoots())
  const kept = await readNow(db, selectKept(db, roots))
  const sorted = (value: unknown[]) => value.map((one) => JSON.stringify(one)).toSorted()
  const found = await said(roots, on)
  expect(kept.looks.length).toBe(roots.length)
  return (
    JSON.stringify([kept.standings, kept.holders, kept.looks].map(sorted)) ===
    JSON.stringify([found.standings, found.holders, found.looks].map(sorted))
  )
}

const waiting = async () => (await rows<{ rootId: string }>('SELECT rootId FROM StandingToFollow')).map(({ rootId }) => rootId)

/**
 * A school with a lead who was trained, a deputy who came to half, and a chair of whom nothing is
 * known.
 */
const aWorld = async () => {
  const school = await aSchool()
  const other = await aSchool({ kind: 'secondary' })
  const [lead, deputy, chair] = [await aPerson(), await aPerson(), await aPerson()]
  const spell = await aRole(lead, school)
  await aRole(deputy, school, { roleId: 'deputy_dsl' })
  await aRole(chair, other, { roleId: 'chair' })
  const event = await leadTraining('2026-03-14')
  const came = await cameTo(event, school, 'attended', { personId: lead })
  const half = await aMark(firstSession(event), { placeId: await aPlace(event, school, { personId: deputy }) }, 'part')
  const walkInId = await walkedIn(event, chair, undefined)
  await aMark(firstSession(event), { walkInId }, 'attended')
  const earlier = await anEarlierTraining(lead, school, '2025-01-10')
  const { accountId } = await anAccount()
  return { school, other, lead, deputy, chair, spell, event, came, half, walkInId, earlier, accountId }
}

type World = Awaited<ReturnType<typeof aWorld>>
let world: World

const anAgency = (name: string) => {
  const id = newId(tick())
  return add('School', { id, rootId: id, name, outsideKind: 'partner_agency' })
}
const followAll = async () => {
  for (const { id } of await all('School'))
    await addOnce('StandingToFollow', { rootId: id, version: Math.floor(Math.random() * 1_000_000) })
}
const endLead = () =>
  run(`UPDATE RequirementEdition SET supersededAt = ?1 WHERE requirementId = 'lead' AND supersededAt IS NULL`, tick().toISOString())
const addLead = () => saveEdition(anAct(), { edition: { ...lead, id: newId(tick()) } })

/** Each change, by the trigger that says it; `first` is done before the standings are kept. */
const dueSoon = (days: number) => aSetting('thresholds', { replyDays: 10, dueSoonDays: days, smallest: 5 })

const changes: Record<string, { first?: (world: World) => Promise<unknown>; change: (world: World) => Promise<unknown> }> = {
  RoleAtSchool_to_follow: { change: ({ chair, school }) => aRole(chair, school, { roleId: 'deputy_dsl' }) },
  RoleAtSchool_changed_to_follow: {
    change: ({ spell }) => run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', spell, tick().toISOString()),
  },
  RoleGap_to_follow: {
    change: ({ other }) =>
      add('RoleGap', { schoolId: other.id, roleId: 'dsl', answer: 'vacant', fromDate: '2026-09-01', source: 'school' }),
  },
  RoleGap_changed_to_follow: {
    first: ({ other }) => add('RoleGap', { schoolId: other.id, roleId: 'dsl', answer: 'vacant', fromDate: '2026-09-01', source: 'school' }),
    change: () => run('UPDATE RoleGap SET supersededAt = ?1 WHERE supersededAt IS NULL', tick().toISOString()),
  },
  RoleDispute_to_follow: {
    change: ({ spell, accountId }) => add('RoleDispute', { roleAtSchoolId: spell, raisedById: accountId }),
  },
  RoleDispute_answered_to_follow: {
    first: ({ spell, accountId }) => add('RoleDispute', { roleAtSchoolId: spell, raisedById: accountId }),
    change: () => run(`UPDATE RoleDispute SET answer = 'dismissed', answeredAt = ?1 WHERE answer IS NULL`, tick().toISOString()),
  },
  Mark_to_follow: {
    change: ({ event, came }) =>
      aMark(firstSession(event), { placeId: came.placeId }, 'absent', { correctsId: came.markId, reason: 'It was a namesake' }),
  },
  WalkIn_to_follow: {
    first: ({ event }) => add('CountsTowards', { eventId: event.id, requirementId: 'governors', countsAs: 'either' }),
    change: ({ walkInId, other }) => add('WalkInSchool', { walkInId, schoolId: other.id }),
  },
  // Whoever was marked is another only once two records are one.
  Place_to_follow: {
    change: async ({ came, lead, chair }) => {
      await add('PersonMerge', { keptId: chair, mergedId: lead, moved: '{}' })
      await run('UPDATE Place SET personId = ?2 WHERE id = ?1', came.placeId, chair)
    },
  },
  EarlierAttendance_to_follow: { change: ({ deputy, school }) => anEarlierTraining(deputy, school, '2026-05-05') },
  EarlierAttendance_changed_to_follow: {
    first: ({ deputy, school }) => anEarlierTraining(deputy, school, '2026-05-05', { batchId: 'b2' }),
    change: () => run(`UPDATE EarlierAttendance SET purpose = 'briefing' WHERE batchId = 'b2'`),
  },
  CourseTitle_to_follow: {
    first: ({ deputy, school }) => anEarlierTraining(deputy, school, '2026-05-05', { purpose: null, title: `Course ${deputy}` }),
    change: ({ deputy }) => add('CourseTitle', { batchId: 'b3', title: `course ${deputy}`, countedAs: 'training' }),
  },
  CountsTowards_to_follow: {
    change: ({ event }) => add('CountsTowards', { eventId: event.id, requirementId: 'lead', countsAs: 'refresher' }),
    first: ({ earlier }) => run('UPDATE EarlierAttendance SET supersededAt = ?2 WHERE id = ?1', earlier, tick().toISOString()),
  },
  CountsTowards_superseded_to_follow: {
    first: async ({ event, earlier }) => {
      await run('UPDATE EarlierAttendance SET supersededAt = ?2 WHERE id = ?1', earlier, tick().toISOString())
      await add('CountsTowards', { eventId: event.id, requirementId: 'lead', countsAs: 'refresher' })
    },
    change: () => run('UPDATE CountsTowards SET supersededAt = ?1', tick().toISOString()),
  },
  CountsTowards_lost_to_follow: {
    first: async ({ event, earlier }) => {
      await run('UPDATE EarlierAttendance SET supersededAt = ?2 WHERE id = ?1', earlier, tick().toISOString())
      await add('CountsTowards', { eventId: event.id, requirementId: 'lead', countsAs: 'refresher' })
    },
    change: () => run('DELETE FROM CountsTowards'),
  },
  RequirementEdition_to_follow: { first: endLead, change: addLead },
  RequirementEdition_superseded_to_follow: { first: addLead, change: endLead },
  RequirementException_to_follow: {
    change: ({ school }) =>
      add('RequirementException', {
        ...{ requirementId: 'lead', schoolId: school.id, kind: 'exempt', fromDate: '2026-10-01', reason: 'It closes at Christmas' },
      }),
  },
  RequirementException_changed_to_follow: {
    first: ({ school }) =>
      add('RequirementException', {
        ...{ requirementId: 'lead', schoolId: school.id, kind: 'exempt', fromDate: '2026-10-01', reason: 'It closes at Christmas' },
      }),
    change: () => run('UPDATE RequirementException SET supersededAt = ?1', tick().toISOString()),
  },
  StaffStatement_to_follow: {
    change: ({ school }) =>
      add('StaffStatement', {
        ...{ requirementId: 'staff_update', schoolId: school.id, trained: 9, staff: 9, asAt: '2026-09-10', saidBy: 'The head' },
      }),
  },
  StaffStatement_changed_to_follow: {
    first: ({ school }) =>
      add('StaffStatement', {
        ...{ requirementId: 'staff_update', schoolId: school.id, trained: 9, staff: 9, asAt: '2026-09-10', saidBy: 'The head' },
      }),
    change: () => run('UPDATE StaffStatement SET supersededAt = ?1', tick().toISOString()),
  },
  SchoolIdentity_to_follow: {
    first: ({ other }) => run('UPDATE SchoolIdentity SET supersededAt = ?2 WHERE schoolId = ?1', other.id, tick().toISOString()),
    change: ({ other }) =>
      add('SchoolIdentity', {
        ...{
          schoolId: other.id,
          urn: newId(tick()),
          name: 'Castle Nursery',
          laCode: '884',
          statusCode: '1',
          sector: 'independent',
          kind: 'nursery',
        },
      }),
  },
  SchoolIdentity_superseded_to_follow: {
    first: ({ other }) =>
      add('SchoolIdentity', {
        ...{
          schoolId: other.id,
          urn: newId(tick()),
          name: 'Castle once',
          sector: 'independent',
          kind: 'primary',
          opensOn: '2020-01-01',
          lowAge: '3',
        },
      }),
    change: () =>
      run(`UPDATE SchoolIdentity SET supersededAt = ?1 WHERE name = 'Castle once' AND supersededAt IS NULL`, tick().toISOString()),
  },
  School_to_follow: {
    change: () => anAgency('Agency'),
  },
  School_kind_to_follow: {
    first: () => anAgency('Minding'),
    change: () => run(`UPDATE School SET outsideKind = 'childminder' WHERE name = 'Minding'`),
  },
  School_joined_to_follow: { change: ({ school, other }) => run('UPDATE School SET rootId = ?2 WHERE id = ?1', other.id, school.id) },
  Event_to_follow: { change: ({ event }) => run(`UPDATE Event SET purpose = 'briefing' WHERE id = ?1`, event.id) },
  Session_to_follow: {
    change: ({ event }) =>
      run(`UPDATE Session SET startsAt = '2026-03-10T08:30:00.000Z', endsAt = '2026-03-10T12:00:00.000Z' WHERE eventId = ?1`, event.id),
  },
  SessionTopic_to_follow: {
    change: ({ event }) => add('SessionTopic', { sessionId: firstSession(event), topicId: 'prevent' }),
  },
  SessionTopic_lost_to_follow: {
    first: ({ event }) => add('SessionTopic', { sessionId: firstSession(event), topicId: 'prevent' }),
    change: ({ event }) => run('DELETE FROM SessionTopic WHERE sessionId = ?1', firstSession(event)),
  },
  Setting_of_reports_to_follow: {
    first: () => run(`DELETE FROM Setting WHERE key = 'thresholds'`),
    change: () => dueSoon(180),
  },
  Setting_of_reports_changed_to_follow: {
    first: () => dueSoon(30),
    change: () => dueSoon(180),
  },
}

const inserted = async (trigger: string): Promise<string> =>
  (await db.prepare(`SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?1`).bind(trigger).first<string>('sql')) ?? ''

beforeEach(async () => {
  await endLead()
  await addLead()
  world = await aWorld()
})

afterEach(() => run(`DELETE FROM Setting WHERE key = 'thresholds'`))

it.each(Object.entries(changes))('%s: what is kept follows, and without the trigger it does not', async (trigger, { first, change }) => {
  await first?.(world)
  await follow()
  expect(await agrees()).toBe(true)
  await change(world)
  await follow()
  expect(await agrees()).toBe(true)
  const sql = await inserted(trigger)
  expect(sql).toContain('StandingToFollow')
  world = await aWorld()
  await first?.(world)
  await follow()
  await run(`DROP TRIGGER ${trigger}`)
  try {
    await change(world)
    await follow()
    expect(await agrees().catch(() => false)).toBe(false)
  } finally {
    await db.prepare(sql).run()
    await followAll()
  }
})

it('every trigger that says so is tried', async () => {
  const named = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%INTO StandingToFollow%' ORDER BY name`,
  )
  expect(named.map(({ name }) => name)).toEqual(Object.keys(changes).toSorted())
})

it('two records made one are followed for the kept one, and again when the merge is undone', async () => {
  const { school, other, lead, chair } = world
  await follow()
  const { actor } = await anAccount({ roles: ['organiser'] })
  const movable = (id: string) => readNow(db, selectMovable(db, id))
  const seen = await comparisonHash(await movable(chair), await movable(lead))
  const merged = await mergePeople(anAct({ actor }), { keptId: chair, mergedId: lead, seen }).then(accepted)
  expect(await waiting()).toEqual(expect.arrayContaining([school.id, other.id]))
  await follow()
  expect(await agrees()).toBe(true)
  await undoMerge(anAct({ actor }), merged.mergeId)
  await follow()
  expect(await agrees()).toBe(true)
})

it('a school is found again on the day on which something of it turns, and nothing is due before', async () => {
  await follow()
  await run('UPDATE SchoolFollowed SET lookOn = NULL WHERE rootId <> ?1', world.school.id)
  const due = async (at: Date) =>
    (await kindsDue(db, { now: at, stripe: undefined }, kinds)).some(({ kind }) => kind.job === followStandings)
  expect(await due(now)).toBe(false)
  const turning = { rootId: world.school.id, requirementId: 'lead_update', state: 'in_date', turnsOn: '2026-12-14' }
  const keptOfSchool = async () =>
    (await readNow(db, selectKept(db, [world.school.id]))).holders.find(
      ({ requirementId, turnsOn }) => requirementId === 'lead_update' && turnsOn,
    )
  expect(await keptOfSchool()).toMatchObject(turning)
  const then = new Date('2026-12-14T00:30:00.000Z')
  expect(await due(new Date('2026-12-13T23:30:00.000Z'))).toBe(false)
  expect(await due(then)).toBe(true)
  await follow(then)
  expect(await keptOfSchool()).toMatchObject({ ...turning, state: 'due_soon', turnsOn: '2027-03-15' })
  expect(await agrees('2026-12-14', [world.school.id])).toBe(true)
  await followAll()
})

it('what changes while a school is looked at is found again; control: without its version it is lost', async () => {
  for (const lost of [false, true]) {
    const { school, event, came } = await aWorld()
    await follow()
    await run('UPDATE StandingToFollow SET version = 1')
    await aRole(await aPerson(), school, { roleId: 'chair' })
    await run('UPDATE StandingToFollow SET version = 1')
    const meanwhile = async () => {
      await aMark(firstSession(event), { placeId: came.placeId }, 'absent', { correctsId: came.markId, reason: 'It was a namesake' })
      if (lost) await run('UPDATE StandingToFollow SET version = 1')
    }
    await followStandings(anAct({ now, db: before(3, meanwhile) }))
    expect((await waiting()).includes(school.id)).toBe(!lost)
    if (lost) expect(await agrees()).toBe(false)
    else await follow()
    if (!lost) expect(await agrees()).toBe(true)
    await followAll()
  }
})

it('a run takes three round trips, however many schools are waiting, and a school that became another keeps nothing', async () => {
  await follow()
  const { school, other } = world
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', other.id, school.id)
  const { db: counted, trips } = counting()
  await followStandings(anAct({ now, db: counted }))
  expect({ trips: trips(), waiting: await waiting() }).toEqual({ trips: 3, waiting: [] })
  expect(await rows('SELECT state FROM SchoolStanding WHERE rootId = ?1', other.id)).toEqual([])
  expect(await agrees()).toBe(true)
})

it('a new edition reaches six hundred schools in one run, and a run that breaks off half-way keeps what it did and loses nothing', async () => {
  await follow()
  const ids = Array.from({ length: 600 }, () => newId(tick()))
  await insertEach(
    'School',
    ids.map((id) => ({ id, rootId: id, name: 'Agency', outsideKind: 'partner_agency' })),
  ).run()
  await follow()
  await endLead()
  await addLead()
  expect((await waiting()).length).toBe((await allRoots()).length)
  // Three trips a batch: the second batch cannot be written.
  const broken = before(6, () => Promise.reject(new Error('D1 is gone')))
  await expect(followStandings(anAct({ now, db: broken }))).rejects.toThrow('D1 is gone')
  const left = await waiting()
  expect(left.length).toBe((await allRoots()).length - 200)
  expect(
    await agrees(
      day,
      (await allRoots()).filter((id) => !left.includes(id)),
    ),
  ).toBe(true)
  const { db: counted, trips } = counting()
  await followStandings(anAct({ now, db: counted }))
  expect({ trips: trips(), waiting: await waiting() }).toEqual({ trips: 3 * Math.ceil((left.length + 1) / 200), waiting: [] })
  expect(await agrees()).toBe(true)
})
