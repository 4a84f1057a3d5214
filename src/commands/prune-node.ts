// Runs after `npm install`. The package `node` links its program out of a package that it installs
// inside itself, and leaves there 67 MB of headers; the next `npm install` would remove them.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './settings.ts'

rmSync(join(root, 'node_modules/node/node_modules'), { recursive: true, force: true })
