// What can be worked out of hidden counts whose lines are known to add up: the least and the most
// that each can be. Each count stands in two lines, so it is an arc between two nodes, and it can
// grow by as much as can flow back from its end to its beginning.

export type Arc = { from: number; to: number; name: string; value: number }
export type Network = { nodes: number; arcs: readonly Arc[] }
export type Range = { least: number; most: number }

/** A reader takes a hidden count for at least 1, for zeros are shown as a rule. */
const unknown = ({ value }: Arc): Range => ({ least: Math.min(1, value), most: Number.POSITIVE_INFINITY })

type Edge = { to: number; room: number; back: number }

/** Room to grow lies along an arc, room to shrink against it. */
const residual = ({ nodes, arcs }: Network, known: ReadonlyMap<string, Range>, without: Arc): { edges: Edge[]; leaving: number[][] } => {
  const edges: Edge[] = []
  const leaving: number[][] = Array.from({ length: nodes }, () => [])
  for (const arc of arcs) {
    if (arc === without) continue
    const { least, most } = known.get(arc.name) ?? unknown(arc)
    leaving[arc.from]?.push(edges.length)
    leaving[arc.to]?.push(edges.length + 1)
    edges.push(
      { to: arc.to, room: most - arc.value, back: edges.length + 1 },
      { to: arc.from, room: arc.value - least, back: edges.length },
    )
  }
  return { edges, leaving }
}

/** The most that can flow, path by path, the shortest first; never more than `enough`. */
const flow = (
  network: Network,
  known: ReadonlyMap<string, Range>,
  without: Arc,
  [from, to]: readonly [number, number],
  enough: number,
): { flowed: number; reached: ReadonlySet<number> } => {
  const { edges, leaving } = residual(network, known, without)
  let flowed = 0
  while (flowed < enough) {
    const cameBy = new Map<number, number>()
    const queue = [from]
    for (const node of queue) {
      if (cameBy.has(to)) break
      for (const at of leaving[node] ?? []) {
        const edge = edges[at]
        if (!edge || edge.room <= 0 || edge.to === from || cameBy.has(edge.to)) continue
        cameBy.set(edge.to, at)
        queue.push(edge.to)
      }
    }
    if (!cameBy.has(to)) return { flowed, reached: new Set([from, ...cameBy.keys()]) }
    const path: Edge[] = []
    for (let node = to; node !== from; ) {
      const edge = edges[cameBy.get(node) ?? -1]
      const back = edge && edges[edge.back]
      if (!edge || !back) throw new Error('A path of counts leads nowhere')
      path.push(edge)
      node = back.to
    }
    const more = Math.min(enough - flowed, ...path.map(({ room }) => room))
    for (const edge of path) {
      const back = edges[edge.back]
      edge.room -= more
      if (back) back.room += more
    }
    flowed += more
  }
  return { flowed, reached: new Set([from]) }
}

/**
 * @param known what is known of some beforehand: narrowed, never widened
 * @param enough how far from its value it is worth knowing
 * @returns `reached`: the lines that gave way when it grew as far as it can
 */
export const rangeOf = (
  network: Network,
  arc: Arc,
  known: ReadonlyMap<string, Range>,
  enough: number,
): Range & { reached: ReadonlySet<number> } => {
  const { least, most } = known.get(arc.name) ?? unknown(arc)
  const grow = flow(network, known, arc, [arc.to, arc.from], Math.min(most - arc.value, enough))
  const shrink = flow(network, known, arc, [arc.from, arc.to], Math.min(arc.value - least, enough))
  return { least: arc.value - shrink.flowed, most: arc.value + grow.flowed, reached: grow.reached }
}
