// A backup of the local data, or of the database at Cloudflare, with the files of its bucket.
import type { DatabaseSync } from 'node:sqlite'
import { writeBackup } from './backup-file.ts'
import { type Bucket, fetchFiles, inBucket, remoteBucket, sayFiles, withLocalBucket } from './kept-files.ts'
import { localSnapshot } from './local-data.ts'
import type { Manifest } from './manifest.ts'
import { stateFolder } from './running.ts'
import { exportedSnapshot } from './snapshot.ts'
import { type Reached, remoteDatabase } from './wrangler.ts'

/** `wrong`: files that could not be had, a sentence each. */
export type BackedUp = { manifest: Manifest; files: string; wrong: string[] }

/** Where the files of a backup lie, unless they are kept elsewhere for several. */
export const filesBeside = (file: string): string => `${file}.files`

type Asked = { file: string; madeAt: Date; files?: string | undefined }

const keep = async (
  db: DatabaseSync,
  from: string,
  { file, madeAt, files = filesBeside(file) }: Asked,
  fetch: (into: string) => Promise<string[]>,
): Promise<BackedUp> => {
  const manifest = writeBackup(db, from, file, madeAt)
  return { manifest, files: sayFiles(db), wrong: await fetch(files) }
}

export const backupLocal = async (asked: Asked): Promise<BackedUp> => {
  const db = localSnapshot(stateFolder())
  try {
    return await keep(db, 'local', asked, async (into) =>
      inBucket(db).length === 0 ? [] : withLocalBucket(stateFolder(), (bucket) => fetchFiles(db, bucket, into)),
    )
  } finally {
    db.close()
  }
}

/** @param scratch a folder for working files, which will hold everything that the database holds */
export const backupReached = async (reached: Reached, bucket: Bucket | undefined, scratch: string, asked: Asked): Promise<BackedUp> => {
  const db = await exportedSnapshot(reached, scratch)
  try {
    return await keep(db, reached.name, asked, (into) => fetchFiles(db, bucket, into))
  } finally {
    db.close()
  }
}

/** @param env an environment of wrangler.toml; undefined is production */
export const backupRemote = (env: string | undefined, scratch: string, asked: Asked): Promise<BackedUp> =>
  backupReached(remoteDatabase(env), remoteBucket(env), scratch, asked)
