import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { NotYet } from '#base/limits/limit.ts'
import { refused } from '#base/log/refusal.ts'
import { ok } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import type { CodeAsk } from './count-code.ts'
import { giveCode, openCode } from './open-code.ts'
import { sendUnseen } from './send-code.ts'
import { codeMinutes } from './sign-in.ts'

/**
 * Makes a code for any address and mails it once it is answered; gives the token for the browser's
 * cookie. `waits`: the network's limit, in which one goes to a known address only. A refusal
 * depends on the asker alone. @param earlier it shows an address to be theirs, and signs nobody in
 */
export const sendSignInCode = async (
  env: Bindings,
  act: Act,
  council: Council,
  asked: Omit<CodeAsk, 'mailsPerDay'> & { next: string | undefined },
  earlier = false,
): Promise<{ ok: true; value: { browserToken: string; waits: NotYet<'too_many_codes'> | undefined } } | NotYet<'too_many_codes'>> => {
  const ask = { ...asked, mailsPerDay: council.mailsPerDay }
  const { email } = ask
  const opened = await openCode(act, ask)
  if (!opened.ok) {
    refused(act, opened.reason, email)
    return opened
  }
  const { code, browserToken, counted } = opened.value
  const mail = signInCodeMail({
    code,
    minutes: codeMinutes,
    council,
    earlier,
    privacyUrl: `${act.baseUrl}/privacy`,
  })
  // Whether it is given depends on the address, so the response must not show it.
  sendUnseen(env, act, {
    email,
    give: () => giveCode(act, ask, opened.value),
    mails: [{ to: { email }, replyTo: council.contactEmail || undefined, ...mail }],
  })
  return ok({ browserToken, waits: counted.waits })
}
