// Whoever is named in roles by others is told once a day. Rules: docs/rules/roles.md.
import { expect, it } from 'vitest'
import { tellNamed } from '#people/roles/tell-named.ts'
import { anAct, db, request, rows, run, withoutGuards } from '#test/support/factories.ts'
import { aSchoolWithRoles } from './world.ts'

const later = (hours: number, on = db) => anAct({ now: new Date(Date.now() + hours * 3_600_000), origin: 'schedule', db: on })
const told = (email: string) =>
  rows<{ subject: string; text: string }>(
    `SELECT b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND b.email = ?1 ORDER BY m.rowid`,
    email,
  )

/** A school that names Nia Head in these roles, one after the other. */
const naming = async (email: string, ...roles: string[]) => {
  const world = await aSchoolWithRoles()
  for (const role of roles) {
    const form = { answer: 'named', dateNotKnown: 'yes', others: 'both', name: 'Nia Head', email }
    expect((await request(`${world.base}/${role}`, { cookie: world.approver.cookie, form })).status).toBe(303)
  }
  return world
}

it('the first time at once, and of what follows within a day in one mail; what was taken back meanwhile is left out', async () => {
  const email = 'nia@once.example'
  const { school } = await naming(email, 'head', 'chair', 'link_governor', 'deputy_dsl')
  expect((await told(email)).map(({ subject }) => subject)).toEqual([expect.stringContaining('Your role at Ashgrove Primary')])
  expect((await told(email))[0]?.text).toContain('Role: Headteacher or principal')
  await run(`UPDATE RoleAtSchool SET supersededAt = learnedAt WHERE schoolId = ?1 AND roleId = 'chair'`, school.id)
  expect(await tellNamed(later(23))).toBe(false)
  expect(await tellNamed(later(25))).toBe(true)
  const [, next] = await told(email)
  expect([...(next?.text.matchAll(/Role: (.+)/g) ?? [])].map(([, role]) => role)).toEqual([
    'Safeguarding link governor or trustee',
    'Deputy designated safeguarding lead',
  ])
  expect([await tellNamed(later(50)), await rows('SELECT * FROM RoleToTell')]).toEqual([false, []])
})

it('one address has one mail a day, of however many schools', async () => {
  const email = 'victim@elsewhere.example'
  for (let n = 0; n < 3; n += 1) await naming(email, 'head')
  expect(await told(email)).toHaveLength(1)
  expect(await tellNamed(later(25))).toBe(true)
  const mails = await told(email)
  expect([mails.length, mails[1]?.subject.includes('your schools and settings')]).toEqual([2, true])
})

it.each([
  ['one mail', db, 1],
  ['control: without guards two', withoutGuards, 2],
])('two runs of the job at once: %s', async (_, on, mails) => {
  const email = `${crypto.randomUUID()}@twice.example`
  await naming(email, 'head', 'chair')
  await Promise.all([tellNamed(later(25, on)), tellNamed(later(25, on))])
  expect(await told(email)).toHaveLength(1 + mails)
})
