import { type Context, Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { bookByLink, type FoundLink, findBookingLink } from './book-by-link.ts'
import { dayOfLink } from './booking-link.ts'
import { LinkPage, sayPress } from './views/link.tsx'
import { linkEnds } from './views/refusals.tsx'

const book = press({
  at: '/:token',
  button: (found: FoundLink) => sayPress(found),
  act: (act, _, { part }) => bookByLink(act, part('token')),
  refused: linkEnds,
  done: (_, isHeld) => (isHeld ? 'The place is held for you' : 'Booked'),
  to: ({ part }) => `/book-link/${part('token')}`,
})

const linkPage = page({
  at: '/:token',
  also: async (act, _, { part, c }: Asked & { c: Context<AppEnv> }): Promise<{ found: FoundLink } | Response> => {
    // The address is a secret, so no shared cache may keep it.
    c.header('cache-control', 'private, no-store')
    const found = await findBookingLink(act, part('token'))
    return found ? { found } : c.notFound()
  },
  title: 'Book a place',
  heading: ({ found: { link, end } }) =>
    end === 'booked'
      ? `${link.who}: booking ${link.reference}`
      : end
        ? 'This link books nothing any more'
        : `Book ${link.who} for ${dayOfLink(link)}`,
  caption: ({ found: { link, end } }) => (end ? schoolLabel(link) : `${link.title}, for ${schoolLabel(link)}`),
  head: <meta name="robots" content="noindex" />,
  presses: { book },
  show: ({ found }, forms, { act }) => <LinkPage found={found} now={act.now} form={forms.book(found)} />,
})

/** By the link of a mail; only posting books, for whoever was sent it. Mounted at /book-link. */
export const publicBookingLinkPages = withPages(new Hono<AppEnv>(), linkPage)
