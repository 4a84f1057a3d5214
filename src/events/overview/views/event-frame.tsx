import { londonDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { PageHead, sayCountdown } from '#base/web/page-head.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { bookingState, dayOf } from '#events/events/event.ts'
import { Filled } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import { sayHours, shortVenue } from '#events/finding/views/event-card.tsx'
import type { EventHead, TabLink } from '../event-tab.ts'

const Links = ({ name, links, small = false }: { name: string; links: readonly TabLink[]; small?: boolean }) =>
  links.length === 0 ? null : (
    <nav class={`muster-shelves muster-no-print${small ? ' muster-shelves--small' : ''}`} aria-label={name}>
      <ul>
        {links.map(({ href, text, current }) => (
          <li>
            <a class="govuk-link govuk-link--no-visited-state" href={href} aria-current={current}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )

type EventFrameProps = {
  head: EventHead
  isOverview: boolean
  tabs: readonly TabLink[]
  /** Of the tab that is open. */
  pages: readonly TabLink[]
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
      <Links name="Pages of the event" links={tabs} />
      <Links name="Pages of this tab" links={pages} small />
    </div>
  )
}
