// The register names another head. Rules: docs/rules/roles.md.

import { beforeEach, expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { askSchools } from '#people/roles/ask-schools.ts'
import { applyImport } from '#schools/register/apply-import.ts'
import { prepareImport } from '#schools/register/prepare-import.ts'
import { undoImport } from '#schools/register/undo-import.ts'
import { anAccount, anAct, request, rows, run, tick } from '#test/support/factories.ts'
import { inPieces, registerCsv, utf8 } from '#test/support/register-file.ts'
import { add } from '#test/support/rows.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aRole, pageOf, pressOf, standing } from './world.ts'

const urn = '150100'
const day = (text: string) => anAct({ now: new Date(`${text}T09:00:00.000Z`) })
const compare = async (head: readonly [first: string, last: string], asAt: string) => {
  const csv = registerCsv([{ urn, name: 'Ashgrove Primary', town: 'Ledbury', headMark: head[1] }]).replace(
    '"HeadLastName"',
    '"HeadLastName","HeadFirstName"',
  )
  const withFirst = csv.replace(`"${head[1]}"`, `"${head[1]}","${head[0]}"`)
  const file = { slot: 'register' as const, fileName: 'edubasealldata.csv', bytes: inPieces(utf8(withFirst), 500) }
  const files = async function* () {
    yield file
  }
  const act = day(asAt)
  const found = await prepareImport(act, { id: newId(tick()), area: ['884'], asAt, today: asAt, files: files() })
  if (found?.state !== 'ready') throw new Error(found?.refusal ?? 'not begun')
  return found
}
const bring = async (head: readonly [first: string, last: string], asAt: string) => {
  const found = await compare(head, asAt)
  expect(await applyImport(day(asAt), found.id)).toMatchObject({ ok: true })
  return found.id
}
const askings = () =>
  rows(`SELECT because, roleId, since, takenBackAt FROM RolesAsking WHERE schoolId = ?1 AND because <> 'autumn'`, schoolId)
const asked = { because: 'register_head', roleId: 'head', since: '2026-04-20T09:00:00.000Z', takenBackAt: null }

let schoolId = ''
let approver: { accountId: string; cookie: string }
let headId = ''
beforeEach(async () => {
  for (const table of ['RegisterImportRow', 'RegisterImportChange', 'RegisterImport']) await run(`DELETE FROM ${table}`)
  await run('UPDATE SchoolIdentity SET supersededAt = learnedAt WHERE supersededAt IS NULL')
  await bring(['Joanna', 'Hughes'], '2026-01-05')
  const [school] = await rows<{ schoolId: string }>('SELECT schoolId FROM SchoolIdentity WHERE urn = ?1 AND supersededAt IS NULL', urn)
  schoolId = school?.schoolId ?? ''
  approver = await anAccount({ schoolIds: [schoolId], name: 'Gwen Approver' })
  headId = await aRole({ personId: await aPerson('Mrs Jo Hughes'), schoolId, roleId: 'head' }, approver.accountId)
})

it('“A school is asked anew when an import of the register names another head than the confirmed one; the register’s word confirms nobody.”', async () => {
  const before = await standing(schoolId)
  // The same head, however the register writes the name, asks nobody.
  await bring(['Jo', 'Hughes'], '2026-04-01')
  expect(await askings()).toEqual([])
  await bring(['Mark', 'Price'], '2026-04-20')
  expect(await askings()).toEqual([asked])
  expect(await standing(schoolId)).toEqual(before)
  await askSchools(day('2026-04-20'))
  const said =
    'Still to confirm, asked on 20 April 2026, was due by 19 May 2026: Designated safeguarding lead, Deputy designated safeguarding lead, Headteacher or principal, Safeguarding link governor or trustee and Chair of governors or trustees. The register names another head since the import of 20 April 2026: say who it is, or that all is still right.'
  const page = await pageOf(`/school/${schoolId}/roles`, approver.cookie)
  expect(page).toContain(said)
  expect(page).toContain('20 April 2026: Headteacher or principal, because the register names another head since the import of that day.')
  // The same import again asks nobody again.
  await bring(['Mark', 'Price'], '2026-04-27')
  expect(await askings()).toEqual([asked])
  // Whoever says that all is still right has answered.
  expect(
    (
      await request(`/school/${schoolId}/roles`, {
        cookie: approver.cookie,
        form: await pressOf(`/school/${schoolId}/roles`, approver.cookie),
      })
    ).status,
  ).toBe(303)
  expect(await pageOf(`/school/${schoolId}/roles`, approver.cookie)).not.toContain(said.slice(-100))
})

it('asks who is head when whom the register names has the surname and the initial of whoever was', async () => {
  await bring(['James', 'Hughes'], '2026-04-20')
  expect(await askings()).toEqual([asked])
})

it('“Undoing that import takes the asking back, unless it was answered.”', async () => {
  const id = await bring(['Mark', 'Price'], '2026-04-20')
  expect(await undoImport(day('2026-04-21'), id)).toMatchObject({ ok: true })
  expect(await askings()).toEqual([{ ...asked, takenBackAt: '2026-04-21T09:00:00.000Z' }])
  const page = await pageOf(`/school/${schoolId}/roles`, approver.cookie)
  expect(page).not.toContain('Still to confirm')
  expect(page).toContain('since the import of that day. Taken back on 21 April 2026, when that import was undone.')
  const again = await bring(['Mark', 'Price'], '2026-04-22')
  await add('RoleAtSchool', {
    personId: await aPerson('Mark Price'),
    schoolId,
    roleId: 'head',
    learnedAt: '2026-04-22T12:00:00.000Z',
    confirmedAt: '2026-04-22T12:00:00.000Z',
    confirmedById: approver.accountId,
  })
  expect(await undoImport(day('2026-04-23'), again)).toMatchObject({ ok: true })
  expect((await askings()).at(-1)).toEqual({ ...asked, since: '2026-04-22T09:00:00.000Z' })
})

it('asks nobody where no head is confirmed, or the one whom the register names has been by now, or the council does not ask at a change of head', async () => {
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', headId, tick().toISOString())
  await bring(['Mark', 'Price'], '2026-04-20')
  expect(await askings()).toEqual([])
  const price = await aRole({ personId: await aPerson('Mark Price'), schoolId, roleId: 'head' }, approver.accountId)
  const found = await compare(['Ann', 'Reed'], '2026-04-27')
  // Named at the school between the dry run and applying.
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', price, tick().toISOString())
  await aRole({ personId: await aPerson('Ann Reed'), schoolId, roleId: 'head' }, approver.accountId)
  expect(await applyImport(day('2026-04-27'), found.id)).toMatchObject({ ok: true })
  await add('Setting', { key: 'asking', value: '{"leaving":["dsl"]}' })
  await bring(['Tom', 'Vale'], '2026-05-04')
  await run(`DELETE FROM Setting WHERE key = 'asking'`)
  expect(await askings()).toEqual([])
})

it('says in the dry run that the register names another head, and nobody’s name', async () => {
  const found = await compare(['Mark', 'Price'], '2026-04-20')
  const officer = await anAccount({ roles: ['organiser'] })
  const page = await pageOf(`/organiser/register-imports/${found.id}?kind=changed`, officer.cookie)
  expect(page).toContain('Head: another name than before')
  expect(page).not.toContain('Price')
  expect(JSON.stringify(await rows('SELECT * FROM RegisterImportRow UNION ALL SELECT * FROM RegisterImportRow'))).not.toContain('Price')
})
