import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { sha256 } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Body } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { consents, mayTakeBack } from './consent.ts'
import { unsubscribeLink } from './consent-store.ts'
import { readToken } from './forms.ts'
import { followUnsubscribeLink } from './record-consent.ts'
import { Follows, NoLinkPage, whatOf } from './views/consent.tsx'

type C = Context<AppEnv>

const noLink = (c: C) => {
  c.status(404)
  return c.render(<NoLinkPage />, { title: 'This link does not work' })
}

const follow =
  (given: boolean) =>
  async (act: Act, _: unknown, { part, body, c }: { part: Asked['part']; body: Body; c: C }) => {
    const token = readToken(part('token'))
    if (!token || !(await followUnsubscribeLink(act, await sha256(token), given))) return noLink(c)
    // A mail program that does it by itself (RFC 8058) must not be sent on.
    return body['List-Unsubscribe'] === 'One-Click' ? c.text('Unsubscribed.') : ok(undefined)
  }
const toLink = ({ part }: Asked): string => `/unsubscribe/${part('token')}`

const stop = press({ at: '/:token', button: 'Stop these messages', act: follow(false), refused: {}, to: toLink })
const undo = press({
  at: '/:token/undo',
  button: [{ text: 'Undo: send them again', kind: 'secondary' }],
  act: follow(true),
  refused: {},
  to: toLink,
})

const link = page({
  at: '/:token',
  also: async (act, _, { part, c }) => {
    const token = readToken(part('token'))
    const unsubscribing = token && (await unsubscribeLink(act.db, await sha256(token)))
    return unsubscribing
      ? { ...unsubscribing, isSent: consents(unsubscribing.standing, unsubscribing.topicId), councilName: c.var.council.name }
      : noLink(c)
  },
  title: ({ topicId }) => (topicId === '' ? 'News of new conferences' : 'Invitations to training'),
  heading: (found) => (found.isSent ? `Stop ${whatOf(found)}?` : `You get no ${whatOf(found)}`),
  wide: true,
  presses: { stop, undo },
  show: (found, forms) => (
    <>
      <Follows {...found} />
      {found.isSent ? forms.stop() : mayTakeBack(found.standing) ? forms.undo() : null}
    </>
  ),
})

/** Without signing in. Opening it changes nothing. Mounted at /unsubscribe. */
export const publicUnsubscribePages = withPages(new Hono<AppEnv>(), link)
