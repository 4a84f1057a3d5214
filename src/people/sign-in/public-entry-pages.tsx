import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { afterSignIn, normalEmail } from '#people/accounts/account.ts'
import { enterCode } from './enter-code.ts'
import { entryCode } from './entry-link.ts'
import { codeCookie, knownCookie, setSignInCookie } from './session.ts'
import { safeNext, sayBrowser } from './sign-in.ts'
import { codeOf } from './sign-in-store.ts'
import { actorOfSignIn } from './store.ts'
import { EntryPage } from './views/entry.tsx'

const show = async (c: Context<AppEnv>) => {
  const row = await codeOf(c.env.DB, await sha256(c.req.param('token') ?? ''))
  const good = row && !row.usedAt && row.expiresAt > instant(c.var.act.now)
  if (!good) c.status(410)
  return c.render(<EntryPage email={good ? row.email : undefined} />, {
    title: good ? 'Sign in' : 'This link has ended',
    hasProblems: !good,
  })
}

/** The link of `npm run enter`. Opening it does not use it up, because link scanners open links. */
export const publicEntryPages = new Hono<AppEnv>()
  .get('/enter/:token', show)

  .post('/enter/:token', async (c) => {
    const entered = await enterCode(c.var.act, {
      browserToken: c.req.param('token'),
      knownToken: knownCookie.read(c),
      code: entryCode,
      browser: sayBrowser(c.req.header('user-agent') ?? ''),
      oldSignInId: c.var.signInId,
      staffIdleMinutes: c.var.council.staffIdleMinutes,
      firstAdministrator: c.env.FIRST_ADMINISTRATOR ? normalEmail(c.env.FIRST_ADMINISTRATOR) : undefined,
    })
    if (!entered.ok && entered.reason === 'old_address') {
      codeCookie.set(c, c.req.param('token'))
      return c.redirect('/sign-in/old-address', 303)
    }
    if (!entered.ok) return show(c)
    setSignInCookie(c, entered.value.token, entered.value.seconds)
    knownCookie.set(c, entered.value.knownToken)
    const now = await actorOfSignIn(c.env.DB, await sha256(entered.value.token), instant(c.var.act.now))
    return c.redirect(afterSignIn(now, safeNext(entered.value.next)), 303)
  })
