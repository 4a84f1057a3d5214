// Every declared press: what it answers to a form that is filled in wrongly or sent twice, and to
// one about what is gone.
import { beforeAll, expect, it, vi } from 'vitest'
import { app } from '#app.tsx'
import { plainPattern } from '#base/web/route.ts'
import { db, request, rows, run } from '#test/support/factories.ts'
import { documentOf } from '#test/support/html-page.ts'
import { filledIn, formsIn, type PageForm, type Sent, typedEverywhere } from '#test/support/page-forms.ts'
import { remembering } from '#test/support/remembering.ts'
import { pathOf } from './addresses.ts'
import { actorOf, type KnownForms, learnForms, served } from './known-forms.ts'
import type { Row } from './route-table.ts'
import { changing, undoing, undoingTable } from './undoing.ts'
import { aWorld, nothing, type World } from './world.ts'

vi.setConfig({ testTimeout: 300_000 })

const settings = {
  FACTOR_KEYS: `k1:${btoa('a'.repeat(32))}`,
  STRIPE_SECRET_KEY: `sk_test_pressed${crypto.randomUUID().replaceAll('-', '')}`,
  STRIPE_WEBHOOK_SECRET: 'whsec_pretend',
}

const pressed = new Set(
  app.routes.flatMap(({ method, path, handler }) => (method === 'POST' && 'press' in handler ? [plainPattern(path)] : [])),
)
const presses = [...pressed].flatMap((path) => served.find((row) => row.method === 'POST' && row.path === path) ?? [])

/** Boxes and lists alone, in which what the page did not offer counts as nothing chosen. */
const takesAnything = ['/organiser/events/:code/requirements', '/organiser/finance/cards']

/** Forms that ask nothing that somebody must say, or ask it only with one of the answers. */
const takesNothing = [
  '/account/record/roles/:role/dispute',
  '/account/roles/:role',
  '/bookings/:reference/answers',
  '/bookings/:reference/references',
  '/organiser/claims/:id',
  '/organiser/claims/trust/:id',
  '/organiser/events/:code/evaluation/:wave',
  '/organiser/events/:code/invite',
  '/organiser/events/:code/needs/access/:matter/owner',
  '/organiser/finance/payers/:payer/:what/:id/stop',
  '/organiser/finance/payers/:payer/details',
  '/organiser/finance/second-person',
  '/organiser/mailings/:id/whom',
  '/organiser/people/:person/roles/:role',
  '/organiser/proposals/:id',
  '/organiser/returns/forms/:form',
  '/organiser/series/:id/prices',
  '/organiser/sessions-asked/:id/schools',
  '/place/:token/answers',
  '/place/:token/needs',
  '/school/:school/staff/:role',
  '/school/:schoolId/staff-days',
]

/** Presses that do not answer 404 where there is nothing, and what they say instead. */
const goneOtherwise: Record<string, readonly string[]> = {
  'the next page says that it was ended, removed or given away already': [
    '/bookings/:reference/addresses/:id',
    '/organiser/events/:code/materials/:id/change',
    '/organiser/events/:code/materials/:id/remove',
    '/organiser/events/:code/waiting/:reference/offer',
    '/organiser/events/:code/waiting/:reference/remove',
    '/organiser/finance/agreements/:id/end',
    '/organiser/finance/prices/:key/codes/:id/end',
    '/organiser/finance/stripe/:id/again',
    '/organiser/records/holds/:id/end',
    '/organiser/register-imports/:id/apply',
    '/organiser/register-imports/:id/undo',
    '/organiser/term-dates/:id/remove',
    '/school/:schoolId/asked/:request/book',
  ],
  'what is not there is ended as well': ['/account/factors/:id/end', '/account/sign-in-links/:id/end', '/answer/links/:id/end'],
  'the form is read first, and needs what nobody typed': [
    '/organiser/records/holds/:id/review',
    '/organiser/records/runs/:id',
    '/requirements/:id/editions/:edition',
  ],
  'a try is counted before the link is looked up': ['/enter/:token'],
  'a page says that the link lets nobody in': ['/door-link/:token'],
  'whoever has asked for no code is led to the form': ['/events/:code/book/code'],
}

/** Forms that say what was seen and are not refused with 409 for it alone. */
const seenOtherwise: Record<string, readonly string[]> = {
  'no likely words fill them in': [
    '/organiser/events/:code/rules',
    '/organiser/finance/prices/:key/edit',
    '/organiser/finance/prices/new',
    '/organiser/terms/:key',
    '/organiser/terms/new',
  ],
  'no address of a calendar is there yet': ['/account/calendar/:of', '/place/:token/calendar/feed'],
  'the next page says what has changed': ['/organiser/mailings/:id/discard'],
  'only joining two schools asks what was seen of both': ['/organiser/register-imports/reviews/:id'],
}

