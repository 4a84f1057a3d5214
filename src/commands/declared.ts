// wrangler.toml, as far as something on this machine needs it: wrangler itself takes a second to
// load.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { root, type Settings } from './settings.ts'

type Config = {
  name: string
  compatibility_date?: string
  compatibility_flags: string[]
  d1_databases?: { database_id: string }[]
  vars: Record<string, unknown>
  define: Record<string, string>
  alias: Record<string, string>
}
/** What wrangler.toml says. */
export const declared = (): Config => parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')) as Config

/** What a Worker on this machine is made of by it. @throws Error naming what it lacks */
export const declaredSettings = (): Settings => {
  const { name, compatibility_date: date, compatibility_flags: flags, d1_databases: [database] = [], vars } = declared()
  if (!database || !date) throw new Error('wrangler.toml names no D1 database or no compatibility date')
  const text = Object.fromEntries(Object.entries(vars).map(([key, value]) => [key, String(value)]))
  return {
    name,
    compatibilityDate: date,
    compatibilityFlags: flags,
    databaseId: database.database_id,
    vars: text,
  }
}
