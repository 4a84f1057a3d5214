import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { filesAt, list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { Link } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { canSend } from './deliver.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { labelOf } from './kind.ts'
import { messageQuery, mostExported } from './listed-message.ts'
import { messageColumns } from './message-file.ts'
import { failedMessages, messageRows, selectMessageFigures } from './message-list-store.ts'
import { messageById, messageHistory } from './message-store.ts'
import { sendMessageAgain } from './send-message-again.ts'
import { sendMessagesAgain } from './send-messages-again.ts'
import { AgainPage } from './views/again.tsx'
import { MessagePage } from './views/message.tsx'
import { MessagesAbove, messageCells } from './views/messages.tsx'
import { becameSentences } from './views.tsx'

type C = Context<AppEnv>

const back = { href: '/organiser/messages', text: 'All messages' }

const showMessage = async (c: C, id: string) => {
  const history = await messageHistory(c.env.DB, id)
  if (!history) throw notFound('message')
  return c.render(<MessagePage history={history} />, { title: history.message.subject, back })
}

const messages = list({
  ask: (c) => {
    const filter = readMessageFilter(c.req.query())
    return { filter, asked: askedOf(filter), canSend: canSend(c.env) }
  },
  beside: ({ act, asked }) => selectMessageFigures(act.db, asked),
  title: 'Messages',
  back: { href: '/organiser' },
  rows: ({ asked }) => messageRows(asked),
  of: ['message'],
  dense: true,
  columns: [
    ...messageCells,
    { name: 'Event', cell: ({ eventCode, eventTitle }) => eventCode && <Link href={`/organiser/events/${eventCode}`}>{eventTitle}</Link> },
    ...messageColumns(labelOf, becameSentences),
  ],
  above: (shown) => <MessagesAbove {...shown} />,
  none: 'No messages match.',
  // The log keeps what was chosen, but no words that were searched, which may be a name.
  file: {
    at: '/organiser/messages/sent',
    name: ({ act, filter: { event } }) =>
      `messages-${/^[A-Za-z0-9]{6}$/.test(event) ? `${event.toUpperCase()}-` : ''}${londonDay(act.now)}`,
    rows: ({ asked }) => messageRows(asked, true),
    most: mostExported,
    log: ({ filter }, rows, format) => ({
      act: 'messages.exported',
      after: { format, messages: rows, filter: messageQuery({ ...filter, q: '' }), searched: filter.q.trim() !== '' },
    }),
    notice:
      'The files prove what was sent: to which address, when, and what became of it, but not what it says. They name people and their addresses: do not pass them on otherwise, and do not keep them longer than needed. That a mail server accepted a message is no proof that anybody read it. The log keeps that you downloaded one.',
  },
})

/** What was sent to whom, and how it ended. Mounted at /organiser/messages. */
export const organiserMessagePages = new Hono<AppEnv>()
  .get('/', messages.page)
  .on('GET', filesAt('/sent'), messages.file)
  .get('/again', async (c) => {
    const filter = readMessageFilter(c.req.query())
    return c.render(<AgainPage failed={await failedMessages(c.env.DB, askedOf(filter))} filter={filter} />, {
      title: 'Send messages again',
      back,
    })
  })
  .post('/again', async (c) => {
    const filter = readMessageFilter(c.req.query())
    const count = await sendMessagesAgain(c.var.act, askedOf(filter))
    flash(c, count === 0 ? 'Nothing was left to send again.' : `${atStart(count, 'message is', 'messages are')} being sent again.`)
    return c.redirect(`/organiser/messages${messageQuery({ ...filter, state: 'all' })}`, 303)
  })
  .get('/:id', (c) => showMessage(c, c.req.param('id')))
  .post('/:id/again', async (c) => {
    const id = c.req.param('id')
    const again = await sendMessageAgain(c.var.act, id)
    if (again.ok) {
      flash(c, 'The message is being sent again.')
      return c.redirect(`/organiser/messages/${again.value}`, 303)
    }
    const message = await messageById(c.env.DB, id)
    if (!message) throw notFound('message')
    // A second press shows the message that the first one made.
    if (message.sentAgainAs) return c.redirect(`/organiser/messages/${message.sentAgainAs}`, 303)
    c.status(409)
    return showMessage(c, id)
  })
