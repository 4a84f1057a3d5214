// Loads the demonstration: the county's register by the real importer, two years of conferences
// by the real verbs, asked of the running Worker in short steps.
import { instant, londonDay } from '#base/dates.ts'
import type { At as Served } from '#commands/running.ts'
import { type CountyFiles, countyFiles } from './county.ts'
import { county } from './county-places.ts'

/** `send`: how it is asked when it runs in this process. */
type At = Served & { send?: (url: string, asked: RequestInit) => Promise<Response> }

/**
 * Whether the database that answers at `at` holds schools, and whether only the demonstration's.
 */
export const schoolsHeld = async (at: At): Promise<{ schools: number; demonstration: boolean }> =>
  await ask(at, 'what the database holds', 'GET')

/** @param now when everything in it is reckoned from; the Worker's clock may be no earlier */
export const loadDemonstration = async (at: At, say: (line: string) => void, now = new Date()): Promise<void> => {
  const [earlier, later] = countyFiles(londonDay(now))
  const live = (first: string): Promise<void> => liveFrom(at, say, first, now)
  await live('council')
  say(`the register as at ${earlier.asAt}`)
  await importRegister(at, earlier)
  await live('people')
  say(`the register as at ${later.asAt}`)
  await importRegister(at, later)
  await live('recent')
}

/** Through the same route as `npm run schools:import`. */
const importRegister = async (at: At, file: CountyFiles): Promise<void> => {
  const form = new FormData()
  form.append('links', new Blob([Buffer.from(file.links)]), `links_${file.name}`)
  form.append('file', new Blob([Buffer.from(file.register)]), file.name)
  const query = new URLSearchParams({ la: county.laCode, asAt: file.asAt, apply: '1', origin: 'demonstration' })
  const answer = await (at.send ?? fetch)(`${at.url}/dev/commands/import?${query}`, {
    method: 'POST',
    headers: { 'x-muster-token': at.token, origin: at.url },
    body: form,
  })
  if (!answer.ok) throw new Error(`its register as at ${file.asAt} was answered with ${await refusalIn(answer)}`)
  await answer.arrayBuffer()
}

/** Runs the steps from `first` to the end of its part; each says what it did and which is next. */
const liveFrom = async (at: At, say: (line: string) => void, first: string, now: Date): Promise<void> => {
  for (let step: string | undefined = first; step !== undefined; ) {
    const done: { said: string; next?: string } = await ask(at, `its step “${step}”`, 'POST', { step, now: instant(now) })
    say(done.said)
    step = done.next
  }
}

const ask = async <T>(at: At, what: string, method: 'GET' | 'POST', body?: unknown): Promise<T> => {
  const answer = await (at.send ?? fetch)(`${at.url}/dev/commands/demonstration`, {
    method,
    headers: { 'x-muster-token': at.token, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${what} was answered with ${await refusalIn(answer)}`)
  return (await answer.json()) as T
}

/** In one line; of a page, which is for people, only its status says anything. */
const refusalIn = async (answer: Response): Promise<string> => {
  const isPage = answer.headers.get('content-type')?.includes('html')
  return `${answer.status} ${isPage ? '' : (await answer.text()).replaceAll(/\s+/g, ' ').slice(0, 200)}`.trim()
}
