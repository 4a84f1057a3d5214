import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '#commands/settings.ts'

/**
 * A module of ours for the configuration of the tests, loaded when it is first needed: vite puts whatever that imports by name into one file, and so
 * each run would begin with Stripe's SDK and Playwright.
 *
 * @param path from the root of the repository
 */
export const later = <T>(path: string): Promise<T> => import(pathToFileURL(join(root, path)).href)
