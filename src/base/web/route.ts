import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './env.ts'

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
  // What a parameter must look like says nothing to whoever reads the counts.
  return `${c.req.method} ${found?.path.replaceAll(/(:\w+)\{.*?\}(?=\/|$)/g, '$1') ?? 'elsewhere'}`
}
