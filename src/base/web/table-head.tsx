// The heading of a column of a table.

/** `sort`: a link that sorts by it, and how it is sorted now. */
export type TableHead =
  | string
  | { text: string; numeric?: boolean; sort?: { href: string; now?: 'ascending' | 'descending' | undefined } | undefined }

export const headingOf = (column: TableHead | undefined): string => (typeof column === 'string' ? column : (column?.text ?? ''))
export const isNumeric = (column: TableHead | undefined): boolean => typeof column === 'object' && column.numeric === true

// Browsers do not see stacked cells as table cells, so the role is explicit.
const role = { role: 'columnheader' }

export const Head = ({ column }: { column: TableHead }) => {
  const sort = typeof column === 'string' ? undefined : column.sort
  return (
    <th
      scope="col"
      {...role}
      class={`govuk-table__header${isNumeric(column) ? ' govuk-table__header--numeric' : ''}`}
      aria-sort={sort?.now}
    >
      {sort ? (
        <a class="govuk-link govuk-link--no-visited-state" href={sort.href}>
          {headingOf(column)}
          {sort.now ? <span aria-hidden="true">{sort.now === 'ascending' ? ' ▲' : ' ▼'}</span> : null}
        </a>
      ) : (
        headingOf(column)
      )}
    </th>
  )
}
