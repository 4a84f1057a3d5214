import { type Context, Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { files } from '#base/web/generated/files.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { setSignInCookie } from '#people/sign-in/session.ts'
import { sayBrowser } from '#people/sign-in/sign-in.ts'
import { admitHelper } from './admit-helper.ts'
import { takesDoor } from './door.ts'
import { type DoorLink, type LinkRefusal, refusesHelper } from './door-link.ts'
import { helperForm } from './forms.ts'
import { selectDoorLink } from './link-store.ts'
import { AboutHelping, ClosedLinkPage } from './views/helper.tsx'

const linkOf = async (db: SqlDatabase, token: string) => readNow(db, selectDoorLink(db, await sha256(token)))

const closed = (c: Context<AppEnv>, link: DoorLink | undefined, why: LinkRefusal) => {
  c.status(why === 'before_its_day' ? 403 : 410)
  return c.render(<ClosedLinkPage why={why} link={link} />, { title: 'This link lets nobody in now', hasProblems: true })
}

const admit = press({
  at: '/door-link/:token',
  form: helperForm,
  button: 'Start check-in',
  act: async (act, { name }, { part, c }) => {
    const browser = sayBrowser(c.req.header('user-agent') ?? '')
    const admitted = await admitHelper(act, { token: part('token'), name, browser, oldSignInId: c.var.signInId })
    if (!admitted.ok) return closed(c, await linkOf(act.db, part('token')), admitted.reason)
    setSignInCookie(c, admitted.value.token, admitted.value.seconds)
    return admitted
  },
  refused: {},
  to: (_, admitted) => `/door/${admitted?.code}`,
})

const link = page({
  at: '/door-link/:token',
  find: async ({ db, actor, now }, { part, c }): Promise<{ link: DoorLink; signedInAs: string | undefined } | Response> => {
    const found = await linkOf(db, part('token'))
    if (found && takesDoor(actor, found.eventId)) return c.redirect(`/door/${found.code}`, 303)
    const refused = refusesHelper(found, now)
    return !found || refused ? closed(c, found, refused ?? 'ended') : { link: found, signedInAs: actor.email }
  },
  title: 'Help with check-in',
  caption: ({ link: { title, venueName } }) => [title, venueName].filter(Boolean).join(', '),
  presses: { admit },
  show: (found, forms) => (
    <>
      <AboutHelping {...found} />
      {forms.admit()}
    </>
  ),
})

/** The door's page without names, which a device keeps, and a helper's link. Mounted at /. */
export const publicDoorPages = withPages(
  new Hono<AppEnv>().get('/door-shell', (c) =>
    c.render(
      <div id="door">
        <P>Opening check-in…</P>
      </div>,
      { title: 'Check-in', head: <script type="module" src={files['js/door.js']} /> },
    ),
  ),
  link,
)
