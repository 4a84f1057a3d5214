import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './settings.ts'

/** The files that are deployed beside the Worker, where it runs in Node. */
export const assetsInNode = {
  fetch: async (url: string | URL | Request) => new Response(readFileSync(join(root, 'public', new URL(String(url)).pathname))),
}
