import type { Context } from 'hono'
import { browserCookie } from './browser-cookie.ts'
import type { AppEnv } from './env.ts'

const said = browserCookie('muster-said', 1)

/** Shows a sentence once, on the next page. It must not contain anybody's name or address. */
export const flash = (c: Context<AppEnv>, sentence: string): void => said.set(c, encodeURIComponent(sentence))

export const takeFlash = (c: Context<AppEnv>): string | undefined => {
  const sentence = said.read(c)
  if (sentence === undefined) return undefined
  said.clear(c)
  try {
    return decodeURIComponent(sentence)
  } catch {
    return undefined
  }
}
