import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { confirmedForExport, listConfirmed } from './confirmed-school-store.ts'
import { listColumns, yearOf } from './confirmed-schools.ts'
import { listForm } from './forms.ts'
import { ConfirmedSchoolsPage } from './views/confirmed-schools.tsx'

/** Which schools have said that their roles are right; mounted at /organiser/schools. */
export const organiserInRolePages = new Hono<AppEnv>()
  .get('/people-in-roles', async (c) => {
    const { act } = c.var
    const { page, ...filter } = listForm.parse(c.req.query())
    const found = await listConfirmed(act, filter, page)
    return c.render(<ConfirmedSchoolsPage {...found} filter={filter} page={page} url={c.req.url} since={yearOf(londonDay(act.now))} />, {
      title: 'People in roles, by school',
      back: { href: '/organiser/schools', text: 'Schools' },
    })
  })
  .get('/people-in-roles.csv', async (c) => {
    const { act } = c.var
    const { page: _page, ...filter } = listForm.parse(c.req.query())
    const schools = await confirmedForExport(act, filter)
    await logExport(act, { act: 'schools.roles_exported', after: { schools: schools.length } })
    return c.body(csvOf(listColumns, schools), 200, csvHeaders('people-in-roles'))
  })
