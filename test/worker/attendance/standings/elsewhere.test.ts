// What somebody attended for another school, on everything that a school gets. Rules:
// docs/rules/requirements.md.

import { expect, it } from 'vitest'
import { followStandings } from '#attendance/requirements/follow-standings.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { anAccount, anAct, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { textsOf } from '#test/support/pdf.ts'
import { add } from '#test/support/rows.ts'
import { aPlace } from '#test/worker/attendance/coverage/world.ts'
import { aReturn } from '#test/worker/returns/filling/world.ts'
import { anEarlierTraining, aRole, leadTraining } from '../requirements/world.ts'

const secrets = ['Trained elsewhere', '1 October 2026', '1 Oct 2026', '2026-10-01', '1 October 2028', '1 Oct 2028', '2028-10-01']
const on = '?on=2026-11-30'
const now = new Date('2026-11-30T12:00:00.000Z')
let trusts = 0

/**
 * A school names Dilys as its lead, by her exact name and address; she was trained for another
 * school.
 */
const aSchoolNamesHer = async () => {
  trusts += 1
  const trust = `T8${trusts}`
  const [school, other] = [
    await aSchool({ name: 'Tansley Fold', trustUid: trust, trustName: 'Fold Trust' }),
    await aSchool({ name: 'Far Away' }),
  ]
  const dilys = await anAccount({ name: 'Dilys Llewellyn' })
  await anEarlierTraining(dilys.personId, other, '2026-10-01', { title: 'Trained elsewhere', minutes: 360 })
  await aRole(dilys.personId, other, { source: 'council' })
  const approver = await anAccount({ schoolIds: [school.id], name: 'Pat Lee' })
  const at = tick().toISOString()
  await add('TrustClaim', {
    accountId: approver.accountId,
    trustUid: trust,
    state: 'approved',
    evidence: 'self_asserted',
    requestedAt: at,
    decidedAt: at,
  })
  const form = { answer: 'named', name: 'Dilys Llewellyn', email: dilys.email, fromDate: '2026-11-02' }
  expect((await request(`/school/${school.id}/roles/dsl`, { cookie: approver.cookie, form })).status).toBe(303)
  await followStandings(anAct({ now, origin: 'schedule' }))
  const [role] = await rows<{ id: string; personId: string }>('SELECT id, personId FROM RoleAtSchool WHERE schoolId = ?1', school.id)
  expect(role?.personId).toBe(dilys.personId)
  return { school, other, trust, dilys, approver, roleId: role?.id ?? '', base: `/school/${school.id}` }
}

type World = Awaited<ReturnType<typeof aSchoolNamesHer>>

const textOf = async (path: string, cookie: string): Promise<string> => {
  const answer = await request(path, { cookie })
  expect([path, answer.status]).toEqual([path, 200])
  if (answer.headers.get('content-type') === 'application/pdf') return textsOf(new Uint8Array(await answer.arrayBuffer())).texts.join(' ')
  return (await answer.text()).replaceAll(/<wbr ?\/?>/g, '')
}

/** Every page, file and mail of the school on which it could stand how its lead stands. */
const everythingOf = async ({ school, trust, approver, roleId, dilys, base }: World): Promise<Map<string, string>> => {
  const event = await leadTraining('2099-06-12', { title: 'Leading safeguarding' })
  const asked = await aReturn(
    { questions: { held: { kind: 'yes_no', label: 'Is the lead trained?', filledFrom: 'lead_training' } } },
    school,
  )
  const paths = [
    ...[
      '',
      '/bookings',
      '/staff',
      '/staff/pairs',
      '/people',
      '/certificates',
      '/certificates.csv',
      '/guidance',
      '/returns',
      '/reports',
      '/money',
    ].map((part) => base + part),
    ...[`${base}/requirements${on}`, `${base}/requirements.csv${on}`, `${base}/requirements`, `${base}/requirements.csv`],
    ...[`${base}/record${on}`, `${base}/record.csv${on}`, `${base}/record.pdf${on}`, `${base}/record`],
    ...[`${base}/roles`, `${base}/roles/dsl`, `${base}/roles/held/${roleId}`, `${base}/staff/${dilys.personId}/coming`],
    ...[asked.at, `${asked.at}/sections/1`, `${asked.at}/check`, `${asked.at}/return.pdf`],
    ...[`/events/${event.code}/book?school=${school.id}`, '/school', '/account'],
    ...[`/trusts/${trust}`, `/trusts/${trust}/schools.csv`, `/trusts/${trust}/events/${event.code}`],
  ]
  const found = new Map<string, string>()
  for (const path of paths) found.set(path, await textOf(path, approver.cookie))
  await sendDigests(anAct({ origin: 'schedule' }))
  const mails = await rows<{ text: string }>(
    `SELECT b.subject || b.text || b.html AS text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.email = ?1`,
    approver.email,
  )
  found.set('mails', mails.map(({ text }) => text).join(' '))
  return found
}

const leaksIn = (found: Map<string, string>): string[] =>
  [...found].flatMap(([path, text]) => secrets.filter((secret) => text.includes(secret)).map((secret) => `${path}: ${secret}`))

const agree = ({ roleId, dilys }: World) => request(`/account/record/roles/${roleId}/agreement`, { cookie: dilys.cookie, form: {} })

