// Asks a Muster for all that anybody sees, as everybody, and keeps each answer as a text file.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asItStands, formsIn, type Sent } from '#test/support/page-forms.ts'
import type { Tour } from '#test/support/pages.ts'
import { type Counts, type Forms, type FoundForms, findForms, sendForms, textOfTried } from './record-forms.ts'
import { type Asked, moduleOf, moment, type Recorded } from './record-muster.ts'
import { type Answer, addressesIn, looksLikeReference, type Mail, masked, shapeOf, textOfAnswer, textOfMail } from './record-text.ts'
import { startUndo } from './record-undo.ts'

// How many addresses one person asks for that differ in an id alone, or in a filter or order.
const mostOfShape = 2
const mostOfPath = 8
const samples = /^\/dev\/emails\//
/** The inbox is recorded as mails; the rest is for programs, or changes who asks. */
const unasked = /^\/(dev\/(inbox|commands|floor)|sign-out)/

/** A question of the checkout's, asked at the moment of the recording instead of now. */
const asking =
  (muster: Recorded) =>
  (question: string): Promise<Record<string, unknown>[]> =>
    muster.sql(question.replaceAll(/:now\b|'20\d\d-\d\d-\d\dT[\d:.]+Z'/g, `'${new Date(moment).toISOString()}'`))

const firstAccount = (where: string): string =>
  `SELECT a.email FROM Claim c JOIN Account a ON a.id = c.accountId WHERE ${where} ORDER BY c.id LIMIT 1`

type Person = { name: string; email: string; cookie: string | undefined }
type Addresses = typeof import('#test/support/page-addresses.ts')

/** Everybody whom the demonstration has, those last whose pages say what the others did. */
const people = async (muster: Recorded, addresses: Addresses): Promise<Person[]> => {
  const asked: [name: string, who: string][] = [
    ['somebody', 'somebody@elsewhere.example'],
    ['school', 'head.office@ladyhawthorns.example'],
    ['trust', 'safeguarding@hedgerowtrust.example'],
    ['payer', addresses.bookerWhoPays],
    ['waits', addresses.bookerWhoWaits],
    ['shared', addresses.sharedMailbox],
    ['approver', firstAccount(`c.state = 'approved' AND c.approver = 1`)],
    ['unconfirmed', firstAccount(`c.state = 'requested'`)],
    ...['door', 'reader', 'officer', 'finance', 'organiser', 'administrator'].map((role): [string, string] => [
      role,
      `${role}@muster.example`,
    ]),
  ]
  const found: Person[] = [{ name: 'nobody', email: '', cookie: undefined }]
  for (const [name, who] of asked) {
    const email = who.startsWith('SELECT') ? String((await asking(muster)(who))[0]?.['email'] ?? '') : who
    if (email !== '') found.push({ name, email, cookie: await muster.signIn(email) })
  }
  return found
}

const textOf = ({ bytes }: Answer): string => new TextDecoder().decode(bytes)
const isPage = ({ headers }: Answer): boolean => headers.get('content-type')?.startsWith('text/html') === true

