import { Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { EventDetails } from '../event.ts'

/** An act on an event that was refused, and why. */
export const NotDonePage = ({ event, heading, why }: { event: Pick<EventDetails, 'code'>; heading: string; why: string }) => (
  <Page>
    <Title>{heading}</Title>
    <P>{why}.</P>
    <P>
      <Link href={`/organiser/events/${event.code}`}>Go to the event</Link>
    </P>
  </Page>
)
