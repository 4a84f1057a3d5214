// Sites of schools on a port of this machine: whoever asks names the host that they mean in `x-site`. Strict: what a school's site would not be asked by
// a page that is only looked at is answered with 400 and remembered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { listen, stopListening } from '#tools/twins/listen.ts'

export type Sites = {
  /** Asks the sites as `fetch` would ask the internet. */
  fetcher: (url: string, init: RequestInit) => Promise<Response>
  /** Every host and path that was asked. */
  asked: string[]
  /** What no site may be asked. */
  wrong: string[]
  stop: () => Promise<void>
}

const policy = '<!doctype html><title>Safeguarding policy</title><p>Adopted by the governing body on 2 October 2025.</p>'

/** Where paths lead that lead on. */
const moved: Record<string, string> = {
  '/moved': '/policy',
  '/moved-to-sub': 'https://policies.ashfield.sch.example/policy',
  '/away': 'https://elsewhere.example/policy',
  '/private': 'https://127.0.0.1/policy',
  '/metadata': 'https://169.254.169.254/latest/meta-data',
  '/loopback': 'https://[::1]/policy',
  '/plain': 'http://ashfield.sch.example/policy',
  '/port': 'https://ashfield.sch.example:8443/policy',
  '/file': 'file:///etc/passwd',
  '/round': '/round',
  '/nowhere': 'https://',
}

const pieces = async (answer: ServerResponse, piece: Buffer, times: number, between: number): Promise<void> => {
  for (let n = 0; n < times && !answer.destroyed; n += 1) {
    answer.write(piece)
    await new Promise((ready) => setTimeout(ready, between))
  }
  answer.end()
}

const respond = (path: string, answer: ServerResponse): void => {
  const to = moved[path]
  if (to !== undefined) answer.writeHead(302, { location: to }).end()
  else if (path === '/policy') answer.writeHead(200, { 'content-type': 'text/html' }).end(policy)
  else if (path === '/changed') answer.writeHead(200, { 'content-type': 'text/html' }).end(policy.replace('2 October', '9 October'))
  else if (path === '/slow') {
    answer.writeHead(200)
    void pieces(answer, Buffer.from('.'), 600, 50)
  } else if (path === '/silent') return
  else if (path === '/large') {
    answer.writeHead(200)
    void pieces(answer, Buffer.alloc(1_000_000, 'x'), 12, 1)
  } else if (path === '/bomb') answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)))
  else if (path === '/broken') answer.destroy()
  else if (path === '/cut') {
    answer.writeHead(200, { 'content-length': '5000' })
    answer.write('half of it', () => answer.destroy())
  } else if (path === '/wrong') answer.writeHead(500).end('no')
  else answer.writeHead(404, { 'content-type': 'text/html' }).end('<p>There is no such page.</p>')
}

const strange = (request: IncomingMessage): string[] => [
  ...(request.method === 'GET' ? [] : [`method ${request.method}`]),
  ...['cookie', 'authorization', 'referer', 'origin'].filter((name) => request.headers[name] !== undefined),
  ...(request.headers['user-agent']?.startsWith('Muster') ? [] : ['without saying who asks']),
]

export const startSites = async (): Promise<Sites> => {
  const { server, url } = await listen(0)
  server.unref()
  const asked: string[] = []
  const wrong: string[] = []
  server.on('request', (request, answer) => {
    asked.push(`${request.headers['x-site']}${request.url}`)
    const problems = strange(request)
    wrong.push(...problems)
    if (problems.length > 0) answer.writeHead(400).end()
    else respond((request.url ?? '/').replace(/\?.*/, ''), answer)
  })
  return {
    ...{ asked, wrong, stop: () => stopListening(server) },
    fetcher: async (address, init) => {
      const { host, protocol, pathname, search } = new URL(address)
      if (protocol !== 'https:') wrong.push(protocol)
      return await fetch(`${url}${pathname}${search}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), 'x-site': host },
      })
    },
  }
}
