// A changed name. Rules: docs/rules/people.md.

import { expect, it } from 'vitest'
import { instant } from '#base/dates.ts'
import { anAccount, anEvent, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aCertificate, certificatesOf, issue } from '#test/worker/attendance/certificates/world.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aDocument, anIssue, aVersion } from '#test/worker/guidance/world.ts'

const was = 'Morwenna Trevanion'
const is = 'Morgan Penhallow'
const at = instant(tick())

/** Somebody at a school whose name stands in each column that follows a change. */
const aLead = async (name = was) => {
  const school = await aSchool()
  const email = `${crypto.randomUUID()}@example.sch.uk`
  const account = await anAccount({ name, email, schoolIds: [school.id] })
  const event = await anEvent()
  const placeId = await aPlace(event, school, { personId: account.personId })
  const issueId = await anIssue(await aVersion(await aDocument()), school)
  await add('GuidanceReceipt', {
    ...{ id: crypto.randomUUID(), issueId, what: 'acknowledged', level: 'seen', accountId: account.accountId, personId: account.personId },
    ...{ name, role: 'Lead', day: '2026-03-02', recordedAt: at },
  })
  await add('SchoolContact', { schoolId: school.id, roleId: 'dsl', name, email, learnedAt: at })
  return { ...account, school, event, placeId, email }
}
const organiser = () => anAccount({ roles: ['organiser'] })
const rename = async (personId: string | undefined, to: string) =>
  request(`/organiser/people/${personId}/correct`, { cookie: (await organiser()).cookie, form: { name: to, telephone: '' } })

/** Tables in which the words stand, but for what was sent. */
const holding = async (words: string): Promise<string[]> => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('MessageBody', 'LocalMail')`,
  )
  const found: string[] = []
  for (const { name } of tables) if (JSON.stringify(await rows(`SELECT * FROM "${name}"`)).includes(words)) found.push(name)
  return found
}

// “A changed name is changed everywhere at once, and nobody at a school sees the former one.”
it('one act changes a name on places, contacts and what somebody confirmed, and the former name is in no table but those of sent mail', async () => {
  const lead = await aLead()
  expect(await holding(was)).toEqual(expect.arrayContaining(['GuidanceReceipt', 'Person', 'SchoolContact']))
  expect((await rename(lead.personId, is)).status).toBe(303)
  expect(await holding(was)).toEqual([])
  expect(await holding(is)).toEqual(expect.arrayContaining(['GuidanceReceipt', 'Person', 'SchoolContact']))
  for (const path of [`/school/${lead.school.id}`, `/school/${lead.school.id}/record`, `/school/${lead.school.id}/certificates`]) {
    const page = plain(await (await request(path, { cookie: lead.cookie })).text())
    expect([path, page.includes(was)]).toEqual([path, false])
  }
})

it('a record that was merged into theirs under the former name is renamed too, and one that is spelt otherwise stays', async () => {
  const lead = await aLead()
  const spelt = async (name: string) => {
    const id = await add('Person', { name, createdAt: at })
    await add('PersonMerge', { keptId: lead.personId, mergedId: id, moved: '{}', mergedAt: at })
    return id
  }
  const [same, other] = [await spelt(was), await spelt('M. Trevanion')]
  await rename(lead.personId, is)
  expect(await rows('SELECT name FROM Person WHERE id IN (?1, ?2) ORDER BY name', same, other)).toEqual([
    { name: 'M. Trevanion' },
    { name: is },
  ])
})

it('what was typed of somebody else of the same name stays', async () => {
  const [one, other] = [await aLead(), await aLead()]
  await add('StaffStatement', {
    ...{ id: crypto.randomUUID(), requirementId: 'lead', schoolId: other.school.id, trained: 1, staff: 2 },
    ...{ asAt: '2026-03-02', saidBy: was, learnedAt: at },
  })
  await rename(one.personId, is)
  expect(await rows('SELECT name FROM Person WHERE id = ?1', other.personId)).toEqual([{ name: was }])
  expect(await rows('SELECT saidBy FROM StaffStatement WHERE schoolId = ?1', other.school.id)).toEqual([{ saidBy: was }])
  expect(await rows('SELECT name FROM SchoolContact WHERE schoolId IN (?1, ?2) ORDER BY name', one.school.id, other.school.id)).toEqual([
    { name: is },
    { name: was },
  ])
})

it('whoever renames themselves changes what is theirs, and not what others typed of somebody of that name', async () => {
  const lead = await aLead('Tamsin Ower')
  await add('StaffStatement', {
    ...{ id: crypto.randomUUID(), requirementId: 'lead', schoolId: lead.school.id, trained: 1, staff: 2 },
    ...{ asAt: '2026-03-02', saidBy: 'Tamsin Ower', learnedAt: at },
  })
  expect((await request('/account/name', { cookie: lead.cookie, form: { name: is, who: 'same' } })).status).toBe(303)
  expect(await rows('SELECT name FROM GuidanceReceipt WHERE personId = ?1', lead.personId)).toEqual([{ name: is }])
  const saidBy = () => rows('SELECT saidBy FROM StaffStatement WHERE schoolId = ?1', lead.school.id)
  expect(await saidBy()).toEqual([{ saidBy: 'Tamsin Ower' }])
  expect((await rename(lead.personId, 'Tamsin Ower')).status).toBe(303)
  expect((await rename(lead.personId, is)).status).toBe(303)
  expect(await saidBy()).toEqual([{ saidBy: is }])
})

// “A certificate under a former name leads its holder to the new one; at a school nobody reads it.”
it('a certificate under a former name leads to the new one, and the school sees the new one alone', async () => {
  const { certificate, event, school, holder, places } = await aCertificate(was)
  await rename(places[0]?.personId, is)
  await issue()
  const [, next] = await certificatesOf(event.id)
  expect([next?.name, (await certificatesOf(event.id))[0]?.ended]).toEqual([is, 'superseded, name'])
  const own = await request(`/c/${certificate.number}`, { cookie: holder.cookie })
  expect([own.status, own.headers.get('location')]).toEqual([303, `/c/${next?.number}`])
  const contact = await anAccount({ schoolIds: [school.id] })
  const pdf = async (cookie: string) => (await request(`/c/${certificate.number}/certificate.pdf`, { cookie })).status
  expect([await pdf(holder.cookie), await pdf(contact.cookie), await pdf((await organiser()).cookie)]).toEqual([404, 404, 200])
  const list = await (await request(`/school/${school.id}/certificates`, { cookie: contact.cookie })).text()
  expect([list.includes(is), list.includes(was)]).toEqual([true, false])
  expect(plain(await (await request(`/c/${certificate.number}`)).text())).toContain('replaced this certificate by another')
})
