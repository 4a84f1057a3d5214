import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readPage } from '#base/web/page-number.ts'
import { askedOf, readMessageFilter } from './forms.ts'
import { everyMessage } from './listed-message.ts'
import { listMessages } from './message-list-store.ts'
import { type PauseRefusal, pauseSending, resumeSending } from './pause-sending.ts'
import { isLate } from './sending.ts'
import { listSendings, readSending } from './sending-store.ts'
import { SendingPage, SendingsPage, updatesItself } from './views/sendings.tsx'

const after = (c: Context<AppEnv>, done: Result<unknown, PauseRefusal>, said: string) => {
  if (!done.ok && done.reason === 'no_such_sending') throw notFound('sending')
  flash(c, done.ok ? said : 'It has all been sent already, so there was nothing to pause.', done.ok)
  return c.redirect(`/organiser/sendings/${c.req.param('id')}`, 303)
}

/** Messages that went to a group. Mounted at /organiser/sendings. */
export const organiserSendingPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const { event } = readMessageFilter(c.req.query())
    const page = readPage(c.req.query('page'))
    const found = await listSendings(c.env.DB, event, page)
    return c.render(<SendingsPage {...found} event={event} page={page} url={c.req.url} />, {
      title: 'Messages that went to a group',
      back:
        event && found.eventTitle
          ? { href: `/organiser/events/${event}`, text: found.eventTitle }
          : { href: '/organiser', text: 'Organise' },
    })
  })
  .get('/:id', async (c) => {
    const { state } = readMessageFilter(c.req.query())
    const page = readPage(c.req.query('page'))
    const still = c.req.query('still') === 'yes'
    const id = c.req.param('id')
    const [sending, list] = await Promise.all([
      readSending(c.env.DB, c.var.now, id),
      listMessages(c.env.DB, askedOf({ ...everyMessage, sending: id, state }), page),
    ])
    if (!sending || sending.state === 'draft') throw notFound('sending')
    if (updatesItself(sending, still)) c.header('refresh', '10')
    const late = isLate(sending.startsAt, sending.createdAt)
    return c.render(<SendingPage {...{ sending, list, state, page, still, late }} url={c.req.url} />, {
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
