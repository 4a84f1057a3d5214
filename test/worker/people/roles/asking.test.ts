// When schools are asked of their roles, and what answers it. Rules: docs/rules/roles.md.

import { beforeEach, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { schoolsAsked } from '#people/roles/asked.ts'
import { selectAskings, selectToConfirm } from '#people/roles/asking-store.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anAct, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, addLike, all } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { pageOf, pressOf } from './world.ts'

const at = (day: string, time = '09:00') => anAct({ now: new Date(`${day}T${time}:00.000Z`) })
/** The first look of a day, whatever other tests have asked on it. */
const ask = async (day: string, time?: string) => {
  await run(`DELETE FROM Setting WHERE key = 'asked'`)
  return askSchools(at(day, time))
}
const toConfirm = async (schoolId: string, day: string) =>
  (await readNow(db, selectToConfirm(db, day, [schoolId]))).map(({ roleId, because, askedOn, dueOn }) => [
    ...[roleId, because, askedOn, dueOn],
  ])
const named = async (schoolId: string, roleId: string, day: string, accountId: string) =>
  add('RoleAtSchool', {
    personId: await aPerson(`${roleId} at work`),
    schoolId,
    roleId,
    learnedAt: `${day}T10:00:00.000Z`,
    confirmedAt: `${day}T10:00:00.000Z`,
    confirmedById: accountId,
  })
const stillRight = (schoolId: string, day: string, accountId: string) =>
  add('RolesConfirmation', { schoolId, asAt: day, confirmedAt: `${day}T10:00:00.000Z`, confirmedById: accountId })
/** Whoever holds the role of a school has left, as `endRole` writes it. */
const left = async (schoolId: string, roleId: string, day: string) => {
  const now = `${day}T10:00:00.000Z`
  const held = (await all('RoleAtSchool', { schoolId, roleId, toDate: null, supersededAt: null })).map(({ id }) => id)
  for (const id of held) {
    await run(`UPDATE RoleAtSchool SET supersededAt = ?1 WHERE id = ?2`, now, id)
    await addLike('RoleAtSchool', { id }, { id: newId(tick()), toDate: day, learnedAt: now, confirmedAt: now, supersededAt: null })
  }
}

let school: { id: string }
let approver: { accountId: string }
beforeEach(async () => {
  school = await aSchool({ name: 'Ashgrove Primary', sector: 'independent', kind: 'primary' })
  approver = await anAccount({ schoolIds: [school.id], name: 'Gwen Approver' })
})

it('“Every open school of the area is asked of all its roles from 15 September, and its answer is due 20 school working days later.”', async () => {
  await aSchool({ name: 'Elsewhere', laCode: '001' })
  await aSchool({ name: 'Closed', statusCode: '2' })
  await add('TermDate', { id: 't1', name: 'Autumn', firstDay: '2026-09-01', lastDay: '2026-09-25' })
  await add('TermDate', { id: 't2', name: 'Later', firstDay: '2026-10-05', lastDay: '2026-12-18' })
  await ask('2026-09-15')
  // Nine school days of September and eleven of October: the week between the terms does not count.
  const asked = ['autumn', '2026-09-15', '2026-10-20']
  // Of an independent school: what its sector has.
  expect(await toConfirm(school.id, '2026-09-15')).toEqual(
    ['dsl', 'deputy_dsl', 'head', 'proprietor']
      .map((role) => [role, ...asked])
      .slice(0, 3)
      .concat([['proprietor', ...asked]]),
  )
  expect(await rows(`SELECT schoolId, opening, since, askedOn, through FROM RolesAsking WHERE schoolId = ?1`, school.id)).toEqual([
    { schoolId: school.id, opening: '2026-09-15', since: '2026-09-14T23:00:00.000Z', askedOn: '2026-09-15', through: '["approver"]' },
  ])
  expect(await rows(`SELECT act, schoolId FROM Log WHERE act = 'roles.asked' AND schoolId = ?1`, school.id)).toEqual([
    { act: 'roles.asked', schoolId: school.id },
  ])
  await run('UPDATE TermDate SET removedAt = ?1', tick().toISOString())
  // The same day again, and the next, nobody is asked twice; a year later they are.
  await ask('2026-09-15', '10:00')
  await ask('2026-09-16')
  expect(await rows('SELECT COUNT(*) AS n FROM RolesAsking WHERE schoolId = ?1', school.id)).toEqual([{ n: 1 }])
  await ask('2027-09-15')
  expect((await toConfirm(school.id, '2027-09-15'))[0]).toEqual(['dsl', 'autumn', '2027-09-15', '2027-10-13'])
})

it('“A role is answered once somebody holds it, or it is vacant or not known, and that was said since the asking or it was said to be still right since.”', async () => {
  await named(school.id, 'dsl', '2026-06-01', approver.accountId)
  await named(school.id, 'head', '2026-06-01', approver.accountId)
  await ask('2026-09-15')
  const open = async (day: string) => (await toConfirm(school.id, day)).map(([role]) => role)
  expect(await open('2026-09-15')).toEqual(['dsl', 'deputy_dsl', 'head', 'proprietor'])
  await named(school.id, 'proprietor', '2026-09-20', approver.accountId)
  await add('RoleGap', { schoolId: school.id, roleId: 'deputy_dsl', fromDate: '2026-09-01', learnedAt: '2026-09-20T10:00:00.000Z' })
  expect(await open('2026-09-20')).toEqual(['dsl', 'head'])
  await stillRight(school.id, '2026-09-21', approver.accountId)
  expect(await open('2026-09-21')).toEqual([])
  expect(schoolsAsked(await readNow(db, selectToConfirm(db, '2026-09-21', [school.id])))).toEqual([])
})

it('what is still right says nothing of a role of which nobody has said anything', async () => {
  await named(school.id, 'dsl', '2026-06-01', approver.accountId)
  await ask('2026-09-15')
  await stillRight(school.id, '2026-09-21', approver.accountId)
  expect((await toConfirm(school.id, '2026-09-21')).map(([role]) => role)).toEqual(['deputy_dsl', 'head', 'proprietor'])
})

it('“A school is asked anew of the role that a head or lead has left, and of all its roles when one of its contacts has left.”', async () => {
  for (const role of ['dsl', 'head', 'deputy_dsl', 'proprietor']) await named(school.id, role, '2026-06-01', approver.accountId)
  await ask('2026-09-15')
  await stillRight(school.id, '2026-09-21', approver.accountId)
  await left(school.id, 'head', '2026-11-02')
  await left(school.id, 'deputy_dsl', '2026-11-02')
  await ask('2026-11-02', '10:01')
  // A deputy is no lead: their role has nobody any more, and is open under the asking of the
  // autumn.
  expect(await toConfirm(school.id, '2026-11-02')).toEqual([
    ['deputy_dsl', 'autumn', '2026-09-15', '2026-10-13'],
    ['head', 'role_ended', '2026-11-02', '2026-11-30'],
  ])
  await named(school.id, 'head', '2026-11-03', approver.accountId)
  expect((await toConfirm(school.id, '2026-11-03')).map(([role]) => role)).toEqual(['deputy_dsl'])
  await anAccount({ schoolIds: [school.id] })
  await run(`UPDATE Claim SET state = 'ended', decidedAt = '2026-11-10T10:00:00.000Z' WHERE accountId = ?1`, approver.accountId)
  await ask('2026-11-10', '10:01')
  expect((await toConfirm(school.id, '2026-11-10')).map(([role, because, , due]) => [role, because, due])).toEqual([
    ['dsl', 'contact_ended', '2026-12-08'],
    ['deputy_dsl', 'contact_ended', '2026-12-08'],
    ['head', 'contact_ended', '2026-12-08'],
    ['proprietor', 'contact_ended', '2026-12-08'],
  ])
  expect((await readNow(db, selectAskings(db, school.id))).map(({ because, role }) => [because, role])).toEqual([
    ['contact_ended', undefined],
    ['role_ended', 'Headteacher or principal'],
    ['autumn', undefined],
  ])
})

it('a council that does not ask at a change has no asking of it', async () => {
  await add('Setting', { key: 'asking', value: '{"leaving":[],"contact":false}' })
  await named(school.id, 'head', '2026-06-01', approver.accountId)
  await left(school.id, 'head', '2026-11-02')
  await run(`UPDATE Claim SET state = 'ended', decidedAt = '2026-11-10T10:00:00.000Z' WHERE accountId = ?1`, approver.accountId)
  expect(await rows('SELECT id FROM RolesAsking WHERE schoolId = ?1', school.id)).toEqual([])
  await run(`DELETE FROM Setting WHERE key = 'asking'`)
})

it('“A school at which nobody could answer is not asked until somebody can, and has as long as any other from then on.”', async () => {
  const lonely = await aSchool({ name: 'Lonely' })
  await ask('2026-09-15')
  expect((await toConfirm(lonely.id, '2026-09-15'))[0]).toEqual(['dsl', 'autumn', null, null])
  await anAccount({ schoolIds: [lonely.id] })
  await ask('2026-10-01')
  expect((await toConfirm(lonely.id, '2026-10-01'))[0]).toEqual(['dsl', 'autumn', '2026-10-01', '2026-10-29'])
  expect((await toConfirm(school.id, '2026-10-01'))[0]).toEqual(['dsl', 'autumn', '2026-09-15', '2026-10-13'])
})

it('“A school sees on the page of its roles when it was asked, by when, and of what, and who confirmed when.”', async () => {
  const gwen = await anAccount({ schoolIds: [school.id], name: 'Gwen Again' })
  const base = `/school/${school.id}/roles`
  await named(school.id, 'dsl', '2025-06-01', gwen.accountId)
  await ask('2026-02-25')
  expect(await pageOf(base, gwen.cookie)).toContain(
    'Still to confirm, asked on 25 February 2026, was due by 25 March 2026: Designated safeguarding lead, Deputy designated safeguarding lead, Headteacher or principal and Proprietor.',
  )
  expect((await request(base, { cookie: gwen.cookie, form: await pressOf(base, gwen.cookie) })).status).toBe(303)
  const text = await pageOf(base, gwen.cookie)
  expect(text).toContain('was due by 25 March 2026: Deputy designated safeguarding lead, Headteacher or principal and Proprietor.')
  expect(text).toMatch(
    /\d{4}: confirmed that all was still right, by Gwen Again, for the school\. 15 September 2025: all roles, as every autumn\. Asked on 25 February 2026 through its approvers, due by 25 March 2026\./,
  )
})

it('“The page of a school that turned out to be another leads there, for whoever may answer there.”', async () => {
  const old = await aSchool({ name: 'Old Ashgrove' })
  const gwen = await anAccount({ schoolIds: [school.id] })
  const officer = await anAccount({ roles: ['officer'] })
  const stranger = await anAccount({ schoolIds: [(await aSchool()).id] })
  await run('UPDATE School SET rootId = ?1 WHERE id = ?2', school.id, old.id)
  const asked = async (path: string, cookie: string) => {
    const answer = await request(path, { cookie })
    return [answer.status, answer.headers.get('location')]
  }
  expect(await asked(`/school/${old.id}/roles`, gwen.cookie)).toEqual([302, `/school/${school.id}/roles`])
  expect(await asked(`/organiser/schools/${old.id}/roles`, officer.cookie)).toEqual([302, `/organiser/schools/${school.id}/roles`])
  expect(await asked(`/school/${old.id}/roles`, stranger.cookie)).toEqual([404, null])
})

it('“Officers change when schools are asked, in how many school working days an answer is due, and what counts as a change.”', async () => {
  const officer = await anAccount({ roles: ['officer'] })
  const path = '/organiser/schools/people-in-roles/asking'
  expect(await pageOf(path, officer.cookie)).toContain(
    'Every open school of the area is asked of all its roles from 15 September each year. An answer is due 20 school working days after a school was asked. We ask a school again when the person in one of these roles has left: Headteacher or principal and Designated safeguarding lead. A school is asked anew of all its roles when one of its contacts has left.',
  )
  const typed = { day: '31', month: '9', dueDays: '15', leaving: 'dsl', contact: '' }
  const refused = await request(path, { cookie: officer.cookie, form: typed })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Enter a day that this month has every year')])
  expect((await request(path, { cookie: officer.cookie, form: { ...typed, day: '1', month: '10' } })).status).toBe(303)
  expect(await rows(`SELECT value FROM Setting WHERE key = 'asking'`)).toEqual([
    { value: '{"opens":"10-01","dueDays":15,"leaving":["dsl"],"contact":false}' },
  ])
  expect(await pageOf(path, officer.cookie)).toContain('from 1 October each year. An answer is due 15 school working days')
  expect(await rows(`SELECT before ->> 'dueDays' AS was, after ->> 'dueDays' AS "is" FROM Log WHERE act = 'asking.changed'`)).toEqual([
    { was: 20, is: 15 },
  ])
  await run(`DELETE FROM Setting WHERE key = 'asking'`)
})

it('Two runs that look at the same moment ask a school once, and the log says so once; without the guard it says so twice.', async () => {
  const asked = async (guarded: boolean) => {
    await run(`DELETE FROM Setting WHERE key = 'asked'`)
    const own = await aSchool({ name: 'Burghill', sector: 'independent', kind: 'primary' })
    await anAccount({ schoolIds: [own.id], name: 'Gwen Approver' })
    await run('UPDATE Claim SET approver = 1 WHERE schoolId = ?1', own.id)
    const act = at('2026-11-16')
    // The second reads before the first has written.
    let first: Promise<unknown> | undefined
    const slow = databaseWith(act.db, {
      batch: async (statements: SqlStatement[]) => {
        const isWriting = statements.length >= 5
        if (isWriting && first === undefined) {
          first = askSchools(act)
          await first
        }
        return act.db.batch(isWriting && !guarded ? statements.slice(1) : statements)
      },
    })
    await askSchools({ ...act, db: slow })
    expect(first).toBeDefined()
    return (await rows(`SELECT id FROM Log WHERE act = 'roles.asked' AND schoolId = ?1`, own.id)).length
  }
  expect(await asked(true)).toBe(1)
  expect(await asked(false)).toBe(2)
})
