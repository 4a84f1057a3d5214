// Miniflare, which for each start of a Worker writes 4 MB for workerd into memory that it enlarges
// by 4 kB at a time, and copies all of it each time: more work than the rest of a start. And Node
// reads its 5 MB, and the 15 MB of wrangler, twice unless it is told that they are no module.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** How it says by how much, and how it is to be read. */
export const growth = ['MIN_SINGLE_SEGMENT_GROWTH = 4096', 'MIN_SINGLE_SEGMENT_GROWTH = 4194304'] as const

const miniflare = '/miniflare/dist/src/index.js'

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context)
    return [miniflare, '/wrangler-dist/cli.js'].some((path) => resolved.url.endsWith(path)) ? { ...resolved, format: 'commonjs' } : resolved
  },
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith(miniflare)) return loaded
    return { ...loaded, source: String(loaded.source ?? readFileSync(fileURLToPath(url))).replace(...growth) }
  },
})

export const { Miniflare, Response } = await import('miniflare')
export type Miniflare = InstanceType<typeof Miniflare>
export type Response = InstanceType<typeof Response>
