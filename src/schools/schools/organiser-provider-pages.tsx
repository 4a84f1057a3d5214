import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { counted } from '#base/words.ts'
import { applyForm, fileForm } from './forms.ts'
import { importProviders, planProviderImport, undoProviderImport } from './import-providers.ts'
import { linkProvider, unlinkProvider } from './link-provider.ts'
import { providerColumns } from './provider.ts'
import { selectProviderBatch, selectProviderBatches, selectProviderList } from './provider-store.ts'
import { fileProblems, ImportForm, ImportPreview, meanwhile } from './views/imports.tsx'
import { ProviderBatchPage, ProviderList, providerHeads, providerRow, providersImport } from './views/providers.tsx'

type C = Context<AppEnv>
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const { path, title } = providersImport
const back = { href: path, text: title }

const listPage = async (c: C, source?: string, problems?: Problems) => {
  const { db, now } = c.var.act
  const today = londonDay(now)
  const page = readPage(c.req.query('page'))
  const { list, batches } = await readTogether(db, { list: selectProviderList(db, today, page), batches: selectProviderBatches(db) })
  if (problems) c.status(422)
  return c.render(
    <>
      <ImportForm kind={providersImport} source={source} problems={problems} words={[]} />
      <ProviderList
        {...list}
        {...{ batches, today, page }}
        url={c.req.url}
        mayAdd={mayAsk(c.var.act.actor, 'POST /organiser/schools/outside/new')}
      />
    </>,
    { title, back: { href: '/organiser/schools', text: 'Schools' }, hasProblems: problems !== undefined },
  )
}

/** `batchId` makes applying it twice one list. */
const preview = async (c: C, ask: { source: string; text: string }, batchId: string, notice?: string) => {
  const plan = await planProviderImport(c.var.act, ask.text)
  if (!plan.ok) return listPage(c, ask.source, { file: fileProblems[plan.reason] })
  if (notice) c.status(409)
  const { planned, state } = plan.value
  const form = { source: ask.source, text: ask.text, state, batchId }
  return c.render(
    <ImportPreview kind={providersImport} plan={{ heads: providerHeads, rows: planned.map(providerRow) }} {...{ form, notice }} />,
    {
      title: 'What this list would do',
      back,
    },
  )
}

const batchPage = async (c: C, why?: string) => {
  const batch = await readNow(c.var.act.db, selectProviderBatch(c.var.act.db, c.req.param('batchId') ?? ''))
  if (!batch) throw notFound('list')
  if (why) c.status(409)
  return c.render(<ProviderBatchPage {...{ batch, why }} />, { title: 'An early years list', back })
}

/** Settings on the early years register; mounted at /organiser/schools/early-years. */
export const organiserProviderPages = new Hono<AppEnv>()
  .get('/', (c) => listPage(c))
  .get('/template.csv', (c) => c.body(toCsv(providerColumns, []), 200, csvHeaders('early-years-template')))
  .post('/', async (c) => {
    const filled = await c.req.parseBody({ all: true })
    const form = fileForm.safeParse(filled)
    if (!form.success) return listPage(c, text(filled, 'source'), problemsOf(form.error))
    const { source, file } = form.data
    if (file.size > 1_000_000) return listPage(c, source, { file: 'The file must be smaller than 1 MB' })
    return preview(c, { source, text: decodeText(await file.arrayBuffer()) }, newId(c.var.act.now))
  })
  .post('/apply', async (c) => {
    const form = applyForm.safeParse(await c.req.parseBody({ all: true }))
    if (!form.success) return listPage(c, undefined, { file: 'Choose the file again' })
    const batchId = form.data.batchId ?? newId(c.var.act.now)
    const done = await importProviders(c.var.act, { ...form.data, batchId })
    if (!done.ok) return preview(c, form.data, batchId, meanwhile)
    flash(c, `${counted(done.value.saved, 'row')} saved`)
    return c.redirect(`${path}/${batchId}`, 303)
  })
  .post('/links', async (c) => {
    const filled = await c.req.parseBody({ all: true })
    const linkId = text(filled, 'linkId')
    const ask = { providerId: text(filled, 'providerId'), schoolId: text(filled, 'schoolId') }
    const done = linkId ? await unlinkProvider(c.var.act, linkId) : await linkProvider(c.var.act, ask)
    flash(
      c,
      done.ok
        ? linkId
          ? 'Saved: they are not the same setting'
          : 'Saved: they are the same setting'
        : 'Nothing was changed: somebody has said it already, or the list is another',
    )
    return c.redirect(path, 303)
  })
  .get(`/:batchId{${uuid}}`, (c) => batchPage(c))
  .post(`/:batchId{${uuid}}/undo`, async (c) => {
    const done = await undoProviderImport(c.var.act, c.req.param('batchId'))
    if (!done.ok) return batchPage(c, 'It was undone before, or another list was loaded after it.')
    flash(c, 'The list has been undone')
    return c.redirect(`${path}/${c.req.param('batchId')}`, 303)
  })
