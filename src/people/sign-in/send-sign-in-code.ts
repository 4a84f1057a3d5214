import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { NotYet } from '#base/limits/limit.ts'
import { refused } from '#base/log/refusal.ts'
import { ok } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import type { CodeAsk } from './count-code.ts'
import { openCode } from './open-code.ts'
import { giveCode } from './return-code.ts'
import { sendUnseen } from './send-code.ts'
import { codeMinutes } from './sign-in.ts'
import { codeNotGiven } from './sign-in-store.ts'

/**
 * Makes a code for any address and mails it once it is answered; gives the token for the browser's
 * cookie. A refusal depends on the asker alone.
 * @param earlier it shows that the address is the asker's too, and signs nobody in
 */
export const sendSignInCode = async (
  env: Bindings,
  act: Act,
  council: Council,
  asked: Omit<CodeAsk, 'mailsPerDay'> & { next: string | undefined },
  earlier = false,
): Promise<{ ok: true; value: string } | NotYet<'too_many_codes'>> => {
  const ask = { ...asked, mailsPerDay: council.mailsPerDay }
  const { email } = ask
  const opened = await openCode(act, ask)
  if (!opened.ok) {
    refused(act, opened.reason, email)
    return opened
  }
  const { id, code, browserToken } = opened.value
  const mail = signInCodeMail({
    ...{ code, minutes: codeMinutes, serviceName: council.serviceName, councilName: council.name, earlier },
    privacyUrl: `${act.baseUrl}/privacy`,
  })
  // Whether it is given depends on the address, so the response must not show it.
  sendUnseen(env, act, {
    email,
    give: () => giveCode(act, ask, opened.value),
    mails: [{ to: { email }, replyTo: council.contactEmail || undefined, ...mail }],
    forget: [codeNotGiven(act.db, id)],
  })
  return ok(browserToken)
}
