import type { Act } from '../act.ts'
import type { Bindings } from '../env.ts'
import { sendNow } from '../outbox/deliver.ts'
import type { Mail } from '../outbox/message.ts'
import { ok, type Result, refuse } from '../result.ts'
import { type Counting, takeBack } from './count-code.ts'

/**
 * Mails codes when it is their turn at the provider. When none of them went, nothing stays counted.
 *
 * @param forget deletes the codes that nobody was sent
 */
export const sendCode = async (
  env: Bindings,
  act: Act,
  counting: Counting,
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
