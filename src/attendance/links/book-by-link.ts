import { asksMore, countsFor, type NextDate } from '#attendance/requirements/coming.ts'
import { selectAhead } from '#attendance/requirements/coming-store.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import { type Act, nobody } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import type { PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { selectBookingContext } from '#booking/bookings/context-store.ts'
import { clashesOfNamed, namedPeople, placingRefusal } from '#booking/placing/compose-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sendProvingCode } from '#people/factors/prove-by-code.ts'
import { type EnterCodeReason, tryCode } from '#people/sign-in/enter-code.ts'
import { codeUnused, useCode } from '#people/sign-in/sign-in-store.ts'
import { asksCode, type BookingLink, dueRow, endOfRefusal, type LinkEnd, otherDate, type PriceSaid, priceSaid } from './booking-link.ts'
import { linkHolds, selectBookingLink } from './store.ts'

/** What a link can book now, as its mail said it. `price`: no more than that of the mail. */
type Offer = { event: EventDetails; accepted: Accepted; price: PriceSaid; ask: PlaceBookingAsk }

/** `other`: of a link that has ended, the next date that the school can book. */
export type FoundLink = { link: BookingLink } & ({ end?: undefined; offer: Offer } | { end: LinkEnd; other?: NextDate | undefined })

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
const plainEnd = (link: BookingLink, now: Date): LinkEnd | undefined => {
  if (link.reference) return 'booked'
  if (!link.isOpen) return 'school_closed'
  if (!link.mayBook) return 'may_not_book'
  return link.endsAt <= instant(now) ? 'run_out' : undefined
}

const read = (act: Act, link: BookingLink) =>
  readTogether(act.db, {
    stands: selectHowSchoolsStand(act.db, [link.schoolId], londonDay(act.now), {
      seer: 'school',
      ahead: selectAhead(act.db, { rootIds: [link.schoolId], now: act.now, laCodes: act.laCodes, seer: 'school' }),
    }),
    context: selectBookingContext(act.db, act.now, { ...link, emails: [], represents: [] }),
  })

const judged = async (act: Act, link: BookingLink): Promise<FoundLink> => {
  const {
    stands: [stands],
    context,
  } = await read(act, link)
  const row = dueRow(stands?.rows ?? [], link)
  const end = (why: LinkEnd): FoundLink => ({ link, end: why, other: otherDate(row, link) })
  const { event, known, cancelling } = context
  const school = context.schools[0]
  const edition = stands?.found.find((one) => one.edition.requirementId === link.requirementId)?.edition
  if (!event || event.state !== 'published' || !school) return end('called_off')
  if (link.beginsAt !== link.startsAt) return end('moved')
  if (!row || !edition) return end('not_due')
  const ahead = stands?.coming?.events.find(({ id }) => id === event.id)
  if (!ahead) return end('booking_closed')
  const coming = stands?.coming?.school
  if (!coming || !countsFor(edition, ahead) || asksMore(ahead, coming)) return end('changed')
  const price = priceSaid({ quote: coming.quoteAt(ahead) })
  if (price.pence > link.pence) return end('dearer')
  const spelling = known.find(({ id, email }) => id === link.personId && email !== '') ?? known.find(({ id }) => id === link.personId)
  if (!spelling) return end('not_due')
  const delegate = {
    personId: link.personId,
    name: link.who,
    email: spelling.email,
    roleId: link.roleId,
    represents: [],
    attendance: 'in_person' as const,
  }
  const ask: PlaceBookingAsk = {
    code: link.code,
    schoolId: link.schoolId,
    formId: link.formId,
    delegates: [delegate],
    termsId: link.termsId ?? undefined,
    paying: event.priceId === null ? undefined : { priceId: event.priceId, seenPence: price.pence },
  }
  const people = namedPeople(act.now, ask.delegates, known, {})
  if (clashesOfNamed(people).some((clashes) => clashes.length > 0)) return end('other_place')
  const ground = { ...context, event, waitingBookings: 0, made: undefined, heldBacks: [] }
  const refusal = placingRefusal(act, { ask, origin: {}, ground, school, channel: 'school', people })
  return refusal ? end(endOfRefusal(refusal)) : { link, offer: { event, accepted: cancelling, price, ask } }
}

/** undefined: there is no such link, or its account has another address now. */
export const findBookingLink = async (act: Act, token: string): Promise<FoundLink | undefined> => {
  const link = await readNow(act.db, selectBookingLink(act.db, await sha256(token)))
  if (!link) return undefined
  const end = plainEnd(link, act.now)
  return end ? { link, end } : judged(act, link)
}

/** `token`: of the browser that asked for the code. */
export type TypedCode = { token: string | undefined; code: string }

/** What the code of a link is for, so that no other code books by it. */
const purposeOf = (tokenHash: string): string => `book-link ${tokenHash}`

/** Sends a code to the address that got the link; gives the token for the browser's cookie. */
export const sendLinkCode = async (
  env: Bindings,
  act: Act,
  council: Council,
  { token, ...asker }: { token: string; network: string | undefined; knownToken: string | undefined },
) => {
  const found = await findBookingLink(act, token)
  if (!found || found.end) return refuse(found?.end ?? 'changed')
  const next = purposeOf(await sha256(token))
  return sendProvingCode(env, requireAccount(asRecipient(act, found.link)), council, { ...asker, next }, true)
}

/** Uses up the code in the batch that books. @param of whose it is, and what it was asked for */
export const codeHolds = async (
  act: Act,
  of: { email: string | undefined; purpose: string },
  typed: TypedCode,
): Promise<Result<SqlStatement[], EnterCodeReason>> => {
  const tried = await tryCode(act, typed.token, typed.code)
  if (!tried.ok) return tried
  const { codeId, row } = tried.value
  if (row.email !== of.email || row.next !== of.purpose) return refuse('other_browser')
  return ok([guard(act.db, codeUnused, codeId), useCode(act.db, codeId, act.now)])
}

/**
 * Books the place of the link once, for whoever was sent it. Pressed twice it is one booking.
 * @returns whether the place is held until it is paid for by card
 */
export const bookByLink = async (
  act: Act,
  token: string,
  typed?: TypedCode,
): Promise<Result<boolean, LinkEnd | EnterCodeReason | 'code_asked'>> => {
  const found = await findBookingLink(act, token)
  if (!found) return refuse('changed')
  if (found.end) return found.end === 'booked' ? ok(found.link.heldUntil !== null) : refuse(found.end)
  const { link, offer } = found
  if (!typed && asksCode(link, offer.price)) return refuse('code_asked')
  const tokenHash = await sha256(token)
  const code = typed ? await codeHolds(act, { email: link.email, purpose: purposeOf(tokenHash) }, typed) : ok([])
  if (!code.ok) return code
  const holds = [...code.value, ...linkHolds(act, tokenHash, link)]
  const placed = await placeBooking(asRecipient(act, link), offer.ask, { holds })
  if (placed.ok) return ok(placed.value.toPay === true)
  const now = await findBookingLink(act, token)
  if (now?.end === 'booked') return ok(now.link.heldUntil !== null)
  return refuse(now?.end ?? (placed.reason === 'no_such_event' ? 'may_not_book' : endOfRefusal(placed.reason)))
}
