// Files that people uploaded. Those in the database are part of its backup; those in the bucket
// FILES lie in a folder beside it, each under its id. A row says the hash that its bytes have.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Miniflare } from './miniflare.ts'
import { bucketBinding } from './worker.ts'
import { configOf, wrangler } from './wrangler.ts'

/** Where bytes are kept; `fetch` writes a file, or none where there is no such object. */
export type Bucket = {
  name: string
  fetch: (id: string, path: string) => Promise<void>
  put: (id: string, path: string) => Promise<void>
}

type Stored = { id: string; sha256: string; pieces: number }

/** Those that something names; what nothing names is deleted within a day. */
const storedIn = (db: DatabaseSync): Stored[] =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'StoredFile'`).get()
    ? (db.prepare('SELECT id, sha256, pieces FROM StoredFile WHERE spareFrom IS NULL ORDER BY id').all() as unknown as Stored[])
    : []

/** Those of which the database itself has no bytes. */
export const inBucket = (db: DatabaseSync): Stored[] => storedIn(db).filter(({ pieces }) => pieces === 0)

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const holds = (path: string, { sha256 }: Stored): boolean => existsSync(path) && hashOf(readFileSync(path)) === sha256

/**
 * Fetches what the folder does not hold yet: what an object holds never changes.
 * @returns what could not be had, a sentence each
 */
export const fetchFiles = async (db: DatabaseSync, bucket: Bucket | undefined, folder: string): Promise<string[]> => {
  const wrong: string[] = []
  for (const file of inBucket(db)) {
    const path = join(folder, file.id)
    if (holds(path, file)) continue
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    rmSync(path, { force: true })
    try {
      await bucket?.fetch(file.id, path)
    } catch (error) {
      wrong.push(`${file.id}: ${(error as Error).message}`)
      continue
    }
    if (!bucket) wrong.push(`${file.id}: its bytes are in a bucket, and wrangler.toml names none as FILES`)
    else if (!existsSync(path)) wrong.push(`${file.id}: ${bucket.name} does not hold it`)
    else if (!holds(path, file)) wrong.push(`${file.id}: what ${bucket.name} holds is not what was uploaded`)
  }
  return wrong
}

/** Which files are not there as their rows say: those in pieces, and those of the folder. */
export const wrongFiles = (db: DatabaseSync, folder: string): string[] =>
  storedIn(db).flatMap((file) => {
    if (file.pieces === 0) return holds(join(folder, file.id), file) ? [] : [`${file.id}: ${folder} does not hold it as it was uploaded`]
    const pieces = db.prepare('SELECT base64 FROM FilePiece WHERE fileId = ? ORDER BY number').all(file.id)
    const bytes = Buffer.concat(pieces.map(({ base64 }) => Buffer.from(String(base64), 'base64')))
    return hashOf(bytes) === file.sha256 ? [] : [`${file.id}: its pieces are not what was uploaded`]
  })

/** Puts the files of the folder into the bucket, and fetches each again to see that it is there. */
export const putFiles = async (db: DatabaseSync, bucket: Bucket | undefined, folder: string, scratch: string): Promise<string[]> => {
  for (const { id } of inBucket(db))
    try {
      await bucket?.put(id, join(folder, id))
    } catch {
      // It has said why, and fetching names the file.
    }
  return fetchFiles(db, bucket, scratch)
}

/** How many there are, in words. */
export const sayFiles = (db: DatabaseSync): string => {
  const [all, apart] = [storedIn(db).length, inBucket(db).length]
  return `${all} uploaded ${all === 1 ? 'file' : 'files'}${apart > 0 ? `, ${apart} of them in the bucket` : ''}`
}

/** @param where words for wrangler that say where it is, such as `--remote` */
export const bucketNamed = (name: string, where: readonly string[]): Bucket => ({
  name,
  fetch: async (id, path) => {
    try {
      wrangler('r2', 'object', 'get', `${name}/${id}`, '--file', path, ...where)
    } catch (error) {
      rmSync(path, { force: true })
      if (!String((error as Error).cause).includes('The specified key does not exist')) throw new Error(`${name} could not be read`)
    }
  },
  put: async (id, path) => void wrangler('r2', 'object', 'put', `${name}/${id}`, '--file', path, ...where),
})

/** The bucket that wrangler.toml binds as FILES, if it binds one. @param name another one */
export const remoteBucket = (env: string | undefined, name?: string): Bucket | undefined => {
  const bound = configOf(env).r2_buckets.find(({ binding }: { binding: string }) => binding === 'FILES')
  const named = name ?? bound?.bucket_name
  const jurisdiction = bound?.jurisdiction ? ['--jurisdiction', bound.jurisdiction] : []
  return named ? bucketNamed(named, ['--remote', `--env=${env ?? ''}`, ...jurisdiction]) : undefined
}

type R2 = Awaited<ReturnType<Miniflare['getR2Bucket']>>

export const bucketOf = (r2: R2): Bucket => ({
  name: 'the bucket on this machine',
  fetch: async (id, path) => {
    const object = await r2.get(id)
    if (object) writeFileSync(path, new Uint8Array(await object.arrayBuffer()), { mode: 0o600 })
  },
  put: async (id, path) => void (await r2.put(id, new Uint8Array(readFileSync(path)))),
})

/** Reads the local bucket, whether or not a Muster serves it. */
export const withLocalBucket = async <T>(state: string, fn: (bucket: Bucket) => Promise<T>): Promise<T> => {
  const modules = { 'index.js': { type: 'esm' as const, contents: 'export default { fetch: () => new Response() }' } }
  const manifest = { mainModule: 'index.js', modules }
  const miniflare = new Miniflare({
    resourcePersistencePath: state,
    workers: [{ config: { name: 'files', compatibilityDate: '2026-07-01', manifest, env: bucketBinding } }],
  })
  try {
    return await fn(bucketOf(await miniflare.getR2Bucket('FILES')))
  } finally {
    await miniflare.dispose()
  }
}