const tables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`

/** The references and codes that are stored anywhere. */
const referencesOf = async (muster: Recorded): Promise<Set<string>> => {
  const found = new Set<string>()
  for (const { name } of await muster.sql(tables)) {
    const columns = await muster.sql(`SELECT name FROM pragma_table_info('${name}') WHERE type = 'TEXT'`)
    const each = columns.map(
      (column) => `SELECT "${column['name']}" AS one FROM "${name}" WHERE ${looksLikeReference(String(column['name']))}`,
    )
    // SQLite takes few of these at once.
    for (let from = 0; from < each.length; from += 4)
      for (const { one } of await muster.sql(each.slice(from, from + 4).join(' UNION '))) found.add(String(one))
  }
  return found
}

/** Puts texts into files, and counts them by the folder that they are in. */
const filing = (out: string, references: ReadonlySet<string>) => {
  const counts = new Map<string, number>()
  const names = new Map<string, number>()
  return {
    counts,
    references,
    keepAnswer(folder: string, name: string, answer: Answer): void {
      this.keep(folder, name, textOfAnswer(answer, references))
    },
    keep: (folder: string, name: string, text: string): void => {
      const plain = name
        .replace(/^\/$/, 'home')
        .replace(/^\//, '')
        .replaceAll('/', '.')
        .replaceAll(/[^\w.,=&?@+:-]/g, '_')
      const short = plain.length > 150 ? `${plain.slice(0, 130)}-${createHash('sha256').update(plain).digest('hex').slice(0, 12)}` : plain
      const path = `${folder}/${short}`
      const n = (names.get(path) ?? 0) + 1
      names.set(path, n)
      const kind = folder.split('/')[0] ?? ''
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      mkdirSync(join(out, folder), { recursive: true })
      writeFileSync(join(out, `${path}${n === 1 ? '' : `~${n}`}.txt`), `${text}\n`)
    },
  }
}
type Files = ReturnType<typeof filing>

const kindOf = ({ headers }: Answer): string => {
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('text/calendar')) return 'calendars'
  return /attachment/.test(headers.get('content-disposition') ?? '') || /csv|zip|sheet/.test(type) ? 'exports' : 'pages'
}

/** Every mail that the demonstration sent, and where it leads. */
const recordMails = async (muster: Recorded, files: Files): Promise<string[]> => {
  const mails = JSON.parse(textOf(await muster.ask('/dev/inbox.json'))) as Mail[]
  const texts = mails
    .map((mail) => ({ mail, text: textOfMail(mail, files.references) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  for (const { mail, text } of texts)
    files.keep(`mails/${mail.to.replaceAll(/.*<|>.*/g, '')}`, masked(mail.subject, files.references), text)
  return texts.flatMap(({ mail }) => addressesIn(mail.html, '/', muster.origins))
}

type Crawl = { found: readonly string[]; pages: readonly (readonly [html: string, at: string])[] }

/**
 * Asks for these addresses as one person and, unless `isAll`, for those that they link to; gives
 * what was found, and the pages with forms.
 */
const crawl = async (muster: Recorded, files: Files, person: Person, begins: readonly string[], isAll = false): Promise<Crawl> => {
  const [seen, ofShape, ofPath] = [new Set<string>(), new Map<string, number>(), new Map<string, number>()]
  const pages: (readonly [html: string, at: string])[] = []
  const found: string[] = []
  const waiting = [...begins]
  for (let next = 0; next < waiting.length; next += 1) {
    const address = waiting[next] ?? ''
    const shape = shapeOf(address)
    const path = shape.replace(/\?.*/, '')
    const [shapes, paths] = [ofShape.get(shape) ?? 0, ofPath.get(path) ?? 0]
    if (seen.has(address) || unasked.test(address)) continue
    if (samples.test(address) ? person.cookie !== undefined : shapes >= mostOfShape || paths >= mostOfPath) continue
    seen.add(address)
    ofShape.set(shape, shapes + 1)
    ofPath.set(path, paths + 1)
    const answer = await muster.ask(address, { cookie: person.cookie })
    files.keepAnswer(`${kindOf(answer)}/${person.name}`, shape, answer)
    if (answer.status === 200) found.push(address)
    if (!isPage(answer)) continue
    const html = textOf(answer)
    if (!isAll) waiting.push(...addressesIn(html, address, muster.origins))
    if (html.includes('method="post"')) pages.push([html, address])
  }
  return { found, pages }
}

/** Calendars to subscribe to: their address is shown once, by the form that makes it. */
const recordFeeds = async (
  muster: Recorded,
  files: Files,
  who: { name: string; cookie: string | undefined; pages: string[] },
): Promise<void> => {
  const { name, cookie } = who
  for (const page of new Set(who.pages)) {
    const forms = formsIn(textOf(await muster.ask(page, { cookie })), page).filter(({ action }) => action.includes('/calendar'))
    for (const form of forms) {
      const made = await muster.ask(form.action, { method: 'POST', cookie, body: new URLSearchParams(asItStands(form)) })
      files.keepAnswer(`calendars/${name}`, `made by ${shapeOf(form.action)}`, made)
      const feed = /\/feeds\/[\w-]+\.ics/.exec(textOf(made))?.[0]
      if (feed) files.keepAnswer(`calendars/${name}`, `feed of ${shapeOf(form.action)}`, await muster.ask(feed))
    }
  }
}

/** The files that are made when a form asks for them. */
const recordExports = async (muster: Recorded, files: Files, person: Person): Promise<void> => {
  for (const path of ['/organiser/bookings', '/organiser/messages']) {
    const page = await muster.ask(path, { cookie: person.cookie })
    for (const form of formsIn(textOf(page), path).filter(({ action }) => /export$/.test(action)))
      for (const format of ['csv', 'xlsx']) {
        const fields: Sent[] = [
          ...asItStands(form).filter(([name]) => name !== 'format' && name !== 'as'),
          ['format', format],
          ['as', format],
        ]
        const answer = await muster.ask(form.action, { method: 'POST', cookie: person.cookie, body: new URLSearchParams(fields) })
        files.keepAnswer(`exports/${person.name}`, `${path} ${format}`, answer)
      }
  }
}

/** What everybody sees who asks wrongly. */
const recordErrors = async (muster: Recorded, files: Files, person: Person, routes: readonly string[]): Promise<void> => {
  const { cookie } = person
  const wrong: [name: string, path: string, asked: Asked][] = [
    ['no such page', '/no-such-page', {}],
    ['too long', '/sign-in', { method: 'POST', body: new URLSearchParams({ email: 'x'.repeat(300_000) }) }],
    ['from elsewhere', '/sign-in', { method: 'POST', body: new URLSearchParams(), headers: { origin: 'https://elsewhere.example' } }],
    ['no form', '/sign-in', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  ]
  for (const [name, path, asked] of wrong) files.keepAnswer(`errors/${person.name}`, name, await muster.ask(path, { ...asked, cookie }))
  for (const route of routes.filter((path) => path.includes(':') && !unasked.test(path)))
    files.keepAnswer(`errors/${person.name}`, route, await muster.ask(route.replaceAll(/:\w+/g, 'nothing'), { cookie }))
}

/** Routes whose address the tours do not know: once somebody finds one, everybody asks for it. */
const addressesOf = (
  unfilled: readonly string[],
  routes: readonly string[],
  found: readonly string[],
): { later: string[]; never: string[] } => {
  const isOf = (route: string, address: string): boolean =>
    new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/?]+')}$`).test(address) && !routes.includes(address)
  const each = unfilled.map((route) => ({ route, address: found.find((one) => isOf(route, one)) }))
  return {
    later: each.flatMap(({ address }) => address ?? []),
    never: each.filter(({ address }) => address === undefined).map(({ route }) => route),
  }
}

