// What is asked of settings that are no school, from the request of a childminder on. Rules:
// docs/rules/early-years.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, leadsTo, request, rows, tick } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '../coverage/world.ts'
import { anEarlierTraining, aRole } from '../requirements/world.ts'

const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))

const aSetting = async (outsideKind: 'childminder' | 'nursery' | 'partner_agency', name: string): Promise<{ id: string }> => {
  const id = newId(tick())
  await add('School', { id, rootId: id, outsideKind, name, town: 'Kington' })
  return { id }
}

const asked = { setting: 'childminder', setName: 'Bumblebees Childminding', postcode: 'HR5 3AA', name: 'Wendy Larkin', roleId: '' }

it('“A request for a setting that no list names is answered by email and on the page at once, and waits under My schools with who decides and by when, wherever one signs in next.”', async () => {
  const person = await anAccount()
  expect(await leadsTo(request('/school/claims/unlisted', { cookie: person.cookie, form: asked }))).toBe('/school')
  const [mail] = await rows<{ subject: string; text: string }>(
    'SELECT subject, text FROM LocalMail WHERE toAddress LIKE ?1',
    `%${person.email}%`,
  )
  expect(mail?.subject).toBe('We have your request to book for Bumblebees Childminding, HR5 3AA')
  for (const said of ['Who decides: Your council', 'Answer by: ', 'nothing is booked or kept for you', '/school'])
    expect([said, mail?.text.includes(said)]).toEqual([said, true])
  // Another browser of the same account.
  const page = await read('/school', person.cookie)
  expect(page).toContain('Your request Setting Bumblebees Childminding, HR5 3AA')
  expect(page).toMatch(/Who decides Your council Answer by \w+day \d+ \w+ \d{4}/)
  expect(page).not.toContain('You cannot book for a school yet')
  // Whoever acts for one place already finds it on that page.
  const own = await aSetting('nursery', 'Own Nursery')
  const both = await anAccount({ schoolIds: [own.id] })
  await request('/school/claims/unlisted', { cookie: both.cookie, form: { ...asked, setName: 'Second Minding' } })
  expect(await read('/school', both.cookie)).toContain('Your request Setting Second Minding, HR5 3AA')
})

it('“A childminder is their own designated lead and chooses no role; whom the council confirms as one is the lead of the setting.”', async () => {
  const person = await anAccount()
  const organiser = await anAccount({ roles: ['organiser'] })
  await request('/school/claims/unlisted', { cookie: person.cookie, form: { ...asked, setName: 'Larkin Minding', postcode: 'HR5 3AB' } })
  const bare = await request('/school/claims/unlisted', { cookie: person.cookie, form: { ...asked, setting: 'nursery' } })
  expect([bare.status, (await bare.text()).includes('Choose your role there')]).toEqual([422, true])
  const [claim] = await rows<{ id: string; roleId: string }>('SELECT id, roleId FROM UnlistedClaim WHERE accountId = ?1', person.accountId)
  expect(claim?.roleId).toBe('dsl')
  const form = {
    decision: 'approve',
    school: 'new',
    outsideKind: 'childminder',
    name: 'Larkin Minding',
    town: 'Kington',
    postcode: 'HR5 3AB',
  }
  expect((await request(`/organiser/claims/unlisted/${claim?.id}`, { cookie: organiser.cookie, form })).status).toBe(303)
  expect(
    await rows(
      `SELECT x.roleId, x.source, x.confirmedById FROM RoleAtSchool x JOIN School s ON s.id = x.schoolId WHERE s.name = 'Larkin Minding' AND x.supersededAt IS NULL`,
    ),
  ).toEqual([{ roleId: 'dsl', source: 'council', confirmedById: organiser.accountId }])
  const home = await read('/school', person.cookie)
  expect(home).toContain(
    'Wendy Larkin , Designated safeguarding lead No training on our record Lead of an early years setting: training every two years',
  )
  expect(home).toContain('Your setting has no places at coming events.')
  for (const never of ['your school', 'Deputy', 'governor', 'Recruitment panel', 'All staff', 'Safeguarding audits'])
    expect([never, home.includes(never)]).toEqual([never, false])
})

