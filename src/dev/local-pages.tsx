import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { localMail, localMailById } from '../outbox/local-store.ts'
import type { Attachment } from '../outbox/message.ts'
import { readCalendarEntry } from './calendar-entry.ts'
import { InboxPage, MailPage } from './views.tsx'

const decoded = (attachment: Attachment): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(attachment.content), (letter) => letter.charCodeAt(0))

const sandbox = 'allow-popups allow-popups-to-escape-sandbox'

/** Mail as its recipients would see it. Exists only when mail is delivered locally. */
export const localInboxPages = new Hono<AppEnv>()
  .use('/inbox/*', async (c, next) => {
    if (c.env.LOCAL_MAIL !== '1') throw notFound('page')
    await next()
    c.header('cache-control', 'no-store')
  })
  .use('/inbox.json', async (c, next) => {
    if (c.env.LOCAL_MAIL !== '1') throw notFound('page')
    await next()
    c.header('cache-control', 'no-store')
  })
  .get('/inbox', async (c) => {
    const mails = await localMail(c.env.DB, 200)
    return c.render(<InboxPage mails={mails.reverse()} />, { title: 'Local inbox' })
  })
  .get('/inbox.json', async (c) =>
    c.json(
      (await localMail(c.env.DB, 2000)).map(({ id, at, from, to, subject, text, html, attachments }) => ({
        id,
        at,
        from,
        to,
        subject,
        text,
        html,
        attachments,
      })),
    ),
  )
  .get('/inbox/:id', async (c) => {
    const mail = await localMailById(c.env.DB, c.req.param('id'))
    if (!mail) throw notFound('mail')
    const entries = mail.attachments.flatMap((attachment) => {
      const entry = attachment.contentType.startsWith('text/calendar')
        ? readCalendarEntry(new TextDecoder().decode(decoded(attachment)))
        : undefined
      return entry ? [entry] : []
    })
    return c.render(<MailPage mail={mail} entries={entries} />, { title: mail.subject, back: { href: '/dev/inbox', text: 'All mail' } })
  })
  .get('/inbox/:id/body', async (c) => {
    const mail = await localMailById(c.env.DB, c.req.param('id'))
    if (!mail) throw notFound('mail')
    // Links open beside the inbox: no page of the service may stand in a frame.
    return c.html(mail.html.replace('<head>', '<head><base target="_blank" />'), 200, {
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox ${sandbox}`,
      'x-content-type-options': 'nosniff',
    })
  })
  .get('/inbox/:id/attachments/:index', async (c) => {
    const mail = await localMailById(c.env.DB, c.req.param('id'))
    const attachment = mail?.attachments[Number(c.req.param('index'))]
    if (!attachment) throw notFound('attachment')
    return c.body(decoded(attachment), 200, {
      'content-type': attachment.contentType,
      'content-disposition': `attachment; filename="${attachment.filename.replaceAll(/[^\w.-]/g, '_')}"`,
    })
  })
