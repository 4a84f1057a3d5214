// What a checkout needs and git does not hold: the Prisma client, the stylesheet and GOV.UK Frontend's script. Runs after `npm install`.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const require = createRequire(import.meta.url)

// `prisma generate` asks for a schema engine that it never runs and would otherwise download: any executable will do.
execFileSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate', '--no-hints'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
})

const publicFolder = join(root, 'public')
if (!existsSync(publicFolder)) mkdirSync(publicFolder)
const { css } = sass.compile(join(root, 'src/web/muster.scss'), {
  style: 'compressed',
  quietDeps: true,
  loadPaths: [join(root, 'node_modules')],
})
writeFileSync(join(publicFolder, 'muster.css'), css)
copyFileSync(join(root, 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js'), join(publicFolder, 'govuk-frontend.min.js'))
