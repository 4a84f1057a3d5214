import { sayInstant, sayLongDay } from '#base/dates.ts'
import { Address, Caption, Heading, Inset, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { type BookingState, type EventDetails, isMixed } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import { type CountsTowards, sayCountsTowards } from '#events/events/requirement.ts'
import { BookingTag, kindWords, sayMinutes, venueLine } from '#events/events/views/words.tsx'
import { Times } from '#events/events/views/workshops.tsx'
import { GettingThereWords } from '#events/venues/views/venues.tsx'
import type { PriceList } from '#money/prices/price.ts'
import { sayPlacePrice } from '#money/prices/shown-price.ts'
import { type OwnPrice, ShownPrices } from '#money/prices/views/shown-prices.tsx'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import type { OtherDate, Own } from '../own-places.ts'
import { NextAction } from './next-action.tsx'
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

export const audienceWords = (event: EventDetails): { kinds: string; roles: string } => ({
  kinds: event.audience.kinds.length > 0 ? listed(event.audience.kinds.map((kind) => kindWords[kind])) : 'Every kind of school',
  roles: event.audience.roles.length > 0 ? listed(event.audience.roles.map((role) => role.label)) : 'Every role',
})

/** Before the event; also on the page of a place. */
export const AskedLink = ({ event }: { event: Pick<EventDetails, 'code'> }) => (
  <>
    We ask what it was worth, without names. <Link href={`/events/${event.code}/evaluation`}>See what is asked, and whom</Link>
  </>
)

/** An event's public page. `booking`: what a school that wants to book meets now. */
export const EventPage = ({
  event,
  booking,
  own,
  requests,
  councilName,
  others,
  cancelling,
  prices,
  counts,
  ownPrices,
  now,
}: Own & {
  event: EventDetails
  booking: BookingState
  councilName: string
  others: readonly OtherDate[]
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  ownPrices: readonly OwnPrice[]
  now: Date
}) => {
  const audience = audienceWords(event)
  return (
    <>
      <Caption>{purposeWords[event.purpose]}</Caption>
      <h1 class="govuk-heading-l muster-break">{event.title}</h1>
      <P>
        <BookingTag state={booking} />
      </P>
      <div class="govuk-grid-row">
        {event.state === 'cancelled' ? null : (
          <div class="govuk-grid-column-one-third muster-aside">
            <section class="muster-next" aria-labelledby="booking">
              <Heading id="booking">Booking</Heading>
              <NextAction event={event} booking={booking} own={own} requests={requests} councilName={councilName} />
              {booking === 'over' ? null : (
                <p class="govuk-body-s govuk-!-margin-bottom-0">
                  {event.placesPerSchool === null
                    ? 'There is no limit for each school.'
                    : `Each school can have ${counted(event.placesPerSchool, 'place')}.`}
                  {event.rules.placesPerTrust === null
                    ? null
                    : ` The schools of one trust can have ${counted(event.rules.placesPerTrust, 'place')} together.`}
                  {event.rules.approval ? ' An organiser decides on each booking before it has a place.' : null}
                </p>
              )}
            </section>
          </div>
        )}
        <div class="govuk-grid-column-two-thirds">
          {event.state === 'cancelled' ? <CancelledNotice event={event} /> : null}
          <SummaryList
            rows={[
              [
                'When',
                <>
                  <Times event={event} inShort={event.state !== 'cancelled'} />
                  {event.state === 'published' && booking !== 'over' ? (
                    <div>
                      <Link href={`/events/${event.code}/calendar`}>Add to your calendar</Link>
                    </div>
                  ) : null}
                </>,
              ],
              [
                'Other dates',
                others.length === 0 ? undefined : (
                  <>
                    <ul class="govuk-list govuk-!-margin-bottom-2">
                      {others.map((other) => (
                        <li>
                          <Link href={`/events/${other.code}`}>{sayLongDay(other.startsAt)}</Link>
                        </li>
                      ))}
                    </ul>
                    <Link href={`/series/${event.seriesId}`}>Compare the places left on each date</Link>
                  </>
                ),
              ],
              [
                'Where',
                <>
                  {venueLine(event)}
                  <GettingThereWords
                    venue={event.venue}
                    name={event.venueName}
                    heading={event.otherVenues?.length ? event.venueName : ''}
                  />
                  {(event.otherVenues ?? []).map((venue) => (
                    <GettingThereWords venue={venue} name={venue.name} heading={venue.name} />
                  ))}
                </>,
              ],
              [
                'Joining',
                event.attendanceMode === 'in_person'
                  ? undefined
                  : `The joining link is sent to those with a place${event.attendanceMode === 'mixed' ? ' online' : ''}.`,
              ],
              [
                'Topic',
                <>
                  {event.topicLabel}
                  {event.topicAlso.length > 0 ? <span class="muster-also">Also called {listed(event.topicAlso)}</span> : null}
                </>,
              ],
              ['Counts towards', sayCountsTowards(counts)],
              ['Price', event.state === 'cancelled' ? undefined : sayPlacePrice(prices, event.earlyUntil, now)],
              ['Length', sayMinutes(event.minutes)],
              ['Level', event.level],
              ['Provider', event.provider],
              ['Schools', audience.kinds],
              ['Roles', audience.roles],
              ['Afterwards', event.evaluated ? <AskedLink event={event} /> : undefined],
              [
                'Contact',
                <>
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
                </>,
              ],
            ]}
          />
          {event.description ? (
            <>
              <Heading>About this event</Heading>
              <Paragraphs text={event.description} />
            </>
          ) : null}
          {event.state === 'cancelled' ? null : <Programme event={event} />}
          {prices && event.state === 'published' && booking !== 'over' ? (
            <ShownPrices list={prices} earlyUntil={event.earlyUntil} own={ownPrices} mixed={isMixed(event)} now={now} />
          ) : null}
          {cancelling.terms && event.state === 'published' && booking !== 'over' ? (
            <>
              <Heading>If someone cannot come</Heading>
              <TermsInWords terms={cancelling.terms} event={event} calendar={cancelling.calendar} now={now} />
            </>
          ) : null}
        </div>
      </div>
    </>
  )
}

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
