import { Hono } from 'hono'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { goneMeanwhile } from '#people/accounts/mailbox.ts'
import { type OwnAct, requireAccount } from '#people/accounts/own-act.ts'
import { endBrowser, endOtherBrowsers } from '#people/sign-in/end-sign-ins.ts'
import { browserForm, nameForm } from '#people/sign-in/forms.ts'
import { labelsOf } from '#people/sign-in/provider.ts'
import type { BrowserRow } from '#people/sign-in/sign-in.ts'
import { readAccountPage } from '#people/sign-in/store.ts'
import { nameAccount } from './name-account.ts'
import { Account } from './views/account.tsx'

const to = '/account'

const name = press({
  at: '/account/name',
  form: nameForm,
  filled: ({ name }: OwnAct['actor']) => ({ name, who: 'same' }),
  shape: (fields, { personId }) => [fields['name'], personId ? fields['who'] : null],
  button: [{ text: 'Save name', kind: 'secondary' }],
  // A shared mailbox has no single name: each sign-in gives its own.
  act: async (act, said, { c }) =>
    act.actor.shared ? c.redirect('/account/who?next=/account', 303) : nameAccount(requireAccount(act), said),
  refused: { erased: { field: 'name', says: goneMeanwhile } },
  done: 'Your name is saved.',
  to,
})

const end = press({
  at: '/account/sign-ins/end',
  form: browserForm,
  hidden: ({ browserId }: BrowserRow) => ({ browser: browserId }),
  button: ({ browser }) => [{ text: 'Sign out', of: browser || 'that browser', kind: 'secondary' }],
  act: async (act, { browser }) => ok(await endBrowser(requireAccount(act), browser)),
  refused: {},
  done: 'That browser is signed out.',
  to,
})

const endOthers = press({
  at: '/account/sign-ins/end-others',
  button: [{ text: 'Sign out everywhere else', kind: 'secondary' }],
  act: async (act, _, { c }) => ok(await endOtherBrowsers(requireAccount(act), c.var.signInId ?? '')),
  refused: {},
  done: 'You are signed out everywhere else.',
  to,
})

const account = page({
  at: '/account',
  title: 'Your account',
  presses: { name, end, endOthers },
  also: async (act, _, { c }) => {
    const { actor } = requireAccount(act)
    const { browsers, ...found } = await readAccountPage(act.db, act.now, actor, c.var.signInId ?? '')
    return {
      ...found,
      actor,
      council: c.var.council,
      open: browsers.filter(({ endedAt }) => endedAt === null),
      ended: browsers.filter(({ endedAt }) => endedAt !== null),
      isStaff: c.var.staff !== undefined || c.var.hasFactor === true,
      providers: labelsOf(c.env),
    }
  },
  show: (subject, forms, { wasSent }) => (
    <Account
      {...subject}
      naming={forms.name(subject.actor)}
      isNamedAgain={wasSent('name')}
      endOf={forms.end}
      endOthers={forms.endOthers()}
    />
  ),
})

/** A signed-in reader's own account: see it, name it, sign browsers out. */
export const schoolAccountPages = withPages(new Hono<AppEnv>(), account).get('/account/name', (c) => c.redirect(to, 303))
