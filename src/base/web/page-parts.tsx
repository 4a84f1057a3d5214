import type { Child, JSX } from 'hono/jsx'
import { Folded } from './concern.tsx'
import type { Problems } from './field.tsx'
import { Head, headingOf, isNumeric, type TableHead } from './table-head.tsx'

type Text = { id?: string | undefined; children?: Child }

export const Page = ({ wide, children }: { wide?: boolean; children?: Child }) => (
  <div class="govuk-grid-row">
    <div class={wide ? 'govuk-grid-column-full' : 'govuk-grid-column-two-thirds'}>{children}</div>
  </div>
)

export const Title = ({ children }: { children?: Child }) => <h1 class="govuk-heading-l">{children}</h1>

export const Heading = ({ id, children }: Text) => (
  <h2 class="govuk-heading-m" id={id}>
    {children}
  </h2>
)

export const P = ({ id, children }: Text) => (
  <p class="govuk-body" id={id}>
    {children}
  </p>
)

/** Small print. */
export const Small = ({ children }: { children?: Child }) => <p class="govuk-body-s">{children}</p>

export const Inset = ({ children }: { children?: Child }) => <div class="govuk-inset-text">{children}</div>

/** What a heading is one of. */
export const Caption = ({ children }: { children?: Child }) => <span class="govuk-caption-l">{children}</span>

/** Words that are read out alone. */
export const VisuallyHidden = ({ children }: { children?: Child }) => <span class="govuk-visually-hidden">{children}</span>

export const Bullets = ({ children }: { children?: Child }) => <ul class="govuk-list govuk-list--bullet">{children}</ul>

export const Link = ({ children, ...rest }: JSX.IntrinsicElements['a'] & { children?: Child }) => (
  <a class="govuk-link" {...rest}>
    {children}
  </a>
)

/** What to know before pressing a button. */
export const Warning = ({ children }: { children?: Child }) => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">Warning</span>
      {children}
    </strong>
  </div>
)

