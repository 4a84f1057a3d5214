import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { hashedId } from '#base/id.ts'
import { type Result, refuse } from '#base/result.ts'
import type { Refusal } from '#booking/bookings/booking.ts'
import type { PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import { type Attempt, attemptBooking, type Placed } from '#booking/placing/place-booking.ts'
import type { DueBooking } from './due-places.ts'
import { beginsAsShown } from './place-store.ts'

export type Tried = Omit<Attempt, 'result'> & { result: Result<Placed, Refusal | 'no_such_event' | 'too_much_mail'> }

/** One of several bookings: those before have their places, so a refusal is a value here. */
export const tryBooking = async (...asked: Parameters<typeof attemptBooking>): Promise<Tried> => {
  try {
    return await attemptBooking(...asked)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_much_mail')) throw error
    return { result: refuse('too_much_mail'), overtaken: false }
  }
}

/** '' where nothing is charged or no day is set. `pence`: with VAT. */
export type ShownBooking = { schoolId: string; code: string; startsAt: string; priceId: string; pence: number }

/** What was shown of each booking, and the terms that were accepted. */
export type Shown = { bookings: readonly ShownBooking[]; termsIds: readonly string[] }

export type DueOutcome = { booking: DueBooking; tried: Tried }

/** Each booking in its own batch, with an id made of the form's: a refusal stops no other. */
export const bookDue = async (act: Act, formId: string, bookings: readonly DueBooking[], shown: Shown): Promise<DueOutcome[]> => {
  const outcomes: DueOutcome[] = []
  for (const booking of bookings) {
    const { school, event, lines } = booking
    const seen = shown.bookings.find(({ schoolId, code }) => schoolId === school.schoolId && code === event.code)
    const people = lines.map(({ person }) => person)
    const ask: PlaceBookingAsk = {
      code: event.code,
      schoolId: school.schoolId,
      formId: hashedId([formId, school.schoolId, event.code, ...people.map(({ personId }) => personId).toSorted()].join(' ')),
      channel: 'school',
      delegates: people.map((person) => ({ ...person, represents: [], attendance: 'in_person' as const })),
      asks: true,
      ifFull: 'refuse',
      termsId: shown.termsIds.find((id) => id === event.termsId),
      answers: { booking: {}, rows: people.map(() => ({})) },
      paying: seen?.priceId ? payingOf({ ...emptyPaying(), priceId: seen.priceId, seen: String(seen.pence) }) : undefined,
    }
    const tried = await tryBooking(act, ask, { holds: [beginsAsShown(act.db, event.id, seen?.startsAt ?? '')] })
    outcomes.push({ booking, tried })
  }
  return outcomes
}
