// `npm run drill [-- FILE] [--files FOLDER] [--remote [--env NAME]]`: shows that a backup can be
// restored, without touching the data. It takes or makes a backup, restores it into a scratch
// database, compares every row and file, audits, and deletes what it made. Run it once a month.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { auditCode, auditLines } from './auditing.ts'
import { backupLocal, backupRemote } from './backing-up.ts'
import { lastActOf, totalOf } from './manifest.ts'
import { optionsOf } from './options.ts'
import { restoreLocally } from './restoring.ts'

const { values, positionals } = optionsOf('Say: npm run drill [-- FILE] [--files FOLDER] [--remote [--env NAME]]', {
  allowPositionals: true,
  options: { remote: { type: 'boolean', default: false }, env: { type: 'string' }, files: { type: 'string' } },
})
const startedAt = new Date()
const scratch = mkdtempSync(join(tmpdir(), 'muster-drill-'))
try {
  const given = positionals[0]
  const file = given === undefined ? join(scratch, 'backup.sql') : resolve(given)
  const asked = { file, madeAt: startedAt, files: values.files }
  if (given === undefined) await (values.remote ? backupRemote(values.env, scratch, asked) : backupLocal(asked))
  process.env['MUSTER_STATE'] = join(scratch, 'restored')
  const { manifest, differ, files, wrong, audit } = await restoreLocally(file, values.files)
  console.log(`Drill of ${startedAt.toISOString()}: ${given ?? manifest.from} of ${manifest.madeAt}`)
  console.log(`  ${totalOf(manifest)}, the last act of ${lastActOf(manifest)}`)
  for (const line of differ.length === 0 ? ['Every table came back row for row.'] : differ) console.log(`  ${line}`)
  for (const line of wrong.length === 0 ? [`${files}, each with the bytes that its row says.`] : wrong) console.log(`  ${line}`)
  for (const line of auditLines(audit)) console.log(`  ${line}`)
  console.log(`  ${((Date.now() - startedAt.getTime()) / 1000).toFixed(0)} seconds from beginning to end`)
  process.exitCode = differ.length + wrong.length > 0 ? 1 : auditCode(audit)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
