import type { Child } from 'hono/jsx'
import { instant, londonDay, sayInstant, sayLongDay, sayWhen } from '#base/dates.ts'
import { PageHead, sayCountdown } from '#base/web/page-head.tsx'
import { Address, Details, Heading, Inset, Link, P, Page, SummaryList, Tag } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { daysOf } from '#calendars/invites/invite.ts'
import { type BookingState, dayOf, type EventDetails, isMixed, isOfOneSchool, onePrice, sayCourse } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import { type CountsTowards, saidCounts } from '#events/events/requirement.ts'
import { BookingTag, kindWords, sayMinutes, venueLine } from '#events/events/views/words.tsx'
import { CalledOffSessions, Times } from '#events/events/views/workshops.tsx'
import { GettingThereWords } from '#events/venues/views/venues.tsx'
import { hasEarly, isEarly, type PriceList } from '#money/prices/price.ts'
import { type OwnPrice, sayOwnPrice, sayPriceFrom } from '#money/prices/shown-price.ts'
import { ShownPrices } from '#money/prices/views/shown-prices.tsx'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import type { OtherDate, Own } from '../own-places.ts'
import { sayHours, shortVenue } from './event-card.tsx'
import { NextAction, NextPress } from './next-action.tsx'
import { Programme } from './programme.tsx'

export const Paragraphs = ({ text }: { text: string }) => (
  <>
    {text
      .split(/\n{2,}/)
      .filter((part) => part.trim() !== '')
      .map((part) => (
        <p class="govuk-body muster-lines">{part.trim()}</p>
      ))}
  </>
)

const orReason = (may: boolean | undefined): string => (may ? '; others give a reason' : '')

export const audienceWords = ({ audience, rules }: EventDetails): { kinds: string; roles: string; course: string } => ({
  kinds:
    audience.kinds.length > 0
      ? `${listed(audience.kinds.map((kind) => kindWords[kind]))}${orReason(audience.otherKinds)}`
      : 'Every kind of school',
  roles: audience.roles.length > 0 ? `${listed(audience.roles.map((role) => role.label))}${orReason(audience.otherRoles)}` : 'Every role',
  course: audience.course ? `${sayCourse(audience.course)}${orReason(rules.courseRule === 'reason')}` : '',
})

/** Before the event; also on the page of a place. */
export const AskedLink = ({ event }: { event: Pick<EventDetails, 'code'> }) => (
  <>
    We ask what it was worth, without names. <Link href={`/events/${event.code}/evaluation`}>See what is asked, and whom</Link>
  </>
)

type EventPageProps = Own & {
  event: EventDetails
  /** What a school that wants to book meets now. */
  booking: BookingState
  councilName: string
  others: readonly OtherDate[]
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  ownPrices: readonly OwnPrice[]
  now: Date
  /** It cannot be booked yet: what stands where a school books. */
  instead?: Child
}

export const EventPage = (props: EventPageProps) => {
  const { event, booking, others, cancelling, prices, counts, ownPrices, now, instead } = props
  const ahead = event.state === 'published' && booking !== 'over'
  const days = daysOf(event.sessions)
  const day = dayOf(event)
  const [ownPrice] = ownPrices
  const isOwn = isOfOneSchool(event)
  const priceFrom = isOwn ? onePrice : sayPriceFrom(prices, event.earlyUntil, now)
  const early = prices && hasEarly(prices) && isEarly(event.earlyUntil, instant(now)) ? event.earlyUntil : null
  return (
    <>
      <PageHead
        caption={purposeWords[event.purpose]}
        title={event.title}
        day={day}
        facts={[
          ...(days.length > 1 ? days.map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt)) : [sayHours(event)]),
          shortVenue(event),
          ahead && day ? sayCountdown(day, londonDay(now)) : null,
          ahead ? (ownPrice && ownPrices.length === 1 ? sayOwnPrice(ownPrice) : priceFrom) : null,
          booking === 'full' || booking === 'cancelled' ? <BookingTag state={booking} /> : null,
        ]}
        acts={
          ahead && !instead ? (
            <>
              <NextPress {...props} />
              {isOwn ? null : <Link href={`/events/${event.code}/calendar`}>Add to your calendar</Link>}
            </>
          ) : undefined
        }
      />
      <Page>
        {event.state === 'cancelled' ? <CancelledNotice event={event} /> : (instead ?? <NextAction {...props} earlyUntil={early} />)}
        {event.state === 'cancelled' ? <Times event={event} /> : <CalledOffSessions sessions={event.calledOff} />}
        {counts.length === 0 ? null : <CountsAs counts={counts} />}
        {others.length === 0 ? null : <OtherDates event={event} others={others} />}
        {event.description ? (
          <>
            <Heading>About this event</Heading>
            <Paragraphs text={event.description} />
          </>
        ) : null}
        {event.state === 'cancelled' ? null : <Programme event={event} />}
        <GettingThere event={event} />
        <div class="muster-folded">
          {prices && ahead ? (
            <Details summary="All prices">
              <ShownPrices list={prices} earlyUntil={event.earlyUntil} own={ownPrices} mixed={isMixed(event)} now={now} />
            </Details>
          ) : null}
          {cancelling.terms && ahead ? (
            <Details summary="If someone cannot come">
              <TermsInWords terms={cancelling.terms} event={event} calendar={cancelling.calendar} now={now} />
            </Details>
          ) : null}
          <Details summary="Who it is for">
            <SummaryList rows={[...whoFor(event), ['Price', booking === 'over' && event.state === 'published' ? priceFrom : undefined]]} />
          </Details>
          <Details summary="Contact" open={booking === 'closed'}>
            <Contact event={event} />
          </Details>
        </div>
        {event.evaluated ? (
          <P>
            <AskedLink event={event} />
          </P>
        ) : null}
      </Page>
    </>
  )
}