const recordForms = async (muster: Recorded, files: Files, found: FoundForms, say: (sentence: string) => void): Promise<Counts> => {
  await muster.sql(`UPDATE SignIn SET provenAt = '2099-01-01T00:00:00.000Z'`)
  const undo = await startUndo(muster.sql, muster.batch)
  const before = await undo.fingerprint()
  const keep: Forms['keep'] = async (way, tried) => {
    if (tried.isTaken) await muster.quiet(10)
    const { tables, rows } = await undo.changed()
    const text = await textOfTried({ muster, undo, keep }, tried)
    // What chance made is named by where it stands, so rows are put in order by all the rest.
    const plain = (row: string): string => masked(row, files.references).replaceAll(/⟨(\w+) \d+⟩/g, '⟨$1⟩')
    const ordered = rows.toSorted((a, b) => (plain(a) < plain(b) ? -1 : 1))
    const press = tried.found.pressed ? ` ${tried.found.pressed.join('=')}` : ''
    files.keep(
      `forms/${way}`,
      shapeOf(tried.found.form.action) + masked(press, files.references),
      masked([text, '', ...ordered].join('\n'), files.references),
    )
    if (tried.isTaken) await muster.quiet(10)
    await undo.undo()
    // Settings stay in the memory of the isolate for some seconds, and no second ever passes.
    if (tables.includes('Setting')) await muster.restart()
  }
  const counts = await sendForms({ muster, undo, keep }, found, say)
  const after = await undo.fingerprint()
  const unlike = after.split('\n').filter((line) => !before.includes(line))
  if (unlike.length > 0) throw new Error(`Not all was put back: ${unlike.join(', ')}`)
  return counts
}

