import { Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import { AppError, notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { newestCheckpoint } from './checkpoint-store.ts'
import { consistencyForm, entryForm, inclusionForm } from './forms.ts'
import { proveEntry, proveGrowth } from './prove-entry.ts'
import { readEntry } from './store.ts'

/** An answer about an entry or a size never changes. */
const forGood = { 'cache-control': 'public, max-age=31536000, immutable' }

const refused = (): AppError => new AppError('bad_request', 'Not an entry or size of the log')

/** What verifiers ask, without anything personal. Mounted at /log. */
export const sealApi = new Hono<AppEnv>()
  .get('/checkpoint', async (c) => {
    const newest = await readNow(c.env.DB, newestCheckpoint(c.env.DB))
    if (!newest) throw notFound('checkpoint')
    return c.text(newest.note, 200, { 'cache-control': 'public, max-age=300' })
  })
  .get('/entries/:index', async (c) => {
    const asked = entryForm.safeParse(c.req.param())
    const entry = asked.success ? await readEntry(c.env.DB, asked.data.index) : null
    if (!entry) throw notFound('entry')
    return c.json({ index: entry.number, kind: entry.kind, leafHash: entry.leafHash }, 200, forGood)
  })
  .get('/proof/inclusion', async (c) => {
    const asked = inclusionForm.safeParse(c.req.query())
    if (!asked.success) throw refused()
    const { index, size } = asked.data
    const proof = await proveEntry(c.env.DB, index, size)
    if (!proof) throw notFound('entry')
    return c.json({ index, size, ...proof }, 200, forGood)
  })
  .get('/proof/consistency', async (c) => {
    const asked = consistencyForm.safeParse(c.req.query())
    if (!asked.success) throw refused()
    const { from, to } = asked.data
    const hashes = await proveGrowth(c.env.DB, from, to)
    if (!hashes) throw notFound('size')
    return c.json({ from, to, hashes }, 200, forGood)
  })
