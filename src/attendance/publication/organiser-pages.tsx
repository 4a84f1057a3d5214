import { type Context, Hono } from 'hono'
import { nameOf } from '#attendance/reports/frozen.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { formId } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { schoolYear } from './publication.ts'
import { type Prepared, preparePublication, publishReport } from './publish-report.ts'
import { selectCandidates, selectPublic } from './store.ts'
import { PreviewPage, PublicationPage } from './views/publication.tsx'
import { publishRefusals } from './views/refusals.tsx'
import { withdrawPublication } from './withdraw-publication.ts'

const path = '/organiser/open-data'
const mostReports = 20
const pageSize = 100

const prepared = async (c: Context<AppEnv>): Promise<Prepared> => {
  const number = Number(c.req.param('number'))
  const found = Number.isSafeInteger(number) ? await preparePublication(c.env.DB, number) : undefined
  if (!found) throw notFound('report')
  return found
}

const showPreview = (c: Context<AppEnv>, found: Prepared, problem?: string) =>
  c.render(
    <PreviewPage
      {...found}
      today={londonDay(c.var.act.now)}
      url={c.req.url}
      page={pageNumber.parse(c.req.query('page'))}
      pageSize={pageSize}
      problem={problem}
      formId={newId(c.var.act.now)}
    />,
    { title: `${nameOf(found.candidate)} as open data`, back: { href: path, text: 'Open data' }, hasProblems: problem !== undefined },
  )

/** Mounted at /organiser/open-data. */
export const organiserOpenDataPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { db, now } = c.var.act
    const { found, publication } = await readTogether(db, { found: selectCandidates(db, mostReports), publication: selectPublic(db) })
    const candidates = found.filter(({ question, frozenAt }) => schoolYear(question, frozenAt) !== undefined)
    return c.render(<PublicationPage {...{ candidates, publication }} today={londonDay(now)} />, {
      title: 'Open data',
      back: { href: '/organiser', text: 'Organise' },
    })
  })
  .post('/', async (c) => {
    const { act } = c.var
    const publication = await readNow(act.db, selectPublic(act.db))
    if (publication && act.actor.accountId) await withdrawPublication(act, act.actor.accountId, publication)
    flash(c, 'Nothing is public any more')
    return c.redirect(path, 303)
  })
  .get('/:number', async (c) => showPreview(c, await prepared(c)))
  .post('/:number', async (c) => {
    const { act } = c.var
    const found = await prepared(c)
    if (!act.actor.accountId) throw notFound('report')
    const done = await publishReport(act, act.actor.accountId, { id: formId(await c.req.parseBody(), act.now), prepared: found })
    if (!done.ok) {
      c.status(409)
      return showPreview(c, await prepared(c), publishRefusals[done.reason])
    }
    flash(c, 'The lines are public')
    return c.redirect(path, 303)
  })
