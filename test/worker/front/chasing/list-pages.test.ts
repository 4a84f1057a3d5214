// Lists of schools to follow up come page by page from the database, with how many there are.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { countOf } from '#front/chasing/list.ts'
import { selectListed, selectPage } from '#front/chasing/list-store.ts'
import { anAccount, anAct, aSchool, db, request, run } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'

const officer = await anAccount({ roles: ['officer'] })
for (let n = 1; n <= 53; n += 1) {
  const school = await aSchool({ name: `School ${String(n).padStart(2, '0')}`, phase: n % 2 ? 'Primary' : 'Secondary' })
  await run('DELETE FROM SchoolStanding WHERE rootId = ?1', school.id)
  await add('SchoolStanding', { rootId: school.id, requirementId: 'lead' })
}
const all = { phase: '', kind: '', trust: '', ward: '' }
const leads = '/organiser/chasing/lists/leads'

it('a page has its fifty schools and no more, and says how many the list has, narrowed or not', async () => {
  const act = anAct({ laCodes: ['884'] })
  const read = async (asked: Partial<typeof all> & { page: number }) => {
    const { shown, groups } = await readNow(db, selectPage(act, { list: 'leads', of: '' }, { ...all, ...asked }, 50))
    return [shown.length, shown[0]?.name, shown.at(-1)?.name, countOf(groups, { ...all, ...asked })]
  }
  expect(await read({ page: 1 })).toEqual([50, 'School 01', 'School 50', 53])
  expect(await read({ page: 2 })).toEqual([3, 'School 51', 'School 53', 53])
  expect(await read({ page: 3 })).toEqual([0, undefined, undefined, 53])
  expect(await read({ phase: 'Secondary', page: 1 })).toEqual([26, 'School 02', 'School 52', 26])
  expect((await readNow(db, selectListed(act, { list: 'leads', of: '' }, { ...all, phase: 'Primary' }))).length).toBe(27)
})

it('the second page is reached from the first, and what is done for all of the list is done for all pages', async () => {
  const first = await request(leads, { cookie: officer.cookie })
  const html = await first.text()
  expect(html).toContain(`${leads}?page=2`)
  expect(await textOf(new Response(html))).toContain('All of this list: 53 schools')
  const second = await textOf(request(`${leads}?page=2`, { cookie: officer.cookie }))
  expect([second.includes('School 53'), second.includes('School 50')]).toEqual([true, false])
  const form = { do: 'message', which: 'all', phase: 'Secondary' }
  expect(await textOf(request(leads, { cookie: officer.cookie, form }))).toContain('A message to 26 schools is written for you')
})
