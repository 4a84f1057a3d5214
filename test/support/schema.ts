// The tables, views and triggers as the migrations make them, for a database of Node.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../prisma/migrations')

export const migrations = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => ({ file, sql: readFileSync(join(folder, file), 'utf8') }))

export const schema = migrations.map(({ sql }) => sql).join('\n')
