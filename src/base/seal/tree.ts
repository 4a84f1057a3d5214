// The Merkle tree of RFC 6962: a leaf's hash is SHA-256(0x00 ‖ data), a node's SHA-256(0x01 ‖ left
// ‖ right). A node (level, number) is over 2^level leaves beginning with number · 2^level.

export type Bytes = Uint8Array<ArrayBuffer>
export type Node = { level: number; number: number }
export type HashedNode = Node & { hash: Bytes }

const hashed = async (...parts: readonly Uint8Array[]): Promise<Bytes> => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

export const leafOf = (...data: readonly Uint8Array[]): Promise<Bytes> => hashed(Uint8Array.of(0), ...data)

const parentOf = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => hashed(Uint8Array.of(1), left, right)

/**
 * @param peaks of the tree of `size`, largest first
 * @returns the nodes completed by the leaves, and the new peaks
 */
export const grow = async (
  size: number,
  peaks: readonly Bytes[],
  leaves: readonly Bytes[],
): Promise<{ nodes: HashedNode[]; peaks: Bytes[] }> => {
  const standing = [...peaks]
  const nodes: HashedNode[] = []
  for (const [n, leaf] of leaves.entries()) {
    let hash = leaf
    let number = size + n
    for (let level = 1; number % 2 === 1; level += 1) {
      const left = standing.pop()
      if (!left) throw new Error('The tree has fewer peaks than its size says')
      hash = await parentOf(left, hash)
      number = (number - 1) / 2
      nodes.push({ level, number, hash })
    }
    standing.push(hash)
  }
  return { nodes, peaks: standing }
}

/** The root hash of a tree with these peaks. */
export const rootOf = async (peaks: readonly Bytes[]): Promise<Bytes> => {
  const [last, ...before] = [...peaks].reverse()
  let root = last ?? (await hashed())
  for (const peak of before) root = await parentOf(peak, root)
  return root
}

/** Leaves whose hash a proof holds. */
type Stretch = { from: number; to: number }

/** The largest complete nodes of a stretch, which a proof names. */
export const nodesOf = ({ from, to }: Stretch): Node[] => {
  const nodes: Node[] = []
  for (let at = from; at < to; ) {
    const level = Math.floor(Math.log2(to - at))
    nodes.push({ level, number: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** The largest power of two below `size`. */
const half = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)

/** PATH of RFC 6962: proves that a leaf is in the tree; nearest first. */
export const inclusionOf = (index: number, { from, to }: Stretch): Stretch[] => {
  if (to - from <= 1) return []
  const middle = from + half(to - from)
  return index < middle
    ? [...inclusionOf(index, { from, to: middle }), { from: middle, to }]
    : [...inclusionOf(index, { from: middle, to }), { from, to: middle }]
}

/** PROOF of RFC 6962: proves that a tree extends its first `old` leaves. */
export const consistencyOf = (old: number, { from, to }: Stretch, known = true): Stretch[] => {
  if (old === to) return known ? [] : [{ from, to }]
  const middle = from + half(to - from)
  return old <= middle
    ? [...consistencyOf(old, { from, to: middle }, known), { from: middle, to }]
    : [...consistencyOf(old, { from: middle, to }, false), { from, to: middle }]
}
