import { type Context, Hono } from 'hono'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Body } from '#base/web/form.ts'
import { unsubscribeLink } from './consent-store.ts'
import { readToken } from './forms.ts'
import { followUnsubscribeLink } from './record-consent.ts'
import { NoLinkPage, UnsubscribePage } from './views/consent.tsx'

type C = Context<AppEnv>

const noLink = (c: C) => {
  c.status(404)
  return c.render(<NoLinkPage />, { title: 'This link does not work' })
}

const follow = async (c: C, given: boolean) => {
  const token = readToken(c.req.param('token'))
  if (!token || !(await followUnsubscribeLink(c.var.act, await sha256(token), given))) return noLink(c)
  // A mail program that does it by itself (RFC 8058) must not be sent on.
  const body = await c.req.parseBody().catch((): Body => ({}))
  return body['List-Unsubscribe'] === 'One-Click' ? c.text('Unsubscribed.') : c.redirect(`/unsubscribe/${token}`, 303)
}

/**
 * The link in the footer of a promotion or an invitation, without signing in. Opening it changes
 * nothing. Mounted at /unsubscribe.
 */
export const publicUnsubscribePages = new Hono<AppEnv>()
  .get('/:token', async (c) => {
    const token = readToken(c.req.param('token'))
    const link = token && (await unsubscribeLink(c.env.DB, await sha256(token)))
    if (!token || !link) return noLink(c)
    return c.render(<UnsubscribePage token={token} link={link} councilName={c.var.council.name} />, {
      title: link.topicId === '' ? 'News of new conferences' : 'Invitations to training',
    })
  })
  .post('/:token', (c) => follow(c, false))
  .post('/:token/undo', (c) => follow(c, true))