/** @returns how many texts of each kind were kept, and what became of the forms */
export const record = async (
  muster: Recorded,
  checkout: string,
  out: string,
  say: (sentence: string) => void,
): Promise<{ counts: Map<string, number>; forms: Counts }> => {
  const of = moduleOf(checkout)
  const addresses = await of<Addresses>('test/support/page-addresses.ts')
  const pages = await of<typeof import('#test/support/pages.ts')>('test/support/pages.ts')
  const { routeTable } = await of<{ routeTable: readonly { method: string; path: string }[] }>('test/worker/routes/route-table.ts')
  const files = filing(out, await referencesOf(muster))
  const inMails = await recordMails(muster, files)
  for (const statement of addresses.oneOfEach) await muster.sql(statement.replaceAll(':now', `'${new Date(moment).toISOString()}'`))
  const routes = routeTable.filter(({ method }) => method === 'GET').map(({ path }) => path)
  const tours = Object.values<unknown>(pages).flatMap((list) => (Array.isArray(list) ? (list as Tour[]) : []))
  const stops = tours.flatMap((tour) => tour.stops)
  const begins: string[] = []
  const unfilled = new Set<string>()
  for (const stop of [...stops, ...routes])
    try {
      begins.push(await addresses.addressOf(stop, asking(muster)))
    } catch {
      if (typeof stop === 'string') unfilled.add(stop)
    }
  const everybody = await people(muster, addresses)
  files.keep('known', 'people', everybody.map(({ name, email }) => `${name} ${email}`).join('\n'))
  const crawls = new Map<Person, Crawl>()
  for (const person of everybody) {
    await muster.quiet()
    const own = person.cookie === undefined ? inMails : []
    crawls.set(
      person,
      await crawl(muster, files, person, [...begins, ...own, '/account', '/school', '/organiser', '/coverage', '/register']),
    )
  }
  const all = [...crawls.values()].flatMap(({ found }) => found)
  const { later, never } = addressesOf([...unfilled], routes, all)
  files.keep('known', 'routes that nobody opened', never.filter((route) => !unasked.test(route)).join('\n'))
  for (const person of everybody) await crawl(muster, files, { ...person, name: `${person.name}/of others` }, later, true)
  for (const { name, cookie } of everybody.filter((person) => ['nobody', 'school'].includes(person.name)))
    await recordFeeds(muster, files, {
      name,
      cookie,
      pages: all.filter((one) => /^\/(account\/calendar|place\/[^/]+\/calendar)$/.test(one)),
    })
  for (const person of everybody.filter(({ name }) => ['school', 'administrator'].includes(name)))
    await recordErrors(muster, files, person, routes)
  for (const person of everybody.filter(({ name }) => name === 'organiser')) await recordExports(muster, files, person)
  await muster.quiet()
  const forms: FoundForms = new Map()
  for (const [person, { pages }] of crawls) for (const [html, at] of pages) findForms(forms, person, html, at)
  return { counts: files.counts, forms: await recordForms(muster, files, forms, say) }
}
