// Writes what is made from other files: schema.prisma and docs/tables.md, which git holds, and the
// Prisma client and the files of pages, which it does not. Runs after `npm install`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { fingerprint, ourDefinitions } from '#base/db/fingerprint.ts'
import { migrationsIn, versionFile, versionMigration, versionOf } from './data-version.ts'
import { makeFonts } from './fonts.ts'
import { noteGenerated } from './kept-build.ts'
import { makePlanner } from './planner.ts'
import { prismaSchema } from './prisma-schema.ts'
import { makePublicFiles } from './public-files.ts'
import { tablesPage } from './tables-page.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

// The tables that this version expects: `/health` and the audit compare the database with them.
const files = migrationsIn(root)
const version = versionOf(files)
const empty = new DatabaseSync(':memory:')
// The row of the version is written anew: after a merge its file may hold both.
for (const { file, sql } of files) empty.exec(file === versionFile ? versionMigration(version) : sql)

// Kept in git to be reviewed; .ci/run fails when the kept copy is out of date.
writeFileSync(join(root, 'prisma/migrations', versionFile), versionMigration(version))
const schema = prismaSchema(empty)
writeFileSync(join(root, 'prisma/schema.prisma'), schema)
writeFileSync(join(root, 'docs/tables.md'), tablesPage(files))

// Half of the time goes to Prisma, and most changes leave the tables alone.
const generated = join(root, 'src/base/db/generated')
const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const madeOf = `${textOf(join(root, 'node_modules/@prisma/client/package.json'))}${schema}${textOf(join(root, 'src/commands/prisma-generator.ts'))}`
if (textOf(join(generated, 'reader/client.ts')) === '' || textOf(join(generated, 'made-of')) !== madeOf) {
  const { makePrismaClient } = await import('./prisma-generator.ts')
  await makePrismaClient(join(root, 'prisma/schema.prisma'))
}
writeFileSync(join(generated, 'made-of'), madeOf)

const expected = empty
  .prepare(`SELECT type, name, sql FROM sqlite_schema WHERE ${ourDefinitions} ORDER BY type, name`)
  .all()
  .map(({ type, name, sql }) => `${type} ${name} ${fingerprint(String(sql))}`)
writeFileSync(
  join(generated, 'expected-schema.ts'),
  `export const dataVersion = '${version}'\nexport const expectedSchema = \`${expected.join('\n')}\`\n`,
)

makePlanner(root)
await makeFonts(root)
makePublicFiles()
noteGenerated(root)