const CountsAs = ({ counts }: { counts: readonly CountsTowards[] }) => {
  const { as, not } = saidCounts(counts)
  return (
    <div class="muster-tags">
      Counts as
      <ul>
        {as.map((one) => (
          <li>
            <Tag>{one}</Tag>
          </li>
        ))}
        {not.map((one) => (
          <li>
            <Tag colour="grey">Not {one}</Tag>
          </li>
        ))}
        {as.length + not.length === 0 ? <li>no training</li> : null}
      </ul>
    </div>
  )
}

/** Other dates of its series, of which a school needs one. */
const OtherDates = ({ event, others }: { event: EventDetails; others: readonly OtherDate[] }) => (
  <P>
    Other dates:{' '}
    {others.map((other, index) => (
      <>
        {index > 0 ? ', ' : ''}
        <Link href={`/events/${other.code}`}>{sayLongDay(other.startsAt)}</Link>
      </>
    ))}
    . <Link href={`/series/${event.seriesId}`}>Compare the places left on each date</Link>
  </P>
)

const GettingThere = ({ event }: { event: EventDetails }) => {
  const others = event.otherVenues ?? []
  return (
    <>
      {event.attendanceMode === 'online' ? null : (
        <>
          <Heading>Getting there</Heading>
          {others.length > 0 ? <P>{venueLine(event)}</P> : null}
          <GettingThereWords
            venue={event.venue}
            name={event.venueName}
            line={others.length > 0 ? '' : venueLine(event)}
            address={event.venuePostcode || event.venueAddress}
            heading={others.length > 0 ? event.venueName : ''}
          />
          {others.map((venue) => (
            <GettingThereWords venue={venue} name={venue.name} heading={venue.name} />
          ))}
        </>
      )}
      {event.attendanceMode === 'in_person' ? null : (
        <P>The joining link is sent to those with a place{event.attendanceMode === 'mixed' ? ' online' : ''}.</P>
      )}
    </>
  )
}

const whoFor = (event: EventDetails): Parameters<typeof SummaryList>[0]['rows'] => {
  const audience = audienceWords(event)
  return [
    ['Schools', audience.kinds],
    ['Roles', audience.roles],
    ['Needed before', audience.course],
    [
      'Topic',
      <>
        {event.topicLabel}
        {event.topicAlso.length > 0 ? <span class="muster-also">Also called {listed(event.topicAlso)}</span> : null}
      </>,
    ],
    ['Length', sayMinutes(event.minutes)],
    ['Level', event.level],
    ['Provider', event.provider],
  ]
}

const Contact = ({ event }: { event: EventDetails }) => (
  <P>
    {event.contactName ? (
      <>
        {event.contactName}
        <br />
      </>
    ) : null}
    {event.contactEmail ? (
      <Link href={`mailto:${event.contactEmail}`}>
        <Address email={event.contactEmail} />
      </Link>
    ) : null}
    {event.contactTelephone ? (
      <>
        <br />
        {event.contactTelephone}
      </>
    ) : null}
  </P>
)

const CancelledNotice = ({ event }: { event: EventDetails }) => (
  <Inset>
    <p class="govuk-body govuk-!-font-weight-bold">
      This event is cancelled{event.cancelledAt ? ` (${sayInstant(event.cancelledAt)})` : ''}. Everyone with a place has been sent a
      message.
    </p>
    {event.cancelReason ? <Paragraphs text={event.cancelReason} /> : null}
    <P>
      <Link href="/events">See the other conferences</Link>
    </P>
  </Inset>
)
