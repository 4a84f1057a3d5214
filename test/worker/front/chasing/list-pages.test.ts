// Lists of schools to follow up come page by page from the database, with how many there are.

import { expect, it } from 'vitest'
import { type At, selectSlice } from '#base/db/list-rows.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { countOf } from '#front/chasing/list.ts'
import { listedRows, selectGroups, selectListed } from '#front/chasing/list-store.ts'
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
  const leads = { list: 'leads', of: '' } as const
  const read = async (asked: Partial<typeof all>, at: At = {}) => {
    const { shown, groups } = await readTogether(db, {
      shown: selectSlice(db, listedRows(act, leads, { ...all, ...asked }), at),
      groups: selectGroups(act, leads),
    })
    return { ...shown, says: [shown.rows.length, shown.rows[0]?.name, shown.rows.at(-1)?.name, countOf(groups, { ...all, ...asked })] }
  }
  const first = await read({})
  const second = await read({}, { after: first.after ?? '' })
  expect([first.says, second.says, second.after]).toEqual([
    [50, 'School 01', 'School 50', 53],
    [3, 'School 51', 'School 53', 53],
    undefined,
  ])
  expect((await read({ phase: 'Secondary' })).says).toEqual([26, 'School 02', 'School 52', 26])
  expect((await readNow(db, selectListed(act, { list: 'leads', of: '' }, { ...all, phase: 'Primary' }))).length).toBe(27)
})

it('the second page is reached from the first, and what is done for all of the list is done for all pages', async () => {
  const first = await request(leads, { cookie: officer.cookie })
  const html = await first.text()
  const next = /href="([^"]*\?after=[^"]*)"/.exec(html)?.[1] ?? ''
  expect(await textOf(new Response(html))).toContain('All of this list: 53 schools')
  const second = await textOf(request(next, { cookie: officer.cookie }))
  expect([second.includes('School 53'), second.includes('School 50')]).toEqual([true, false])
  const form = { do: 'message', which: 'all', phase: 'Secondary' }
  expect(await textOf(request(leads, { cookie: officer.cookie, form }))).toContain('A message to 26 schools is written for you')
})
