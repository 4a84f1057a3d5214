import { Hono } from 'hono'
import { readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { files } from '#base/web/generated/files.ts'
import { newestCheckpoint, readOverview } from './checkpoint-store.ts'
import { SealPage } from './views/log.tsx'

/** What the log shows and how to check it, for everyone. Mounted at /log. */
export const publicSealPages = new Hono<AppEnv>().get('/', async (c) => {
  const { db } = c.var.act
  const read = await readTogether(db, { checkpoint: newestCheckpoint(db), overview: readOverview(db) })
  return c.render(<SealPage {...read} script={files['verify-log.mjs']} />, { title: 'Protected record' })
})
