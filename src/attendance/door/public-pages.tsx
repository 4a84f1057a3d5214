import { type Context, Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type Body, problemsOf, text } from '#base/web/form.ts'
import { files } from '#base/web/generated/files.ts'
import { P } from '#base/web/page-parts.tsx'
import { setSignInCookie } from '#people/sign-in/session.ts'
import { sayBrowser } from '#people/sign-in/sign-in.ts'
import { admitHelper } from './admit-helper.ts'
import { takesDoor } from './door.ts'
import { type LinkRefusal, refusesHelper } from './door-link.ts'
import { helperForm } from './forms.ts'
import { selectDoorLink } from './link-store.ts'
import { ClosedLinkPage, HelperPage } from './views/helper.tsx'

type C = Context<AppEnv, '/door-link/:token'>

const show = async (c: C, name = '', problems?: Record<string, string>, why?: LinkRefusal) => {
  const link = await readNow(c.env.DB, selectDoorLink(c.env.DB, await sha256(c.req.param('token'))))
  const { actor, now } = c.var.act
  if (link && takesDoor(actor, link.eventId)) return c.redirect(`/door/${link.code}`, 303)
  const refused = why ?? refusesHelper(link, now)
  if (!link || refused) {
    c.status(refused === 'before_its_day' ? 403 : 410)
    return c.render(<ClosedLinkPage why={refused ?? 'ended'} link={link} />, { title: 'This link lets nobody in now', hasProblems: true })
  }
  if (problems) c.status(422)
  return c.render(<HelperPage link={link} name={name} signedInAs={actor.email} problems={problems} />, {
    title: 'Help at the door',
    hasProblems: Boolean(problems),
  })
}

/** The door's page without names, which a device keeps, and a helper's link. Mounted at /. */
export const publicDoorPages = new Hono<AppEnv>()
  .get('/door-shell', (c) =>
    c.render(
      <div class="muster-register" id="door">
        <P>Opening the door…</P>
      </div>,
      { title: 'Door', head: <script type="module" src={files['js/door.js']} /> },
    ),
  )
  .get('/door-link/:token', (c) => show(c))
  .post('/door-link/:token', async (c) => {
    const body: Body = await c.req.parseBody()
    const form = helperForm.safeParse(body)
    if (!form.success) return show(c, text(body, 'name'), problemsOf(form.error))
    const browser = sayBrowser(c.req.header('user-agent') ?? '')
    const ask = { token: c.req.param('token'), name: form.data.name, browser, oldSignInId: c.var.signInId }
    const admitted = await admitHelper(c.var.act, ask)
    if (!admitted.ok) return show(c, form.data.name, undefined, admitted.reason)
    setSignInCookie(c, admitted.value.token, admitted.value.seconds)
    return c.redirect(`/door/${admitted.value.code}`, 303)
  })
