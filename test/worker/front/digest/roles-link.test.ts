// The link of a weekly letter, by which a school says that the names in it are right.
import { beforeEach, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { confirmByLink } from '#people/roles/confirm-by-link.ts'
import { selectSayingSchools } from '#people/roles/confirmed-school-store.ts'
import { anAccount, anAct, aSchool, aSetting, before, db, request, rows, run, tick, withoutGuards } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aChase } from '#test/worker/people/ladder/world.ts'
import { confirmations, pageOf } from '#test/worker/people/roles/world.ts'

const monday = new Date('2026-03-09T09:00:00.000Z')

const letterOf = async (schoolId: string) => {
  const letters = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'school_digest' AND m.schoolId = ?1 ORDER BY m.rowid`,
    schoolId,
  )
  return letters.at(-1)?.text ?? ''
}
const tokenIn = (letter: string): string => /\/roles-link\/([\w-]+)/.exec(letter)?.[1] ?? ''

const held = async (schoolId: string, roleId: string, name: string, accountId: string) => {
  const personId = await aPerson(name)
  const at = '2025-01-01T10:00:00.000Z'
  await add('RoleAtSchool', {
    personId,
    schoolId,
    roleId,
    fromDate: '2024-09-01',
    source: 'school',
    learnedAt: at,
    confirmedAt: at,
    confirmedById: accountId,
  })
  return personId
}

/** A school whose lead and head were confirmed before the autumn, and which is asked about them in a letter. */
const aLetter = async () => {
  const school = await aSchool({ name: 'Ashgrove Primary', sector: 'independent', kind: 'primary' })
  const office = await anAccount({ schoolIds: [school.id], name: 'Olive Office' })
  const lead = await held(school.id, 'dsl', 'Siân Lead', office.accountId)
  await held(school.id, 'head', 'Nia Head', office.accountId)
  await run(`DELETE FROM Setting WHERE key = 'asked'`)
  await askSchools(anAct({ now: new Date('2026-02-25T09:00:00.000Z') }))
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const letter = await letterOf(school.id)
  const token = tokenIn(letter)
  return { school, office, lead, letter, token, path: `/roles-link/${token}` }
}
const press = (path: string) => request(path, { form: {} })
const said = async (path: string) => textOf(await request(path))

beforeEach(async () => {
  await run(`UPDATE Claim SET state = 'ended', decidedAt = ?1 WHERE state = 'approved'`, tick().toISOString())
  await run('DELETE FROM DigestWeek')
  await aSetting('council', { digestDay: 'monday' })
})

// “That counts as the school’s word by the link sent to its address, and never as its head’s.”
it('“The weekly letter names who is in the roles that it asks about; its link shows the same names, and one press says that they are right.”', async () => {
  const { school, office, letter, path } = await aLetter()
  for (const words of [
    'Designated safeguarding lead: Siân Lead, since 1 September 2024',
    'Headteacher or principal: Nia Head, since 1 September 2024',
    'These are right (',
    `/school/${school.id}/roles`,
  ])
    expect(letter).toContain(words)
  const page = await said(path)
  expect([page.includes('Siân Lead, since 1 September 2024'), page.includes('Nia Head')]).toEqual([true, true])
  const both = await Promise.all([press(path), press(path)])
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  const one = { confirmedById: office.accountId, capacity: 'link' }
  expect(await confirmations(school.id)).toEqual([
    { ...one, roleId: 'dsl' },
    { ...one, roleId: 'head' },
  ])
  expect(await said(path)).toContain(`by the link sent to ${office.email}`)
  const roles = await pageOf(`/school/${school.id}/roles`, office.cookie)
  expect(roles).toMatch(new RegExp(`Confirmed again on .* by the link sent to ${office.email}`))
  expect(roles).toContain('Deputy designated safeguarding lead and Proprietor.')
  expect(
    await rows(
      `SELECT after ->> 'roleId' AS roleId, after ->> 'capacity' AS "as" FROM Log WHERE act = 'roles.confirmed' AND schoolId = ?1`,
      school.id,
    ),
  ).toEqual([
    { roleId: 'dsl', as: 'link' },
    { roleId: 'head', as: 'link' },
  ])
  // Whoever signed in may be anybody: it is the school's word, and the role's rows stay as they were.
  expect(await rows('SELECT COUNT(*) AS n FROM RoleAtSchool WHERE schoolId = ?1', school.id)).toEqual([{ n: 2 }])
})

// “The link ends once it is used, a newer letter came, a name changed, the school closed, or the address may no longer answer for the school.”
it.each<[string, string, (world: Awaited<ReturnType<typeof aLetter>>) => Promise<unknown>]>([
  [
    'a name changed',
    'These roles were changed or confirmed since our letter',
    ({ lead }) => run(`UPDATE Person SET name = 'Siân Other' WHERE id = ?1`, lead),
  ],
  [
    'somebody else holds a role',
    'These roles were changed or confirmed since our letter',
    ({ school, office }) => held(school.id, 'head', 'Mari New', office.accountId),
  ],
  ['the school closed', 'The school has closed', ({ school }) => run(`UPDATE School SET statusCode = '2' WHERE id = ?1`, school.id)],
  [
    'the address may no longer answer for the school',
    'can no longer answer for the school',
    ({ office }) => run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, office.accountId, tick().toISOString()),
  ],
  [
    'a newer letter came',
    'We have sent a newer letter',
    ({ school, office }) =>
      add('RolesLink', {
        tokenHash: school.id,
        schoolId: school.id,
        accountId: office.accountId,
        said: '',
        sentAt: '2026-03-16T09:00:00.000Z',
      }),
  ],
])('the link ends when %s, and the page says so', async (_, sentence, change) => {
  const world = await aLetter()
  await change(world)
  expect(await said(world.path)).toContain(sentence)
  const refused = await press(world.path)
  expect([refused.status, (await textOf(refused, 409)).includes(sentence)]).toEqual([409, true])
  expect(await confirmations(world.school.id)).toEqual([])
})

it('“The link is gone once its account has another address: the former mailbox may be somebody else’s.”', async () => {
  const { school, office, path } = await aLetter()
  await run(`UPDATE Account SET email = 'moved-on@example.sch.uk' WHERE id = ?1`, office.accountId)
  expect((await request(path)).status).toBe(404)
  expect((await press(path)).status).toBe(404)
  expect(await confirmations(school.id)).toEqual([])
})

// “A chase is over when the matter is settled, whoever settled it.”
it('a chase about roles ends by the link when nothing is left to confirm, and the list of schools has its day; both wait while a role is', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const ended = async (others: readonly string[]) => {
    const { school, path } = await aLetter()
    for (const roleId of others)
      await add('RoleGap', {
        schoolId: school.id,
        roleId,
        answer: 'vacant',
        fromDate: '2026-03-01',
        source: 'school',
        learnedAt: '2026-03-02T10:00:00.000Z',
      })
    await aChase(school.id, officer.accountId, 'roles_not_confirmed')
    expect((await press(path)).status).toBe(303)
    const council = {
      laCodes: (await rows<{ laCode: string }>('SELECT laCode FROM School WHERE id = ?1', school.id)).map(({ laCode }) => laCode),
    }
    const listed = await readNow(db, selectSayingSchools({ db, now: tick(), council }, ''))
    const confirmedAt = listed.find(({ id }) => id === school.id)?.confirmedAt ?? null
    return [...(await rows('SELECT endedWhy FROM Chase WHERE schoolId = ?1', school.id)), confirmedAt !== null]
  }
  expect(await ended(['deputy_dsl'])).toEqual([{ endedWhy: null }, false])
  expect(await ended(['deputy_dsl', 'proprietor'])).toEqual([{ endedWhy: 'settled' }, true])
})

it('a link that was never sent is of no letter', async () => {
  expect((await request(`/roles-link/${'x'.repeat(43)}`)).status).toBe(404)
})

it.each([
  ['it is refused', db, 0],
  ['control: without guards the name is confirmed unseen', withoutGuards, 2],
])('a name that changes between reading and writing: %s', async (_, on, expected) => {
  const { school, lead, token } = await aLetter()
  const meanwhile = () => run(`UPDATE Person SET name = 'Siân Other' WHERE id = ?1`, lead)
  await confirmByLink({ ...anAct(), db: before(3, meanwhile, on) }, token)
  expect(await confirmations(school.id)).toHaveLength(expected)
})
