// Who holds which role in the demonstration.
import { expect, it } from 'vitest'
import { anAccount, anAct, aSchool, rows } from '#test/support/factories.ts'
import { settleRoles } from '#tools/local/demonstration/settle-roles.ts'

it('most schools that book say who holds which role, some that one is vacant or not known, and one person disputes what is said of them', async () => {
  const officer = await anAccount({ roles: ['officer'], name: 'Dr Ifeoma Nwosu' })
  const schools: Awaited<ReturnType<typeof aSchool>>[] = []
  const contacts = new Map<string, typeof officer.actor>()
  for (let n = 0; n < 12; n += 1) {
    const school = await aSchool({ urn: String(900_100 + n) })
    schools.push(school)
    if (n < 11) contacts.set(school.id, (await anAccount({ schoolIds: [school.id], name: `Contact ${n}` })).actor)
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
  const confirmed = await settleRoles(anAct({ now: new Date('2026-11-02T12:00:00.000Z') }), cast)
  expect(confirmed).toBe(8)
  expect(await rows('SELECT COUNT(*) AS n FROM RolesConfirmation')).toEqual([{ n: confirmed }])
  expect(await rows('SELECT answer, COUNT(*) AS n FROM RoleGap GROUP BY answer ORDER BY answer')).toEqual([
    { answer: 'not_known', n: 1 },
    { answer: 'vacant', n: 1 },
  ])
  // The school that has nobody to ask has the lead of the last system, whom nobody has confirmed.
  expect(
    await rows(`SELECT confirmedAt IS NOT NULL AS confirmed, COUNT(DISTINCT schoolId) AS schools FROM RoleAtSchool WHERE roleId = 'dsl'
      GROUP BY 1 ORDER BY 1`),
  ).toEqual([
    { confirmed: 0, schools: 1 },
    { confirmed: 1, schools: 7 },
  ])
  expect(await rows('SELECT d.answer, x.roleId FROM RoleDispute d JOIN RoleAtSchool x ON x.id = d.roleAtSchoolId')).toEqual([
    { answer: null, roleId: 'prevent_lead' },
  ])
})
