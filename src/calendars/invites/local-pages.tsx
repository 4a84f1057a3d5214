// The local end of `npm run calendars`.
import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { afterForm } from './forms.ts'
import { sentEntries } from './local-store.ts'

/** Mounted at /dev by `local.ts`, which guards it. */
export const localCalendarPages = new Hono<AppEnv>().get('/commands/calendars', async (c) => {
  return c.json(await sentEntries(c.env.DB, afterForm.parse(c.req.query()).after))
})
