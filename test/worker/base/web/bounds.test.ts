import { expect, it } from 'vitest'
import { app } from '#app.tsx'
import { anAccount, anEvent, bindings, htmlOf, request, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aDocument } from '#test/worker/guidance/world.ts'

const origin = 'http://localhost:8787'
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded', origin }

/** A body that comes in pieces and may tell no length, as `curl -T -` sends it; `sent` says how much of it was asked for. */
const inPieces = (pieces: number, piece = new Uint8Array(64_000).fill(97)) => {
  let sent = 0
  const body = new ReadableStream({
    type: 'bytes',
    pull: (controller) => {
      if (sent === pieces) return controller.close()
      sent += 1
      controller.enqueue(piece.slice())
    },
  })
  return { body, sent: () => sent }
}

it('more than 256 kB is taken by no page but those that take lists, and the page says what to do', async () => {
  const large = `email=${'a'.repeat(256_000)}`
  expect(await htmlOf(request('/sign-in', { method: 'POST', headers: urlencoded, body: large }), 413)).toContain('shorten what you typed')
  for (const path of ['/no-such-page', '/events/ABC/bookings', '/organiser/people', '/place/x/needs'])
    expect([path, (await request(path, { method: 'POST', headers: urlencoded, body: large })).status]).toEqual([path, 413])
  expect(await rows(`SELECT SUM(n) AS n FROM RefusalCount WHERE reason = 'too_large'`)).toEqual([{ n: 5 }])
})

const stream = async (path: string, body: ReadableStream<Uint8Array>, headers: Record<string, string>): Promise<Response> =>
  app.request(`${origin}${path}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit, bindings, {
    waitUntil: () => {},
    passThroughOnException: () => {},
    props: {},
  } as unknown as ExecutionContext)

it('what comes in pieces is read no further than it is taken', async () => {
  const { body, sent } = inPieces(1000)
  expect((await stream('/sign-in', body, urlencoded)).status).toBe(413)
  expect(sent()).toBeLessThan(12)
})

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
const inParts = { 'content-type': 'multipart/form-data; boundary=edge', origin }
const field = (name: string, value: string) => `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

it('megabytes that only some may send are not read of anybody else, whatever they send and whether they say how much', async () => {
  const event = await anEvent({ title: 'Spring' })
  const { id } = await aDocument()
  const contact = await anAccount({})
  const finance = await anAccount({ roles: ['finance'] })
  const materials = `/organiser/events/${event.code}/materials`
  const paths = [materials, `/guidance/${id}/draft`, '/organiser/schools/contacts-import', '/organiser/meetings/x/reports']
  for (const path of paths)
    for (const [who, cookie, status] of [
      ['nobody', '', 303],
      ['with a cookie that is no sign-in', 'muster=made-up', 303],
      ['a school', contact.cookie, 404],
      ['finance', finance.cookie, 404],
    ] as const)
      for (const type of [urlencoded, inParts])
        for (const length of [{}, { 'content-length': '29000000' }]) {
          const { body, sent } = inPieces(1000, utf8('a&'.repeat(32_000)))
          const answer = await stream(path, body, { ...type, ...(cookie ? { cookie } : {}), ...(length as object) })
          // A piece is asked for before anybody reads it; what does not say its length may be as short as any form.
          expect([path, who, answer.status, sent() < ('content-length' in length ? 2 : 7)]).toEqual([path, who, status, true])
        }
})

it('of those who may send megabytes fields are counted before they are parsed, and what is more than 5,000 is read no further', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent({ title: 'Spring' })
  const path = `/organiser/events/${event.code}/materials`
  const urls = inPieces(1000, utf8('a&'.repeat(32_000)))
  const parts = inPieces(1000, utf8(field('a', 'b').repeat(500)))
  for (const [{ body, sent }, type] of [
    [urls, urlencoded],
    [parts, inParts],
  ] as const) {
    const answer = await stream(path, body, { ...type, cookie })
    expect([answer.status, sent() < 4]).toEqual([413, true])
    const html = await answer.text()
    for (const words of ['nothing of it has been saved', 'Go back', 'shorten what you typed']) expect(html).toContain(words)
  }
  expect(await rows('SELECT * FROM Material')).toEqual([])
})

it('others are served between the pieces of a long form, however fast they come', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const event = await anEvent({ title: 'Spring' })
  for (const [type, piece, status] of [
    [urlencoded, utf8('a'.repeat(64_000)), 422],
    [inParts, utf8(field('a', 'b'.repeat(64_000))), 413],
  ] as const) {
    const { body, sent } = inPieces(60, piece)
    const servedAt = new Set<number>()
    const visitor = setInterval(() => servedAt.add(sent()))
    const answer = await stream(`/organiser/events/${event.code}/materials`, body, { ...type, cookie })
    clearInterval(visitor)
    expect([answer.status, servedAt.size > 5]).toEqual([status, true])
  }
})

