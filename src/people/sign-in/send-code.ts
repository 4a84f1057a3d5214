import type { Act } from '#base/act.ts'
import { refused } from '#base/log/refusal.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { sendNow } from '#messages/outbox/deliver.ts'
import type { Mail } from '#messages/outbox/message.ts'
import { type CountedCode, takeBack } from './count-code.ts'
import type { CodeRefusal } from './sign-in.ts'

/**
 * Mails codes when it is their turn at the provider; undoes the counts if none was sent.
 * @param forget takes back unsent codes
 */
export const sendCode = async (
  env: Bindings,
  act: Act,
  counting: CountedCode,
  mails: readonly Mail[],
  forget: readonly D1PreparedStatement[],
): Promise<Result<undefined, 'mail_not_sent'>> => {
  const wait = Date.parse(counting.goesAt) - act.now.getTime()
  if (wait > 0) await new Promise((done) => setTimeout(done, wait))
  const sent = await Promise.all(mails.map((mail) => sendNow(env, mail, act.now)))
  if (sent.every(({ ok }) => ok)) return ok(undefined)
  if (!sent.some(({ ok }) => ok)) await takeBack(act, counting, ...forget)
  return refuse('mail_not_sent')
}

/**
 * Gives and mails codes after responding: whether and when would reveal what the address is to the
 * council. Refusals are counted for operators.
 * @param code.email the address it is about
 */
export const sendUnseen = (
  env: Bindings,
  act: Act,
  code: {
    email: string
    give: () => Promise<{ ok: true; value: CountedCode } | CodeRefusal>
    mails: readonly Mail[]
    forget: readonly D1PreparedStatement[]
  },
): void => {
  act.soFar?.follows.push(async () => {
    const given = await code.give()
    if (!given.ok) return refused(act, given.reason, code.email)
    const sent = await sendCode(env, act, given.value, code.mails, code.forget)
    if (!sent.ok) refused(act, 'code_not_sent', code.email)
  })
}
