// Whom nobody has confirmed in a role yet, on the pages of their school. Rules:
// docs/rules/requirements.md.

import { expect, it } from 'vitest'
import { anAccount, aSchool, request, run, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aMark, aPerson, firstSession } from '#test/worker/attendance/coverage/world.ts'
import { anEarlierTraining, aRole, leadTraining, walkedIn } from './world.ts'

const read = async (path: string, cookie: string) => await textOf(request(path, { cookie }))

const proposed = { source: 'booking', confirmedAt: null, fromDate: null }

/** Dilys is proposed as its lead, with a certificate of May; since, another school trained her. */
const aSchoolWithDilys = async () => {
  const [school, other] = [await aSchool({ name: 'Tansley Fold Primary' }), await aSchool()]
  const dilys = await aPerson('Dilys Llewellyn')
  await aRole(dilys, school, proposed)
  await anEarlierTraining(dilys, school, '2026-05-12', { title: 'DSL foundation', minutes: 360 })
  await anEarlierTraining(dilys, other, '2026-10-01', { title: 'Trained elsewhere', minutes: 360 })
  return { school, other, dilys, ...(await anAccount({ schoolIds: [school.id] })) }
}

const on = '?on=2026-11-30'

// “Somebody who is only proposed is shown to the school in grey, and counts in nothing.”
it('a lead who is only proposed stands in record, standing and home with what she attended for the school, and counts in nothing', async () => {
  const { school, dilys, cookie } = await aSchoolWithDilys()
  const base = `/school/${school.id}`
  const would =
    'Not confirmed yet. By what they attended for the school they would be: in date until 12 May 2028, two years after “DSL foundation” on 12 May 2026 (guidance: KCSIE 2026).'
  const record = await read(`${base}/record${on}`, cookie)
  expect(record).toContain(
    'Dilys Llewellyn Designated safeguarding lead Designated lead: training every two years DSL foundation, 12 May 2026 Stated Not confirmed by the school',
  )
  expect(record).toContain(would)
  expect(record).toContain('Nobody is confirmed in a role of which something is asked.')
  expect(record).toContain(
    'Not confirmed yet: Dilys Llewellyn (Designated safeguarding lead) Somebody who is proposed and not confirmed does not count.',
  )
  const stands = await read(`${base}/requirements${on}`, cookie)
  expect(stands).toContain(
    'Designated lead: training every two years Dilys Llewellyn Designated safeguarding lead Not confirmed by your school',
  )
  expect(stands).toContain(`Dilys Llewellyn DSL foundation, 12 May 2026 ${would}`)
  const home = await (await request(base, { cookie })).text()
  expect(home).toContain('<span class="muster-proposed">Dilys Llewellyn</span>')
  expect(plain(home)).toContain('Dilys Llewellyn , Designated safeguarding lead Not confirmed by your school')
  for (const page of [record, stands, plain(home)]) expect(page).not.toContain('Trained elsewhere')
  const csv = await (await request(`${base}/record.csv${on}`, { cookie })).text()
  expect(csv).toContain('Dilys Llewellyn,Designated safeguarding lead,Not confirmed by the school,DSL foundation,2026-05-12')
  const pdf = JSON.stringify(textsOf(new Uint8Array(await (await request(`${base}/record.pdf${on}`, { cookie })).arrayBuffer())))
  expect(pdf).toContain('Not confirmed by the')
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE personId = ?1', dilys, tick().toISOString())
  await aRole(dilys, school, { source: 'council' })
  const confirmed = await read(`${base}/record${on}`, cookie)
  expect(confirmed).toContain('Trained elsewhere, 1 Oct 2026')
  expect(confirmed).not.toContain('Proposed')
})

it('what was attended for the school is what its places, represented ones and walk-ins among them, were marked for', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const event = await leadTraining('2026-03-12', { title: 'Booked day' })
  const booked = await aDelegate(event, school.id, { name: 'Bea Booked' })
  const elsewhere = await aDelegate(event, other.id, { name: 'Eli Elsewhere' })
  const represents = await aDelegate(event, other.id, { name: 'Rae Represents' })
  await add('PlaceRepresents', { placeId: represents.placeId, schoolId: school.id })
  for (const { placeId } of [booked, elsewhere, represents]) await aMark(firstSession(event), { placeId }, 'attended')
  const walkIn = await aPerson('Will Walkin')
  await aMark(firstSession(event), { walkInId: await walkedIn(event, walkIn, school) }, 'attended')
  for (const personId of [booked.personId, elsewhere.personId, represents.personId, walkIn]) await aRole(personId, school, proposed)
  const page = await read(`/school/${school.id}/record${on}`, cookie)
  for (const name of ['Bea Booked', 'Rae Represents', 'Will Walkin'])
    expect(page).toContain(`${name} Designated safeguarding lead Designated lead: training every two years Booked day, 12 Mar 2026`)
  expect(page).toContain('Eli Elsewhere Designated safeguarding lead Designated lead: training every two years Nothing that counts')
})

// “That somebody is not confirmed yet, that the school says that it does not know, and that
// nobody has said anything are three sentences.”
it('“not confirmed yet” and “nobody has told us” are different sentences on every page that says either', async () => {
  const { school, cookie } = await aSchoolWithDilys()
  await add('RoleGap', {
    schoolId: school.id,
    roleId: 'recruitment_panel',
    answer: 'not_known',
    fromDate: '2026-01-01',
    source: 'school',
  })
  for (const path of [`/school/${school.id}/record`, `/school/${school.id}/requirements`]) {
    const page = await read(path, cookie)
    // The record is read by governors and inspectors, too.
    expect(page).toContain(path.endsWith('record') ? 'The school has not told us who it is' : 'You have not told us who it is')
    expect(page).toContain('Nobody has told us who holds the role (guidance: KCSIE 2026).')
    expect(page).toContain('The school says that it does not know who holds the role')
    expect(page).not.toContain('nobody is confirmed in the role')
  }
  const home = await read(`/school/${school.id}`, cookie)
  expect(home).toContain('Nobody , Deputy designated safeguarding lead You have not told us who it is Nobody')
  const roles = await read(`/school/${school.id}/roles`, cookie)
  expect(roles).toContain('Dilys Llewellyn Proposed')
  expect(roles).toContain('Headteacher or principal Nobody has said who holds it.')
})

it('somebody who is confirmed and proposed for the same role stands there once, and who disputes a proposal not at all', async () => {
  const school = await aSchool()
  const { cookie, accountId } = await anAccount({ schoolIds: [school.id] })
  const [lena, doubtful] = [await aPerson('Lena Lead'), await aPerson('Dora Doubtful')]
  await aRole(lena, school)
  await aRole(lena, school, proposed)
  const roleAtSchoolId = await aRole(doubtful, school, proposed)
  await add('RoleDispute', { roleAtSchoolId, raisedById: accountId })
  const page = await read(`/school/${school.id}/record`, cookie)
  expect(page.match(/Lena Lead Designated safeguarding lead Designated lead/g)).toHaveLength(1)
  expect(page).not.toContain('Dora Doubtful')
})
