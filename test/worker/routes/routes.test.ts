// Everybody asks for everything: who is let in, who is sent to sign in, and for whom it does not
// exist.
import { beforeAll, expect, it, vi } from 'vitest'
import { app } from '#app.tsx'
import { restingDatabase, writes } from '#base/db/resting.ts'
import type { Bindings } from '#base/web/env.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { bindings, db, request, rows } from '#test/support/factories.ts'
import { remembering } from '#test/support/remembering.ts'
import { add } from '#test/support/rows.ts'
import { pathOf } from './addresses.ts'
import { knownWithoutLink, linksIn, withoutLink } from './links.ts'
import { type Row, routeTable } from './route-table.ts'
import { isForStaff, mayAsk, tells } from './who.ts'
import { type Actor, aWorld, delegateName, type World } from './world.ts'

/**
 * What is counted of a refusal, and a form that is kept for after signing in, may be written
 * whoever asks.
 */
const kept = ['RefusalCount', 'SavedForm', 'LimitUse']
/** Looking for mail that is due writes to what it finds, and there is none. */
const harmless = [...kept, 'UPDATE Message SET']

/** What all of them ask. The log says who took a file out. */
const open = remembering(db, new RegExp(`\\b(${[...kept, 'Message', 'Log'].join('|')})\\b`))

/** Roles that were given of late do not rest yet. */
const givenToday = () => open.prepare('UPDATE StaffRole SET grantedAt = ?1').bind(new Date().toISOString()).run()

let world: World
beforeAll(async () => {
  world = await aWorld()
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  await givenToday()
})

// Hundreds of pages each, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 120_000 })

const settings = {
  FACTOR_KEYS: `k1:${btoa('a'.repeat(32))}`,
  STRIPE_SECRET_KEY: `sk_test_routes${crypto.randomUUID().replaceAll('-', '')}`,
  STRIPE_WEBHOOK_SECRET: 'whsec_pretend',
}

/** Lets nothing be written but that: whoever tries is answered 503. */
const sealed = databaseWith(open, {
  prepare: (sql: string) => {
    try {
      return harmless.some((word) => sql.includes(word)) ? open.prepare(sql) : restingDatabase(open).prepare(sql)
    } catch (error) {
      // Nobody reads where it was, and to find out takes longer than the page.
      throw Object.assign(error as Error, { stack: '' })
    }
  },
})

/** What opening a page writes. */
const writtenByOpening = new Set<string>()

const opened = databaseWith(open, {
  prepare: (sql: string) => {
    for (const [, table = ''] of sql.matchAll(/\b(?:INTO|UPDATE(?!\s+SET)|DELETE\s+FROM)\s+(\w+)/gi))
      if (writes.test(sql)) writtenByOpening.add(table)
    return open.prepare(sql)
  },
})

type Answer = 'allowed' | 'sign in' | 'prove' | 'factors' | 'does not exist' | 'refused' | 'would write' | 'fails'

const answerOf = ({ status, headers }: Response): Answer => {
  const to = headers.get('location') ?? ''
  if (/^\/sign-in(\?|$)/.test(to)) return 'sign in'
  if (to.startsWith('/account/prove?')) return 'prove'
  if (to.startsWith('/account/factors?')) return 'factors'
  if (status === 404) return 'does not exist'
  if (status === 403 || status === 409) return 'refused'
  if (status === 503) return 'would write'
  return status >= 500 ? 'fails' : 'allowed'
}

/** Pictures and lists that the service itself makes. */
const made = ['/organiser/settings/preview.svg', '/sitemap.xml']
const runsNothing = /^(text\/(html|css|csv|plain|calendar)|application\/(json|problem\+json|manifest\+json))\b/

/**
 * “A file is given out as a download in which nothing runs, whoever asks and wherever it is
 * linked”: nothing that others sent may run where the pages are.
 */
const servedWrongly = ({ path }: Row, { status, headers }: Response): string | undefined => {
  if (status !== 200) return undefined
  const type = headers.get('content-type') ?? ''
  if (!headers.get('content-disposition')?.startsWith('attachment'))
    return runsNothing.test(type) || made.includes(path) ? undefined : `shows ${type} as a page`
  const isSafe =
    headers.get('content-security-policy') === "sandbox; default-src 'none'; frame-ancestors 'none'" &&
    headers.get('x-content-type-options') === 'nosniff'
  return isSafe ? undefined : 'gives out a file outside the sandbox'
}

type Asked = { cookie?: string | undefined; bindings?: Partial<Bindings>; headers?: Record<string, string> }

type Answered = { answer: Answer; text: string; served?: string | undefined }

/** The addresses that each of them was given a link to. */
const linked = new Map<Actor, Set<string>>()