// “What somebody in a role attended for another school is shown to the school once they, or the
// council, agree; until then the school reads that we have asked them.”
it('naming somebody opens nothing of what they attended elsewhere, on any page, file or mail of the school, until they agree', async () => {
  const world = await aSchoolNamesHer()
  const before = await everythingOf(world)
  expect(leaksIn(before)).toEqual([])
  expect(before.get(`${world.base}/requirements`)).toContain('We have asked them')
  expect(before.get(`${world.base}/record.csv${on}`)).toContain(
    'We have asked them,,,,,,"What they attended for other schools is shown once they, or the council, agree. We have asked them."',
  )
  expect(before.get(`/trusts/${world.trust}`)).toContain('Not shown yet')
  // She is told what it is about, and says so.
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'role_named' AND m.personId = ?1`,
    world.dilys.personId,
  )
  expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain(
    'What you attended for other schools and settings it sees once you agree, on your record: “Is this right?”.',
  )
  const record = await textOf(`/account/record/roles/${world.roleId}/dispute`, world.dilys.cookie)
  expect(record).toContain('This is right: show them what I attended')
  expect([(await agree(world)).status, (await agree(world)).status]).toEqual([303, 303])
  expect(await rows(`SELECT answer FROM RoleDispute WHERE roleAtSchoolId = ?1`, world.roleId)).toEqual([{ answer: 'agreed' }])
  await followStandings(anAct({ now, origin: 'schedule' }))
  expect(leaksIn(await everythingOf(world))).not.toEqual([])
  expect(await textOf(`${world.base}/record${on}`, world.approver.cookie)).toContain('Trained elsewhere, 1 Oct 2026')
})

// “A place that another school booked for them is said without a link, once they, or the council,
// agree.”
it('naming somebody does not open where another school has booked them', async () => {
  const world = await aSchoolNamesHer()
  const event = await leadTraining('2099-06-12', { title: 'Leading safeguarding' })
  await aPlace(event, world.other, { personId: world.dilys.personId })
  const officer = await anAccount({ roles: ['officer'] })
  const booked = async (path: string, cookie: string) => (await textOf(path, cookie)).includes('Booked for 12 June 2099')
  const school = async () =>
    Promise.all(['', '/requirements', '/requirements.csv'].map((path) => booked(`${world.base}${path}`, world.approver.cookie)))
  expect(await school()).toEqual([false, false, false])
  expect(await booked(`/organiser/schools/${world.school.id}/requirements.csv`, officer.cookie)).toBe(true)
  await agree(world)
  expect((await school()).slice(1)).toEqual([true, true])
})

it('an officer who knows that it is so says it for them', async () => {
  const world = await aSchoolNamesHer()
  const officer = await anAccount({ roles: ['officer'] })
  const path = `/organiser/schools/${world.school.id}/roles/held/${world.roleId}`
  // The school itself cannot.
  const tried = await request(`${world.base}/roles/held/${world.roleId}`, { cookie: world.approver.cookie, form: { answer: 'agree' } })
  expect(tried.status).toBe(422)
  expect((await request(path, { cookie: officer.cookie, form: { answer: 'agree' } })).status).toBe(303)
  expect(await textOf(`${world.base}/record${on}`, world.approver.cookie)).toContain('Trained elsewhere')
})

// “What the council counts is the same before and after; what was attended for the school itself
// is always shown.”
it('the council counts what it did, and the school sees what was attended for it', async () => {
  const world = await aSchoolNamesHer()
  const state = () => rows(`SELECT state, shown FROM SchoolStanding WHERE rootId = ?1 AND requirementId = 'lead'`, world.school.id)
  expect(await state()).toEqual([{ state: 'in_date', shown: 'not_known' }])
  const officer = await anAccount({ roles: ['officer'] })
  expect(await textOf(`/organiser/schools/${world.school.id}/record${on}`, officer.cookie)).toContain('Trained elsewhere')
  await anEarlierTraining(world.dilys.personId, world.school, '2026-09-07', { title: 'Trained here', minutes: 360 })
  await followStandings(anAct({ now, origin: 'schedule' }))
  expect(await state()).toEqual([{ state: 'in_date', shown: 'in_date' }])
  const record = await textOf(`${world.base}/record${on}`, world.approver.cookie)
  expect([record.includes('Trained here'), record.includes('Trained elsewhere')]).toEqual([true, false])
})

it.each<[string, (world: World) => Promise<unknown>]>([
  [
    'they said it themselves before',
    ({ dilys, school }) => aRole(dilys.personId, school, { source: 'person', confirmedAt: null, supersededAt: tick().toISOString() }),
  ],
  [
    'the council has said it',
    ({ dilys, school }) => aRole(dilys.personId, school, { source: 'council', supersededAt: tick().toISOString() }),
  ],
])('nobody is asked where %s', async (_, said) => {
  const world = await aSchoolNamesHer()
  await said(world)
  expect(await textOf(`${world.base}/record${on}`, world.approver.cookie)).toContain('Trained elsewhere')
})

it('whoever has no address cannot be asked, and the school reads that', async () => {
  const [school, other] = [await aSchool(), await aSchool()]
  const approver = await anAccount({ schoolIds: [school.id] })
  const person = await add('Person', { name: 'Ned Nowhere' })
  await aRole(person, school)
  await anEarlierTraining(person, other, '2026-10-01', { title: 'Trained elsewhere', minutes: 360 })
  const record = await textOf(`/school/${school.id}/record${on}`, approver.cookie)
  expect([record.includes('We have no address to ask them at'), record.includes('Trained elsewhere')]).toEqual([true, false])
})
