import type { Act } from '#base/act.ts'
import type { Call, Performers } from './call.ts'
import { keyStillKnown, nextAttempt, nextKey } from './call.ts'
import { faultOf, type Stripe, stripeFor } from './client.ts'
import { claimCallOf, claimCalls, settleDone, settleFailed, settleLater, supersedeCall } from './store.ts'

const chunk = 10

/** True when it made any. Safe to run twice at once and to interrupt. */
export const runCalls = async (act: Act, performers: Performers, limit = 50): Promise<boolean> => {
  if (!act.stripe) return false
  const stripe = stripeFor(act.stripe)
  let any = false
  for (let left = limit; left > 0; ) {
    const calls = await claimCalls(act, Math.min(left, chunk))
    if (calls.length === 0) break
    left -= calls.length
    for (const call of calls) any = (await perform(act, stripe, performers, call)) || any
  }
  return any
}

/** Now, for somebody waiting; false when the outcome is unknown. */
export const runCallOf = async (act: Act, performers: Performers, subjectId: string): Promise<boolean> => {
  if (!act.stripe) return false
  const call = await claimCallOf(act, subjectId)
  return call ? perform(act, stripeFor(act.stripe), performers, call) : false
}

const perform = async (act: Act, stripe: Stripe, performers: Performers, call: Call): Promise<boolean> => {
  const performer = performers[call.kind]
  try {
    if (!performer) throw new Error('nobody makes this call')
    if (call.attempts > 1 && !keyStillKnown(call.createdAt, act.now)) return await lookFor(act, stripe, performers, call)
    const made = await performer.make(act, stripe, call)
    await act.db.batch([settleDone(act, call, made?.stripeId ?? null), ...(made?.statements ?? [])])
    return true
  } catch (error) {
    const fault = faultOf(error)
    if (fault.kind === 'refused') {
      await act.db.batch([settleFailed(act, call, fault.words), ...(performer?.refused?.(act, call) ?? [])])
      return false
    }
    console.error(JSON.stringify({ call: call.id, kind: call.kind, attempts: call.attempts, replayed: fault.replayed }))
    if (!fault.replayed || !(await foundOrRenewed(act, stripe, performers, call)))
      await settleLater(act, call, nextAttempt(call.attempts, act.now), fault.words).run()
    return false
  }
}

/** By its metadata once the key has expired; if it is not there, under a new key. */
const lookFor = async (act: Act, stripe: Stripe, performers: Performers, call: Call): Promise<boolean> => {
  const made = await performers[call.kind]?.find(act, stripe, call)
  if (made) await act.db.batch([settleDone(act, call, made.stripeId), ...made.statements])
  else await act.db.batch(supersedeCall(act, call, nextKey(call.idempotencyKey)))
  return made !== undefined
}

const foundOrRenewed = async (act: Act, stripe: Stripe, performers: Performers, call: Call): Promise<boolean> => {
  try {
    await lookFor(act, stripe, performers, call)
    return true
  } catch {
    // Stripe cannot be reached: leave the call as it is.
    return false
  }
}