it('a form has at most 200 parts, and the text of a list at most four megabytes', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const send = async (count: number) =>
    (
      await stream('/organiser/schools/outside/new', inPieces(1, utf8(`${field('a', 'b').repeat(count)}--edge--`)).body, {
        ...inParts,
        cookie,
      })
    ).status
  expect([await send(200), await send(201)]).toEqual([422, 413])
  const event = await anEvent({ title: 'Spring' })
  const { body, sent } = inPieces(400)
  expect((await stream(`/organiser/events/${event.code}/materials`, body, { ...urlencoded, cookie })).status).toBe(413)
  expect(sent()).toBeLessThan(70)
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
  expect((await request('/sign-in', { method: 'POST', headers: urlencoded, body: 'a&'.repeat(5001) })).status).toBe(413)
  expect((await request('/sign-in', { method: 'POST', headers: urlencoded, body: 'a&'.repeat(5000) })).status).toBe(422)
})

it.each<[what: string, path: string, init: { headers?: Record<string, string>; body?: string }]>([
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
    form: {
      outsideKind: 'childminder',
      name: 'Hill\u202E\u200B\0 Farm',
      town: 'Ross\u2066',
      postcode: 'HR9 5AA',
      trustUid: '',
      sure: 'yes',
    },
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

/** A form with a file of so many bytes between what is typed, as a browser sends it. */
const aForm = (size: number, typed: { before: Record<string, string>; after: Record<string, string> }, edge = 'edge') => {
  const field = ([name, value]: [string, string]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const head = `${Object.entries(typed.before).map(field).join('')}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="advice.pdf"\r\ncontent-type: application/pdf\r\n\r\n`
  const tail = `\r\n${Object.entries(typed.after).map(field).join('')}--${edge}--\r\n`
  // Line ends and the beginnings of edges inside the file are of no account.
  const file = new Uint8Array(size).map((_, n) => `\r\n--edg\r`.charCodeAt(n % 8))
  const body = new Blob([head, file, tail])
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'content-length': String(body.size), origin } }
}

it('a file that is too large is refused at its field, and what was typed before and after it is still there', async () => {
  const officer = await anAccount({ roles: ['officer', 'organiser'] })
  const { id } = await aDocument()
  const document = `/guidance/${id}/draft`
  await add('GuidanceVersion', {
    id: 'draft',
    documentId: id,
    number: 1,
    dueBy: 'governors',
    changedAt: '2026-01-05T08:00:00.000Z',
    changedById: officer.accountId,
  })
  const typed = {
    before: { changedAt: 'x', text: 'Naïve words — typed' },
    after: { source: 'passed_on', whatChanged: 'All of it', dueBy: 'day', dueOn: '2026-05-01' },
  }
  for (const size of [10_000_001, 30_000_001, 45_000_000]) {
    const answer = await request(document, { method: 'POST', cookie: officer.cookie, ...aForm(size, typed) })
    const html = await answer.text()
    expect([size, answer.status]).toEqual([size, 422])
    for (const words of [
      size > 30_000_000 ? 'more than 30 MB' : 'This file is larger than 10 MB',
      'Naïve words — typed',
      'All of it',
      'value="2026-05-01"',
    ])
      expect(html).toContain(words)
  }
  expect((await request(document, { method: 'POST', ...aForm(30_000_001, typed) })).status).toBe(303)
  const words = 'a'.repeat(1_100_000)
  const long = { ...typed, before: { text: words } }
  expect((await request(document, { method: 'POST', cookie: officer.cookie, ...aForm(30_000_001, long) })).status).toBe(413)
  expect(await rows('SELECT COUNT(*) AS n FROM StoredFile')).toEqual([{ n: 0 }])
})

it('lists and materials that are too large are refused at their field too', async () => {
  const { cookie } = await anAccount({ roles: ['organiser', 'officer', 'administrator', 'finance'] })
  const event = await anEvent({ title: 'Spring' })
  const post = async (path: string, size: number) => {
    const answer = await request(path, {
      method: 'POST',
      cookie,
      ...aForm(size, { before: { source: 'Our list' }, after: { fileTitle: 'Slides' } }),
    })
    return { status: answer.status, html: await answer.text() }
  }
  for (const path of ['contacts-import', 'earlier-attendance', 'early-years', 'roles-import']) {
    const { status, html } = await post(`/organiser/schools/${path}`, 4_000_001)
    expect([path, status, html.includes('The file must be smaller than 1 MB'), html.includes('Our list')]).toEqual([path, 422, true, true])
  }
  const materials = await post(`/organiser/events/${event.code}/materials`, 30_000_001)
  expect([materials.status, materials.html.includes('more than 30 MB'), materials.html.includes('value="Slides"')]).toEqual([
    422,
    true,
    true,
  ])
})
