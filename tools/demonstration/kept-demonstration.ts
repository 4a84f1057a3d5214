// The loaded demonstration. A process of its own makes it; it is kept beside the builds, and
// serves again only while it is fresh: it is full of days and of what is about to fall due.
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { londonDay } from '#base/dates.ts'
import { databaseFile } from '#commands/empty-database.ts'
import { fingerprintOf } from '#commands/kept-build.ts'
import { cacheOf, keepFolder, newFolder } from '#commands/kept-folder.ts'
import { mailTwinState } from '#commands/local-data.ts'
import { root } from '#commands/settings.ts'

type Wanted = {
  built: string
  /** Of the Muster that will serve it: where links lead, and what its keys are. */
  vars: Record<string, string>
  /** Its mail goes to the twin of Resend, whose state lies beside the database then. */
  withMailTwin: boolean
  /** A script that runs before the Worker. */
  first?: string | undefined
}

/** `folder`: where the data go. */
export type Asked = Wanted & { folder: string }

/** The name of the database there. */
export const databaseName = 'demonstration.sqlite'

const mostKept = 3
/** As long as tests may run: what falls due meanwhile is not done in it. */
const freshMinutes = 20

/** What the Worker logged last of a failure, without where it was. */
const failureIn = (logged: string): string => {
  const last = logged.match(/(?<="error":)"(?:[^"\\]|\\.)*"/g)?.at(-1)
  return last ? `: ${String(JSON.parse(last)).split('\n')[0]}` : ''
}

/** Loads the demonstration into an empty folder; what its process logs is a failure's cause. */
const loadInto = (asked: Asked, say: (line: string) => void): Promise<void> =>
  new Promise((done, fail) => {
    const child = fork(join(root, 'tools/demonstration/demonstration-process.ts'), { silent: true })
    let [whole, why, logged] = [false, 'its process was ended', '']
    child.on('message', (said: { line?: string; failed?: string; whole?: true }) => {
      if (said.line !== undefined) say(said.line)
      if (said.failed !== undefined) why = said.failed
      if (said.whole) whole = true
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        logged += String(text)
      })
    child.on('error', fail)
    child.on('close', () =>
      whole ? done() : fail(new Error(`The demonstration was not loaded: ${why}${failureIn(logged)}`, { cause: logged })),
    )
    child.send(asked)
  })

/** Whether one that was made at `madeAt` (milliseconds since 1970) may serve at `now`. */
export const isFresh = (madeAt: number, now: Date): boolean => {
  const age = now.getTime() - madeAt
  return age >= 0 && age < freshMinutes * 60_000 && londonDay(new Date(madeAt)) === londonDay(now)
}

/**
 * The folder of a loaded demonstration, to be copied: one that was made lately of the same build
 * with the same variables, or a new one.
 * @throws Error that says why it could not be loaded; nothing is kept then
 */
export const keptDemonstration = async (
  wanted: Wanted,
  now: Date,
  say: (line: string) => void = () => {},
  kept = join(cacheOf(root), 'demonstrations'),
): Promise<string> => {
  const { built, vars, withMailTwin } = wanted
  const madeOf = JSON.stringify([basename(built), fingerprintOf(root, ['tools'], []), Object.entries(vars).sort(), withMailTwin])
  const print = createHash('sha256').update(madeOf).digest('hex').slice(0, 32)
  const names = existsSync(kept) ? readdirSync(kept) : []
  const found = names.find((name) => name.startsWith(`${print}-`) && isFresh(Number(name.slice(print.length + 1)), now))
  if (found) return join(kept, found)
  const making = newFolder(kept)
  const folder = join(kept, `${print}-${now.getTime()}`)
  try {
    await loadInto({ ...wanted, folder: making }, say)
    keepFolder(making, folder, mostKept)
    return folder
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/**
 * Puts a copy of a kept demonstration into `state`, whole or not at all: its database comes last.
 * Nothing may serve `state`; the database that it replaces is gone.
 * @param id the D1 database of wrangler.toml
 */
export const placeDemonstration = (kept: string, state: string, id: string): void => {
  const file = databaseFile(state, id)
  mkdirSync(dirname(file), { recursive: true })
  const making = newFolder(state)
  try {
    // What copies a whole folder calls a full disk an input/output error.
    for (const name of readdirSync(kept)) copyFileSync(join(kept, name), join(making, name), constants.COPYFILE_FICLONE)
    for (const log of ['-wal', '-shm']) rmSync(file + log, { force: true })
    const twin = join(making, mailTwinState)
    if (existsSync(twin)) renameSync(twin, join(state, mailTwinState))
    renameSync(join(making, databaseName), file)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
