// The local-only end of `npm run enter`.
import { Hono } from 'hono'
import { nobody } from '../act.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { normalEmail } from './account.ts'
import { makeEntryLink } from './make-entry-link.ts'

/** Mounted at /dev. */
export const localEntryPages = new Hono<AppEnv>().post('/commands/entry-link', async (c) => {
  const { LOCAL_MAIL, LOCAL_TOKEN } = c.env
  if (LOCAL_MAIL !== '1' || !LOCAL_TOKEN || c.req.header('x-muster-token') !== LOCAL_TOKEN) throw notFound('page')
  const email = normalEmail(c.req.query('email') ?? '')
  return c.json({ token: await makeEntryLink({ ...c.var.act, actor: nobody, origin: 'command' }, email) })
})
