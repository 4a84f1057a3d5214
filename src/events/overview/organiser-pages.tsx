import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { readTogether } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { readPage } from '#base/web/page-number.ts'
import { Inset } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { messagesOfCancellation } from '#calendars/invites/notify-of-change.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { cancellationForm, readListScope, readText, versionForm } from '#events/editing/forms.ts'
import { closeBooking, publishEvent, reopenBooking, unpublishEvent } from '#events/editing/publish-event.ts'
import { CancelEventPage, ConfirmCancellationPage } from '#events/editing/views/confirm-event.tsx'
import { refusalSentences } from '#events/editing/views/refusals.tsx'
import { isLate } from '#events/events/draft.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import { eventAndReach, organiserEvents } from '#events/events/list-store.ts'
import { recipientsOf } from '#events/events/recipient.ts'
import { readKnown } from '#events/events/recipient-store.ts'
import { isSaid } from '#events/events/requirement.ts'
import { searchTerms } from '#events/events/search.ts'
import { EventPage } from '#events/finding/views/event-page.tsx'
import { owedOfEvent } from '#money/ledger/owed-store.ts'
import { selectBooked } from './picture-store.ts'
import { selectEventToDo } from './to-do-store.ts'
import { EventProgrammePage } from './views/event-programme.tsx'
import { EventSettingsPage } from './views/event-settings.tsx'
import { OrganiserEventPage } from './views/organiser-event.tsx'
import { OrganiserEventsPage } from './views/organiser-list.tsx'

const pageSize = 25
const published = 'The event is published. Anyone can see its page now'
const publishedLate = 'The event is published late, and nobody was sent anything. Add those who came on its register'
const sayUnsaid = 'Now say what it counts towards, or that it counts towards nothing'

const read = ({ db, now }: Act, code: string) => eventAndReach(db, code, now)
type Found = NonNullable<Awaited<ReturnType<typeof read>>>
const find = (act: Act, { part }: Asked) => read(act, part('code'))
const toEvent = ({ part }: Asked): string => `/organiser/events/${part('code')}`
const backTo = ({ event }: { event: EventDetails }) => ({ href: `/organiser/events/${event.code}`, text: event.title })

const publish = press({
  at: '/events/:code/publication',
  find,
  act: async (act, _, { subject: { event, counts }, body }) => {
    const done = await publishEvent(act, { event, ...versionForm.parse(body) })
    return done.ok ? ok(isSaid(counts)) : done
  },
  refused: refusalSentences,
  done: ({ subject: { event }, c }, said) => `${isLate(event, c.var.act.now) ? publishedLate : published}${said ? '' : `. ${sayUnsaid}`}`,
  to: (asked, said) => `${toEvent(asked)}${said ? '' : '/requirements'}`,
})

type Verb = typeof unpublishEvent | typeof closeBooking | typeof reopenBooking

const change = (at: string, verb: Verb, done: string) =>
  press({
    at: `/events/:code/${at}`,
    find,
    act: (act, _, { subject: { event }, body }) => verb(act, { event, ...versionForm.parse(body) }),
    refused: refusalSentences,
    done,
    to: toEvent,
  })

const event = page({
  at: '/events/:code',
  find: async (act, asked) => {
    const code = asked.part('code')
    const [found, { toDo, booked }] = await Promise.all([
      find(act, asked),
      readTogether(act.db, { toDo: selectEventToDo(act.db, code, act.now), booked: selectBooked(act.db, code) }),
    ])
    return found && toDo && { ...found, toDo, booked }
  },
  title: (found) => found.event.title,
  ownHeading: true,
  wide: true,
  presses: {
    publish,
    unpublish: change('unpublication', unpublishEvent, 'The event is a draft again. Only organisers see it'),
    close: change('booking-closure', closeBooking, 'Booking is closed. Schools can no longer book'),
    reopen: change('booking-reopening', reopenBooking, 'Booking is open again'),
  },
  show: (found, _, { now }) => <OrganiserEventPage {...found} now={now} />,
})

