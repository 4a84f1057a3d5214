import { codeHolds, type TypedCode } from '#attendance/links/book-by-link.ts'
import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { type Result, refuse } from '#base/result.ts'
import type { Bindings } from '#base/web/env.ts'
import type { References } from '#booking/bookings/pricing.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import { type AskedKey, type FoundAsked, findAsked } from '#booking/requests/answer-asked.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sendProvingCode } from '#people/factors/prove-by-code.ts'
import type { EnterCodeReason } from '#people/sign-in/enter-code.ts'
import { type AskedOne, askedOne } from './asked.ts'
import { selectAskedGround } from './asked-store.ts'
import { type Tried, tryBooking } from './book-due.ts'
import { beginsAsShown } from './place-store.ts'

export type Answering = FoundAsked & { asked: readonly AskedOne[] }

/** What waits for the answer of whoever has the key; undefined: they have none. */
export const findAnswering = async (act: Act, key: AskedKey): Promise<Answering | undefined> => {
  const found = await findAsked(act, key)
  if (!found || found.requests.length === 0) return found && { ...found, asked: [] }
  const { requests, byLink } = found
  const ground = await readNow(act.db, selectAskedGround(found.act, requests))
  const as = { now: act.now, stripe: act.stripe !== undefined, own: found.act.actor.email, byLink }
  return { ...found, asked: requests.map((one) => askedOne(one, ground, as)) }
}

/** One of them, with the act of whoever answers. */
export type AnsweringOne = { as: Act; one: AskedOne }

/** What the code of a link is for, so that no other code books by it. */
const purposeOf = ({ request }: AskedOne): string => `asked ${request.id}`

/** Sends a code to the address that got the link; gives the token for the browser's cookie. */
export const sendAskedCode = (
  env: Bindings,
  { as, one }: AnsweringOne,
  council: Council,
  asker: { network: string | undefined; knownToken: string | undefined },
) => sendProvingCode(env, requireAccount(as), council, { ...asker, next: purposeOf(one) }, true)

/** What was shown and typed. `seen`: pence with VAT. */
export type ShownAsked = { startsAt: string; priceId: string; seen: string; termsId: string; references: Partial<References> }

/** Books the place that was asked for, by the form of the request: two answers make one booking. */
export const bookAsked = async (
  { as, one }: AnsweringOne,
  shown: ShownAsked,
  typed?: TypedCode,
): Promise<Result<Tried, EnterCodeReason | 'code_asked' | 'not_at_once'>> => {
  if (!one.isPlain) return refuse('not_at_once')
  if (one.asksCode && !typed) return refuse('code_asked')
  const code = typed ? await codeHolds(as, { email: as.actor.email, purpose: purposeOf(one) }, typed) : undefined
  if (code && !code.ok) return code
  const { code: at, schoolId, formId, typed: asked } = one.request
  const ask = {
    code: at,
    schoolId,
    formId,
    channel: 'school' as const,
    delegates: asked.delegates,
    asks: true as const,
    ifFull: 'refuse' as const,
    termsId: shown.termsId || undefined,
    answers: { booking: {}, rows: asked.delegates.map(() => ({})) },
    paying: payingOf({ ...emptyPaying(), ...shown.references, priceId: shown.priceId, seen: shown.seen }),
  }
  return {
    ok: true,
    value: await tryBooking(as, ask, { holds: [beginsAsShown(as.db, one.request.eventId, shown.startsAt), ...(code?.value ?? [])] }),
  }
}
