import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { endAllSignIns } from './end-sign-ins.ts'
import { labelsOf } from './provider.ts'
import { readSignIns } from './sign-in-store.ts'
import { SignInsPage } from './views/sign-ins.tsx'

/** How and where an account is signed in, for administrators; mounted at /organiser/accounts. */
export const organiserSignInPages = new Hono<AppEnv>()
  .get('/:id', async (c) => {
    const id = c.req.param('id')
    const found = await readSignIns(c.env.DB, c.var.act.now, id, c.var.signInId ?? '')
    if (!found) throw notFound('account')
    return c.render(<SignInsPage id={id} {...found} providers={labelsOf(c.env)} />, {
      title: 'How an account signs in',
      back: { href: '/organiser/roles', text: 'Roles' },
    })
  })

  .post('/:id/sign-out', async (c) => {
    const id = c.req.param('id')
    if (!(await readSignIns(c.env.DB, c.var.act.now, id, ''))) throw notFound('account')
    const ended = await endAllSignIns(c.var.act, id)
    if (!ended.ok) throw notFound('account')
    if (id === c.var.act.actor.accountId) return c.redirect('/sign-in', 303)
    flash(c, 'The account is signed out everywhere.')
    return c.redirect(`/organiser/accounts/${id}`, 303)
  })
