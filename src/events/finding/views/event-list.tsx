import { raw } from 'hono/html'
import { instant, londonDay, sayWhen } from '#base/dates.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { Bullets, Inset, Link, P, Pagination, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { type BookingState, bookingState, firstStart, lastEnd, plenary, schoolKinds } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import type { CardEvent } from '#events/events/list-scope.ts'
import { leftWords } from '#events/events/views/places.tsx'
import { BookingTag, kindWords, venueLine } from '#events/events/views/words.tsx'
import { isEarly, type PriceList } from '#money/prices/price.ts'
import { sayPlacePrice } from '#money/prices/shown-price.ts'
import type { ListedInstead } from '../find-events.ts'

export type ListAsk = { q: string; topic: string; kind: string; role: string }

const monthName = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** Events by the London month they begin, in the given order. */
const byMonth = (events: readonly CardEvent[]): { month: string; events: CardEvent[] }[] => {
  const months = new Map<string, CardEvent[]>()
  for (const event of events) {
    const start = firstStart(event)
    const month = start ? londonDay(start).slice(0, 7) : ''
    months.set(month, [...(months.get(month) ?? []), event])
  }
  return [...months].map(([month, inMonth]) => ({
    month: month === '' ? 'Without a date' : monthName.format(new Date(`${month}-15T00:00:00.000Z`)),
    events: inMonth,
  }))
}

const span = (event: CardEvent): string => {
  const start = firstStart(event)
  const end = lastEnd(event)
  const together = plenary(event.sessions).length
  const parts = [together > 1 ? counted(together, 'session') : '', together < event.sessions.length ? 'workshops' : ''].filter(Boolean)
  const sessions = parts.length > 0 ? ` (${parts.join(' and ')})` : ''
  return start && end ? `${sayWhen(start, end)}${sessions}` : ''
}

type EventCardProps = {
  event: CardEvent
  prices: readonly PriceList[]
  now: Date
  heading?: 'h2' | 'h3'
}

// The card last rendered, and what it was rendered from.
const cards = new WeakMap<CardEvent, { of: string; list: PriceList | undefined; html: string }>()

export const EventCard = ({ event, prices, now, heading = 'h3' }: EventCardProps) => {
  const state = bookingState(event, event.taken, now)
  const list = prices.find(({ id }) => id === event.priceId)
  const of = `${heading} ${state} ${isEarly(event.earlyUntil, instant(now))}`
  const known = cards.get(event)
  if (known?.of === of && known.list === list) return raw(known.html)
  const html = String(<Card event={event} heading={heading} state={state} price={sayPlacePrice(list, event.earlyUntil, now)} />)
  cards.set(event, { of, list, html })
  return raw(html)
}

type CardProps = Required<Pick<EventCardProps, 'event' | 'heading'>> & { state: BookingState; price: string }

const Card = ({ event, heading: Heading, state, price }: CardProps) => {
  return (
    <li>
      <Heading class="govuk-heading-m govuk-!-margin-bottom-1">
        <a class="govuk-link muster-break" href={`/events/${event.code}`}>
          {event.title}
        </a>
      </Heading>
      <p class="govuk-body govuk-!-margin-bottom-1">{span(event)}</p>
      <p class="govuk-body govuk-!-margin-bottom-2">{venueLine(event)}</p>
      <p class="govuk-body-s govuk-!-margin-bottom-2">
        {purposeWords[event.purpose]}: {event.topicLabel}
        {event.seriesId === null ? null : (
          <>
            .{' '}
            <Link href={`/series/${event.seriesId}`}>
              Held on several dates<VisuallyHidden>: {event.title}</VisuallyHidden>
            </Link>
          </>
        )}
      </p>
      {event.state === 'cancelled' || state === 'over' ? null : <p class="govuk-body-s govuk-!-margin-bottom-2">{price}</p>}
      <p class="govuk-body-s govuk-!-margin-bottom-0">
        <BookingTag state={state} /> {state === 'open' ? <span class="govuk-!-margin-left-2">{leftWords(event)}</span> : null}
      </p>
    </li>
  )
}

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
    <form method="get" action="/events" class="muster-filter muster-panel">
      {past ? <input type="hidden" name="show" value="past" /> : null}
      <TextField name="q" label="Search" hint="Title, topic, role or place" type="search" value={ask.q} />
      <details class="govuk-details govuk-!-margin-bottom-4" open={ask.topic !== '' || ask.kind !== '' || ask.role !== ''}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">Narrow by topic, school or role</span>
        </summary>
        <div class="govuk-details__text">
          {' '}
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
            options={[{ value: '', text: 'Any kind of school' }, ...schoolKinds.map((kind) => ({ value: kind, text: kindWords[kind] }))]}
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
      {narrowed ? (
        <p class="govuk-body govuk-!-margin-bottom-0">
          <Link href={past ? '/events?show=past' : '/events'}>Show all</Link>
        </p>
      ) : null}
    </form>
  </search>
)

export const EventListPage = ({
  events,
  total,
  page,
  pageSize,
  past,
  ask,
  instead,
  contact,
  vocabulary,
  prices,
  url,
  feed,
  now,
}: {
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
  url: string
  /** The calendar feed of all published events. */
  feed: string
  now: Date
}) => {
  const narrowed = Object.values(ask).some((value) => value !== '')
  return (
    <>
      <Title>{past ? 'Past conferences' : 'Conferences and training'}</Title>
      <P>{past ? <Link href="/events">See what is coming up</Link> : <Link href="/events?show=past">See past conferences</Link>}</P>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-one-third">
          <Filters ask={ask} past={past} vocabulary={vocabulary} narrowed={narrowed} />
        </div>
        <div class="govuk-grid-column-two-thirds">
          {instead ? <Instead q={ask.q} instead={instead} /> : null}
          {narrowed || past ? <P>{total === 0 ? 'Nothing found.' : counted(total, 'conference')}</P> : null}
          {total === 0 && !narrowed && !past ? (
            <P>Nothing is planned at the moment. New conferences appear here as soon as they are published.</P>
          ) : null}
          {total === 0 && narrowed ? <NothingFound ask={ask} past={past} contact={contact} /> : null}
          {byMonth(events).map(({ month, events: inMonth }) => (
            <>
              <h2 class="govuk-heading-m muster-month">{month}</h2>
              <ul class="muster-card-list govuk-!-margin-bottom-6">
                {inMonth.map((event) => (
                  <EventCard event={event} prices={prices} now={now} />
                ))}
              </ul>
            </>
          ))}
          <Pagination url={url} page={page} pageSize={pageSize} total={total} />
          {past ? null : (
            <P>
              <Link href={feed.replace(/^https?:/, 'webcal:')}>Subscribe to these events in your calendar</Link>, or give it this address:{' '}
              <a class="govuk-link muster-break" href={feed}>
                {feed}
              </a>
            </P>
          )}
        </div>
      </div>
    </>
  )
}
