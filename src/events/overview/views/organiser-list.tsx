import { Search } from '#base/list/views.tsx'
import { PageHead, Shelves } from '#base/web/page-head.tsx'
import { P, Pagination, Table } from '#base/web/page-parts.tsx'
import { bookingState, type ListedEvent } from '#events/events/event.ts'
import { type ListScope, listScopes } from '#events/events/list-scope.ts'
import { Filled, shortWhen } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import { LinkButton } from './event-acts.tsx'

const shelfWords: Record<ListScope, { name: string; none: string }> = {
  upcoming: { name: 'Upcoming', none: 'No published event is coming up.' },
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
    <PageHead title="Events" acts={<LinkButton href="/organiser/events/new">Create an event</LinkButton>} />
    <Shelves
      label="Events by state"
      links={listScopes.map((name) => ({
        href: `/organiser/events?show=${name}`,
        text: `${shelfWords[name].name} (${counts[name]})`,
        current: name === shelf ? 'page' : undefined,
      }))}
    />
    {counts[shelf] === 0 ? null : (
      <Search at="/organiser/events" label={`Search ${shelfWords[shelf].name.toLowerCase()} events`} q={q} kept={{ show: shelf }} />
    )}
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
