// Hostile clients against a Muster that runs here (`npm start` on the demonstration, in another terminal): they ask for codes to an officer's
// address and to addresses that nobody knows, guess codes, and claim schools. Meanwhile the officer signs in, in a browser that is known, and
// gets the mail. Run by hand: node src/commands/hostile.ts [how many requests] [an officer's address]
import { type Asked, ask, load } from './load.ts'
import { nowServing } from './running.ts'

type Mail = { to: string; text: string; at: string }

const requests = Number(process.argv[2] ?? 100_000)
const officer = process.argv[3] ?? 'organiser@example.gov.uk'
const networks = 200

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()
const networkOf = (n: number): Record<string, string> => ({ 'cf-connecting-ip': `203.0.${Math.floor((n % networks) / 200)}.${n % 200}` })

/** Cookies as a browser keeps them. */
const browser = (url: string, headers: Record<string, string>) => {
  const jar = new Map<string, string>()
  const post = async (path: string, fields: Record<string, string>): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url, cookie, ...headers },
      body: new URLSearchParams(fields),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
      jar.set(name, value)
    }
    return answer
  }
  return { post, cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '), forget: (name: string) => jar.delete(name) }
}

const codeTo = async (url: string, email: string, since: string): Promise<string | undefined> => {
  const answer = await fetch(`${url}/dev/inbox.json`)
  const mails = ((await answer.json()) as Mail[]).filter((mail) => mail.to.includes(email) && mail.at >= since)
  return mails.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0]?.text.match(/\b\d{6}\b/)?.[0]
}

/** Signs in by a code that came by mail: what was answered, and how long it took from asking to being in. */
const signIn = async (
  url: string,
  who: ReturnType<typeof browser>,
  email: string,
): Promise<{ asked: number; entered: number; ms: number }> => {
  const since = new Date(Date.now() - 1000).toISOString()
  const startedAt = performance.now()
  const asked = await who.post('/sign-in', { email })
  if (asked.status !== 303) return { asked: asked.status, entered: 0, ms: performance.now() - startedAt }
  const code = (await codeTo(url, email, since)) ?? ''
  const entered = await who.post('/sign-in/code', { code })
  return { asked: asked.status, entered: entered.status, ms: performance.now() - startedAt }
}

const serving = await nowServing()
if (!serving) {
  console.error('No Muster runs here: npm start, in another terminal.')
  process.exit(1)
}
const { url } = serving
const known = browser(url, { 'cf-connecting-ip': '198.51.100.7' })
console.log('before the attack, the officer:', await signIn(url, known, officer))
const claimant = browser(url, { 'cf-connecting-ip': '198.51.100.8' })
console.log('an attacker signs in:', await signIn(url, claimant, 'mallory@evil.example'))
const claimantCookie = claimant.cookie()

const answers: Record<number, number> = {}
const next = (n: number): Asked | undefined => {
  if (n >= requests) return undefined
  const kind = n % 10
  const headers = networkOf(n)
  if (kind < 5) return { path: '/sign-in', method: 'POST', body: form({ email: officer }), headers }
  if (kind < 8) return { path: '/sign-in', method: 'POST', body: form({ email: `someone${n}@nobody.example` }), headers }
  if (kind < 9) return { path: '/sign-in/code', method: 'POST', body: form({ code: String(n % 1_000_000).padStart(6, '0') }), headers }
  const name = n % 20 === 9 ? 'See http://evil.example/login now' : 'Mal Lory'
  return {
    path: '/school/claims',
    method: 'POST',
    cookie: claimantCookie,
    body: form({ schoolId: `unknown-${n}`, name, roleId: 'dsl' }),
    headers,
  }
}

const during: Promise<void> = (async () => {
  for (let n = 1; n <= 4; n += 1) {
    await new Promise((done) => setTimeout(done, 5000))
    console.log(`during the attack, the officer (${n}):`, await signIn(url, known, officer))
  }
})()
const answered = (status: number): boolean => {
  answers[status] = (answers[status] ?? 0) + 1
  return status < 500
}
const measured = await load(url, next, { seconds: 24 * 3600, connections: 32, isRight: answered })
await during
console.log('attack:', { ...measured, answers })
const inbox = (await (await fetch(`${url}/dev/inbox.json`)).json()) as Mail[]
console.log('mails of the newest that are kept:', inbox.length, 'to the officer:', inbox.filter(({ to }) => to.includes(officer)).length)
const health = await ask(url, { path: '/health' })
console.log('afterwards /health answers', health.status)
