import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import type { CardFacts } from '#emails/payments/card-facts.tsx'
import { cardHoldEnded } from '#emails/payments/card-hold-ended.tsx'
import { cardReceived } from '#emails/payments/card-received.tsx'
import { cardMoneyReturned } from '#emails/payments/card-refund.tsx'
import { cardTooLate } from '#emails/payments/card-too-late.tsx'
import { cardTooLateForOrganiser } from '#emails/payments/card-too-late-organiser.tsx'
import type { MessageKind } from '#messages/outbox/kind.ts'
import { queued, queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Told } from './notice-store.ts'

const factsOf = async (act: Act, told: Told): Promise<CardFacts> => ({
  sender: await senderOf(act),
  title: told.title,
  subjectTitle: told.subjectTitle,
  startsAt: told.startsAt,
  reference: told.reference,
  schoolName: schoolLabel(told.school),
  bookingPage: `${act.baseUrl}/bookings/${told.reference}`,
  contact: [told.contactName, told.contactEmail, told.contactTelephone].filter(Boolean).join(', '),
})

const toSchool = (act: Act, told: Told, kind: MessageKind, rendered: Rendered): SqlStatement[] => {
  const messages = toBooker(
    act,
    { id: told.eventId, contactEmail: told.contactEmail },
    { id: told.bookingId, schoolId: told.schoolId, booker: told.booker },
    kind,
    rendered,
  )
  return [...queuedAll(act, messages), ...messages.map((message) => markLinesNotified(act, told.bookingId, message.id))]
}

/** Statements that notify school and organiser: it came too late and is refunded. */
export const notifyPaidTooLate = async (act: Act, told: Told, pence: number): Promise<SqlStatement[]> => {
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

/** Statements that notify them: nothing was paid in time and the places are free again. */
export const notifyHoldEnded = async (act: Act, told: Told, places: number): Promise<SqlStatement[]> =>
  toSchool(act, told, 'card_hold_ended', cardHoldEnded(await factsOf(act, told), places))

/** Statements that notify them: money is refunded to the card. */
export const notifyPaymentReturned = async (act: Act, told: Told, pence: number): Promise<SqlStatement[]> =>
  toSchool(act, told, 'card_refund', cardMoneyReturned(await factsOf(act, told), pence))

/** Statements that notify them: the balance is paid, or what it was when they began to pay. */
export const notifyPaymentReceived = async (act: Act, told: Told, pence: number): Promise<SqlStatement[]> =>
  toSchool(
    act,
    told,
    'card_received',
    cardReceived(await factsOf(act, told), { pence, on: londonDay(act.now), how: 'by card', left: told.owed - pence, billing: false }),
  )
