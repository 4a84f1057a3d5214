import { expect, it } from 'vitest'
import { app } from '#app.tsx'
import { anAccount, bindings, request, rows, settled } from '#test/support/factories.ts'

const origin = 'http://localhost:8787'
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded', origin }

/** A body that comes in pieces and tells no length, as `curl -T -` sends it; `sent` says how much of it was asked for. */
const inPieces = (pieces: number, piece = new Uint8Array(64_000).fill(97)) => {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent === pieces) return controller.close()
      sent += 1
      controller.enqueue(piece)
    },
  })
  return { body, sent: () => sent }
}

it('more than 256 kB is taken by no page but those that take lists, and the page says what to do', async () => {
  const large = `email=${'a'.repeat(256_000)}`
  const answer = await request('/sign-in', { method: 'POST', headers: urlencoded, body: large })
  expect(answer.status).toBe(413)
  expect(await answer.text()).toContain('shorten what you typed')
  for (const path of ['/no-such-page', '/events/ABC/bookings', '/organiser/people', '/place/x/needs'])
    expect([path, (await request(path, { method: 'POST', headers: urlencoded, body: large })).status]).toEqual([path, 413])
  await settled()
  expect(await rows(`SELECT SUM(n) AS n FROM RefusalCount WHERE reason = 'too_large'`)).toEqual([{ n: 5 }])
})

it('what comes in pieces is read no further than it is taken', async () => {
  const { body, sent } = inPieces(1000)
  const answer = await app.request(
    `${origin}/sign-in`,
    { method: 'POST', headers: urlencoded, body, duplex: 'half' } as RequestInit,
    bindings,
    {
      waitUntil: () => {},
      passThroughOnException: () => {},
      props: {},
    } as unknown as ExecutionContext,
  )
  expect(answer.status).toBe(413)
  expect(sent()).toBeLessThan(12)
})

it('lists of the council may have four megabytes, and webhooks one', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const post = async (path: string, bytes: number) =>
    (await request(path, { method: 'POST', cookie: organiser.cookie, headers: urlencoded, body: `text=${'a'.repeat(bytes)}` })).status
  expect(await post('/organiser/schools/contacts-import/apply', 1_000_000)).toBe(422)
  expect(await post('/organiser/schools/contacts-import/apply', 4_000_000)).toBe(413)
  expect(await post('/organiser/schools/outside/new', 300_000)).toBe(413)
  for (const path of ['/stripe/webhooks', '/resend/webhooks']) expect(await post(path, 1_000_001)).toBe(413)
})

it('a form of more fields than any page has is not taken', async () => {
  const answer = await request('/sign-in', { method: 'POST', headers: urlencoded, body: 'a&'.repeat(5001) })
  expect(answer.status).toBe(413)
  expect((await request('/sign-in', { method: 'POST', headers: urlencoded, body: 'a&'.repeat(5000) })).status).toBe(422)
})

it.each<[what: string, path: string, init: { headers?: Record<string, string>; body?: string }]>([
  ['a form that holds NUL', '/sign-in', { headers: urlencoded, body: 'email=a%00b@x.example' }],
  ['a field whose name holds NUL', '/sign-in', { headers: urlencoded, body: 'e%00=a' }],
  [
    'a form in UTF-7',
    '/sign-in',
    { headers: { ...urlencoded, 'content-type': 'application/x-www-form-urlencoded; charset=utf-7' }, body: 'email=a' },
  ],
  [
    'a form in parts in another alphabet',
    '/sign-in',
    { headers: { origin, 'content-type': 'multipart/form-data; charset=utf-16; boundary=x' }, body: '--x--' },
  ],
  ['a form in parts without a boundary', '/sign-in', { headers: { origin, 'content-type': 'multipart/form-data' }, body: 'x' }],
  ['an address that holds NUL', '/events?q=a%00b', {}],
  ['a path that holds NUL', '/events/%00', {}],
  ['a search that is no form', '/organiser/log', { headers: { origin, 'content-type': 'text/plain' }, body: 'text=x' }],
])('%s is refused as what no browser sends, and is no failure of the service', async (_, path, { headers, body }) => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const answer = await request(path, { cookie: organiser.cookie, ...(body === undefined ? {} : { method: 'POST', headers, body }) })
  expect(answer.status).toBe(400)
})

it('what is typed is kept as it is seen, in every form alike', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const answer = await request('/organiser/schools/outside/new', {
    cookie: organiser.cookie,
    form: { outsideKind: 'childminder', name: 'Hill\u202E\u200B Farm', town: 'Ross\u2066', postcode: 'HR9 5AA', trustUid: '', sure: 'yes' },
  })
  expect(answer.status).toBe(303)
  expect(await rows(`SELECT name, town FROM School WHERE origin = 'outside'`)).toEqual([{ name: 'Hill Farm', town: 'Ross' }])
  const parts = `--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nMoor\u202E Farm\r\n--x\r\nContent-Disposition: form-data; name="outsideKind"\r\n\r\nchildminder\r\n--x--\r\n`
  await request('/organiser/schools/outside/new', {
    method: 'POST',
    cookie: organiser.cookie,
    headers: { origin, 'content-type': 'multipart/form-data; boundary=x' },
    body: parts,
  })
  expect(await rows(`SELECT name FROM School WHERE name LIKE 'Moor%'`)).toEqual([{ name: 'Moor Farm' }])
})
