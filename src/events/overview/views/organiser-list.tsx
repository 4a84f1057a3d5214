import { Button, TextField } from '#base/web/field.tsx'
import { P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { bookingState, type ListedEvent } from '#events/events/event.ts'
import { type ListScope, listScopes } from '#events/events/list-scope.ts'
import { Filled, shortWhen } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'

const shelfWords: Record<ListScope, { name: string; none: string }> = {
  upcoming: { name: 'Upcoming', none: 'No published event lies ahead.' },
  drafts: { name: 'Drafts', none: 'There are no drafts.' },
  past: { name: 'Past', none: 'No event has taken place yet.' },
  cancelled: { name: 'Cancelled', none: 'No event was cancelled.' },
}

type OrganiserEventsPageProps = {
  events: readonly ListedEvent[]
  total: number
  counts: Record<ListScope, number>
  shelf: ListScope
  q: string
  page: number
  pageSize: number
  url: string
  now: Date
}

export const OrganiserEventsPage = ({ events, total, counts, shelf, q, page, pageSize, url, now }: OrganiserEventsPageProps) => (
  <>
    <Title>Events</Title>
    <a href="/organiser/events/new" class="govuk-button" draggable={false} data-module="govuk-button">
      Create an event
    </a>
    <nav aria-label="Events by state" class="muster-shelves">
      <ul>
        {listScopes.map((name) => (
          <li>
            <a
              class="govuk-link govuk-link--no-visited-state"
              href={`/organiser/events?show=${name}`}
              aria-current={name === shelf ? 'page' : undefined}
            >
              {shelfWords[name].name} ({counts[name]})
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <search aria-label="Events">
      <form method="get" action="/organiser/events" class="muster-filter muster-search">
        <input type="hidden" name="show" value={shelf} />
        <TextField name="q" label={`Search ${shelfWords[shelf].name.toLowerCase()} events`} type="search" value={q} width={20} />
        <Button kind="secondary">Search</Button>
      </form>
    </search>
    {events.length === 0 ? (
      <P>{q ? 'Nothing found. Try fewer words.' : shelfWords[shelf].none}</P>
    ) : (
      <Table
        caption={`${shelfWords[shelf].name} events`}
        captionClass="govuk-visually-hidden"
        columns={['Event', 'When', 'Places taken', 'State']}
        rows={events.map((event) => [
          <a class="govuk-link muster-event-name" href={`/organiser/events/${event.code}`}>
            {event.title}
          </a>,
          shortWhen(event),
          <Filled event={event} />,
          <BookingTag state={bookingState(event, event.taken, now)} />,
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={total} />
  </>
)
