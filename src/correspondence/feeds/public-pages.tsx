import { type Context, Hono } from 'hono'
import { nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readToken } from '#booking/needs/forms.ts'
import type { OwnPlace } from '#booking/needs/own-place.ts'
import { readOwnPlace } from '#booking/needs/store.ts'
import { NoPlacePage } from '#booking/needs/views/own-place.tsx'
import { joinTokenOf } from '#calendars/invites/ticket.ts'
import { calendarText } from './calendar.ts'
import { endFeed } from './end-feed.ts'
import { type CalendarEntry, type FeedOf, ownEntry, placeOf, publicEntries } from './feed.ts'
import { readLinkFeed } from './feed-store.ts'
import { readSeen } from './forms.ts'
import { makeFeed } from './make-feed.ts'
import { readEntriesOfPlace, readPublishedEvent } from './store.ts'
import { EventCalendarPage } from './views/add.tsx'
import { ChangedPage, ConfirmPage, MadePage, PlaceCalendarPage } from './views/feeds.tsx'

type C = Context<AppEnv>

export const downloaded = (c: C, entries: readonly CalendarEntry[]): Response =>
  c.body(calendarText(entries), 200, {
    'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
    'content-disposition': 'attachment; filename="calendar.ics"',
  })

const ahead = (entries: readonly CalendarEntry[], now: Date): CalendarEntry[] => entries.filter((entry) => entry.endsAt > instant(now))

const eventOf = async (c: C) => {
  const { act } = c.var
  const event = await readPublishedEvent(act.db, c.req.param('code') ?? '')
  const entries = event ? ahead(publicEntries(placeOf(act), event), act.now) : []
  if (!event || entries.length === 0) throw notFound('event to come')
  return { event, entries }
}

/** An event for anybody's calendar. Mounted at the root. */
export const publicCalendarPages = new Hono<AppEnv>()
  .get('/events/:code/calendar', async (c) => {
    const { event, entries } = await eventOf(c)
    const at = `/events/${event.code}`
    return c.render(
      <EventCalendarPage title={event.title} entries={entries} file={`${at}/calendar.ics`} feed={`${c.var.act.baseUrl}/events.ics`} />,
      { title: `Add to your calendar: ${event.title}`, back: { href: at, text: 'The event' } },
    )
  })
  .get('/events/:code/calendar.ics', async (c) => downloaded(c, (await eventOf(c)).entries))

/** Answers with the place of the address's link; says so when there is none. */
const withPlace = async (c: C, answer: (own: OwnPlace, at: string) => Response | Promise<Response>) => {
  const token = readToken(c.req.param('token'))
  const link = token ? await readOwnPlace(c.var.act, await sha256(token)) : ({ state: 'unknown' } as const)
  return token && link.state === 'live' ? answer(link.own, `/place/${token}/calendar`) : showNoPlace(c, link.state === 'ended')
}

const showNoPlace = (c: C, ended: boolean) => {
  c.status(ended ? 410 : 404)
  return c.render(<NoPlacePage ended={ended} />, { title: ended ? 'This link has ended' : 'This link does not work' })
}

/** The link alone says who this is, whatever account is signed in. */
const ownAct = (c: C) => ({ ...c.var.act, actor: nobody })

const feedOf = (own: OwnPlace): FeedOf => ({
  kind: 'person',
  personId: own.personId,
  link: { placeId: own.placeId, schoolId: own.schoolId },
})

const entriesOf = async (c: C, own: OwnPlace): Promise<CalendarEntry[]> => {
  const { act } = c.var
  const [entries, token] = await Promise.all([
    readEntriesOfPlace(act.db, own.placeId, own.personId),
    joinTokenOf(c.req.param('token') ?? ''),
  ])
  return entries.map((entry) => ownEntry(placeOf(act), entry, `${act.baseUrl}/join/${token}`))
}

const showChanged = (c: C, back: string) => {
  c.status(409)
  return c.render(<ChangedPage back={back} />, { title: 'Nothing was done' })
}

const confirm = (what: 'new' | 'end') => (c: C) =>
  withPlace(c, async (own, at) => {
    const feed = await readLinkFeed(c.var.act.db, own.personId, own.schoolId)
    if (!feed) return c.redirect(at, 303)
    return c.render(<ConfirmPage at={`${at}/feed`} seen={feed.id} what={what} back={at} />, {
      title: what === 'new' ? 'Make a new address' : 'End the address',
      back: { href: at, text: 'Your calendar' },
    })
  })

/** A delegate's own calendar, by the link in their invitation. Mounted at /place. */
export const publicPlaceCalendarPages = new Hono<AppEnv>()
  .get('/:token/calendar', (c) =>
    withPlace(c, async (own, at) => {
      const [entries, feed] = await Promise.all([entriesOf(c, own), readLinkFeed(c.var.act.db, own.personId, own.schoolId)])
      return c.render(
        <PlaceCalendarPage title={own.event.title} school={own.school.name} entries={entries} at={at} feed={feed ?? undefined} />,
        {
          title: 'Your calendar',
          back: { href: at.replace(/\/calendar$/, ''), text: 'Your place' },
        },
      )
    }),
  )
  .get('/:token/calendar.ics', (c) =>
    withPlace(c, async (own) => {
      const entries = await entriesOf(c, own)
      if (entries.length === 0) throw notFound('calendar entry')
      return downloaded(c, entries)
    }),
  )
  .post('/:token/calendar/feed', (c) =>
    withPlace(c, async (own, at) => {
      const made = await makeFeed(ownAct(c), feedOf(own), readSeen(await c.req.parseBody()))
      if (!made.ok) return showChanged(c, at)
      return c.render(
        <MadePage address={`${c.var.act.baseUrl}/feeds/${made.value.token}.ics`} back={{ href: at, text: 'Your calendar' }} />,
        { title: 'The address of your calendar' },
      )
    }),
  )
  .get('/:token/calendar/feed/new', confirm('new'))
  .get('/:token/calendar/feed/end', confirm('end'))
  .post('/:token/calendar/feed/end', (c) =>
    withPlace(c, async (own, at) => {
      const ended = await endFeed(ownAct(c), feedOf(own), readSeen(await c.req.parseBody()))
      if (!ended.ok) return showChanged(c, at)
      flash(c, 'The address has ended')
      return c.redirect(at, 303)
    }),
  )
