// Generates the Prisma client with Prisma's own generator, without its command line: that brings
// a studio, a local Postgres and other databases' drivers.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Node does not find the parts of their ES modules.
const require = createRequire(import.meta.url)

/** Puts the query compiler beside the generator, as the command line has it. */
const placeCompiler = (name: string): void => {
  const generator = dirname(require.resolve('@prisma/client-generator-ts'))
  const { wasm } = require(`@prisma/client/runtime/${name}.wasm-base64.js`) as { wasm: string }
  writeFileSync(join(generator, `${name}.wasm`), Buffer.from(wasm, 'base64'))
  writeFileSync(join(generator, `${name}.mjs`), readFileSync(require.resolve(`@prisma/client/runtime/${name}.mjs`)))
}

/** The models that stores read through Prisma. A client of all is several times the size. */
export const readModels = ['Setting', 'Event', 'LocalMail', 'RegisterImport', 'RegisterImportChange', 'School']

/** Of a schema's text, what is no model, and the models named. */
const withModels = (schema: string, names: readonly string[]): string =>
  schema.replaceAll(/^model (\w+) \{\n.*?^\}\n/gms, (model, name) => (names.includes(name) ? model : ''))

/**
 * Writes the types of all models of the file `schemaPath` to where it says, and the client of
 * `readModels` to the folder `reader` beside it.
 */
export const makePrismaClient = async (schemaPath: string): Promise<void> => {
  const schema = readFileSync(schemaPath, 'utf8')
  await generateClient(schemaPath, schema)
  await generateClient(schemaPath, withModels(schema, readModels).replace('generated/all', 'generated/reader'))
}

const generateClient = async (schemaPath: string, datamodel: string): Promise<void> => {
  const { PrismaClientTsGenerator } = require('@prisma/client-generator-ts') as typeof import('@prisma/client-generator-ts')
  const { getConfig, getDMMF } = require('@prisma/internals') as typeof import('@prisma/internals')
  placeCompiler('query_compiler_small_bg.sqlite')
  const schema = { datamodel: [[schemaPath, datamodel]] satisfies [string, string][] }
  const { generators, datasources } = await getConfig(schema)
  const [generator] = generators
  if (!generator?.output?.value) throw new Error(`${schemaPath} does not say where its client goes.`)
  generator.output.value = join(dirname(schemaPath), generator.output.value)
  const client = new PrismaClientTsGenerator()
  const { requiresEngineVersion: version = '' } = await client.getManifest(generator)
  await client.generate({ generator, otherGenerators: [], datasources, schemaPath, datamodel, version, dmmf: await getDMMF(schema) })
}
