import { type Context, Hono } from 'hono'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { calendarText } from './calendar.ts'
import { type Asked, datedAs, httpDate, isUnchanged } from './condition.ts'
import { type CalendarEntry, lookEvery, ownEntry, type Place, placeOf, publicEntries, schoolEntries, trainerEntry } from './feed.ts'
import { eventsIn, givenIn, ownEntriesIn, readFeed, readPublicFeed, schoolEventsIn } from './store.ts'

type C = Context<AppEnv>

/** Raise it when rendering changes, so that calendar programs read the same rows again. */
const rendering = 3

type Feed = {
  name: string
  file: string
  rows: string
  changedAt: string | undefined
  cache: string
  entries: (place: Place) => CalendarEntry[]
}

/** Sends the feed, or 304 before rendering anything. */
const answer = async (c: C, feed: Feed, now: Date): Promise<Response> => {
  const place = placeOf({ baseUrl: c.env.BASE_URL ?? new URL(c.req.url).origin, mailFrom: c.env.MAIL_FROM })
  const etag = `"${(await sha256(JSON.stringify([rendering, place, feed.name, feed.rows]))).slice(0, 32)}"`
  const lastModified = datedAs(feed.changedAt, now)
  const headers = {
    etag,
    ...(lastModified ? { 'last-modified': httpDate(lastModified) } : {}),
    'cache-control': feed.cache,
  }
  const asked: Asked = { ifNoneMatch: c.req.header('if-none-match'), ifModifiedSince: c.req.header('if-modified-since') }
  if (isUnchanged(asked, { etag, lastModified })) return c.body(null, 304, headers)
  return c.body(calendarText(feed.entries(place), { name: feed.name, lookEvery }), 200, {
    ...headers,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `inline; filename="${feed.file}"`,
  })
}

/** An empty answer for an address that never led anywhere, or no longer does. */
const nothing = (c: C, status: 404 | 410): Response =>
  c.body(null, status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' })

const secret = { file: 'calendar.ics', cache: 'private, no-cache' }

/** Mounted before anything reads who asks: a poll is one statement, changed or not. */
export const feedApi = new Hono<AppEnv>()
  .get('/events.ics', async (c) => {
    const now = new Date()
    const { rows, changedAt } = await readPublicFeed(c.env.DB, now)
    return answer(
      c,
      {
        name: 'Safeguarding events',
        file: 'events.ics',
        cache: 'public, max-age=300',
        rows,
        changedAt,
        entries: (place) => eventsIn(rows).flatMap((event) => publicEntries(place, event)),
      },
      now,
    )
  })
  .get('/feeds/:file{[\\w-]{43}\\.ics}', async (c) => {
    const now = new Date()
    const feed = await readFeed(c.env.DB, await sha256(c.req.param('file').slice(0, -'.ics'.length)), now)
    if (feed.state !== 'live') return nothing(c, feed.state === 'ended' ? 410 : 404)
    const { rows, changedAt } = feed
    return answer(
      c,
      feed.kind === 'person'
        ? {
            ...secret,
            name: 'Safeguarding training',
            rows,
            changedAt,
            entries: (place) => ownEntriesIn(rows).map((entry) => ownEntry(place, entry)),
          }
        : feed.kind === 'trainer'
          ? {
              ...secret,
              name: `Given by ${feed.trainer}`,
              rows,
              changedAt,
              entries: (place) => givenIn(rows).map((given) => trainerEntry(place, given)),
            }
          : {
              ...secret,
              name: `Safeguarding training: ${feed.school.name}`,
              rows,
              changedAt,
              entries: (place) => schoolEventsIn(rows).flatMap((event) => schoolEntries(place, event, feed.school)),
            },
      now,
    )
  })
  .all('/feeds/*', (c) => nothing(c, 404))