const ask = async (row: Row, actor: Actor, { cookie, headers = {}, ...more }: Asked): Promise<Answered> => {
  const asked = await request(pathOf(world, row, actor), {
    ...(cookie ? { cookie } : {}),
    ...(row.method === 'POST' ? { form: {} } : {}),
    headers,
    bindings: { ...settings, DB: row.method === 'POST' ? sealed : opened, ...more.bindings },
  })
  const text = await asked.text()
  linked.set(actor, new Set([...(linked.get(actor) ?? []), ...linksIn(text)]))
  return { answer: answerOf(asked), text, served: servedWrongly(row, asked) }
}

/** What the row lets the actor be answered, with a form that says nothing. */
const expected = (row: Row, actor: Actor): readonly Answer[] => {
  const inside = mayAsk(row.who, actor)
  // Without what it is about the page is not there; at signing in one begins again.
  if (inside && row.nothing && row.who === 'everyone') return ['does not exist', 'sign in', 'allowed', 'would write']
  if (inside && row.method === 'GET') return row.nothing ? ['does not exist'] : ['allowed', 'refused']
  if (inside) return ['allowed', 'would write', 'refused', ...(row.nothing || row.names ? (['does not exist'] as const) : [])]
  if (['delegate', 'local', 'command'].includes(row.who)) return ['does not exist']
  if (actor === 'nobody') return ['sign in']
  return row.method === 'GET' ? ['does not exist'] : ['does not exist', 'refused']
}

/** Those of the rows that answer something else, each with what it answers. */
const wrong = async (
  asked: readonly Row[],
  answers: (row: Row) => Promise<Answered>,
  right: (row: Row, answer: Answer) => boolean,
  silent = false,
  staffUnseen: readonly string[] = [],
): Promise<string[]> => {
  const found: string[] = []
  for (const row of asked) {
    const { answer, text, served } = await answers(row)
    if (served) found.push(`${row.method} ${row.path} (${row.who}): ${served}`)
    if (!right(row, answer)) found.push(`${row.method} ${row.path} (${row.who}): ${answer}`)
    if (silent && text.includes(delegateName)) found.push(`${row.method} ${row.path} (${row.who}): says who has the place`)
    const named = staffUnseen.find((name) => text.includes(name))
    if (named) found.push(`${row.method} ${row.path} (${row.who}): names ${named} of the council`)
  }
  return found
}

/** How many rows each table holds; the log says who took a file out. */
const counts = async (): Promise<Record<string, number>> => {
  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name`,
  )
  const names = tables.map(({ name }) => name).filter((name) => ![...kept, 'Log'].includes(name))
  const answered = await db.batch<{ n: number }>(names.map((name) => db.prepare(`SELECT COUNT(*) AS n FROM "${name}"`)))
  return Object.fromEntries(names.map((name, index) => [name, answered[index]?.results[0]?.n ?? -1]))
}

it('says of every method and path who may ask it, and of none that is gone', () => {
  const named = (path: string): string => path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1')
  const real = new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${named(path)}`))
  const said = routeTable.map(({ method, path }) => `${method} ${path}`)
  expect({
    unsaid: [...real].filter((one) => !said.includes(one)),
    gone: said.filter((one) => !real.has(one)),
    twice: said.filter((one, index) => said.indexOf(one) !== index),
  }).toEqual({ unsaid: [], gone: [], twice: [] })
})

/** To these no page names who is on a place. */
const unnamed: readonly Actor[] = ['nobody', 'somebody', 'elsewhere', 'reader', 'finance']

/** A reader of reports sees figures, and none of the people who made them. */
const ofCouncil = ['Off Icer', 'Fin Ance', 'Orga Niser', 'Admin Istrator', 'Door Here']

const actors: readonly [Actor, who: string][] = [
  ['nobody', 'somebody who is not signed in'],
  ['delegate', 'a delegate with their link'],
  ['somebody', 'somebody who is signed in and no more'],
  ['contact', 'a contact of the school'],
  ['viewer', 'a contact of the school who may not book'],
  ['elsewhere', 'a contact of another school, at the door of another event'],
  ['door', 'whoever is at the door'],
  ['helper', 'whoever came by the link of the door'],
  ['reader', 'a reader of reports'],
  ['officer', 'a safeguarding officer'],
  ['finance', 'finance'],
  ['organiser', 'an organiser'],
  ['administrator', 'an administrator'],
]

