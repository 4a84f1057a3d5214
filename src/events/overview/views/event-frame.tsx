import { londonDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { PageHead, type ShelfLink, Shelves, sayCountdown } from '#base/web/page-head.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { bookingState, dayOf } from '#events/events/event.ts'
import { Filled } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import { sayHours, shortVenue } from '#events/finding/views/event-card.tsx'
import type { EventHead } from '../event-tab.ts'

type EventFrameProps = {
  head: EventHead
  isOverview: boolean
  tabs: readonly ShelfLink[]
  /** Of the tab that is open. */
  pages: readonly ShelfLink[]
  seesMoney: boolean
  now: Date
}

/** What every page of an event begins with: what it is, how it is, and its other pages. */
export const EventFrame = ({ head, isOverview, tabs, pages, seesMoney, now }: EventFrameProps) => {
  const { event, schools, undelivered, owed, paid } = head
  const at = `/organiser/events/${event.code}`
  const day = dayOf(event)
  return (
    <div class="muster-frame">
      <PageHead
        above={!isOverview}
        day={day}
        title={isOverview ? event.title : <Link href={at}>{event.title}</Link>}
        facts={[
          <BookingTag state={bookingState(event, event.taken, now)} />,
          sayHours(event) || 'No date yet',
          day && sayCountdown(day, londonDay(now)),
          shortVenue(event),
          <>
            <Filled event={event} /> places
          </>,
          counted(schools, 'school'),
          event.waiting > 0 ? <Link href={`${at}/waiting`}>{event.waiting} waiting</Link> : undefined,
          seesMoney && owed > 0 ? `${sayMoney(owed)} owed` : undefined,
          seesMoney && paid > 0 ? `${sayMoney(paid)} paid` : undefined,
          undelivered > 0 ? (
            <Link href={`/organiser/messages?event=${event.code}&state=troubled`}>{counted(undelivered, 'message')} not delivered</Link>
          ) : undefined,
        ]}
      />
      {tabs.length > 0 ? <Shelves label="Pages of the event" links={tabs} /> : null}
      {pages.length > 0 ? <Shelves label="Pages of this tab" links={pages} small /> : null}
    </div>
  )
}
