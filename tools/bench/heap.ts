// How much memory V8 holds for each isolate of a local workerd, by the inspector. RSS counts all
// of workerd, of which ours is the least part.
import type { Miniflare } from '#commands/miniflare.ts'

/** `used`: in megabytes, with what is garbage and not collected yet. */
export type Heap = { used: number; total: number }

const usage = (socket: WebSocket): Promise<Heap> =>
  new Promise((answer, fail) => {
    const late = setTimeout(() => fail(new Error('The inspector does not answer')), 10_000)
    socket.addEventListener(
      'message',
      ({ data }) => {
        clearTimeout(late)
        const { result } = JSON.parse(String(data)) as { result: { usedSize: number; totalSize: number } }
        answer({ used: result.usedSize / 2 ** 20, total: result.totalSize / 2 ** 20 })
      },
      { once: true },
    )
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.getHeapUsage' }))
  })

const open = (url: string): Promise<WebSocket> =>
  new Promise((ready, fail) => {
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => ready(socket), { once: true })
    socket.addEventListener('error', () => fail(new Error(`No inspector at ${url}`)), { once: true })
  })

/**
 * The heaps of a Worker started to be inspected: its own, and those of the local runtime around
 * it.
 */
export const inspectHeaps = async (
  miniflare: Miniflare,
  worker: string,
): Promise<{ own: () => Promise<Heap>; around: () => Promise<Heap>; close: () => void }> => {
  const { host } = await miniflare.getInspectorURL()
  const found = (await (await fetch(`http://${host}/json`)).json()) as { id: string; webSocketDebuggerUrl: string }[]
  const sockets = new Map<string, WebSocket>()
  for (const { id, webSocketDebuggerUrl } of found) sockets.set(id, await open(webSocketDebuggerUrl))
  const ownId = `core:user:${worker}`
  const own = sockets.get(ownId)
  if (!own) throw new Error(`No isolate of ${worker} among ${found.map(({ id }) => id).join(', ')}`)
  return {
    own: () => usage(own),
    around: async () => {
      const all = await Promise.all([...sockets].filter(([id]) => id !== ownId).map(([, socket]) => usage(socket)))
      return { used: all.reduce((sum, heap) => sum + heap.used, 0), total: all.reduce((sum, heap) => sum + heap.total, 0) }
    },
    close: () => {
      for (const socket of sockets.values()) socket.close()
    },
  }
}
