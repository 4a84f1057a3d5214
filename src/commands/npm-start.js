// `npm start`. Any Node can read this file and say what is missing; what it starts needs a new one.
import { existsSync } from 'node:fs'

const needed = 24
const found = process.versions.node
if (!existsSync(new URL('../../node_modules/miniflare', import.meta.url))) {
  console.error('Run npm ci first: it installs what Muster needs.')
  process.exit(1)
}
if (Number(found.split('.')[0]) < needed) {
  console.error(`Muster needs Node ${needed}, and this is Node ${found}: npm ci installs it beside Muster, and npm start uses that one.`)
  process.exit(1)
}
await import('./start.ts')
