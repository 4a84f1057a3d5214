// Who was erased, as commands read it, keep it outside the database and apply it to restored data.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type ErasureList, erasureListName, formatErasures, mergeErasures, parseErasures } from '#upkeep/records/erasure-list.ts'
import { erasedRecords, forgetRestored, insertToRepeat, listedAs, listOfErased, noteRestored } from '#upkeep/records/erasure-list-store.ts'
import { type Bucket, withLocalBucket } from './kept-files.ts'
import { localSnapshot } from './local-data.ts'
import { type At, stateFolder } from './running.ts'
import { literal } from './sql-literal.ts'
import { askDatabase, type Reached } from './wrangler.ts'

/** The list of a file; of one that is not there, nobody. */
export const listIn = (path: string): ErasureList => (existsSync(path) ? parseErasures(readFileSync(path, 'utf8')) : new Map())

/** Writes the list; only its owner may read it. */
export const writeList = (path: string, list: ErasureList): void => writeFileSync(path, formatErasures(list), { mode: 0o600 })

const withListFile = async <T>(fn: (path: string) => Promise<T>): Promise<T> => {
  const scratch = mkdtempSync(join(tmpdir(), 'muster-erasures-'))
  try {
    return await fn(join(scratch, erasureListName))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/**
 * The list that the Worker keeps in a bucket; of a bucket that holds none, nobody.
 * @throws Error where the bucket cannot be read, so that nobody takes that for a list without names
 */
export const listInBucket = (bucket: Bucket | undefined): Promise<ErasureList> =>
  withListFile(async (path) => {
    await bucket?.fetch(erasureListName, path)
    return listIn(path)
  })

/** Puts a list into a bucket that no service writes to yet. */
export const putList = (bucket: Bucket | undefined, list: ErasureList): Promise<void> =>
  withListFile(async (path) => {
    writeList(path, list)
    await bucket?.put(erasureListName, path)
  })

type Erased = Parameters<typeof listOfErased>[0]

/** Who is erased in the local data, or on the list of its bucket. */
export const localList = async (): Promise<ErasureList> => {
  const db = localSnapshot(stateFolder())
  try {
    const erased = listOfErased(db.prepare(erasedRecords).all() as unknown as Erased)
    return mergeErasures(existsSync(join(stateFolder(), 'r2')) ? await withLocalBucket(stateFolder(), listInBucket) : new Map(), erased)
  } finally {
    db.close()
  }
}

/** The same of a deployment. */
export const reachedList = async (reached: Reached, bucket: Bucket | undefined): Promise<ErasureList> =>
  mergeErasures(await listInBucket(bucket), listOfErased((askDatabase(reached, [erasedRecords])[0] ?? []) as unknown as Erased))

const post = async ({ url, token }: At, command: string, body: string): Promise<Response> => {
  const answer = await fetch(`${url}/dev/commands/${command}`, {
    method: 'POST',
    headers: { 'x-muster-token': token, origin: url, 'content-type': 'text/plain' },
    body,
  })
  if (!answer.ok) throw new Error(`The ${command} were answered with ${answer.status}.`)
  return answer
}

const kept = 'Something keeps these, such as a place at a coming event. Erase them on their pages:'

/** Erases again in local data whom the list names. @returns what became of it, in sentences */
export const applyLocally = async (at: At, list: ErasureList): Promise<string[]> => {
  const { erased, left } = (await (await post(at, 'erasures', formatErasures(list))).json()) as { erased: number; left: string[] }
  return [
    `The list names ${counted(list.size, 'erased record')}: ${counted(erased, 'was', 'were')} back, and erased again.`,
    ...(left.length > 0 ? [`${kept} ${left.join(', ')}`] : []),
  ]
}

/** Until the list is applied, *Service check* says since when erasures are missing. */
export const markLocally = async (at: At, backupOf: string): Promise<void> => void (await post(at, 'restored', backupOf))

// With ids of 36 characters, half of what a command line takes.
const namedAtOnce = 900

const filledIn = (sql: string, ...values: string[]): string => sql.replace(/\?(\d)/g, (_, n) => literal(values[Number(n) - 1] ?? ''))

/** The same at Cloudflare: the deployed service erases them, by its clock. */
export const applyReached = (reached: Reached, list: ErasureList): string[] => {
  const entries = [...list]
  do {
    const some = entries.splice(0, namedAtOnce)
    askDatabase(reached, [filledIn(insertToRepeat, listedAs(some)), ...(entries.length === 0 ? [forgetRestored] : [])])
  } while (entries.length > 0)
  return [
    `The list names ${counted(list.size, 'erased record')}. ${reached.name} erases who is back within minutes of being deployed: see Service check.`,
  ]
}

export const markReached = (reached: Reached, backupOf: string, now: Date): void =>
  void askDatabase(reached, [filledIn(noteRestored, backupOf, instant(now))])
