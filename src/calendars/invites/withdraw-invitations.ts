import type { Act } from '#base/act.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { type EntryReason, entryMessage } from './entry-message.ts'
import type { EventForInvites, LiveInvitation, Told } from './invite.ts'
import { senderOf } from './invite-places.ts'
import { cancelInvitations, liveInvitationsOfPlaces, sameInvitationsOfPlaces } from './store.ts'

/**
 * Statements that cancel these places' entries: a higher SEQUENCE, STATUS:CANCELLED and a message
 * each. Guarded by the invitations as read; on `guardBroken` read and try again.
 */
export const withdrawInvitations = async (
  act: Act,
  event: EventForInvites,
  placeIds: readonly string[],
  reason: EntryReason = { kind: 'place_cancelled' },
): Promise<SqlStatement[]> => {
  if (placeIds.length === 0) return []
  const invitations = await liveInvitationsOfPlaces(act.db, placeIds)
  return [sameInvitationsOfPlaces(act.db, placeIds, invitations), ...(await withdrawn(act, event, invitations, reason))]
}

/** Cancels invitations that were read, without the guard. */
const withdrawn = async (
  act: Act,
  event: EventForInvites,
  invitations: readonly LiveInvitation[],
  reason: EntryReason,
): Promise<SqlStatement[]> => {
  const { statements, messages } = await withdrawing(act, event, invitations, reason)
  return [...statements, ...queuedAll(act, messages)]
}

/** The same with messages apart. @param reason one for all, or each one's */
export const withdrawing = async (
  act: Act,
  event: EventForInvites,
  invitations: readonly LiveInvitation[],
  reason: EntryReason | ((invitation: LiveInvitation) => EntryReason),
): Promise<Told> => {
  if (invitations.length === 0) return { statements: [], messages: [] }
  const sender = await senderOf(act)
  return {
    statements: [
      cancelInvitations(
        act,
        invitations.map((i) => i.id),
      ),
    ],
    messages: invitations.flatMap((i) =>
      i.email === null
        ? []
        : [
            entryMessage(
              act,
              { sender, event },
              { ...i, name: i.name ?? '', email: i.email, sequence: i.sequence + 1 },
              typeof reason === 'function' ? reason(i) : reason,
            ),
          ],
    ),
  }
}
