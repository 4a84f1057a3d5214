import { type Context, Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type BatchKind, forOneFile, heldFor, sortLines } from './batch.ts'
import { type FileLine, sampleLines } from './column.ts'
import { fileText } from './file-format.ts'
import { kindForm, layoutForm } from './forms.ts'
import { type Layout, layouts, readLayout } from './layout.ts'
import { inRequests, requestsOf } from './new-request.ts'
import { saveLayout } from './save-layout.ts'
import { linesForFile, readForFile } from './store.ts'
import { LayoutPage } from './views/layout.tsx'
import { sayLayoutRefusals } from './views/refusals.tsx'
import { paths, titles } from './views/words.tsx'

type C = Context<AppEnv>

const path = '/organiser/finance/file-columns'

const previewed = 3

/** The first lines of the next file; undefined when nothing may go now. */
const firstLines = async (
  c: C,
  kind: BatchKind,
  { pending, needed, lastRequest }: Awaited<ReturnType<typeof readForFile>>,
  { format }: Layout,
): Promise<FileLine[] | undefined> => {
  const going = forOneFile(sortLines(pending, heldFor(needed)).going).slice(0, previewed)
  if (going.length === 0) return undefined
  const lines = await linesForFile(
    c.env.DB,
    going.map((line) => line.number),
  )
  return kind === 'journal' ? lines : inRequests(lines, requestsOf(lines, lastRequest, format.joined))
}

/** @param typed what is not saved; @param problem why it was not */
const show = async (c: C, kind: BatchKind, typed?: string, problem?: string) => {
  const saved = await readForFile(c.env.DB, kind, instant(c.var.act.now))
  const layout = typed === undefined ? saved : readLayout(kind, typed).layout
  const lines = await firstLines(c, kind, saved, layout)
  const preview = fileText(layout.columns, lines ?? sampleLines(kind), layout.format, londonDay(c.var.act.now)).replace('\uFEFF', '')
  const problems = problem === undefined ? undefined : { text: problem }
  return c.render(
    <LayoutPage
      kind={kind}
      text={typed ?? saved.text}
      preview={preview}
      invented={lines === undefined}
      changed={typed !== undefined}
      hasTotals={layout.format.header !== '' || layout.format.trailer !== ''}
      problems={problems}
    />,
    {
      title: `Columns of the file: ${titles[kind].toLowerCase()}`,
      back: { href: paths[kind], text: titles[kind] },
      hasProblems: problems !== undefined,
    },
  )
}

const readyLayout = (kind: BatchKind, name: string): string | undefined => {
  const ready: Readonly<Record<string, string>> = layouts[kind]
  return Object.hasOwn(ready, name) ? ready[name] : undefined
}

/** Columns and format of the files. Mounted at /organiser/finance/file-columns. */
export const organiserLayoutPages = new Hono<AppEnv>()
  .get('/', (c) => {
    const { file, layout } = kindForm.parse(c.req.query())
    return show(c, file, c.var.typedBefore ? layoutForm.parse(bodyFrom(c.var.typedBefore)).text : readyLayout(file, layout))
  })
  .post('/', async (c) => {
    const { file, text, action } = layoutForm.parse(await c.req.parseBody())
    const { refusals } = readLayout(file, text)
    if (refusals.length > 0) {
      c.status(422)
      return show(c, file, text, sayLayoutRefusals(refusals))
    }
    if (action !== 'save') return show(c, file, text)
    if (!(await saveLayout(c.var.act, { kind: file, text })).ok) {
      c.status(409)
      return show(c, file, text, sayChanged('The columns have', 'saved', replaceTheirs))
    }
    flash(c, 'The columns are saved, and how the file is written. The next file follows them')
    return c.redirect(`${path}?file=${file}`, 303)
  })
