import type { Act } from '#base/act.ts'
import { newId } from '#base/id.ts'
import type { Result } from '#base/result.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { audienceOf } from '#calendars/invites/store.ts'
import { recordCorrected } from '#emails/attendance/record-corrected.tsx'
import { eventById } from '#events/events/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { type Decision, decideStaffProposal } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal, StaffProposal } from '#people/proposals/proposal.ts'
import { type Asked, eventIdOf, linesOf } from './correction.ts'

/** Whoever booked places, or those of the place, is told what is corrected and why. */
const telling = async (act: Act, proposal: StaffProposal<Asked>): Promise<SqlStatement[]> => {
  const event = await eventById(act.db, eventIdOf(proposal), act.now)
  if (!event) return []
  const [{ contacts, places }, sender] = await Promise.all([audienceOf(act.db, event.id), senderOf(act)])
  const booking = proposal.kind === 'represents' ? places.find(({ placeId }) => placeId === proposal.subjectId)?.bookingId : undefined
  const contacted = proposal.kind === 'event' ? contacts : contacts.filter(({ bookingId }) => bookingId === booking)
  return queuedAll(
    act,
    contacted.map(({ accountId, email, name, ...contact }) => ({
      ...recordCorrected({
        sender,
        event,
        reference: contact.reference,
        schoolName: contact.schoolName,
        contact: contactOf(event),
        bookingPage: `${act.baseUrl}/bookings/${contact.reference}`,
        lines: linesOf(proposal),
        reason: proposal.reason,
      }),
      id: newId(act.now),
      kind: 'record_corrected' as const,
      to: { name: name ?? undefined, email },
      recipient: accountId,
      eventId: event.id,
      schoolId: contact.schoolId,
      bookingId: contact.bookingId,
      replyTo: event.contactEmail || undefined,
    })),
  )
}

type Clash = 'workshops_clash' | 'series_shares_topic'
export type CorrectionRefusal = ProposalRefusal | Clash

/**
 * Approves or refuses a correction that somebody else proposed, or withdraws one's own. Approving
 * makes the record say it, has certificates replaced, and tells whoever booked.
 */
export const decideCorrection = (act: Act, asked: Decision): Promise<Result<StaffProposal<Asked>, CorrectionRefusal>> =>
  decideStaffProposal<Asked, Clash>(act, asked, {
    statements: (proposal) => telling(act, proposal),
    refusals: { workshops_clash: 'workshops_clash', workshop_below_taken: 'workshops_clash', series_shares_topic: 'series_shares_topic' },
  })
