import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { looksShared } from '#base/mailbox.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, problemsOf, typedOf } from '#base/web/form.ts'
import { readMailbox } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { rolesOn } from '#schools/schools/role-store.ts'
import { claimUnlisted } from './claim-unlisted.ts'
import { unlistedForm } from './forms.ts'
import { unlistedRefusals } from './views/refusals.tsx'
import { UnlistedFormPage, type UnlistedValues } from './views/unlisted-claims.tsx'

const showForm = async (c: Context<AppEnv>, values: UnlistedValues, problems?: Record<string, string>) => {
  const { act, council } = c.var
  const roles = await rolesOn(act.db, londonDay(act.now))
  const fixedName = act.actor.shared ? act.actor.name : undefined
  return c.render(<UnlistedFormPage council={council} roles={roles} values={values} fixedName={fixedName} problems={problems} />, {
    title: 'My setting is not listed',
    back: { href: '/school/claims/new', text: 'Choose a school from the list' },
    hasProblems: problems !== undefined,
  })
}

/** Claiming a setting that is not listed. */
export const schoolUnlistedPages = new Hono<AppEnv>()
  .get('/school/claims/unlisted', async (c) => {
    const { actor } = requireAccount(c.var.act)
    if (looksShared(actor.email) && !actor.shared && !(await readMailbox(c.env.DB, actor.accountId)).said)
      return c.redirect(`/account/mailbox?next=${encodeURIComponent('/school/claims/unlisted')}`, 303)
    return showForm(c, { name: actor.name })
  })

  .post('/school/claims/unlisted', async (c) => {
    const { actor } = c.var.act
    const sent = await c.req.parseBody()
    const form: Body = actor.shared ? { ...sent, name: actor.name } : sent
    const values = typedOf(form, ['setting', 'setName', 'postcode', 'name', 'roleId'])
    const read = unlistedForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showForm(c, values, problemsOf(read.error))
    }
    const claimed = await claimUnlisted(requireAccount(c.var.act), { ...read.data, council: c.var.council })
    if (!claimed.ok) {
      const { field, says } = unlistedRefusals[claimed.reason]
      c.status(claimed.reason === 'no_such_role' ? 422 : 409)
      return showForm(c, values, { [field]: says })
    }
    flash(c, 'The council has your request. We have sent you an email that says so.')
    return c.redirect('/school', 303)
  })
