import { Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { list } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { atStart, counted, plural } from '#base/words.ts'
import { canSend } from './deliver.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { labelOf } from './kind.ts'
import { messageQuery, mostExported } from './listed-message.ts'
import { messageColumns } from './message-file.ts'
import { messageRows, selectFailed, selectMessageFigures } from './message-list-store.ts'
import { selectHistory } from './message-store.ts'
import { sendMessageAgain } from './send-message-again.ts'
import { sendMessagesAgain } from './send-messages-again.ts'
import { FailedMessages } from './views/again.tsx'
import { MessagePage } from './views/message.tsx'
import { MessagesAbove, messageCells } from './views/messages.tsx'
import { becameSentences } from './views.tsx'

const back = { href: '/organiser/messages', text: 'All messages' }

const messages = list({
  at: '/',
  ask: ({ query }) => {
    const filter = readMessageFilter(query)
    return { filter, asked: askedOf(filter) }
  },
  beside: ({ db, asked }) => selectMessageFigures(db, asked),
  also: (_act, _asked, c) => ({ canSend: canSend(c.env) }),
  title: 'Messages',
  rows: ({ asked }) => messageRows(asked),
  of: ['message'],
  dense: true,
  columns: [...messageCells(true), ...messageColumns(labelOf, becameSentences)],
  above: (shown) => <MessagesAbove {...shown} />,
  none: 'No messages match.',
  // The log keeps the choices, but not the search words: they may be a name.
  file: {
    at: '/sent',
    name: ({ now, filter: { event } }) => `messages-${/^[A-Za-z0-9]{6}$/.test(event) ? `${event.toUpperCase()}-` : ''}${londonDay(now)}`,
    rows: ({ asked }) => messageRows(asked, true),
    most: mostExported,
    log: ({ filter }, rows, format) => ({
      act: 'messages.exported',
      after: { format, messages: rows, filter: messageQuery({ ...filter, q: '' }), searched: filter.q.trim() !== '' },
    }),
    notice:
      'The files prove what was sent: to which address, when, and what became of it, but not what it says. They name people: do not pass them on otherwise, or keep them longer than needed. That a mail server accepted it is no proof that anybody read it. The log keeps that you downloaded one.',
  },
})

const sendAll = press({
  at: '/again',
  button: (count: number) => `Send ${plural(count, 'it', 'them')} again`,
  act: async (act, _, { c }) => ok(await sendMessagesAgain(act, askedOf(readMessageFilter(c.req.query())))),
  refused: {},
  done: (_, count) =>
    count === 0 ? 'Nothing was left to send again.' : `${atStart(count, 'message is', 'messages are')} being sent again.`,
  to: ({ query }) => `${back.href}${messageQuery({ ...readMessageFilter(query), state: 'all' })}`,
})

const all = page({
  at: '/again',
  read: ({ db, query }) => selectFailed(db, askedOf(readMessageFilter(query))),
  title: 'Send messages again',
  heading: ({ ids }) => (ids.length === 0 ? 'Nothing can be sent again' : `Send ${counted(ids.length, 'message')} again?`),
  back,
  presses: { sendAll },
  show: (failed, forms, { query }) => (
    <FailedMessages {...failed} filter={readMessageFilter(query)} send={failed.ids.length > 0 ? forms.sendAll(failed.ids.length) : null} />
  ),
})

const sendOne = press({
  at: '/:id/again',
  button: 'Send again',
  act: (act, _, { part }) => sendMessageAgain(act, part('id')),
  refused: { not_to_be_sent_again: 'This message cannot be sent again.' },
  done: 'The message is being sent again.',
  to: (_, id) => `${back.href}/${id}`,
})

const message = page({
  at: '/:id',
  read: ({ db, part }) => selectHistory(db, part('id')),
  title: ({ message: { subject } }) => subject,
  back,
  wide: true,
  presses: { sendOne },
  show: (history, forms) => <MessagePage history={history} sendAgain={forms.sendOne()} />,
})

/** What was sent to whom, and how it ended. Mounted at /organiser/messages. */
export const organiserMessagePages = withPages(new Hono<AppEnv>(), messages, all, message)
