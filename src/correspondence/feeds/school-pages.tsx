import { Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { ofBooking } from '#booking/bookings/asked-booking.ts'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { bookingEntries, type FeedOf, placeOf } from './feed.ts'
import { readOwnFeeds } from './feed-store.ts'
import { isTrainer, trainerList, trainersAt } from './organiser-pages.tsx'
import { downloaded, feedPages } from './public-pages.tsx'
import { readPublishedEvent } from './store.ts'
import { selectTrainer } from './trainer-store.ts'
import { BookingCalendar } from './views/add.tsx'
import { AccountCalendar } from './views/feeds.tsx'

/** The confirmed places of a booking that are to come. */
const entriesOf = async (act: Act, { booking, event }: FoundBooking) => {
  const certain = placesThat(booking, instant(act.now), 'confirmed', 'unnamed').length
  const shown = certain > 0 ? await readPublishedEvent(act.db, event.code) : undefined
  return shown ? bookingEntries(placeOf(act), shown, booking, certain).filter((entry) => entry.endsAt > instant(act.now)) : []
}

const ofOne = page({
  at: '/bookings/:reference/calendar',
  ...ofBooking,
  also: async (act, found) => ({ entries: await entriesOf(act, found) }),
  title: ({ booking }) => `Add to your calendar: booking ${booking.reference}`,
  heading: 'Add to your calendar',
  caption: ({ event }) => event.title,
  back: ({ booking: { reference } }) => ({ href: `/bookings/${reference}`, text: `Booking ${reference}` }),
  show: ({ booking, entries }, _, { act }) => (
    <BookingCalendar
      reference={booking.reference}
      entries={entries}
      file={`/bookings/${booking.reference}/calendar.ics`}
      school={actsFor(act.actor, booking.schoolId)}
    />
  ),
})

const own = '/account/calendar'

/** Whose feed the form is about: the reader's, or a school's they act for; else 404. */
const feedOf = ({ actor }: Act, of: string): Exclude<FeedOf, { kind: 'trainer' }> => {
  if (of === 'own' && actor.personId && !actor.shared) return { kind: 'person', personId: actor.personId }
  if (actsFor(actor, of)) return { kind: 'school', schoolId: of }
  throw notFound('calendar')
}

const { make, end, ...asking } = feedPages(
  `${own}/:of`,
  async ({ var: { act }, req }) => {
    const said = req.param('of') ?? ''
    const trainer =
      isTrainer(said) && mayAsk(act.actor, `GET ${trainersAt}`) ? await readNow(act.db, selectTrainer(act.db, said)) : undefined
    if (trainer) return { act, of: { kind: 'trainer', trainer: trainer.name }, feed: trainer.feed }
    const of = feedOf(act, said)
    const { person, schools } = await readOwnFeeds(act)
    return { act, of, feed: of.kind === 'person' ? person : schools.find(({ id }) => id === of.schoolId)?.feed }
  },
  ({ part }) =>
    isTrainer(part('of'))
      ? { href: `${trainersAt}?of=${part('of')}`, text: 'What this trainer gives' }
      : { href: own, text: 'Calendars to subscribe to' },
)

const account = page({
  at: own,
  also: async (act) => ({ feeds: await readOwnFeeds(act) }),
  title: 'Calendars to subscribe to',
  back: { href: '/account', text: 'Your account' },
  presses: { make, end },
  show: ({ feeds }, forms, { act }) => (
    <AccountCalendar
      feeds={feeds}
      own={act.actor.personId !== undefined && !act.actor.shared}
      make={(id, of) => forms.make({ said: of }, { of: id })}
      publicFeed={`${act.baseUrl}/events.ics`}
    />
  ),
})

const files = new Hono<AppEnv>().get('/bookings/:reference/calendar.ics', async (c) => {
  const bookingAndEvent = await readBooking(c.var.act, c.req.param('reference'))
  if (!bookingAndEvent) throw notFound('booking')
  const entries = await entriesOf(c.var.act, bookingAndEvent)
  if (entries.length === 0) throw notFound('calendar entry')
  return downloaded(c, entries)
})

/** A booking for the contact's calendar, and an account's feeds. Mounted at the root. */
export const schoolCalendarPages = withPages(files, ofOne, account, trainerList(make), asking.renewing, asking.ending)
