import { newId } from '#base/id.ts'
import { type Body, text } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { readAttendance } from '#booking/bookings/attendance.ts'
import { mostDelegates } from '#booking/bookings/booking.ts'
import { readTypedRow } from '#events/questions/forms.ts'
import { meantAt, type TypedRow, type TypedTrust } from './trust-booking.ts'

const longestPaste = 20_000

const formIdOf = (typed: string, now: Date): string => (/^[\w-]{8,64}$/.test(typed) ? typed : newId(now))

/** Of schools that the trust has. @param schoolIds in the order in which the form shows them */
export const readTrustForm = (body: Body, schoolIds: readonly string[], now: Date): TypedTrust => {
  const numbers = Array.from({ length: Math.min(Number.parseInt(text(body, 'rows'), 10) || 0, 500) }, (_, index) => index + 1)
  const rowOf = (schoolId: string): TypedRow => {
    const number = numbers.find((n) => text(body, `school-${n}`) === schoolId)
    const field = (name: string, longest: number): string => (number ? cutTo(text(body, `${name}-${number}`), longest) : '')
    return {
      schoolId,
      formId: formIdOf(field('formId', 64), now),
      places: field('places', 20),
      people: field('people', longestPaste),
      priceId: field('priceId', 64),
      seen: field('seen', 12),
      meant: Array.from({ length: mostDelegates }, (_, person) =>
        number ? cutTo(text(body, `meant-${meantAt(number, person)}`), 64) : '',
      ),
    }
  }
  const wait = text(body, 'wait')
  return {
    rows: schoolIds.map(rowOf),
    wait: wait === 'all' || wait === 'partly' ? wait : '',
    termsId: cutTo(text(body, 'termsId'), 64),
    authority: text(body, 'authority') === 'yes',
    answers: readTypedRow(body),
    attendance: readAttendance(text(body, 'attendance')),
  }
}
