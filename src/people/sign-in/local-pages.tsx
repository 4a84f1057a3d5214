// The local end of `npm run enter`.
import { Hono } from 'hono'
import { nobody } from '#base/act.ts'
import type { AppEnv } from '#base/web/env.ts'
import { normalEmail } from '#people/accounts/account.ts'
import { makeEntryLink } from './make-entry-link.ts'

/** Mounted at /dev by `local.ts`, which guards it. */
export const localEntryPages = new Hono<AppEnv>().post('/commands/entry-link', async (c) => {
  const email = normalEmail(c.req.query('email') ?? '')
  return c.json({ token: await makeEntryLink({ ...c.var.act, actor: nobody, origin: 'command' }, email) })
})
