// `npm run export -- FOLDER [--remote [--env NAME]]`: all data for whoever leaves: one SQLite
// file, and each table as CSV.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportTo } from './exporting.ts'
import { localSnapshot } from './local-data.ts'
import { fail, optionsOf } from './options.ts'
import { stateFolder } from './running.ts'
import { exportedSnapshot } from './snapshot.ts'
import { remoteDatabase } from './wrangler.ts'

const usage = 'Say where to: npm run export -- FOLDER [--remote [--env NAME]]'

const { values, positionals } = optionsOf(usage, {
  allowPositionals: true,
  options: { remote: { type: 'boolean', default: false }, env: { type: 'string' } },
})
const [folder] = positionals
if (folder === undefined) throw fail(usage)
if (existsSync(folder)) fail(`${folder} is there already.`)
const scratch = mkdtempSync(join(tmpdir(), 'muster-export-'))
try {
  const db = values.remote ? await exportedSnapshot(remoteDatabase(values.env), scratch) : localSnapshot(stateFolder())
  const counted = exportTo(db, folder)
  db.close()
  const rows = Object.values(counted).reduce((sum, n) => sum + n, 0)
  console.log(
    `${folder}: muster.sqlite, and ${Object.keys(counted).length} tables as CSV with ${new Intl.NumberFormat('en-GB').format(rows)} rows.`,
  )
  console.log('It holds personal data: encrypt it.')
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
