// Every list of the service that is declared with `list`: for whom it is, what its page says, and
// its files.
import { expect, it, vi } from 'vitest'
import { app } from '#app.tsx'
import { kindsOfFile } from '#base/web/access.ts'
import { plainPattern } from '#base/web/route.ts'
import { makeFile } from '#payments/finance-files/make-file.ts'
import { pageOf } from '#test/support/declared-page.ts'
import { anAccount, anAct, aSchool, request, rows, run } from '#test/support/factories.ts'
import { documentOf } from '#test/support/html-page.ts'
import { walks } from '#test/support/plans.ts'
import { recording } from '#test/support/recording.ts'
import { cellsOf } from '#test/support/workbook.ts'
import { aDay, issue } from '#test/worker/attendance/certificates/world.ts'
import { aDebt } from '#test/worker/payments/finance-files/world.ts'
import { anInvoiced, begin } from '#test/worker/payments/invoices/world.ts'
import { pathOf } from '#test/worker/routes/addresses.ts'
import { askerOf } from '#test/worker/routes/asker.ts'
import { type Row, routeTable } from '#test/worker/routes/route-table.ts'
import { mayAsk, type Who } from '#test/worker/routes/who.ts'
import { type Actor, aWorld } from '#test/worker/routes/world.ts'
import ofAdministrators from '../../../../docs/guide/administrator.md?raw'
import ofDelegates from '../../../../docs/guide/delegates.md?raw'
import ofFinance from '../../../../docs/guide/finance.md?raw'
import ofOfficers from '../../../../docs/guide/officers.md?raw'
import ofOrganisers from '../../../../docs/guide/organisers.md?raw'
import ofSchools from '../../../../docs/guide/schools.md?raw'

vi.setConfig({ testTimeout: 120_000 })

const inOrder = 'in the order of the list, until a page is full or 1,000 are counted'

/** What a list must walk, and why. */
const meant: Record<string, string> = {
  '/guidance/:id/uptake/schools: GuidanceVersion': 'the versions of guidance, some tens',
  '/guidance/:id/uptake/schools: SchoolReached': 'whom the sessions of its launch reached',
  '/coverage/frozen: FrozenReport': 'figures that are kept, some tens a year',
  '/coverage/frozen/:number/replies: NoticeFact by NoticeFact_subject': 'those at which no mail arrived are counted above',
  '/coverage/requirements/schools: Requirement': 'the training rules, a few',
  '/coverage/schools: SchoolReached': 'the figures of all schools are beside the list',
  '/organiser/addresses: AddressProblem': 'as many as addresses that ever failed; a search is in names',
  '/organiser/chasing: GuidanceVersion by sqlite_autoindex_GuidanceVersion_1': 'the versions of guidance, some tens',
  '/organiser/chasing: NoticeFact by NoticeFact_subject': 'what became of the guidance that is issued now',
  '/organiser/claims: Claim': 'each claim that was decided, latest first, and how many there are',
  '/organiser/claims: Claim by Claim_account': 'how many claims wait and how many are decided',
  '/organiser/finance/debtors: LedgerLine by LedgerLine_payer': 'the ledger is added up by payer and booking',
  '/organiser/finance/invoice-requests/unpaid: InvoiceRequest by InvoiceRequest_booking': 'payments count against the oldest request',
  '/organiser/finance/invoices: Invoice': inOrder,
  '/organiser/finance/invoices: Invoice by sqlite_autoindex_Invoice_2': inOrder,
  '/organiser/finance/payers: Payer by sqlite_autoindex_Payer_2': 'the payers are what is listed',
  '/organiser/mailings: Sending': 'what was written to groups, some tens a year',
  '/organiser/messages: Message': inOrder,
  '/organiser/messages: Message by sqlite_autoindex_Message_1': inOrder,
  '/organiser/people: LikelyPair by LikelyPair_why': 'the likeliest alone, by why they are',
  '/organiser/people: Person by Person_name': inOrder,
  '/organiser/register-imports: RegisterImport': 'a few a year',
  '/organiser/register-imports: RegisterImport by sqlite_autoindex_RegisterImport_1': 'a few a year',
  '/organiser/register-imports/:id: RegisterImport': 'a few a year',
  '/organiser/register-imports/:id: RegisterReview': 'what the register left open',
  '/organiser/schools/people-in-roles: RolesAsking': 'the autumns in which schools were asked',
  '/organiser/events/:code/certificates: Logo': 'the logos that the council had, a few',
  '/school/:schoolId/certificates: Logo': 'the logos that the council had, a few',
  '/register/list: Session': inOrder,
  '/register/list: Session by Session_start': inOrder,
  '/reports: Report by sqlite_autoindex_Report_1': 'the reports that were made, some tens a year',
  '/reports: Report': 'the reports that were made, some tens a year',
  '/reports/:number/replies: NoticeFact by NoticeFact_subject': 'those at which no mail arrived are counted above',
  '/organiser/sendings: Sending': inOrder,
  '/organiser/sessions-asked: AskedSession by AskedSession_asked': inOrder,
  '/organiser/sessions-asked: AskedSession': inOrder,
  '/organiser/sendings: Sending by sqlite_autoindex_Sending_1': inOrder,
}

