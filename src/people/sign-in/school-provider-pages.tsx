import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { linkProvider, unlinkProvider, visitToLink } from './link-provider.ts'
import { type LinkRow, providerOf, readProviders } from './provider.ts'
import { linksOf } from './provider-store.ts'
import { visitCookie } from './session.ts'
import { safeNext } from './sign-in.ts'
import { ConfirmLinkPage, LinksPage } from './views/providers.tsx'
import { linkRefusals } from './views/refusals.tsx'

const account = { href: '/account', text: 'Your account' }

/** A link's provider in the council's words; one no longer configured by its address. */
const labelOf = (c: Context<AppEnv>, link: LinkRow): string => {
  const origin = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address)
  return readProviders(c.env).find((provider) => origin(provider.issuer) === origin(link.issuer))?.label ?? origin(link.issuer)
}

const showLinks = async (c: Context<AppEnv>, problems?: Problems) => {
  const providers = readProviders(c.env)
  const links = await linksOf(c.env.DB, requireAccount(c.var.act).actor.accountId)
  if (providers.length === 0 && links.length === 0) throw notFound('page')
  return c.render(
    <LinksPage
      links={links.map((link) => ({ ...link, label: labelOf(c, link) }))}
      providers={providers}
      shared={c.var.act.actor.shared}
      problems={problems}
    />,
    { title: 'Other ways to sign in', back: account, hasProblems: problems !== undefined },
  )
}

/** Linking and unlinking providers. */
export const schoolProviderPages = new Hono<AppEnv>()
  .get('/', (c) => showLinks(c))

  .get('/new', async (c) => {
    const act = requireAccount(c.var.act)
    const visit = await visitToLink(act, visitCookie.read(c))
    const provider = visit && providerOf(c.env, visit.provider)
    if (!visit || !provider) return c.redirect('/account/sign-in-links', 303)
    return c.render(<ConfirmLinkPage label={provider.label} shownAs={visit.shownAs} issuer={visit.issuer} email={act.actor.email} />, {
      title: 'Do these belong together?',
      back: account,
    })
  })

  .post('/new', async (c) => {
    const act = requireAccount(c.var.act)
    const token = visitCookie.read(c)
    const visit = await visitToLink(act, token)
    const label = (visit && providerOf(c.env, visit.provider)?.label) ?? visit?.issuer ?? ''
    const linked = await linkProvider(act, token, { council: c.var.council, label })
    visitCookie.clear(c)
    if (!linked.ok) {
      c.status(409)
      return showLinks(c, { link: linkRefusals[linked.reason] })
    }
    flash(c, 'Linked. You can sign in that way from now on.')
    return c.redirect(safeNext(visit?.next ?? undefined) ?? '/account/sign-in-links', 303)
  })

  .post('/:id/end', async (c) => {
    await unlinkProvider(requireAccount(c.var.act), c.req.param('id'))
    flash(c, 'Unlinked. That sign-in no longer opens your account.')
    return c.redirect('/account/sign-in-links', 303)
  })
