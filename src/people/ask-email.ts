import { codeHash, codeMinutes, limits, networkOf, newCode } from '../accounts/sign-in.ts'
import { overLimit } from '../accounts/sign-in-store.ts'
import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newToken, sha256 } from '../id.ts'
import { ok, type Result, refuse } from '../result.ts'
import { insertChange } from './email-store.ts'

export type AskEmailReason = 'same_address' | 'too_many_codes'

/**
 * Makes a code for a new address of the signed-in account, and the token that ties it to this browser, by the rules of signing in. Mail the
 * code to the new address; put the token in the cookie. Whether the address has an account is said only to whoever reads its mail.
 *
 * @param ask.network the internet address the request came from; undefined when nobody says
 */
export const askEmail = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { email: string; network: string | undefined },
): Promise<Result<{ code: string; browserToken: string }, AskEmailReason>> => {
  const { accountId, email: oldEmail } = act.actor
  if (ask.email === oldEmail) return refuse('same_address')
  const keys: [key: string, windows: readonly { hits: number; minutes: number }[]][] = [
    // The same count as for signing in: nobody's mailbox gets more codes for there being two ways to ask for them.
    [`code:address:${await sha256(ask.email)}`, limits.address],
    [`code:account:${accountId}`, limits.address],
    ...(ask.network === undefined ? [] : [[`code:network:${await sha256(networkOf(ask.network))}`, limits.network] as const]),
  ].map(([key, windows]) => [key as string, windows as readonly { hits: number; minutes: number }[]])
  const over = await overLimit(
    act.db,
    act.now,
    keys.flatMap(([key, windows]) => windows.map((window) => ({ key, ...window }))),
  )
  if (over) return refuse('too_many_codes')
  const code = newCode()
  const browserToken = newToken()
  await insertChange(act, {
    id: await sha256(browserToken),
    accountId,
    oldEmail,
    newEmail: ask.email,
    codeHash: await codeHash(browserToken, ask.email, code),
    expiresAt: instant(addMinutes(act.now, codeMinutes)),
  }).run()
  return ok({ code, browserToken })
}
