import type { CardFacts } from '../../emails/card-facts.tsx'
import { cardHoldEnded } from '../../emails/card-hold-ended.tsx'
import { cardReceived } from '../../emails/card-received.tsx'
import { cardMoneyReturned } from '../../emails/card-refund.tsx'
import { cardTooLate } from '../../emails/card-too-late.tsx'
import { cardTooLateForOrganiser } from '../../emails/card-too-late-organiser.tsx'
import type { Rendered } from '../../emails/mail.tsx'
import type { Act } from '../act.ts'
import { toBooker } from '../bookings/booker.ts'
import { newId } from '../id.ts'
import { senderOf } from '../invites/invite-places.ts'
import { noticed } from '../ledger/store.ts'
import type { MessageKind } from '../outbox/message.ts'
import { queued, queuedAll } from '../outbox/store.ts'
import { schoolLabel } from '../schools/school.ts'
import type { Told } from './told-store.ts'

const factsOf = async (act: Act, told: Told): Promise<CardFacts> => ({
  sender: await senderOf(act),
  title: told.title,
  startsAt: told.startsAt,
  reference: told.reference,
  schoolName: schoolLabel(told.school),
  bookingPage: `${act.baseUrl}/bookings/${told.reference}`,
  contact: [told.contactName, told.contactEmail, told.contactTelephone].filter(Boolean).join(', '),
})

const toSchool = (act: Act, told: Told, kind: MessageKind, rendered: Rendered): D1PreparedStatement[] => {
  const messages = toBooker(
    act,
    { id: told.eventId, contactEmail: told.contactEmail },
    { id: told.bookingId, schoolId: told.schoolId, booker: told.booker },
    kind,
    rendered,
  )
  return [...queuedAll(act, messages), ...messages.map((message) => noticed(act, told.bookingId, message.id))]
}

/** The statements that tell the school and the organiser that a payment came too late and goes back. */
export const tellTooLate = async (act: Act, told: Told, pence: number): Promise<D1PreparedStatement[]> => {
  const facts = await factsOf(act, told)
  return [
    ...toSchool(act, told, 'card_too_late', cardTooLate(facts, pence)),
    ...(told.contactEmail
      ? queued(act, {
          ...cardTooLateForOrganiser(facts, pence),
          id: newId(act.now),
          kind: 'card_too_late',
          to: { name: told.contactName || undefined, email: told.contactEmail },
          recipient: told.eventId,
          eventId: told.eventId,
          schoolId: told.schoolId,
          bookingId: told.bookingId,
        })
      : []),
  ]
}

/** …that nothing was paid in time, and the places are free again. */
export const tellHoldEnded = async (act: Act, told: Told, places: number): Promise<D1PreparedStatement[]> =>
  toSchool(act, told, 'card_hold_ended', cardHoldEnded(await factsOf(act, told), places))

/** …that money goes back to the card. */
export const tellReturned = async (act: Act, told: Told, pence: number): Promise<D1PreparedStatement[]> =>
  toSchool(act, told, 'card_refund', cardMoneyReturned(await factsOf(act, told), pence))

/** …that what was owed is paid. */
export const tellReceived = async (act: Act, told: Told, pence: number): Promise<D1PreparedStatement[]> =>
  toSchool(act, told, 'card_received', cardReceived(await factsOf(act, told), pence))
