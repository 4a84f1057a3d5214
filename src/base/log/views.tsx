import { isDay, sayDay, sayInstant } from '#base/dates.ts'
import { Button, DayField, Select, TextField } from '#base/web/field.tsx'
import { Link, P, Table, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { cutTo, sayNumber } from '#base/words.ts'
import { changesOf, type LogFilter, type LogRow, logPage, mostSearched, sayAct } from './entry.ts'

type Labels = ReadonlyMap<string, string>

const href = (filter: LogFilter): string => {
  const query = new URLSearchParams(Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return query.size > 0 ? `/organiser/log?${query}` : '/organiser/log'
}

/** A name for an id, and days and times as they are said elsewhere. */
const withNames = (text: string, labels: Labels): string => {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return sayInstant(text)
  return labels.get(text) ?? (isDay(text) ? sayDay(text) : text)
}

const longest = 300
const short = (text: string): string => (text.length > longest ? `${cutTo(text, longest)}…` : text)

const Changes = ({ row, labels }: { row: LogRow; labels: Labels }) => {
  const changes = changesOf(row)
  if (changes.length === 0) return <>–</>
  return (
    <ul class="govuk-list govuk-!-font-size-16 muster-changes">
      {changes.map(({ key, before, after }) => (
        <li>
          {sayAct(key.replace(/Id$/, ''))}:{' '}
          {before === undefined ? null : (
            <del>
              <VisuallyHidden>was </VisuallyHidden>
              {short(withNames(before, labels))}
            </del>
          )}
          {before === undefined || after === undefined ? '' : ' → '}
          {after === undefined ? null : <span>{short(withNames(after, labels))}</span>}
        </li>
      ))}
    </ul>
  )
}

const who = (row: LogRow, labels: Labels): string => {
  if (row.personId) return labels.get(row.personId) ?? 'an erased person'
  if (row.accountId) return labels.get(row.accountId) ?? 'an erased account'
  return (
    { web: 'Nobody signed in', command: 'A command', schedule: 'The schedule', demonstration: 'The demonstration' }[row.origin] ??
    row.origin
  )
}

const filterNames: readonly (readonly [keyof LogFilter, string])[] = [
  ['subjectId', 'About'],
  ['eventId', 'Event'],
  ['schoolId', 'School'],
  ['accountId', 'Done by'],
]

type LogPageProps = {
  /** One more than a page shows, if there are older ones. */
  rows: readonly LogRow[]
  acts: readonly string[]
  labels: Labels
  filter: LogFilter
  /** The oldest entry searched, when there may be older ones. */
  searchedTo: Pick<LogRow, 'id' | 'at'> | undefined
}

const Filter = ({ acts, filter }: Pick<LogPageProps, 'acts' | 'filter'>) => {
  const { before: _before, act, who: doneBy, text, from, to, ...kept } = filter
  return (
    <form method="post" action="/organiser/log" class="muster-filter muster-search">
      {Object.entries(kept).map(([name, value]) => (value ? <input type="hidden" name={name} value={value} /> : null))}
      <Select
        name="act"
        label="What was done"
        value={act ?? ''}
        options={[
          { value: '', text: 'Anything but signing in and out' },
          { value: 'signing', text: 'Signing in and out' },
          { value: 'all', text: 'Anything' },
          ...acts.map((value) => ({ value, text: sayAct(value) })),
        ]}
      />
      <TextField name="who" label="Done by, name or email address" autocomplete="off" width={20} value={doneBy ?? ''} />
      <TextField
        name="text"
        label="Words in it"
        hint="Part of what changed, or a booking reference, event code or URN"
        autocomplete="off"
        width={20}
        value={text ?? ''}
      />
      <DayField name="from" label="From" value={from ?? ''} />
      <DayField name="to" label="To" value={to ?? ''} />
      <Button kind="secondary">Show</Button>
    </form>
  )
}

const About = ({ row, labels }: { row: LogRow; labels: Labels }) => (
  <>
    <Link href={href({ subjectKind: row.subjectKind, subjectId: row.subjectId })}>
      {labels.get(row.subjectId) ?? sayAct(row.subjectKind)}
    </Link>
    {row.eventId && row.eventId !== row.subjectId ? (
      <>
        <br />
        <Link href={href({ eventId: row.eventId })}>{labels.get(row.eventId) ?? 'an event'}</Link>
      </>
    ) : null}
    {row.schoolId && row.schoolId !== row.subjectId ? (
      <>
        <br />
        <Link href={href({ schoolId: row.schoolId })}>{labels.get(row.schoolId) ?? 'a school'}</Link>
      </>
    ) : null}
  </>
)

const OtherPages = ({ filter, older }: { filter: LogFilter; older: string | undefined }) => (
  <nav class="govuk-pagination" aria-label="Pages">
    {filter.before ? (
      <div class="govuk-pagination__prev">
        <a class="govuk-link govuk-pagination__link" href={href({ ...filter, before: undefined })}>
          Newest
        </a>
      </div>
    ) : null}
    {older ? (
      <div class="govuk-pagination__next">
        <a class="govuk-link govuk-pagination__link" href={href({ ...filter, before: older })} rel="next">
          Older
        </a>
      </div>
    ) : null}
  </nav>
)

export const LogPage = ({ rows, acts, labels, filter, searchedTo }: LogPageProps) => {
  const shown = rows.slice(0, logPage)
  const narrowed = Object.entries(filter).some(([name, value]) => name !== 'before' && value !== undefined)
  return (
    <>
      <Title>Log</Title>
      <P>Everything that was changed in the service, newest first. Nobody can change it here. Names are today’s.</P>
      <Filter acts={acts} filter={filter} />
      {filterNames.map(([name, label]) => {
        const value = filter[name]
        return value ? (
          <P>
            {label}: <strong>{labels.get(value) ?? value}</strong>.{' '}
            <Link
              href={href({ ...filter, before: undefined, [name]: undefined, ...(name === 'subjectId' ? { subjectKind: undefined } : {}) })}
            >
              Show all<VisuallyHidden>, not only this {label.toLowerCase()}</VisuallyHidden>
            </Link>
          </P>
        ) : null
      })}
      {searchedTo ? (
        <P>
          “{filter.text}” was looked for in {sayNumber(mostSearched)} entries that fit the rest, back to {sayInstant(searchedTo.at)}.{' '}
          <Link href={href({ ...filter, before: searchedTo.id })}>Look in older ones</Link>
        </P>
      ) : null}
      {shown.length === 0 ? (
        <P>
          Nothing{filter.before ? ' older' : ''} is recorded{narrowed ? ' that fits what you asked for' : ''}.
        </P>
      ) : (
        <Table
          dense
          caption="What was done"
          captionClass="govuk-visually-hidden"
          columns={['When', 'What', 'About', 'Who', 'What changed']}
          rows={shown.map((row) => [
            <span class="govuk-!-font-weight-regular">{sayInstant(row.at)}</span>,
            sayAct(row.act),
            <About row={row} labels={labels} />,
            row.accountId ? <Link href={href({ accountId: row.accountId })}>{who(row, labels)}</Link> : who(row, labels),
            <Changes row={row} labels={labels} />,
          ])}
        />
      )}
      <OtherPages filter={filter} older={rows.length > logPage ? shown.at(-1)?.id : undefined} />
    </>
  )
}
