// Every form that can cause mail is known, and counted: which they are is read from the source.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Files, mailRoutes } from '#test/support/mail-routes.ts'

const root = join(import.meta.dirname, '../../../..')
const files: Files = Object.fromEntries(
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/generated|src\/(commands|upkeep\/(demonstration|dev))\//.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

it('whatever stores a message counts it beside', () => {
  const storing = Object.entries(files).filter(([, text]) => /INSERT INTO Message\b/.test(text))
  expect(storing.map(([path]) => path).sort()).toEqual([
    'src/correspondence/delivery/correction-store.ts',
    'src/messages/outbox/message-store.ts',
    'src/messages/outbox/store.ts',
  ])
  for (const [, text] of storing) expect(text.match(/\.\.\.spending\(act, /g)?.length).toBe(text.match(/INSERT INTO Message \(/g)?.length)
})

/** The concept and file of its page, and its address without what its parameters are. */
const nameOf = ({ file, path }: { file: string; path: string }): string =>
  `${file.split('/').slice(-2).join('/')} ${path.replace(/^\/?\$\{\w+\}/, '…').replaceAll(/\{(?:\$\{\w+\}|[^}])*\}/g, '')}`

/** Forms that test/worker/routes/presses.ts does not have, and why. */
const elsewhere: Record<string, string> = {
  'asked/public-pages.tsx /:token': 'a session is accepted once, which is told to two: test/worker/booking/asked/asked-session.test.ts',
  'asked/school-pages.tsx …/:id': 'the same',
  'asked/school-pages.tsx …/withdraw': 'in a file with it, and sends nothing',
  'attendance/door-name-pages.tsx /:sessionId/people/:personId/name': 'door staff: their mails about places are the council’s',
  'door/api.ts /:code/entries': 'door staff, as it was written down without a network',
  'door/api.ts /:code/shared': 'it opens the door as entries do, and sends nothing',
  'door/door-pages.tsx /:code/people/:person/name': 'door staff',
  'due/public-asked-pages.tsx at':
    'it answers a request once, with the verb of /events/:code/bookings: test/worker/front/due/book-asked.test.ts',
  'due/public-asked-pages.tsx …/:request/code': 'the same',
  'due/public-link-pages.tsx /:token': 'the verb of /events/:code/bookings, once for each link',
  'due/public-link-pages.tsx /:token/code': 'the same',
  'trusts/school-book-pages.tsx …/events/:code/bookings': 'each school is told by itself: test/worker/front/trusts/booking.test.ts',
  'due/school-pages.tsx /due': 'each booking is told by itself: test/worker/front/due/book-due.test.ts',
  'placing/school-book-pages.tsx /events/:code/book': 'the verb of /events/:code/bookings',
  'requests/school-request-pages.tsx /events/:code/book': 'the verb of /events/:code/request',
  'requests/school-newcomer-pages.tsx /events/:code/book': 'the verb of /school/claims, or one code by mail',
  'requests/school-newcomer-pages.tsx /events/:code/book/code': 'the verbs of claims, requests and bookings',
  'cards/school-pages.tsx /bookings/:reference/pay/give-up': 'the verb of /bookings/:reference/cancel, with Stripe',
  'people/school-pages.tsx /account/email/code': 'one mail for each code that was typed, which are counted more narrowly',
  'factors/school-pages.tsx /factors/app/confirm':
    'one mail to its owner for each app of which a code was typed; of the council’s people to administrators too',
  'factors/school-pages.tsx /factors/passkey': 'the same for each passkey that was made',
  'providers/school-provider-pages.tsx /sign-in-links/new': 'one mail to its owner for each provider that was visited and confirmed',
  'signing/school-pages.tsx …/check': 'one receipt for each return that is signed',
}

/** Pages that only the council opens: what it causes is counted and never refused. */
const ofCouncil = /\/(organiser|report)-[\w-]+\.tsx |^overview\/school-paying-pages\.tsx .*ask-to-agree/

it('every form that can cause mail is pressed until it is refused, or said here to be counted elsewhere', () => {
  const found = mailRoutes(files)
    .map(nameOf)
    .filter((name) => !ofCouncil.test(name))
  const [test = ''] = readFileSync(join(root, 'test/worker/routes/presses.ts'), 'utf8').split('export const writingPresses')
  const pressed = [...test.matchAll(/^ {2}'([\w-]+\/[\w-]+\.tsx [^']+)': async/gm)].map(([, name = '']) => name)
  expect([...pressed, ...Object.keys(elsewhere)].sort()).toEqual([...new Set(found)].sort())
})

it('control: a form whose handler stores a message through others is found, and one that reads is not', () => {
  const some: Files = {
    'src/a/school-pages.tsx': `import { tell } from './tell-school.ts'\nexport const pages = new Hono()\n  .get('/told', (c) => c.text(''))\n  .post('/told', async (c) => tell(c))\n  .post('/kept', async (c) => keep(c))\n`,
    'src/a/tell-school.ts': `import { queued as stored } from '#messages/outbox/store.ts'\nexport const tell = () => stored()\n`,
    'src/messages/outbox/store.ts': `import { mailLimits } from './mail-plan.ts'\nexport const queued = () => mailLimits()\n`,
  }
  expect(mailRoutes(some)).toEqual([{ file: 'src/a/school-pages.tsx', path: '/told' }])
})

it('control: so is a press that is declared', () => {
  const some: Files = {
    'src/a/school-pages.tsx': `import { tell } from './tell-school.ts'\nconst told = press({\n  at: '/told',\n  act: (act) => tell(act),\n})\n`,
    'src/a/tell-school.ts': `import { queued as stored } from '#messages/outbox/store.ts'\nexport const tell = () => stored()\n`,
    'src/messages/outbox/store.ts': `import { mailLimits } from './mail-plan.ts'\nexport const queued = () => mailLimits()\n`,
  }
  expect(mailRoutes(some)).toEqual([{ file: 'src/a/school-pages.tsx', path: '/told' }])
})
