// One table says who may ask for what, and the guard holds every request to it.
import { type Context, Hono, type Next } from 'hono'
import { describe, expect, it } from 'vitest'
import { app } from '#app.tsx'
import { type Actor, nobody, type StaffRoleName } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { access, kindsOfFile, mayAsk } from '#base/web/access.ts'
import { ofEveryone } from '#base/web/access-everyone.ts'
import { ofGuidance } from '#base/web/access-guidance.ts'
import { ofMoney } from '#base/web/access-money.ts'
import { ofOrganisers } from '#base/web/access-organiser.ts'
import { ofReturns } from '#base/web/access-returns.ts'
import type { AppEnv } from '#base/web/env.ts'
import { guard } from '#base/web/guard.ts'
import { plainPattern } from '#base/web/route.ts'

const now = new Date('2026-06-01T09:00:00.000Z')
const minutesAgo = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString()
const somebody: Actor = { ...nobody, accountId: 'a', email: 'a@example.org', personId: 'p', name: 'Ann Lee' }
const withRole = (...roles: StaffRoleName[]): Actor => ({ ...somebody, roles })
const nameless = (actor: Actor): Actor => ({ ...actor, shared: true, personId: undefined, name: undefined })

type Asker = { actor: Actor; provenAt?: string; resting?: StaffRoleName[]; staff?: boolean }

