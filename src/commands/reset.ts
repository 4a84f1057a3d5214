// `npm run reset`: empties the local data and migrates; `-- --demo` also loads the demonstration.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadDemonstration } from './demonstrate.ts'
import { mailTwinState, startMailTwin } from './mail-twin.ts'
import { nowServing, stateFolder, withOwnMuster } from './running.ts'
import { builtWorker } from './worker.ts'

const { values } = parseArgs({ options: { demo: { type: 'boolean', default: false } } })
const serving = await nowServing()
if (serving) {
  console.error(`npm start serves this data at ${serving.url} (process ${serving.pid}). Stop it first, then reset.`)
  process.exit(1)
}
for (const kept of ['d1', 'r2', 'cache', 'stripe-twin.json', mailTwinState])
  rmSync(join(stateFolder(), kept), { recursive: true, force: true })
// The links in its mails lead to where npm start serves it.
const mail = values.demo ? await startMailTwin({ built: await builtWorker(), port: 0 }) : undefined
const servedLater = { ...mail?.vars, BASE_URL: `http://localhost:${process.env['PORT'] ?? '8787'}` }
await withOwnMuster(async (at) => {
  if (values.demo) await loadDemonstration(at, (line) => console.log(line))
}, servedLater)
await mail?.stop()
console.log(values.demo ? 'The demonstration is loaded afresh.' : 'The local data is empty. npm start loads the demonstration.')
