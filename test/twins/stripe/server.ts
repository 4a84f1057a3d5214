// The twin on a port of this machine, with a postman: deliveries are posted when they are due and repeated until they are answered.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import type { KeptAccount } from './account.ts'
import { createStripeTwin, prepareStripeTwin } from './app.ts'
import { letTimePass } from './control.ts'
import { answered, due } from './desk.ts'

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const restored = (file: string | undefined): KeptAccount[] =>
  file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptAccount[]) : []

/**
 * @param options.port 0 chooses a free one
 * @param options.webhookUrl where the events of every account are posted, signed with `secret`
 * @param options.stateFile keeps what happened for the next start
 */
export const startStripeTwin = async (options: {
  port: number
  webhookUrl?: string
  secret?: string
  stateFile?: string
}): Promise<{ url: string; twin: ReturnType<typeof createStripeTwin>; stop: () => Promise<void> }> => {
  await prepareStripeTwin()
  const server = createServer()
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(options.port, '127.0.0.1', ready)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const endpoint = options.webhookUrl ? { url: options.webhookUrl, secret: options.secret ?? '' } : undefined
  const twin = createStripeTwin({ pages: url, ...(endpoint ? { endpoint } : {}) })
  for (const kept of restored(options.stateFile)) {
    const account = twin.account(kept.key)
    account.restore(kept)
    if (endpoint) account.desk.endpoints = [endpoint]
  }

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
    respond().catch((error: unknown) => answer.destroy(error instanceof Error ? error : undefined))
  })

  const save = (): void => {
    if (!options.stateFile) return
    mkdirSync(dirname(options.stateFile), { recursive: true })
    writeFileSync(options.stateFile, JSON.stringify(twin.accounts().map((account) => account.kept())))
  }

  let stopped = false
  const rounds = async (): Promise<void> => {
    for (let round = 0; !stopped; round++) {
      for (const account of twin.accounts()) {
        letTimePass(account)
        for (const delivery of due(account.desk, account.now())) {
          if (stopped) return
          const status = await fetch(delivery.url, {
            method: 'POST',
            headers: delivery.headers,
            body: delivery.body,
            redirect: 'manual',
            signal: AbortSignal.timeout(10_000),
          }).then(
            (response) => response.status,
            () => 0,
          )
          answered(account.desk, delivery.id, status, account.now())
        }
      }
      if (round % 25 === 24) save()
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const walking = rounds()
  return {
    url,
    twin,
    stop: async () => {
      stopped = true
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await walking
      save()
    },
  }
}
