import { inBase64 } from '#base/id.ts'
import { consistencyOf, inclusionOf, nodesOf, rootOf } from '#base/seal/tree.ts'
import { readNodes } from './store.ts'

/** The hash of each stretch, in base64; undefined where the log is not that large yet. */
const hashesOf = async (db: SqlDatabase, stretches: ReturnType<typeof inclusionOf>): Promise<string[] | undefined> => {
  const parts = stretches.map(nodesOf)
  const nodes = parts.flat()
  const hashes = await readNodes(db, nodes)
  if (hashes.length < nodes.length) return undefined
  const proof: string[] = []
  for (const { length } of parts) proof.push(inBase64(await rootOf(hashes.splice(0, length))))
  return proof
}

/** What shows that an entry is in the log of the first `size`, with the entry's own hash. */
export const proveEntry = async (
  db: SqlDatabase,
  index: number,
  size: number,
): Promise<{ leafHash: string; hashes: string[] } | undefined> => {
  const proof = await hashesOf(db, [{ from: index, to: index + 1 }, ...inclusionOf(index, { from: 0, to: size })])
  const [leafHash, ...hashes] = proof ?? []
  return leafHash === undefined ? undefined : { leafHash, hashes }
}

/** What shows that the log of the first `from` entries was only added to. */
export const proveGrowth = (db: SqlDatabase, from: number, to: number): Promise<string[] | undefined> =>
  hashesOf(db, consistencyOf(from, { from: 0, to }))
