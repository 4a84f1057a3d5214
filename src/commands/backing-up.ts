// A backup of the local data, or of the database at Cloudflare.
import { writeBackup } from './backup-file.ts'
import type { Manifest } from './manifest.ts'
import { stateFolder } from './running.ts'
import { exportedSnapshot, localSnapshot } from './snapshot.ts'
import { type Reached, remoteDatabase } from './wrangler.ts'

export const backupLocal = (file: string, madeAt: Date): Manifest => {
  const db = localSnapshot(stateFolder())
  try {
    return writeBackup(db, 'local', file, madeAt)
  } finally {
    db.close()
  }
}

/** @param scratch a folder for working files, which will hold everything that the database holds */
export const backupReached = async (reached: Reached, file: string, scratch: string, madeAt: Date): Promise<Manifest> => {
  const db = await exportedSnapshot(reached, scratch)
  try {
    return writeBackup(db, reached.name, file, madeAt)
  } finally {
    db.close()
  }
}

/** @param env an environment of wrangler.toml; undefined is production */
export const backupRemote = (env: string | undefined, file: string, scratch: string, madeAt: Date): Promise<Manifest> =>
  backupReached(remoteDatabase(env), file, scratch, madeAt)
