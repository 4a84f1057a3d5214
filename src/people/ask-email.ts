import { writeCode } from '../accounts/count-code.ts'
import { type CodeRefusal, codeHash, codeLimits, codeMinutes, newCode } from '../accounts/sign-in.ts'
import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newToken, sha256 } from '../id.ts'
import { limitsOf } from '../limits/limit.ts'
import { ok, refuse } from '../result.ts'
import { insertChange } from './email-store.ts'

/**
 * Makes a code for a new address of the signed-in account, and the token that ties it to this browser, by the rules of signing in. Mail the
 * code to the new address; put the token in the cookie. Whether the address has an account is said only to whoever reads its mail.
 *
 * @param ask.network the internet address the request came from; undefined when nobody says
 */
export const askEmail = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { email: string; network: string | undefined; mailsPerDay: number },
): Promise<{ ok: true; value: { code: string; browserToken: string } } | { ok: false; reason: 'same_address' } | CodeRefusal> => {
  const { accountId, email: oldEmail } = act.actor
  if (ask.email === oldEmail) return refuse('same_address')
  const code = newCode()
  const browserToken = newToken()
  const change = {
    id: await sha256(browserToken),
    accountId,
    oldEmail,
    newEmail: ask.email,
    codeHash: await codeHash(browserToken, ask.email, code),
    expiresAt: instant(addMinutes(act.now, codeMinutes)),
  }
  // The same count as for signing in: nobody's mailbox gets more codes for there being two ways to ask for them.
  const own = limitsOf(`code:account:${accountId}`, codeLimits.account)
  const written = await writeCode(act, { ...ask, knownToken: undefined, own }, () => [insertChange(act, change)])
  return written.ok ? ok({ code, browserToken }) : written
}
