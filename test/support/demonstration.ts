// The loaded demonstration as tests of commands and of the browser begin with it.
import { keptDemonstration, placeDemonstration } from '#commands/kept-demonstration.ts'
import { settingsOf } from '#commands/settings.ts'
import { builtWorker } from '#commands/worker.ts'
import { scriptThatMoves } from './clock.ts'

/**
 * Puts a copy of it into a folder of local data.
 * @param clockAhead of the run of tests
 */
export const demonstrationIn = async (state: string, clockAhead: number): Promise<void> => {
  const built = await builtWorker()
  const first = clockAhead === 0 ? undefined : scriptThatMoves(clockAhead)
  const kept = await keptDemonstration({ built, vars: { TICKET_KEY: 'local' }, withMailTwin: false, first }, new Date())
  placeDemonstration(kept, state, settingsOf(built).databaseId)
}
