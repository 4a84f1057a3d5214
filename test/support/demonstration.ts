// The loaded demonstration as tests of commands and of the browser begin with it.
import { newCommandToken } from '#commands/running.ts'
import { settingsOf } from '#commands/settings.ts'
import { builtWorker, startWorker } from '#commands/worker.ts'
import { keptDemonstration, placeDemonstration } from '#tools/demonstration/kept-demonstration.ts'
import { scriptThatMoves } from './clock.ts'

/** A script that moves the clock as the run of tests has moved it; undefined: by nothing. */
export const movedAs = (clockAhead: number): string | undefined => (clockAhead === 0 ? undefined : scriptThatMoves(clockAhead))

/**
 * Puts a copy of it into a folder of local data.
 * @param clockAhead of the run of tests
 */
export const demonstrationIn = async (state: string, clockAhead: number): Promise<void> => {
  const built = await builtWorker()
  const kept = await keptDemonstration(
    { built, vars: { TICKET_KEY: 'local' }, withMailTwin: false, first: movedAs(clockAhead) },
    new Date(),
  )
  placeDemonstration(kept, state, settingsOf(built).databaseId)
}

export type Looked = { invariants: { name: string; ok: boolean }[]; health: number }

/**
 * What a Worker says of local data by its audit and of its health.
 * @param first a script that runs before the Worker, such as one that moves its clock
 */
export const lookedAt = async (persist: string, first: string | undefined): Promise<Looked> => {
  const token = newCommandToken()
  const vars = { TICKET_KEY: 'local', LOCAL_MAIL: '1', LOCAL_TOKEN: token }
  const running = await startWorker({ port: 0, persist, built: await builtWorker(), first, vars })
  try {
    const audit = await fetch(`${running.url}/dev/commands/audit`, { headers: { 'x-muster-token': token } })
    const { invariants } = (await audit.json()) as Pick<Looked, 'invariants'>
    return { invariants, health: (await fetch(`${running.url}/health`)).status }
  } finally {
    await running.stop()
  }
}
