import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { newId, newReference } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { usualOf } from '#base/setting.ts'
import { cutTo } from '#base/words.ts'
import { sayPriced, toPay } from '#booking/bookings/money-words.ts'
import { priceOf, referencesOf } from '#booking/bookings/pricing.ts'
import { insertBookingPayer, insertPlacePrices, selectMoneyGrounds } from '#booking/bookings/pricing-store.ts'
import { insertBooking } from '#booking/bookings/store.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { lengthOf } from '#events/events/programme.ts'
import { insertEvent } from '#events/events/write-store.ts'
import { payerIdOf } from '#money/payers/payer.ts'
import { insertSessionPrice } from '#money/prices/list-store.ts'
import { longestName, type PriceList } from '#money/prices/price.ts'
import { selectVatCodes } from '#money/prices/vat-store.ts'
import type { AskedSession, SessionOffer } from './asked-session.ts'
import { confirmSession } from './confirm-session.ts'
import { closeEvent, openEvent } from './store.ts'

const insertSessionEvent = (
  act: Act,
  session: AskedSession,
  offer: SessionOffer,
  { id, code }: { id: string; code: string },
): SqlStatement[] => {
  const { startsAt, endsAt, title, topicId, purpose, level, place, trainer } = offer
  const untitled = { id: newId(act.now), title: '', block: '', capacity: null, room: '', about: '' }
  const one = { ...untitled, startsAt, endsAt, speakers: trainer }
  const facts = {
    ...usualOf(eventFacts),
    title,
    topicId,
    purpose,
    level,
    minutes: lengthOf({ sessions: [one], breaks: [] }),
    venueName: place,
    venueId: null,
    capacity: session.people,
    contactEmail: session.answeredByEmail ?? '',
    bookingOpensAt: null,
    bookingClosesAt: null,
    calendarTitle: null,
    calendarEntries: 'day' as const,
    alarmMinutes: 60,
  }
  return [
    ...insertEvent(act, id, code, { facts, sessions: [one], breaks: [], roleIds: [], kinds: [] }, [one]),
    openEvent(act, id, offer.termsId),
    logged(act, { act: 'event.created', subject: ['event', id], eventId: id, after: { title, topicId, capacity: session.people } }),
  ]
}

/** Who pays, and the agreed price of the session: that of the one place of its booking. */
const moneyOfSession = async (
  act: Act,
  session: AskedSession,
  offer: SessionOffer,
  of: { eventId: string; bookingId: string; placeId: string; poNumber: string | undefined },
): Promise<{ statements: SqlStatement[]; said?: ReturnType<typeof sayPriced> }> => {
  if (offer.vatCodeId === null && offer.termsId === null) return { statements: [] }
  const { eventId, bookingId, placeId, poNumber } = of
  const { grounds, vatCodes } = await readTogether(act.db, {
    grounds: selectMoneyGrounds(act, { id: eventId, sessions: [offer] }, session.school.id, [{ priceId: null }], []),
    vatCodes: selectVatCodes(act.db),
  })
  const [ground] = grounds
  if (!ground) throw new Error('no payer was read')
  const usual = { defaultEarlyPence: null, freePlaces: 0, onlineLessPence: 0, notes: '', rows: [], vatCodes, forSession: 1 as const }
  const id = newId(act.now)
  const list: PriceList | undefined = offer.vatCodeId
    ? { ...usual, id, key: id, version: 1, name: cutTo(offer.title, longestName), defaultPence: offer.pence, vatCodeId: offer.vatCodeId }
    : undefined
  const at = instant(act.now)
  const { decision, quotes } = priceOf({ ...ground, list }, { earlyUntil: null }, session.school.id, 1, {
    asOf: at,
    stripe: act.stripe !== undefined,
  })
  const { route, payer } = decision
  const references = referencesOf(route, { poNumber }, ground.payer.details)
  const paidBy = { ...references, payerId: payerIdOf(payer), route, priceId: list?.id ?? null }
  const statements = [
    ...(list ? [insertSessionPrice(act, { id, name: list.name, defaultPence: list.defaultPence, vatCodeId: list.vatCodeId })] : []),
    ...insertBookingPayer(act, {
      bookingId,
      decision,
      priceId: list?.id ?? null,
      codeId: null,
      pricedAsOf: at,
      agreedAt: at,
      agreedById: act.actor.accountId ?? null,
      ...references,
    }),
    ...(list ? insertPlacePrices(act, { bookingId, eventId, schoolId: session.school.id, priceId: id, decision }, [placeId], quotes) : []),
  ]
  return { statements, said: sayPriced(paidBy, quotes, ground.payer.trustName, toPay(quotes)) }
}

/**
 * The event of an accepted session, which only its school sees, and the one booking by which it is
 * charged. Whoever comes is added to its register; nobody books a further place. Who accepted and
 * who asked get the confirmation of a booking.
 */
export const sessionBooked = async (act: Act, session: AskedSession, offer: SessionOffer, poNumber?: string) => {
  const [eventId, bookingId, placeId] = [newId(act.now), newId(act.now), newId(act.now)]
  const [code, reference] = [newReference(), newReference()]
  const { accountId } = act.actor
  const money = await moneyOfSession(act, session, offer, { eventId, bookingId, placeId, poNumber })
  const nobody = { personId: undefined, newRole: false, roleId: undefined, represents: [], reason: '' }
  const statements = [
    ...insertSessionEvent(act, session, offer, { id: eventId, code }),
    ...insertBooking(
      act,
      {
        id: bookingId,
        reference,
        eventId,
        schoolId: session.school.id,
        channel: 'school',
        formId: session.id,
        booker: {
          accountId,
          personId: (accountId === session.askedById ? session.askerPersonId : act.actor.personId) ?? undefined,
          email: undefined,
          name: undefined,
        },
        enteredById: undefined,
        asker: undefined,
        people: [],
        askedBy: '',
        waitingSince: undefined,
        acceptsFewer: false,
        termsId: offer.termsId ?? undefined,
        movedFromId: undefined,
        places: [{ ...nobody, id: placeId, waitsFor: undefined, heldBackId: undefined, attendance: null, workshopIds: [] }],
      },
      money.statements,
    ),
    closeEvent(act, eventId),
    ...(await confirmSession(act, session, offer, { eventId, code, bookingId, reference, money: money.said })),
    logged(act, {
      act: 'booking.placed',
      subject: ['booking', bookingId],
      eventId,
      schoolId: session.school.id,
      after: { channel: 'school', termsId: offer.termsId, session: session.id, gross: offer.pence + offer.vatPence },
    }),
  ]
  return { eventId, statements }
}
