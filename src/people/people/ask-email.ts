import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { newToken, sha256 } from '#base/id.ts'
import { limitsOf, type NotYet } from '#base/limits/limit.ts'
import { ok, refuse } from '#base/result.ts'
import { type CountedCode, countAsk, writeCode } from '#people/sign-in/count-code.ts'
import { type CodeRefusal, codeHash, codeLimits, codeMinutes, newCode } from '#people/sign-in/sign-in.ts'
import { insertChange } from './email-store.ts'

/**
 * Makes codes for the new address and, unless a second factor was shown, the current one, tied to
 * this browser. Respond before giving and mailing them: nobody may learn whether it has an account.
 * `waits`: the network's limit, for whom the council does not know
 */
export const askEmail = async (
  act: Act & { actor: { accountId: string; email: string } },
  ask: { email: string; hasFactor: boolean; network: string | undefined; mailsPerDay: number },
): Promise<
  | {
      ok: true
      value: {
        code: string
        waits: NotYet<'too_many_codes'> | undefined
        oldCode: string | undefined
        browserToken: string
        give: () => Promise<{ ok: true; value: CountedCode } | CodeRefusal>
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
  // Counted with sign-in codes, so that two forms do not mean twice the codes for a mailbox.
  const own = limitsOf(`code:account:${accountId}`, codeLimits.account)
  const codes = { ...ask, by: oldEmail, knownToken: undefined, own, mails: oldCode === undefined ? 1 : 2 }
  const counted = await countAsk(act, codes, [insertChange(act, change)])
  if (!counted.ok) return counted
  const { waits } = counted.value
  return ok({ code, waits, oldCode, browserToken, give: () => writeCode(act, codes, counted.value, () => []) })
}
