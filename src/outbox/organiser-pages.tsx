import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { flash } from '../web/flash.ts'
import { only } from '../web/guard.ts'
import { afterWrite, canSend } from './deliver.ts'
import { readMessageQuery } from './forms.ts'
import { pageSize } from './listed-message.ts'
import { listMessages, messageById } from './message-store.ts'
import { sendMessageAgain } from './send-message-again.ts'
import { MessagePage, MessagesPage } from './views.tsx'

/** What was sent to whom, and what became of it. Mounted at /organiser/messages. */
export const organiserMessagePages = new Hono<AppEnv>()
  .use(only('organiser', 'administrator'))
  .get('/', async (c) => {
    const { state, event, page } = readMessageQuery(c.req.query())
    const list = await listMessages(c.env.DB, { state, eventId: event }, page)
    return c.render(
      <MessagesPage list={list} state={state} event={event} page={page} pageSize={pageSize} url={c.req.url} canSend={canSend(c.env)} />,
      { title: 'Messages', back: { href: '/organiser' } },
    )
  })
  .get('/:id', async (c) => {
    const message = await messageById(c.env.DB, c.req.param('id'))
    if (!message) throw notFound('message')
    return c.render(<MessagePage message={message} />, {
      title: message.subject,
      back: { href: '/organiser/messages', text: 'All messages' },
    })
  })
  .post('/:id/again', async (c) => {
    const id = c.req.param('id')
    const again = await sendMessageAgain(c.var.act, id)
    if (again.ok) {
      afterWrite(c)
      flash(c, 'The message is being sent again.')
      return c.redirect(`/organiser/messages/${again.value}`, 303)
    }
    const message = await messageById(c.env.DB, id)
    if (!message) throw notFound('message')
    // Asked twice: the answer to the second is the message that the first one made.
    if (message.sentAgainAs) return c.redirect(`/organiser/messages/${message.sentAgainAs}`, 303)
    c.status(409)
    return c.render(<MessagePage message={message} />, {
      title: message.subject,
      back: { href: '/organiser/messages', text: 'All messages' },
    })
  })
