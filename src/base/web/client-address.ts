import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

const thisMachine = /^(127\.|::1$|::ffff:127\.)/

/** The address that limits count by. Undefined if unknown, or local: everybody would share one. */
export const clientAddress = (c: Context<AppEnv>): string | undefined => {
  const address = c.req.header('cf-connecting-ip')
  return address === undefined || thisMachine.test(address) ? undefined : address
}
