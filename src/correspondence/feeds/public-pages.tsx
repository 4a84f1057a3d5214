import { type Context, Hono } from 'hono'
import { type Act, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, gone, press } from '#base/web/press.tsx'
import { readToken } from '#booking/needs/forms.ts'
import type { OwnPlace } from '#booking/needs/own-place.ts'
import { readOwnPlace } from '#booking/needs/store.ts'
import { NoPlacePage } from '#booking/needs/views/own-place.tsx'
import { joinTokenOf } from '#calendars/invites/invite-places.ts'
import { calendarText } from './calendar.ts'
import { endFeed } from './end-feed.ts'
import { type CalendarEntry, type FeedOf, type LiveFeed, ownEntry, placeOf, publicEntries } from './feed.ts'
import { readLinkFeed } from './feed-store.ts'
import { readSeen } from './forms.ts'
import { makeFeed } from './make-feed.ts'
import { readEntriesOfPlace, readPublishedEvent } from './store.ts'
import { EventCalendar } from './views/add.tsx'
import { MadePage, PlaceCalendar } from './views/feeds.tsx'

type C = Context<AppEnv>

export const downloaded = (c: C, entries: readonly CalendarEntry[]): Response =>
  c.body(calendarText(entries), 200, {
    'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
    'content-disposition': 'attachment; filename="calendar.ics"',
  })

/** Whose feed an address names, and what there is of it. `said`: whose places, read out alone. */
type Found = { act: Act; of: FeedOf; feed: LiveFeed | undefined }
type Shown = { feed?: LiveFeed | undefined; said?: string }

const refused = {
  changed: 'The address was made or ended on another page, or this form was sent twice. The address that was shown last still works.',
  may_not: gone,
} as const

/**
 * Making, renewing and ending the address of a feed: the forms, and the pages that ask before.
 * @param find a `Response`: there is none @param back to the page that shows it
 */
export const feedPages = (
  at: string,
  find: (c: C) => Promise<Found | Response>,
  back: (asked: Asked) => { href: string; text: string },
) => {
  const common = { hidden: ({ feed }: Shown) => ({ seen: feed?.id ?? '' }), refused, to: (asked: Asked) => back(asked).href }

  const make = press({
    at,
    ...common,
    button: ({ feed, said }) =>
      feed
        ? [{ text: 'End the old address and make a new one', kind: 'warning' }]
        : [{ text: 'Make an address', of: `for ${said}`, kind: 'secondary' }],
    act: async (_, __, { c, body }) => {
      const subject = await find(c)
      if (subject instanceof Response) return subject
      const result = await makeFeed(subject.act, subject.of, readSeen(body))
      if (!result.ok) return result
      // Neither an address nor a cookie may carry the secret, so the form's response shows it.
      c.header('cache-control', 'private, no-store')
      const address = `${subject.act.baseUrl}/feeds/${result.value.token}.ics`
      return c.render(<MadePage address={address} back={back(askedOf(c))} />, { title: 'The address of your calendar' })
    },
  })

  const end = press({
    at: `${at}/end`,
    ...common,
    button: [{ text: 'End the address', kind: 'warning' }],
    act: async (_, __, { c, body }) => {
      const subject = await find(c)
      return subject instanceof Response ? subject : endFeed(subject.act, subject.of, readSeen(body))
    },
    done: 'The address has ended',
  })

  const asking = (what: 'new' | 'end') =>
    page({
      at: `${at}/${what}`,
      also: async (_, __, asked) => {
        const subject = await find(asked.c)
        if (subject instanceof Response) return subject
        return subject.feed ? { feed: subject.feed, back: back(asked) } : asked.c.redirect(back(asked).href, 303)
      },
      title: what === 'new' ? 'Make a new address' : 'End the address',
      heading: what === 'new' ? 'Make a new address?' : 'End the address?',
      back: (shown) => shown.back,
      presses: { make, end },
      show: (shown, forms) => (
        <>
          <P>
            Every calendar that reads the address there is now will find nothing any more
            {what === 'new' ? ', until you give it the new one' : ''}. Nothing else changes.
          </P>
          {what === 'new' ? forms.make(shown) : forms.end(shown)}
          <P>
            <Link href={shown.back.href}>Leave it as it is</Link>
          </P>
        </>
      ),
    })

  return { make, end, renewing: asking('new'), ending: asking('end') }
}

