import { type Context, Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type BatchKind, forOneFile, heldFor, sortLines } from './batch.ts'
import { changedColumns, columnProblems, type FileLine, sampleLines } from './column.ts'
import { type FileFormat, fileText, formatProblems, usualFormat } from './file-format.ts'
import { shapeOf } from './file-shape.ts'
import { kindForm, readColumns } from './forms.ts'
import { inRequests, requestsOf } from './new-request.ts'
import { saveColumns } from './save-columns.ts'
import { linesForFile, readForFile } from './store.ts'
import { ColumnsPage, type Shown } from './views/columns.tsx'
import { columnRefusals, formatRefusals } from './views/refusals.tsx'
import { paths, titles } from './views/words.tsx'

type C = Context<AppEnv>

const path = '/organiser/finance/file-columns'

const previewed = 3

/** The first lines of the next file; undefined when nothing may go now. */
const firstLines = async (
  c: C,
  kind: BatchKind,
  read: Awaited<ReturnType<typeof readForFile>>,
  format: FileFormat,
): Promise<FileLine[] | undefined> => {
  const going = forOneFile(sortLines(read.pending, heldFor(read.needed)).going).slice(0, previewed)
  if (going.length === 0) return undefined
  const lines = await linesForFile(
    c.env.DB,
    going.map((line) => line.number),
  )
  return kind === 'journal' ? lines : inRequests(lines, requestsOf(lines, read.lastRequest, format.joined))
}

const show = async (
  c: C,
  kind: BatchKind,
  asked: Pick<Shown, 'columns' | 'needed' | 'format'> | undefined,
  changed: boolean,
  problems?: Problems,
) => {
  const read = await readForFile(c.env.DB, kind, instant(c.var.act.now))
  const shown = asked ?? read
  const lines = await firstLines(c, kind, read, shown.format)
  const preview = fileText(shown.columns, lines ?? sampleLines(kind), shown.format, londonDay(c.var.act.now)).replace('\uFEFF', '')
  return c.render(
    <ColumnsPage kind={kind} {...shown} preview={preview} invented={lines === undefined} changed={changed} problems={problems} />,
    {
      title: `Columns of the file: ${titles[kind].toLowerCase()}`,
      back: { href: paths[kind], text: titles[kind] },
      hasProblems: problems !== undefined,
    },
  )
}

/** Columns and format of the files. Mounted at /organiser/finance/file-columns. */
export const organiserColumnPages = new Hono<AppEnv>()
  .get('/', (c) => {
    const kind = kindForm.parse(c.req.query())
    return c.var.typedBefore ? show(c, kind, readColumns(kind, bodyFrom(c.var.typedBefore)), true) : show(c, kind, undefined, false)
  })
  .post('/', async (c) => {
    const body = await c.req.parseBody({ all: true })
    const kind = kindForm.parse(body)
    const { columns, needed, format, done, shape } = readColumns(kind, body)
    if (shape) {
      const begun = shapeOf[shape]
      const { balancingCostCentre, balancingSubjective } = format
      return show(c, kind, { columns: begun.columns, needed, format: { ...begun.format, balancingCostCentre, balancingSubjective } }, true)
    }
    const next = { columns: changedColumns(kind, columns, done), needed, format: done.act === 'reset' ? usualFormat : format }
    if (done.act !== 'save') return show(c, kind, next, true)
    const said = [
      ...columnProblems(columns).map(({ at, problem }) => [`${fieldOf(problem)}-${at + 1}`, columnRefusals[problem]]),
      ...Object.entries(formatProblems(format)).map(([field, problem]) => [field, formatRefusals[problem]]),
    ]
    if (said.length > 0) {
      c.status(422)
      return show(c, kind, next, true, Object.fromEntries(said))
    }
    const saved = await saveColumns(c.var.act, { kind, columns, needs: needed, format })
    if (!saved.ok) {
      c.status(409)
      return show(c, kind, next, true, {
        'heading-1': sayChanged('The columns have', 'saved', replaceTheirs),
      })
    }
    flash(c, 'The columns are saved, and how the file is written. The next file follows them')
    return c.redirect(`${path}?file=${kind}`, 303)
  })

const fieldOf = (problem: keyof typeof columnRefusals): string =>
  ['text_long', 'field_unknown'].includes(problem) ? 'text' : ['longest_wrong', 'not_shortened'].includes(problem) ? 'longest' : 'heading'
