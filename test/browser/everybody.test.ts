// Whoever tries the demonstration can be everybody in it: by one press, by the link of `npm run enter`, and by codes that they type.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Muster, startMuster } from '#test/support/muster.ts'
import { type ResendTwinDesk, resendTwinFor } from '#test/support/resend-twin.ts'
import { signInAs } from '#tools/local/demonstration/people.ts'
import { startResendTwin } from '#tools/twins/resend/server.ts'

const key = 're_everybody'
let twin: Awaited<ReturnType<typeof startResendTwin>>
let muster: Muster
let desk: ResendTwinDesk
beforeAll(async () => {
  twin = await startResendTwin({ port: 0, domains: ['example.gov.uk'], perSecond: 10 })
  muster = await startMuster('demonstration', { RESEND_API_KEY: key, RESEND_BASE_URL: twin.url, MAIL_TWIN_URL: twin.url })
  desk = resendTwinFor(key, fetch, twin.url)
})
afterAll(async () => {
  await muster.stop()
  await twin?.stop()
})

/** A browser without scripts that nobody has used yet: it keeps cookies and goes where it is sent. */
const freshBrowser = () => {
  const cookies = new Map<string, string>()
  return async (path: string, form?: Record<string, string>): Promise<{ path: string; status: number; text: string }> => {
    for (let [to, body, hops] = [path, form, 0]; ; hops += 1) {
      const answer = await fetch(muster.url + to, {
        ...{ method: body ? 'POST' : 'GET', redirect: 'manual' },
        headers: { origin: muster.url, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        body: body ? new URLSearchParams(body) : null,
      })
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
        cookies.set(name, value)
      }
      const location = answer.headers.get('location')
      if (location === null || hops === 5) return { path: to, status: answer.status, text: await answer.text() }
      // What was pressed is pressed again where a 307 leads.
      if (answer.status !== 307) body = undefined
      await answer.arrayBuffer()
      to = location
    }
  }
}

it.each(signInAs)('$role: one press signs in as $name, and their first page is there', async ({ email, name, path }) => {
  const browser = freshBrowser()
  const page = await browser('/dev')
  expect(page.status).toBe(200)
  expect(page.text).toContain(`Sign in as </span>${name}</button>`)
  const first = await browser('/dev/sign-in', { email })
  expect([first.path, first.status]).toEqual([path, 200])
  expect((await browser('/account')).text).toContain(email)
})

it.each(signInAs)('$role: the link of npm run enter leads to the same first page', async ({ email, path }) => {
  const answer = await fetch(`${muster.url}/dev/commands/entry-link?email=${encodeURIComponent(email)}`, {
    method: 'POST',
    headers: { 'x-muster-token': muster.token, origin: muster.url },
  })
  const { token } = (await answer.json()) as { token: string }
  const first = await freshBrowser()(`/enter/${token}`, {})
  expect([first.path, first.status]).toEqual([path, 200])
})

it('nobody else is signed in by a press, and no page of another site presses for anybody', async () => {
  const browser = freshBrowser()
  expect((await browser('/dev/sign-in', { email: 'somebody@else.example' })).status).toBe(404)
  const [{ email } = { email: '' }] = signInAs
  const forged = await fetch(`${muster.url}/dev/sign-in`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ email }),
    redirect: 'manual',
  })
  expect(forged.status).toBe(403)
})

it('codes arrive for all of them, 24 times from 24 fresh browsers, and lead to the same first page', async () => {
  const firsts: string[] = []
  const wanted = Array.from({ length: 24 }, (_, n) => signInAs[n % signInAs.length]).filter((person) => person !== undefined)
  for (const { email } of wanted) {
    const browser = freshBrowser()
    const before = (await desk.accepted()).length
    await browser('/sign-in', { email })
    const codeMailed = async (): Promise<string | undefined> =>
      (await desk.accepted())
        .slice(before)
        .find(({ to }) => to.join().includes(email))
        ?.text?.match(/\b\d{6}\b/)?.[0]
    await expect.poll(codeMailed, { interval: 20, message: `a code for ${email}` }).toMatch(/^\d{6}$/)
    firsts.push((await browser('/sign-in/code', { code: (await codeMailed()) ?? '' })).path)
  }
  expect(firsts).toEqual(wanted.map(({ path }) => path))
})
