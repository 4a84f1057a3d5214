import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { readOwnRole } from './dispute-store.ts'
import { disputeForm } from './forms.ts'
import { agreeToRole, raiseDispute, withdrawDispute } from './raise-dispute.ts'
import { OwnDisputePage } from './views/dispute.tsx'
import { endRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
const path = '/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/dispute'

const found = async (c: C) => {
  const { act } = c.var
  const { personId, shared } = act.actor
  const role = personId && !shared ? await readOwnRole(act.db, personId, c.req.param('role') ?? '') : undefined
  if (!role || !personId) throw notFound('role')
  return { role, act: { ...act, actor: { ...act.actor, personId } } }
}

const show = async (c: C, reason: string, form: { problems?: Problems; why?: string } = {}) =>
  c.render(<OwnDisputePage role={(await found(c)).role} reason={reason} {...form} />, {
    title: 'A role that is said of you',
    back: { href: '/account/record', text: 'Your places and record' },
    hasProblems: Boolean(form.problems ?? form.why),
  })

/** What is said of oneself; mounted at /account/record/roles. */
export const schoolOwnDisputePages = new Hono<AppEnv>()
  .get(path, (c) => show(c, ''))
  .post(path, async (c) => {
    const { role, act } = await found(c)
    const form = await c.req.parseBody()
    const read = disputeForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return show(c, text(form, 'reason'), { problems: problemsOf(read.error) })
    }
    const done = await raiseDispute(act, role, read.data.reason)
    flash(c, done.ok ? 'The school and the council see that it is not so.' : endRefusals[done.reason], done.ok)
    return c.redirect('/account/record', 303)
  })
  .post('/:role{[0-9a-f]{8}-[0-9a-f-]{27}}/agreement', async (c) => {
    const { role, act } = await found(c)
    const done = role.agreed ? { ok: true as const } : await agreeToRole(act, { ...role, personId: act.actor.personId })
    flash(c, done.ok ? `${role.school.name} sees what you attended for others.` : endRefusals[done.reason], done.ok)
    return c.redirect('/account/record', 303)
  })
  .post(`${path}/withdraw`, async (c) => {
    const { role, act } = await found(c)
    const done = await withdrawDispute(act, role)
    flash(c, done.ok ? 'It is taken back.' : endRefusals[done.reason], done.ok)
    return c.redirect('/account/record', 303)
  })
