import { type Context, Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { goneMeanwhile } from '#people/accounts/mailbox.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { endBrowser, endOtherBrowsers } from './end-sign-ins.ts'
import { nameForm } from './forms.ts'
import { nameAccount } from './name-account.ts'
import { labelsOf } from './provider.ts'
import { readAccountPage } from './store.ts'
import { AccountPage } from './views/account.tsx'

const showAccount = async (c: Context<AppEnv>, problems?: Problems, typedName?: string) => {
  const act = requireAccount(c.var.act)
  const { browsers, ...found } = await readAccountPage(act.db, act.now, act.actor, c.var.signInId ?? '')
  return c.render(
    <AccountPage
      actor={act.actor}
      council={c.var.council}
      {...found}
      open={browsers.filter(({ endedAt }) => endedAt === null)}
      ended={browsers.filter(({ endedAt }) => endedAt !== null)}
      problems={problems}
      typedName={typedName}
      staff={c.var.staff !== undefined || c.var.hasFactor === true}
      providers={labelsOf(c.env)}
    />,
    {
      title: 'Your account',
      hasProblems: problems !== undefined,
    },
  )
}

/** A signed-in reader's own account: see it, name it, sign browsers out. */
export const schoolAccountPages = new Hono<AppEnv>()
  .get('/account', (c) => showAccount(c))

  .get('/account/name', (c) => c.redirect('/account', 303))
  .post('/account/name', async (c) => {
    const form = await c.req.parseBody()
    const read = nameForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showAccount(c, problemsOf(read.error), text(form, 'name'))
    }
    // A shared mailbox has no single name: each sign-in gives its own.
    if (c.var.act.actor.shared) return c.redirect('/account/who?next=/account', 303)
    const named = await nameAccount(requireAccount(c.var.act), read.data)
    if (!named.ok) {
      c.status(409)
      return showAccount(c, { name: goneMeanwhile }, text(form, 'name'))
    }
    flash(c, 'Your name is saved.')
    return c.redirect('/account', 303)
  })

  .post('/account/sign-ins/end', async (c) => {
    await endBrowser(requireAccount(c.var.act), text(await c.req.parseBody(), 'browser'))
    flash(c, 'That browser is signed out.')
    return c.redirect('/account', 303)
  })

  .post('/account/sign-ins/end-others', async (c) => {
    await endOtherBrowsers(requireAccount(c.var.act), c.var.signInId ?? '')
    flash(c, 'You are signed out everywhere else.')
    return c.redirect('/account', 303)
  })
