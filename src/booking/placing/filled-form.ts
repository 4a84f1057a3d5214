// Fills a form that is shown again: picked and pasted people in rows, enough rows, and the field a
// refusal is about.
import type { Problems } from '#base/web/field.tsx'
import { personKey } from '#booking/bookings/booking.ts'
import { isBlank, type Row } from './forms.ts'

/** After removing `removed`: the number of the person now in that row, or of the last. */
export const nextTo = (removed: string | undefined, rows: readonly Row[]): number => Math.max(1, Math.min(Number(removed), rows.length))

/** The number of the first person not typed before; undefined when nobody is new. */
export const firstNew = (before: readonly Row[], after: readonly Row[]): number | undefined => {
  const index = after.findIndex((row) => row.name !== '' && !before.some(({ name, email }) => name === row.name && email === row.email))
  return index < 0 ? undefined : index + 1
}

const fieldFor: Readonly<Record<string, string>> = {
  event_full: 'wait',
  others_are_waiting: 'wait',
  held_back: 'wait',
  role_not_invited: 'role-1',
  unknown_role: 'role-1',
  unknown_school: 'represents-1-1',
  same_person_twice: 'name-1',
  already_has_place: 'name-1',
  who_is_meant: 'meant-1',
  not_a_name: 'name-1',
  contact_is_staff: 'contactEmail',
}

/** @param holders keys of people who have a place already */
export const fieldAtFault = (
  reason: string,
  rows: readonly Row[],
  roles: readonly string[],
  schools: readonly string[],
  holders: readonly string[],
): string => {
  for (const [index, row] of rows.entries()) {
    if ((reason === 'role_not_invited' || reason === 'unknown_role') && row.roleId && !roles.includes(row.roleId))
      return `role-${index + 1}`
    if (reason === 'attendance_missing' && !isBlank(row) && !row.attendance) return `attendance-${index + 1}`
    const other = row.represents.findIndex((id) => !schools.includes(id))
    if (reason === 'unknown_school' && other >= 0) return `represents-${index + 1}-${other + 1}`
    if (reason === 'already_has_place' && holders.includes(personKey(row))) return `name-${index + 1}`
  }
  return fieldFor[reason] ?? 'places'
}

/** Of a mixed event, each person of whom nobody said how they come. */
export const attendanceProblems = (rows: readonly Row[]): Problems =>
  Object.fromEntries(
    rows.flatMap((row, index) =>
      isBlank(row) || row.attendance ? [] : [[`attendance-${index + 1}`, `Choose how ${row.name.trim()} comes: to the room, or online`]],
    ),
  )
