// `npm start`. Any Node can read this file and say what is missing; what it starts needs a new one.
import './installed.js'

const needed = 24
const found = process.versions.node
if (Number(found.split('.')[0]) < needed) {
  console.error(`Muster needs Node ${needed}, and this is Node ${found}: npm ci installs it beside Muster, and npm start uses that one.`)
  process.exit(1)
}
await import('./start.ts')