/** Lists of which these tests have nothing, and why. */
const untried: Record<string, string> = {
  '/organiser/open-data/:number': 'the report is of no school year',
}

await begin()
await anInvoiced()
const world = await aWorld()
// After the file that the world has.
await rows('UPDATE RunningNumber SET last = last + 1')
const asked = await aDebt({ route: 'invoice' })
await makeFile(anAct({ actor: (await anAccount({ roles: ['finance'] })).actor }), { kind: 'invoice_request', numbers: asked.numbers })
await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
// Who shows of late that it is they is given the file.
await run(`UPDATE SignIn SET provenAt = ?1`, new Date().toISOString())

// Schools to follow up.
await rows(`INSERT OR REPLACE INTO SchoolStanding (rootId, requirementId, state, shown)
  SELECT id, 'lead', 'no_record', 'no_record' FROM School WHERE rootId = id`)

const stripe = { STRIPE_SECRET_KEY: `sk_test_lists${crypto.randomUUID().replaceAll('-', '')}`, STRIPE_WEBHOOK_SECRET: 'whsec_pretend' }

const rowOf = (path: string): Row => {
  const row = routeTable.find((one) => one.method === 'GET' && one.path === path)
  if (!row) throw new Error(`${path} has no row in the table of routes`)
  return row
}

const declared = app.routes.flatMap(({ method, path: mounted, handler }) => {
  const page = method === 'GET' ? pageOf(handler) : undefined
  if (!page?.isList || handler === page.files?.answer) return []
  const path = plainPattern(mounted)
  const mount = page.at === '/' ? path : path.slice(0, -plainPattern(page.at).length)
  const files = page.files && kindsOfFile.map((kind) => plainPattern(`${mount}${page.files?.at}.${kind}`))
  return [{ path, title: page.title, files: files ?? [] }]
})
const lists = declared.filter(({ path }) => !rowOf(path).nothing)
const filed = lists.filter(({ files }) => files.length > 0)

const ofSchool = rowOf('/school/:schoolId/certificates')
const [, , schoolId = ''] = pathOf(world, ofSchool, askerOf(ofSchool)).split('/')
await aDay([{ name: 'Zoe Lee', marks: ['attended', 'attended'] }], { school: { ...(await aSchool()), id: schoolId } })
await issue()

const ask = (path: string, actor: Actor, bindings: object = {}) => {
  const { cookie } = world.people[actor]
  return request(pathOf(world, rowOf(path), actor), { ...(cookie ? { cookie } : {}), bindings: { ...stripe, ...bindings } })
}

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

it('all lists are tried but those of which these tests have nothing', () => {
  expect(declared.filter((one) => !lists.includes(one)).map(({ path }) => path)).toEqual(Object.keys(untried))
})

/** Opened by pressing a number, of which guides speak. */
const behindNumbers = ['/coverage/schools', '/coverage/requirements/schools', '/guidance/:id/uptake/schools']

/** Which guides are for those who may ask. */
const guidesFor = (who: Who): string =>
  [
    ...(mayAsk(who, 'contact') ? [ofSchools, ofDelegates] : []),
    ...(mayAsk(who, 'finance') ? [ofFinance] : []),
    ...(mayAsk(who, 'officer') ? [ofOfficers] : []),
    ...(mayAsk(who, 'organiser') ? [ofOrganisers] : []),
    ...(mayAsk(who, 'administrator') ? [ofAdministrators] : []),
  ].join('\n')

it('each list that always has the same title is named by it in a guide for those who may open it', () => {
  const unnamed = declared.filter(({ path, title }) => title && !guidesFor(rowOf(path).who).toLowerCase().includes(title.toLowerCase()))
  expect(unnamed.map(({ path, title }) => (behindNumbers.includes(path) ? path : `${path}: ${title}`)).toSorted()).toEqual(
    behindNumbers.toSorted(),
  )
})

