import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newToken, sha256 } from '../id.ts'
import { ok, type Result, refuse } from '../result.ts'
import { codeHash, codeMinutes, limits, networkOf, newCode } from './sign-in.ts'
import { insertCode, overLimit } from './sign-in-store.ts'

export type AskCodeReason = 'too_many_codes'

/**
 * Makes a code for an address, known or not, and the token that ties it to this browser. Mail the code; put the token in the cookie.
 * Not logged: anyone can ask, and the log cannot be emptied of what they asked.
 *
 * @param ask.network the internet address the request came from; undefined when nobody says (on one's own computer)
 */
export const askCode = async (
  act: Act,
  ask: { email: string; next: string | undefined; network: string | undefined },
): Promise<Result<{ code: string; browserToken: string }, AskCodeReason>> => {
  const address = `code:address:${await sha256(ask.email)}`
  const network = ask.network === undefined ? undefined : `code:network:${await sha256(networkOf(ask.network))}`
  const over = await overLimit(act.db, act.now, [
    ...limits.address.map((limit) => ({ key: address, ...limit })),
    ...(network ? limits.network.map((limit) => ({ key: network, ...limit })) : []),
  ])
  if (over) return refuse('too_many_codes')
  const code = newCode()
  const browserToken = newToken()
  await insertCode(act.db, act.now, {
    id: await sha256(browserToken),
    email: ask.email,
    codeHash: await codeHash(browserToken, ask.email, code),
    next: ask.next,
    expiresAt: instant(addMinutes(act.now, codeMinutes)),
  }).run()
  return ok({ code, browserToken })
}
