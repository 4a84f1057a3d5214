import { Hono } from 'hono'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { instant, londonDay } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { type BatchKind, forOneFile, heldFor, sortLines } from './batch.ts'
import { sampleLines } from './column.ts'
import { fileText } from './file-format.ts'
import { kindForm, layoutFields } from './forms.ts'
import { layouts, readLayout } from './layout.ts'
import { inRequests, requestsOf } from './new-request.ts'
import { saveLayout } from './save-layout.ts'
import { linesForFile, selectForFile } from './store.ts'
import { FirstLines, LayoutPage } from './views/layout.tsx'
import { sayLayoutRefusals } from './views/refusals.tsx'
import { paths, titles } from './views/words.tsx'

const previewed = 3

const kindOf = ({ query }: Asked): BatchKind => kindForm.parse(query).file

const readSaved = (asked: Asked) => {
  const kind = kindOf(asked)
  return mapped(selectForFile(asked.db, kind, instant(asked.now)), (saved) => ({ ...saved, kind }))
}

/** The first lines of the next file as `text` has them written; made up when nothing may go now. */
const showFirst = async ({ db, now }: Pick<Asked, 'db' | 'now'>, saved: ReturnType<ReturnType<typeof readSaved>['from']>, text: string) => {
  const { kind, pending, needed, lastRequest } = saved
  const { columns, format } = readLayout(kind, text).layout
  const going = forOneFile(sortLines(pending, heldFor(needed)).going).slice(0, previewed)
  const numbers = going.map(({ number }) => number)
  const unsorted = numbers.length > 0 ? await linesForFile(db, numbers) : sampleLines(kind)
  const lines =
    numbers.length === 0 || kind === 'journal' ? unsorted : inRequests(unsorted, requestsOf(unsorted, lastRequest, format.joined))
  return (
    <FirstLines
      text={fileText(columns, lines, format, londonDay(now)).replace('\uFEFF', '')}
      invented={numbers.length === 0}
      hasTotals={format.header !== '' || format.trailer !== ''}
    />
  )
}

const layoutForm = (kind: BatchKind) =>
  form(layoutFields, (typed) =>
    typed.superRefine(({ text }, context) => {
      const { refusals } = readLayout(kind, text)
      if (refusals.length > 0) context.addIssue({ code: 'custom', path: ['text'], message: sayLayoutRefusals(refusals) })
    }),
  )

const begunIn = ({ query }: Asked): string | undefined => {
  const { file, layout } = kindForm.parse(query)
  return Object.entries(layouts[file]).find(([name]) => name === layout)?.[1]
}

const save = press({
  at: '/file-columns',
  read: readSaved,
  form: (_, { kind }) => layoutForm(kind),
  filled: ({ text }) => ({ text }),
  preview: ({ text }, saved, act) => showFirst(act, saved, text),
  button: 'Save the columns',
  act: (act, { text }, { subject }) => saveLayout(act, { kind: subject.kind, text }),
  refused: { changed_meanwhile: sayChanged('The columns have', 'saved', replaceTheirs) },
  done: 'The columns are saved, and how the file is written. The next file follows them',
  to: (asked) => `/organiser/finance/file-columns?file=${kindOf(asked)}`,
})

const columns = page({
  at: '/file-columns',
  read: readSaved,
  also: async (act, saved, asked) => {
    const begun = begunIn(asked)
    return { begun, first: await showFirst(act, saved, begun ?? saved.text) }
  },
  title: ({ kind }) => `Columns of the file: ${titles[kind].toLowerCase()}`,
  back: ({ kind }) => ({ href: paths[kind], text: titles[kind] }),
  wide: true,
  presses: { save },
  show: ({ begun, ...saved }, forms) => (
    <LayoutPage {...saved} isBegun={begun !== undefined} form={forms.save(begun === undefined ? saved : { ...saved, text: begun })} />
  ),
})

/** Columns and format of the files. Mounted at /organiser/finance. */
export const organiserLayoutPages = withPages(new Hono<AppEnv>(), columns)
