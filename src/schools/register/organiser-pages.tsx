// The national register of schools, for organisers: give a file, look at what it would change,
// apply it, undo it.

import { type Context, Hono } from 'hono'
import { londonDay, sayDay, sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf } from '#base/web/form.ts'
import { boundaryOf, drain, FormBroken, partsOf, piecesOf, textOf } from '#base/web/multipart.ts'
import { readPage } from '#base/web/page-number.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { applyImport } from './apply-import.ts'
import { uploadFields } from './forms.ts'
import { type ChangeKind, changeKinds } from './import.ts'
import { discardImport, importPage, importRows, readProgress, selectOpenReviews } from './import-store.ts'
import { prepareImport, type UploadedFile } from './prepare-import.ts'
import { undoImport } from './undo-import.ts'
import { ImportPage, UndoPage } from './views/dry-run.tsx'
import { StateTag, UploadPage } from './views/list.tsx'
import { applyRefusals, undoRefusals } from './views/refusals.tsx'

const base = '/organiser/register-imports'

const showImport = async (c: Context<AppEnv>, id: string, refusal?: string) => {
  const asked = c.req.query('kind') as ChangeKind | undefined
  const number = readPage(c.req.query('page'))
  const wanted = asked && changeKinds.includes(asked) ? asked : undefined
  let page = await importPage(c.env.DB, id, wanted, number)
  if (!page) throw notFound('import')
  // By default the first non-empty kind: decisions and closures before new schools.
  const listed = page.found.summary?.listed ?? {}
  const first = (['review', 'closed', 'closing', 'succession', 'changed', 'created'] as const).find((kind) => (listed[kind] ?? 0) > 0)
  const kind = wanted ?? first
  if (kind !== wanted) page = (await importPage(c.env.DB, id, kind, number)) ?? page
  return c.render(<ImportPage page={page} kind={kind} number={number} url={c.req.url} now={c.var.act.now} refusal={refusal} />, {
    title: 'School register import',
    back: { href: base, text: 'All imports' },
    hasProblems: refusal !== undefined,
  })
}

const imports = list({
  ask: () => ({}),
  beside: ({ act }) => selectOpenReviews(act.db),
  title: 'School register imports',
  back: { href: '/organiser' },
  rows: () => importRows,
  of: ['import'],
  caption: () => 'Imports, newest first',
  columns: [
    {
      name: 'File',
      cell: ({ id, fileName }) => (
        <a class="govuk-link muster-break" href={`${base}/${id}`}>
          {fileName || 'File being read'}
        </a>
      ),
    },
    { name: 'As at', cell: ({ asAt }) => sayDay(asAt) },
    { name: 'Started', cell: ({ startedAt }) => sayInstant(startedAt) },
    { name: 'State', cell: (found, { act }) => <StateTag found={found} now={act.now} /> },
    { name: 'Rows of the area', numeric: true, cell: ({ inArea }) => sayNumber(inArea) },
  ],
  above: ({ waiting }) => (
    <>
      <P>
        The national register of schools (Get Information about Schools) changes every day. Import it a few times a year, so that reports
        count the schools that there are. You see what would change before anything does.
      </P>
      <a href={`${base}/new`} class="govuk-button">
        Import a file
      </a>
      <P>
        <Link href={`${base}/reviews`}>
          {waiting === 0 ? 'No school needs a decision' : counted(waiting, 'school needs a decision', 'schools need a decision')}
        </Link>
      </P>
    </>
  ),
  none: 'Nothing has been imported yet.',
})

