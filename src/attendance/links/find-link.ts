import {
  type ComingEvent,
  countsFor,
  datesFor,
  daysOf,
  type NextDate,
  needsForm,
  type SchoolAhead,
} from '#attendance/requirements/coming.ts'
import { selectAhead } from '#attendance/requirements/coming-store.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import { type Act, nobody } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { type Answers, readNow, readTogether } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { selectBookingContext } from '#booking/bookings/context-store.ts'
import { clashesOfNamed, namedPeople, placingRefusal } from '#booking/placing/compose-booking.ts'
import { type EventDetails, firstStart, isMixed } from '#events/events/event.ts'
import type { Question } from '#events/questions/question.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { asksCode, type BookingLink, dueRow, endOfRefusal, type LinkEnd, otherDate, type PriceSaid, priceSaid } from './booking-link.ts'
import { selectBookingLink } from './store.ts'

/** What one press books at the price shown, and asks. `begins`, `days`: as the event is now. */
export type Offer = {
  event: EventDetails
  begins: Instant
  days: readonly Day[]
  accepted: Accepted
  price: PriceSaid
  questions: readonly Question[]
  ask: PlaceBookingAsk
}

/**
 * `end`: why it does not book what its mail said; then `offer` is another date that fits, or
 * `other` one that is booked by its own form. `as`: the act of whoever was sent it.
 */
export type FoundLink = { link: BookingLink; as: Act } & (
  | { end?: undefined; offer: Offer; other?: undefined }
  | { end: LinkEnd; offer?: Offer | undefined; other?: NextDate | undefined; isDue?: boolean }
)

/** Whether nothing can be booked now for somebody whose training is due. */
export const asksForDate = (found: FoundLink): boolean => found.end !== undefined && !found.offer && !found.other && found.isDue === true

/** What a form sends back of a date that its mail did not name, so that no other is booked. */
export const shownOf = ({ end, offer }: FoundLink): string =>
  end && offer ? [offer.event.code, offer.begins, offer.price.pence, offer.event.termsId ?? ''].join(' ') : ''

/** Whether a code is asked first: as for any link, and for more than its mail said. */
export const isCodeAsked = ({ link }: FoundLink, { price }: Offer): boolean => asksCode(link, price) || price.pence > link.pence

/** The act of whoever was sent the link, with the right that they have now. */
const asRecipient = (act: Act, { accountId, email, bookerId, bookerName, mayBook, schoolId }: BookingLink): Act => ({
  ...act,
  actor: {
    ...nobody,
    accountId,
    email,
    personId: bookerId ?? undefined,
    name: bookerName ?? undefined,
    schoolIds: mayBook ? [schoolId] : [],
  },
})

/** What needs no look at how the school stands. */
export const plainEnd = (link: BookingLink, now: Date): LinkEnd | undefined => {
  if (link.reference) return 'booked'
  if (!link.isOpen) return 'school_closed'
  if (!link.mayBook) return 'may_not_book'
  return link.endsAt <= instant(now) ? 'run_out' : undefined
}

const contextAt = (act: Act, link: BookingLink, code = link.code) =>
  selectBookingContext(act.db, act.now, { ...link, code, emails: [], represents: [] })

type Context = Answers<{ at: ReturnType<typeof contextAt> }>['at']

type Stands = { row: StandingRow | undefined; edition: Edition | undefined; events: readonly ComingEvent[]; ahead: SchoolAhead | undefined }

const readAll = async (act: Act, link: BookingLink) => {
  const { stands, context } = await readTogether(act.db, {
    stands: selectHowSchoolsStand(act.db, [link.schoolId], londonDay(act.now), {
      seer: 'school',
      ahead: selectAhead(act.db, { rootIds: [link.schoolId], now: act.now, laCodes: act.laCodes, seer: 'school' }),
    }),
    context: contextAt(act, link),
  })
  const { rows = [], found = [], coming } = stands[0] ?? {}
  const edition = found.find((one) => one.edition.requirementId === link.requirementId)?.edition
  return { context, stands: { row: dueRow(rows, link), edition, events: coming?.events ?? [], ahead: coming?.school } }
}

