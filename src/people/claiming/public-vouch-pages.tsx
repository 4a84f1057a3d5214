import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { answerForm } from '#people/claims/forms.ts'
import { linksOf } from '#people/claims/link-store.ts'
import { type LinkFacts, type LinkRefusal, linkAbout, linkRefusal, nameAsked } from '#people/claims/vouch.ts'
import { answerVouchLink } from './answer-link.ts'
import { vouchRefusals } from './views/refusals.tsx'
import { VouchClosedPage, VouchDonePage, VouchQuestions, VouchRefusePage } from './views/vouch.tsx'

type C = Context<AppEnv>

const closed = (c: C, reason: LinkRefusal) => {
  c.status(409)
  return c.render(<VouchClosedPage reason={reason} />, { title: 'Nothing to answer' })
}

/** Each link of the address, and why it cannot be answered, if so. */
const linksAt = async (c: C, token: string) => {
  const { db, actor, now } = c.var.act
  const links = await linksOf(db, await sha256(token))
  return links.map((link) => ({ ...link, refusal: linkRefusal(link, actor.accountId, instant(now)) }))
}

/** A refusal is told to the person at once, so it is asked for twice. */
const askOnceMore = async (c: C, token: string, claimId: string) => {
  const link = linkAbout(await linksAt(c, token), claimId)
  if (!link) throw notFound('link')
  return link.refusal ? closed(c, link.refusal) : c.render(<VouchRefusePage link={link} token={token} />, { title: 'Refuse the request?' })
}

const answer = press({
  at: '/vouch/:token',
  form: answerForm,
  hidden: ({ link }) => ({ claim: link.claim.id }),
  button: ({ link, isOne }: { link: LinkFacts; isOne: boolean }) => [
    { text: isOne ? 'Yes, they work with us' : `Yes, ${nameAsked(link)} works with us`, name: 'answer', value: 'yes' },
    { text: isOne ? 'No, they do not' : `No, ${nameAsked(link)} does not`, name: 'answer', value: 'no', kind: 'warning' },
  ],
  act: async (act, { answer, claim, confirmed }, { part, council, c }) => {
    const token = part('token')
    if (answer === 'no' && confirmed !== 'yes') return askOnceMore(c, token, claim)
    const answered = await answerVouchLink(act, { token, claimId: claim, answer, council })
    if (!answered.ok) return answered
    const next = (await linksAt(c, token)).some(({ refusal }) => !refusal) ? `/vouch/${token}` : undefined
    return c.render(<VouchDonePage claim={answered.value} answer={answer} next={next} />, { title: 'Thank you' })
  },
  refused: vouchRefusals,
  to: '/',
})

const questions = page({
  at: '/vouch/:token',
  also: async (_act, _subject, { c, part }) => {
    const [first, ...others] = await linksAt(c, part('token'))
    if (!first) throw notFound('link')
    const links = [first, ...others].filter(({ refusal }) => !refusal)
    return links.length === 0 && first.refusal
      ? closed(c, first.refusal)
      : { links, isOne: links.length === 1, school: first.claim.school.name }
  },
  title: ({ isOne }) => (isOne ? 'Does this person work with you?' : 'Do these people work with you?'),
  heading: ({ links: [link], isOne, school }) => (isOne && link ? `Does ${nameAsked(link)} work at ${school}?` : `Who works at ${school}?`),
  presses: { answer },
  show: ({ links, isOne }, forms) => <VouchQuestions links={links} form={(link) => forms.answer({ link, isOne })} />,
})

/** The link sent to the school's mailbox. Its address is a secret: never cached or passed on. */
export const publicVouchPages = withPages(new Hono<AppEnv>(), questions)
