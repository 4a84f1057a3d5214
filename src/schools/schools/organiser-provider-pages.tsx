import { Hono } from 'hono'
import { londonDay, sayInstant } from '#base/dates.ts'
import { readAt } from '#base/db/list-rows.ts'
import { given, together } from '#base/db/read.ts'
import { listImport, loadedList } from '#base/list/import.tsx'
import { Standing } from '#base/list/import-preview.tsx'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { gone } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { maxRows } from './contact.ts'
import { importProviders, planProviderImport, undoProviderImport } from './import-providers.ts'
import { linkProvider, unlinkProvider } from './link-provider.ts'
import { providerColumns } from './provider.ts'
import { selectProviderBatch, selectProviderBatches, selectProviderList } from './provider-store.ts'
import { ProviderList, providerCells, providerNote, providersPath } from './views/providers.tsx'

const title = 'Load the early years list'

const providers = listImport({
  at: '/',
  path: providersPath,
  read: ({ db, now, query }) => {
    const today = londonDay(now)
    return together({
      list: selectProviderList(db, today, readAt(query)),
      batches: selectProviderBatches(db),
      today: given(today),
    })
  },
  title,
  back: { href: '/organiser/schools', text: 'Schools' },
  about:
    'Nurseries, childminders and other settings on the early years register are not in GIAS. The list says how many there are. Reports say how many of them had someone attend, apart from schools. The reference is such as Ofsted’s number; kind is nursery, childminder or other; postcode, ward and both dates may be left empty. A setting that the file leaves out stays on the list: give the day on which it left.',
  columns: providerColumns,
  template: 'early-years',
  needs: 'the columns reference, name and kind',
  most: maxRows,
  below: ({ list, batches, today }, { actor, baseUrl }) => (
    <ProviderList
      {...list}
      today={today}
      batches={batches}
      url={`${baseUrl}${providersPath}`}
      mayAdd={mayAsk(actor, 'POST /organiser/schools/outside/new')}
    />
  ),
  plan: (act, ask) => planProviderImport(act, ask.text),
  heads: ['Reference', 'Name', 'Kind', 'Postcode', 'Dates'],
  cells: providerCells,
  note: providerNote,
  save: importProviders,
  saved: ({ added, changed }) => `${counted(added + changed, 'row')} saved`,
  to: (batchId) => `${providersPath}/${batchId}`,
})

const loaded = loadedList({
  at: '/:batchId{[0-9a-f]{8}-[0-9a-f-]{27}}',
  path: providersPath,
  read: ({ db, part }) => selectProviderBatch(db, part('batchId')),
  title: 'An early years list',
  back: { href: providersPath, text: title },
  facts: ({ source, loadedAt, rows, standing }) => [
    ['Source', source],
    ['Loaded', sayInstant(loadedAt)],
    ['Rows', String(rows)],
    ['State', <Standing rows={standing} />],
  ],
  mayUndo: ({ isLast }) => isLast === 1,
  below: ({ standing }) => (standing > 0 ? <P>Another list was loaded after this one. Undo that first.</P> : null),
  about: 'Undoing it takes off the list what it added, and gives back what it changed.',
  button: 'Undo this list',
  undo: undoProviderImport,
  refused: { no_such_batch: gone, not_the_last: 'It was undone before, or another list was loaded after it.' },
  undone: 'The list has been undone',
})

/** Settings on the early years register; mounted at /organiser/schools/early-years. */
export const organiserProviderPages = withPages(
  new Hono<AppEnv>().post('/links', async (c) => {
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
    return c.redirect(providersPath, 303)
  }),
  providers,
  loaded,
)
