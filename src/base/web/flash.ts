import type { Context } from 'hono'
import { browserCookie } from './browser-cookie.ts'
import type { AppEnv } from './env.ts'

const cookie = browserCookie('muster-said', 1)
const refused = '!'

/** Once, on the next page; no names or addresses. @param isDone false: it says why not */
export const flash = (c: Context<AppEnv>, sentence: string, isDone = true): void =>
  cookie.set(c, encodeURIComponent(isDone ? sentence : refused + sentence))

export const takeFlash = (c: Context<AppEnv>): { sentence: string; isDone: boolean } | undefined => {
  const kept = cookie.read(c)
  if (kept === undefined) return undefined
  cookie.clear(c)
  try {
    const message = decodeURIComponent(kept)
    return message.startsWith(refused) ? { sentence: message.slice(refused.length), isDone: false } : { sentence: message, isDone: true }
  } catch {
    return undefined
  }
}
