import type { Act } from '#base/act.ts'
import type { Problems } from '#base/web/field.tsx'
import { listed } from '#base/words.ts'
import type { BookingSchool, DelegateAsked, Unfit } from '#booking/bookings/booking.ts'
import { nextOfCourse } from '#booking/bookings/course-store.ts'
import { unfitRefusals } from '#booking/bookings/views/refusals.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type NamedPeople, unfitOfNamed } from './compose-booking.ts'
import { isBlank, type Row } from './forms.ts'

type Named = { event: EventDetails; schools: readonly BookingSchool[]; delegates: readonly DelegateAsked[]; people: NamedPeople }

/** What is said at each person whom the event is not for: at the name, or where the reason goes. */
export const unfitProblems = async (
  act: Act,
  reason: Unfit,
  { event, schools: [school], delegates, people }: Named,
  rows: readonly Row[],
): Promise<Problems> => {
  if (!school) return {}
  const unfit = unfitOfNamed(event, school, delegates, people).filter(({ why }) => why === reason)
  const personIds = unfit.flatMap(({ index }) => people.meant[index]?.id ?? [])
  const next = reason === 'course_missing' ? await nextOfCourse(act, event, school, personIds) : undefined
  const says = unfitRefusals[reason]({ event, who: listed(unfit.map(({ name }) => name)), next })
  const numbers = rows.flatMap((row, index) => (isBlank(row) ? [] : [index + 1]))
  const field = reason === 'reason_missing' ? 'reason' : 'name'
  return Object.fromEntries(unfit.map(({ index }) => [`${field}-${numbers[index] ?? 1}`, says]))
}
