// The head of an event and its tabs, above every page of it.

import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Read, readNow } from '#base/db/read.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { askedOf } from '#base/web/press.tsx'
import { routeOf } from '#base/web/route.ts'
import { type EventHead, linksFor, tabOf } from '#events/overview/event-tab.ts'
import { selectEventHead } from '#events/overview/head-store.ts'
import { EventFrame } from '#events/overview/views/event-frame.tsx'

/** What follows the event in the pattern of a page that has a tab. */
const belowOf = (c: Context<AppEnv>): string | undefined => {
  const [pattern, below = ''] = /^\w+ \/organiser\/events\/:code(?:\/(.+))?$/.exec(routeOf(c)) ?? []
  return pattern && tabOf(below) ? below : undefined
}

/** What the head needs, for the trip that finds out who asks. */
export const eventFrameRead = (c: Context<AppEnv>): Read<EventHead | undefined> | undefined => {
  const { db, part, now } = askedOf(c)
  return belowOf(c) === undefined ? undefined : selectEventHead(db, part('code'), now)
}

export const frameEvent = createMiddleware<AppEnv>(async (c, next) => {
  const [below, read] = [belowOf(c), eventFrameRead(c)]
  const head = read && (await readNow(c.env.DB, read))
  if (below !== undefined && head) {
    const { actor, now } = c.var.act
    const { tabs, pages } = linksFor(actor, head.event, below)
    const seesMoney = mayAsk(actor, 'GET /organiser/events/:code/money')
    c.set('frame', {
      shown: <EventFrame head={head} isOverview={below === ''} tabs={tabs} pages={pages} seesMoney={seesMoney} now={now} />,
      leadsTo: ['/organiser/events', `/organiser/events/${head.event.code}`, ...[...tabs, ...pages].map(({ href }) => href)],
    })
  }
  return next()
})