/** What the guard lets through to the handlers of these routes: where it leads, or the status, with who answered. */
const through = (mount: (service: Hono<AppEnv>) => unknown, method = 'GET') => {
  const asking = async (path: string, { actor, provenAt, resting, staff }: Asker = { actor: nobody }): Promise<string> => {
    const service = new Hono<AppEnv>()
    service.use((c: Context<AppEnv>, next: Next) => {
      c.set('act', { now, actor } as AppEnv['Variables']['act'])
      c.set('provenAt', provenAt)
      c.set('restingRoles', resting)
      c.set('staff', staff ? { since: '', hasFactor: false, factorShown: false, isHeld: false, provider: undefined } : undefined)
      return next()
    })
    service.use(guard)
    mount(service)
    service.onError((error, c) => c.text(error instanceof AppError ? error.code : error.message, 404))
    const answer = await service.request(path, { method })
    return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`
  }
  return asking
}

const methods = (table: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] =>
  Object.values(table)
    .flatMap((paths) => Object.entries(paths))
    .flatMap(([path, said]) => (path.endsWith('.*') ? kindsOfFile : [path]).flatMap(() => said.split(' ')))
    .filter((word) => /^(GET|POST)[!+]?$/.test(word))

/** Routes that have no row, and rows that have no route. */
const compared = (routes: readonly { method: string; path: string }[], rows: ReadonlyMap<string, unknown>) => {
  const mounted = new Set(
    routes
      .filter(({ method, path }) => method !== 'ALL' && !/^\/dev(\/|$)/.test(path))
      .map(({ method, path }) => `${method} ${plainPattern(path)}`),
  )
  return { unsaid: [...mounted].filter((route) => !rows.has(route)), gone: [...rows.keys()].filter((route) => !mounted.has(route)) }
}

describe('the table', () => {
  it('has one row for each route that is mounted, and none for another', () => {
    expect(compared(app.routes, access)).toEqual({ unsaid: [], gone: [] })
    expect(access.size).toBe([ofEveryone, ofOrganisers, ofMoney, ofGuidance, ofReturns].flatMap(methods).length)
  })

  it('control: a route that nobody wrote down and a row whose route is gone are found', () => {
    const routes = [...app.routes, { method: 'GET', path: '/organiser/secrets/:id{[0-9]+}' }]
    const rows = new Map([...access, ['POST /organiser/gone', undefined]])
    expect(compared(routes, rows)).toEqual({ unsaid: ['GET /organiser/secrets/:id'], gone: ['POST /organiser/gone'] })
  })

  it('says which links lead somewhere', () => {
    const links = ['GET /events', 'GET /account', 'GET /organiser', 'GET /organiser/finance', 'GET /organiser/roles'] as const
    const seen = (actor: Actor): string[] => links.filter((link) => mayAsk(actor, link))
    expect(seen(nobody)).toEqual(['GET /events'])
    expect(seen(somebody)).toEqual(['GET /events', 'GET /account'])
    expect(seen(withRole('finance'))).toEqual(['GET /events', 'GET /account', 'GET /organiser/finance'])
    expect(seen(withRole('organiser'))).toEqual(['GET /events', 'GET /account', 'GET /organiser', 'GET /organiser/finance'])
    expect(seen(withRole('administrator'))).toEqual([...links])
  })
})

describe('the guard', () => {
  const answers = (c: Context<AppEnv>) => c.text('in')
  const administrator = { actor: withRole('administrator', 'finance'), provenAt: minutesAgo(1), staff: true }

  it('refuses a route that has no row, whoever asks and however it is mounted; control: with a row it answers', async () => {
    const asking = through((service) =>
      service.get('/organiser/secrets', answers).all('/organiser/all', answers).get('/organiser/files/*', answers).get('/privacy', answers),
    )
    for (const path of ['/organiser/secrets', '/organiser/files/a']) expect(await asking(path, administrator)).toBe('404 not_found')
    for (const path of ['/organiser/all', '/organiser/nothing']) expect(await asking(path, administrator)).toBe('404 404 Not Found')
    expect(await asking('/privacy')).toBe('200 in')
  })

  it('asks HEAD as GET, and a method that is not mounted is not there', async () => {
    const mount = (service: Hono<AppEnv>) => service.get('/organiser/log', answers)
    expect(await through(mount, 'HEAD')('/organiser/log', administrator)).toBe('200 ')
    expect(await through(mount, 'HEAD')('/organiser/log')).toMatch(/^\/sign-in\?/)
    expect(await through(mount, 'PUT')('/organiser/log', administrator)).toBe('404 404 Not Found')
  })

  it('holds an address that two patterns fit to both, whichever answers', async () => {
    const reader = { actor: withRole('organiser') }
    const priced = through((service) =>
      service.get('/organiser/finance/prices/:key', answers).get('/organiser/finance/prices/new', answers),
    )
    expect(await priced('/organiser/finance/prices/new', reader)).toBe('404 not_found')
    expect(await priced('/organiser/finance/prices/usual', reader)).toBe('200 in')
    expect(await priced('/organiser/finance/prices/new', administrator)).toBe('200 in')
  })

  it('asks for a name, then for signing in, for a second factor, for the role, and last for a proof', async () => {
    const asking = through((service) => service.post('/organiser/roles', answers), 'POST')
    const page = '?next=%2Forganiser%2Froles'
    const old = minutesAgo(11)
    expect([
      await asking('/organiser/roles'),
      await asking('/organiser/roles', { actor: nameless(somebody), resting: ['administrator'] }),
      await asking('/organiser/roles', { actor: somebody, resting: ['administrator'] }),
      await asking('/organiser/roles', { actor: somebody, resting: ['reader'], provenAt: old }),
      await asking('/organiser/roles', { actor: withRole('organiser'), provenAt: old }),
      await asking('/organiser/roles', { actor: withRole('administrator'), provenAt: old }),
      await asking('/organiser/roles', { actor: withRole('administrator') }),
      await asking('/organiser/roles', { actor: withRole('administrator'), provenAt: minutesAgo(9) }),
    ]).toEqual([
      ...[`/sign-in${page}`, `/account/who${page}`, `/account/factors${page}`, '404 not_found', '404 not_found'],
      ...[`/account/prove${page}`, `/account/prove${page}`, '200 in'],
    ])
  })

  it('asks nobody at a register for a name, and lets whose roles rest set up what they rest for', async () => {
    const register = through((service) => service.get('/register/:sessionId', answers))
    expect(await register('/register/1', { actor: nameless(somebody) })).toBe('200 in')
    const app = through((service) => service.post('/account/factors/app', answers), 'POST')
    const rests = { actor: somebody, resting: ['administrator' as const], provenAt: minutesAgo(1) }
    expect(await app('/account/factors/app', { ...rests, staff: true })).toBe('200 in')
    expect(await app('/account/factors/app', { actor: somebody })).toBe('404 not_found')
  })
})
