import { Hono } from 'hono'
import { sayWhen } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { homeOf } from '#base/web/home.ts'
import { readListAsked } from '#events/editing/forms.ts'
import { bookingState, firstStart, lastEnd } from '#events/events/event.ts'
import { publishedCodes } from '#events/events/list-store.ts'
import { venueLine } from '#events/events/views/words.tsx'
import { findEvents } from './find-events.ts'
import { ownPrices } from './own-places.ts'
import { publicEvent, publicEvents } from './public-store.ts'
import { EventListPage } from './views/event-list.tsx'
import { EventPage } from './views/event-page.tsx'
import { HomePage } from './views/home.tsx'
import { describe, EventHead } from './views/structured-data.tsx'

export const publicEventPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act, council } = c.var
    if (act.actor.accountId !== undefined) return c.redirect(homeOf(act.actor), 303)
    const piece = { limit: 5, offset: 0, signInId: undefined, laCodes: act.laCodes }
    const { events, total, prices } = await publicEvents(act.db, 'upcoming', { terms: [] }, act.now, piece)
    return c.render(<HomePage councilName={council.name} events={events} total={total} prices={prices} now={act.now} />, {
      title: 'Home',
      description: `Safeguarding conferences, training and briefings of ${council.name} for schools: see what is coming up and book places.`,
      head: <link rel="canonical" href={`${act.baseUrl}/`} />,
    })
  })
  .get('/events', async (c) => {
    const { act, council } = c.var
    const { typed, page, pageSize, offset, shelf, narrowed } = readListAsked(c.req.query())
    const past = shelf === 'past'
    const piece = { limit: pageSize, offset, signInId: c.var.signInId, laCodes: act.laCodes }
    const list = await findEvents(act.db, shelf, { q: typed.q, ...narrowed }, act.now, piece)
    return c.render(
      <EventListPage
        {...list}
        page={page}
        pageSize={pageSize}
        past={past}
        ask={typed}
        contact={council.contactTelephone || council.contactEmail}
        url={c.req.url}
        feed={`${act.baseUrl}/events.ics`}
        now={act.now}
      />,
      {
        title: past ? 'Past conferences' : 'Conferences and training',
        description: `Safeguarding conferences, training and briefings of ${council.name}, by month.`,
        head: <link rel="canonical" href={`${act.baseUrl}/events${past ? '?show=past' : ''}`} />,
      },
    )
  })
  .get('/events/:code', async (c) => {
    const { act, council } = c.var
    const details = await publicEvent(act.db, c.req.param('code'), { signInId: c.var.signInId, laCodes: act.laCodes }, act.now)
    if (!details) throw notFound('event')
    const { event, own, requests, others, cancelling, prices, grounds, counts } = details
    const booking = bookingState(event, event.taken, act.now)
    const priced = prices !== undefined && event.state === 'published' && booking !== 'over'
    const ownPriced = priced ? ownPrices(event, prices, own, grounds, act.now) : []
    const start = firstStart(event)
    const end = lastEnd(event)
    return c.render(
      <EventPage
        event={event}
        booking={booking}
        own={own}
        requests={requests}
        councilName={council.name}
        others={others}
        cancelling={cancelling}
        prices={prices}
        counts={counts}
        ownPrices={ownPriced}
        now={act.now}
      />,
      {
        title: event.title,
        back: { href: '/events', text: 'All conferences' },
        description: describe(event, start && end ? sayWhen(start, end) : '', venueLine(event)),
        head: <EventHead event={event} council={council.name} baseUrl={act.baseUrl} />,
      },
    )
  })
  .get('/sitemap.xml', async (c) => {
    const { db, baseUrl } = c.var.act
    const addresses = ['/', '/events', ...(await publishedCodes(db)).map((code) => `/events/${code}`)]
    return c.body(
      `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${addresses
        .map((path) => `<url><loc>${baseUrl}${path}</loc></url>`)
        .join('\n')}\n</urlset>\n`,
      200,
      { 'content-type': 'application/xml; charset=utf-8' },
    )
  })
  .get('/robots.txt', (c) =>
    c.text(
      [
        'User-agent: *',
        ...['/organiser', '/register', '/coverage', '/school', '/bookings', '/account', '/sign-in', '/offers', '/dev'].map(
          (path) => `Disallow: ${path}`,
        ),
        'Disallow: /events/*/book',
        '',
        `Sitemap: ${c.var.act.baseUrl}/sitemap.xml`,
        '',
      ].join('\n'),
    ),
  )
