import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemOf } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { messagesOfCancellation } from '#calendars/invites/notify-of-change.ts'
import { cancelEvent } from '#events/editing/cancel-event.ts'
import { cancellationForm, readListScope, readText, versionForm } from '#events/editing/forms.ts'
import { closeBooking, publishEvent, reopenBooking, unpublishEvent } from '#events/editing/publish-event.ts'
import { CancelEventPage, ConfirmCancellationPage } from '#events/editing/views/confirm-event.tsx'
import type { refusalWords } from '#events/editing/views/refusals.tsx'
import { isLate } from '#events/events/draft.ts'
import { bookingState } from '#events/events/event.ts'
import { eventAndReach, organiserEvents, organiserHome } from '#events/events/list-store.ts'
import { recipientsOf } from '#events/events/recipient.ts'
import { readKnown } from '#events/events/recipient-store.ts'
import { isSaid } from '#events/events/requirement.ts'
import { searchTerms } from '#events/events/search.ts'
import { canSend } from '#messages/outbox/deliver.ts'
import { owedOfEvent } from '#money/ledger/owed-store.ts'
import { EventDayPage } from './views/event-day.tsx'
import { OrganiserEventPage } from './views/organiser-event.tsx'
import { OrganiserHomePage } from './views/organiser-home.tsx'
import { OrganiserEventsPage } from './views/organiser-list.tsx'

type C = Context<AppEnv>

const pageSize = 25
const published = 'The event is published. Anyone can see its page now'
const publishedLate = 'The event is published late, and nobody was sent anything. Add those who came on its register'

const read = async (c: C) => {
  const subject = await eventAndReach(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!subject) throw notFound('event')
  return subject
}

const showEvent = async (c: C, refusal?: keyof typeof refusalWords) => {
  const { act } = c.var
  const { event, reach, signedOff, cancelling, prices, counts, off } = await read(c)
  if (refusal) c.status(409)
  return c.render(
    <OrganiserEventPage
      event={event}
      reach={reach}
      signedOff={signedOff}
      cancelling={cancelling}
      prices={prices}
      counts={counts}
      off={off}
      now={act.now}
      refusal={refusal}
    />,
    {
      title: event.title,
      back: { href: '/organiser/events', text: 'Events' },
      hasProblems: refusal !== undefined,
    },
  )
}

const after = async (c: C, done: Result<unknown, keyof typeof refusalWords>, said: string) => {
  if (!done.ok) return showEvent(c, done.reason)
  flash(c, said)
  return c.redirect(`/organiser/events/${c.req.param('code')}`, 303)
}

const ask = async (c: C) => ({ event: (await read(c)).event, ...versionForm.parse(await c.req.parseBody()) })

export const organiserEventPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { act } = c.var
    return c.render(
      <OrganiserHomePage {...(await organiserHome(act.db, act.now, act.actor, 10))} actor={act.actor} mailGoes={canSend(c.env)} />,
      {
        title: 'Organise',
      },
    )
  })
  .get('/events', async (c) => {
    const { act } = c.var
    const shelf = readListScope(c.req.query('show'))
    const q = readText(c.req.query('q'))
    const page = readPage(c.req.query('page'))
    const list = await organiserEvents(act, shelf, { terms: searchTerms(q) }, { limit: pageSize, offset: (page - 1) * pageSize })
    return c.render(<OrganiserEventsPage {...list} shelf={shelf} q={q} page={page} pageSize={pageSize} url={c.req.url} now={act.now} />, {
      title: 'Events',
      back: { href: '/organiser', text: 'Organise' },
    })
  })
  .get('/events/:code', (c) => showEvent(c))
  .get('/events/:code/day', async (c) => {
    const { event, signedOff } = await read(c)
    return c.render(
      <EventDayPage event={event} signedOff={signedOff} over={bookingState(event, event.taken, c.var.act.now) === 'over'} />,
      {
        title: `The day: ${event.title}`,
        back: { href: '/organiser/events', text: 'Events' },
      },
    )
  })
  .post('/events/:code/publication', async (c) => {
    const { event, counts } = await read(c)
    const said = isLate(event, c.var.act.now) ? publishedLate : published
    const done = await publishEvent(c.var.act, { event, ...versionForm.parse(await c.req.parseBody()) })
    if (!done.ok || isSaid(counts)) return after(c, done, said)
    flash(c, `${said}. Now say what it counts towards, or that it counts towards nothing`)
    return c.redirect(`/organiser/events/${event.code}/requirements`, 303)
  })
  .post('/events/:code/unpublication', async (c) =>
    after(c, await unpublishEvent(c.var.act, await ask(c)), 'The event is a draft again. Only organisers see it'),
  )
  .post('/events/:code/booking-closure', async (c) =>
    after(c, await closeBooking(c.var.act, await ask(c)), 'Booking is closed. Schools can no longer book'),
  )
  .post('/events/:code/booking-reopening', async (c) => after(c, await reopenBooking(c.var.act, await ask(c)), 'Booking is open again'))
  .get('/events/:code/cancel', async (c) => {
    const { event, reach } = await read(c)
    if (event.state === 'cancelled') return c.redirect(`/organiser/events/${event.code}`, 303)
    return c.render(<CancelEventPage event={event} reach={reach} reason="" />, {
      title: 'Cancel an event',
      back: { href: `/organiser/events/${event.code}` },
    })
  })
  .post('/events/:code/cancellation', async (c) => {
    const { event, reach } = await read(c)
    const typed = cancellationForm(event.state === 'published').safeParse(await c.req.parseBody())
    if (!typed.success) {
      c.status(422)
      const reason = problemOf(typed.error)
      return c.render(<CancelEventPage event={event} reach={reach} reason="" problems={{ reason }} />, {
        title: 'Cancel an event',
        back: { href: `/organiser/events/${event.code}` },
        hasProblems: true,
      })
    }
    const { act } = c.var
    const { confirmed, do: pressed, ...ask } = typed.data
    const back = { href: `/organiser/events/${event.code}/cancel`, text: 'Why is it cancelled?' }
    if (pressed === 'back')
      return c.render(<CancelEventPage event={event} reach={reach} reason={ask.reason} />, {
        title: 'Cancel an event',
        back: { href: `/organiser/events/${event.code}` },
      })
    const concerns = event.state === 'published' && (reach.places > 0 || event.waiting > 0)
    if (concerns && !confirmed && ask.version === event.version) {
      const { messages } = await messagesOfCancellation(act, event, ask.reason)
      const [known, money] = await Promise.all([readKnown(act.db, event.id, messages), owedOfEvent(act.db, event.id)])
      const recipients = recipientsOf(messages, known)
      return c.render(<ConfirmCancellationPage event={event} reason={ask.reason} recipients={recipients} money={money} />, {
        title: 'Cancel an event',
        back,
      })
    }
    const done = await cancelEvent(act, { event, ...ask })
    // Pressed twice.
    if (!done.ok && done.reason === 'cancelled_before') return c.redirect(`/organiser/events/${event.code}`, 303)
    if (!done.ok) return showEvent(c, done.reason)
    flash(c, event.state === 'draft' ? 'The draft is discarded' : 'The event is cancelled')
    const { sendingId } = done.value
    return c.redirect(sendingId ? `/organiser/sendings/${sendingId}` : `/organiser/events/${event.code}`, 303)
  })
