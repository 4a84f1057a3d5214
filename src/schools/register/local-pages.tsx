// For `npm run schools:import`: the same steps as the page, answered as JSON.
import { Hono } from 'hono'
import { type Act, nobody } from '#base/act.ts'
import { isDay, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { boundaryOf, drain, partsOf, piecesOf } from '#base/web/multipart.ts'
import { applyImport } from './apply-import.ts'
import { areaOf, reportOf } from './import.ts'
import { changesToReport } from './import-store.ts'
import { prepareImport, type UploadedFile } from './prepare-import.ts'
import { applyRefusals } from './views/refusals.tsx'

/** `local.ts` guards /dev/commands. Files are parts `links` and `file`; the rest is the query. */
export const localImportPages = new Hono<AppEnv>().post('/import', async (c) => {
  const query = new URL(c.req.url).searchParams
  const boundary = boundaryOf(c.req.header('content-type') ?? '')
  const asAt = query.get('asAt') ?? undefined
  const codes = query.getAll('la')
  if (!boundary || !c.req.raw.body) return c.json({ ok: false, sentence: 'Send the file as a form.' }, 422)
  if (asAt !== undefined && !isDay(asAt))
    return c.json({ ok: false, sentence: `--as-at must be a date such as 2026-09-01, not "${asAt}".` }, 422)
  const wrong = codes.find((code) => code !== 'all' && !/^\d{3}$/.test(code))
  if (wrong !== undefined) return c.json({ ok: false, sentence: `--la must be three digits such as 884, or all, not "${wrong}".` }, 422)
  const act: Act = { ...c.var.act, actor: nobody, origin: query.get('origin') === 'demonstration' ? 'demonstration' : 'command' }
  const pieces = piecesOf(c.req.raw.body)
  const prepared = await prepareImport(act, {
    id: newId(act.now),
    area: areaOf(codes.length > 0 ? codes : c.var.council.laCodes),
    asAt,
    today: londonDay(act.now),
    files: filesOf(pieces, boundary),
  }).finally(() => drain(pieces))
  if (prepared?.state !== 'ready')
    return c.json({ ok: false, sentence: prepared?.refusal ?? 'The file did not arrive whole: send it again.' }, 422)
  if (query.get('apply') !== '1') return c.json({ ok: true, report: reportOf(prepared, await changesToReport(c.env.DB, prepared.id)) })
  const applied = await applyImport({ ...act, now: new Date() }, prepared.id)
  if (!applied.ok) return c.json({ ok: false, sentence: applyRefusals[applied.reason] }, 409)
  return c.json({ ok: true, report: reportOf(applied.value, await changesToReport(c.env.DB, prepared.id)) })
})

async function* filesOf(pieces: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<UploadedFile> {
  for await (const part of partsOf(pieces, boundary)) {
    if (part.fileName === undefined) continue
    yield { slot: part.name === 'links' ? 'links' : 'register', fileName: part.fileName, bytes: part.bytes }
  }
}