/** Forms that may be sent again, which the log then says. */
const doneAgain: Record<string, readonly string[]> = {
  'a further mail is asked for': ['/organiser/mailings/:id/test'],
  'a school may answer again until the days are over, and the last answer counts': ['/school/:schoolId/reports/:report'],
  'ends whatever sign-ins there are': ['/organiser/accounts/:id/sign-out'],
  'a part moves by one place each time': ['/organiser/returns/forms/:form/moves'],
  'says what holds from now on, and it stays so': [
    '/account/mailbox',
    '/bookings/:reference/references',
    '/guidance/:id/edit',
    '/organiser/events/:code/evaluation/:wave',
    '/organiser/events/:code/materials/release',
    '/organiser/finance/cards',
    '/organiser/finance/invoice-settings/stripe',
    '/organiser/finance/invoice-settings/supplier',
    '/organiser/finance/second-person',
    '/organiser/meetings/:sessionId/threshold',
    '/organiser/records/people/:id/requests/:request/identity',
    '/organiser/records/periods/:class',
    '/organiser/returns/forms/:form',
    '/organiser/returns/forms/:form/powers',
    '/organiser/schools/people-in-roles/asking',
    '/organiser/sessions-asked/:id/schools',
    '/organiser/settings/reports',
  ],
}

/** After these hardly anything can be done with an event. */
const endings = ['/organiser/events/:code/cancellation', '/organiser/events/:code/sessions/:sessionId/calling-off']

let world: World
let known: KnownForms
let tried: SqlDatabase
const ask = (row: Row, path: string, sent?: readonly Sent[], database = tried): Promise<Response> => {
  const cookie = world.people[actorOf(row.who)].cookie
  return request(path, {
    ...(cookie ? { cookie } : {}),
    ...(sent ? { form: [...sent] } : {}),
    bindings: { ...settings, DB: database },
  })
}

beforeAll(async () => {
  world = await aWorld()
  await run(undoingTable)
  await run('UPDATE StaffRole SET grantedAt = ?1', new Date().toISOString())
  await run(`UPDATE SignIn SET provenAt = '2099-01-01T00:00:00.000Z'`)
  tried = remembering(undoing(), changing, true)
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  vi.spyOn(console, 'error').mockImplementation(() => {})
  known = await learnForms(world, ask)
}, 300_000)

const addressOf = (row: Row): string => pathOf(world, row, actorOf(row.who))

const isSeen = ({ kind }: { kind: string }): boolean => kind !== 'hidden' && kind !== 'button'
const isTyped = ({ kind }: { kind: string }): boolean => isSeen({ kind }) && !['select', 'file', 'radio', 'checkbox'].includes(kind)
const formOf = (html: string, page: string, path: string): PageForm | undefined =>
  formsIn(html, page).find(({ method, action }) => method === 'POST' && action.split('?')[0] === path)

/** The fields that the summary of a page names. */
const namedIn = (html: string): string[] =>
  [...documentOf(html).querySelectorAll('.govuk-error-summary a')].map((link) => link.getAttribute('href')?.slice(1) ?? '')

const isTaken = ({ status, headers }: Response): boolean =>
  status === 503 || (status === 303 && !/^\/(sign-in|account\/prove)/.test(headers.get('location') ?? ''))

const mostTurns = 10

/**
 * Sends a form, with other words where it is refused and once more after a preview. `done`: it was
 * taken with these.
 */
const fill = async (row: Row, path: string, form: PageForm, database: SqlDatabase): Promise<{ sent: Sent[]; done: boolean }> => {
  const turns = new Map<string, number>()
  let sent = filledIn(form)
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const answer = await ask(row, path, sent, database)
    if (isTaken(answer)) return { sent, done: true }
    const html = await answer.text()
    const next = formOf(html, path, path)
    if (answer.status === 200 && next) sent = filledIn(next)
    else if (answer.status === 422) {
      for (const id of namedIn(html)) {
        const field = form.fields.find(
          (one) => one.id === id || id.startsWith(`${one.name}-`) || one.name === id || one.name.startsWith(id),
        )
        if (field) turns.set(field.name, (turns.get(field.name) ?? 0) + 1)
      }
      sent = filledIn(form, { turns })
    } else break
  }
  return { sent, done: false }
}

