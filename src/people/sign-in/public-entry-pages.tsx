import { Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { enterCode } from './enter-code.ts'
import { entryCode } from './entry-link.ts'
import { codeCookie, letIn, signingIn } from './session.ts'
import { codeOf } from './sign-in-store.ts'
import { EndedEntryPage } from './views/entry.tsx'
import { codeRefusals } from './views/refusals.tsx'

const enter = press({
  at: '/enter/:token',
  button: 'Sign in',
  act: async (act, _, { c, part }) => {
    const entered = await enterCode(act, { ...signingIn(c), browserToken: part('token'), code: entryCode })
    if (entered.ok) return ok(await letIn(c, entered.value))
    if (entered.reason !== 'old_address') return refuse(entered.reason)
    codeCookie.set(c, part('token'))
    return c.redirect('/sign-in/old-address', 303)
  },
  refused: codeRefusals,
  to: (_, path) => path ?? '/',
})

/** Opening the link does not use it up, because link scanners open links. */
const entry = page({
  at: '/enter/:token',
  title: 'Sign in',
  presses: { enter },
  also: async ({ db, now }, _, { part, c }) => {
    const row = await codeOf(db, await sha256(part('token')))
    if (row && !row.usedAt && row.expiresAt > instant(now)) return row
    c.status(410)
    return c.render(<EndedEntryPage />, { title: 'This link has ended', hasProblems: true })
  },
  heading: ({ email }) => `Sign in as ${email}`,
  show: (_, forms) => forms.enter(),
})

/** The link of `npm run enter`. */
export const publicEntryPages = withPages(new Hono<AppEnv>(), entry)
