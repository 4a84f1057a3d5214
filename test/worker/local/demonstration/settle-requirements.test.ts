// What events of the demonstration count towards, and what officers and schools say beside.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { anAccount, anAct, anEvent, aSchool, db, existing, rows, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { settleCounts, settleRequirements } from '#tools/local/demonstration/settle-requirements.ts'

it('a draft counts towards what its purpose and topic suggest', async () => {
  const { code } = await anEvent({ state: 'draft', topicId: 'designated-lead' })
  const event = await readNow(db, selectEventByCode(db, code, new Date())).then(existing)
  await settleCounts(anAct(), event)
  expect(await rows('SELECT requirementId, countsAs FROM CountsTowards ORDER BY requirementId')).toEqual([
    { requirementId: 'deputies', countsAs: 'either' },
    { requirementId: 'lead', countsAs: 'either' },
    { requirementId: 'lead_update', countsAs: 'either' },
  ])
})

it('trainings from elsewhere are verified, seen or only stated, exceptions hold or have ended, and most schools state their staff', async () => {
  const officer = await anAccount({ roles: ['officer'], name: 'Dr Ifeoma Nwosu' })
  const schools: Awaited<ReturnType<typeof aSchool>>[] = []
  const contacts = new Map<string, typeof officer.actor>()
  const at = '2026-03-01T09:00:00.000Z'
  for (let n = 0; n < 10; n += 1) {
    const school = await aSchool({ urn: String(900_300 + n) })
    schools.push(school)
    contacts.set(school.id, (await anAccount({ schoolIds: [school.id], name: `Contact ${n}` })).actor)
    const personId = newId(tick())
    await db.batch([
      insert('Person', { id: personId, name: `Lead ${n}`, createdAt: at }),
      insert('RoleAtSchool', { personId, schoolId: school.id, roleId: 'dsl', learnedAt: at, confirmedAt: at }),
    ])
  }
  const cast = {
    ...{
      administrator: officer.actor,
      organiser: officer.actor,
      officer: officer.actor,
      finance: officer.actor,
      contacts,
      organisations: [],
    },
    schools: schools.map((school) => ({ ...school, firstUrn: school.urn, trustName: null })),
  }
  const stated = await settleRequirements(anAct({ now: new Date('2026-11-02T12:00:00.000Z') }), cast)
  expect(await rows('SELECT COUNT(*) AS n FROM StaffStatement')).toEqual([{ n: stated }])
  expect(stated).toBeGreaterThan(3)
  expect(await rows('SELECT level, COUNT(*) AS n FROM EvidenceCheck GROUP BY level ORDER BY level')).toEqual([
    { level: 'seen', n: 2 },
    { level: 'verified', n: 4 },
  ])
  expect(await rows(`SELECT COUNT(*) AS n FROM EarlierAttendance WHERE purpose = 'training'`)).toEqual([{ n: 8 }])
  expect(await rows(`SELECT lower(title) AS title FROM EarlierAttendance WHERE purpose IS NULL`)).toEqual([
    { title: 'dsl level 3' },
    { title: 'dsl level 3' },
  ])
  expect(await rows('SELECT title, countedAs FROM CourseTitle')).toEqual([{ title: 'dsl level 3', countedAs: 'training' }])
  expect(
    await rows('SELECT requirementId, kind, supersededAt IS NULL AS stands FROM RequirementException ORDER BY requirementId, stands'),
  ).toEqual([
    { requirementId: 'governors', kind: 'extended', stands: 1 },
    { requirementId: 'lead_update', kind: 'extended', stands: 1 },
    { requirementId: 'panel', kind: 'exempt', stands: 0 },
    { requirementId: 'panel', kind: 'exempt', stands: 1 },
  ])
})
