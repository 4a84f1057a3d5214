// Fills a form that is shown again: picked and pasted people in rows, enough rows, and the field a
// refusal is about.
import type { Day } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Colleague, mostDelegates, personKey, type RoleOption, rolesFor } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import { emptyRow, isBlank, type Row, type TypedBooking, withPeople } from './forms.ts'
import { readPasted, sayNextForm, sayPasteProblem, sayRoom } from './pasted-people.ts'

/** The rows to show: one per place to be named now. */
export const rowsFor = (typed: TypedBooking): TypedBooking['rows'] => {
  const wanted = typed.later ? 0 : Math.min(Number(typed.places) || 0, mostDelegates)
  return [...typed.rows, ...Array.from({ length: Math.max(0, wanted - typed.rows.length) }, emptyRow)]
}

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

/** Puts picked and pasted people into rows; on problems the pasted lines stay. */
export const filledIn = <T extends Pick<TypedBooking, 'rows' | 'picks' | 'pasted'>>(
  typed: T,
  { event, roles, colleagues, day }: { event: EventDetails; roles: readonly RoleOption[]; colleagues: readonly Colleague[]; day: Day },
  most = mostDelegates,
): { typed: T; problems: Problems } => {
  const picked = colleagues.filter((colleague) => typed.picks.includes(colleague.id))
  const meant = rolesFor(event, roles, day)
  const all = rolesFor({ audience: { roles: [], kinds: [] } }, roles, day)
  const { people, problems } = readPasted(typed.pasted, all, most, meant)
  const added = [
    ...picked.map(({ id, name, email, roleId }) => ({
      name,
      email: email ?? '',
      meant: id,
      roleId: meant.some((role) => role.id === roleId) ? (roleId ?? '') : '',
    })),
    ...people,
  ]
  const before = typed.rows.filter((row) => !isBlank(row)).length
  const rows = withPeople(typed.rows, added)
  const together = rows.filter((row) => !isBlank(row)).length
  // With too many people nobody is filled in, so that none is dropped silently.
  if (problems.length === 0 && together > most)
    return {
      typed,
      problems: {
        'pasted-1': `With the ${before} people named already there would be ${together}, and ${sayRoom(most)}. Nobody is filled in yet, and all are still in the box: leave ${most - before} in it${sayNextForm(most)}`,
      },
    }
  return {
    typed: { ...typed, rows, picks: [], pasted: problems.length > 0 ? typed.pasted : '' },
    problems: Object.fromEntries(problems.map((problem, index) => [`pasted-${index + 1}`, sayPasteProblem(problem)])),
  }
}
