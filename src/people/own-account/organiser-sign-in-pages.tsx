import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { gone, press } from '#base/web/press.tsx'
import { endAllSignIns } from '#people/sign-in/end-sign-ins.ts'
import { labelsOf } from '#people/sign-in/provider.ts'
import { readSignIns } from '#people/sign-in/sign-in-store.ts'
import { SignIns } from './views/sign-ins.tsx'

const signOut = press({
  at: '/:id/sign-out',
  button: [{ text: 'Sign out everywhere', kind: 'warning' }],
  act: async (act, _, { part, c }) => {
    if (!(await readSignIns(act.db, act.now, part('id'), ''))) return refuse('not_allowed')
    const ended = await endAllSignIns(act, part('id'))
    return ended.ok && part('id') === act.actor.accountId ? c.redirect('/sign-in', 303) : ended
  },
  refused: { not_allowed: gone },
  done: 'The account is signed out everywhere.',
  to: ({ part }) => `/organiser/accounts/${part('id')}`,
})

const signIns = page({
  at: '/:id',
  title: 'How an account signs in',
  heading: 'How this account signs in',
  back: { href: '/organiser/roles', text: 'Roles' },
  wide: true,
  presses: { signOut },
  also: async (act, _, { c, part }) => {
    const account = await readSignIns(act.db, act.now, part('id'), c.var.signInId ?? '')
    if (!account) throw notFound('account')
    return { ...account, id: part('id'), providers: labelsOf(c.env) }
  },
  caption: ({ name }) => name ?? 'An account without a name',
  show: (subject, forms) => <SignIns {...subject} form={forms.signOut()} />,
})

/** How and where an account is signed in, for administrators; mounted at /organiser/accounts. */
export const organiserSignInPages = withPages(new Hono<AppEnv>(), signIns)
