import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { endFeed } from './end-feed.ts'
import { bookingEntries, type FeedOf, type LiveFeed, placeOf } from './feed.ts'
import { readOwnFeeds } from './feed-store.ts'
import { readSeen } from './forms.ts'
import { makeFeed } from './make-feed.ts'
import { downloaded } from './public-pages.tsx'
import { readPublishedEvent } from './store.ts'
import { BookingCalendarPage } from './views/add.tsx'
import { AccountCalendarPage, ChangedPage, ConfirmPage, MadePage } from './views/feeds.tsx'

type C = Context<AppEnv>

/** A booking the reader may see, with its confirmed future places. */
const bookingOf = async (c: C) => {
  const { act } = c.var
  const found = await readBooking(act, c.req.param('reference') ?? '')
  if (!found) throw notFound('booking')
  const { booking, event } = found
  const certain = placesThat(booking, instant(act.now), 'confirmed', 'unnamed').length
  const shown = certain > 0 ? await readPublishedEvent(act.db, event.code) : undefined
  const entries = shown ? bookingEntries(placeOf(act), shown, booking, certain).filter((entry) => entry.endsAt > instant(act.now)) : []
  return { booking, event, entries }
}

const own = '/account/calendar'

/** Whose feed the form is about: the reader's, or a school's they act for; else 404. */
const feedOf = (c: C): FeedOf => {
  const { actor } = c.var.act
  const of = c.req.param('of') ?? ''
  if (of === 'own' && actor.personId && !actor.shared) return { kind: 'person', personId: actor.personId }
  if (actsFor(actor, of)) return { kind: 'school', schoolId: of }
  throw notFound('calendar')
}

const liveOf = async (c: C, of: FeedOf): Promise<LiveFeed | undefined> => {
  const feeds = await readOwnFeeds(c.var.act)
  return of.kind === 'person' ? feeds.person : feeds.schools.find(({ id }) => id === of.schoolId)?.feed
}

const showChanged = (c: C) => {
  c.status(409)
  return c.render(<ChangedPage back={own} />, { title: 'Nothing was done' })
}

const confirm = (what: 'new' | 'end') => async (c: C) => {
  const feed = await liveOf(c, feedOf(c))
  if (!feed) return c.redirect(own, 303)
  return c.render(<ConfirmPage at={`${own}/${c.req.param('of')}`} seen={feed.id} what={what} back={own} />, {
    title: what === 'new' ? 'Make a new address' : 'End the address',
    back: { href: own, text: 'Calendars to subscribe to' },
  })
}

/** A booking for the contact's calendar, and an account's feeds. Mounted at the root. */
export const schoolCalendarPages = new Hono<AppEnv>()
  .get('/bookings/:reference/calendar', async (c) => {
    const { booking, event, entries } = await bookingOf(c)
    const at = `/bookings/${booking.reference}`
    return c.render(
      <BookingCalendarPage
        title={event.title}
        reference={booking.reference}
        entries={entries}
        file={`${at}/calendar.ics`}
        school={actsFor(c.var.act.actor, booking.schoolId)}
      />,
      { title: `Add to your calendar: booking ${booking.reference}`, back: { href: at, text: `Booking ${booking.reference}` } },
    )
  })
  .get('/bookings/:reference/calendar.ics', async (c) => {
    const { entries } = await bookingOf(c)
    if (entries.length === 0) throw notFound('calendar entry')
    return downloaded(c, entries)
  })
  .get(own, async (c) => {
    const { act } = c.var
    return c.render(
      <AccountCalendarPage
        feeds={await readOwnFeeds(act)}
        own={act.actor.personId !== undefined && !act.actor.shared}
        publicFeed={`${act.baseUrl}/events.ics`}
      />,
      { title: 'Calendars to subscribe to', back: { href: '/account', text: 'Your account' } },
    )
  })
  .post(`${own}/:of`, async (c) => {
    const made = await makeFeed(c.var.act, feedOf(c), readSeen(await c.req.parseBody()))
    if (!made.ok) return showChanged(c)
    // Neither an address nor a cookie may carry the secret, so the form's response shows it.
    c.header('cache-control', 'private, no-store')
    return c.render(
      <MadePage address={`${c.var.act.baseUrl}/feeds/${made.value.token}.ics`} back={{ href: own, text: 'Calendars to subscribe to' }} />,
      { title: 'The address of your calendar' },
    )
  })
  .get(`${own}/:of/new`, confirm('new'))
  .get(`${own}/:of/end`, confirm('end'))
  .post(`${own}/:of/end`, async (c) => {
    const ended = await endFeed(c.var.act, feedOf(c), readSeen(await c.req.parseBody()))
    if (!ended.ok) return showChanged(c)
    flash(c, 'The address has ended')
    return c.redirect(own, 303)
  })
