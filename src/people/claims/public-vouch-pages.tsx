import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { answerVouchLink } from './answer-link.ts'
import { linkOf } from './link-store.ts'
import { VouchClosedPage, VouchDonePage, VouchPage, VouchRefusePage } from './views/vouch.tsx'
import { type LinkRefusal, linkRefusal } from './vouch.ts'

type C = Context<AppEnv>

const closed = (c: C, reason: LinkRefusal) => {
  c.status(409)
  return c.render(<VouchClosedPage reason={reason} />, { title: 'Nothing to answer' })
}

const show = async (c: C, token: string, refusing = false) => {
  const link = await linkOf(c.env.DB, await sha256(token))
  if (!link) throw notFound('link')
  const reason = linkRefusal(link, c.var.act.actor.accountId, instant(c.var.act.now))
  if (reason) return closed(c, reason)
  return refusing
    ? c.render(<VouchRefusePage link={link} token={token} />, { title: 'Refuse the request?' })
    : c.render(<VouchPage link={link} token={token} />, { title: 'Does this person work with you?' })
}

/**
 * The link sent to the school's mailbox. Its address is a secret, so it must not be cached or
 * passed on.
 */
export const publicVouchPages = new Hono<AppEnv>()
  .get('/vouch/:token', (c) => show(c, c.req.param('token')))
  .post('/vouch/:token', async (c) => {
    const { answer, confirmed } = await c.req.parseBody()
    if (answer !== 'yes' && answer !== 'no') {
      c.status(422)
      return show(c, c.req.param('token'))
    }
    if (answer === 'no' && confirmed !== 'yes') return show(c, c.req.param('token'), true)
    const answered = await answerVouchLink(c.var.act, { token: c.req.param('token'), answer, council: c.var.council })
    if (!answered.ok) {
      if (answered.reason === 'no_such_link') throw notFound('link')
      return closed(c, answered.reason)
    }
    const { name, email, school } = answered.value
    return c.render(<VouchDonePage who={name ?? email} school={schoolLabel(school)} answer={answer} />, { title: 'Thank you' })
  })
