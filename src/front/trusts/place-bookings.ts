import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { type Result, refuse } from '#base/result.ts'
import type { Refusal } from '#booking/bookings/booking.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import { attemptBooking, type Placed } from '#booking/placing/place-booking.ts'
import type { AskedSchool, TypedTrust } from './trust-booking.ts'

export type Outcome = { one: AskedSchool } & (
  | { placed: Placed; reason?: never; overtaken?: never }
  | { placed?: never; reason: Refusal | 'too_much_mail'; overtaken: boolean }
)

/** The schools before have their places, so a refusal is a value here. */
const attempt = async (
  ...asked: Parameters<typeof attemptBooking>
): Promise<{ result: Result<Placed, Refusal | 'no_such_event' | 'too_much_mail'>; overtaken: boolean }> => {
  try {
    return await attemptBooking(...asked)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_much_mail')) throw error
    return { result: refuse('too_much_mail'), overtaken: false }
  }
}

/** Each in its own batch and by its own form id. A refusal stops none of the others. */
export const placeBookings = async (
  act: Act,
  code: string,
  typed: Pick<TypedTrust, 'wait' | 'termsId' | 'authority' | 'answers'>,
  schools: readonly AskedSchool[],
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = []
  for (const one of schools) {
    const { row, school, asked } = one
    const { result, overtaken } = await attempt(act, {
      code,
      schoolId: school.id,
      formId: row.formId,
      channel: 'school',
      delegates: asked.delegates,
      unnamed: asked.unnamed,
      unnamedOnline: asked.unnamedOnline,
      asks: true,
      ifFull: typed.wait === '' ? 'refuse' : 'wait',
      acceptsFewer: typed.wait === 'partly',
      termsId: typed.authority ? typed.termsId : undefined,
      answers: { booking: typed.answers, rows: asked.delegates.map(({ answers }) => answers) },
      paying: payingOf({ ...emptyPaying(), priceId: row.priceId, seen: row.seen }),
    })
    if (result.ok) outcomes.push({ one, placed: result.value })
    // The claim on the trust, or the event, went this moment.
    else outcomes.push({ one, reason: result.reason === 'no_such_event' ? 'event_changed' : result.reason, overtaken })
  }
  return outcomes
}
