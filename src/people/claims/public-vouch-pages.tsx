import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { answerVouchLink } from './answer-link.ts'
import { linksOf } from './link-store.ts'
import { VouchClosedPage, VouchDonePage, VouchPage, VouchRefusePage } from './views/vouch.tsx'
import { type LinkFacts, type LinkRefusal, linkAbout, linkRefusal } from './vouch.ts'

type C = Context<AppEnv>

const closed = (c: C, reason: LinkRefusal) => {
  c.status(409)
  return c.render(<VouchClosedPage reason={reason} />, { title: 'Nothing to answer' })
}

const refusalOf = (c: C, link: LinkFacts) => linkRefusal(link, c.var.act.actor.accountId, instant(c.var.act.now))

const show = async (c: C, token: string, refusing?: { claimId: string | undefined }) => {
  const links = await linksOf(c.env.DB, await sha256(token))
  const one = refusing ? linkAbout(links, refusing.claimId) : links[0]
  if (!one) throw notFound('link')
  const open = links.filter((link) => !refusalOf(c, link))
  const reason = refusing || open.length === 0 ? refusalOf(c, one) : undefined
  if (reason) return closed(c, reason)
  return refusing
    ? c.render(<VouchRefusePage link={one} token={token} />, { title: 'Refuse the request?' })
    : c.render(<VouchPage links={open} token={token} />, {
        title: open.length === 1 ? 'Does this person work with you?' : 'Do these people work with you?',
      })
}

/**
 * The link sent to the school's mailbox. Its address is a secret, so it must not be cached or
 * passed on.
 */
export const publicVouchPages = new Hono<AppEnv>()
  .get('/vouch/:token', (c) => show(c, c.req.param('token')))
  .post('/vouch/:token', async (c) => {
    const { answer, confirmed, claim } = await c.req.parseBody()
    const [token, claimId] = [c.req.param('token'), typeof claim === 'string' ? claim : undefined]
    if (answer !== 'yes' && answer !== 'no') {
      c.status(422)
      return show(c, token)
    }
    if (answer === 'no' && confirmed !== 'yes') return show(c, token, { claimId })
    const answered = await answerVouchLink(c.var.act, { token, claimId, answer, council: c.var.council })
    if (!answered.ok) {
      if (answered.reason === 'no_such_link') throw notFound('link')
      return closed(c, answered.reason)
    }
    const { name, email, school } = answered.value
    const others = (await linksOf(c.env.DB, await sha256(token))).filter((link) => !refusalOf(c, link))
    return c.render(
      <VouchDonePage
        who={name ?? email}
        school={schoolLabel(school)}
        answer={answer}
        next={others.length > 0 ? `/vouch/${token}` : undefined}
      />,
      { title: 'Thank you' },
    )
  })
