import { type Context, Hono } from 'hono'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { homeOf } from '#base/web/home.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { goneMeanwhile, type MailboxPerson } from '#people/accounts/mailbox.ts'
import { readMailbox } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sharedForm, whoForm } from '#people/sign-in/forms.ts'
import { nextOf } from '#people/sign-in/session.ts'
import { sayWhetherShared, sayWhoActs } from './name-acting-person.ts'
import { SharedMailbox, WhoActs } from './views/mailbox.tsx'

const onTo = async (c: Context<AppEnv>): Promise<string> => (await nextOf(c)) ?? homeOf(c.var.act.actor)

const sayShared = press({
  at: '/account/mailbox',
  form: sharedForm,
  filled: (typed: { shared: string | undefined; name: string | undefined }) => typed,
  button: 'Continue',
  act: async (act, said, { c }) => {
    const done = await sayWhetherShared(requireAccount(act), { ...said, signInId: c.var.signInId ?? '' })
    return done.ok ? ok(await onTo(c)) : done
  },
  refused: { no_such_person: { field: 'name', says: goneMeanwhile } },
  to: (_, path) => path ?? '/',
})

const mailbox = page({
  at: '/account/mailbox',
  title: 'Is this a shared mailbox?',
  presses: { sayShared },
  also: async (act) => {
    const { actor } = requireAccount(act)
    const { shared, said } = await readMailbox(act.db, actor.accountId)
    return { email: actor.email, name: actor.name, shared: said ? (shared ? 'yes' : 'no') : undefined }
  },
  show: ({ email, ...typed }, forms) => <SharedMailbox email={email} form={forms.sayShared(typed)} />,
})

type Acting = { people: readonly MailboxPerson[]; chosen: string | undefined }

const sayWho = press({
  at: '/account/who',
  form: (_, shown: Acting | undefined) => whoForm(shown?.people),
  filled: (shown) => ({ person: shown?.chosen }),
  button: 'Continue',
  act: async (act, who, { c }) => {
    if (!act.actor.shared) return c.redirect('/account', 303)
    const result = await sayWhoActs(requireAccount(act), { ...who, signInId: c.var.signInId ?? '' })
    return result.ok ? ok(await onTo(c)) : result
  },
  refused: { no_such_person: { field: 'person', says: 'Choose somebody from the list, or type your name', status: 422 } },
  to: (_, path) => path ?? '/',
})

const who = page({
  at: '/account/who',
  title: 'Who is using this mailbox?',
  presses: { sayWho },
  also: async (act, _, { c }) => {
    const { actor } = requireAccount(act)
    if (!actor.shared) return c.redirect('/account', 303)
    const { people } = await readMailbox(act.db, actor.accountId)
    return { email: actor.email, people, chosen: actor.personId }
  },
  show: ({ email, ...acting }, forms) => <WhoActs email={email} form={forms.sayWho(acting)} />,
})

/** Who uses a shared mailbox: asked at sign-in, and by the guard before acting for a school. */
export const schoolMailboxPages = withPages(new Hono<AppEnv>(), mailbox, who)
