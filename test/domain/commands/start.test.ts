import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { localSnapshot } from '#commands/local-data.ts'
import { root } from '#commands/settings.ts'

let state: string
let port: number
let serving: ChildProcess
let printed = ''

const command = (name: string, ...more: string[]): ChildProcess =>
  spawn(process.execPath, [join(root, 'src/commands', `${name}.ts`), ...more], {
    cwd: root,
    env: { ...process.env, MUSTER_STATE: state, PORT: String(port) },
  })

const ended = (child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((done) => {
    let [out, err] = ['', '']
    child.stdout?.on('data', (text) => (out += String(text)))
    child.stderr?.on('data', (text) => (err += String(text)))
    child.on('close', (code) => done({ code, out, err }))
  })

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Waits until it has printed `words`. */
const saying = (child: ChildProcess, words: string, all = ''): Promise<string> =>
  new Promise((said, fail) => {
    child.stdout?.on('data', (text) => {
      all += String(text)
      if (all.includes(words)) said(all)
    })
    child.on('exit', (code) => fail(new Error(`npm start ended with ${code}: ${all}`)))
  })

/** The processes that `parent` has started and that live; where there is no /proc, none. */
const startedBy = (parent: number | undefined): number[] =>
  (existsSync('/proc/self/status') ? readdirSync('/proc') : []).flatMap((name) => {
    try {
      const status = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/status`, 'utf8') : ''
      return new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status) ? [Number(name)] : []
    } catch {
      return []
    }
  })

const lives = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

let loadingPage = ''
let leftBehind: number[]

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'muster-test-'))
  port = await freePort()
  // The first is killed while it loads the demonstration; all others go on from what it left.
  const first = command('start')
  await saying(first, 'Service at')
  const page = (await fetch(`http://localhost:${port}/events`)).body?.getReader()
  loadingPage = new TextDecoder().decode((await page?.read())?.value)
  leftBehind = startedBy(first.pid)
  first.kill('SIGKILL')
  await new Promise((gone) => first.on('exit', gone))
  serving = command('start', '--with-stripe-twin')
  printed = await saying(serving, 'Ctrl+C')
})
afterAll(() => {
  serving.kill('SIGKILL')
  rmSync(state, { recursive: true, force: true })
})

it('until the demonstration is there, every page says what is loading', () => {
  expect(loadingPage).toContain('Loading the demonstration')
})

it('after a start that was killed while it loaded, the next is whole, and nothing of the first goes on', async () => {
  expect(leftBehind.length).toBeGreaterThan(0)
  expect(leftBehind.filter(lives)).toEqual([])
  const db = localSnapshot(state)
  const events = db.prepare('SELECT COUNT(*) AS events FROM Event').get()
  db.close()
  expect(events?.['events']).toBeGreaterThan(20)
  expect(readdirSync(state).filter((name) => name.startsWith('making-'))).toEqual([])
})

it('what it prints is for a person; what the Worker logs goes to a file that it names', () => {
  expect(printed).toMatch(/^ {2}✓ Build \(\d+\.\d s\)$/m)
  expect(printed).toMatch(/^ {2}✓ Demonstration, a fictional county \(\d+\.\d s\)$/m)
  expect(printed).not.toContain('{"')
  const [, log = ''] = printed.match(/^ {2}Log +(.+)$/m) ?? []
  expect(resolve(root, log)).toBe(join(state, 'muster.log'))
  expect(existsSync(join(state, 'muster.log'))).toBe(true)
})

it('says what to open, and as whom to sign in', async () => {
  expect(printed).toContain(`http://localhost:${port}`)
  expect(printed).toContain('/dev/inbox')
  for (const role of ['administrator', 'organiser', 'officer', 'reader', 'finance', 'door'])
    expect(printed).toContain(`${role}@muster.example`)
  for (const host of ['localhost', '127.0.0.1']) {
    const answer = await fetch(`http://${host}:${port}/events`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Alderwickshire County Council')
  }
})

it('with the twin of Stripe, says that the money is pretend, and hears the events of its pages', async () => {
  const desk = printed.match(/Pretend money\s+(http:\S+)\/desk/)?.[1] ?? 'nowhere'
  const made = await fetch(`${desk}/v1/customers`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_pretend_money' },
    body: new URLSearchParams({ name: 'Ashgrove Primary' }),
  })
  expect(made.status).toBe(200)
  const heard = async (): Promise<boolean> => (await (await fetch(`${desk}/desk`)).text()).includes('customer.created 200')
  await expect.poll(heard, { timeout: 60_000 }).toBe(true)
})

it('while it serves, another start and a reset refuse with one sentence, and the audit goes through it', async () => {
  const [again, reset, audit] = await Promise.all([ended(command('start')), ended(command('reset')), ended(command('audit', '--json'))])
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('already serves this data') })
  expect(reset).toMatchObject({ code: 1, err: expect.stringContaining('Stop it first') })
  expect(audit.code).toBe(0)
  expect(JSON.parse(audit.out).invariants.length).toBeGreaterThan(5)
})

it('delivers the latest mail at once, as the scheduled work would', async () => {
  const mails = (await (await fetch(`http://localhost:${port}/dev/inbox.json`)).json()) as { to: string }[]
  expect(mails.length).toBeGreaterThan(5)
})

it('what it sends goes through the library of Resend to its twin, and can be read as it travelled', async () => {
  const list = await (await fetch(`http://localhost:${port}/dev/inbox`)).text()
  expect(list).toContain('What the twin of Resend received')
  const [, id] = list.match(/\/dev\/inbox\/([0-9a-f-]{36})/) ?? []
  const message = await (await fetch(`http://localhost:${port}/dev/inbox/${id}/message.eml`)).text()
  expect(message).toMatch(/^From: "?Alderwickshire County Council"? <conferences@example\.gov\.uk>\r\n/)
  expect(message).toContain(`Message-ID: <${id}@`)
})

it.skipIf(process.platform === 'win32')(
  'stops when asked, takes its announcement back, and a reset empties the data (skipped on Windows, where no process catches such a signal)',
  async () => {
    expect(existsSync(join(state, 'muster.json'))).toBe(true)
    const started = startedBy(serving.pid)
    const stopped = ended(serving)
    serving.kill('SIGINT')
    expect((await stopped).code).toBe(0)
    await expect.poll(() => started.filter(lives)).toEqual([])
    expect(existsSync(join(state, 'muster.json'))).toBe(false)
    expect(existsSync(join(state, 'resend-twin.json'))).toBe(true)
    const reset = await ended(command('reset'))
    expect(reset).toMatchObject({ code: 0, out: expect.stringContaining('is empty') })
    expect(existsSync(join(state, 'resend-twin.json'))).toBe(false)
  },
)
