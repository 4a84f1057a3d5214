import type { Context, HonoRequest } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './env.ts'

const plain = new Map<string, string>()

/** Without the regular expressions of its parameters. */
export const plainPattern = (path: string): string => {
  const known = plain.get(path) ?? path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1')
  plain.set(path, known)
  return known
}

type Route = ReturnType<typeof matchedRoutes>[number]

const isPage = (route: Route | undefined): route is Route => !!route && route.method !== 'ALL' && !route.path.endsWith('*')

// The router answers once; several ask.
const matched = new WeakMap<HonoRequest, { all: Route[]; first: Route | undefined }>()

const matchedOf = (c: Context<AppEnv>): { all: Route[]; first: Route | undefined } => {
  const known = matched.get(c.req)
  if (known) return known
  const all = matchedRoutes(c)
  const pages = all.filter(isPage)
  const routes = { all, first: pages.find(({ path }) => !path.endsWith('{.+}')) ?? pages[0] }
  matched.set(c.req, routes)
  return routes
}

/** Each handler and middleware that the address leads to, in the order mounted. */
const routesOf = (c: Context<AppEnv>): readonly Route[] => matchedOf(c).all

/** The handlers of the route that answers: the first that fits without a wildcard. */
export const answeringOf = (c: Context<AppEnv>): readonly Route[] => {
  const { all, first } = matchedOf(c)
  return all.filter(({ path, method }) => path === first?.path && method === first.method)
}

/** Method and pattern of each handler that may answer, in the order mounted. */
export const patternsOf = (c: Context<AppEnv>): string[] =>
  routesOf(c)
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${plainPattern(path)}`)

/** The values of that pattern's parameters in the address. */
export const parametersOf = (c: Context<AppEnv>): Record<string, string> => {
  const parts = c.req.path.split('/')
  return Object.fromEntries(
    routeOf(c)
      .replace(/^\w+ /, '')
      .split('/')
      .flatMap((name, n) => (name.startsWith(':') ? [[name.slice(1), parts[n] ?? '']] : [])),
  )
}

/** What an address names, by its pattern, and what it asks. */
export type Address = {
  part: (name: string) => string
  query: Record<string, string>
  /** Of names that may be given several times. */
  queries: Record<string, string[]>
}

export const addressOf = (c: Context<AppEnv>): Address => {
  const parts = parametersOf(c)
  return { part: (name) => parts[name] ?? '', query: c.req.query(), queries: c.req.queries() }
}

/**
 * The pattern, never the address, which may hold a secret: of the current handler or, before any,
 * of the first that fits without a wildcard.
 */
export const routeOf = (c: Context<AppEnv>): string => {
  const { all, first } = matchedOf(c)
  const reached = all[c.req.routeIndex]
  const route = isPage(reached) ? reached : first
  return `${c.req.method} ${route ? plainPattern(route.path) : 'elsewhere'}`
}

const urls = new WeakMap<Request, URL>()

/** Parsed once. */
export const urlOf = (c: Context<AppEnv>): Readonly<URL> => {
  const known = urls.get(c.req.raw) ?? new URL(c.req.url)
  urls.set(c.req.raw, known)
  return known
}
