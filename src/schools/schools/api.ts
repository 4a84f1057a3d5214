import { Hono } from 'hono'
import type { AppEnv } from '#base/web/env.ts'
import { cutTo } from '#base/words.ts'
import { schoolLabel } from './school.ts'
import { findSchools } from './store.ts'

/** For suggestions in fields. Mounted at /schools. */
export const schoolApi = new Hono<AppEnv>().get('/found', async (c) => {
  const words = cutTo((c.req.query('words') ?? '').trim(), 200)
  const { schools, more } = await findSchools(c.var.act.db, c.var.council.laCodes, words, c.var.act.actor.accountId === undefined)
  return c.json({ schools: schools.map((school) => ({ id: school.id, text: schoolLabel(school) })), more })
})
