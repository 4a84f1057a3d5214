// A list's table, with links to its pages and files.
import type { Child } from 'hono/jsx'
import { type At, mostCounted, type Slice } from '#base/db/list-rows.ts'
import { kindsOfFile } from '#base/web/access.ts'
import { Button, TextField } from '#base/web/field.tsx'
import { Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'

/** `3 schools`, `More than 1,000 schools` */
export const sayTotal = (total: number, one: string, many?: string): string =>
  total > mostCounted ? `More than ${sayNumber(mostCounted)} ${many ?? `${one}s`}` : counted(total, one, many)

/** An address of the list, at another page of it or in another order. */
export const addressOf = (url: string, at: At & { sort?: string } = {}): URL => {
  const target = new URL(url)
  for (const name of ['before', 'after', 'page']) target.searchParams.delete(name)
  for (const [name, value] of Object.entries(at)) target.searchParams.set(name, value)
  return target
}

type SearchProps = { at?: string; label: string; hint?: string; q: string; isPrivate?: true; kept?: Readonly<Record<string, string>> }

/**
 * A search in a list.
 * @param isPrivate of people, at an address of `private-search.tsx`
 * @param kept the other choices of the list
 */
export const Search = ({ at, label, hint, q, isPrivate, kept = {} }: SearchProps) => (
  <search>
    <form method={isPrivate ? 'post' : 'get'} action={at} class="muster-filter muster-filter--search">
      {Object.entries(kept).map(([name, value]) => (value ? <input type="hidden" name={name} value={value} /> : null))}
      <TextField name="q" label={label} {...(hint ? { hint } : {})} type="search" value={q} autocomplete="off" />
      <Button kind="secondary">Search</Button>
    </form>
  </search>
)

const Paging = ({ url, slice, at }: { url: string; slice: Pick<Slice<unknown>, 'before' | 'after' | 'isFirst'>; at: string }) => {
  const to = (where: At): string => {
    const { pathname, search } = addressOf(url, where)
    return `${pathname}${search}${at && `#${at}`}`
  }
  const link = (way: 'prev' | 'next', text: string, where: At) => (
    <div class={way === 'prev' ? 'govuk-pagination__prev' : 'govuk-pagination__next'}>
      <a class="govuk-link govuk-pagination__link" href={to(where)} rel={way}>
        <span class="govuk-pagination__link-title">
          {text}
          <VisuallyHidden> page</VisuallyHidden>
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

export const Rowed = <Row,>({
  slice,
  columns,
  url,
  none,
  at = '',
  ...table
}: {
  slice: Slice<Row>
  columns: readonly {
    name: string
    numeric?: boolean | undefined
    sort?: { now: 'ascending' | 'descending' | undefined; next: string } | undefined
    cell(row: Row): Child
  }[]
  url: string
  none: Child
  /** The id of the list, if it is part of a page. */
  at?: string
  caption: string
  captionClass?: string
  dense?: boolean
  cards?: boolean | 'flow'
}) => (
  <>
    {slice.rows.length > 0 ? (
      <Table
        {...table}
        columns={columns.map(({ name, numeric = false, sort }) => ({
          text: name,
          numeric,
          ...(sort ? { sort: { href: addressOf(url, { sort: sort.next }).search, now: sort.now } } : {}),
        }))}
        rows={slice.rows.map((row) => columns.map(({ cell }) => cell(row)))}
      />
    ) : slice.isFirst ? (
      none
    ) : (
      <P>There is no such page of this list.</P>
    )}
    <Paging url={url} slice={slice} at={at} />
  </>
)

/** @param of what they are of, for screen readers */
export const FileLinks = ({ at, query, of }: { at: string; query: string; of?: string }) => (
  <>
    {kindsOfFile.map((ending, n) => (
      <>
        {n > 0 ? ', ' : ''}
        <Link href={`${at}.${ending}${query}`} download="">
          {ending.toUpperCase()}
          {of ? <VisuallyHidden> of {of}</VisuallyHidden> : null}
        </Link>
      </>
    ))}
  </>
)

type FilesProps = { at: string; query: string; says?: string; notice?: Child }

export const Files = ({ at, query, says = 'Download this list', notice }: FilesProps) => (
  <>
    {notice ? <div class="govuk-inset-text muster-no-print">{notice}</div> : null}
    <p class="govuk-body muster-no-print">
      {says}: <FileLinks at={at} query={query} />
    </p>
  </>
)
