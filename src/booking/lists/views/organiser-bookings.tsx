import { Files, Search } from '#base/list/views.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Details, ErrorSummary, Link, P, Pagination, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import {
  type BookingChoices,
  type BookingFilter,
  type BookingList,
  everyPlace,
  filterQuery,
  pageSize,
  type UnvouchedRequest,
} from '../listed-place.ts'
import { BookingsFilter, Standings, searchHint, shelfWords } from './bookings-filter.tsx'
import { PlaceTable, RequestTable } from './place-table.tsx'

type Props = {
  list: BookingList & { requests: readonly UnvouchedRequest[] }
  filter: BookingFilter
  page: number
  url: string
  now: string
  problems?: Record<string, string> | undefined
}

const Nothing = ({ filter, page, base, oneEvent }: { filter: BookingFilter; page: number; base: string; oneEvent: boolean }) => {
  const usual = filterQuery({ ...filter, event: '', sort: everyPlace.sort }) === '' && page === 1
  if (usual) return <P>{oneEvent ? 'Nobody has booked yet.' : 'Nobody has booked an event that lies ahead.'}</P>
  return (
    <P>
      {filter.q ? 'No places match. Try fewer words, or look at ' : `No places match “${shelfWords[filter.state]}”. Look at `}
      <Link href={`${base}${filterQuery({ ...everyPlace, state: 'all', when: 'any' })}`}>all places, also cancelled</Link>.
    </P>
  )
}

const FileNotice = () => (
  <Details summary="What the files hold, and how to keep them">
    The files hold each person’s name, email address, telephone number, role and school, their workshops and answers, and who booked; not
    what they need to eat or to take part. People gave these details so that the council can run the event. Use a file for that alone, do
    not pass it on, and do not keep it longer than needed: delete it after the event. The log keeps that you downloaded it, when, and how
    many places it held.
  </Details>
)

const writtenTo: Partial<Record<BookingFilter['state'], string>> = {
  live: 'contacts',
  confirmed: 'delegates',
  unnamed: 'unnamed',
  overdue: 'unnamed',
  waiting: 'waiting',
  approval: 'waiting',
}

const List = ({ list, filter, page, url, now, problems, base, oneEvent }: Props & { base: string; oneEvent: boolean }) => {
  const total = list.counts[filter.state]
  const shown = filter.state === 'unvouched' ? list.requests : list.places
  return (
    <>
      <Standings base={base} filter={oneEvent ? { ...filter, event: '' } : filter} counts={list.counts} />
      {shown.length === 0 ? (
        <Nothing filter={filter} page={page} base={base} oneEvent={oneEvent} />
      ) : (
        <>
          {filter.state === 'unvouched' ? (
            <RequestTable requests={list.requests} total={total} oneEvent={oneEvent} />
          ) : (
            <>
              <P>
                {counted(total, 'place')} in {counted(list.bookings, 'booking')} of {counted(list.schools, 'school')}
                {total > shown.length ? `, ${shown.length} on this page` : ''}.{' '}
                {filter.event && writtenTo[filter.state] ? (
                  <Link href={`/organiser/mailings/new?of=event&event=${filter.event}&who=${writtenTo[filter.state]}`}>Write to them</Link>
                ) : null}
              </P>
              <PlaceTable
                base={base}
                places={list.places}
                filter={filter}
                total={total}
                oneEvent={oneEvent}
                now={now}
                problems={problems}
              />
              <Files at="/organiser/bookings/places" query={filterQuery(filter)} />
              <FileNotice />
            </>
          )}
          <Pagination url={url} page={page} pageSize={pageSize} total={total} />
        </>
      )}
    </>
  )
}

export const BookingsPage = ({ choices, ...props }: Props & { choices: BookingChoices }) => (
  <>
    <ErrorSummary problems={props.problems} />
    <Title>Bookings</Title>
    <BookingsFilter base="/organiser/bookings" filter={props.filter} choices={choices} />
    <List {...props} base="/organiser/bookings" oneEvent={false} />
    <p class="govuk-body muster-no-print">
      <Link href="/organiser/bookings/bulk">See changes to several bookings, done and under way</Link>
    </p>
  </>
)

export const EventBookingsPage = ({ event, ...props }: Props & { event: EventDetails }) => {
  const base = `/organiser/events/${event.code}/bookings`
  const { filter } = props
  return (
    <>
      <PageHead title="Bookings" acts={<Link href={`/events/${event.code}/book`}>Book for a school</Link>} />
      <Search
        at={base}
        label="Search"
        hint={searchHint}
        q={filter.q}
        kept={{ state: filter.state, sort: filter.sort, behalf: filter.behalf ? 'yes' : '' }}
        isPrivate
      />
      <List {...props} base={base} oneEvent />
    </>
  )
}
