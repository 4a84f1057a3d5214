import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart, togetherOrApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { type StatusAt, statusAfter, statuses } from './delivery-status.ts'
import {
  insertAddressProblem,
  provedSent,
  raiseDeliveryStatuses,
  settleMailEvents,
  stillWaiting,
  type WaitingEvent,
  waitingEvents,
  withdrawConsent,
} from './event-store.ts'
import { addressProblemIn, provesSent } from './mail-event.ts'

const job = 'followMailEvents'
const atOnce = 500
// A mailing brings several events per recipient, which must not use up a run's calls. Events about
// failing addresses take a batch each, and the rest waits for the next run.
const together = 100
const mostAlone = 100

/** Job: acts on webhooks about sent mail, each once. */
export const followMailEvents = async (act: Act): Promise<boolean> => {
  let left = mostAlone
  // One event's effect on an address can block another, which is then tried again.
  for (let round = 0; round < 3; round += 1) {
    const events = await waitingEvents(act, atOnce)
    const harmless = events.filter((event) => !marks(event))
    let done = false
    for (let at = 0; at < harmless.length; at += together)
      done =
        (await togetherOrApart(
          act,
          job,
          harmless.slice(at, at + together),
          ({ id }) => id,
          (some) => follow(act, some),
        )) || done
    const marking = events.filter(marks).slice(0, left)
    left -= marking.length
    done =
      (await eachApart(
        act,
        job,
        marking,
        ({ id }) => id,
        (event) => follow(act, [event]),
      )) || done
    if (!done) break
  }
  // The next step records it.
  return false
}

const marks = (event: WaitingEvent): boolean => event.messageId !== null && addressProblemIn(event) !== undefined

const follow = async (act: Act, events: readonly WaitingEvent[]): Promise<boolean> => {
  const known = events.flatMap((event) => (event.messageId === null ? [] : [{ ...event, messageId: event.messageId }]))
  const result = await atomically(
    act.db,
    [
      stillWaiting(
        act,
        events.map(({ id }) => id),
      ),
      provedSent(act, firstOfEach(known.filter(({ type }) => provesSent(type)))),
      raiseDeliveryStatuses(act, fatesOf(known)),
      ...known.flatMap((event) => whatFailed(act, event)),
      settleMailEvents(
        act,
        events.map(({ id, messageId }) => ({ id, messageId, outcome: messageId === null ? 'unknown' : 'followed' })),
      ),
    ],
    // Somebody was quicker or marked the address meanwhile: decide again.
    { [guardBroken]: 'changed', 'AddressProblem.email': 'changed' } as const,
  )
  return result.ok
}

type Known = WaitingEvent & { messageId: string }

/** They arrive in the order they happened. */
const firstOfEach = (events: readonly Known[]): Pick<Known, 'messageId' | 'providerId' | 'at'>[] => [
  ...new Map(events.toReversed().map(({ messageId, providerId, at }) => [messageId, { messageId, providerId, at }])).values(),
]

const fatesOf = (events: readonly Known[]): (StatusAt & { messageId: string })[] => {
  const statusOf = new Map<string, StatusAt>()
  for (const { messageId, type, at } of events) {
    const deliveryStatus = statuses[type]
    if (deliveryStatus) statusOf.set(messageId, statusAfter(statusOf.get(messageId), { deliveryStatus, at }))
  }
  return [...statusOf].map(([messageId, deliveryStatus]) => ({ messageId, ...deliveryStatus }))
}

const whatFailed = (act: Act, event: Known): SqlStatement[] => {
  const trouble = addressProblemIn(event)
  const { email, at, messageId } = event
  return [
    ...(trouble && email && event.known === null
      ? [
          insertAddressProblem(act, { id: newId(act.now), email, kind: trouble, at, messageId }),
          logged(act, { act: 'address.failed', subject: ['message', messageId], after: { kind: trouble } }),
        ]
      : []),
    ...(trouble === 'complained' && email ? [withdrawConsent(act, email, at)] : []),
  ]
}
