import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './env.ts'

/** What a parameter must look like says nothing to whoever reads a pattern. */
export const plainPattern = (path: string): string => path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1')

/** The pattern of each handler that may answer, with its method, in the order of their mounting. */
export const patternsOf = (c: Context<AppEnv>): string[] =>
  matchedRoutes(c)
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${plainPattern(path)}`)

/** What the parameters of that pattern are in the address that was asked for. */
export const parametersOf = (c: Context<AppEnv>): Record<string, string> => {
  const parts = c.req.path.split('/')
  return Object.fromEntries(
    routeOf(c)
      .replace(/^\w+ /, '')
      .split('/')
      .flatMap((name, n) => (name.startsWith(':') ? [[name.slice(1), parts[n] ?? '']] : [])),
  )
}

/** The pattern of the address that was asked for, never the address: it may be a secret. */
export const routeOf = (c: Context<AppEnv>): string => {
  const found = matchedRoutes(c).findLast(({ path, method }) => method !== 'ALL' && !path.endsWith('*'))
  return `${c.req.method} ${found ? plainPattern(found.path) : 'elsewhere'}`
}
