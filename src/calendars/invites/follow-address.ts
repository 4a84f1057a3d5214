import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { type Astray, astrayInvitations, stillAstray } from './address-store.ts'
import { entryMessage } from './entry-message.ts'
import { newPlaceLinks, senderOf } from './invite-places.ts'
import { showInvitations } from './store.ts'

/** Job: sends the entries of future events again when a person's address or record changed. */
export const followAddresses = async (act: Act): Promise<boolean> => {
  const astray = await astrayInvitations(act.db, act.now)
  return (
    astray.length > 0 &&
    togetherOrApart(
      act,
      'followAddresses',
      astray,
      ({ id }) => id,
      (some) => sendAgain(act, some),
    )
  )
}

const sendAgain = async (act: Act, astray: readonly Astray[]): Promise<boolean> => {
  const sender = await senderOf(act)
  const links = await newPlaceLinks(act, astray)
  const people = [...new Set(astray.map((entry) => entry.personId))]
  const result = await atomically(
    act.db,
    [
      stillAstray(act, astray),
      ...links.statements,
      ...showInvitations(act, astray),
      ...queuedAll(
        act,
        astray.map((entry) => {
          const to = { ...entry, sequence: entry.sequence + 1, joinAt: links.joinOf(entry.placeId), ticket: links.ticketOf(entry.placeId) }
          return entryMessage(act, { sender, event: entry.event }, to, {
            kind: 'invitation_again',
            placePage: links.pageOf(entry.placeId),
          })
        }),
      ),
      ...people.map((personId) =>
        logged(act, {
          act: 'invitation.readdressed',
          subject: ['person', personId],
          after: { invitations: astray.filter((entry) => entry.personId === personId).map((entry) => entry.id) },
        }),
      ),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  // If something changed meanwhile, the next run retries.
  return result.ok
}
