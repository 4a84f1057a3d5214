import { type Context, Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { problemsOf, text, typedOf } from '#base/web/form.ts'
import { homeOf } from '#people/accounts/account.ts'
import { goneMeanwhile } from '#people/accounts/mailbox.ts'
import { readMailbox } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sharedForm, whoForm } from './forms.ts'
import { sayWhetherShared, sayWhoActs } from './name-acting-person.ts'
import { safeNext } from './sign-in.ts'
import { SharedMailboxPage, WhoActsPage } from './views/mailbox.tsx'

type C = Context<AppEnv>

const showShared = async (c: C, values?: { shared: string | undefined; name: string | undefined }, problems?: Record<string, string>) => {
  const { actor } = requireAccount(c.var.act)
  const { shared, said } = await readMailbox(c.env.DB, actor.accountId)
  const chosen = values ? values.shared : said ? (shared ? 'yes' : 'no') : undefined
  return c.render(
    <SharedMailboxPage
      email={actor.email}
      shared={chosen === 'yes' || chosen === 'no' ? chosen : undefined}
      name={values ? values.name : actor.name}
      next={await nextOf(c)}
      problems={problems}
    />,
    { title: 'Is this a shared mailbox?', hasProblems: problems !== undefined },
  )
}

const showWho = async (c: C, values: { person?: string | undefined; name?: string | undefined }, problems?: Record<string, string>) => {
  const { actor } = requireAccount(c.var.act)
  const { people } = await readMailbox(c.env.DB, actor.accountId)
  return c.render(
    <WhoActsPage
      email={actor.email}
      people={people}
      chosen={values.person}
      name={values.name}
      next={await nextOf(c)}
      problems={problems}
    />,
    { title: 'Who is using this mailbox?', hasProblems: problems !== undefined },
  )
}

/** Where to continue, from the query or the form's hidden field. */
const nextOf = async (c: C): Promise<string | undefined> =>
  safeNext(c.req.method === 'GET' ? c.req.query('next') : text(await c.req.parseBody(), 'next'))

const goOn = async (c: C) => c.redirect((await nextOf(c)) ?? homeOf(c.var.act.actor), 303)

/** Who uses a shared mailbox: asked at sign-in, and by the guard before acting for a school. */
export const schoolMailboxPages = new Hono<AppEnv>()
  .get('/account/mailbox', (c) => showShared(c))
  .post('/account/mailbox', async (c) => {
    const form = await c.req.parseBody()
    const read = sharedForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showShared(c, typedOf(form, ['shared', 'name']), problemsOf(read.error))
    }
    const said = await sayWhetherShared(requireAccount(c.var.act), { ...read.data, signInId: c.var.signInId ?? '' })
    if (said.ok) return goOn(c)
    c.status(409)
    return showShared(c, typedOf(form, ['shared', 'name']), { name: goneMeanwhile })
  })

  .get('/account/who', async (c) =>
    c.var.act.actor.shared ? showWho(c, { person: c.var.act.actor.personId }) : c.redirect('/account', 303),
  )
  .post('/account/who', async (c) => {
    const form = await c.req.parseBody()
    const values = typedOf(form, ['person', 'name'])
    if (!c.var.act.actor.shared) return c.redirect('/account', 303)
    const read = whoForm.safeParse(form)
    if (!read.success) {
      c.status(422)
      return showWho(c, values, problemsOf(read.error))
    }
    const said = await sayWhoActs(requireAccount(c.var.act), { ...read.data, signInId: c.var.signInId ?? '' })
    if (said.ok) return goOn(c)
    c.status(422)
    return showWho(c, values, { person: 'Choose somebody from the list, or type your name' })
  })
