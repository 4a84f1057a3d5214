// What strangers send to the service itself, through its real listener: files are served as pages are, and whoever sends too much is refused
// while everybody else goes on.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '#commands/settings.ts'
import { largestMail } from '#correspondence/replies/received.ts'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { type ResendTwinDesk, resendTwinFor } from '#test/support/resend-twin.ts'
import { webhookSecret } from '#test/support/signed-webhooks.ts'
import { startResendTwin } from '#tools/twins/resend/server.ts'

const key = 're_at_the_edge'
let twin: Awaited<ReturnType<typeof startResendTwin>>
let muster: Muster
let desk: ResendTwinDesk
beforeAll(async () => {
  twin = await startResendTwin({ port: 0, domains: ['example.gov.uk'] })
  const mail = { RESEND_API_KEY: key, RESEND_INBOUND_KEY: key, RESEND_BASE_URL: twin.url, RESEND_WEBHOOK_SECRET: webhookSecret }
  muster = await startMuster('nothing', mail)
  desk = resendTwinFor(key, fetch, twin.url)
  await desk.endpoint(`${muster.url}/resend/webhooks`, webhookSecret)
})
afterAll(async () => {
  await muster.stop()
  await twin.stop()
})

const headersOf = async (path: string): Promise<Headers> => (await fetch(muster.url + path)).headers

it('files have the headers of pages as they are served, a year of https among them, and are kept for a year', async () => {
  const page = await headersOf('/events')
  const secure = [...page].filter(([name]) => /^(content-security|strict-transport|x-|referrer|cross-origin|origin-agent)/.test(name))
  expect(Object.fromEntries(secure)).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  const files = readdirSync(join(root, 'public'), { recursive: true })
    .map(String)
    .filter((file) => /\.\w+$/.test(file))
  expect(files.length).toBeGreaterThan(5)
  for (const file of files) {
    const headers = await headersOf(`/${file}`)
    expect({ file, ...Object.fromEntries(secure.map(([name]) => [name, headers.get(name)])) }).toEqual({
      file,
      ...Object.fromEntries(secure),
    })
    expect([file, headers.get('cache-control')]).toEqual([file, 'public, max-age=31536000, immutable'])
  }
  expect((await fetch(`${muster.url}/_headers`)).status).toBe(404)
})

const megabyte = Buffer.alloc(1 << 20, 'a')

/** Sends what no browser would, for as long as anybody listens; the first line of the answer, or nothing where the connection was cut. */
const send = (head: string, megabytes = 0): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(muster.url).port), '127.0.0.1')
    let answer = ''
    const end = (): void => {
      resolve(answer.split('\r\n')[0] ?? '')
      socket.destroy()
    }
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (answer.includes('\r\n\r\n')) end()
    })
    socket.on('error', end)
    socket.on('close', end)
    socket.write(head)
    const more = (left: number): void => {
      if (left === 0 || socket.destroyed) return
      if (socket.write(Buffer.concat([Buffer.from('100000\r\n'), megabyte, Buffer.from('\r\n')]))) more(left - 1)
      else socket.once('drain', () => more(left - 1))
    }
    more(megabytes)
  })

const host = () => `host: ${new URL(muster.url).host}\r\norigin: ${muster.url}`

/** Milliseconds of the processor that the service has had, whatever else the machine does; none where the system does not say. */
const processorTime = (): number => {
  const started = `/proc/${process.pid}/task/${process.pid}/children`
  if (!existsSync(started)) return 0
  const programs = readFileSync(started, 'utf8').trim().split(' ')
  const hundredths = programs.flatMap((id) => readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) ?? [])
  return hundredths.reduce((sum, one) => sum + 10 * Number(one), 0)
}

