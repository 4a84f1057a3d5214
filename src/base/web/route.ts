import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './env.ts'

/** The pattern without the regular expressions of its parameters. */
export const plainPattern = (path: string): string => path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1')

/** Method and pattern of each handler that may answer, in the order mounted. */
export const patternsOf = (c: Context<AppEnv>): string[] =>
  matchedRoutes(c)
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

/**
 * The pattern asked for, never the address, which may hold a secret: that of the handler which the
 * router has come to, and before it has come to any, the first that fits and does not take whatever
 * lies below it.
 */
export const routeOf = (c: Context<AppEnv>): string => {
  const matched = matchedRoutes(c)
  const isPage = (route: (typeof matched)[number] | undefined): boolean => !!route && route.method !== 'ALL' && !route.path.endsWith('*')
  const reached = matched[c.req.routeIndex]
  const found = isPage(reached) ? reached : (matched.find((route) => isPage(route) && !route.path.endsWith('{.+}')) ?? matched.find(isPage))
  return `${c.req.method} ${found ? plainPattern(found.path) : 'elsewhere'}`
}
