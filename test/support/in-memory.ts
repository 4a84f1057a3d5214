// Where files of tests are written that nobody keeps.
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** A folder in memory if this machine has one with room, since each write of a database otherwise waits for the disk; or else the usual one. */
export const folderInMemory = (): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 2 ** 30 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}
