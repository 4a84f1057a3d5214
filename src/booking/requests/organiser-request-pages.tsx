import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { selectRequestsOfEvent } from './request-store.ts'
import { EventRequests } from './views/organiser-requests.tsx'

const requests = page({
  at: '/events/:code/requests',
  read: ({ db, part }) => selectRequestsOfEvent(db, part('code')),
  title: 'Requests of people not confirmed yet',
  back: ({ event }) => ({ href: `/organiser/events/${event.code}/bookings`, text: 'All bookings of the event' }),
  wide: true,
  show: (found) => <EventRequests {...found} />,
})

/** An event's requests that wait for somebody to be confirmed. Mounted at /organiser. */
export const organiserRequestPages = withPages(new Hono<AppEnv>(), requests)
