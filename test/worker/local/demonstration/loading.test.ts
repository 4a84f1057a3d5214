import { createExecutionContext } from 'cloudflare:test'
import { expect, it } from 'vitest'
import type { Bindings } from '#base/web/env.ts'
import { look, origin } from '#test/support/browsing.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { bindings, db } from '#test/support/factories.ts'
import local from '#tools/local/local.ts'

type Progress = { said: string[]; isDone: boolean }

/** A local copy whose data `npm start` still makes. */
const copy = (progress: Progress) => {
  const asked: string[] = []
  const DB = databaseWith(db, {
    prepare: (sql: string) => {
      asked.push(sql)
      return db.prepare(sql)
    },
  })
  const LOADING = { fetch: () => Promise.resolve(Response.json(progress)) } as unknown as Fetcher
  const env: Bindings = { ...bindings, DB, LOADING }
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    Promise.resolve(local.fetch(new Request(`http://localhost:8787${path}`, init) as never, env, createExecutionContext()))
  return { ask, asked }
}

/** Reads on until `text` has come, and gives all that came. */
const readerOf = (answer: Response): ((text: string) => Promise<string>) => {
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let all = ''
  return async (text) => {
    while (!all.includes(text)) {
      const { value, done } = await reader.read()
      if (done) throw new Error(`The page ended without ${text}: ${all}`)
      all += value
    }
    return all
  }
}

it('until its data is made, a local copy says at every address what is loading, as it goes on, and then opens that address', async () => {
  const progress: Progress = { said: ['the council'], isDone: false }
  const { ask, asked } = copy(progress)
  const answer = await ask('/events')
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    ...[503, 'text/html; charset=utf-8', 'no-store'],
  ])
  const until = readerOf(answer)
  const first = await until('<li>the council</li>')
  expect(first).toContain('<html lang="en"')
  expect(first).toContain('<h1 class="govuk-heading-l">Loading the demonstration</h1>')
  expect(first).not.toContain('http-equiv')
  progress.said.push('the register of <Alderwickshire>')
  await until('<li>the register of &lt;Alderwickshire&gt;</li>')
  progress.isDone = true
  const whole = await until('<meta http-equiv="refresh" content="0">')
  expect(whole.match(/<li>/g)).toHaveLength(2)
  expect(asked).toEqual([])
  const opened = await ask('/events')
  expect([opened.status, (await opened.text()).includes('Conferences')]).toEqual([200, true])
})

it('the page that says so is sound while it loads, on a desktop and on a phone', async () => {
  const answer = await copy({ said: ['the council', 'the register as at 1 September 2025'], isDone: false }).ask('/')
  const html = await readerOf(answer)('2025</li>')
  expect(await look({ url: new URL(origin), html, headers: answer.headers }, 'loading')).toEqual([])
})

it('what is sent meanwhile is not taken, and a command is told to wait', async () => {
  const { ask, asked } = copy({ said: [], isDone: false })
  const sent = await ask('/sign-in', { method: 'POST', body: new URLSearchParams({ email: 'head@ashfield.example' }) })
  expect([sent.status, await sent.text()]).toEqual([503, 'Loading the demonstration. Try again in a few seconds.'])
  const command = await ask('/dev/commands/audit', { headers: { 'x-muster-token': 'test-token' } })
  expect([command.status, await command.text()]).toEqual([503, 'npm start is still loading the demonstration. Try again when it is ready.'])
  expect((await ask('/dev/commands/audit', { headers: { 'x-muster-token': 'another' } })).status).toBe(404)
  expect(asked).toEqual([])
})
