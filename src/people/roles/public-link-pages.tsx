import { type Context, Hono } from 'hono'
import { sayDay } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { confirmByLink, type FoundLink, findRolesLink, type LinkEnd } from './confirm-by-link.ts'
import { nameSaid } from './school-roles.ts'

const endSaid: Record<LinkEnd, string> = {
  used: 'These roles are confirmed. The link in the letter is used',
  closed: 'The school has closed, so there is nothing to confirm',
  left: 'The address to which we sent this link can no longer answer for the school',
  replaced: 'We have sent a newer letter. Use the link in that one',
  changed: 'These roles were changed or confirmed since our letter, so this link no longer works',
}

const right = press({
  at: '/:token',
  button: 'These are right',
  act: (act, _, { part }) => confirmByLink(act, part('token')),
  refused: endSaid,
  done: 'Thank you. These roles are confirmed.',
  to: ({ part }) => `/roles-link/${part('token')}`,
})

const linkPage = page({
  at: '/:token',
  also: async (act, _, { part, c }: Asked & { c: Context<AppEnv> }): Promise<FoundLink | Response> => {
    // The address is a secret, so no shared cache may keep it.
    c.header('cache-control', 'private, no-store')
    return (await findRolesLink(act, part('token'))) ?? c.notFound()
  },
  title: 'Are these people right?',
  heading: ({ end }) => (end === 'used' ? 'These people are confirmed' : end ? 'This link has ended' : 'Are these people right?'),
  caption: ({ link }) => schoolLabel(link),
  head: <meta name="robots" content="noindex" />,
  presses: { right },
  show: ({ link, names, end }, forms) => (
    <>
      {end ? <P>{endSaid[end]}.</P> : null}
      {end === 'used' && link.usedAt ? (
        <P>
          We noted it on {sayDay(link.usedAt)}, by the link sent to {link.email}.
        </P>
      ) : null}
      {end ? null : (
        <>
          <SummaryList rows={names.map((one) => [one.role, nameSaid(one)])} />
          {forms.right()}
        </>
      )}
      <P>
        <Link href={`/school/${link.schoolId}/roles`}>{end ? 'Look through the roles' : 'Something is different'}</Link> (you sign in first)
      </P>
    </>
  ),
})

/** By the link of a weekly letter; only posting changes anything. Mounted at /roles-link. */
export const publicRolesLinkPages = withPages(new Hono<AppEnv>(), linkPage)