/** A draft as schools see it once it is published. */
const preview = page({
  at: '/events/:code/preview',
  find: async (act, asked: Asked & { c: Context<AppEnv> }): Promise<Found | Response | undefined> => {
    const found = await find(act, asked)
    return found && found.event.state !== 'draft' ? asked.c.redirect(`/events/${found.event.code}`, 303) : found
  },
  title: ({ event }) => `Preview: ${event.title}`,
  back: backTo,
  ownHeading: true,
  wide: true,
  show: ({ event: draft, ...found }, _, { now, council }) => {
    const event: EventDetails = { ...draft, state: 'published' }
    const nobody = { own: [], requests: [], others: [], ownPrices: [] }
    return (
      <EventPage
        {...found}
        {...nobody}
        event={event}
        booking={bookingState(event, event.taken, now)}
        councilName={council.name}
        now={now}
        instead={<Inset>Schools see this once the event is published. Here they are told how many places are left, and book.</Inset>}
      />
    )
  },
})

const programme = page({
  at: '/events/:code/programme',
  find,
  title: ({ event }) => `Programme: ${event.title}`,
  ownHeading: true,
  wide: true,
  show: (found) => <EventProgrammePage {...found} />,
})

const settings = page({
  at: '/events/:code/settings',
  find,
  title: ({ event }) => `Settings: ${event.title}`,
  ownHeading: true,
  wide: true,
  show: (found, _, { now }) => <EventSettingsPage {...found} now={now} />,
})

const cancel = press({
  at: '/events/:code/cancellation',
  find,
  fills: (body) => (text(body, 'do') === 'back' ? body : undefined),
  form: (_, { event: { state } }) => cancellationForm(state),
  hidden: ({ event: { version } }) => ({ version: String(version) }),
  button: ({ event: { state, waiting }, reach }) =>
    state === 'draft'
      ? [{ text: 'Discard this draft', kind: 'warning' }]
      : reach.places === 0 && waiting === 0
        ? [{ text: 'Cancel the event', kind: 'warning' }]
        : 'Continue',
  act: async (act, { reason }, { subject, field, body, c }) => {
    const asked = { event: subject.event, reason, ...versionForm.parse(body) }
    const { id, code, state, waiting, version } = subject.event
    const concerns = state === 'published' && (subject.reach.places > 0 || waiting > 0)
    if (concerns && field('confirmed') !== 'yes' && asked.version === version) {
      const { messages } = await messagesOfCancellation(act, subject.event, reason)
      const [known, money] = await Promise.all([readKnown(act.db, id, messages), owedOfEvent(act.db, id)])
      const recipients = recipientsOf(messages, known)
      return c.render(<ConfirmCancellationPage event={subject.event} reason={reason} recipients={recipients} money={money} />, {
        title: 'Cancel an event',
        back: { href: `/organiser/events/${code}/cancel`, text: 'Why is it cancelled?' },
      })
    }
    const done = await cancelEvent(act, asked)
    // Pressed twice.
    return !done.ok && done.reason === 'cancelled_before' ? c.redirect(`/organiser/events/${code}`, 303) : done
  },
  refused: refusalSentences,
  done: ({ subject }) => (subject.event.state === 'draft' ? 'The draft is discarded' : 'The event is cancelled'),
  to: (asked, done) => (done?.sendingId ? `/organiser/sendings/${done.sendingId}` : toEvent(asked)),
})

const cancellation = page({
  at: '/events/:code/cancel',
  find: async (act, { part, c }): Promise<Found | Response | undefined> => {
    const found = await read(act, part('code'))
    return found?.event.state === 'cancelled' && c.req.method === 'GET' ? c.redirect(`/organiser/events/${found.event.code}`, 303) : found
  },
  title: 'Cancel an event',
  heading: ({ event: { state } }) => (state === 'draft' ? 'Discard this draft' : 'Cancel this event'),
  back: backTo,
  presses: { cancel },
  show: (found, forms) => <CancelEventPage {...found} form={forms.cancel(found)} />,
})

const organiserRoutes = new Hono<AppEnv>().get('/events', async (c) => {
  const { act } = c.var
  const shelf = readListScope(c.req.query('show'))
  const q = readText(c.req.query('q'))
  const page = readPage(c.req.query('page'))
  const list = await organiserEvents(act, shelf, { terms: searchTerms(q) }, { limit: pageSize, offset: (page - 1) * pageSize })
  return c.render(<OrganiserEventsPage {...list} shelf={shelf} q={q} page={page} pageSize={pageSize} url={c.req.url} now={act.now} />, {
    title: 'Events',
  })
})

/** Lists of events, the page of each, and what is done there. Mounted at /organiser. */
export const organiserEventPages = withPages(organiserRoutes, event, preview, programme, settings, cancellation)