it('“A childminder is asked for their own training every two years, and for nothing else.”', async () => {
  const setting = await aSetting('childminder', 'Honeypot Childminding')
  const { cookie } = await anAccount({ schoolIds: [setting.id] })
  const wendy = await aPerson('Wendy Honey')
  await aRole(wendy, setting)
  await anEarlierTraining(wendy, setting, '2026-05-12', { topicId: 'early-years', title: 'Annex C renewal' })
  const stands = await read(`/school/${setting.id}/requirements?on=2026-11-30`, cookie)
  expect(stands).toContain('Wendy Honey Designated safeguarding lead In date until 12 May 2028 12 May 2028')
  expect(stands).toContain('Wendy Honey Annex C renewal, 12 May 2026 Two years after')
  expect(stands).not.toMatch(/Deputy leads|Recruitment|All staff|What the school states/)
  expect((await request(`/school/${setting.id}/statements/new`, { cookie })).status).toBe(404)
  const record = await read(`/school/${setting.id}/record?on=2026-11-30`, cookie)
  expect(record).toContain('Of 1 line: 1 in date.')
  expect(record).not.toMatch(/All staff, as/)
  const roles = await read(`/school/${setting.id}/roles`, cookie)
  expect(roles).toContain('Who holds which role at the setting')
  expect([
    roles.includes('Designated safeguarding lead Wendy Honey'),
    /(Headteacher or principal|Deputy designated safeguarding lead) Nobody/.test(roles),
  ]).toEqual([true, false])
})

it('“A nursery that is no school is asked for its lead’s training every two years, and states of how many of its practitioners it is so.”', async () => {
  const setting = await aSetting('nursery', 'Acorns Nursery')
  const { cookie } = await anAccount({ schoolIds: [setting.id] })
  const stands = await read(`/school/${setting.id}/requirements`, cookie)
  expect(stands).toContain(
    'Lead of an early years setting: training every two years Nobody Designated safeguarding lead You have not told us who it is',
  )
  expect(stands).toContain('All practitioners: training every two years All staff No training on our record')
  expect(stands).not.toMatch(/Deputy leads|Recruitment|All staff: update/)
  const form = { requirementId: 'setting_staff', trained: '6', staff: '6', asAt: '2026-03-01', saidBy: 'The manager' }
  expect((await request(`/school/${setting.id}/statements/new`, { cookie, form })).status).toBe(303)
  const wrong = await request(`/school/${setting.id}/statements/new`, { cookie, form: { ...form, requirementId: 'staff_update' } })
  expect(wrong.status).toBe(422)
  const after = await read(`/school/${setting.id}/requirements?on=2026-11-30`, cookie)
  expect(after).toContain('6 of 6 on 1 March 2026, stated by The manager 1 Mar 2028')
  expect(after).toContain('6 of 6, 1 Mar 2026 Due again by 1 March 2028 (law: EYFS 2025, Annex C).')
})

it('“Of another setting nothing is asked.” “What is asked of settings is in no figure of schools.”', async () => {
  const setting = await aSetting('partner_agency', 'Youth Justice')
  const { cookie } = await anAccount({ schoolIds: [setting.id] })
  expect(await read(`/school/${setting.id}`, cookie)).toContain('Nothing is asked of your setting’s people now.')
  const officer = await anAccount({ roles: ['officer'] })
  const coverage = await (await request('/coverage/requirements', { cookie: officer.cookie })).text()
  expect([coverage.includes('Designated lead: training every two years'), coverage.includes('early years setting')]).toEqual([true, false])
  expect(await read('/requirements', officer.cookie)).toContain(
    'Everybody in the role Designated safeguarding lead, of settings that are no school (Childminder, Nursery or pre-school that is no school): training',
  )
})
