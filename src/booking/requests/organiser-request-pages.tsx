import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { requestsOfEvent } from './request-store.ts'
import { EventRequestsPage } from './views/organiser-requests.tsx'

/** An event's requests that wait for somebody to be confirmed. Mounted at /organiser. */
export const organiserRequestPages = new Hono<AppEnv>().get('/events/:code/requests', async (c) => {
  const found = await requestsOfEvent(c.env.DB, c.req.param('code'))
  if (!found) throw notFound('event')
  return c.render(<EventRequestsPage {...found} />, {
    title: 'Requests of people not confirmed yet',
    back: { href: `/organiser/events/${found.event.code}/bookings`, text: 'All bookings of the event' },
  })
})