const ahead = (entries: readonly CalendarEntry[], now: Date): CalendarEntry[] => entries.filter((entry) => entry.endsAt > instant(now))

const eventOf = async (c: C) => {
  const { act } = c.var
  const event = await readPublishedEvent(act.db, c.req.param('code') ?? '')
  const entries = event ? ahead(publicEntries(placeOf(act), event), act.now) : []
  if (!event || entries.length === 0) throw notFound('event to come')
  return { event, entries }
}

const ofEvent = page({
  at: '/events/:code/calendar',
  also: (_, __, { c }) => eventOf(c),
  title: ({ event }) => `Add to your calendar: ${event.title}`,
  heading: 'Add to your calendar',
  caption: ({ event }) => event.title,
  back: ({ event }) => ({ href: `/events/${event.code}`, text: 'The event' }),
  show: ({ event, entries }, _, { act }) => (
    <EventCalendar entries={entries} file={`/events/${event.code}/calendar.ics`} feed={`${act.baseUrl}/events.ics`} />
  ),
})

/** An event for anybody's calendar. Mounted at the root. */
export const publicCalendarPages = withPages(new Hono<AppEnv>(), ofEvent).get('/events/:code/calendar.ics', async (c) =>
  downloaded(c, (await eventOf(c)).entries),
)

/** The place of the address's link, or that there is none. */
const findPlace = async (c: C): Promise<OwnPlace | Response> => {
  const token = readToken(c.req.param('token'))
  const link = token ? await readOwnPlace(c.var.act, await sha256(token)) : ({ state: 'unknown' } as const)
  if (link.state === 'live') return link.own
  const ended = link.state === 'ended'
  c.status(ended ? 410 : 404)
  return c.render(<NoPlacePage ended={ended} />, { title: ended ? 'This link has ended' : 'This link does not work' })
}

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

const { make, end, ...asking } = feedPages(
  '/:token/calendar/feed',
  // The link alone says who this is, whatever account is signed in.
  async (c) => {
    const place = await findPlace(c)
    if (place instanceof Response) return place
    const feed = await readLinkFeed(c.env.DB, place.personId, place.schoolId)
    return { act: { ...c.var.act, actor: nobody }, of: feedOf(place), feed: feed ?? undefined }
  },
  ({ part }) => ({ href: `/place/${part('token')}/calendar`, text: 'Your calendar' }),
)

const ofPlace = page({
  at: '/:token/calendar',
  also: async ({ db }, _, { c }) => {
    const place = await findPlace(c)
    if (place instanceof Response) return place
    const [entries, feed] = await Promise.all([entriesOf(c, place), readLinkFeed(db, place.personId, place.schoolId)])
    return { place, entries, feed: feed ?? undefined, at: `/place/${c.req.param('token')}` }
  },
  title: 'Your calendar',
  caption: ({ place }) => place.event.title,
  back: ({ at }) => ({ href: at, text: 'Your place' }),
  presses: { make, end },
  show: ({ place, at, ...shown }, forms) => (
    <PlaceCalendar {...shown} school={place.school.name} at={`${at}/calendar`} make={(of) => forms.make({ said: of })} />
  ),
})

/** A delegate's own calendar, by the link in their invitation. Mounted at /place. */
export const publicPlaceCalendarPages = withPages(new Hono<AppEnv>(), ofPlace, asking.renewing, asking.ending).get(
  '/:token/calendar.ics',
  async (c) => {
    const place = await findPlace(c)
    if (place instanceof Response) return place
    const entries = await entriesOf(c, place)
    if (entries.length === 0) throw notFound('calendar entry')
    return downloaded(c, entries)
  },
)
