import { type Context, Hono } from 'hono'
import type { Act } from '../act.ts'
import { londonDay } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { afterWrite } from '../outbox/deliver.ts'
import type { Problems } from '../web/field.tsx'
import { flash } from '../web/flash.ts'
import { signedIn } from '../web/guard.ts'
import { claimSchool } from './claim-school.ts'
import { readClaimForm } from './claim-store.ts'
import { endBrowser, endOtherBrowsers } from './end-sign-ins.ts'
import { claimForm, nameForm, problemsIn } from './forms.ts'
import { nameAccount } from './name-account.ts'
import { readAccountPage } from './store.ts'
import { AccountPage } from './views/account.tsx'
import { ClaimFormPage, claimReasons } from './views/claims.tsx'

/** The act of somebody who is signed in, which the guard has seen to. */
const mine = (act: Act): Act & { actor: { accountId: string; email: string } } => {
  const { accountId, email } = act.actor
  if (accountId === undefined || email === undefined) throw notFound('account')
  return { ...act, actor: { ...act.actor, accountId, email } }
}

const typed = (form: Record<string, unknown>, name: string): string | undefined => {
  const value = form[name]
  return typeof value === 'string' ? value : undefined
}

const showAccount = async (c: Context<AppEnv>, problems?: Problems, typedName?: string) => {
  const act = mine(c.var.act)
  const found = await readAccountPage(act.db, act.now, act.actor.accountId, c.var.signInId ?? '')
  return c.render(<AccountPage actor={act.actor} {...found} problems={problems} typedName={typedName} />, {
    title: 'Your account',
    hasProblems: problems !== undefined,
  })
}

const showClaimForm = async (c: Context<AppEnv>, values: Parameters<typeof ClaimFormPage>[0]['values'], problems?: Problems) => {
  const { act, council } = c.var
  const { schools, roles } = await readClaimForm(act.db, council.laCodes, londonDay(act.now))
  return c.render(<ClaimFormPage schools={schools} roles={roles} values={values} problems={problems} />, {
    title: 'Ask to act for a school',
    back: { href: '/account', text: 'Your account' },
    hasProblems: problems !== undefined,
  })
}

/** What everyone who is signed in may do: see and name their account, sign browsers out, ask to act for a school. */
export const schoolAccountPages = new Hono<AppEnv>()
  .use('/account/*', signedIn)
  .use('/school/claims/*', signedIn)

  .get('/account', (c) => showAccount(c))

  .post('/account/name', async (c) => {
    const form = await c.req.parseBody()
    const read = nameForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showAccount(c, problemsIn(read.error), typed(form, 'name'))
    }
    await nameAccount(mine(c.var.act), read.data)
    flash(c, 'Your name is saved.')
    return c.redirect('/account', 303)
  })

  .post('/account/sign-ins/end', async (c) => {
    await endBrowser(mine(c.var.act), typed(await c.req.parseBody(), 'browser') ?? '')
    flash(c, 'That browser is signed out.')
    return c.redirect('/account', 303)
  })

  .post('/account/sign-ins/end-others', async (c) => {
    await endOtherBrowsers(mine(c.var.act), c.var.signInId ?? '')
    flash(c, 'You are signed out everywhere else.')
    return c.redirect('/account', 303)
  })

  .get('/school/claims/new', (c) => showClaimForm(c, { name: c.var.act.actor.name, schoolId: c.req.query('school') }))

  .post('/school/claims', async (c) => {
    const form = await c.req.parseBody()
    const values = { schoolId: typed(form, 'schoolId'), name: typed(form, 'name'), roleId: typed(form, 'roleId') }
    const read = claimForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showClaimForm(c, values, problemsIn(read.error))
    }
    const claimed = await claimSchool(mine(c.var.act), { ...read.data, council: c.var.council })
    if (!claimed.ok) {
      const { field, says } = claimReasons[claimed.reason]
      c.status(claimed.reason === 'no_such_school' || claimed.reason === 'no_such_role' ? 422 : 409)
      return showClaimForm(c, values, { [field]: says })
    }
    afterWrite(c)
    flash(
      c,
      claimed.value.approved
        ? 'You can now act for the school.'
        : 'The council has your request. You will get an email when it has been decided.',
    )
    return c.redirect(claimed.value.approved ? `/school/${read.data.schoolId}` : '/account', 303)
  })
