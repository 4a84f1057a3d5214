import type { Act } from '#base/act.ts'
import { refused } from '#base/log/refusal.ts'
import type { Bindings } from '#base/web/env.ts'
import type { Mail } from '#messages/outbox/message.ts'
import { sendTogether } from '#messages/outbox/send-together.ts'
import { type CountedCode, takeBack } from './count-code.ts'
import type { CodeRefusal } from './sign-in.ts'

/** A mailed code, whoever sends it; without `counted` another mail of the same ask. */
type Sent = { email: string; counted: CountedCode | undefined }

/**
 * Gives and mails codes after responding, as whether and when would reveal what the address is to
 * the council. Whoever sends them takes back what was not sent. Refusals are counted for operators.
 * @param code.email the address it is about, which the first of `mails` goes to
 */
export const sendUnseen = (
  env: Bindings,
  act: Act,
  code: { email: string; give: () => Promise<{ ok: true; value: CountedCode } | CodeRefusal>; mails: readonly Mail[] },
): void => {
  const { email, give, mails } = code
  act.soFar?.follows.push(async () => {
    const given = await give()
    if (!given.ok) return refused(act, given.reason, email)
    const sending = mails.map((mail, n) => ({ mail, of: { email, counted: n === 0 ? given.value : undefined } }))
    const unsent = await sendTogether<Sent>(env, act.now, sending)
    for (const one of unsent) refused(act, 'code_not_sent', one.email)
    await takeBack(
      env.DB,
      unsent.flatMap(({ counted }) => counted ?? []),
    )
  })
}
