import { type Context, Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { readAt, selectSlice } from '#base/db/list-rows.ts'
import { readNow, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { everyMessage } from './listed-message.ts'
import { messageRows } from './message-list-store.ts'
import { type PauseRefusal, pauseSending, resumeSending } from './pause-sending.ts'
import { isLate, wholeOf } from './sending.ts'
import { readSending, selectEventTitle, sendingRows } from './sending-store.ts'
import { kindWords, SendingPage, StateTag, updatesItself } from './views/sendings.tsx'

const after = (c: Context<AppEnv>, done: Result<unknown, PauseRefusal>, said: string) => {
  if (!done.ok && done.reason === 'no_such_sending') throw notFound('sending')
  flash(c, done.ok ? said : 'It has all been sent already, so there was nothing to pause.', done.ok)
  return c.redirect(`/organiser/sendings/${c.req.param('id')}`, 303)
}

const sendings = list({
  ask: (c) => ({ event: readMessageFilter(c.req.query()).event }),
  beside: ({ act, event }) => together({ named: selectEventTitle(act.db, event) }),
  title: 'Messages that went to a group',
  back: ({ event, named }) =>
    named ? { href: `/organiser/events/${event}`, text: named.title } : { href: '/organiser', text: 'Organise' },
  rows: ({ event }) => sendingRows(event),
  of: ['sending'],
  dense: true,
  columns: [
    {
      name: 'Subject',
      cell: ({ id, subject, kind }) => (
        <>
          <Link href={`/organiser/sendings/${id}`}>{subject}</Link>
          <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{kindWords[kind]}</div>
        </>
      ),
    },
    { name: 'State', cell: (sending) => <StateTag sending={sending} /> },
    { name: 'Messages', numeric: true, cell: ({ progress }) => sayNumber(wholeOf(progress)) },
    { name: 'Accepted', numeric: true, cell: ({ progress }) => sayNumber(progress.delivered) },
    { name: 'Not delivered', numeric: true, cell: ({ progress }) => sayNumber(progress.failed + progress.bounced) },
    { name: 'Begun', cell: ({ startedAt, createdAt }) => sayInstant(startedAt ?? createdAt) },
  ],
  over: ({ named }) => named && <span class="govuk-caption-l muster-break">{named.title}</span>,
  above: ({ event }) =>
    event && (
      <P>
        <Link href="/organiser/sendings">Show those of all events</Link>
      </P>
    ),
  none: 'Nothing yet. What goes out when a published event is changed or cancelled is listed here, and so are messages to a group.',
})

/** Messages that went to a group. Mounted at /organiser/sendings. */
export const organiserSendingPages = new Hono<AppEnv>()
  .get('/', sendings.page)
  .get('/:id', async (c) => {
    const { state } = readMessageFilter(c.req.query())
    const still = c.req.query('still') === 'yes'
    const id = c.req.param('id')
    const [sending, messages] = await Promise.all([
      readSending(c.env.DB, c.var.now, id),
      readNow(c.env.DB, selectSlice(c.env.DB, messageRows(askedOf({ ...everyMessage, sending: id, state })), readAt(c.req.query()))),
    ])
    if (!sending || sending.state === 'draft') throw notFound('sending')
    if (updatesItself(sending, still)) c.header('refresh', '10')
    const late = isLate(sending.startsAt, sending.createdAt)
    return c.render(<SendingPage {...{ sending, messages, state, still, late }} url={c.req.url} />, {
      title: sending.subject,
      back: sending.eventCode
        ? { href: `/organiser/events/${sending.eventCode}`, text: sending.eventTitle ?? 'The event' }
        : { href: '/organiser/sendings', text: 'Messages that went to a group' },
    })
  })
  .post('/:id/pause', async (c) =>
    after(
      c,
      await pauseSending(c.var.act, c.req.param('id')),
      'Paused. What was on its way at this moment still goes; nothing else does until you go on',
    ),
  )
  .post('/:id/resume', async (c) => {
    const done = await resumeSending(c.var.act, c.req.param('id'))
    return after(c, done, 'It goes on')
  })
