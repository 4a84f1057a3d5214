import { Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { readAt, selectSlice } from '#base/db/list-rows.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { sayNumber } from '#base/words.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { everyMessage } from './listed-message.ts'
import { messageRows } from './message-list-store.ts'
import { pauseSending, resumeSending } from './pause-sending.ts'
import { isLate, wholeOf } from './sending.ts'
import { selectEventTitle, selectSending, sendingRows } from './sending-store.ts'
import { kindWords, SendingPage, StateTag, updatesItself } from './views/sendings.tsx'

const sendings = list({
  at: '/',
  ask: ({ query }) => ({ event: readMessageFilter(query).event }),
  beside: ({ db, event }) => together({ named: selectEventTitle(db, event) }),
  title: 'Messages that went to a group',
  caption: ({ named }) => named?.title ?? '',
  back: ({ event, named }) => named && { href: `/organiser/events/${event}`, text: named.title },
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
  above: ({ event }) =>
    event && (
      <P>
        <Link href="/organiser/sendings">Show those of all events</Link>
      </P>
    ),
  none: 'Nothing yet. What goes out when a published event is changed or cancelled is listed here, and so are messages to a group.',
})

const moving = {
  attributes: { class: 'muster-no-print' },
  refused: {
    no_such_sending: gone,
    not_under_way: { after: 'It has all been sent already, so there was nothing to pause.' },
  },
  to: ({ part }: Asked) => `/organiser/sendings/${part('id')}`,
} as const

const pause = press({
  at: '/:id/pause',
  button: [{ text: 'Pause', kind: 'secondary' }],
  act: (act, _, { part }) => pauseSending(act, part('id')),
  done: 'Paused. What was on its way at this moment still goes; nothing else does until you go on',
  ...moving,
})

const resume = press({
  at: '/:id/resume',
  button: 'Go on sending',
  act: (act, _, { part }) => resumeSending(act, part('id')),
  done: 'It goes on',
  ...moving,
})

const readSending = ({ db, now, part, query }: Asked) => {
  const { state } = readMessageFilter(query)
  return mapped(
    together({
      sending: selectSending(db, now, part('id')),
      messages: selectSlice(db, messageRows(askedOf({ ...everyMessage, sending: part('id'), state })), readAt(query)),
    }),
    ({ sending, messages }) => (sending && sending.state !== 'draft' ? { sending, messages, state } : undefined),
  )
}

const sending = page({
  at: '/:id',
  read: readSending,
  also: async (_, { sending }, { query, c }) => {
    const still = query['still'] === 'yes'
    if (updatesItself(sending, still)) c.header('refresh', '10')
    return { still, late: isLate(sending.startsAt, sending.createdAt), url: c.req.url }
  },
  title: ({ sending: { subject } }) => subject,
  caption: ({ sending: { kind } }) => kindWords[kind],
  back: ({ sending: { eventCode, eventTitle } }) =>
    eventCode
      ? { href: `/organiser/events/${eventCode}`, text: eventTitle ?? 'The event' }
      : { href: '/organiser/sendings', text: 'Messages that went to a group' },
  wide: true,
  presses: { pause, resume },
  show: (found, forms) => <SendingPage {...found} pause={forms.pause()} resume={forms.resume()} />,
})

/** Messages that went to a group. Mounted at /organiser/sendings. */
export const organiserSendingPages = withPages(new Hono<AppEnv>(), sendings, sending)
