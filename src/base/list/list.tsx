// A list with its files: the page, paging by key, the empty state, and CSV, XLSX and ODS.
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Act } from '#base/act.ts'
import { type Rows, readAt, type Slice, selectRows, selectSlice, sliceOf } from '#base/db/list-rows.ts'
import { each, given, mapped, type Read, readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { type ExportEntry, logExport } from '#base/log/export-log.ts'
import { kindsOfFile as endings } from '#base/web/access.ts'
import { type Cell, type Column, cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { odsHeaders, odsOf } from '#base/web/ods.ts'
import { type FilesOf, type Forms, type Frame, type PageOf, type Presses, page } from '#base/web/page.tsx'
import { P, Title } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, type ReadFor, saidOf } from '#base/web/press.tsx'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { sayNumber } from '#base/words.ts'
import { type Sorted, sortedBy, sortFor } from './sort.ts'
import { addressOf, Files, Rowed, sayTotal } from './views.tsx'

type C = Context<AppEnv>

type ListColumn<Row, Asked, Shown> = Sorted<Row> & {
  /** In letters, in a spreadsheet. */
  width?: number
  /** Aligned right. */
  numeric?: boolean
  /** Of days, which are dates in a spreadsheet. */
  isDay?: boolean
  /** On the page; without it the column is only in files. */
  cell?(row: Row, shown: Shown): Child
  /** For whom it is on the page, if not for everybody. */
  isFor?(shown: Shown): boolean
  /** In files; without it the column is only on the page. */
  value?(row: Row, asked: Asked): Cell
}

type Ending = (typeof endings)[number]

type Said<Of, T> = T | ((of: Of) => T)

type Shown = { act: Act; url: string; total: number; isAll: boolean; slice: { rows: readonly unknown[] } }

export type ListOf<Row, Asks, Beside, Also, Ps extends Presses, Its = Asked & Asks, All = Its & Beside & Also & Shown> = Pick<
  Frame<All>,
  'heading' | 'caption' | 'back' | 'head' | 'problems'
> & {
  title: Said<Its & Beside, string>
  /** Relative to its mount. */
  at: string
  /** From the address; undefined if it names nothing. First with `beside`, for the other types. */
  ask?(asked: Asked): Asks | undefined
  /** Instead of `ask`, if it depends on the actor. A `Response` is the whole answer. */
  find?(act: Act, asked: Asked & { c: C }): Promise<Asks | Response | undefined>
  /** With `find`: what it reads that depends only on the address, and what it probably answers. */
  ahead?(asked: Asked): { found: Read<unknown>; asks?: Asks | undefined }
  beside?(asked: Its): Read<Beside | undefined>
  /** For anybody else it does not exist. */
  isFor?(act: Act, asked: Its & Beside): boolean
  /** What else the page needs that depends on the actor. A `Response` is the whole answer. */
  also?(act: Act, asked: Its & Beside & Pick<Shown, 'slice' | 'total'>, c: C): Also | Response | Promise<Also | Response>
  /** Its rows, read a page at a time. */
  rows?(asked: Its): Rows<Row, unknown>
  /**
   * Instead of `rows`: all of them, already read. `idOf` names one in an address.
   * `sort`: as in an address, if that says nothing
   */
  whole?: { rows(asked: Its & Beside): readonly Row[]; idOf(row: Row): string; sort?: string }
  /** The rows of a page, or of a file, with what costs more to read. */
  filled?(act: Act, asked: Its & Beside, rows: readonly Row[]): Promise<Row[]>
  /** The word for its rows. */
  of: readonly [one: string, many?: string]
  columns: Said<Its & Beside, readonly ListColumn<Row, Its & Beside, All>[]>
  tableCaption?(shown: All): string
  tableCaptionClass?: string
  dense?: boolean
  /** On a phone the short facts of a row follow one another on a line, without their headings. */
  cards?: 'flow'
  presses?: Ps
  /** Filters, figures and links above the table. */
  above?(shown: All, forms: Forms<Ps>): Child
  /** The list with its links, within a form for example. */
  around?(table: Child, shown: All, forms: Forms<Ps>): Child
  below?(shown: All, forms: Forms<Ps>): Child
  /** For an empty list, if it says anything then. */
  none?: Said<All, Child>
  file?: FileOf<Row, Its, Beside>
}

type FileOf<Row, Asks, Beside, Its = Asks & Beside> = {
  /** Relative to its mount, without an ending; default: the list's own address. */
  at?: string
  name: Said<Its, string>
  /** The log entry for each file. */
  log(asked: Its & { act: Act }, rows: number, format: Ending): ExportEntry
  /** For a file, if it needs more than the page. */
  rows?(asked: Asks): Rows<Row, unknown>
  /** Of `rows`. */
  most?: number
  /** A whole answer in place of the file. */
  instead?(asked: Its, c: C): Response | Promise<Response> | undefined
  /** A notice for whoever downloads it. */
  notice?: Child
}

/** The rows as a file of that kind. */
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

type Finds<Asks> = Pick<ListOf<unknown, Asks, object, object, never>, 'ask' | 'find' | 'ahead'>

const askOf = <Asks extends object>({ ask }: Finds<Asks>, asked: Asked): (Asked & Asks) | undefined => {
  const asks = ask ? ask(asked) : ({} as Asks)
  return asks && { ...asked, ...asks }
}

const findOf = async <Asks extends object>(of: Finds<Asks>, act: Act, asked: Asked & { c: C }) => {
  if (!of.find) return askOf(of, asked)
  const asks = await of.find(act, asked)
  return asks instanceof Response ? asks : asks && { ...asked, ...asks }
}

/** What is read with who asks. @param rest what is read once it is known what was asked */
const aheadOf =
  <Asks extends object>(of: Finds<Asks>, rest: (its: Asked & Asks) => Read<unknown>): ReadFor<unknown> =>
  (asked) => {
    const { found = given(undefined), asks } = of.ahead?.(asked) ?? {}
    const its = of.find ? asks && { ...asked, ...asks } : askOf(of, asked)
    return each([found, ...(its ? [rest(its)] : [])])
  }

type Given<Row, Asks, Beside> = Pick<
  ListOf<Row, Asks, Beside, object, never>,
  'ask' | 'find' | 'ahead' | 'beside' | 'isFor' | 'rows' | 'filled' | 'title'
> & {
  whole?: { rows(asked: Asked & Asks & Beside): readonly Row[]; sort?: string }
  columns: Said<
    Asked & Asks & Beside,
    readonly Pick<ListColumn<Row, Asked & Asks & Beside, never>, 'name' | 'order' | 'width' | 'isDay' | 'value'>[]
  >
  file: FileOf<Row, Asked & Asks, Beside>
}

/** How its rows are sorted: as the address says, or as at first. */
const sortOf = ({ whole }: { whole?: { sort?: string } }, { query: { sort = whole?.sort ?? '' } }: Asked): string => sort

/** Longer files are read once it is known that whoever asks may have them. */
const mostAhead = 1000

const readFile = <Row, Asks extends object, Beside extends object>(of: Given<Row, Asks, Beside>, its: Asked & Asks) => {
  const rows = of.file.rows?.(its) ?? of.rows?.(its)
  return together({
    some: rows ? selectRows(its.db, rows, mostAhead + 1) : given([]),
    beside: of.beside?.(its) ?? given({} as Beside),
  })
}

const fileAhead = <Row, Asks extends object, Beside extends object>(of: Given<Row, Asks, Beside>): ReadFor<unknown> =>
  aheadOf(of, (its) => readFile(of, its))

/** As a file of the kind that the address ends with. */
export const giveFile =
  <Row, Asks extends object, Beside extends object>(of: Given<Row, Asks, Beside>) =>
  async (c: C): Promise<Response> => {
    const { act } = c.var
    const { file } = of
    const { most = 50_000 } = file
    const ending = endings.find((one) => c.req.path.endsWith(`.${one}`)) ?? 'csv'
    const asks = await findOf(of, act, { ...askedOf(c), c })
    if (asks instanceof Response) return asks
    if (!asks) throw notFound('file')
    const { some: first, beside } = await readNow(act.db, readFile(of, asks))
    if (!beside || of.isFor?.(act, { ...asks, ...beside }) === false) throw notFound('file')
    const its = { ...asks, ...beside, act }
    const instead = await file.instead?.(its, c)
    if (instead) return instead
    const listed = file.rows?.(asks) ?? of.rows?.(asks)
    const some = listed && first.length > mostAhead ? await readNow(act.db, selectRows(act.db, listed, most + 1)) : first
    const columnsOf = saidOf(of.columns, its)
    const rows = of.whole ? sortedBy(of.whole.rows(its), columnsOf, sortOf(of, its)) : some
    const title = saidOf(of.title, its)
    if (some.length > most) {
      c.status(422)
      const why = <P>A file holds at most {sayNumber(most)} rows. Go back and narrow the list.</P>
      return c.render([<Title>{title}</Title>, why], { title })
    }
    await logExport(act, file.log(its, rows.length, ending))
    const columns = columnsOf.flatMap(({ value, name, width = 20, isDay = false }) =>
      value ? [{ name, width, isDay, value: (row: Row) => value(row, its) }] : [],
    )
    const filled = (await of.filled?.(act, its, rows)) ?? rows
    return answerFile(c, ending, { name: saidOf(file.name, its), title, columns, rows: filled })
  }

/** Rows as files, beside a page that is more than a list of them. Add them to the access table. */
export const files = <Row, Asks extends object = object, Beside extends object = object>(
  of: Given<Row, Asks, Beside> & { at: string },
): FilesOf => ({ files: { at: of.at, read: fileAhead(of), answer: giveFile(of) } })

/** The page, and its rows as files; add both to the access table. */
export const list = <
  Row,
  Asks extends object = object,
  Beside extends object = object,
  Also extends object = object,
  Ps extends Presses = Record<string, never>,
>(
  of: ListOf<Row, Asks, Beside, Also, Ps>,
): PageOf => {
  type All = Asked & Asks & Beside & Also & Shown & { slice: Slice<Row> }
  type Known = { its: Asked & Asks & Beside; slice: Slice<Row> }
  const readOf = (its: Asked & Asks): Read<Known | undefined> => {
    const rows = of.rows?.(its)
    const at = readAt(its.query)
    return mapped(
      together({
        some: rows ? selectSlice(its.db, rows, at) : given(sliceOf<Row>([], at, () => '')),
        beside: of.beside?.(its) ?? given({} as Beside),
      }),
      ({ some, beside }) => {
        if (!beside) return
        const known = { ...its, ...beside }
        if (!of.whole) return { its: known, slice: some }
        const sorted = sortedBy(of.whole.rows(known), saidOf(of.columns, known), sortOf(of, known))
        return { its: known, slice: sliceOf(sorted, at, of.whole.idOf) }
      },
    )
  }
  const read = (asked: Asked) => {
    const its = askOf(of, asked)
    return its ? readOf(its) : given(undefined)
  }
  const find = async (act: Act, asked: Asked & { c: C }) => {
    const its = await findOf(of, act, asked)
    return its instanceof Response ? its : its && (await readNow(act.db, readOf(its)))
  }
  const { file, find: _find, ahead: _ahead, isFor, ...frame } = of
  return {
    ...page<Known, All, Ps>({
      ...frame,
      wide: true,
      ...(isFor ? { isFor: (act, { its }) => isFor(act, its) } : {}),
      ...(of.find ? { find, ahead: aheadOf(of, readOf) } : { read }),
      also: async (act, { its, slice: found }, { c, here }) => {
        const rows = (await of.filled?.(act, its, found.rows)) ?? found.rows
        const slice = { ...found, rows }
        const also = (await of.also?.(act, { ...its, slice, total: slice.total }, c)) ?? ({} as Also)
        if (also instanceof Response) return also
        // After a refused press the request is for another address.
        const url = new URL(here + new URL(c.req.url).search, c.req.url).href
        return { ...its, ...also, act, url, slice, total: slice.total, isAll: slice.isFirst && !slice.after }
      },
      show: (shown, forms, { beside }) => {
        const { slice, url } = shown
        const columns = saidOf(of.columns, shown).flatMap(({ name, numeric, order, cell, isFor }) => {
          if (!cell || isFor?.(shown) === false) return []
          const sort = order && sortFor({ name, numeric }, sortOf(of, shown))
          return [{ name, numeric, sort, cell: (row: Row) => cell(row, shown) }]
        })
        const none = of.none === undefined ? null : saidOf(of.none, shown)
        const table = (
          <>
            <Rowed
              slice={slice}
              columns={columns}
              url={url}
              none={none ? <P>{none}</P> : null}
              dense={of.dense ?? of.cards !== undefined}
              cards={of.cards ?? false}
              caption={of.tableCaption?.(shown) ?? sayTotal(slice.total, ...of.of)}
              captionClass={of.tableCaptionClass ?? 'govuk-table__caption--m'}
            />
            {file && slice.total > 0 ? <Files at={beside(file.at ?? of.at)} query={addressOf(url).search} notice={file.notice} /> : null}
          </>
        )
        return (
          <>
            {of.above?.(shown, forms)}
            {of.around ? of.around(table, shown, forms) : table}
            {of.below?.(shown, forms)}
          </>
        )
      },
    }),
    isList: true,
    files: file && { at: file.at ?? of.at, read: fileAhead({ ...of, file }), answer: giveFile({ ...of, file }) },
  }
}
