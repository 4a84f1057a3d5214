// The service as people have it in a browser without scripts, in workerd: what a request leaves to be done, such as mail to be sent, is done when
// the next thing is asked for.
import { env } from 'cloudflare:workers'
import type { Bindings } from '#base/web/env.ts'
import { mostListed } from '#schools/schools/school-choice.ts'
import { aSchool, request } from './factories.ts'
import { HtmlClient } from './html-client.ts'
import type { Mail } from './inbox.ts'
import type { Seen } from './looks.ts'

export const origin = 'http://localhost:8787'

/** @param signedIn an account of the factories */
export const aBrowser = (signedIn?: { cookie: string }, bindings: Partial<Bindings> = {}): HtmlClient =>
  new HtmlClient(
    origin,
    async (url, init) => {
      const answer = await request(url.slice(origin.length), { ...init, bindings })
      return answer
    },
    signedIn?.cookie,
  )

/** Newest last: every mail to an address. */
export const mailsTo = async (to: string): Promise<Mail[]> =>
  (await request(`/dev/inbox.json?${new URLSearchParams({ to })}`)).json() as Promise<Mail[]>

/** The newest of them whose subject or text says so. */
export const mailTo = async (to: string, says: RegExp): Promise<Mail> => {
  const mails = await mailsTo(to)
  const mail = mails.findLast(({ subject, text }) => says.test(`${subject}\n${text}`))
  if (!mail) throw new Error(`No mail to ${to} says ${says}, but ${JSON.stringify(mails.map(({ subject }) => subject))}`)
  return mail
}

/** The newest code that was mailed to an address. */
export const codeFor = async (email: string): Promise<string> =>
  (await mailTo(email, /^[^\n]*\bcode\b/i)).text.match(/\b\d{6}\b/)?.[0] ?? ''

/** Looks at the page as it stands, in Chromium: what axe finds (nothing, one hopes), and whether it fits a phone. */
export const look = async (client: Pick<HtmlClient, 'url' | 'html' | 'headers'>, name: string): Promise<string[]> => {
  const { url, html, headers } = client
  const seen: Seen = { name, path: url.pathname + url.search, html, policy: headers.get('content-security-policy') ?? '' }
  const answer = await (env as unknown as { LOOKS: Fetcher }).LOOKS.fetch('http://node/', { method: 'POST', body: JSON.stringify(seen) })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

/** What `npm run audit` would find broken. */
export const brokenInvariants = async (): Promise<string[]> => {
  const answer = await request('/dev/commands/audit', { headers: { 'x-muster-token': 'test-token' } })
  const { invariants } = (await answer.json()) as { invariants: { name: string; ok: boolean }[] }
  if (invariants.length < 10) throw new Error('The audit looked at almost nothing')
  return invariants.filter((one) => !one.ok).map((one) => one.name)
}

/** Finds a school in a field with that label, and takes it. @param words of it, or its name as it begins in the list */
export const chooseSchool = async (client: HtmlClient, label: string, words: string, name = words): Promise<void> => {
  client.fill(label, words)
  await client.press(/^Find /)
  client.check(new RegExp(`^${name}`))
}

/** So many that they are found by words, and not picked from a list of all. */
export const manySchools = async (): Promise<void> => {
  for (let more = 0; more <= mostListed; more += 1) await aSchool()
}

/** The day so many days from today. */
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** An organiser enters an address of a school, as its office said it by telephone. */
export const addContact = async (organiser: HtmlClient, school: string, email: string): Promise<void> => {
  await organiser.goto(`/organiser/schools?q=${encodeURIComponent(school)}`)
  await organiser.follow(new RegExp(`^${school}`))
  await organiser.follow(/^Add a contact/)
  organiser.fill('Email address', email)
  organiser.fill('Where do you know it from?', 'Telephone call with the school office')
  await organiser.press('Add contact')
}

/** Publishes the event whose page is shown; asked what it counts towards, the organiser says nothing. */
export const publish = async (organiser: HtmlClient): Promise<void> => {
  const event = organiser.path
  await organiser.press(/^Publish/)
  if (organiser.path !== `${event}/requirements`) throw new Error(`Publishing leads to ${organiser.path}`)
  organiser.check(/^It counts as nothing/)
  await organiser.press('Save')
}

/** Signs in as a person does: types the address, reads the code in the mail, types the code. */
export const signIn = async (client: HtmlClient, email: string): Promise<void> => {
  if (client.path !== '/sign-in') throw new Error(`${client.path} does not ask who it is`)
  client.fill('Email address', email)
  await client.press('Send me a code')
  client.fill('6-digit code', await codeFor(email))
  await client.press('Sign in')
}
