// Miniflare, which for each start of a Worker writes 4 MB for workerd into memory that it enlarges
// by 4 kB at a time, and copies all of it each time: more work than the rest of a start.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** How it says by how much, and how it is to be read. */
export const growth = ['MIN_SINGLE_SEGMENT_GROWTH = 4096', 'MIN_SINGLE_SEGMENT_GROWTH = 4194304'] as const

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/miniflare/dist/src/index.js')) return loaded
    return { ...loaded, source: String(loaded.source ?? readFileSync(fileURLToPath(url))).replace(...growth) }
  },
})

export const { Miniflare, Response } = await import('miniflare')
export type Miniflare = InstanceType<typeof Miniflare>
