import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, texts, typedOf } from '#base/web/form.ts'
import { openingOf } from './asked.ts'
import { selectAskingTerms, selectAutumnReached, selectRoleLabels } from './asking-store.ts'
import { confirmedForExport, listConfirmed } from './confirmed-school-store.ts'
import { listColumns } from './confirmed-schools.ts'
import { askingForm, listForm } from './forms.ts'
import { saveAsking } from './save-asking.ts'
import { AskingTermsPage, typedTerms } from './views/asking.tsx'
import { ConfirmedSchoolsPage } from './views/confirmed-schools.tsx'

const termsPath = '/organiser/schools/people-in-roles/asking'

const readTerms = (c: Context<AppEnv>) => {
  const { db, now } = c.var.act
  return readTogether(db, { terms: selectAskingTerms(db), roles: selectRoleLabels(db, londonDay(now)) })
}

const showTerms = async (c: Context<AppEnv>, typed?: ReturnType<typeof typedTerms>, problems?: Problems) => {
  const { terms, roles } = await readTerms(c)
  return c.render(<AskingTermsPage terms={terms} roles={roles} typed={typed ?? typedTerms(terms)} problems={problems} />, {
    title: 'When schools are asked of their roles',
    back: { href: '/organiser/schools/people-in-roles', text: 'People in roles, by school' },
    hasProblems: problems !== undefined,
  })
}

/** Which schools have said that their roles are right; mounted at /organiser/schools. */
export const organiserInRolePages = new Hono<AppEnv>()
  .get('/people-in-roles', async (c) => {
    const { act } = c.var
    const { page, ...filter } = listForm.parse(c.req.query())
    const today = londonDay(act.now)
    const { terms, asked } = await readTogether(act.db, { terms: selectAskingTerms(act.db), asked: selectAutumnReached(act.db, today) })
    const since = openingOf(terms, today)
    const found = await listConfirmed(act, since, filter, page)
    const mayChange = mayAsk(act.actor, 'GET /organiser/schools/people-in-roles/asking')
    return c.render(
      <ConfirmedSchoolsPage
        {...found}
        filter={filter}
        page={page}
        url={c.req.url}
        since={since}
        today={today}
        mayChange={mayChange}
        asked={asked}
      />,
      {
        title: 'People in roles, by school',
        back: { href: '/organiser/schools', text: 'Schools' },
      },
    )
  })
  .get('/people-in-roles.csv', async (c) => {
    const { act } = c.var
    const { page: _page, ...filter } = listForm.parse(c.req.query())
    const since = openingOf(await readNow(act.db, selectAskingTerms(act.db)), londonDay(act.now))
    const schools = await confirmedForExport(act, since, filter)
    await logExport(act, { act: 'schools.roles_exported', after: { schools: schools.length } })
    return c.body(csvOf(listColumns, schools), 200, csvHeaders('people-in-roles'))
  })
  .get('/people-in-roles/asking', async (c) => showTerms(c))
  .post('/people-in-roles/asking', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody({ all: true })
    const { terms, roles } = await readTerms(c)
    const read = askingForm(roles.map(({ id }) => id)).safeParse(form)
    if (!read.success) {
      c.status(422)
      const typed = { ...typedOf(form, ['day', 'month', 'dueDays', 'contact']), leaving: texts(form, 'leaving') }
      return showTerms(c, typed, problemsOf(read.error))
    }
    await saveAsking(act, terms, read.data)
    flash(c, 'It is saved. It holds from now on.')
    return c.redirect(termsPath, 303)
  })
