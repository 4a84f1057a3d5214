// `npm run backup [-- FILE] [--files FOLDER] [--without-check] [--remote [--env NAME]]`:
// everything that is stored, as one file for `npm run restore`, and the files of a bucket in a
// folder. It is restored into scratch data, compared and audited before it is said to be good.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backupLocal, backupRemote, filesBeside } from './backing-up.ts'
import { lastActOf, totalOf } from './manifest.ts'
import { fail, optionsOf } from './options.ts'
import { proveBackup, restoredCode, restoredLines } from './restoring.ts'

const startedAt = performance.now()
const usage = 'Say: npm run backup [-- FILE] [--files FOLDER] [--without-check] [--remote [--env NAME]]'
const { values, positionals } = optionsOf(usage, {
  allowPositionals: true,
  options: {
    remote: { type: 'boolean', default: false },
    env: { type: 'string' },
    files: { type: 'string' },
    'without-check': { type: 'boolean', default: false },
  },
})
const madeAt = new Date()
const file = positionals[0] ?? `muster-${madeAt.toISOString().slice(0, 16).replace(':', '')}.sql`
if (existsSync(file)) fail(`${file} is there already.`)

/** Says whether the file can be restored; the code that the command ends with. */
const prove = async (): Promise<number> => {
  try {
    const restored = await proveBackup(file, values.files)
    console.log(['Restored into scratch data to check it:', ...restoredLines(restored)].join('\n  '))
    return restoredCode(restored)
  } catch (error) {
    console.error(`${file} cannot be restored: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'muster-backup-'))
try {
  const asked = { file, madeAt, files: values.files }
  const { manifest, files, wrong } = values.remote ? await backupRemote(values.env, scratch, asked) : await backupLocal(asked)
  console.log(`${file}: ${totalOf(manifest)}, the last act of ${lastActOf(manifest)}, ${(statSync(file).size / 1e6).toFixed(1)} MB`)
  console.log(manifest.files ? `${files}: their bytes are in ${values.files ?? filesBeside(file)}, which belongs to it.` : `${files}.`)
  for (const sentence of wrong) console.error(sentence)
  if (values['without-check']) console.log(`It was not checked. npm run drill -- ${file} shows whether it can be restored.`)
  else process.exitCode = await prove()
  if (wrong.length > 0) process.exitCode = 1
  console.log(
    `(${((performance.now() - startedAt) / 1000).toFixed(0)} s) It holds personal data: encrypt it, and keep it as long as your schedule says.`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
