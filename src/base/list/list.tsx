// A list with its files: the page, its parts by key, what an empty one says, and the same rows as
// CSV, XLSX and ODS. A list says only what differs; its addresses stand in the access table.
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Act } from '#base/act.ts'
import { type At, mostCounted, type Rows, readAt, type Slice, selectRows, selectSlice, sliceOf } from '#base/db/list-rows.ts'
import { given, type Read, readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { LogEntry } from '#base/log/entry.ts'
import { logExport } from '#base/log/export-log.ts'
import { kindsOfFile as endings } from '#base/web/access.ts'
import { type Cell, type Column, cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { odsHeaders, odsOf } from '#base/web/ods.ts'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { saidOf } from '#base/web/press.tsx'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { counted, sayNumber } from '#base/words.ts'

type C = Context<AppEnv>

type ListColumn<Row, Asked, Shown> = {
  name: string
  /** Letters of a spreadsheet's column. */
  width?: number
  /** Lines up on the right. */
  numeric?: boolean
  /** On the page; without it the column is in files alone. */
  cell?(row: Row, shown: Shown): Child
  /** In files; without it the column is on the page alone. */
  value?(row: Row, asked: Asked): Cell
}

type Said<Of, T> = T | ((of: Of) => T)

/** What all parts of a list know beside what was asked. */
type Here = { act: Act; url: string }
const hereOf = (c: C): Here => ({ act: c.var.act, url: c.req.url })
/** And what those of its page know. */
type Counted = { total: number; isAll: boolean }

export type ListOf<Row, Asked, Beside, Its = Asked & Here, Shown = Its & Beside & Counted> = {
  title: Said<Its, string>
  back?: Said<Shown, { href: string; text?: string }>
  /** Above its title. */
  over?(shown: Shown): Child
  /** What is asked. It and `beside` come first, for the types of the others follow from them. */
  ask(c: C): Asked | Promise<Asked>
  /** Its rows, or all of them if they are read already. */
  rows(asked: Its): Rows<Row, unknown> | readonly Row[]
  /** Names a row in an address, where all are read already. */
  idOf?(row: Row): string
  /** What else the page says, read in the same trip. */
  beside?(asked: Its): Read<Beside>
  /** What its rows are called. */
  of: readonly [one: string, many?: string]
  columns: Said<Its, readonly ListColumn<Row, Its, Shown>[]>
  caption?(shown: Shown): string
  captionClass?: string
  dense?: boolean
  /** What stands before the table: filters, figures, links. */
  above?(shown: Shown): Child
  below?(shown: Shown): Child
  /** What it says when it is empty. */
  none: Said<Shown, Child>
  file?: {
    /** Its address without an ending, if the list links to it; what is asked is added. */
    at?: Said<Its, string>
    name: Said<Its, string>
    /** The line in the log of each file that is given out. */
    log(asked: Its, rows: number, format: Ending): Omit<LogEntry, 'subject'>
    /** The rows of a file, where it needs more of them than the page. */
    rows?(asked: Its): Rows<Row, unknown>
    /** The most rows of one file. */
    most?: number
    /** What whoever takes it should know. */
    notice?: Child
  }
}

/** `3 schools`, `More than 1,000 schools` */
export const sayTotal = (total: number, one: string, many?: string): string =>
  total > mostCounted ? `More than ${sayNumber(mostCounted)} ${many ?? `${one}s`}` : counted(total, one, many)

const addressOf = (url: string, at: At = {}): URL => {
  const target = new URL(url)
  for (const name of ['before', 'after', 'page']) target.searchParams.delete(name)
  for (const [name, value] of Object.entries(at)) target.searchParams.set(name, value)
  return target
}

/** Links to the pages before and after. @param at the id of the list, if it is part of a page */
const Paging = ({ url, slice, at = '' }: { url: string; slice: Pick<Slice<unknown>, 'before' | 'after' | 'isFirst'>; at?: string }) => {
  const to = (where: At): string => {
    const { pathname, search } = addressOf(url, where)
    return `${pathname}${search}${at && `#${at}`}`
  }
  const link = (way: 'prev' | 'next', text: string, where: At) => (
    <div class={way === 'prev' ? 'govuk-pagination__prev' : 'govuk-pagination__next'}>
      <a class="govuk-link govuk-pagination__link" href={to(where)} rel={way}>
        <span class="govuk-pagination__link-title">
          {text}
          <span class="govuk-visually-hidden"> page</span>
        </span>
      </a>
    </div>
  )
  if (slice.isFirst && !slice.after) return null
  return (
    <nav class="govuk-pagination" aria-label="Pages">
      {slice.before ? link('prev', 'Previous', { before: slice.before }) : null}
      {slice.isFirst ? null : (
        <p class="govuk-body govuk-!-margin-bottom-0 govuk-!-margin-top-2">
          <Link href={to({})}>First page</Link>
        </p>
      )}
      {slice.after ? link('next', 'Next', { after: slice.after }) : null}
    </nav>
  )
}

type Ending = (typeof endings)[number]

/** The addresses of a list's files, to be mounted. */
export const filesAt = (path: string): string[] => endings.map((ending) => `${path}.${ending}`)

/** The same rows as a file of that kind. */
const answerFile = <Row,>(
  c: C,
  ending: Ending,
  { name, title, columns, rows }: { name: string; title: string; columns: readonly Column<Row>[]; rows: readonly Row[] },
): Response => {
  if (ending === 'csv') return c.body(csvOf(columns, rows), 200, csvHeaders(name))
  const sheet = title.replaceAll(/[^\w ]/g, '').slice(0, 31)
  if (ending === 'xlsx') return c.body(toXlsx(sheet, columns, cellsOf(columns, rows)), 200, xlsxHeaders(name))
  const cells = [...cellsOf(columns, rows)].map((row) => row.map((cell) => cell ?? ''))
  const table = { kind: 'table' as const, caption: title, sheet, columns, rows: cells }
  return c.body(odsOf({ title, lines: [], blocks: [table] }), 200, odsHeaders(name))
}

/** A page's rows as a table, or what an empty list says, and the links to other pages. */
export const Rowed = <Row,>({
  slice,
  columns,
  url,
  none,
  ...table
}: {
  slice: Slice<Row>
  columns: readonly { name: string; numeric?: boolean | undefined; cell(row: Row): Child }[]
  url: string
  none: Child
  caption: string
  captionClass?: string
  dense?: boolean
}) => (
  <>
    {slice.rows.length > 0 ? (
      <Table
        {...table}
        columns={columns.map(({ name, numeric }) => (numeric ? { text: name, numeric: true } : name))}
        rows={slice.rows.map((row) => columns.map(({ cell }) => cell(row)))}
      />
    ) : slice.isFirst ? (
      none
    ) : (
      <P>There is no such page of this list.</P>
    )}
    <Paging url={url} slice={slice} />
  </>
)

/** Links to the files of a list. */
export const Files = ({ at, query, notice }: { at: string; query: string; notice?: Child }) => (
  <>
    {notice ? <div class="govuk-inset-text muster-no-print">{notice}</div> : null}
    <p class="govuk-body muster-no-print">
      Download this list:{' '}
      {endings.map((ending, n) => (
        <>
          {n > 0 ? ', ' : ''}
          <Link href={`${at}.${ending}${query}`} download="">
            {ending.toUpperCase()}
          </Link>
        </>
      ))}
    </p>
  </>
)

/** A handler for the addresses of `filesAt`: the rows of a list as a file. */
export const files =
  <Row, Asked extends object, Beside>(of: Pick<ListOf<Row, Asked, Beside>, 'ask' | 'title' | 'rows' | 'columns' | 'file'>) =>
  async (c: C): Promise<Response> => {
    const ending = endings.find((one) => c.req.path.endsWith(`.${one}`))
    if (!of.file || !ending) throw notFound('file')
    const asked = { ...(await of.ask(c)), ...hereOf(c) }
    const { most = 50_000 } = of.file
    const title = saidOf(of.title, asked)
    const found = of.file.rows?.(asked) ?? of.rows(asked)
    const rows = 'sql' in found ? await readNow(asked.act.db, selectRows(asked.act.db, found, most + 1)) : found
    if (rows.length > most) {
      c.status(422)
      const why = <P>A file holds at most {sayNumber(most)} rows. Go back and narrow the list.</P>
      return c.render([<Title>{title}</Title>, why], { title })
    }
    await logExport(asked.act, of.file.log(asked, rows.length, ending))
    const columns = saidOf(of.columns, asked).flatMap(({ value, name, width = 20 }) =>
      value ? [{ name, width, value: (row: Row) => value(row, asked) }] : [],
    )
    return answerFile(c, ending, { name: saidOf(of.file.name, asked), title, columns, rows })
  }

/**
 * A list's two handlers: `page`, and `file` for the addresses of `filesAt`. Who may ask for them
 * stands in the access table.
 */
export const list = <Row, Asked extends object, Beside extends object = object>(of: ListOf<Row, Asked, Beside>) => {
  const page = async (c: C): Promise<Response> => {
    const asked = { ...(await of.ask(c)), ...hereOf(c) }
    const { db } = asked.act
    const rows = of.rows(asked)
    const at = readAt(c.req.query())
    const { slice, beside } = await readTogether(db, {
      slice: 'sql' in rows ? selectSlice(db, rows, at) : given(sliceOf(rows, at, (row) => of.idOf?.(row) ?? '')),
      beside: of.beside?.(asked) ?? given({} as Beside),
    })
    const shown = { ...asked, ...beside, total: slice.total, isAll: slice.isFirst && !slice.after }
    const columns = saidOf(of.columns, asked).flatMap(({ name, numeric, cell }) =>
      cell ? [{ name, numeric, cell: (row: Row) => cell(row, shown) }] : [],
    )
    const { captionClass = 'govuk-table__caption--m', dense = false, file } = of
    const [title, back] = [saidOf(of.title, asked), of.back && saidOf(of.back, shown)]
    return c.render(
      <>
        {of.over?.(shown)}
        <Title>{title}</Title>
        {of.above?.(shown)}
        <Rowed
          {...{ slice, columns, url: asked.url, none: <P>{saidOf(of.none, shown)}</P>, captionClass, dense }}
          caption={of.caption?.(shown) ?? sayTotal(slice.total, ...of.of)}
        />
        {file?.at && slice.total > 0 ? (
          <Files at={saidOf(file.at, asked)} query={addressOf(asked.url).search} notice={file.notice} />
        ) : null}
        {of.below?.(shown)}
      </>,
      { title, ...(back ? { back } : {}) },
    )
  }

  return { page, file: files(of) }
}