/** What people did, as the log has it; what falls due meanwhile is nobody's. */
const acts = async (): Promise<number> =>
  (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM Log WHERE accountId IS NOT NULL'))[0]?.n ?? 0

/** What is wrong with the page that answers a form with these words in each field. */
const faults = (html: string, path: string, form: PageForm, words: string): string[] => {
  const document = documentOf(html)
  const named = namedIn(html)
  const again = formOf(html, path, path)
  return [
    ...(named.length > 0 ? [] : ['names no field']),
    ...named.filter((id) => !document.querySelector(`[id="${id}"]`)).map((id) => `names ${id}, which is not there`),
    ...form.fields
      .filter((field) => isTyped(field) && again?.fields.find(({ name }) => name === field.name)?.value !== words)
      .map(({ name }) => `loses ${name}`),
  ]
}

it('the pages of the world show as many forms as ever', () => {
  // Others need what the world has not: an offer, a refund, a second person.
  expect(presses.filter((row) => known.has(addressOf(row))).length).toBeGreaterThan(160)
})

it('a form that is filled in wrongly is refused, names the fields, and keeps what was typed', async () => {
  const wrong: string[] = []
  const [empty, taken]: [string[], string[]] = [[], []]
  for (const row of presses) {
    const path = addressOf(row)
    const form = known.get(path)?.form
    if (!form?.fields.some(isSeen)) continue
    const long = `Typed wrongly ${'x'.repeat(Math.min(25_000, 60_000 / form.fields.filter(isSeen).length))}`
    for (const words of ['', long]) {
      const answer = await ask(row, path, typedEverywhere(form, words))
      if (answer.status === 422) wrong.push(...faults(await answer.text(), path, form, words).map((fault) => `${row.path} ${fault}`))
      else (words === '' ? empty : taken).push(row.path)
    }
  }
  expect(wrong).toEqual([])
  expect(empty.sort()).toEqual([...takesAnything, ...takesNothing].sort())
  expect(taken.sort()).toEqual(takesAnything)
})

it('a press at an address of nothing is told that there is nothing', async () => {
  const found: string[] = []
  for (const row of presses.filter(({ path }) => path.includes('/:'))) {
    const parts = addressOf(row).split('/')
    const at = row.path.split('/').findLastIndex((part) => part.startsWith(':'))
    const part = parts[at] ?? ''
    const other = /^[0-9a-f]{8}-/.test(part) ? nothing.replace('0000-7', '0001-7') : /^\d+$/.test(part) ? '987654' : 'zzzzzzzz'
    const answer = await ask(row, parts.with(at, other).join('/'), [...(known.get(addressOf(row))?.fields ?? [])])
    if (answer.status !== 404) found.push(row.path)
  }
  expect(found.sort()).toEqual(Object.values(goneOtherwise).flat().sort())
})

/** What a page was seen as, in hidden fields. */
const seenAs = ['version', 'seen', 'changedAt', 'state']

it('a form of something that changed meanwhile is refused, where its page says what was seen', async () => {
  const found: string[] = []
  for (const row of presses) {
    const path = addressOf(row)
    const { form } = known.get(path) ?? {}
    const hidden = form?.fields.find(({ kind, name }) => kind === 'hidden' && seenAs.includes(name))
    if (!form || !hidden) continue
    const sent = (await fill(row, path, form, tried)).sent.map(([name, value]): Sent => [name, name === hidden.name ? '987' : value])
    const { status } = await ask(row, path, sent)
    if (status !== 409) found.push(row.path)
  }
  expect(found.sort()).toEqual(Object.values(seenOtherwise).flat().sort())
})

it('a form that is sent twice acts once', async () => {
  const found: string[] = []
  let many = 0
  // What ends or removes something comes last.
  const isEnding = (row: Row) => (endings.includes(row.path) ? 2 : known.get(addressOf(row))?.form.fields.some(isSeen) ? 0 : 1)
  for (const row of presses.toSorted((one, other) => isEnding(one) - isEnding(other))) {
    const path = addressOf(row)
    const { page = '' } = known.get(path) ?? {}
    const form = page && formOf(await (await ask(row, page, undefined, db)).text(), page, path)
    if (!form) continue
    const before = await acts()
    const { sent, done } = await fill(row, path, form, db)
    const once = await acts()
    if (!done || once === before) continue
    await ask(row, path, sent, db)
    many += 1
    if ((await acts()) !== once) found.push(row.path)
  }
  expect(many).toBeGreaterThan(100)
  expect(found.sort()).toEqual(Object.values(doneAgain).flat().sort())
})
