import { type Context, Hono } from 'hono'
import { hasRole } from '../act.ts'
import { instant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { csvHeaders } from '../web/csv.ts'
import { flash } from '../web/flash.ts'
import { only } from '../web/guard.ts'
import { type BatchKind, fileNameOf, forOneFile, sortLines } from './batch.ts'
import { makeForm, pageForm } from './forms.ts'
import { makeFile } from './make-file.ts'
import { standingOf } from './request.ts'
import { requestsIn, selectOfBatch } from './request-store.ts'
import { contentOf, readBatch, readRuns } from './store.ts'
import { RunPage, RunsPage } from './views/runs.tsx'
import { makeWords, paths, runWords, titles } from './views/words.tsx'

type C = Context<AppEnv>

const mayOpen = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')
const financeHome = { href: '/organiser/finance', text: 'Money' }

const show = async (c: C, kind: BatchKind, notice?: string) => {
  const page = pageForm.parse(c.req.query())
  const { pending, batches, total } = await readRuns(c.env.DB, kind, instant(c.var.act.now), page)
  const sorted = sortLines(pending)
  const props = { kind, sorted, chosen: forOneFile(sorted.going), batches, total, page, url: c.req.url, open: mayOpen(c), notice }
  if (notice) c.status(409)
  return c.render(<RunsPage {...props} />, { title: titles[kind], back: financeHome })
}

const numberIn = (c: C): number => Number(c.req.param('number'))

const pagesOf = (kind: BatchKind) =>
  new Hono<AppEnv>()
    .use(only('finance', 'administrator'))
    .get('/', (c) => show(c, kind))
    .post('/', async (c) => {
      const form = makeForm.safeParse(await c.req.parseBody())
      const made = await makeFile(c.var.act, { kind, numbers: form.success ? form.data : [] })
      if (!made.ok) return show(c, kind, makeWords[made.reason])
      flash(c, `${runWords[kind](made.value)} has been made. Download it below`)
      return c.redirect(`${paths[kind]}/${made.value}`, 303)
    })
    .get('/:number{[0-9]{1,9}}', async (c) => {
      const page = pageForm.parse(c.req.query())
      const [found, beside] = await Promise.all([
        readBatch(c.env.DB, kind, numberIn(c), page),
        kind === 'journal' ? undefined : selectOfBatch(c.env.DB, numberIn(c)).all(),
      ])
      if (!found) throw notFound('file')
      const requests = standingOf(requestsIn(beside), instant(c.var.act.now)).filter((one) => one.batchNumber === found.batch.number)
      return c.render(<RunPage {...found} requests={requests} page={page} url={c.req.url} open={mayOpen(c)} />, {
        title: runWords[kind](found.batch.number),
        back: { href: paths[kind], text: titles[kind] },
      })
    })
    .get('/:number{[0-9]{1,9}}/file.csv', async (c) => {
      const content = await contentOf(c.env.DB, kind, numberIn(c))
      if (content === undefined) throw notFound('file')
      return c.body(content, 200, csvHeaders(fileNameOf({ kind, number: numberIn(c) })))
    })

/** Journals of schools that are recharged. Mounted at /organiser/finance/journals. */
export const organiserJournalPages = pagesOf('journal')

/** Files that ask for invoices. Mounted at /organiser/finance/invoice-requests. */
export const organiserInvoiceFilePages = pagesOf('invoice_request')
