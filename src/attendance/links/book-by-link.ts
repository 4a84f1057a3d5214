import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { guard } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import type { TypedAnswers } from '#events/questions/forms.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sendProvingCode } from '#people/factors/prove-by-code.ts'
import { type EnterCodeReason, tryCode } from '#people/sign-in/enter-code.ts'
import { codeUnused, useCode } from '#people/sign-in/sign-in-store.ts'
import { endOfRefusal, type LinkEnd } from './booking-link.ts'
import { type FoundLink, findBookingLink, isCodeAsked, plainEnd, shownOf } from './find-link.ts'
import { linkHolds } from './store.ts'

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
  if (!found?.offer) return refuse(found?.end ?? 'changed')
  const next = purposeOf(await sha256(token))
  return sendProvingCode(env, requireAccount(found.as), council, { ...asker, next }, true)
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
 * Books one place by the link, for whoever was sent it. Pressed twice it is one booking.
 * @param how `shown`: of a date that its mail did not name; `answers`: of one person
 * @returns whether the place is held until it is paid for by card
 */
export const bookByLink = async (
  act: Act,
  token: string,
  how: { shown?: string; code?: TypedCode; answers?: TypedAnswers } = {},
  at?: FoundLink,
): Promise<Result<boolean, LinkEnd | EnterCodeReason | 'code_asked' | 'not_as_shown'>> => {
  const { shown = '', code: typed, answers = { booking: {}, rows: [{}] } } = how
  const found = at ?? (await findBookingLink(act, token))
  if (!found) return refuse('changed')
  const { link, as, end, offer } = found
  if (end === 'booked') return ok(link.heldUntil !== null)
  if (end && (!shown || !offer)) return refuse(end)
  if (!offer || shown !== shownOf(found)) return refuse('not_as_shown')
  if (!typed && isCodeAsked(found, offer)) return refuse('code_asked')
  const tokenHash = await sha256(token)
  const code = typed ? await codeHolds(act, { email: link.email, purpose: purposeOf(tokenHash) }, typed) : ok([])
  if (!code.ok) return code
  const holds = [...code.value, ...linkHolds(act, tokenHash, link, { eventId: offer.event.id, begins: offer.begins })]
  const placed = await placeBooking(as, { ...offer.ask, answers }, { holds })
  if (placed.ok) return ok(placed.value.toPay === true)
  if (placed.reason === 'answers_incomplete') return refuse('not_as_shown')
  const now = await findBookingLink(act, token)
  if (now?.end === 'booked') return ok(now.link.heldUntil !== null)
  const why = placed.reason === 'no_such_event' ? 'may_not_book' : endOfRefusal(placed.reason)
  return refuse((now && (shown ? plainEnd(now.link, act.now) : now.end)) ?? why)
}
