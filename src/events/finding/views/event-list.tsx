import { raw } from 'hono/html'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Bullets, Details, Inset, Link, P, Pagination } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { schoolKinds } from '#events/events/event.ts'
import type { CardEvent } from '#events/events/list-scope.ts'
import { kindWords } from '#events/events/views/words.tsx'
import type { PriceList } from '#money/prices/price.ts'
import type { ListedInstead } from '../find-events.ts'
import type { ListReader } from '../own-places.ts'
import { EventCard } from './event-card.tsx'

type ListAsk = { q: string; topic: string; kind: string; role: string }

const Instead = ({ q, instead }: { q: string; instead: ListedInstead }) => (
  <Inset>
    <P>
      {'meant' in instead ? (
        <>
          Nothing is called “{q}”. Showing results for <strong>“{instead.meant}”</strong>.
        </>
      ) : (
        <>
          No conference names “{q}”. Showing those that are open to your role: <strong>{instead.role}</strong>.
        </>
      )}
    </P>
  </Inset>
)

/** What to do when a search finds nothing. */
const NothingFound = ({ ask, past, contact }: { ask: ListAsk; past: boolean; contact: string }) => {
  const other = `${past ? '/events?' : '/events?show=past&'}q=${encodeURIComponent(ask.q)}`
  return (
    <Bullets>
      {ask.q ? <li>Use fewer words, or only one: titles, topics with their former names, roles and places are searched.</li> : null}
      {ask.topic || ask.kind || ask.role ? <li>Choose any topic, kind of school and role again, then press “Show”.</li> : null}
      <li>
        <Link href={past ? '/events?show=past' : '/events'}>{past ? 'See all past conferences' : 'See everything that is coming up'}</Link>
      </li>
      {ask.q ? (
        <li>
          <Link href={other}>{past ? 'Look for it among those coming up' : 'Look for it among past conferences'}</Link>
        </li>
      ) : null}
      {contact ? <li>Ask the council whether it is planned: {contact}.</li> : null}
    </Bullets>
  )
}

type FiltersProps = { ask: ListAsk; past: boolean; vocabulary: Omit<Vocabulary, 'venues'>; narrowed: boolean }

// By shelf, while nothing is typed in them.
const filters = new WeakMap<FiltersProps['vocabulary'], Map<boolean, string>>()

const Filters = (props: FiltersProps) => {
  if (props.narrowed) return <Filter {...props} />
  const known = filters.get(props.vocabulary) ?? new Map<boolean, string>()
  const html = known.get(props.past) ?? String(<Filter {...props} />)
  filters.set(props.vocabulary, known.set(props.past, html))
  return raw(html)
}

const Filter = ({ ask, past, vocabulary, narrowed }: FiltersProps) => (
  <search aria-label="Conferences">
    <form method="get" action="/events" class="muster-filter muster-find-events">
      {past ? <input type="hidden" name="show" value="past" /> : null}
      <TextField name="q" label="Search by title, topic or place" type="search" value={ask.q} />
      <details class="govuk-details muster-narrow" open={ask.topic !== '' || ask.kind !== '' || ask.role !== ''}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Narrow by topic, school or role</span>
        </summary>
        <div>
          <Select
            name="topic"
            label="Topic"
            value={ask.topic}
            options={[{ value: '', text: 'Any topic' }, ...vocabulary.topics.map((topic) => ({ value: topic.id, text: topic.label }))]}
          />
          <Select
            name="kind"
            label="For"
            value={ask.kind}
            options={[{ value: '', text: 'Any school' }, ...schoolKinds.map((kind) => ({ value: kind, text: kindWords[kind] }))]}
          />
          <Select
            name="role"
            label="Role"
            value={ask.role}
            options={[{ value: '', text: 'Any role' }, ...vocabulary.roles.map((role) => ({ value: role.id, text: role.label }))]}
          />
        </div>
      </details>
      <Button kind="secondary">Show</Button>
    </form>
    {narrowed ? (
      <P>
        <Link href={past ? '/events?show=past' : '/events'}>Show all</Link>
      </P>
    ) : null}
  </search>
)

type EventListPageProps = {
  events: readonly CardEvent[]
  total: number
  page: number
  pageSize: number
  past: boolean
  ask: ListAsk
  instead: ListedInstead | undefined
  /** How to reach the council; '' if not set. */
  contact: string
  vocabulary: Omit<Vocabulary, 'venues'>
  prices: readonly PriceList[]
  reader: ListReader
  url: string
  /** The calendar feed of all published events. */
  feed: string
  now: Date
}

export const EventListPage = ({ events, total, past, ask, instead, contact, vocabulary, feed, ...list }: EventListPageProps) => {
  const narrowed = Object.values(ask).some((value) => value !== '')
  return (
    <>
      <PageHead
        title={past ? 'Past conferences' : 'Conferences and training'}
        facts={[
          past ? <Link href="/events">See what is coming up</Link> : <Link href="/events?show=past">See past conferences</Link>,
          past ? null : <Link href="/account/dates">Tell me when there is a date on a topic</Link>,
          past ? null : <Link href={feed.replace(/^https?:/, 'webcal:')}>Subscribe to these events in your calendar</Link>,
        ]}
      />
      <Filters ask={ask} past={past} vocabulary={vocabulary} narrowed={narrowed} />
      {instead ? <Instead q={ask.q} instead={instead} /> : null}
      {narrowed || past ? <P>{total === 0 ? 'Nothing found.' : counted(total, 'conference')}</P> : null}
      {total === 0 && !narrowed && !past ? <NothingPlanned /> : null}
      {total === 0 && narrowed ? <NothingFound ask={ask} past={past} contact={contact} /> : null}
      <EventCards events={events} prices={list.prices} reader={list.reader} now={list.now} heading="h2" />
      <Pagination url={list.url} page={list.page} pageSize={list.pageSize} total={total} />
      {past ? null : (
        <Details summary="The address for your calendar">
          <a class="govuk-link muster-break" href={feed}>
            {feed}
          </a>
        </Details>
      )}
    </>
  )
}

export const NothingPlanned = () => <P>Nothing is planned at the moment. New conferences appear here as soon as they are published.</P>

type EventCardsProps = Omit<Parameters<typeof EventCard>[0], 'event'> & { events: readonly CardEvent[] }

export const EventCards = ({ events, ...card }: EventCardsProps) =>
  events.length === 0 ? null : (
    <ul class="muster-events">
      {events.map((event) => (
        <EventCard event={event} {...card} />
      ))}
    </ul>
  )
