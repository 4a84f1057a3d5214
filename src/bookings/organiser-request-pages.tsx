import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { only } from '../web/guard.ts'
import { requestsOfEvent } from './request-store.ts'
import { EventRequestsPage } from './views/organiser-requests.tsx'

/** What waits at an event until somebody is confirmed. Mounted at /organiser. */
export const organiserRequestPages = new Hono<AppEnv>().get('/events/:code/requests', only('organiser', 'administrator'), async (c) => {
  const found = await requestsOfEvent(c.env.DB, c.req.param('code'))
  if (!found) throw notFound('event')
  return c.render(<EventRequestsPage {...found} />, {
    title: 'Requests of people not confirmed yet',
    back: { href: `/organiser/events/${found.event.code}/bookings`, text: 'All bookings of the event' },
  })
})
