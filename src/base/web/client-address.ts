import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

const thisMachine = /^(127\.|::1$|::ffff:127\.)/

/**
 * The client's IP address, which limits count by. Undefined if unknown, and for clients on the
 * machine that Muster runs on: in a local copy everybody would share one.
 */
export const clientAddress = (c: Context<AppEnv>): string | undefined => {
  const address = c.req.header('cf-connecting-ip')
  return address === undefined || thisMachine.test(address) ? undefined : address
}
