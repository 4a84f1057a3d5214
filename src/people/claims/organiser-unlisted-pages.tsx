import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, text, typedOf } from '#base/web/form.ts'
import { organisationForm } from '#schools/schools/forms.ts'
import { decideUnlistedClaim, type UnlistedDecision } from './decide-unlisted-claim.ts'
import { decisionForm } from './forms.ts'
import { outsideKindOf, type UnlistedGround } from './unlisted-claim.ts'
import { readUnlistedGround } from './unlisted-claim-store.ts'
import { decideUnlistedRefusals } from './views/refusals.tsx'
import { type DecisionValues, UnlistedClaimPage } from './views/unlisted-claims.tsx'

type C = Context<AppEnv>

const show = async (c: C, shown: { values?: DecisionValues; problems?: Record<string, string>; refusal?: string } = {}) => {
  const ground = await readUnlistedGround(c.env.DB, c.req.param('id') ?? '')
  if (!ground) throw notFound('claim')
  const { claim } = ground
  const asked: DecisionValues = { outsideKind: outsideKindOf(claim.setting), name: claim.name, town: '', postcode: claim.postcode }
  return c.render(
    <UnlistedClaimPage
      ground={ground}
      self={claim.accountId === c.var.act.actor.accountId}
      {...shown}
      values={{ ...asked, ...shown.values }}
    />,
    {
      title: `Acting for ${claim.name}`,
      back: { href: '/organiser/claims', text: 'Requests' },
      hasProblems: shown.problems !== undefined || shown.refusal !== undefined,
    },
  )
}

/** What the form decides, or what is wrong with each field. */
const decisionOf = (form: Body, { likely }: UnlistedGround): { decision: UnlistedDecision } | { problems: Record<string, string> } => {
  const read = decisionForm.safeParse({ decision: form['decision'], reason: form['reason'] })
  if (!read.success) return { problems: problemsOf(read.error) }
  if (read.data.decision !== 'approve') return { decision: { reason: read.data.reason } }
  const school = text(form, 'school')
  if (likely.some(({ id }) => id === school)) return { decision: { schoolId: school } }
  if (school !== 'new') return { problems: { school: 'Choose whether it is one of these' } }
  const facts = organisationForm.safeParse(form)
  if (!facts.success) return { problems: problemsOf(facts.error) }
  const { outsideKind, name, town, postcode } = facts.data
  return outsideKind
    ? { decision: { organisation: { outsideKind, name, town, postcode } } }
    : { problems: { outsideKind: 'Choose what kind of organisation it is' } }
}

/** The council's decisions on unlisted settings. Mounted at /organiser. */
export const organiserUnlistedPages = new Hono<AppEnv>()
  .get('/claims/unlisted/:id', (c) => show(c))

  .post('/claims/unlisted/:id', async (c) => {
    const form = await c.req.parseBody()
    const ground = await readUnlistedGround(c.env.DB, c.req.param('id'))
    if (!ground) throw notFound('claim')
    const values: DecisionValues = typedOf(form, ['school', 'outsideKind', 'name', 'town', 'postcode', 'reason'])
    const read = decisionOf(form, ground)
    if ('problems' in read) {
      c.status(422)
      return show(c, { values, problems: read.problems })
    }
    const decided = await decideUnlistedClaim(c.var.act, { claimId: ground.claim.id, decision: read.decision, council: c.var.council })
    if (!decided.ok) {
      if (decided.reason === 'no_such_claim') throw notFound('claim')
      c.status(409)
      return show(c, { values, refusal: decideUnlistedRefusals[decided.reason] })
    }
    flash(c, 'reason' in read.decision ? 'Refused. The person is sent an email.' : 'Approved. The person is sent an email.')
    return c.redirect('/organiser/claims', 303)
  })
