import { raw } from 'hono/html'
import { instant, londonDay, sayTime } from '#base/dates.ts'
import { DateBlock, Facts } from '#base/web/page-head.tsx'
import { Link, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { daysOf } from '#calendars/invites/invite.ts'
import { type BookingState, bookingState, eventFor, firstStart, lastEnd, placesLeft, waysTo } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import type { CardEvent } from '#events/events/list-scope.ts'
import { quoteNext } from '#events/events/own-price.ts'
import { attendanceWords, BookingTag } from '#events/events/views/words.tsx'
import { priceGroundOn } from '#money/payers/payer.ts'
import { isEarly, type PriceList } from '#money/prices/price.ts'
import { sayOwnPrice, sayPriceFrom } from '#money/prices/shown-price.ts'
import type { ListReader } from '../own-places.ts'

type Held = Pick<CardEvent, 'attendanceMode' | 'venueName' | 'venuePostcode' | 'sessions'>

/** `Alderwick Guildhall, AK1 2PQ`, and where else its sessions are, without addresses. */
export const shortVenue = ({ attendanceMode, venueName, venuePostcode, sessions }: Held): string => {
  const own = [venueName, venuePostcode].filter(Boolean).join(', ')
  const venues = sessions.length === 0 ? [own] : [...new Set(sessions.map((session) => session.venueName || own))]
  const venue = venues.join('; ')
  return attendanceMode === 'online' ? 'Online' : attendanceMode === 'mixed' ? `${venue}, or online` : venue
}

/** Beside the day it begins: `9:30am to 4pm`, `2 days, from 9:30am`. */
export const sayHours = (event: Pick<Held, 'sessions'>): string => {
  const days = daysOf(event.sessions).length
  const [start, end] = [firstStart(event), lastEnd(event)]
  if (!start || !end) return ''
  return days > 1 ? `${counted(days, 'day')}, from ${sayTime(start)}` : `${sayTime(start)} to ${sayTime(end)}`
}

/** `40 places left`, `27 in the room and 50 online left` */
const sayLeft = (event: CardEvent): string => {
  const ways = waysTo(event).map((way) => [way, placesLeft(eventFor(event, way))] as const)
  return `${ways.map(([way, n]) => (way === null ? counted(n, 'place') : `${n} ${attendanceWords[way]}`)).join(' and ')} left`
}

/** `Training: Online safety`, without what its title or topic says anyway. */
const sayTopic = ({ title, topicLabel, purpose }: CardEvent): string => {
  const says = (text: string, words: string) => text.toLowerCase().includes(words.toLowerCase())
  const kind = purposeWords[purpose]
  return says(title, topicLabel) ? kind : says(topicLabel, kind) ? topicLabel : `${kind}: ${topicLabel}`
}

/** What its reader's only school pays, or from how much anyone. */
const sayPrice = (event: CardEvent, list: PriceList | undefined, reader: ListReader | undefined, now: Date): string => {
  const ground = priceGroundOn(reader?.grounds ?? [], londonDay(firstStart(event) ?? now))
  if (!list || !ground) return sayPriceFrom(list, event.earlyUntil, now)
  const freeUsed = reader?.own[event.id]?.free ?? 0
  const quotes = quoteNext(list, ground, { earlyUntil: event.earlyUntil, asOf: instant(now), freeUsed })
  return quotes ? sayOwnPrice(quotes) : ''
}

type EventCardProps = {
  event: CardEvent
  prices: readonly PriceList[]
  now: Date
  heading?: 'h2' | 'h3'
  /** Nothing of their own is said without it. */
  reader?: ListReader
}

// The card last rendered, and what it was rendered from.
const cards = new WeakMap<CardEvent, { of: string; list: PriceList | undefined; html: string }>()

export const EventCard = ({ event, prices, now, heading = 'h3', reader }: EventCardProps) => {
  const state = bookingState(event, event.taken, now)
  const list = prices.find(({ id }) => id === event.priceId)
  const booked = reader?.own[event.id]?.booked ?? 0
  const own = reader?.grounds.length ? sayPrice(event, list, reader, now) : ''
  const of = [heading, state, isEarly(event.earlyUntil, instant(now)), booked, own].join(' ')
  const known = cards.get(event)
  if (known?.of === of && known.list === list) return raw(known.html)
  const price = own || sayPriceFrom(list, event.earlyUntil, now)
  const html = String(<Card event={event} heading={heading} state={state} price={price} booked={booked} />)
  cards.set(event, { of, list, html })
  return raw(html)
}

type CardProps = Required<Pick<EventCardProps, 'event' | 'heading'>> & { state: BookingState; price: string; booked: number }

const Card = ({ event, heading: Heading, state, price, booked }: CardProps) => {
  const start = firstStart(event)
  return (
    <li class="muster-event">
      {start ? <DateBlock day={londonDay(start)} /> : null}
      <div class="muster-event__what">
        <div class="muster-event__title">
          <Heading class="govuk-heading-s">
            <a class="govuk-link muster-break" href={`/events/${event.code}`}>
              {event.title}
            </a>
          </Heading>
          <Tag colour="grey">{sayTopic(event)}</Tag>
          {event.seriesId === null ? null : (
            <Link href={`/series/${event.seriesId}`}>
              Held on several dates<VisuallyHidden>: {event.title}</VisuallyHidden>
            </Link>
          )}
        </div>
        <Facts facts={[sayHours(event), shortVenue(event)]} />
      </div>
      <div class="muster-event__places">
        {booked > 0 ? <Tag colour="blue">{`You ${state === 'over' ? '' : 'have '}booked ${booked}`}</Tag> : null}
        {state === 'open' ? <Tag colour="green">{sayLeft(event)}</Tag> : <BookingTag state={state} />}
        {event.state === 'cancelled' || state === 'over' ? null : <span>{price}</span>}
      </div>
    </li>
  )
}
