import type { Council } from '#base/council.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { refused } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import { sendNow } from '#messages/outbox/send-together.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { takeBack } from '#people/sign-in/count-code.ts'
import { type EnterCodeReason, tryCode } from '#people/sign-in/enter-code.ts'
import { type CodeRefusal, codeMinutes } from '#people/sign-in/sign-in.ts'
import { codeUnused, proveSignIn, useCode } from '#people/sign-in/sign-in-store.ts'

/**
 * Mails a code to the account's address; gives the token for the browser's cookie.
 * @param books it is asked for by the link of a mail that books, and not signed in
 */
export const sendProvingCode = async (
  env: Bindings,
  act: OwnAct,
  council: Council,
  ask: { next: string | undefined; network: string | undefined; knownToken: string | undefined },
  books = false,
): Promise<Result<string, 'code_not_sent'> | CodeRefusal> => {
  const { email } = act.actor
  const asked = await askCode(act, { ...ask, email, mailsPerDay: council.mailsPerDay })
  if (!asked.ok) {
    refused(act, asked.reason, email)
    return asked
  }
  const { code, counted, browserToken } = asked.value
  const words = { code, minutes: codeMinutes, council, privacyUrl: `${act.baseUrl}/privacy`, proves: !books, books }
  const sent = await sendNow(env, { to: { email }, replyTo: council.contactEmail || undefined, ...signInCodeMail(words) }, act.now)
  if (sent.ok) return ok(browserToken)
  await takeBack(act.db, [counted])
  return refuse('code_not_sent')
}

/** For accounts without a second factor. @returns the page to return to */
export const proveByCode = async (
  act: OwnAct,
  ask: { browserToken: string | undefined; code: string; signInId: string },
): Promise<Result<{ next: string | undefined }, EnterCodeReason>> => {
  const tried = await tryCode(act, ask.browserToken, ask.code)
  if (!tried.ok) return tried
  const { codeId, row } = tried.value
  if (row.email !== act.actor.email) return refuse('other_browser')
  const written = await atomically(
    act.db,
    [
      guard(act.db, codeUnused, codeId),
      useCode(act.db, codeId, act.now),
      proveSignIn(act.db, ask.signInId, act.now),
      logged(act, { act: 'account.proven', subject: ['account', act.actor.accountId], after: { by: 'code' } }),
    ],
    { [guardBroken]: 'code_used' } as const,
  )
  return written.ok ? ok({ next: row.next ?? undefined }) : written
}
