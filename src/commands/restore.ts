// `npm run restore -- FILE [--files FOLDER] [--erasures LIST]
// [--replace | --remote [--env NAME] [--database NAME] [--bucket NAME]]`: loads a backup into an
// empty database, and its files into a bucket, and erases again who is on the list. On this machine
// `--replace` keeps aside what is there.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { erasureListName, mergeErasures } from '#upkeep/records/erasure-list.ts'
import { filesBeside } from './backing-up.ts'
import { applyLocally, applyReached, listIn, listInBucket, markLocally, markReached, putList } from './erasing.ts'
import { remoteBucket } from './kept-files.ts'
import { deleteData, holdsData, moveData } from './local-data.ts'
import { lastActOf, totalOf } from './manifest.ts'
import { fail, optionsOf } from './options.ts'
import { type Restored, restoredCode, restoredLines, restoreFiles, restoreLocally, restoreReached } from './restoring.ts'
import { stateFolder, takeData } from './running.ts'
import { remoteDatabase } from './wrangler.ts'

const usage =
  'Say which file: npm run restore -- FILE [--files FOLDER] [--erasures LIST] [--replace | --remote [--env NAME] [--database NAME] [--bucket NAME]]'

const { values, positionals } = optionsOf(usage, {
  allowPositionals: true,
  options: {
    remote: { type: 'boolean', default: false },
    env: { type: 'string' },
    database: { type: 'string' },
    bucket: { type: 'string' },
    files: { type: 'string' },
    replace: { type: 'boolean', default: false },
    erasures: { type: 'string' },
  },
})
const [file, ...others] = positionals
if (file === undefined || others.length > 0) throw fail(usage)

if (values.replace && values.remote) fail('At Cloudflare a backup goes into another database: --database NAME.')

const tell = (restored: Restored): void => {
  const { manifest, seconds } = restored
  console.log(`${file} of ${manifest.madeAt}: ${totalOf(manifest)}, the last act of ${lastActOf(manifest)}`)
  for (const line of restoredLines(restored)) console.log(line)
  console.log(`(loaded in ${seconds.load.toFixed(0)} s, all in ${seconds.all.toFixed(0)} s)`)
  process.exitCode = restoredCode(restored)
}

if (values.erasures !== undefined && !existsSync(values.erasures)) fail(`There is no ${values.erasures}.`)
const listFile = values.erasures ?? join(dirname(file), erasureListName)

/** Says whose list was applied, or that it has to be. */
const sayErasures = (lines: readonly string[] | undefined): void => {
  for (const line of lines ?? [
    `There is no list of erasures (${listFile}). Whoever was erased since the backup is back: apply it with npm run erasures -- LIST --apply. Until then Service check says so.`,
  ])
    console.log(line)
}

const begun = 'restoring-'

/** Restores beside the local data, and takes its place once all of it is there. */
const restoreHere = async (): Promise<void> => {
  const other = takeData()
  if (other) throw new Error(other)
  const state = stateFolder()
  const held = holdsData(state)
  if (held && !values.replace) throw new Error('The local data is not empty. With --replace it is kept aside.')
  mkdirSync(state, { recursive: true })
  // What a restore that was interrupted has left.
  for (const name of readdirSync(state)) if (name.startsWith(begun)) rmSync(join(state, name), { recursive: true })
  const making = mkdtempSync(join(state, begun))
  process.env['MUSTER_STATE'] = making
  try {
    let erased: string[] | undefined
    const restored = await restoreLocally(file, values.files, async (at, { madeAt }) => {
      if (existsSync(listFile)) erased = await applyLocally(at, listIn(listFile))
      else await markLocally(at, madeAt)
    })
    tell(restored)
    sayErasures(erased)
    const aside = join(state, `before-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`)
    if (held) moveData(state, aside)
    else deleteData(state)
    moveData(making, state)
    if (held) console.log(`What was there before is in ${aside}: MUSTER_STATE=${aside} npm start shows it.`)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
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
    const { differ, seconds } = restoreReached(reached, file, rehearsed.manifest, () =>
      markReached(reached, rehearsed.manifest.madeAt, new Date()),
    )
    console.log(
      differ.length === 0 ? `${reached.name} holds as many rows of every table, as new. (${seconds.toFixed(0)} s)` : differ.join('\n'),
    )
    if (differ.length > 0) process.exitCode = 1
    const bound = remoteBucket(values.env)
    const bucket = values.bucket === undefined ? bound : remoteBucket(values.env, values.bucket)
    if (rehearsed.manifest.files) {
      const wrong = await restoreFiles(bucket, values.files ?? filesBeside(file), join(scratch, 'fetched'))
      console.log(wrong.length === 0 ? `${bucket?.name} holds ${rehearsed.manifest.files} files, as they were uploaded.` : wrong.join('\n'))
      if (wrong.length > 0) process.exitCode = 1
    }
    // Of the bucket that served until now too. Where one cannot be read, nothing is applied:
    // Service check goes on saying that erasures are missing.
    const list = mergeErasures(listIn(listFile), ...(await Promise.all([...new Set([bound, bucket])].map(listInBucket))))
    if (bucket !== bound) await putList(bucket, list)
    sayErasures(existsSync(listFile) || list.size > 0 ? applyReached(reached, list) : undefined)
  } else {
    await restoreHere()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