// “Readers of reports read frozen and published figures alone; figures as they are now are for
// officers, organisers and administrators.”
// “Only an organiser starts a series, takes events of its topic in and lets them go.”
// “Only organisers and administrators see bookings across schools and events; to anyone else
// these pages do not exist.”
// “To everyone but organisers and administrators the needs of an event do not exist: officers,
// readers, finance, door staff and schools do not find the pages.”
// “Only organisers see the rules and what is reserved; they and officers see the waiting list
// beyond a school's own turn.”
// “To whoever is no organiser or administrator, the questions and answers of an event do not
// exist on the organiser’s pages.”
// “Sendings, messages and telephone lists are for organisers: to anyone else the pages do not
// exist.”
// “Only finance and administrators see and make files, set columns and record payments; to anyone
// else these pages do not exist.”
// “Only organisers, officers and administrators see mailings; for everybody else they do not
// exist.”
// “People are for organisers: to anyone else the pages that search them do not exist.”
// “Nobody but an officer shows a report or decides on an answer.”
// “Organisers and administrators change what messages say; to anyone else the page does not
// exist.”
// “The report is for administrators, organisers and officers; for readers and others it does not
// exist.”
it.each(actors)('%s: %s gets in where the rules let them, and changes nothing anywhere else', async (actor) => {
  const before = await counts()
  const asked = routeTable.filter(({ who }) => tells(who, actor))
  const { cookie } = world.people[actor]
  const found = await wrong(
    asked,
    (row) => ask(row, actor, { cookie }),
    (row, answer) => expected(row, actor).includes(answer),
    unnamed.includes(actor),
    actor === 'reader' ? ofCouncil : [],
  )
  expect(found).toEqual([])
  expect(await counts()).toEqual(before)
})

it('each page is linked from another for somebody who may open it', () => {
  expect(withoutLink(linked)).toEqual(knownWithoutLink)
})

it('who showed long ago that it is they is asked again before what would do most harm, and nowhere else', async () => {
  const { administrator, contact } = world.people
  await open.prepare(`UPDATE SignIn SET provenAt = '2026-01-01T00:00:00.000Z'`).run()
  for (const [actor, { cookie }] of [
    ['administrator', administrator],
    ['contact', contact],
  ] as const) {
    const asked = routeTable.filter((row) => mayAsk(row.who, actor) && (row.proof || (actor === 'administrator' && row.who !== 'everyone')))
    expect(
      await wrong(
        asked,
        (row) => ask(row, actor, { cookie }),
        (row, answer) => (answer === 'prove') === row.proof,
      ),
    ).toEqual([])
  }
  await open.prepare(`UPDATE SignIn SET provenAt = '2099-01-01T00:00:00.000Z'`).run()
})

it('whose roles rest is led to their second factor by every page of the council', async () => {
  const { cookie } = world.people.administrator
  await open.prepare(`UPDATE StaffRole SET grantedAt = '2026-01-01T00:00:00.000Z'`).run()
  expect(
    await wrong(
      routeTable.filter(({ who }) => isForStaff(who)),
      (row) => ask(row, 'administrator', { cookie }),
      (_, answer) => answer === 'factors',
    ),
  ).toEqual([])
  await givenToday()
})

it('who has yet to show their second factor is nobody', async () => {
  const { accountId, cookie } = world.people.administrator
  const past = '2026-03-01T00:00:00.000Z'
  await add('Factor', { accountId, secret: 'k1:x', madeAt: past, confirmedAt: past }, open)
  expect(
    await wrong(
      routeTable.filter(({ who }) => mayAsk(who, 'administrator') && !['everyone', 'local'].includes(who)),
      (row) => ask(row, 'nobody', { cookie }),
      (_, answer) => answer === 'sign in',
    ),
  ).toEqual([])
  await open.prepare('DELETE FROM Factor').run()
})

it('what is for one’s own computer exists nowhere else, whatever token is shown', async () => {
  const elsewhere = {
    cookie: world.people.administrator.cookie,
    headers: { 'x-muster-token': bindings.LOCAL_TOKEN ?? '' },
    bindings: { LOCAL_MAIL: '' },
  }
  expect(
    await wrong(
      routeTable.filter(({ who }) => who === 'local' || who === 'command'),
      (row) => ask(row, 'administrator', elsewhere),
      (_, answer) => answer === 'does not exist',
    ),
  ).toEqual([])
})

it('“What people do is a POST”: opening a page writes only that it was opened', () => {
  expect([...writtenByOpening].toSorted()).toEqual(['Log', 'RefusalCount'])
})

it('control: somebody who gets in where they should not is seen on every page, and so is whoever would write', async () => {
  const asked = routeTable.filter((row) => row.who === 'organisers' && row.method === 'GET' && !row.nothing).slice(0, 12)
  const found = await wrong(
    asked,
    (row) => ask(row, 'reader', { cookie: world.people.organiser.cookie }),
    (row, answer) => expected(row, 'reader').includes(answer),
  )
  expect(found).toEqual(asked.map(({ method, path }) => `${method} ${path} (organisers): allowed`))
  const pause = routeTable.find(({ path }) => path === '/organiser/sendings/:id/pause')
  if (!pause) throw new Error('Sendings are not paused any more')
  expect((await ask(pause, 'reader', { cookie: world.people.organiser.cookie })).answer).toBe('would write')
})
