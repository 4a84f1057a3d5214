// What the states of requirements follow from is read as it stands, for one school or many, in one round trip.

import { expect, it } from 'vitest'
import { type SchoolKnown, selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { readNow } from '#base/db/read.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { anAccount, anAct, aSchool, counting, db, run, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { aMark, aPerson, aPlace, cameTo, firstSession } from '../coverage/world.ts'
import { anEarlierTraining, aRole, leadTraining, walkedIn } from './world.ts'

const day = '2026-11-28'

const knownOf = async (...schools: { id: string }[]): Promise<SchoolKnown[]> =>
  await readNow(
    db,
    selectSchoolsKnown(
      db,
      schools.map(({ id }) => id),
      day,
    ),
  )

const trainingOf = (event: { id: string }, personId: string, on: string) => ({
  ...{ id: `${event.id} ${on}`, personId, on, title: 'Lead training', purpose: 'training', level: '' },
  ...{ topicIds: ['designated-lead'], minutes: 390, where: 'Three Counties Hotel', evidence: 'attended', countsTowards: {} },
})

it('a school is read with its roles, gaps, trainings, exceptions, statements and what the register says of it', async () => {
  const school = await aSchool({ kind: 'nursery', sector: 'academy' })
  const [ann, bob] = [await aPerson('Ann'), await aPerson('Bob')]
  const spell = await aRole(ann, school)
  const deputy = await aRole(bob, school, { roleId: 'deputy_dsl', fromDate: null, toDate: '2026-01-01' })
  await add('RoleGap', { schoolId: school.id, roleId: 'chair', answer: 'vacant', fromDate: '2026-09-01', source: 'school' })
  const event = await leadTraining('2026-03-14')
  await cameTo(event, school, 'attended', { personId: ann })
  const course = await anEarlierTraining(bob, school, '2025-05-01', { minutes: 60, level: '3' })
  await add('EvidenceCheck', { earlierId: course, level: 'verified' })
  await add('EvidenceCheck', { earlierId: course, level: 'seen' })
  const exception = await add('RequirementException', {
    ...{ requirementId: 'lead', schoolId: school.id, personId: ann, kind: 'extended', fromDate: '2026-10-01' },
    ...{ untilDate: '2026-12-31', reason: 'The course was full' },
  })
  const statement = await add('StaffStatement', {
    ...{ requirementId: 'staff_update', schoolId: school.id, trained: 9, staff: 10, asAt: '2026-09-10', saidBy: 'The head' },
  })
  const { db: counted, trips } = counting()
  const trainings = [
    trainingOf(event, ann, '2026-03-14'),
    {
      ...{ id: course, personId: bob, on: '2025-05-01', title: 'Lead course', purpose: 'training', level: '3' },
      ...{ topicIds: ['designated-lead'], minutes: 60, where: '', evidence: 'seen', countsTowards: {} },
    },
  ]
  expect(await readNow(counted, selectSchoolsKnown(counted, [school.id], day))).toEqual([
    {
      rootId: school.id,
      changesOn: undefined,
      school: { kind: 'nursery', sector: 'academy', lowAge: '', nurseryProvision: '' },
      spells: [
        { id: spell, personId: ann, roleId: 'dsl', from: '2024-09-01', to: undefined, disputed: false },
        { id: deputy, personId: bob, roleId: 'deputy_dsl', from: undefined, to: '2026-01-01', disputed: false },
      ],
      gaps: [{ roleId: 'chair', answer: 'vacant', from: '2026-09-01', to: undefined }],
      ...{ trainings, ofSchool: trainings, asked: new Map() },
      exceptions: [
        {
          ...{ id: exception, requirementId: 'lead', personId: ann, kind: 'extended', from: '2026-10-01', until: '2026-12-31' },
          reason: 'The course was full',
        },
      ],
      statements: [{ id: statement, requirementId: 'staff_update', trained: 9, staff: 10, asAt: '2026-09-10', saidBy: 'The head' }],
    },
  ])
  expect(trips()).toBe(1)
})

it('a proposal, a superseded role and a record of elsewhere that was taken back are not read; a disputed role says so', async () => {
  const school = await aSchool()
  const person = await aPerson()
  await aRole(person, school, { confirmedAt: null })
  await aRole(person, school, { supersededAt: tick().toISOString() })
  await anEarlierTraining(person, school, '2025-05-01', { supersededAt: tick().toISOString() })
  expect(await knownOf(school)).toMatchObject([{ spells: [], trainings: [] }])
  const spell = await aRole(person, school)
  const { accountId } = await anAccount()
  const dispute = await add('RoleDispute', { roleAtSchoolId: spell, raisedById: accountId })
  expect(await knownOf(school)).toMatchObject([{ spells: [{ id: spell, disputed: true }], trainings: [] }])
  await run(`UPDATE RoleDispute SET answer = 'dismissed', answeredAt = ?2 WHERE id = ?1`, dispute, tick().toISOString())
  expect(await knownOf(school)).toMatchObject([{ spells: [{ id: spell, disputed: false }] }])
})

it('what was marked counts as it is corrected, and half a day is no training', async () => {
  const school = await aSchool()
  const person = await aPerson()
  await aRole(person, school)
  const event = await leadTraining('2026-03-14')
  const { placeId, markId } = await cameTo(event, school, 'part', { personId: person })
  expect(await knownOf(school)).toMatchObject([{ trainings: [] }])
  const corrected = await aMark(firstSession(event), { placeId }, 'attended', { correctsId: markId, reason: 'Stayed to the end' })
  expect(await knownOf(school)).toMatchObject([{ trainings: [trainingOf(event, person, '2026-03-14')] }])
  await aMark(firstSession(event), { placeId }, 'absent', { correctsId: corrected, reason: 'It was a namesake' })
  expect(await knownOf(school)).toMatchObject([{ trainings: [] }])
})

it('a day of which a part was watched at a colleague’s screen is known as stated', async () => {
  const school = await aSchool()
  const person = await aPerson()
  await aRole(person, school)
  const event = await leadTraining('2026-03-14')
  const placeId = await aPlace(event, school, { personId: person })
  await aMark(firstSession(event), { placeId }, 'attended', undefined, 'stated')
  expect(await knownOf(school)).toMatchObject([{ trainings: [{ ...trainingOf(event, person, '2026-03-14'), evidence: 'stated' }] }])
})

it('a training follows the holder of a role to each of their schools, in the order asked', async () => {
  const [one, other, third] = [await aSchool(), await aSchool(), await aSchool()]
  const person = await aPerson()
  await aRole(person, one)
  await aRole(person, other, { roleId: 'governor' })
  const event = await leadTraining('2026-03-14')
  await cameTo(event, third, 'attended', { personId: person })
  const training = trainingOf(event, person, '2026-03-14')
  expect((await knownOf(other, third, one)).map(({ rootId, trainings }) => ({ rootId, trainings }))).toEqual([
    { rootId: other.id, trainings: [training] },
    { rootId: third.id, trainings: [] },
    { rootId: one.id, trainings: [training] },
  ])
})

it('what two records of one person hold is of the kept one', async () => {
  const school = await aSchool()
  const [kept, merged] = [await aPerson(), await aPerson()]
  const spell = await aRole(kept, school)
  const event = await leadTraining('2026-03-14')
  await cameTo(event, school, 'attended', { personId: merged })
  await anEarlierTraining(merged, school, '2024-05-01')
  const movable = (id: string) => readNow(db, selectMovable(db, id))
  const { actor } = await anAccount({ roles: ['organiser'] })
  const seen = await comparisonHash(await movable(kept), await movable(merged))
  expect(await mergePeople(anAct({ actor }), { keptId: kept, mergedId: merged, seen })).toMatchObject({ ok: true })
  expect(await knownOf(school)).toMatchObject([
    {
      spells: [{ id: spell, personId: kept }],
      trainings: [
        { personId: kept, on: '2026-03-14' },
        { personId: kept, on: '2024-05-01' },
      ],
    },
  ])
})

it('a walk-in counts once it is of a school, and a session of an event that was cancelled for nobody', async () => {
  const school = await aSchool()
  const person = await aPerson()
  await aRole(person, school)
  const event = await leadTraining('2026-03-14')
  const walkInId = await walkedIn(event, person, undefined)
  await aMark(firstSession(event), { walkInId }, 'attended')
  expect(await knownOf(school)).toMatchObject([{ trainings: [] }])
  await add('WalkInSchool', { walkInId, schoolId: school.id })
  expect(await knownOf(school)).toMatchObject([{ trainings: [trainingOf(event, person, '2026-03-14')] }])
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`, event.id, tick().toISOString())
  expect(await knownOf(school)).toMatchObject([{ trainings: [] }])
})

it('sessions of one day are one training, as long as they are together, on their own topics and what they count towards', async () => {
  const school = await aSchool()
  const person = await aPerson()
  await aRole(person, school)
  const at = (from: string, to: string) => ({ startsAt: `${from}:00.000Z`, endsAt: `${to}:00.000Z` })
  const event = await leadTraining('2026-06-10', {
    sessions: [
      at('2026-06-10T08:30', '2026-06-10T10:00'),
      at('2026-06-10T10:30', '2026-06-10T12:30'),
      at('2026-06-10T23:30', '2026-06-11T00:30'),
      at('2026-06-12T08:30', '2026-06-12T09:30'),
    ],
  })
  const [first, second, third, fourth] = event.sessions.map(({ id }) => id)
  await add('CountsTowards', { eventId: event.id, requirementId: 'lead', countsAs: 'refresher' })
  await add('CountsTowards', { eventId: event.id, sessionId: second ?? '', requirementId: 'lead', countsAs: 'first' })
  await add('CountsTowards', { eventId: event.id, sessionId: fourth ?? '', requirementId: 'panel', countsAs: 'either' })
  await db.batch([
    insert('SessionTopic', { sessionId: second, topicId: 'prevent' }),
    insert('SessionTopic', { sessionId: second, topicId: 'online-safety' }),
  ])
  const placeId = await aPlace(event, school, { personId: person })
  for (const sessionId of [first, second, third]) await aMark(sessionId ?? '', { placeId }, 'attended')
  await aMark(fourth ?? '', { placeId }, 'absent')
  const [known] = await knownOf(school)
  expect(known?.trainings).toEqual([
    {
      ...trainingOf(event, person, '2026-06-10'),
      ...{ minutes: 210, topicIds: ['designated-lead', 'online-safety', 'prevent'], countsTowards: { lead: 'first' } },
    },
    { ...trainingOf(event, person, '2026-06-11'), minutes: 60, countsTowards: { lead: 'refresher' } },
  ])
})

it('of several identities the one in force on the day speaks, and the next day is named on which another does', async () => {
  const [school, old] = [
    await aSchool({ kind: 'primary', opensOn: '2027-01-01' }),
    await aSchool({ kind: 'all_through', closesOn: '2027-01-01' }),
  ]
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', old.id, school.id)
  const on = async (asked: string) => (await readNow(db, selectSchoolsKnown(db, [school.id], asked)))[0]
  expect(await on(day)).toMatchObject({ school: { kind: 'all_through' }, changesOn: '2027-01-01' })
  expect(await on('2027-01-01')).toMatchObject({ school: { kind: 'primary' }, changesOn: undefined })
})
