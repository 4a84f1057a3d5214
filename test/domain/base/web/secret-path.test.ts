import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { access } from '#base/web/access.ts'
import { asSeen } from '#base/web/form-text.ts'
import { unseenTables } from '#base/web/measured-database.ts'
import { secretPaths, withoutSecrets } from '#base/web/secret-path.ts'

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    /\.tsx?$/.test(name) && !name.includes('generated') ? [`${folder}/${name}`] : [],
  )

it('of a link that acts for whoever holds it, no text shows the secret', () => {
  for (const word of [...secretPaths, 'feeds'])
    expect(withoutSecrets(`https://muster.example/${word}/nZ4ARIA6GmY3LN_nZ4ARIA6Gm?x`)).toBe(`https://muster.example/${word}/…?x`)
})

it('every address with a token in it is one of these', () => {
  const words = filesOf('src').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'\/([a-z-]+)\/:token\b/g)].map(([, word = '']) => word),
  )
  expect(words.length).toBeGreaterThan(4)
  expect(words.filter((word) => ![...secretPaths, 'feeds'].includes(word))).toEqual([])
})

/** Each address with a token, and what is sent to it. */
const things = {
  place: ['needs', 'needs/deletion', 'answers', 'workshops', 'attendance', 'tell', 'calendar/feed', 'calendar/feed/end'],
  join: [''],
  evaluate: [''],
  read: ['answer', ''],
  unsubscribe: ['', 'undo'],
}
const acts = {
  offers: [''],
  agree: [''],
  vouch: [''],
  asked: ['', ':request/book', ':request/send', ':request/code'],
  'roles-link': [''],
  'book-link': ['', 'send', 'tell', 'code'],
  'session-offer': [''],
}
/** A command prints it, and no mail has it. */
const ofCommands = { enter: [''] }
/** On the desk of an event, to be scanned. */
const ofDoors = { 'door-link': [''] }

const withToken = [...access].filter(([route]) => route.includes('/:token'))

it('“A link in a mail about a place, a certificate, feedback, guidance or an answer opens that one thing, without signing in.” Every address with a token is one that this test knows, for everybody, and secret', () => {
  const posted = Object.groupBy(
    withToken.flatMap(([route]) => (route.startsWith('POST ') ? [route.slice('POST /'.length).split('/:token')] : [])),
    ([word = '']) => word,
  )
  const sent = Object.fromEntries(
    Object.entries(posted).map(([word, routes]) => [word, routes?.map(([, rest = '']) => rest.replace(/^\//, ''))]),
  )
  expect(sent).toEqual({ ...things, ...acts, ...ofCommands, ...ofDoors })
  expect(new Set(withToken.map(([route]) => route.split('/')[1]))).toEqual(new Set(secretPaths))
  expect(withToken.filter(([, { group, proven }]) => group.signedIn || proven)).toEqual([])
})

it('“Six links do more: an offer is taken or declined, a session at a school is accepted or declined, who is due is booked, a cost is agreed to, a mailbox vouches for somebody, and names in roles are confirmed. Each is done by a button on the page that the link opens.”', () => {
  for (const word of Object.keys(acts))
    expect([word, ['GET', 'POST'].map((method) => access.has(`${method} /${word}/:token`))]).toEqual([word, [true, true]])
})

it('“No link in a mail signs anybody in, or gives a role”: of the files that answer a token only those of the command and of a door begin a sign-in', () => {
  const sources = filesOf('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  const answering = sources.filter(({ text }) => /(?:\.(?:get|post)\(|\bat: )'[\w/-]*\/:token/.test(text))
  expect(answering.length).toBeGreaterThan(10)
  const signingIn = answering.filter(({ text }) => /setSignInCookie|letIn|beginSignIn|grantRole|grantDoor|enterCode/.test(text))
  expect(signingIn.map(({ path }) => path)).toEqual(['src/attendance/door/public-pages.tsx', 'src/people/sign-in/public-entry-pages.tsx'])
  const mailed = [...filesOf('emails'), ...sources.map(({ path }) => path)].filter((path) =>
    readFileSync(path, 'utf8').includes('/door-link/$'),
  )
  expect(mailed).toEqual(['src/attendance/door/organiser-pages.tsx'])
})

it('what is no page’s business when it is written is a table', () => {
  const tables = new Set(
    readdirSync('prisma/migrations').flatMap((file) =>
      [...readFileSync(`prisma/migrations/${file}`, 'utf8').matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name]) => name),
    ),
  )
  expect(unseenTables.filter((name) => !tables.has(name))).toEqual([])
})

it('a run of joiners between letters is read once, however long, and stays what it is', () => {
  const long = `ب${'‍'.repeat(200_000)}ب`
  // Tried from every joiner it takes minutes, longer than a test may.
  expect(asSeen(long)).toBe(long)
  expect(asSeen('a‍‍b‌ ب‍ ‍')).toBe('ab ب ')
})
