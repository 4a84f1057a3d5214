import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bindings } from '#base/web/env.ts'
import { root } from './settings.ts'

/** The files that are deployed beside the Worker, where it runs in Node. */
export const assetsInNode: Bindings['ASSETS'] = {
  fetch: async (url) => new Response(readFileSync(join(root, 'public', new URL(String(url)).pathname))),
}
