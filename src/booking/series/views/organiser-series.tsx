import { sayDeadline, sayShortDay } from '#base/dates.ts'
import { Button, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import { Filled, shortWhen } from '#events/events/views/organiser-home.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import type { PriceList } from '#money/prices/price.ts'
import { priceLabel } from '#money/prices/words.ts'
import type { ListedSeries, Series } from '../series.ts'

type Problems = Record<string, string> | undefined

type SeriesListPageProps = {
  all: readonly ListedSeries[]
  vocabulary: Vocabulary
  /** The new series' id, made with the page. */
  id: string
  typed: { title: string; topicId: string }
  problems?: Problems | undefined
}

export const SeriesListPage = ({ all, vocabulary, id, typed, problems }: SeriesListPageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <Title>Series</Title>
    <P>
      A series is the same conference on several dates. A school needs only one of them, and can move its places from one date to another.
    </P>
    {all.length === 0 ? (
      <P>There is no series yet.</P>
    ) : (
      <Table
        caption="All series"
        captionClass="govuk-visually-hidden"
        columns={['Series', 'Topic', 'Dates', 'Next date']}
        rows={all.map((series) => [
          <a class="govuk-link muster-event-name" href={`/organiser/series/${series.id}`}>
            {series.title}
          </a>,
          series.topic,
          `${counted(series.dates, 'date')}, ${series.ahead} ahead`,
          series.next ? sayShortDay(series.next) : 'None',
        ])}
      />
    )}
    <Heading>Start a series</Heading>
    <form method="post" action="/organiser/series" novalidate>
      <input type="hidden" name="id" value={id} />
      <TextField name="title" label="What is it called?" value={typed.title} problems={problems} />
      <Select
        name="topicId"
        label="Topic that all its dates share"
        value={typed.topicId}
        problems={problems}
        options={[{ value: '', text: 'Choose a topic' }, ...vocabulary.topics.map((topic) => ({ value: topic.id, text: topic.label }))]}
      />
      <Button>Start the series</Button>
    </form>
  </>
)

const PriceOf = ({ event, prices }: { event: EventDetails; prices: readonly PriceList[] }) => {
  const list = prices.find((one) => one.id === event.priceId)
  if (!list) return <>{event.priceId === null ? 'Free of charge' : 'Priced'}</>
  return (
    <>
      {priceLabel(list)}
      {event.earlyUntil ? <span class="muster-also">Early until {sayDeadline(event.earlyUntil)}</span> : null}
    </>
  )
}

type PriceFormProps = {
  at: string
  events: readonly EventDetails[]
  choosable: readonly PriceList[]
  typed?: { priceId: string; earlyDays: string } | undefined
  problems?: Problems | undefined
}

/** One form for all future dates. */
const PriceForm = ({ at, events, choosable, typed, problems }: PriceFormProps) => (
  <form method="post" action={`${at}/prices`} novalidate>
    <Heading>Prices of all its dates</Heading>
    <P>All dates that lie ahead get these prices at once. They hold for what is booked from then on: what is booked keeps its price.</P>
    <Select
      name="priceId"
      label="Price"
      value={typed?.priceId ?? events.find((event) => choosable.some((list) => list.id === event.priceId))?.priceId ?? ''}
      problems={problems}
      options={[{ value: '', text: 'Free of charge' }, ...choosable.map((list) => ({ value: list.id, text: priceLabel(list) }))]}
    />
    <TextField
      name="earlyDays"
      label="The early price ends so many days before each date (optional)"
      hint="At the end of that day. Blank: early prices never hold"
      value={typed?.earlyDays ?? ''}
      problems={problems}
      width={3}
      inputmode="numeric"
    />
    <Button kind="secondary">Use these prices for all dates of the series</Button>
  </form>
)

type OrganiserSeriesPageProps = {
  series: Series
  events: readonly EventDetails[]
  joinable: readonly { code: string; title: string; startsAt: string | null }[]
  /** The lists its dates have, and those they can have. */
  prices: readonly PriceList[]
  choosable: readonly PriceList[]
  /** The typed prices, to show again. */
  typed?: { priceId: string; earlyDays: string } | undefined
  now: Date
  problems?: Problems | undefined
}

export const OrganiserSeriesPage = ({ series, events, joinable, prices, choosable, typed, now, problems }: OrganiserSeriesPageProps) => {
  const last = events.at(-1)
  const at = `/organiser/series/${series.id}`
  return (
    <>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">Series</span>
      <h1 class="govuk-heading-l muster-break">{series.title}</h1>
      {events.length === 0 ? (
        <P>It has no dates yet.</P>
      ) : (
        <Table
          caption="Dates"
          columns={['Event', 'When', 'Places taken', 'Price', 'State', 'Series']}
          rows={events.map((event) => [
            <a class="govuk-link muster-event-name" href={`/organiser/events/${event.code}`}>
              {event.title}
            </a>,
            shortWhen(event),
            <Filled event={event} />,
            <PriceOf event={event} prices={prices} />,
            <BookingTag state={bookingState(event, event.taken, now)} />,
            <form method="post" action={`${at}/leave`} class="muster-no-print">
              <input type="hidden" name="code" value={event.code} />
              <Button kind="secondary">
                Take out<span class="govuk-visually-hidden"> {shortWhen(event)}</span>
              </Button>
            </form>,
          ])}
        />
      )}
      {last ? (
        <P>
          <a
            class="govuk-button govuk-button--secondary"
            href={`/organiser/events/${last.code}/copy`}
            draggable={false}
            data-module="govuk-button"
          >
            Add another date
          </a>
        </P>
      ) : null}
      {events.length === 0 ? null : <PriceForm {...{ at, events, choosable, typed, problems }} />}
      {joinable.length > 0 ? (
        <form method="post" action={`${at}/join`} novalidate>
          <Select
            name="code"
            label="Put an event into the series"
            hint="Events of the same topic that are in no series."
            value=""
            problems={problems}
            options={[
              { value: '', text: 'Choose an event' },
              ...joinable.map(({ code, title, startsAt }) => ({
                value: code,
                text: startsAt ? `${title}, ${sayShortDay(startsAt)}` : title,
              })),
            ]}
          />
          <Button kind="secondary">Put it in</Button>
        </form>
      ) : (
        <P>No other event of this topic is without a series.</P>
      )}
      <ul class="govuk-list">
        <li>
          <Link href={`/series/${series.id}`}>What schools see</Link>
        </li>
        <li>
          <Link href={`/organiser/bookings?series=${series.id}&when=any`}>Bookings of all its dates</Link>
        </li>
      </ul>
    </>
  )
}
