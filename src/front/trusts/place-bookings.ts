import type { Act } from '#base/act.ts'
import type { Refusal } from '#booking/bookings/booking.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import type { Placed } from '#booking/placing/place-booking.ts'
import { tryBooking } from '#front/due/book-due.ts'
import type { AskedSchool, TypedTrust } from './trust-booking.ts'

export type Outcome = { one: AskedSchool } & (
  | { placed: Placed; reason?: never; overtaken?: never }
  | { placed?: never; reason: Refusal | 'too_much_mail'; overtaken: boolean }
)

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
    const { result, overtaken } = await tryBooking(act, {
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
