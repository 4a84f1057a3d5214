// `npm run enter [-- ADDRESS] [--remote [--env NAME]]`: a link that signs in once, while no mail
// is sent yet. Without an address it is for FIRST_ADMINISTRATOR.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryMinutes, entryPath } from '#people/sign-in/entry-link.ts'
import { fail, optionsOf } from './options.ts'
import { type At, nowServing, withMuster, withOwnMuster } from './running.ts'
import { insertOf, type StoredRow } from './sql-literal.ts'
import { askDatabase, configOf, remoteDatabase } from './wrangler.ts'

const { values, positionals } = optionsOf('Say: npm run enter [-- ADDRESS] [--remote [--env NAME]]', {
  allowPositionals: true,
  options: { remote: { type: 'boolean', default: false }, env: { type: 'string' } },
})
const { vars } = configOf(values.env)
const email = String(positionals[0] ?? vars['FIRST_ADMINISTRATOR'] ?? '')
  .trim()
  .toLowerCase()
if (!/^[^@\s]+@[^@\s]+$/.test(email)) fail('Say which address: npm run enter -- you@council.gov.uk')

const makeLink = async ({ url, token }: At): Promise<string> => {
  const answer = await fetch(`${url}/dev/commands/entry-link?email=${encodeURIComponent(email)}`, {
    method: 'POST',
    headers: { 'x-muster-token': token, origin: url },
  })
  if (!answer.ok) throw new Error(`The link was refused with ${answer.status}.`)
  return entryPath(((await answer.json()) as { token: string }).token)
}

/**
 * Makes the link in a scratch database on this machine, then copies its code and line of the log.
 */
const linkForDeployment = async (): Promise<string> => {
  const base = vars['BASE_URL']
  if (typeof base !== 'string') throw new Error('BASE_URL is not set in wrangler.toml: where should the link lead?')
  const scratch = mkdtempSync(join(tmpdir(), 'muster-enter-'))
  process.env['MUSTER_STATE'] = scratch
  try {
    return await withOwnMuster(async (at, { miniflare }) => {
      const path = await makeLink(at)
      const db = await miniflare.getD1Database('DB')
      const rowsOf = async (table: string) => (await db.prepare(`SELECT * FROM ${table}`).all<StoredRow>()).results
      askDatabase(remoteDatabase(values.env), [
        ...(await rowsOf('SignInCode')).map((row) => insertOf('SignInCode', row)),
        ...(await rowsOf('Log')).map((row) => insertOf('Log', row)),
      ])
      return base + path
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

try {
  const serving = await nowServing()
  const here = serving?.url ?? `http://localhost:${process.env['PORT'] ?? '8787'}`
  const link = values.remote ? await linkForDeployment() : here + (await withMuster(makeLink))
  const unserved = values.remote || serving ? '' : 'Nothing answers there until you run npm start. '
  console.log(
    `${link}\n\n${unserved}It signs in as ${email}, once, within ${entryMinutes} minutes. The person who has it can: send it to nobody.`,
  )
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
