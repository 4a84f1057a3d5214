// `npm run restore -- FILE [--files FOLDER]
// [--remote [--env NAME] [--database NAME] [--bucket NAME]]`: loads a backup into an empty
// database, and its files into a bucket.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditCode, auditLines } from './auditing.ts'
import { filesBeside } from './backing-up.ts'
import { remoteBucket } from './kept-files.ts'
import { lastActOf, totalOf } from './manifest.ts'
import { fail, optionsOf } from './options.ts'
import { type Restored, restoreFiles, restoreLocally, restoreReached } from './restoring.ts'
import { takeData } from './running.ts'
import { remoteDatabase } from './wrangler.ts'

const usage = 'Say which file: npm run restore -- FILE [--files FOLDER] [--remote [--env NAME] [--database NAME] [--bucket NAME]]'

const { values, positionals } = optionsOf(usage, {
  allowPositionals: true,
  options: {
    ...{ remote: { type: 'boolean', default: false }, env: { type: 'string' }, database: { type: 'string' } },
    ...{ bucket: { type: 'string' }, files: { type: 'string' } },
  },
})
const [file, ...others] = positionals
if (file === undefined || others.length > 0) throw fail(usage)

const tell = ({ manifest, differ, files, wrong, audit, seconds }: Restored): void => {
  console.log(`${file} of ${manifest.madeAt}: ${totalOf(manifest)}, the last act of ${lastActOf(manifest)}`)
  console.log(differ.length === 0 ? 'Every table holds what the backup says, row for row.' : differ.join('\n'))
  for (const line of wrong.length === 0 ? [`${files}, each with the bytes that its row says.`] : wrong) console.log(line)
  for (const line of auditLines(audit)) console.log(line)
  console.log(`(loaded in ${seconds.load.toFixed(0)} s, all in ${seconds.all.toFixed(0)} s)`)
  process.exitCode = differ.length + wrong.length > 0 ? 1 : auditCode(audit)
}

const scratch = mkdtempSync(join(tmpdir(), 'muster-restore-'))
try {
  if (values.remote) {
    const reached = remoteDatabase(values.env, values.database)
    // First where nothing is at stake: what fails there would have failed half way at Cloudflare.
    process.env['MUSTER_STATE'] = scratch
    const rehearsed = await restoreLocally(file, values.files)
    tell(rehearsed)
    if (rehearsed.differ.length + rehearsed.wrong.length > 0) throw new Error('Nothing was written to Cloudflare.')
    const { differ, seconds } = restoreReached(reached, file, rehearsed.manifest)
    console.log(
      differ.length === 0 ? `${reached.name} holds as many rows of every table, as new. (${seconds.toFixed(0)} s)` : differ.join('\n'),
    )
    if (differ.length > 0) process.exitCode = 1
    if (rehearsed.manifest.files) {
      const bucket = remoteBucket(values.env, values.bucket)
      const wrong = await restoreFiles(bucket, values.files ?? filesBeside(file), join(scratch, 'fetched'))
      console.log(wrong.length === 0 ? `${bucket?.name} holds ${rehearsed.manifest.files} files, as they were uploaded.` : wrong.join('\n'))
      if (wrong.length > 0) process.exitCode = 1
    }
  } else {
    const other = takeData()
    if (other) throw new Error(other)
    tell(await restoreLocally(file, values.files))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
