// Chromium for tests in workerd: it is shown a page as that came, with the files that are served beside it, and finds what axe and a narrow window find.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { type Request, Response } from 'miniflare'
import type { Plugin } from 'vitest/config'
import { root } from '#commands/settings.ts'
import { judgedFolder } from './judged-once.ts'
import { later } from './later.ts'

/** A page as it is to be looked at. @param policy what it may load */
export type Seen = { name: string; path: string; html: string; policy: string }

const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }

/** Starts Chromium. @returns how it looks at one page, and how it is closed */
const start = async (): Promise<{ at: (seen: Seen) => Promise<string[]>; close: () => Promise<void> }> => {
  const { launch, lookOnce } = await later<typeof import('./chromium.ts')>('test/support/chromium.ts')
  const { withAxe } = await later<typeof import('./axe.ts')>('test/support/axe.ts')
  let shown: Seen = { name: '', path: '/', html: '', policy: '' }
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://localhost')
    const file = join(root, 'public', pathname)
    if (asked.headers['sec-fetch-dest'] === 'document') {
      answer.setHeader('content-security-policy', shown.policy)
      answer.setHeader('content-type', 'text/html; charset=utf-8').end(shown.html)
    } else if (extname(pathname) in types && existsSync(file)) {
      answer.setHeader('cache-control', 'max-age=86400')
      answer.setHeader('content-type', types[extname(pathname)] ?? '').end(readFileSync(file))
    } else answer.writeHead(404).end()
  })
  await new Promise<void>((ready) => server.listen(0, ready))
  const browser = await launch()
  const page = await withAxe(await browser.newPage())
  return {
    at: async (seen) => {
      shown = seen
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}${seen.path}`)
      return lookOnce(page, seen.name, judgedFolder())
    },
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}

/** One Chromium for all runtimes, from when it is first needed until the run ends; it looks at one page at a time. */
export const looks = (): { answer: (request: Request) => Promise<Response>; plugin: Plugin } => {
  let started: ReturnType<typeof start> | undefined
  let before: Promise<unknown> = Promise.resolve()
  return {
    answer: async (request) => {
      const seen = (await request.json()) as Seen
      started ??= start()
      const look = await started
      const found = before.then(() => look.at(seen))
      before = found.catch(() => undefined)
      return Response.json(await found)
    },
    plugin: { name: 'looks', configureVitest: ({ vitest }) => vitest.onClose(async () => (await started)?.close()) },
  }
}
