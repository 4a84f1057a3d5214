import { Link } from '#base/web/page-parts.tsx'
import type { EventDetails } from '../event.ts'

/** Links to an event's messages, and to the telephone list. */
export const MessageLinks = ({ event }: { event: EventDetails }) => (
  <ul class="govuk-list govuk-!-margin-bottom-0">
    <li>
      <Link href={`/organiser/messages?event=${event.code}`}>Messages about this event</Link>
    </li>
    <li>
      <Link href={`/organiser/sendings?event=${event.code}`}>Messages that went to a group</Link>
    </li>
    <li>
      <Link href={`/organiser/mailings/new?of=event&event=${event.code}`}>
        Write to those coming, their contacts, those who wait or were absent
      </Link>
    </li>
    <li>
      <Link href={`/organiser/events/${event.code}/ring-list`}>Telephone list</Link>
    </li>
  </ul>
)
