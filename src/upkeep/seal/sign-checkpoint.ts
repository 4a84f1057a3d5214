import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { inBase64 } from '#base/id.ts'
import { rootOf } from '#base/seal/tree.ts'
import { noteOf, readSigner, verifierOf } from './checkpoint.ts'
import { insertCheckpoint } from './checkpoint-store.ts'
import { readStanding } from './store.ts'

/** Records the log's size and root once a day, signed where there is a key. */
export const signCheckpoint = async (act: Act): Promise<void> => {
  const { size, peaks } = await readNow(act.db, readStanding(act.db))
  if (size === 0) return
  const origin = new URL(act.baseUrl).host
  const signer = await readSigner(origin, act.sealKey)
  const root = inBase64(await rootOf(peaks))
  await insertCheckpoint(act, {
    day: londonDay(act.now),
    size,
    root,
    at: instant(act.now),
    note: await noteOf(origin, size, root, signer),
    signer: signer ? await verifierOf(signer) : '',
  })
}
