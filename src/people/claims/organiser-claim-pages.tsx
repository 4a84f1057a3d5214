import { type Context, Hono } from 'hono'
import { sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { decidedThrough } from './claim.ts'
import { claimById, readClaim, readQueue } from './claim-store.ts'
import { decideClaim } from './decide-claim.ts'
import { decideTrustClaim } from './decide-trust-claim.ts'
import { decisionForm } from './forms.ts'
import { readTrustGround } from './trust-claim-store.ts'
import { ClaimEndPage, ClaimPage, ClaimQueuePage } from './views/claims.tsx'
import { ownClaim } from './views/refusals.tsx'
import { TrustClaimPage } from './views/trust-claims.tsx'
import { makeApprover } from './vouch-colleague.ts'

type C = Context<AppEnv>

const queue = { href: '/organiser/claims', text: 'Requests' }

const done = {
  approved: 'Approved. The person is sent an email.',
  refused: 'Refused. The person is sent an email.',
  ended: 'Ended. The person is sent an email.',
  requested: '',
}

const showQueue = async (c: C, refusal?: string) => {
  const page = Math.min(10_000, Math.max(1, Math.floor(Number(c.req.query('page')) || 1)))
  return c.render(
    <ClaimQueuePage
      queue={await readQueue(c.env.DB, page)}
      accountId={c.var.act.actor.accountId}
      url={c.req.url}
      page={page}
      refusal={refusal}
    />,
    { title: 'Requests to act for a school', back: { href: '/organiser', text: 'Organise' }, hasProblems: refusal !== undefined },
  )
}

const showEnd = async (
  c: C,
  id: string,
  decision: 'refuse' | 'end',
  shown: { problems?: Record<string, string>; reason?: string | undefined } = {},
) => {
  const claim = await claimById(c.env.DB, id)
  if (claim?.state !== (decision === 'end' ? 'approved' : 'requested')) throw notFound('claim')
  return c.render(<ClaimEndPage claim={claim} decision={decision} {...shown} />, {
    title: decision === 'refuse' ? 'Refuse this request' : 'End this permission',
    back: queue,
    hasProblems: shown.problems !== undefined,
  })
}

const showTrust = async (c: C, shown: { problems?: Record<string, string>; reason?: string | undefined; refusal?: string } = {}) => {
  const ground = await readTrustGround(c.env.DB, c.req.param('id') ?? '', c.var.council.laCodes)
  if (!ground) throw notFound('claim')
  return c.render(<TrustClaimPage ground={ground} self={ground.claim.accountId === c.var.act.actor.accountId} {...shown} />, {
    title: `Acting for the schools of ${ground.claim.trustName}`,
    back: queue,
    hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
  })
}

/** The council's decisions on claims. Mounted at /organiser. */
export const organiserClaimPages = new Hono<AppEnv>()
  .get('/claims', (c) => showQueue(c))

  .get('/claims/trust/:id', (c) => showTrust(c))

  .post('/claims/trust/:id', async (c) => {
    const form = await c.req.parseBody()
    const read = decisionForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showTrust(c, { problems: problemsOf(read.error), reason: text(form, 'reason') })
    }
    const decided = await decideTrustClaim(c.var.act, { claimId: c.req.param('id'), ...read.data, council: c.var.council })
    if (!decided.ok) {
      if (decided.reason === 'no_such_claim' || decided.reason === 'not_allowed') throw notFound('claim')
      c.status(409)
      return showTrust(c, { refusal: decided.reason === 'own_claim' ? ownClaim : 'Somebody else has decided about it already.' })
    }
    flash(c, done[decided.value.state])
    return c.redirect('/organiser/claims', 303)
  })

  .get('/claims/:id/:decision{refuse|end}', (c) => showEnd(c, c.req.param('id'), c.req.param('decision') === 'end' ? 'end' : 'refuse'))

  .get('/claims/:id', async (c) => {
    const found = await readClaim(c.env.DB, c.req.param('id'))
    if (!found) throw notFound('claim')
    return c.render(<ClaimPage {...found} />, { title: `Acting for ${found.claim.school.name}`, back: queue })
  })

  .post('/claims/:id/approver', async (c) => {
    const claim = await claimById(c.env.DB, c.req.param('id'))
    if (!claim) throw notFound('claim')
    const made = await makeApprover(c.var.act, { schoolId: claim.schoolId, claimId: claim.id })
    if (!made.ok && made.reason === 'no_such_claim') throw notFound('claim')
    if (!made.ok && made.reason === 'own_claim') {
      c.status(409)
      return showQueue(c, ownClaim)
    }
    flash(c, 'They may now approve colleagues at the school.')
    return c.redirect(`/organiser/claims/${claim.id}`, 303)
  })

  .post('/claims/:id', async (c) => {
    const form = await c.req.parseBody()
    const read = decisionForm.safeParse(form)
    const claim = await claimById(c.env.DB, c.req.param('id'))
    if (!claim) throw notFound('claim')
    if (!read.success) {
      c.status(422)
      const decision = text(form, 'decision') === 'end' ? 'end' : 'refuse'
      return c.render(<ClaimEndPage claim={claim} decision={decision} problems={problemsOf(read.error)} reason={text(form, 'reason')} />, {
        title: decision === 'refuse' ? 'Refuse this request' : 'End this permission',
        back: queue,
        hasProblems: true,
      })
    }
    const decided = await decideClaim(c.var.act, { claimId: claim.id, ...read.data, council: c.var.council })
    if (!decided.ok) {
      if (decided.reason === 'no_such_claim' || decided.reason === 'not_allowed') throw notFound('claim')
      c.status(409)
      if (decided.reason === 'own_claim') return showQueue(c, ownClaim)
      const now = await claimById(c.env.DB, claim.id)
      return showQueue(
        c,
        now?.decidedAt
          ? `This request was already decided ${decidedThrough(now)}, on ${sayInstant(now.decidedAt)}.`
          : 'This request has not been decided yet, so there is nothing to end.',
      )
    }
    flash(c, done[decided.value.state])
    return c.redirect('/organiser/claims', 303)
  })