/** Mounted at /organiser/register-imports. */
export const organiserImportPages = new Hono<AppEnv>()
  .get('/', imports.page)
  .get('/new', (c) =>
    c.render(<UploadPage id={newId(c.var.act.now)} laCodes={c.var.council.laCodes} values={{}} />, {
      title: 'Import the school register',
      back: { href: base },
    }),
  )
  .post('/', async (c) => {
    const { act, council } = c.var
    const boundary = boundaryOf(c.req.header('content-type') ?? '')
    const body = c.req.raw.body
    const again = (values: Partial<Record<string, string>>, problems: Record<string, string>) => {
      c.status(422)
      return c.render(
        <UploadPage
          id={newId(act.now)}
          laCodes={council.laCodes}
          values={{ asAt: values['asAt'], area: values['area'] }}
          problems={problems}
        />,
        { title: 'Import the school register', back: { href: base }, hasProblems: true },
      )
    }
    if (!boundary || !body) return again({}, { file: 'Choose the register file' })
    const values: Partial<Record<string, string>> = {}
    const pieces = piecesOf(body)
    try {
      // Fields come before files in the form, so they are known when the first file begins.
      const parts = partsOf(pieces, boundary)
      let first: UploadedFile | undefined
      for (let next = await parts.next(); !next.done; next = await parts.next()) {
        const part = next.value
        if (part.fileName === undefined) values[part.name] = await textOf(part)
        else if (part.fileName !== '') {
          first = { slot: part.name === 'links' ? 'links' : 'register', fileName: part.fileName, bytes: part.bytes }
          break
        }
      }
      const fields = uploadFields.safeParse({ id: values['id'], asAt: values['asAt'] ?? '', area: values['area'] })
      if (!fields.success) return again(values, problemsOf(fields.error))
      if (!first) return again(values, { file: 'Choose the register file' })
      const area = fields.data.area === 'all' ? 'all' : council.laCodes
      const files = filesFrom(first, parts)
      await prepareImport(act, { id: fields.data.id, area, asAt: fields.data.asAt, today: londonDay(act.now), files })
      return c.redirect(`${base}/${fields.data.id}`, 303)
    } catch (error) {
      if (error instanceof FormBroken) return again(values, { file: 'The file did not arrive whole: choose it again' })
      throw error
    } finally {
      await drain(pieces)
    }
  })
  .get('/:id{[0-9a-f-]{36}}', (c) => showImport(c, c.req.param('id')))
  .get('/:id{[0-9a-f-]{36}}/progress', async (c) => {
    const found = await readProgress(c.env.DB, c.req.param('id'))
    // The page polls before the upload begins.
    return c.json(found ?? { state: 'waiting', bytesRead: 0, rows: 0 }, 200, { 'cache-control': 'no-store' })
  })
  .post('/:id{[0-9a-f-]{36}}/apply', async (c) => {
    const id = c.req.param('id')
    const form = await c.req.parseBody()
    if (form['discard'] !== undefined) {
      const done = await discardImport(c.var.act, id)
      // Sent twice or applied meanwhile: its page shows the result.
      if (!done.ok) return c.redirect(`${base}/${id}`, 303)
      flash(c, 'The import has been discarded. Nothing has been changed.')
      return c.redirect(base, 303)
    }
    const done = await applyImport(c.var.act, id)
    if (done.ok) {
      flash(c, 'The import has been applied.')
      return c.redirect(`${base}/${id}`, 303)
    }
    if (done.reason === 'not_found') throw notFound('import')
    if (done.reason === 'already_applied') return c.redirect(`${base}/${id}`, 303)
    c.status(409)
    return showImport(c, id, applyRefusals[done.reason])
  })
  .get('/:id{[0-9a-f-]{36}}/undo', async (c) => {
    const page = await importPage(c.env.DB, c.req.param('id'), undefined, 1)
    if (page?.found.state !== 'applied') throw notFound('import')
    return c.render(<UndoPage found={page.found} />, { title: 'Undo this import?', back: { href: `${base}/${page.found.id}` } })
  })
  .post('/:id{[0-9a-f-]{36}}/undo', async (c) => {
    const id = c.req.param('id')
    const done = await undoImport(c.var.act, id)
    if (done.ok) {
      flash(c, 'The import has been undone.')
      return c.redirect(`${base}/${id}`, 303)
    }
    const page = await importPage(c.env.DB, id, undefined, 1)
    if (!page || done.reason === 'not_found') throw notFound('import')
    c.status(409)
    return c.render(<UndoPage found={page.found} refusal={undoRefusals[done.reason]} />, {
      title: 'Undo this import?',
      back: { href: `${base}/${id}` },
      hasProblems: true,
    })
  })

async function* filesFrom(first: UploadedFile, rest: ReturnType<typeof partsOf>): AsyncGenerator<UploadedFile> {
  yield first
  for await (const part of rest) {
    if (part.fileName) yield { slot: part.name === 'links' ? 'links' : 'register', fileName: part.fileName, bytes: part.bytes }
  }
}
