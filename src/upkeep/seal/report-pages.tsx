import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { isOfEntry } from '#base/seal/entry.ts'
import type { AppEnv } from '#base/web/env.ts'
import { entryForm } from './forms.ts'
import { readSealedRow } from './store.ts'
import { SealedRowPage } from './views/row.tsx'

/** What an entry is the hash of, for officers: ids of accounts and places. Mounted at /log. */
export const reportSealPages = new Hono<AppEnv>().get('/entries/:index/row', async (c) => {
  const { act } = c.var
  const asked = entryForm.safeParse(c.req.param())
  const sealed = asked.success ? await readSealedRow(act.db, asked.data.index) : undefined
  if (!sealed) throw notFound('entry')
  await logExport(act, { act: 'sealed_row.exported', after: { entry: sealed.entry.number } })
  return c.render(<SealedRowPage {...sealed} isUnchanged={await isOfEntry(sealed.entry, sealed.data)} />, {
    title: `Entry ${sealed.entry.number}`,
    back: { href: '/log', text: 'Protected record' },
  })
})
