import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import * as z from 'zod'
import type { Act } from '#base/act.ts'
import { sayChanged, shownNow } from '#base/changed.ts'
import { newId } from '#base/id.ts'
import type { Result } from '#base/result.ts'
import { csvHeaders, decodeText, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Button, FileField, type Problems, TextField } from '#base/web/field.tsx'
import { type Form, form as noFields, showFields } from '#base/web/fields.tsx'
import { flash } from '#base/web/flash.ts'
import { type Body, csvField, problemsOf, sentField, text, textField, texts } from '#base/web/form.ts'
import { type FilesOf, page } from '#base/web/page.tsx'
import { Details, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { type Again, type Press, press, type ReadFor, type Refusal } from '#base/web/press.tsx'
import type { TableHead } from '#base/web/table-head.tsx'
import { sayNumber } from '#base/words.ts'
import { Preview, type Row } from './import-preview.tsx'
import type { ListRefusal, Plan } from './plan.ts'

type C = Context<AppEnv>
type ShowAgain = Parameters<Press<undefined>['answer']>[1]

const mostBytes = 1_000_000

type Ask<More> = More & { source: string; text: string }

export type ImportOf<R extends Row, More extends object, Beside extends object, Saved> = {
  /** Relative to its mount, and in full. */
  at: string
  path: string
  /** Read for the page: allowed values, lists loaded before. */
  read?: ReadFor<Beside>
  title: string
  back: { href: string; text: string }
  about: Child
  columns: readonly string[]
  /** The name of a file with the columns alone. */
  template: string
  /** Required columns: `the columns URN and email` */
  needs: string
  /** Rows. */
  most: number
  /** Where such a list comes from, for example. */
  sourceHint?: string
  /** Without it nobody is asked where the list comes from. */
  asksSource?: false
  /** Further fields. */
  more?: Form<More>
  /** Allowed values. */
  words?: (beside: Beside) => readonly (readonly [title: string, words: readonly string[]])[]
  below?: (beside: Beside, act: Act) => Child
  plan: (act: Act, ask: Ask<More>) => Promise<Result<Plan<R>, ListRefusal>>
  /** What exactly is saved. */
  as?: (more: More, planned: readonly R[]) => string
  heads: readonly TableHead[]
  cells: (row: R) => Child[]
  note: (row: R) => string
  /** Saves the plan of this state, once for each `batchId`. */
  save: (act: Act, ask: Ask<More> & { state: string; batchId: string }) => Promise<Result<Saved, string>>
  saved: (value: Saved) => string
  to: (batchId: string) => string
}

const sourceField = textField.pipe(z.string().min(1, 'Say where this list comes from').max(200, 'Shorten the source to 200 characters'))

const formsOf = ({ asksSource }: { asksSource?: false }) => {
  const source = asksSource === false ? textField : sourceField
  return {
    fileForm: z.object({ source, file: csvField }),
    applyForm: z.object({ source, text: sentField.pipe(z.string().min(1)), state: textField, batchId: z.uuid().optional() }),
  }
}

const whyNotSaved = (refusal: string): string =>
  refusal === 'nothing_to_do'
    ? 'Nothing is left to save: what the list says is saved already, or cannot be'
    : sayChanged('What the list would do has', 'saved', shownNow)

type ListFormProps = {
  of: { path: string; sourceHint?: string; asksSource?: false; most: number }
  typed: Again | undefined
  more: Record<string, Child>
}

const ListForm = ({ of, typed, more }: ListFormProps) => (
  <form method="post" action={of.path} enctype="multipart/form-data" novalidate>
    {of.asksSource === false ? null : (
      <TextField
        name="source"
        label="Where does this list come from?"
        hint={of.sourceHint ?? 'Whose list, and as at when. Shown beside what you import'}
        value={typed && text(typed.body, 'source')}
        problems={typed?.problems}
      />
    )}
    {Object.values(more)}
    <FileField
      name="file"
      label="CSV file"
      hint={`At most 1 MB and ${sayNumber(of.most)} rows`}
      problems={typed?.problems}
      accept=".csv,text/csv"
    />
    <Button>Show what it would do</Button>
  </form>
)

/** A file with the columns alone, beside the page that takes such a file. */
const templateOf = ({ at, columns, template }: Pick<ImportOf<Row, object, object, unknown>, 'at' | 'columns' | 'template'>): FilesOf => ({
  files: {
    at: at === '/' ? '/template' : `${at}/template`,
    kinds: ['csv'],
    answer: async (c) => c.body(toCsv(columns, []), 200, csvHeaders(`${template}-template`)),
  },
})

const noMore = noFields({}) as Form<unknown>

export const listImport = <R extends Row, Beside extends object, Saved, More extends object = object>(
  of: ImportOf<R, More, Beside, Saved>,
) => {
  const { fileForm, applyForm } = formsOf(of)
  const more = of.more ?? (noMore as Form<More>)
  const moreTyped = (body: Body) => Object.fromEntries(Object.keys(more.fields).map((name) => [name, texts(body, name)]))
  const wrong: Record<ListRefusal, string> = {
    columns_missing: `The file must have ${of.needs}. Check its first row against the template`,
    no_rows: 'The file has no rows below its first. Choose another file',
    too_many_rows: `The file has more than ${sayNumber(of.most)} rows. Split it and load each part`,
  }
  const again = (c: C, body: Body, problems: Problems) => {
    c.status(422)
    return { press: upload, action: of.path, body, id: '', problems }
  }

  const preview = async (
    c: C,
    showAgain: ShowAgain,
    { body, list, batchId, notice }: { body: Body; list: string; batchId: string; notice?: string },
  ): Promise<Response | undefined> => {
    const source = text(body, 'source').trim()
    const typed = more.schema.parse(body)
    const plan = await of.plan(c.var.act, { ...typed, source, text: list })
    if (!plan.ok) return showAgain(again(c, body, { file: wrong[plan.reason] }))
    if (notice) c.status(409)
    const { planned, state } = plan.value
    const sent = Object.fromEntries(Object.entries(moreTyped(body)).map(([name, values]) => [name, values[0] ?? '']))
    return c.render(
      <Preview
        of={of}
        notice={notice}
        as={of.as?.(typed, planned)}
        rows={planned}
        form={{ ...sent, source, text: list, state, batchId }}
      />,
      { title: 'What this list would do', back: { href: of.path, text: of.title } },
    )
  }

  const upload: Press<undefined> = {
    at: of.at,
    read: undefined,
    answer: async (c, showAgain) => {
      const body = await c.req.parseBody({ all: true })
      const form = fileForm.safeParse(body)
      if (!form.success) return showAgain(again(c, body, problemsOf(form.error)))
      const { file } = form.data
      if (file.size > mostBytes) return showAgain(again(c, body, { file: 'The file must be smaller than 1 MB' }))
      return preview(c, showAgain, { body, list: decodeText(await file.arrayBuffer()), batchId: newId(c.var.act.now) })
    },
    show: (_, __, typed) => <ListForm of={of} typed={typed} more={showFields(more, typed ? moreTyped(typed.body) : {}, typed?.problems)} />,
  }

  const apply: Press<undefined> = {
    at: of.at === '/' ? '/apply' : `${of.at}/apply`,
    read: undefined,
    answer: async (c, showAgain) => {
      const body = await c.req.parseBody({ all: true })
      const form = applyForm.safeParse(body)
      if (!form.success) return showAgain(again(c, {}, { file: 'Choose the file again' }))
      const { batchId = newId(c.var.act.now), ...ask } = form.data
      const done = await of.save(c.var.act, { ...more.schema.parse(body), ...ask, batchId })
      if (!done.ok) return preview(c, showAgain, { body, list: ask.text, batchId, notice: whyNotSaved(done.reason) })
      flash(c, of.saved(done.value))
      return c.redirect(of.to(batchId), 303)
    },
    show: () => null,
  }

  const shown = page<Beside, object, { upload: typeof upload; apply: typeof apply }>({
    at: of.at,
    ...(of.read ? { read: of.read } : {}),
    title: of.title,
    back: of.back,
    wide: true,
    presses: { upload, apply },
    show: (beside, forms, { act }) => (
      <>
        <P>{of.about}</P>
        <P>
          The file is a CSV with the columns {of.columns.join(', ')}, in any order.{' '}
          <Link href={`${of.path}/template.csv`} download="">
            Download a template
          </Link>
          .
        </P>
        {of.words?.(beside).map(([title, words]) => (
          <Details summary={title}>{words.join('; ')}</Details>
        ))}
        {forms.upload()}
        {of.below?.(beside, act)}
      </>
    ),
  })
  return { ...shown, ...templateOf(of) }
}

type LoadedOf<Batch, R extends string> = {
  at: string
  /** Of all such lists. */
  path: string
  read: ReadFor<Batch>
  title: string
  back: { href: string; text: string }
  facts: (batch: Batch) => readonly (readonly [string, Child])[]
  mayUndo: (batch: Batch) => boolean
  below?: (batch: Batch) => Child
  /** What undoing it does. */
  about: string
  button: string
  undo: (act: Act, batchId: string) => Promise<Result<unknown, R>>
  refused: Readonly<Record<R, Refusal>>
  undone: string
}

/** A loaded list, with the press that undoes it. */
export const loadedList = <Batch, R extends string>(of: LoadedOf<Batch, R>) => {
  const undo = press({
    at: `${of.at}/undo`,
    read: of.read,
    shape: () => <P>{of.about}</P>,
    button: [{ text: of.button, kind: 'warning' }],
    act: (act, _, { part }) => of.undo(act, part('batchId')),
    refused: of.refused,
    done: of.undone,
    to: ({ part }) => `${of.path}/${part('batchId')}`,
  })
  return page({
    at: of.at,
    read: of.read,
    title: of.title,
    back: of.back,
    wide: true,
    presses: { undo },
    show: (batch, forms) => (
      <>
        <SummaryList rows={of.facts(batch)} />
        {of.mayUndo(batch) ? (forms.undo as (batch: Batch) => Child)(batch) : of.below?.(batch)}
      </>
    ),
  })
}
