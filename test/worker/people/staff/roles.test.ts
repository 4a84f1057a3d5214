import { expect, it } from 'vitest'
import { grantRole } from '#people/staff/grant-role.ts'
import { revokeRole } from '#people/staff/revoke-role.ts'
import { anAccount, anAct, anEvent, htmlOf, request, rows, run } from '#test/support/factories.ts'

const rolesOf = async (email: string) =>
  (
    await rows<{ role: string }>(
      `SELECT r.role FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE a.email = ?1 AND r.revokedAt IS NULL ORDER BY r.role`,
      email,
    )
  ).map((row) => row.role)

const roleIdOf = async (accountId: string): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM StaffRole WHERE accountId = ?1 AND revokedAt IS NULL', accountId))[0]?.id ?? ''

it('gives a role to an address that never signed in, once, and shows it', async () => {
  const admin = await anAccount({ roles: ['administrator'] })
  const email = 'new.officer@herefordshire.gov.uk'
  const given = await request('/organiser/roles', { cookie: admin.cookie, form: { email: email.toUpperCase(), role: 'officer' } })
  expect([given.status, given.headers.get('location')]).toEqual([303, '/organiser/roles'])
  const again = await request('/organiser/roles', { cookie: admin.cookie, form: { email, role: 'officer' } })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('holds that role already')
  expect(await rolesOf(email)).toEqual(['officer'])
  expect(await (await request('/organiser/roles', { cookie: admin.cookie })).text()).toContain(email)
  const html = await htmlOf(request('/organiser/roles', { cookie: admin.cookie, form: { email: 'x', role: 'door' } }), 422)
  expect(html).toContain('href="#email"')
  expect(html).toContain('href="#role"')
  expect(await rows(`SELECT id FROM Log WHERE act = 'role.granted' AND accountId = ?1`, admin.accountId)).toHaveLength(1)
})

it('takes a role away at once, after asking', async () => {
  const admin = await anAccount({ roles: ['administrator'] })
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request('/organiser/claims', { cookie: organiser.cookie })).status).toBe(200)
  const path = `/organiser/roles/${await roleIdOf(organiser.accountId)}/revoke`
  expect(await (await request(path, { cookie: admin.cookie })).text()).toContain(organiser.email)
  expect((await request(path, { cookie: admin.cookie, form: {} })).status).toBe(303)
  const after = await request('/organiser/claims', { cookie: organiser.cookie })
  expect([after.status, after.headers.get('location')?.startsWith('/sign-in')]).toEqual([303, true])
  expect(await htmlOf(request(path, { cookie: admin.cookie, form: {} }), 409)).toContain('already')
})

it('keeps the last administrator, also when two take each other away at once', async () => {
  await run(`UPDATE StaffRole SET revokedAt = '2026-01-01T00:00:00.000Z' WHERE role <> 'administrator' AND revokedAt IS NULL`)
  const one = await anAccount({ roles: ['administrator'] })
  const two = await anAccount({ roles: ['administrator'] })
  await run(
    `UPDATE StaffRole SET revokedAt = '2026-01-01T00:00:00.000Z' WHERE role = 'administrator' AND revokedAt IS NULL AND accountId NOT IN (?1, ?2)`,
    one.accountId,
    two.accountId,
  )
  const ids = [await roleIdOf(one.accountId), await roleIdOf(two.accountId)]
  const done = await Promise.all([
    revokeRole(anAct({ actor: one.actor }), { roleId: ids[1] ?? '' }),
    revokeRole(anAct({ actor: two.actor }), { roleId: ids[0] ?? '' }),
  ])
  expect(done.filter((result) => result.ok)).toHaveLength(1)
  const left = await rows<{ accountId: string; id: string }>(
    `SELECT id, accountId FROM StaffRole WHERE role = 'administrator' AND revokedAt IS NULL`,
  )
  expect(left).toHaveLength(1)
  const last = left[0]?.accountId === one.accountId ? one : two
  const refused = await request(`/organiser/roles/${left[0]?.id}/revoke`, { cookie: last.cookie, form: {} })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('last administrator')
  await expect(run(`UPDATE StaffRole SET revokedAt = '2026-01-01T00:00:00.000Z' WHERE id = ?1`, left[0]?.id)).rejects.toThrow(
    'last_administrator',
  )
  await expect(run(`DELETE FROM StaffRole WHERE id = ?1`, left[0]?.id)).rejects.toThrow('role_is_kept')
})

it('refuses a grant by somebody whose own role was taken away in the meantime', async () => {
  await anAccount({ roles: ['administrator'] })
  const former = await anAccount({ roles: ['administrator'] })
  await run(`UPDATE StaffRole SET revokedAt = '2026-03-03T00:00:00.000Z' WHERE accountId = ?1`, former.accountId)
  const granted = await grantRole(anAct({ actor: former.actor }), {
    email: 'friend@example.org',
    role: 'administrator',
    staffIdleMinutes: 60,
  })
  expect(granted).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await rows('SELECT id FROM Account WHERE email = ?1', 'friend@example.org')).toEqual([])
})

it('shortens the visit of somebody who becomes staff to the length that staff have', async () => {
  const admin = await anAccount({ roles: ['administrator'] })
  const school = await anAccount()
  const far = '2099-01-01T00:00:00.000Z'
  await run('UPDATE SignIn SET endsAt = ?2 WHERE accountId = ?1', school.accountId, far)
  await request('/organiser/roles', { cookie: admin.cookie, form: { email: school.email, role: 'reader' } })
  const [row] = await rows<{ endsAt: string }>('SELECT endsAt FROM SignIn WHERE accountId = ?1', school.accountId)
  expect(Date.parse(row?.endsAt ?? far)).toBeLessThan(Date.now() + 13 * 3_600_000)
})

it('adds and removes door staff for one event', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const event = await anEvent({ title: 'Autumn conference' })
  const other = await anEvent()
  const path = `/organiser/events/${event.code}/door`
  expect((await request(path, { cookie: organiser.cookie, form: { email: 'door@example.org' } })).headers.get('location')).toBe(path)
  expect(await (await request(path, { cookie: organiser.cookie })).text()).toContain('door@example.org')
  expect(await htmlOf(request(`/organiser/events/${other.code}/door`, { cookie: organiser.cookie }))).not.toContain('door@example.org')
  expect((await request(path, { cookie: organiser.cookie, form: { email: 'door@example.org' } })).status).toBe(409)
  const [row] = await rows<{ id: string; eventId: string }>(
    `SELECT r.id, r.eventId FROM StaffRole r JOIN Account a ON a.id = r.accountId WHERE a.email = 'door@example.org'`,
  )
  expect(row?.eventId).toBe(event.id)
  expect((await request(`/organiser/events/${other.code}/door/${row?.id}/revoke`, { cookie: organiser.cookie, form: {} })).status).toBe(404)
  expect((await request(`${path}/${row?.id}/revoke`, { cookie: organiser.cookie, form: {} })).status).toBe(303)
  expect(await rolesOf('door@example.org')).toEqual([])
  expect((await request('/organiser/events/NOSUCH/door', { cookie: organiser.cookie })).status).toBe(404)
})
