import { newId } from '#base/id.ts'
import { anAccount, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'

/** What somebody said of a role; confirmed by an account, or proposed. */
export const aRole = async (
  of: { personId: string; schoolId: string; roleId?: string; fromDate?: string; source?: string },
  confirmedById?: string,
): Promise<string> => {
  const id = newId(tick())
  const at = tick().toISOString()
  await add('RoleAtSchool', {
    id,
    personId: of.personId,
    schoolId: of.schoolId,
    roleId: of.roleId ?? 'dsl',
    fromDate: of.fromDate ?? null,
    source: of.source ?? (confirmedById ? 'school' : 'booking'),
    learnedAt: at,
    confirmedAt: confirmedById ? at : null,
    confirmedById: confirmedById ?? null,
  })
  return id
}

/** A school with an approver, a confirmed lead since September 2024 and a deputy whom a booking proposes. */
export const aSchoolWithRoles = async () => {
  const school = await aSchool({ name: 'Ashgrove Primary' })
  const approver = await anAccount({ schoolIds: [school.id], name: 'Gwen Approver' })
  const lead = await aPerson('Siân Lead')
  const deputy = await aPerson('Huw Deputy')
  const leadId = await aRole({ personId: lead, schoolId: school.id, fromDate: '2024-09-01' }, approver.accountId)
  const proposalId = await aRole({ personId: deputy, schoolId: school.id, roleId: 'deputy_dsl' })
  return { school, approver, lead, deputy, leadId, proposalId, base: `/school/${school.id}/roles` }
}

export const pageOf = (path: string, cookie: string) => textOf(request(path, { cookie }))

/** The press “All of this is still right”. */
export const pressOf = async (base: string, cookie: string): Promise<{ id: string; seen: string; all: string }> => {
  const html = await (await request(base, { cookie })).text()
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return { id: field('id'), seen: field('seen'), all: 'yes' }
}

export const standing = (schoolId: string) =>
  rows(
    `SELECT n.name, x.roleId, x.fromDate, x.toDate, x.source, x.confirmedAt IS NOT NULL AS confirmed FROM RoleAtSchool x JOIN Person n ON n.id = x.personId
     WHERE x.schoolId = ?1 AND x.supersededAt IS NULL ORDER BY x.roleId, n.name, x.toDate`,
    schoolId,
  )

export const gaps = (schoolId: string) =>
  rows('SELECT roleId, answer, fromDate, toDate, source FROM RoleGap WHERE schoolId = ?1 AND supersededAt IS NULL ORDER BY rowid', schoolId)

export const confirmations = (schoolId: string) =>
  rows('SELECT confirmedById, capacity, roleId FROM RolesConfirmation WHERE schoolId = ?1 ORDER BY rowid', schoolId)
