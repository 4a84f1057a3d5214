// Who may write about how schools stand: the table of docs/rules/README.md, against the routes that do so.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { access, isInGroup } from '#base/web/access.ts'
import { routeTable } from '#test/worker/routes/route-table.ts'
import { mayAsk } from '#test/worker/routes/who.ts'

/** The routes of each row, as mounted; every row of the table has some. */
const routes: Record<string, string> = {
  'confirm roles': `POST /organiser/schools/:school/roles, POST /organiser/schools/:school/roles/held/:id,
    POST /organiser/schools/:school/roles/:role, POST /organiser/schools/roles-import, POST /organiser/schools/roles-import/apply,
    POST /organiser/schools/roles-import/:batchId/undo`,
  'ask schools who holds their roles': 'POST /organiser/schools/people-in-roles/asking',
  'say what is asked, and its editions': `POST /requirements/new, POST /requirements/:id/new-edition, POST /requirements/:id/editions/:edition,
    POST /requirements/sources/new, POST /requirements/sources/:id/undo, POST /requirements/titles`,
  'verify evidence, state what a school wrote of its staff': `POST /organiser/schools/:id/evidence/:earlier,
    POST /organiser/schools/:id/statements/new`,
  'exempt, extend': 'POST /organiser/schools/:id/exceptions/new, POST /organiser/schools/:id/exceptions/:exception/end',
  'freeze, show schools their lines, decide on answers': `POST /coverage/frozen, POST /coverage/frozen/requirements,
    POST /coverage/frozen/:number/replies, POST /coverage/frozen/:number/replies/:schoolId`,
  'note recommendations, what the executive answers and what is done': `POST /coverage/recommendations,
    POST /coverage/recommendations/:id/answer, POST /coverage/recommendations/:id/actions, POST /coverage/recommendations/:id/steps`,
  'keep the ladder, act from a list of schools to chase': `POST /organiser/schools/:id/ladder/contacts,
    POST /organiser/schools/:id/ladder/:chase/stop, POST /organiser/chasing/lists/:list`,
  'write to groups of schools': `POST /organiser/mailings/new, POST /organiser/mailings/:id/whom, POST /organiser/mailings/:id/words,
    POST /organiser/mailings/:id/later, POST /organiser/mailings/:id/do-not-send, POST /organiser/mailings/:id/test, POST /organiser/mailings/:id/send, POST /organiser/mailings/:id/discard,
    POST /organiser/mailings/:id/pause, POST /organiser/mailings/:id/go-on, POST /organiser/mailings/:id/stop,
    POST /organiser/mailings/:id/again, POST /organiser/mailings/:id/once-more, POST /organiser/events/:code/invite`,
  'write to people ticked in the list of an event': 'POST /organiser/mailings/ticked',
  'offer places of a waiting list out of turn': 'POST /organiser/events/:code/waiting/:reference/offer',
  'say what an event counts towards, import earlier attendance': `POST /organiser/events/:code/requirements,
    POST /organiser/schools/earlier-attendance, POST /organiser/schools/earlier-attendance/apply,
    POST /organiser/schools/earlier-attendance/:batchId/undo`,
  'correct a person’s roles on their own page': 'POST /organiser/people/:person/roles/new, POST /organiser/people/:person/roles/:role',
  'figures as they are now': 'GET /coverage, GET /coverage/schools, GET /coverage/requirements, GET /requirements/unsaid-events',
  'frozen reports': 'GET /coverage/frozen, GET /coverage/frozen/:number',
}

const roles = ['officer', 'organiser', 'reader'] as const
const others = ['administrator', 'finance', 'door', 'contact', 'elsewhere', 'somebody'] as const

const readme = readFileSync('docs/rules/README.md', 'utf8').split('## Who may write about how schools stand')[1] ?? ''
const table = readme.split('\n').flatMap((line) => {
  const [what = '', ...said] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
  return /^(what|-+)?$/.test(what) ? [] : [{ what, said: said.map((word) => word !== 'no') }]
})

const routesOf = (what: string): string[] => (routes[what] ?? '').split(/,\s+/).filter((route) => route !== '')

it('every row of the table has routes, and every row of routes is in the table', () => {
  expect(table.map(({ what }) => what).toSorted()).toEqual(Object.keys(routes).toSorted())
  for (const { what } of table) expect(routesOf(what).length).toBeGreaterThan(0)
})

it.each(table)('$what: who may is who the table says, administrators too, and nobody else', ({ what, said }) => {
  for (const route of routesOf(what)) {
    const row = access.get(route)
    const tried = routeTable.find(({ method, path }) => `${method} ${path}` === route)
    if (!row || !tried) throw new Error(`${route} is not a route`)
    const actor = (role: (typeof roles)[number] | 'administrator' | 'finance') => ({ ...nobody, accountId: 'somebody', roles: [role] })
    expect([route, ...roles.map((role) => isInGroup(actor(role), row.group))]).toEqual([route, ...said])
    expect([route, ...roles.map((role) => mayAsk(tried.who, role))]).toEqual([route, ...said])
    expect([route, isInGroup(actor('administrator'), row.group), isInGroup(actor('finance'), row.group)]).toEqual([route, true, false])
    expect([route, ...others.map((who) => mayAsk(tried.who, who))]).toEqual([route, true, false, false, false, false, false])
  }
})

/** Addresses below which these matters are written. */
const concepts =
  /^POST \/(requirements\/|coverage\/|log\/|organiser\/(chasing|mailings)|organiser\/(schools|people)\/.*(roles|ladder|exceptions|statements|evidence|earlier-attendance)|organiser\/events\/:code\/(requirements|waiting\/:reference\/offer))/

it('whoever writes such a matter by another route is found', () => {
  const named = new Set(table.flatMap(({ what }) => routesOf(what)))
  expect([...access.keys()].filter((route) => concepts.test(route) && !named.has(route))).toEqual([])
})
