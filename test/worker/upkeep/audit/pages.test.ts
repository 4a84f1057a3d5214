import { expect, it } from 'vitest'
import { anAccount, aSchool, htmlOf, request, run } from '#test/support/factories.ts'
import { invariantNames } from '#upkeep/audit/audit.ts'

const token = { headers: { 'x-muster-token': 'test-token' } }

it('of an empty database the audit says that it is of nothing, and of one that holds a school it does not', async () => {
  const audit = async () => ((await (await request('/dev/commands/audit', token)).json()) as { nothing: boolean }).nothing
  expect(await audit()).toBe(true)
  await aSchool()
  expect(await audit()).toBe(false)
})

it('the command reads the audit with the token of the running Muster', async () => {
  const response = await request('/dev/commands/audit', token)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    nothing: false,
    invariants: invariantNames.map((name) => ({ name, ok: true, count: 0, violations: [] })),
  })
})

it('without the token, with another, or when mail is not local, there is no such command', async () => {
  expect((await request('/dev/commands/audit')).status).toBe(404)
  expect((await request('/dev/commands/audit', { headers: { 'x-muster-token': 'guess' } })).status).toBe(404)
  expect((await request('/dev/commands/audit', { ...token, bindings: { LOCAL_MAIL: '0' } })).status).toBe(404)
  expect((await request('/dev/commands/audit', { headers: { 'x-muster-token': '' }, bindings: { LOCAL_TOKEN: '' } })).status).toBe(404)
})

it('the page says what holds and, of what does not, which', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await htmlOf(request('/organiser/audit', { cookie }))).toContain(`All ${invariantNames.length} of ${invariantNames.length} hold.`)
  const school = await aSchool()
  await run(`UPDATE School SET town = 'Elsewhere' WHERE id = ?1`, school.id)
  const page = await (await request('/organiser/audit', { cookie })).text()
  expect(page).toContain('Check failed: What is shown of each school is what the register last said.')
  expect(page).toContain(school.id)
  expect(page).toContain('Broken once')
})
