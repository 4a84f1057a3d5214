import type { Act } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { lastCheckpoints } from './checkpoint-store.ts'

/** Days of failed copies to catch up. */
const mostCopied = 30

/** Puts the last checkpoints into the bucket by day, and never overwrites one. */
export const copyCheckpoints = async (act: Act): Promise<void> => {
  if (!act.checkpoints) return
  for (const { day, note } of await readNow(act.db, lastCheckpoints(act.db, mostCopied))) {
    try {
      const onlyNew = new Headers({ 'if-none-match': '*' })
      await act.checkpoints.put(`${day}.txt`, note, { onlyIf: onlyNew, httpMetadata: { contentType: 'text/plain; charset=utf-8' } })
    } catch (error) {
      console.error(JSON.stringify({ checkpoint: day, error: error instanceof Error ? error.name : String(error) }))
      return
    }
  }
}
