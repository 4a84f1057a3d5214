import { type Context, Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { readSetting } from '../ledger/setting-store.ts'
import type { Problems } from '../web/field.tsx'
import { flash } from '../web/flash.ts'
import { only } from '../web/guard.ts'
import { type BatchKind, type Need, needsFrom } from './batch.ts'
import { type Column, changedColumns, columnProblems, columnsFrom } from './column.ts'
import { kindForm, readColumns } from './forms.ts'
import { saveColumns } from './save-columns.ts'
import { ColumnsPage } from './views/columns.tsx'
import { columnWords, paths, titles } from './views/words.tsx'

type C = Context<AppEnv>

const path = '/organiser/finance/file-columns'

const show = (c: C, kind: BatchKind, columns: readonly Column[], needed: readonly Need[], changed: boolean, problems?: Problems) =>
  c.render(<ColumnsPage kind={kind} columns={columns} needed={needed} changed={changed} problems={problems} />, {
    title: `Columns of the file: ${titles[kind].toLowerCase()}`,
    back: { href: paths[kind], text: titles[kind] },
    hasProblems: problems !== undefined,
  })

/** Which columns the files have. Mounted at /organiser/finance/file-columns. */
export const organiserColumnPages = new Hono<AppEnv>()
  .use(only('finance', 'administrator'))
  .get('/', async (c) => {
    const kind = kindForm.parse(c.req.query())
    const set = (await readSetting(c.env.DB, kind))?.value
    return show(c, kind, columnsFrom(kind, set), needsFrom(kind, set), false)
  })
  .post('/', async (c) => {
    const body = await c.req.parseBody({ all: true })
    const kind = kindForm.parse(body)
    const { columns, needed, done } = readColumns(kind, body)
    if (done.act !== 'save') return show(c, kind, changedColumns(kind, columns, done), needed, true)
    const problems = columnProblems(columns)
    if (problems.length > 0) {
      c.status(422)
      const said = problems.map(({ at, problem }) => [`${problem === 'text_long' ? 'text' : 'heading'}-${at + 1}`, columnWords[problem]])
      return show(c, kind, columns, needed, true, Object.fromEntries(said))
    }
    const saved = await saveColumns(c.var.act, { kind, columns, needs: needed })
    if (!saved.ok) {
      c.status(409)
      return show(c, kind, columns, needed, true, {
        'heading-1': 'Somebody else has saved columns at the same moment: look at theirs in another tab',
      })
    }
    flash(c, 'The columns are saved. The next file has them')
    return c.redirect(`${path}?file=${kind}`, 303)
  })
