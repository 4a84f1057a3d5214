// The size of a deployment, minified and gzipped, against the limit that this project sets
// itself.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleHere, generate } from './build.ts'

// The plans allow 3 MB and 10 MB; what it takes to start grows with it.
const limitKiB = 2250

const built = mkdtempSync(join(tmpdir(), 'muster-size-'))
try {
  await generate()
  // The same modules as wrangler's, as `test/domain/commands/deployed.test.ts` compares.
  await bundleHere('src/index.ts', built)
  const modules = readdirSync(built).filter((file) => file.endsWith('.js') || file.endsWith('.wasm'))
  const contents = modules.map((file) => readFileSync(join(built, file)))
  for (const [n, file] of modules.entries())
    console.log(`${(gzipSync(contents[n] ?? '').length / 1024).toFixed(1).padStart(8)} KiB  ${file}`)
  // Wrangler reports the modules gzipped as one.
  const total = gzipSync(Buffer.concat(contents)).length / 1024
  console.log(`${total.toFixed(1).padStart(8)} KiB gzipped, of ${limitKiB} KiB allowed`)
  if (total > limitKiB) {
    console.error(`The Worker is ${(total - limitKiB).toFixed(1)} KiB over its limit.`)
    process.exitCode = 1
  }
} finally {
  rmSync(built, { recursive: true, force: true })
}