/** @param said what the mail said of it, unless it is another date */
const offerOf = (
  act: Act,
  link: BookingLink,
  { row, edition, events, ahead }: Stands,
  context: Context,
  said?: BookingLink,
): Result<Offer, LinkEnd> => {
  const { event, known, cancelling, questions } = context
  const school = context.schools[0]
  if (!event || event.state !== 'published' || !school) return refuse('called_off')
  if (said && said.beginsAt !== said.startsAt) return refuse('moved')
  if (!row || !edition) return refuse('not_due')
  const coming = events.find(({ id }) => id === event.id)
  const begins = coming && firstStart(coming)
  if (!coming || !begins) return refuse('booking_closed')
  if (!ahead || !countsFor(edition, coming) || needsForm(coming, ahead)) return refuse('changed')
  const price = priceSaid({ quote: ahead.quoteAt(coming) })
  if (said && price.pence > said.pence) return refuse('dearer')
  const spelling = known.find(({ id, email }) => id === link.personId && email !== '') ?? known.find(({ id }) => id === link.personId)
  if (!spelling) return refuse('not_due')
  const delegate = {
    personId: link.personId,
    name: link.who,
    email: spelling.email,
    roleId: link.roleId,
    represents: [],
    attendance: 'in_person' as const,
  }
  const ask: PlaceBookingAsk = {
    code: event.code,
    schoolId: link.schoolId,
    formId: link.formId,
    delegates: [delegate],
    termsId: (said ?? event).termsId ?? undefined,
    paying: event.priceId === null ? undefined : { priceId: event.priceId, seenPence: price.pence },
  }
  const people = namedPeople(act.now, ask.delegates, known, {})
  if (clashesOfNamed(people).some((clashes) => clashes.length > 0)) return refuse('other_place')
  const ground = { ...context, event, waitingBookings: 0, made: undefined, heldBacks: [] }
  const refusal = placingRefusal(act, { ask, origin: {}, ground, school, channel: 'school', people })
  const end = refusal && endOfRefusal(refusal)
  return end
    ? refuse(end === 'full' && isMixed(event) ? 'room_full' : end)
    : ok({ event, begins, days: daysOf(coming), accepted: cancelling, price, questions, ask })
}

/** As the event is now it may still fit, at another price or time or under other terms. */
const sameEvent: readonly LinkEnd[] = ['moved', 'dearer', 'other_terms']

/** The first date that one press books for them. */
const anotherDate = ({ edition, events, ahead }: Stands, link: BookingLink, end: LinkEnd, now: Date): string | undefined =>
  edition &&
  ahead &&
  datesFor(
    ahead,
    events.filter((event) => countsFor(edition, event) && (event.code !== link.code || sameEvent.includes(end))),
    link,
    events,
    now,
  ).find(({ date, unfit }) => date.is === 'book' && date.asks !== 'form' && !unfit)?.date.code

const judged = async (act: Act, link: BookingLink): Promise<FoundLink> => {
  const as = asRecipient(act, link)
  const { context, stands } = await readAll(act, link)
  const mailed = offerOf(act, link, stands, context, link)
  if (mailed.ok) return { link, as, offer: mailed.value }
  const end = mailed.reason
  const code = stands.row && anotherDate(stands, link, end, act.now)
  const offered = code && offerOf(act, link, stands, await readNow(act.db, contextAt(act, link, code)))
  return offered && offered.ok
    ? { link, as, end, offer: offered.value }
    : { link, as, end, other: otherDate(stands.row, link), isDue: stands.row !== undefined }
}

/** undefined: there is no such link, or its account has another address now. */
export const findBookingLink = async (act: Act, token: string): Promise<FoundLink | undefined> => {
  const link = await readNow(act.db, selectBookingLink(act.db, await sha256(token)))
  if (!link) return undefined
  const end = plainEnd(link, act.now)
  return end ? { link, as: asRecipient(act, link), end } : judged(act, link)
}
