// `npm run reset`: empties the local data; `-- --demo` also loads the demonstration.
import { keptDemonstration, placeDemonstration } from '#tools/demonstration/kept-demonstration.ts'
import { writeEmptyDatabase } from './empty-database.ts'
import { explained } from './explained.ts'
import { deleteData } from './local-data.ts'
import { optionsOf } from './options.ts'
import { localVars, stateFolder, takeData } from './running.ts'
import { settingsOf } from './settings.ts'
import { builtWorker } from './worker.ts'

const reset = async (): Promise<string> => {
  const { values } = optionsOf('Say: npm run reset [-- --demo]', { options: { demo: { type: 'boolean', default: false } } })
  const other = takeData()
  if (other) throw new Error(other)
  const built = await builtWorker()
  // The links in its mails lead to where npm start serves it.
  const vars = localVars(`http://localhost:${process.env['PORT'] ?? '8787'}`)
  const demonstration = values.demo
    ? await keptDemonstration({ built, vars, withMailTwin: true }, new Date(), (line) => console.log(line))
    : undefined
  deleteData(stateFolder())
  const { databaseId } = settingsOf(built)
  if (demonstration === undefined) writeEmptyDatabase(stateFolder(), databaseId)
  else placeDemonstration(demonstration, stateFolder(), databaseId)
  return values.demo ? 'The demonstration is loaded afresh.' : 'The local data is empty. npm start loads the demonstration.'
}

try {
  console.log(await reset())
} catch (error) {
  console.error(explained(error))
  process.exitCode = 1
}
