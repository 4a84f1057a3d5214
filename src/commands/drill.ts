// `npm run drill [-- FILE] [--files FOLDER] [--remote [--env NAME]]`: shows that a backup can be
// restored, without touching the data. It takes or makes a backup, restores it into a scratch
// database, compares every row and file, audits, and deletes what it made. Run it once a month.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { backupLocal, backupRemote } from './backing-up.ts'
import { lastActOf, totalOf } from './manifest.ts'
import { optionsOf } from './options.ts'
import { proveBackup, restoredCode, restoredLines } from './restoring.ts'

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
  const restored = await proveBackup(file, values.files)
  console.log(`Drill of ${startedAt.toISOString()}: ${given ?? restored.manifest.from} of ${restored.manifest.madeAt}`)
  console.log(`  ${totalOf(restored.manifest)}, the last act of ${lastActOf(restored.manifest)}`)
  for (const line of restoredLines(restored)) console.log(`  ${line}`)
  console.log(`  ${((Date.now() - startedAt.getTime()) / 1000).toFixed(0)} seconds from beginning to end`)
  process.exitCode = restoredCode(restored)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