/** Text that is hidden until opened. */
export const Details = ({ summary, open, children }: { summary: Child; open?: boolean | undefined; children?: Child }) => (
  <details class="govuk-details" open={open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">
      <Folded.Provider value={!open}>{children}</Folded.Provider>
    </div>
  </details>
)

export const ErrorSummary = ({ problems }: { problems?: Problems | undefined }) => {
  const entries = Object.entries(problems ?? {})
  if (entries.length === 0) return null
  return (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {entries.map(([name, problem]) => (
              <li>
                <a href={`#${name}`}>{problem}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

/** Above a page to which somebody returns because nothing was done. */
export const NothingChanged = ({ why }: { why: string | undefined }) =>
  why ? (
    <div class="govuk-error-summary" role="alert">
      <h2 class="govuk-error-summary__title">Nothing was changed</h2>
      <p class="govuk-body">{why}</p>
    </div>
  ) : null

/** The address is below the name, if known. */
export const NameAndAddress = ({ name, email }: { name: string | null; email: string }) => (
  <>
    {name ? (
      <>
        {name}
        <br />
      </>
    ) : null}
    <Address email={email} />
  </>
)

/** Or `Name <address>`; may break after its @. Nothing for no address. */
export const Address = ({ email }: { email: string | null | undefined }) => {
  const [, name, bare = ''] = /^"?([^"<]*?)"?\s*<([^>]*)>$/.exec(email ?? '') ?? ['', '', email ?? '']
  const [local = '', ...domain] = bare.split(/(?<=@)/)
  return (
    <span class="muster-address">
      {name ? (
        <>
          {name}
          <br />
        </>
      ) : null}
      {local}
      {domain.length > 0 ? <wbr /> : null}
      {domain.join('')}
    </span>
  )
}

export type TagColour = 'grey' | 'green' | 'teal' | 'blue' | 'purple' | 'magenta' | 'red' | 'orange' | 'yellow'

export const Tag = ({ colour, children }: { colour?: TagColour; children: Child }) => (
  <strong class={`govuk-tag${colour ? ` govuk-tag--${colour}` : ''}`}>{children}</strong>
)

type SummaryListProps = {
  rows: readonly (readonly [key: string, value: Child | undefined, action?: { href: string; text: string } | undefined])[]
}

/** Rows whose value is undefined are left out. */
export const SummaryList = ({ rows: all }: SummaryListProps) => {
  const rows = all.filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
  return rows.length === 0 ? null : (
    <dl class="govuk-summary-list">
      {rows.map(([key, value, action]) => (
        <div class={`govuk-summary-list__row${action || !rows.some((row) => row[2]) ? '' : ' govuk-summary-list__row--no-actions'}`}>
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
          {action ? (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={action.href}>
                {action.text}
                <span class="govuk-visually-hidden"> {key.toLowerCase()}</span>
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  )
}

// Browsers do not see stacked cells as table cells, so roles are explicit.
const roles = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'rowheader' },
  cell: { role: 'cell' },
}

type TableProps = {
  caption: string
  captionClass?: string
  columns: readonly TableHead[]
  rows: readonly (readonly Child[])[]
  /** Smaller letters, for many columns. */
  dense?: boolean
  /** Low rows; on a phone each is a card without headings, whose cells can follow one another. */
  cards?: boolean | 'flow'
}

/** On a phone, rows are stacked, each cell under its column's heading. */
export const Table = ({ caption, captionClass = 'govuk-table__caption--m', columns, rows, dense = false, cards = false }: TableProps) => (
  <section class="muster-scroll" tabindex={0} aria-label={caption}>
    <table
      class={`govuk-table muster-stacked${dense ? ' muster-dense' : ''}${cards ? ' muster-cards' : ''}${cards === 'flow' ? ' muster-flow' : ''}`}
      {...roles.table}
    >
      <caption class={`govuk-table__caption ${captionClass}`}>{caption}</caption>
      <thead class="govuk-table__head" {...roles.group}>
        <tr class="govuk-table__row" {...roles.row}>
          {columns.map((column) => (
            <Head column={column} />
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body" {...roles.group}>
        {rows.map((row) => (
          <tr class="govuk-table__row" {...roles.row}>
            {row.map((cell, index) =>
              index === 0 ? (
                <th scope="row" class="govuk-table__header" {...roles.head}>
                  {cell}
                </th>
              ) : (
                <td
                  class={`govuk-table__cell${isNumeric(columns[index]) ? ' govuk-table__cell--numeric' : ''}`}
                  data-column={headingOf(columns[index])}
                  {...roles.cell}
                >
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** The rest is folded below, unless it is one row. @param of what rows are, as a plural */
export const LongTable = ({ first, of, ...table }: Parameters<typeof Table>[0] & { first: number; of: string }) => {
  const { rows, caption } = table
  const shown = rows.length === first + 1 ? rows.length : first
  return (
    <>
      <Table {...table} rows={rows.slice(0, shown)} />
      {rows.length > shown ? (
        <Details summary={`${rows.length - shown} more ${of}`}>
          <Table {...table} caption={`${caption}: more`} captionClass="govuk-visually-hidden" rows={rows.slice(shown)} />
        </Details>
      ) : null}
    </>
  )
}

/** Links that keep other query parameters; none if all fits. `page` counts from 1. */
type PaginationProps = {
  url: string
  page: number
  pageSize: number
  total: number
  at?: string
}

/** @param at the id of the list, if the page has more than it */
export const Pagination = ({ url, page, pageSize, total, at }: PaginationProps) => {
  const last = Math.max(1, Math.ceil(total / pageSize))
  if (last === 1) return null
  const link = (to: number): string => {
    const target = new URL(url)
    target.searchParams.set('page', String(to))
    return `${target.pathname}${target.search}${at ? `#${at}` : ''}`
  }
  return (
    <nav class="govuk-pagination" aria-label="Pages">
      {page > 1 ? (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={link(page - 1)} rel="prev">
            <span class="govuk-pagination__link-title">
              Previous<span class="govuk-visually-hidden"> page</span>
            </span>
          </a>
        </div>
      ) : null}
      <p class="govuk-body govuk-!-margin-bottom-0 govuk-!-margin-top-2">
        Page {page} of {last}
      </p>
      {page < last ? (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={link(page + 1)} rel="next">
            <span class="govuk-pagination__link-title">
              Next<span class="govuk-visually-hidden"> page</span>
            </span>
          </a>
        </div>
      ) : null}
    </nav>
  )
}
