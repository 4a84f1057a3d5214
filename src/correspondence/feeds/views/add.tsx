import { sayWhen } from '#base/dates.ts'
import { Heading, Link, P, VisuallyHidden } from '#base/web/page-parts.tsx'
import { googleLink, outlookHomeLink, outlookWorkLink } from '../add-links.ts'
import type { CalendarEntry } from '../feed.ts'

type AddToCalendarProps = {
  entries: readonly CalendarEntry[]
  file: string
  heading?: 'h2' | 'h3'
}

/** Download and links for these entries. `file`: the download's address. */
export const AddToCalendar = ({ entries, file, heading: Heading = 'h2' }: AddToCalendarProps) => (
  <>
    <P>
      <a class="govuk-link govuk-!-font-weight-bold" href={file} download="calendar.ics">
        {entries.length === 1 ? 'Download the calendar entry' : `Download all ${entries.length} calendar entries`}
      </a>{' '}
      (.ics): opens in Outlook, Apple Calendar and most others.
    </P>
    {entries.map((entry) => {
      const which = ` for ${entry.title}, ${sayWhen(entry.startsAt, entry.endsAt)}`
      return (
        <section class="govuk-!-margin-bottom-6">
          <Heading class="govuk-heading-s govuk-!-margin-bottom-1 muster-break">{entry.title}</Heading>
          <p class="govuk-body govuk-!-margin-bottom-2">{sayWhen(entry.startsAt, entry.endsAt)}</p>
          <ul class="govuk-list govuk-!-margin-bottom-0">
            {(
              [
                ['Add to Google Calendar', googleLink(entry)],
                ['Add to Outlook at work or school', outlookWorkLink(entry)],
                ['Add to Outlook.com', outlookHomeLink(entry)],
              ] as const
            ).map(([text, href]) => (
              <li>
                <Link href={href} rel="noreferrer">
                  {text}
                  <VisuallyHidden>{which}</VisuallyHidden>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )
    })}
  </>
)

const Links = () => (
  <P>An entry that you add here does not change by itself. If the time or the place changes, take it out and add it again, or subscribe.</P>
)

type EventCalendarProps = {
  entries: readonly CalendarEntry[]
  file: string
  feed: string
}

/** An event for anybody's calendar. `entries` empty: it is over, or there is nothing to add. */
export const EventCalendar = ({ entries, file, feed }: EventCalendarProps) => (
  <>
    <P>This puts the date into your calendar. It does not book a place.</P>
    <AddToCalendar entries={entries} file={file} />
    <Links />
    <Heading>All events</Heading>
    <SubscribeToAll feed={feed} />
  </>
)

export const SubscribeToAll = ({ feed }: { feed: string }) => (
  <P>
    <Link href={feed.replace(/^https?:/, 'webcal:')}>Subscribe to all events</Link>: your calendar then shows each event as it is, new ones
    too. Or give this address to your calendar program:{' '}
    <a class="govuk-link muster-break" href={feed}>
      {feed}
    </a>
  </P>
)

type BookingCalendarProps = {
  reference: string
  entries: readonly CalendarEntry[]
  file: string
  /** The reader acts for the school, and so can subscribe to its places. */
  school: boolean
}

/** A booking for its contact's calendar: how many places, and nobody's name. */
export const BookingCalendar = ({ reference, entries, file, school }: BookingCalendarProps) => (
  <>
    {entries.length === 0 ? (
      <P>Booking {reference} has no place that is certain and to come, so there is nothing to add yet.</P>
    ) : (
      <>
        <P>
          For the person who looks after the booking: when it is and how many places you have. Names are not in it, because others may see
          your calendar. The people who are coming have invitations of their own.
        </P>
        <AddToCalendar entries={entries} file={file} />
        <Links />
      </>
    )}
    {school ? (
      <P>
        <Link href="/account/calendar">Subscribe to all places of your school</Link>
      </P>
    ) : null}
  </>
)
