import { type Act, actsFor, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { inWords } from '#base/words.ts'
import { isBooker } from '#booking/bookings/booker.ts'
import type { Channel, Refusal } from '#booking/bookings/booking.ts'
import type { Origin, PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { type BookingContext, bookingOfForm, readBookingContext, sameGround } from '#booking/bookings/context-store.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import { insertBooking, type NewBooking } from '#booking/bookings/store.ts'
import type { InvitedPlace } from '#calendars/invites/invite.ts'
import { invitingPlaces } from '#calendars/invites/invite-places.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { type AskedAnswers, placedAnswers } from '#events/questions/question.ts'
import { insertAnswers } from '#events/questions/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { sayLastFree } from '#money/terms/words.ts'
import { compose, namedPeople, type Placing, placingRefusal } from './compose-booking.ts'
import { agreementAsked, confirmation, holdMessage } from './confirm-booking.ts'
import { priceBooking } from './price-booking.ts'

/** `again`: made before; `waiting`: for approval or on the list; `toPay`: held to pay by card. */
export type Placed = { reference: string; again: boolean; waiting: number; toPay?: boolean }

export const sayPlaced = ({ reference, again, waiting }: Placed, approval: boolean): string => {
  if (again) return `This form had been sent already. It made booking ${reference}.`
  if (waiting === 0) return `Booked. Your reference is ${reference}.`
  return approval
    ? `Your request is with the organiser. Its reference is ${reference}.`
    : `You wait for ${inWords(waiting, 'place')}. Your reference is ${reference}.`
}

/**
 * Books one school's places in one batch, all or none unless `partly`. The same form gives the same
 * booking. Schools book while booking is open, organisers until the event is over.
 * @returns 'no_such_event' also for a draft, or a school the reader may not book for
 */
export const placeBooking = async (
  act: Act,
  ask: PlaceBookingAsk,
  origin: Origin = {},
): Promise<Result<Placed, Refusal | 'no_such_event'>> => (await attemptBooking(act, ask, origin)).result

/** `overtaken`: the write was refused, so `ground` is out of date. */
export type Attempt = { result: Result<Placed, Refusal | 'no_such_event'>; ground?: BookingContext; overtaken: boolean }

/** The same for a page, which can show the refusal without reading again. */
export const attemptBooking = async (act: Act, ask: PlaceBookingAsk, origin: Origin = {}): Promise<Attempt> => {
  const first = await tryPlacing(act, ask, origin)
  // Somebody was quicker: decide again on what is left, so that a school willing to wait does.
  const { result } = first
  const again = !result.ok && (retryable.has(result.reason) || (ask.ifFull === 'wait' && soldOut.has(result.reason)))
  const last = again ? await tryPlacing(act, ask, origin) : first
  if (last.result.ok || last.result.reason !== 'form_already_used' || !last.overtaken) return last
  // The same form was sent twice at once, and the other has just booked.
  const booking = await bookingOfForm(act.db, ask.formId)
  return booking?.schoolId === ask.schoolId
    ? { ...last, result: ok({ reference: booking.reference, again: true, waiting: booking.waiting }) }
    : last
}

/** What was read has changed, or somebody else has just used an entitlement: retry. */
const retryable: ReadonlySet<string> = new Set<Refusal>(['event_changed', 'price_changed', 'code_used_up'])

const soldOut: ReadonlySet<string> = new Set<Refusal>(['event_full', 'others_are_waiting', 'held_back'])

const tryPlacing = async (act: Act, ask: PlaceBookingAsk, origin: Origin): Promise<Attempt> => {
  const organiser = hasRole(act.actor, 'organiser', 'administrator')
  const own = origin.requested !== undefined || (actsFor(act.actor, ask.schoolId) && !(organiser && ask.channel === 'organiser'))
  const channel: Channel = own ? 'school' : 'organiser'
  const nothing: Attempt = { result: refuse('no_such_event'), overtaken: false }
  if (channel === 'organiser' && !organiser) return nothing
  const asker = channel === 'organiser' ? ask.contact : undefined
  const represents = [...new Set(ask.delegates.flatMap((delegate) => delegate.represents))]
  const { code, formId } = ask
  const ground = await readBookingContext(act, { code, formId, represents, asker, ...whoIsNamed(ask, ask.schoolId) })
  const school = ground?.schools[0]
  if (!ground || !school) return nothing
  const { made } = ground
  if (made)
    return {
      result:
        made.schoolId === ask.schoolId
          ? ok({ reference: made.reference, again: true, waiting: made.waiting })
          : refuse('form_already_used'),
      ground,
      overtaken: false,
    }
  const stands = origin.requested?.email ?? (channel === 'school' ? act.actor.email : undefined)
  const people = namedPeople(act.now, ask.delegates, ground.known, { own: stands, contact: asker })
  const placing: Placing = { ask, origin, ground, school, channel, people }
  const refusal = placingRefusal(act, placing)
  if (refusal) return { result: refuse(refusal), ground, overtaken: false }
  return placeOn(act, placing)
}

const whoIsNamed = ({ delegates, contact }: PlaceBookingAsk, schoolId: string) => {
  const named = [...delegates, ...(contact ? [contact] : [])]
  return { schoolId, emails: [...new Set(named.map(({ email }) => email))].filter(Boolean), names: named.map(({ name }) => name) }
}

/** Places with somebody who has an address, who are sent the entries of their calendar. */
const placesToInvite = ({ ask, ground, school, channel }: Placing, booking: NewBooking, now: Date): InvitedPlace[] =>
  booking.places.flatMap((place, index) => {
    const asked = ask.delegates[index]
    if (!asked?.email || !place.personId || place.waitsFor) return []
    return {
      placeId: place.id,
      personId: place.personId,
      name: asked.name,
      email: asked.email,
      schoolId: school.id,
      schoolName: school.name,
      // The council enters what whoever asked told it.
      bookedByOther: channel === 'organiser' || !isBooker(booking.booker, asked),
      byCouncil: channel === 'organiser',
      bookingId: booking.id,
      attendance: place.attendance,
      cancelBy: sayLastFree(ground.cancelling.terms, ground.event, ground.cancelling.calendar, now),
    }
  })

/** What a refusal of the database means to whoever books. */
const refusals = {
  event_full: 'event_full',
  others_are_waiting: 'others_are_waiting',
  not_held_back_for_school: 'event_changed',
  held_back: 'held_back',
  school_limit_reached: 'school_limit_reached',
  trust_limit_reached: 'trust_limit_reached',
  booking_not_open: 'booking_not_open',
  booking_closed: 'booking_closed',
  event_cancelled: 'event_cancelled',
  // The claim ended at this instant, so the school may not be booked for.
  not_vouched: 'no_such_event',
  request_is_settled: 'form_already_used',
  'Booking.formId': 'form_already_used',
  'Place.eventId, Place.personId': 'already_has_place',
  contact_is_staff: 'contact_is_staff',
  // They signed in for the first time just now.
  'Account.email': 'event_changed',
  attendance_misplaced: 'event_changed',
  workshop_full: 'workshop_full',
  workshops_clash: 'workshops_clash',
  one_workshop_a_block: 'workshops_clash',
  session_called_off: 'event_changed',
  answer_misplaced: 'event_changed',
  moved_outside_series: 'event_changed',
  ...movedPrices('price_changed'),
  code_used_up: 'code_used_up',
  [guardBroken]: 'event_changed',
} as const

const placeOn = async (act: Act, placing: Placing): Promise<Attempt> => {
  const { ask, origin, ground, school, channel } = placing
  const { event } = ground
  const { moved } = origin
  const decided = (result: Attempt['result'], overtaken = false): Attempt => ({ result, ground, overtaken })
  const answers = answersOf(ask, origin, ground, channel)
  if (!answers) return decided(refuse('answers_incomplete'))

  const booking = compose(act, placing)
  const priced = await priceBooking(act, event, school.id, booking, {
    channel,
    paying: ask.paying,
    schoolAgreed: ask.schoolAgreed ?? false,
    origin,
  })
  if (!priced.ok) return decided(priced)
  const { heldUntil } = priced.value
  const invited = heldUntil ? [] : placesToInvite(placing, booking, act.now)
  const waiting = booking.places.filter((place) => place.waitsFor).length
  const { booker, places } = booking
  // Free places need no agreement, and waiting ones are not owed yet.
  const owed = !priced.value.agreed && !moved && waiting < places.length && (priced.value.gross > 0 || event.termsId !== null)
  const agreement =
    channel === 'organiser' && booker.accountId && owed
      ? await agreementAsked(act, { id: booking.id, accountId: booker.accountId })
      : undefined
  const messages = moved
    ? []
    : heldUntil
      ? await holdMessage(act, placing, booking, priced.value, heldUntil)
      : await confirmation(act, placing, booking, priced.value, agreement?.agree)
  const invitations = await invitingPlaces(act, event, invited, (placeId) => places.find(({ id }) => id === placeId)?.workshopIds ?? [])
  const stored = await atomically<Refusal | 'no_such_event'>(
    act.db,
    [
      ...sameGround(act, event, whoIsNamed(ask, school.id), ground.known),
      ...(origin.holds ?? []),
      // Places ending at another date return their entitlements before the new places use them.
      ...((await moved?.leave(booking)) ?? []),
      ...insertBooking(act, booking, priced.value.statements, heldUntil),
      ...(agreement?.statements ?? []),
      ...insertAnswers(
        act,
        booking.id,
        placedAnswers(
          answers,
          booking.places.map((place) => place.id),
        ),
        booker.accountId,
      ),
      ...((await moved?.tell(booking, {
        rows: priced.value.payer ? sayPriced(priced.value.payer, priced.value.quotes, priced.value.trustName) : [],
        gross: priced.value.gross,
        payer: priced.value.payer,
      })) ?? []),
      ...invitations.statements,
      ...queuedAll(act, [...messages, ...invitations.messages]),
      // Free places have no line to notify of.
      ...(priced.value.payer && !heldUntil ? messages.map(({ id }) => markLinesNotified(act, booking.id, id)) : []),
      logged(act, {
        act: heldUntil
          ? 'booking.held'
          : waiting === 0
            ? 'booking.placed'
            : event.rules.approval && channel === 'school'
              ? 'booking.asked'
              : 'booking.listed',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: school.id,
        after: {
          channel,
          termsId: booking.termsId,
          movedFromId: booking.movedFromId,
          ...(event.priceId ? { priceId: event.priceId, gross: priced.value.gross, route: priced.value.decision?.route } : {}),
          ...(heldUntil ? { heldUntil } : {}),
          places: booking.places.map(({ id, personId, roleId, represents: others, waitsFor, heldBackId, attendance }) => ({
            id,
            personId,
            roleId,
            represents: others,
            waitsFor,
            heldBackId,
            ...(attendance ? { attendance } : {}),
          })),
        },
      }),
    ],
    refusals,
  )
  return stored.ok
    ? decided(ok({ reference: booking.reference, again: false, waiting, ...(heldUntil ? { toPay: true } : {}) }))
    : decided(noted(act, stored), true)
}

/** Undefined: a required one is missing. Organisers and earlier requests may leave any out. */
const answersOf = (
  ask: PlaceBookingAsk,
  { requested }: Origin,
  { questions }: BookingContext,
  channel: Channel,
): AskedAnswers | undefined => {
  if (!ask.answers) return { booking: [], places: [] }
  const judged = judgeAnswers(questions, ask.answers, { insist: channel === 'school' && !requested })
  return judged.ok || requested ? judged.answers : undefined
}
