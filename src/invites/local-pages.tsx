// The local-only end of `npm run calendars`.
import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { afterForm } from './forms.ts'
import { sentEntries } from './local-store.ts'

/** Mounted at /dev. */
export const localCalendarPages = new Hono<AppEnv>().get('/commands/calendars', async (c) => {
  const { LOCAL_MAIL, LOCAL_TOKEN } = c.env
  if (LOCAL_MAIL !== '1' || !LOCAL_TOKEN || c.req.header('x-muster-token') !== LOCAL_TOKEN) throw notFound('page')
  return c.json(await sentEntries(c.env.DB, afterForm.parse(c.req.query()).after))
})