/** How long the service works at most, in milliseconds of the processor, before others get a page meanwhile; each of them gets it. */
const othersWait = async (until: Promise<unknown>): Promise<number> => {
  const done = new AbortController()
  let most = 0
  const goOn = async (): Promise<void> => {
    while (!done.signal.aborted) {
      const start = processorTime()
      const page = await fetch(`${muster.url}/events`)
      await page.text()
      most = Math.max(most, processorTime() - start)
      expect(page.status).toBe(200)
    }
  }
  const others = [goOn(), goOn()]
  await until
  done.abort()
  await Promise.all(others)
  return most
}

/** Alone it takes some milliseconds; what used to be read whole kept everybody waiting for eight seconds and more. */
const quick = 4000

it('a body of 100 MB is refused after its first 256 kB, six at once as one, and others get their pages', async () => {
  const form = 'content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked'
  const answers: string[] = []
  const body = async (path: string): Promise<void> =>
    void answers.push(await send(`POST ${path} HTTP/1.1\r\n${host()}\r\n${form}\r\n\r\n`, 100))
  const most = await othersWait(
    Promise.all([...Array.from({ length: 6 }, () => body('/sign-in')), body('/stripe/webhooks'), body('/resend/webhooks')]),
  )
  // A connection that is cut while it is written to may lose the answer.
  for (const answer of answers) expect(['HTTP/1.1 413 Payload Too Large', 'HTTP/1.1 404 Not Found', '']).toContain(answer)
  expect(answers.some((answer) => answer.includes('413'))).toBe(true)
  expect(most).toBeLessThan(quick)
  const declared = await send(`POST /sign-in HTTP/1.1\r\n${host()}\r\ncontent-type: text/plain\r\ncontent-length: 104857600\r\n\r\n`)
  expect(declared).toBe('HTTP/1.1 413 Payload Too Large')
})

it('10,000 headers, or as many cookies, keep nobody else waiting', async () => {
  const named = Array.from({ length: 10_000 }, (_, n) => `x-${n}: ${n}`).join('\r\n')
  const cookies = `cookie: ${Array.from({ length: 10_000 }, (_, n) => `a${n}=b`).join('; ')}`
  const answers: string[] = []
  const ask = async (headers: string): Promise<void> =>
    void answers.push(await send(`GET /events HTTP/1.1\r\n${host()}\r\n${headers}\r\n\r\n`))
  const most = await othersWait(Promise.all([...Array.from({ length: 10 }, () => ask(named)), ask(cookies)]))
  expect(answers).toHaveLength(11)
  // More than a thousand headers the runtime refuses by itself, before the service hears of them.
  expect(answers.filter((answer) => answer === 'HTTP/1.1 200 OK')).toHaveLength(1)
  expect(most).toBeLessThan(quick)
})

it('mail of 2 MB that is made to stall its reader is read, and more is not, while others get their pages', async () => {
  const head = 'From: Ann <ann@example.sch.uk>\r\nSubject: Re: Your place\r\nTo: conferences@example.gov.uk\r\n'
  const filled = (unit: string, length = largestMail - 2000): string => unit.repeat(Math.floor(length / unit.length))
  const html = 'Content-Type: text/html\r\n\r\nHello<p>'
  const shapes = [
    html + filled('<br '),
    html + filled('<!--'),
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI cannot come.\r\n--b\r\n${html}${filled('<style>')}\r\n--b--`,
    html + filled('<br ', largestMail + 2000),
  ]
  const outcomes = async (): Promise<unknown[]> =>
    (await muster.sql(`SELECT outcome FROM MailEvent WHERE type = 'email.received' AND followedAt IS NOT NULL ORDER BY rowid`)).map(
      ({ outcome }) => outcome,
    )
  const told = async (): Promise<void> => {
    for (const shape of shapes) await desk.inbound('conferences@example.gov.uk', head + shape)
    await expect.poll(async () => (await outcomes()).length, { interval: 250 }).toBe(shapes.length)
  }
  const most = await othersWait(told())
  expect((await outcomes()).sort()).toEqual(['not_vouched', 'not_vouched', 'not_vouched', 'too_large'])
  expect(most).toBeLessThan(quick)
})
