import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { fetchReceived } from '#messages/outbox/resend-inbound.ts'

it('a received mail is fetched from where the provider keeps it, and from nowhere else', async () => {
  let asked = ''
  let says = ''
  let port = 0
  const server = createServer((incoming, answer) => {
    asked += `${incoming.url} `
    if (incoming.url === '/raw') return void answer.end('From: a@b.example')
    if (incoming.url === '/away') return void answer.writeHead(302, { location: `http://localhost:${port}/raw` }).end()
    answer.setHeader('content-type', 'application/json')
    answer.end(JSON.stringify({ object: 'email', id: 'x', raw: { download_url: says, expires_at: '2099-01-01T00:00:00.000Z' } }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
  const access = { apiKey: 're_x', baseUrl: `http://127.0.0.1:${port}` }
  const fetched = async (url: string) => {
    says = url
    return (await fetchReceived(access, 'x', 1000)).kind
  }
  expect(await fetched(`http://127.0.0.1:${port}/raw`)).toBe('mail')
  asked = ''
  for (const url of [
    `http://localhost:${port}/raw`,
    'http://169.254.169.254/raw',
    'https://resend.com.evil.example/',
    'http://inbound-cdn.resend.com/',
    'file:///etc/passwd',
    'x',
  ])
    expect([url, await fetched(url)]).toEqual([url, 'gone'])
  // Nor where an address that is allowed leads.
  expect(await fetched(`http://127.0.0.1:${port}/away`)).toBe('later')
  expect(asked).not.toContain('/raw')
  server.close()
})
