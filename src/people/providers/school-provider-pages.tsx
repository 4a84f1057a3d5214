import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { ok } from '#base/result.ts'
import type { AppEnv, Bindings } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { atField, press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { type LinkRow, providerOf, readProviders } from '#people/sign-in/provider.ts'
import { linksOf } from '#people/sign-in/provider-store.ts'
import { visitCookie } from '#people/sign-in/session.ts'
import { safeNext } from '#people/sign-in/sign-in.ts'
import { linkProvider, unlinkProvider, visitToLink } from './link-provider.ts'
import { ConfirmLink, Links, type ShownLink } from './views/providers.tsx'
import { linkRefusals } from './views/refusals.tsx'

const account = { href: '/account', text: 'Your account' }
const here = '/account/sign-in-links'

/** A link's provider in the council's words; one no longer configured by its address. */
const labelOf = (env: Bindings, link: LinkRow): string => {
  const origin = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address)
  return readProviders(env).find((provider) => origin(provider.issuer) === origin(link.issuer))?.label ?? origin(link.issuer)
}

const link = press({
  at: '/sign-in-links/new',
  button: 'Link them',
  act: async (act, _, { c, council }) => {
    const token = visitCookie.read(c)
    const visit = await visitToLink(act, token)
    const label = (visit && providerOf(c.env, visit.provider)?.label) ?? visit?.issuer ?? ''
    const linked = await linkProvider(requireAccount(act), token, { council, label })
    visitCookie.clear(c)
    return linked.ok ? ok(safeNext(visit?.next ?? undefined)) : linked
  },
  refused: atField('link', linkRefusals),
  done: 'Linked. You can sign in that way from now on.',
  to: (_, next) => next ?? here,
})

const unlink = press({
  at: '/sign-in-links/:id/end',
  button: ({ label }: ShownLink) => [{ text: 'Unlink', of: label, kind: 'secondary' }],
  act: async (act, _, { part }) => ok(await unlinkProvider(requireAccount(act), part('id'))),
  refused: {},
  done: 'Unlinked. That sign-in no longer opens your account.',
  to: here,
})

const links = page({
  at: '/sign-in-links',
  title: 'Other ways to sign in',
  back: account,
  presses: { link, unlink },
  also: async (act, _, { c }) => {
    const providers = readProviders(c.env)
    const rows = await linksOf(act.db, requireAccount(act).actor.accountId)
    if (providers.length === 0 && rows.length === 0) throw notFound('page')
    return { providers, links: rows.map((row) => ({ ...row, label: labelOf(c.env, row) })), isShared: act.actor.shared }
  },
  show: (subject, forms) => <Links {...subject} unlink={(row) => forms.unlink(row, { id: row.id })} />,
})

const confirm = page({
  at: '/sign-in-links/new',
  title: 'Do these belong together?',
  back: account,
  also: async (act, _, { c }) => {
    const visit = await visitToLink(act, visitCookie.read(c))
    const provider = visit && providerOf(c.env, visit.provider)
    if (!provider) return c.redirect(here, 303)
    const { email } = requireAccount(act).actor
    return {
      email,
      label: provider.label,
      shownAs: visit.shownAs,
      issuer: visit.issuer,
      form: link.show(c, '/account', undefined, undefined),
    }
  },
  show: (subject) => <ConfirmLink {...subject} />,
})

/** Linking and unlinking providers; mounted at /account. */
export const schoolProviderPages = withPages(new Hono<AppEnv>(), links, confirm)
