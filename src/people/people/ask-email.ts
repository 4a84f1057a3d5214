import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import { limitsOf, type NotYet } from '#base/limits/limit.ts'
import { ok, refuse } from '#base/result.ts'
import { type Counting, countAsk, writeCode } from '#people/sign-in/count-code.ts'
import { type CodeRefusal, codeHash, codeLimits, codeMinutes, newCode } from '#people/sign-in/sign-in.ts'
import { insertChange } from './email-store.ts'

/**
 * Makes a code for a new address of the signed-in account, one for the address that it has, and the token that ties both to this browser, by the
 * rules of signing in. Put the token in the cookie, and `give` the codes once that is answered, then mail each to its address: whether any may go
 * is of the new address, and said to nobody. Whether that has an account is said only to whoever reads its mail.
 *
 * @param ask.hasFactor a second factor was shown instead of the mailbox: then there is no code for the address that the account has
 * @param ask.network the internet address the request came from; undefined when nobody says
 */
export const askEmail = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { email: string; hasFactor: boolean; network: string | undefined; mailsPerDay: number },
): Promise<
  | {
      ok: true
      value: {
        code: string
        oldCode: string | undefined
        browserToken: string
        give: () => Promise<{ ok: true; value: Counting } | CodeRefusal>
      }
    }
  | { ok: false; reason: 'same_address' }
  | NotYet<'too_many_codes'>
> => {
  const { accountId, email: oldEmail } = act.actor
  if (ask.email === oldEmail) return refuse('same_address')
  const code = newCode()
  const oldCode = ask.hasFactor ? undefined : newCode()
  const browserToken = newToken()
  const change = {
    id: await sha256(browserToken),
    accountId,
    oldEmail,
    newEmail: ask.email,
    codeHash: await codeHash(browserToken, ask.email, code),
    oldCodeHash: oldCode === undefined ? null : await codeHash(browserToken, oldEmail, oldCode),
    expiresAt: instant(addMinutes(act.now, codeMinutes)),
  }
  // The same count as for signing in: nobody's mailbox gets more codes for there being two ways to ask for them.
  const own = limitsOf(`code:account:${accountId}`, codeLimits.account)
  const codes = { ...ask, knownToken: undefined, own, mails: oldCode === undefined ? 1 : 2 }
  const counted = await countAsk(act, codes, [insertChange(act, change)])
  return counted.ok ? ok({ code, oldCode, browserToken, give: () => writeCode(act, codes, counted.value, () => []) }) : counted
}
