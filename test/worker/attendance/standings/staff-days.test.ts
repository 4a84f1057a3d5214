// A school's staff days, on which no training is suggested.
import { expect, it } from 'vitest'
import { anAccount, aSchool, request, rows, run } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'

const asked = async (path: string, cookie: string, form?: Record<string, string>) => {
  const response = await request(path, form ? { cookie, form } : { cookie })
  const html = await response.text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return { status: response.status, html, page: plain(html), shown: hidden('shown'), id: hidden('id') }
}

const kept = (schoolId: string) =>
  rows(
    'SELECT heldOn AS day, what, supersededAt IS NOT NULL AS ended FROM StaffDay WHERE schoolId = ?1 ORDER BY heldOn, ended DESC',
    schoolId,
  )

it('a school types its staff days, changes one and leaves one out; what was is kept', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const at = `/school/${school.id}/staff-days`
  expect((await asked(`/school/${school.id}`, cookie)).html).toContain(`href="${at}"`)
  const first = await asked(at, cookie)
  expect(first.status).toBe(200)
  const days = '4 January 2099, training day\n5 January 2099, moderation'
  expect((await asked(at, cookie, { id: first.id, shown: first.shown, days })).status).toBe(303)
  const second = await asked(at, cookie)
  expect(second.html).toContain('4 January 2099, training day')
  const changed = { id: second.id, shown: second.shown, days: '4 January 2099, INSET' }
  expect((await asked(at, cookie, changed)).status).toBe(303)
  const all = [
    { day: '2099-01-04', what: 'training day', ended: 1 },
    { day: '2099-01-04', what: 'INSET', ended: 0 },
    { day: '2099-01-05', what: 'moderation', ended: 1 },
  ]
  expect(await kept(school.id)).toEqual(all)
  // Sent again, it changes nothing; what was typed wrongly is said, and kept on the page.
  const again = await asked(at, cookie)
  expect((await asked(at, cookie, { id: again.id, shown: again.shown, days: '4 January 2099, INSET' })).status).toBe(303)
  expect(await kept(school.id)).toEqual(all)
  const wrong = await asked(at, cookie, { id: again.id, shown: again.shown, days: 'the first Monday' })
  expect([wrong.status, wrong.page.includes('Begin each line with a date such as 4 January 2027: “the first Monday” does not')]).toEqual([
    422,
    true,
  ])
})

it('what a colleague entered meanwhile stays, and the same day entered at once is one', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const at = `/school/${school.id}/staff-days`
  const { id, shown } = await asked(at, cookie)
  const both = await Promise.all(
    ['4 January 2099, INSET', '4 January 2099, moderation'].map((days) => asked(at, cookie, { id, shown, days })),
  )
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect((await asked(at, cookie, { id, shown, days: '6 January 2099, INSET' })).status).toBe(303)
  expect((await kept(school.id)).map(({ day, ended }) => [day, ended])).toEqual([
    ['2099-01-04', 0],
    ['2099-01-06', 0],
  ])
})

it('another school’s staff days do not exist, and no row is changed or deleted', async () => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const other = await aSchool()
  const at = `/school/${other.id}/staff-days`
  expect((await asked(at, cookie)).status).toBe(404)
  expect((await asked(at, cookie, { days: '4 January 2099, INSET' })).status).toBe(404)
  const own = `/school/${school.id}/staff-days`
  const { id, shown } = await asked(own, cookie)
  await asked(own, cookie, { id, shown, days: '4 January 2099, INSET' })
  for (const sql of [`UPDATE StaffDay SET heldOn = '2099-01-05' WHERE schoolId = ?1`, 'DELETE FROM StaffDay WHERE schoolId = ?1'])
    await expect(run(sql, school.id)).rejects.toThrow('staff_day_stands')
})
