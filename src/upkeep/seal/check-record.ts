import { readTogether } from '#base/db/read.ts'
import { fromBase64, inBase64 } from '#base/id.ts'
import { leafOfData } from '#base/seal/entry.ts'
import { readData } from '#base/seal/entry-store.ts'
import { type Bytes, grow, rootOf } from '#base/seal/tree.ts'
import type { GiveWay } from '#base/steps.ts'
import { type LeafRow, leavesFrom, nodesFrom, statedOfLog } from './check-store.ts'

/** `rows`: changed since they were sealed. `log`: inconsistencies of the log. */
export type Checked = { rows: string[]; log: string[] }

const piece = 1000

const isAsSealed = async (db: SqlDatabase, { kind, subjectId, salt, row, leafHash, erased }: LeafRow): Promise<boolean> => {
  if (salt === null || row === null) return salt === null && erased === 1 && row !== null
  return inBase64(await leafOfData(fromBase64(salt), await readData(db, { kind, subjectId, row }))) === leafHash
}

const atOneStep = 25

/** Recomputes the whole log from the rows. @param giveWay lets others be served meanwhile */
export const checkRecord = async (db: SqlDatabase, giveWay?: GiveWay): Promise<Checked> => {
  const rows: string[] = []
  const log: string[] = []
  let [size, nodes, peaks] = [0, 0, [] as Bytes[]]
  for (;;) {
    const { leaves, kept, stated } = await readTogether(db, {
      leaves: leavesFrom(db, size, piece),
      kept: nodesFrom(db, size, piece),
      stated: statedOfLog(db),
    })
    const hashes = new Map(kept.map(({ level, number, hash }) => [`${level}/${number}`, hash]))
    const roots = new Map(stated.checkpoints.map((one) => [one.size, one]))
    for (const leaf of leaves) {
      if (!(await isAsSealed(db, leaf))) rows.push(`${leaf.kind} ${leaf.subjectId}`)
      if (leaf.number !== size) log.push(`entry ${size}`)
      const grown = await grow(size, peaks, [fromBase64(leaf.leafHash)])
      for (const { level, number, hash } of grown.nodes)
        if (hashes.get(`${level}/${number}`) !== inBase64(hash)) log.push(`node ${level}/${number}`)
      peaks = grown.peaks
      nodes += grown.nodes.length
      size += 1
      if (size % atOneStep === 0) await giveWay?.()
      if (!roots.has(size)) continue
      const root = inBase64(await rootOf(peaks))
      for (const one of stated.checkpoints)
        if (one.size === size && (one.root !== root || !one.note.includes(`\n${size}\n${root}\n`))) log.push(`checkpoint ${one.day}`)
    }
    if (leaves.length === piece) continue
    for (const { day, size: said } of stated.checkpoints) if (said > size) log.push(`checkpoint ${day}`)
    if (nodes !== stated.nodes.n) log.push('nodes')
    return { rows, log }
  }
}