it('there are lists, and some of them have files', () => {
  expect(lists.length).toBeGreaterThan(10)
  expect(filed.length).toBeGreaterThan(2)
})

it.each(lists)(
  '$path is there for those whom the table names, and neither its page nor its files are for anybody else',
  async ({ path, files }) => {
    const { who } = rowOf(path)
    expect(files.map((file) => rowOf(file).who)).toEqual(files.map(() => who))
    const others = (Object.keys(world.people) as Actor[]).filter((actor) => !mayAsk(who, actor))
    expect(others.length).toBeGreaterThan(0)
    for (const actor of others)
      for (const at of [path, ...files])
        expect([actor, at, (await ask(at, actor)).status]).toEqual([actor, at, world.people[actor].cookie ? 404 : 303])
  },
)

it.each(lists)('$path has one heading, and says what its table is and what it can be taken as', async ({ path, files }) => {
  const asker = askerOf(rowOf(path))
  const answer = await ask(path, asker)
  expect(answer.status).toBe(200)
  const document = documentOf(await answer.text())
  expect([...document.querySelectorAll('main h1')]).toHaveLength(1)
  for (const table of document.querySelectorAll('main table')) {
    expect(plain(table.querySelector('caption')?.textContent ?? '')).not.toBe('')
    expect([...table.querySelectorAll('thead th')].every((head) => head.getAttribute('scope') === 'col')).toBe(true)
  }
  const links = [...document.querySelectorAll('main a[download]')].map((link) => (link.getAttribute('href') ?? '').replace(/\?.*/, ''))
  const given = files.map((file) => pathOf(world, rowOf(file), asker))
  expect(links.filter((link) => given.includes(link))).toEqual(document.querySelector('main table') ? given : [])
})

it.each(lists)('$path and its files walk no table that grows', async ({ path, files }) => {
  const found = new Set<string>()
  for (const at of [path, ...files.slice(0, 1)]) {
    const { db: recorder, trips } = recording()
    await (await ask(at, askerOf(rowOf(path)), { DB: recorder })).text()
    for (const one of trips.flat().filter(({ sql }) => /^\s*(SELECT|WITH)\b/i.test(sql)))
      for (const walk of await walks(one))
        if (!meant[`${path}: ${walk}`]) found.add(`${path}: ${walk} by ${one.sql.replaceAll(/\s+/g, ' ').slice(0, 160)}`)
  }
  expect([...found]).toEqual([])
})

it.each(filed)('the files of $path hold the rows of its page, and the log says who took each', async ({ path, files }) => {
  const asker = askerOf(rowOf(path))
  const { accountId } = world.people[asker] as { accountId?: string }
  // Figures may stand above the list.
  const table = [...documentOf(await (await ask(path, asker)).text()).querySelectorAll('main table tbody')].at(-1)
  const shown = [...(table?.querySelectorAll('tr') ?? [])].map((row) => plain(row.textContent))
  expect(shown.length).toBeGreaterThan(0)
  const logged = () =>
    rows<{ act: string; accountId: string; after: string }>(`SELECT act, accountId, after FROM Log WHERE act LIKE '%export%' ORDER BY id`)
  const before = (await logged()).length
  const [, xlsx = ''] = files
  const cells = cellsOf(new Uint8Array(await (await ask(xlsx, asker)).arrayBuffer())).slice(1)
  // A message that failed stands first on a page, and a file begins with the oldest.
  for (const line of cells)
    expect(shown.filter((row) => line.some((cell) => cell !== '' && row.includes(plain(String(cell)))))).not.toEqual([])
  expect(cells).toHaveLength(shown.length)
  for (const file of files.filter((one) => one !== xlsx)) {
    const answer = await ask(file, asker)
    expect([answer.status, answer.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([200, true])
    if (file.endsWith('.csv')) expect((await answer.text()).trim().split('\r\n')).toHaveLength(1 + shown.length)
  }
  const log = (await logged()).slice(before)
  expect(new Set(log.map(({ act }) => act)).size).toBe(1)
  expect(log.map(({ accountId }) => accountId)).toEqual(files.map(() => accountId))
  expect(log.map(({ after }) => after).join()).not.toMatch(/[A-Z][a-z]+ [A-Z][a-z]+|@/)
})
