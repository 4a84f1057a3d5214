import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { hashedId } from '#base/id.ts'
import { type Result, refuse } from '#base/result.ts'
import type { Refusal } from '#booking/bookings/booking.ts'
import { emptyPaying, payingOf } from '#booking/placing/paying-forms.ts'
import { type Attempt, attemptBooking, type Placed } from '#booking/placing/place-booking.ts'
import type { DueBooking } from './due-places.ts'

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

/** What was shown: the price and sum of each booking, and the terms that were accepted. */
export type Shown = { prices: readonly { schoolId: string; code: string; priceId: string; pence: number }[]; termsIds: readonly string[] }

export type DueOutcome = { booking: DueBooking; tried: Tried }

/** Each booking in its own batch, with an id made of the form's: a refusal stops no other. */
export const bookDue = async (act: Act, formId: string, bookings: readonly DueBooking[], shown: Shown): Promise<DueOutcome[]> => {
  const outcomes: DueOutcome[] = []
  for (const booking of bookings) {
    const { school, event, lines } = booking
    const price = shown.prices.find(({ schoolId, code }) => schoolId === school.schoolId && code === event.code)
    const people = lines.map(({ person }) => person)
    const tried = await tryBooking(act, {
      code: event.code,
      schoolId: school.schoolId,
      formId: hashedId([formId, school.schoolId, event.code, ...people.map(({ personId }) => personId).toSorted()].join(' ')),
      channel: 'school',
      delegates: people.map((person) => ({ ...person, represents: [] })),
      asks: true,
      ifFull: 'refuse',
      termsId: shown.termsIds.find((id) => id === event.termsId),
      answers: { booking: {}, rows: people.map(() => ({})) },
      paying: price && payingOf({ ...emptyPaying(), priceId: price.priceId, seen: String(price.pence) }),
    })
    outcomes.push({ booking, tried })
  }
  return outcomes
}
