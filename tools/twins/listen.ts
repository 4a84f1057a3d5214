// A twin answers requests as `fetch` does; here it stands on a port of this machine.
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** @param port 0 chooses a free one */
export const listen = async (port: number): Promise<{ server: Server; url: string }> => {
  const server = createServer()
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', ready)
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Lets `twin` answer whatever comes; what it throws cuts the connection before a word of an answer. */
export const answerWith = (server: Server, url: string, twin: { fetch: (request: Request) => Response | Promise<Response> }): void => {
  server.on('request', (request, answer) => {
    const respond = async (): Promise<void> => {
      const body = await bodyOf(request)
      const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' && name !== 'connection' ? [[name, value]] : [],
      )
      const { method = 'GET' } = request
      const given = await twin.fetch(
        new Request(new URL(request.url ?? '/', url), { method, headers, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) }),
      )
      answer.writeHead(given.status, Object.fromEntries(given.headers))
      answer.end(Buffer.from(await given.arrayBuffer()))
    }
    respond().catch(() => answer.destroy())
  })
}

/** Closes it at once, whoever is connected still. */
export const stopListening = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
}
