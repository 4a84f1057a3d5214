import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { cellsOf, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readPage } from '#base/web/page-number.ts'
import { toXlsx, xlsxHeaders } from '#base/web/xlsx.ts'
import { atStart } from '#base/words.ts'
import { canSend } from './deliver.ts'
import { exportMessages } from './export-messages.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { labelOf } from './kind.ts'
import { messageQuery } from './listed-message.ts'
import { messageColumns } from './message-file.ts'
import { countMessages, failedMessages, listMessages } from './message-list-store.ts'
import { messageById, messageHistory } from './message-store.ts'
import { sendMessageAgain } from './send-message-again.ts'
import { sendMessagesAgain } from './send-messages-again.ts'
import { AgainPage } from './views/again.tsx'
import { ExportMessagesPage } from './views/export.tsx'
import { MessagePage } from './views/message.tsx'
import { MessagesPage } from './views/messages.tsx'
import { becameSentences } from './views.tsx'

type C = Context<AppEnv>

const back = { href: '/organiser/messages', text: 'All messages' }

const showMessage = async (c: C, id: string) => {
  const history = await messageHistory(c.env.DB, id)
  if (!history) throw notFound('message')
  return c.render(<MessagePage history={history} />, { title: history.message.subject, back })
}

const showExport = async (c: C, problems?: Record<string, string>) => {
  const filter = readMessageFilter(c.req.query())
  const count = await countMessages(c.env.DB, askedOf(filter))
  if (problems) c.status(422)
  return c.render(<ExportMessagesPage filter={filter} count={count} problems={problems} />, {
    title: 'Download the proof of what was sent',
    hasProblems: problems !== undefined,
    back,
  })
}

const columns = messageColumns(labelOf, becameSentences)

/** What was sent to whom, and how it ended. Mounted at /organiser/messages. */
export const organiserMessagePages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const filter = readMessageFilter(c.req.query())
    const page = readPage(c.req.query('page'))
    const list = await listMessages(c.env.DB, askedOf(filter), page)
    return c.render(<MessagesPage list={list} filter={filter} page={page} url={c.req.url} canSend={canSend(c.env)} />, {
      title: 'Messages',
      back: { href: '/organiser' },
    })
  })
  .get('/export', (c) => showExport(c))
  .post('/export', async (c) => {
    const format = (await c.req.parseBody())['format']
    if (format !== 'csv' && format !== 'xlsx') return showExport(c, { format: 'Choose a kind of file' })
    const file = await exportMessages(c.var.act, askedOf(readMessageFilter(c.req.query())), format)
    if (!file.ok) return showExport(c)
    const { name, messages } = file.value
    return format === 'csv'
      ? c.body(csvOf(columns, messages), 200, csvHeaders(name))
      : c.body(toXlsx('Messages', columns, cellsOf(columns, messages)), 200, xlsxHeaders(name))
  })
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
