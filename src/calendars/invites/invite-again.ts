import type { Act } from '#base/act.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { entriesOf } from './entry.ts'
import { entryMessage } from './entry-message.ts'
import { type EventForInvites, seenBy } from './invite.ts'
import { newPlaceLinks, senderOf } from './invite-places.ts'
import { liveInvitationsOfPlaces, sameInvitationsOfPlaces, showInvitations } from './store.ts'

/**
 * Statements that send these places' invitations again, with the same UIDs, a higher SEQUENCE and
 * the event as now; past sessions are skipped. Guarded by the invitations as read.
 * @returns also for how many places
 */
export const inviteAgain = async (
  act: Act,
  event: EventForInvites,
  placeIds: readonly string[],
  booker: string | null,
): Promise<{ statements: SqlStatement[]; places: number }> => {
  const [invitations, sender] = await Promise.all([liveInvitationsOfPlaces(act.db, placeIds), senderOf(act)])
  const now = act.now.toISOString()
  const again = invitations.flatMap((invitation) => {
    const attends = invitation.attends.map((id) => ({ id }))
    const entry = entriesOf(seenBy(event, invitation.attendance), attends).find(({ sessionId }) => sessionId === invitation.sessionId)
    return entry && entry.shown.endsAt > now && invitation.email !== null
      ? [{ ...invitation, name: invitation.name ?? '', email: invitation.email, shown: entry.shown }]
      : []
  })
  const links = await newPlaceLinks(act, again)
  return {
    places: new Set(again.map((one) => one.placeId)).size,
    statements: [
      sameInvitationsOfPlaces(act.db, placeIds, invitations),
      ...links.statements,
      ...showInvitations(act, again),
      ...queuedAll(
        act,
        again.map((one) => {
          const to = { ...one, sequence: one.sequence + 1, joinAt: links.joinOf(one.placeId), ticket: links.ticketOf(one.placeId) }
          return entryMessage(act, { sender, event }, to, {
            kind: 'invitation',
            bookedByOther: booker !== to.email,
            byCouncil: false,
            placePage: links.pageOf(to.placeId),
          })
        }),
      ),
    ],
  }
}
