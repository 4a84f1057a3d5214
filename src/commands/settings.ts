import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What wrangler.toml says, kept beside the modules of a build. */
export type Settings = {
  name: string
  compatibilityDate: string
  compatibilityFlags: string[]
  databaseId: string
  vars: Record<string, string>
}
export const settingsFile = 'worker.json'

export const settingsOf = (built: string): Settings => JSON.parse(readFileSync(join(built, settingsFile), 'utf8'))

/** The domain that this Muster sends from. */
export const senderDomain = ({ vars: { MAIL_FROM: sender = '' } }: Settings): string =>
  sender.match(/@([^\s<>]+)/)?.[1]?.toLowerCase() ?? 'example.gov.uk'
