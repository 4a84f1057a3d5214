import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { eachAlone } from '../errors.ts'
import { newId } from '../id.ts'
import { logged } from '../log/store.ts'
import {
  insertTrouble,
  provedSent,
  raiseFate,
  settleMailEvent,
  stillWaiting,
  type WaitingEvent,
  waitingEvents,
  withdrawConsent,
} from './event-store.ts'
import { fates } from './fate.ts'
import { provesSent, troubleIn } from './mail-event.ts'

const atOnce = 500

/** Acts on what the provider told of mail that was sent; each event in one batch, once. */
export const followMailEvents = async (act: Act): Promise<boolean> => {
  // What one event did to an address can keep another from being followed: that one is looked at once more.
  for (let round = 0; round < 3; round += 1) {
    const events = await waitingEvents(act, atOnce)
    if (events.length === 0 || !(await eachAlone(events, (event) => follow(act, event)))) break
  }
  // What is to be written about it is written by what comes next.
  return false
}

const follow = async (act: Act, event: WaitingEvent): Promise<boolean> => {
  const { messageId } = event
  const written = await atomically(
    act.db,
    [
      stillWaiting(act, event.id),
      ...(messageId === null ? [] : whatFollows(act, event, messageId)),
      settleMailEvent(act, event.id, messageId, messageId === null ? 'unknown' : 'followed'),
    ],
    // Somebody was quicker, or marked the address meanwhile: then it is looked at anew.
    { [guardBroken]: 'changed', 'AddressTrouble.email': 'changed' } as const,
  )
  return written.ok
}

const whatFollows = (act: Act, event: WaitingEvent, messageId: string): D1PreparedStatement[] => {
  const fate = fates[event.type]
  const trouble = troubleIn(event)
  const { email, at } = event
  return [
    ...(provesSent(event.type) ? [provedSent(act, messageId, event.providerId, at)] : []),
    ...(fate ? [raiseFate(act, messageId, { fate, at })] : []),
    ...(trouble && email && event.known === null
      ? [
          insertTrouble(act, { id: newId(act.now), email, kind: trouble, at, messageId }),
          logged(act, { act: 'address.failed', subject: ['message', messageId], after: { kind: trouble } }),
        ]
      : []),
    ...(trouble === 'complained' && email ? [withdrawConsent(act, email, at)] : []),
  ]
}
