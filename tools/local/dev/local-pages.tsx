import { type Context, Hono } from 'hono'
import { AppError, notFound } from '#base/errors.ts'
import { fromBase64 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { localMail, localMailById } from '#messages/outbox/local-store.ts'
import { type LocalMail, readAddress } from '#messages/outbox/message.ts'
import { readCalendarEntry } from './calendar-entry.ts'
import { addressForm, readInboxQuery, readMailQuery, recipientForm } from './forms.ts'
import {
  actAsRecipient,
  allTwinMail,
  decideFor,
  type Fate,
  type ListedMail,
  listTwinMail,
  type Twin,
  twinMail,
  twinOf,
  twinSource,
} from './twin-mail.ts'
import { InboxPage } from './views/inbox.tsx'
import { MailPage, SourcePage } from './views/mail.tsx'

const sandbox = 'allow-popups allow-popups-to-escape-sandbox'
const pageSize = 50
const kept = 2000

/** Mail stored by this Muster itself, without a twin. */
const listLocalMail = async (db: SqlDatabase, query: { q: string; page: number }): Promise<{ total: number; mails: ListedMail[] }> => {
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (await localMail(db, kept))
    .reverse()
    .filter((mail) => words.every((word) => `${mail.to} ${mail.subject}`.toLowerCase().includes(word)))
  return {
    total: found.length,
    mails: found.slice((query.page - 1) * pageSize, query.page * pageSize).map(({ id, at, to, subject, attachments }) => ({
      id,
      at,
      to,
      subject,
      attached: attachments.map((one) => one.filename),
      state: undefined,
    })),
  }
}

type InboxContext = Context<AppEnv, `${string}/:id${string}`>

const mailOf = async (c: InboxContext): Promise<{ mail: LocalMail; fate: Fate | undefined }> => {
  const twin = twinOf(c.env)
  const found = twin ? await twinMail(twin, c.req.param('id')) : { mail: await localMailById(c.env.DB, c.req.param('id')), fate: undefined }
  if (!found?.mail) throw notFound('mail')
  return { mail: found.mail, fate: found.fate }
}

/** The twin, for what only it can do. */
const neededTwin = (c: InboxContext): Twin => {
  const twin = twinOf(c.env)
  if (!twin) throw notFound('page')
  return twin
}

const sourceOf = async (c: InboxContext): Promise<Uint8Array<ArrayBuffer>> => {
  const source = await twinSource(neededTwin(c), c.req.param('id'))
  if (!source) throw notFound('mail')
  return source
}

const done = {
  ACCEPTED: 'The recipient’s calendar has accepted. Its answer is on its way to us.',
  TENTATIVE: 'The recipient’s calendar has answered “tentative”. Its answer is on its way to us.',
  DECLINED: 'The recipient’s calendar has declined. Its answer is on its way to us.',
  bounce: 'The recipient’s mail server has returned the message.',
  complain: 'The recipient has called the message spam.',
}

/** Mail as recipients see it. Mounted at /dev by `local.ts`, which guards it. */
export const localInboxPages = new Hono<AppEnv>()
  .use('/inbox/*', async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  .use('/inbox.json', async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  .get('/inbox', async (c) => {
    const query = readInboxQuery(c.req.query())
    const twin = twinOf(c.env)
    const found = twin ? await listTwinMail(twin, query, pageSize) : await listLocalMail(c.env.DB, query)
    return c.render(<InboxPage {...found} query={query} url={c.req.url} pageSize={pageSize} fromTwin={twin !== undefined} />, {
      title: 'Local inbox',
    })
  })
  .get('/inbox.json', async (c) => {
    const twin = twinOf(c.env)
    const query = readMailQuery(c.req.query())
    const mails = twin ? await allTwinMail(twin, query) : await localMail(c.env.DB, kept, query)
    return c.json(
      mails.map(({ id, at, from, to, subject, text, html, attachments }) => ({ id, at, from, to, subject, text, html, attachments })),
    )
  })
  .get('/inbox/:id', async (c) => {
    const { mail, fate } = await mailOf(c)
    const entries = mail.attachments.flatMap((attachment) => {
      const entry = attachment.contentType.startsWith('text/calendar')
        ? readCalendarEntry(new TextDecoder().decode(fromBase64(attachment.content)))
        : undefined
      return entry ? [entry] : []
    })
    return c.render(<MailPage mail={mail} fate={fate} entries={entries} />, {
      title: mail.subject,
      back: { href: '/dev/inbox', text: 'All mail' },
    })
  })
  .get('/inbox/:id/body', async (c) => {
    const { mail } = await mailOf(c)
    // Links open beside the inbox, because the service's pages forbid frames.
    return c.html(mail.html.replace('<head>', '<head><base target="_blank" />'), 200, {
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox ${sandbox}`,
      'x-content-type-options': 'nosniff',
    })
  })
  .get('/inbox/:id/source', async (c) => {
    const source = new TextDecoder().decode(await sourceOf(c))
    const id = c.req.param('id')
    return c.render(<SourcePage id={id} source={source} />, { title: 'Source', back: { href: `/dev/inbox/${id}`, text: 'The message' } })
  })
  .get('/inbox/:id/message.eml', async (c) =>
    c.body(await sourceOf(c), 200, { 'content-type': 'message/rfc822', 'content-disposition': 'attachment; filename="message.eml"' }),
  )
  .get('/inbox/:id/attachments/:index', async (c) => {
    const { mail } = await mailOf(c)
    const attachment = mail.attachments[Number(c.req.param('index'))]
    if (!attachment) throw notFound('attachment')
    return c.body(fromBase64(attachment.content), 200, {
      'content-type': attachment.contentType,
      'content-disposition': `attachment; filename="${attachment.filename.replaceAll(/[^\w.-]/g, '_')}"`,
    })
  })
  .post('/inbox/:id/acts', async (c) => {
    const twin = neededTwin(c)
    const act = recipientForm.safeParse(await c.req.parseBody()).data?.act
    if (!act) throw new AppError('bad_request', 'No such act')
    if (!(await actAsRecipient(twin, c.req.param('id'), act))) throw notFound('mail')
    flash(c, done[act])
    return c.redirect(`/dev/inbox/${c.req.param('id')}`, 303)
  })
  .post('/inbox/:id/address', async (c) => {
    const twin = neededTwin(c)
    const { mail } = await mailOf(c)
    const fate = addressForm.safeParse(await c.req.parseBody()).data?.fate
    if (fate === undefined) throw new AppError('bad_request', 'Nothing that could become of mail')
    await decideFor(twin, readAddress(mail.to).email, fate)
    flash(c, 'Decided for mail to this address from now on.')
    return c.redirect(`/dev/inbox/${c.req.param('id')}`, 303)
  })
