// The national register, for organisers: upload, look at changes, apply, undo.

import { Hono } from 'hono'
import { londonDay, sayDay, sayInstant } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { list } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { problemsOf } from '#base/web/form.ts'
import { boundaryOf, drain, FormBroken, partsOf, piecesOf, textOf } from '#base/web/multipart.ts'
import { question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { applyImport } from './apply-import.ts'
import { uploadFields } from './forms.ts'
import { changeKinds, kindsByWeight, type Summary } from './import.ts'
import { changeRows, discardImport, importById, importRows, readProgress, selectImport, selectOpenReviews } from './import-store.ts'
import { prepareImport, type UploadedFile } from './prepare-import.ts'
import { undoImport } from './undo-import.ts'
import { Detail, School, secondColumn } from './views/changes.tsx'
import { BeforeApplying, BeforeChanges, happened } from './views/dry-run.tsx'
import { StateTag, UploadPage } from './views/list.tsx'
import { applyRefusals, discardRefusal, undoRefusals } from './views/refusals.tsx'

const base = '/organiser/register-imports'

const imports = list({
  at: '/',
  beside: ({ db }) => selectOpenReviews(db),
  title: 'School register imports',
  rows: () => importRows,
  of: ['import'],
  tableCaption: () => 'Imports, newest first',
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
    { name: 'State', cell: (found, { now }) => <StateTag found={found} now={now} /> },
    { name: 'Rows of the area', numeric: true, cell: ({ inArea }) => sayNumber(inArea) },
  ],
  above: ({ waiting }) => (
    <>
      <P>
        The list of schools (Get Information about Schools) changes every day. Import it a few times a year, so that reports count the
        schools that there are. You see what would change before anything does.
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

const toOne = ({ part }: Asked): string => `${base}/${part('id')}`

const apply = press({
  at: '/:id{[0-9a-f-]{36}}/apply',
  shape: (_, summary: Summary | null) => <BeforeApplying summary={summary} />,
  button: [{ text: 'Apply these changes' }, { text: 'Discard this import', name: 'discard', value: '1', kind: 'secondary' }],
  act: async (act, _, { part, field }) => {
    const isDiscarded = field('discard') !== ''
    const done = isDiscarded ? await discardImport(act, part('id')) : await applyImport(act, part('id'))
    if (!done.ok && isDiscarded) return { ok: false, refusal: { after: discardRefusal } }
    return done.ok ? ok(isDiscarded) : done
  },
  refused: {
    ...applyRefusals,
    not_found: gone,
    already_applied: { after: applyRefusals.already_applied },
  },
  done: (_, isDiscarded) => (isDiscarded ? 'The import has been discarded. Nothing has been changed.' : 'The import has been applied.'),
  to: (asked, isDiscarded) => (isDiscarded ? base : toOne(asked)),
})

const importPage = list({
  at: '/:id{[0-9a-f-]{36}}',
  ask: ({ query }) => ({ wanted: changeKinds.find((kind) => kind === query['kind']) }),
  beside: ({ db, part, wanted }) =>
    mapped(selectImport(db, part('id')), (read) => {
      const listed = read?.found.summary?.listed ?? {}
      return read && { ...read, kind: wanted ?? kindsByWeight.find((kind) => (listed[kind] ?? 0) > 0) }
    }),
  title: 'School register import',
  heading: ({ found, now }) => happened(found, now),
  caption: ({ found }) => found.fileName || 'School register',
  back: { href: base, text: 'All imports' },
  rows: ({ part, wanted }) => changeRows(part('id'), wanted),
  of: ['change'],
  tableCaption: () => 'Schools with future bookings come first',
  tableCaptionClass: 'govuk-table__caption--s',
  columns: ({ kind = 'changed' }) => [
    { name: 'School', cell: (change) => <School change={change} /> },
    { name: secondColumn[kind], cell: (change) => <Detail change={change} /> },
  ],
  presses: { apply },
  above: (shown, forms) => <BeforeChanges {...shown} apply={forms.apply(shown.found.summary)} />,
  none: ({ found, kind }) => found.summary && kind && 'The list of these changes is no longer kept; the figures above are.',
  below: ({ found, isLast }) =>
    found.state === 'applied' && isLast ? (
      <P>
        <Link href={`${base}/${found.id}/undo`}>Undo this import</Link>
      </P>
    ) : null,
})

const undo = question({
  at: '/:id{[0-9a-f-]{36}}/undo',
  find: async ({ db }, { part }) => {
    const planned = await importById(db, part('id'))
    return planned?.state === 'applied' ? planned : undefined
  },
  title: 'Undo this import?',
  back: ({ id }) => ({ href: `${base}/${id}`, text: 'Back' }),
  wide: true,
  above: ({ fileName, asAt }) => (
    <P>
      {fileName}, as at {sayDay(asAt)}. Schools are again what they were before it. Nothing is erased: the log keeps the import and its
      undoing. Questions that it raised are withdrawn.
    </P>
  ),
  button: [{ text: 'Undo the import', kind: 'warning' }],
  or: ({ id }) => ({ href: `${base}/${id}`, text: 'Keep it' }),
  act: (act, _, { part }) => undoImport(act, part('id')),
  refused: { ...undoRefusals, not_found: gone },
  gone: undoRefusals.not_applied,
  done: 'The import has been undone.',
  to: toOne,
})

const uploadRoutes = new Hono<AppEnv>()
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
  .get('/:id{[0-9a-f-]{36}}/progress', async (c) => {
    const progress = await readProgress(c.env.DB, c.req.param('id'))
    // The page polls before the upload begins.
    return c.json(progress ?? { state: 'waiting', bytesRead: 0, rows: 0 }, 200, { 'cache-control': 'no-store' })
  })

/** Mounted at /organiser/register-imports. */
export const organiserImportPages = withPages(uploadRoutes, imports, importPage, undo)

async function* filesFrom(first: UploadedFile, rest: ReturnType<typeof partsOf>): AsyncGenerator<UploadedFile> {
  yield first
  for await (const part of rest) {
    if (part.fileName) yield { slot: part.name === 'links' ? 'links' : 'register', fileName: part.fileName, bytes: part.bytes }
  }
}
